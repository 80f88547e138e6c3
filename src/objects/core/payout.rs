//! Payout.

kind! {
    object: "payout",
    feature: "core",
    ids: ["po_"],
    served: ["/payouts"],
    listed: "/payouts" { created: true },
    references: [
        "/application_fee",
        "/balance_transaction",
        "/destination",
        "/failure_balance_transaction",
        "/original_payout",
        "/reversed_by",
    ],
    events: [
        "payout.canceled",
        "payout.created",
        "payout.failed",
        "payout.paid",
        "payout.reconciliation_completed",
        "payout.updated",
    ],
}
