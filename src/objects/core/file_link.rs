//! FileLink.

kind! {
    object: "file_link",
    feature: "core",
    served: ["/file_links"],
    listed: "/file_links" { created: true },
    references: ["/file"],
    volatile: ["/url"],
}
