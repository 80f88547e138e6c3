//! Capability.

kind! {
    object: "capability",
    feature: "connect",
    served: ["/accounts/{account}/capabilities"],
    listed: "/accounts/{account}/capabilities",
    references: ["/account"],
    events: ["capability.updated"],
}
