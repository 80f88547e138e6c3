//! TreasuryTransactionEntry.

kind! {
    object: "treasury.transaction_entry",
    feature: "treasury",
    served: ["/treasury/transaction_entries"],
    listed: "/treasury/transaction_entries" { created: true, required: &["financial_account"] },
    references: ["/transaction"],
    volatile: ["/flow_details"],
}
