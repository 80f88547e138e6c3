//! IssuingDispute.

kind! {
    object: "issuing.dispute",
    feature: "issuing",
    served: ["/issuing/disputes"],
    listed: "/issuing/disputes" { created: true },
    references: [
        "/evidence/canceled/additional_documentation",
        "/evidence/duplicate/additional_documentation",
        "/evidence/duplicate/card_statement",
        "/evidence/duplicate/cash_receipt",
        "/evidence/duplicate/check_image",
        "/evidence/fraudulent/additional_documentation",
        "/evidence/merchandise_not_as_described/additional_documentation",
        "/evidence/no_valid_authorization/additional_documentation",
        "/evidence/not_received/additional_documentation",
        "/evidence/other/additional_documentation",
        "/evidence/service_not_as_described/additional_documentation",
        "/transaction",
    ],
    // As with a dispute's.
    history: ["/balance_transactions"],
    personal: ["/evidence"],
    events: [
        "issuing_dispute.closed",
        "issuing_dispute.created",
        "issuing_dispute.funds_reinstated",
        "issuing_dispute.funds_rescinded",
        "issuing_dispute.submitted",
        "issuing_dispute.updated",
    ],
}
