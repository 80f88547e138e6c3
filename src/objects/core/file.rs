//! File.

kind! {
    object: "file",
    feature: "core",
    served: ["/files"],
    listed: "/files" { created: true },
    volatile: ["/links", "/url"],
    events: ["file.created"],
}
