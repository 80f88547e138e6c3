//! ApplicationFeeRefund.

kind! {
    object: "fee_refund",
    feature: "connect",
    served: ["/application_fees/{fee}/refunds"],
    listed: "/application_fees/{fee}/refunds",
    references: ["/balance_transaction", "/fee"],
    events: ["application_fee.refund.updated"],
}
