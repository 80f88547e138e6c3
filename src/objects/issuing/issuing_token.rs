//! IssuingToken.

kind! {
    object: "issuing.token",
    feature: "issuing",
    served: ["/issuing/tokens"],
    listed: "/issuing/tokens" { created: true, required: &["card"] },
    references: ["/card"],
    personal: ["/network_data/device"],
    events: ["issuing_token.created", "issuing_token.updated"],
}
