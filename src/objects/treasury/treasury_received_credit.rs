//! TreasuryReceivedCredit.

kind! {
    object: "treasury.received_credit",
    feature: "treasury",
    served: ["/treasury/received_credits"],
    listed: "/treasury/received_credits" { required: &["financial_account"] },
    references: [
        "/linked_flows/source_flow_details/credit_reversal",
        "/linked_flows/source_flow_details/outbound_payment",
        "/linked_flows/source_flow_details/outbound_transfer",
        "/linked_flows/source_flow_details/payout",
        "/transaction",
    ],
    volatile: ["/hosted_regulatory_receipt_url"],
    events: [
        "treasury.received_credit.created",
        "treasury.received_credit.failed",
        "treasury.received_credit.succeeded",
    ],
}
