//! TreasuryTransaction.

kind! {
    object: "treasury.transaction",
    feature: "treasury",
    served: ["/treasury/transactions"],
    listed: "/treasury/transactions" { created: true, required: &["financial_account"] },
    // The flow's object comes only where it is expanded.
    volatile: ["/entries", "/flow_details"],
}
