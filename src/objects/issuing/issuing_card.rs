//! IssuingCard.

kind! {
    object: "issuing.card",
    feature: "issuing",
    served: ["/issuing/cards"],
    listed: "/issuing/cards" { created: true },
    references: ["/cardholder", "/personalization_design", "/replaced_by", "/replacement_for"],
    volatile: ["/cvc", "/number"],
    secret: ["/number"],
    events: ["issuing_card.created", "issuing_card.updated"],
}
