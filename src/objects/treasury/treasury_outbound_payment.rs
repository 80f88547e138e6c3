//! TreasuryOutboundPayment.

kind! {
    object: "treasury.outbound_payment",
    feature: "treasury",
    served: ["/treasury/outbound_payments"],
    listed: "/treasury/outbound_payments" { created: true, required: &["financial_account"] },
    references: [
        "/destination_payment_method_details/us_bank_account/mandate",
        "/returned_details/transaction",
        "/transaction",
    ],
    volatile: ["/hosted_regulatory_receipt_url"],
    events: [
        "treasury.outbound_payment.canceled",
        "treasury.outbound_payment.created",
        "treasury.outbound_payment.expected_arrival_date_updated",
        "treasury.outbound_payment.failed",
        "treasury.outbound_payment.posted",
        "treasury.outbound_payment.returned",
        "treasury.outbound_payment.tracking_details_updated",
    ],
}
