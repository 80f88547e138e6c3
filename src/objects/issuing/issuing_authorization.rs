//! IssuingAuthorization.

kind! {
    object: "issuing.authorization",
    feature: "issuing",
    served: ["/issuing/authorizations"],
    listed: "/issuing/authorizations" { created: true },
    references: ["/card", "/cardholder", "/token", "/transactions/*"],
    // As with a dispute's.
    history: ["/balance_transactions"],
    personal: ["/verification_data/postal_code"],
    events: ["issuing_authorization.created", "issuing_authorization.request", "issuing_authorization.updated"],
}
