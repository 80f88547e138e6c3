//! TreasuryOutboundTransfer.

kind! {
    object: "treasury.outbound_transfer",
    feature: "treasury",
    served: ["/treasury/outbound_transfers"],
    listed: "/treasury/outbound_transfers" { required: &["financial_account"] },
    references: [
        "/destination_payment_method_details/us_bank_account/mandate",
        "/returned_details/transaction",
        "/transaction",
    ],
    volatile: ["/hosted_regulatory_receipt_url"],
    events: [
        "treasury.outbound_transfer.canceled",
        "treasury.outbound_transfer.created",
        "treasury.outbound_transfer.expected_arrival_date_updated",
        "treasury.outbound_transfer.failed",
        "treasury.outbound_transfer.posted",
        "treasury.outbound_transfer.returned",
        "treasury.outbound_transfer.tracking_details_updated",
    ],
}
