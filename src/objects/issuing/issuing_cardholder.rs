//! IssuingCardholder.

kind! {
    object: "issuing.cardholder",
    feature: "issuing",
    served: ["/issuing/cardholders"],
    listed: "/issuing/cardholders" { created: true },
    references: ["/individual/verification/document/back", "/individual/verification/document/front"],
    personal: ["/billing", "/individual", "/name"],
    events: ["issuing_cardholder.created", "issuing_cardholder.updated"],
}
