//! TreasuryCreditReversal.

kind! {
    object: "treasury.credit_reversal",
    feature: "treasury",
    served: ["/treasury/credit_reversals"],
    listed: "/treasury/credit_reversals" { required: &["financial_account"] },
    references: ["/transaction"],
    volatile: ["/hosted_regulatory_receipt_url"],
    events: ["treasury.credit_reversal.created", "treasury.credit_reversal.posted"],
}
