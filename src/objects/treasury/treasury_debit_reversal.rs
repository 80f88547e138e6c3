//! TreasuryDebitReversal.

kind! {
    object: "treasury.debit_reversal",
    feature: "treasury",
    served: ["/treasury/debit_reversals"],
    listed: "/treasury/debit_reversals" { required: &["financial_account"] },
    references: ["/transaction"],
    volatile: ["/hosted_regulatory_receipt_url"],
    events: [
        "treasury.debit_reversal.completed",
        "treasury.debit_reversal.created",
        "treasury.debit_reversal.initial_credit_granted",
    ],
}
