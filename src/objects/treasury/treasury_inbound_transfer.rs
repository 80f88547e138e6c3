//! TreasuryInboundTransfer.

kind! {
    object: "treasury.inbound_transfer",
    feature: "treasury",
    served: ["/treasury/inbound_transfers"],
    listed: "/treasury/inbound_transfers" { required: &["financial_account"] },
    references: ["/origin_payment_method_details/us_bank_account/mandate", "/transaction"],
    volatile: ["/hosted_regulatory_receipt_url"],
    events: [
        "treasury.inbound_transfer.canceled",
        "treasury.inbound_transfer.created",
        "treasury.inbound_transfer.failed",
        "treasury.inbound_transfer.succeeded",
    ],
}
