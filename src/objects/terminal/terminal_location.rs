//! TerminalLocation.

kind! {
    object: "terminal.location",
    feature: "terminal",
    served: ["/terminal/locations"],
    listed: "/terminal/locations",
}
