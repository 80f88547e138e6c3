//! TreasuryReceivedDebit.

kind! {
    object: "treasury.received_debit",
    feature: "treasury",
    served: ["/treasury/received_debits"],
    listed: "/treasury/received_debits" { required: &["financial_account"] },
    references: ["/transaction"],
    volatile: ["/hosted_regulatory_receipt_url"],
    events: ["treasury.received_debit.created"],
}
