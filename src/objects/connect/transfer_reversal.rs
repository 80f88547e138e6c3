//! TransferReversal.

kind! {
    object: "transfer_reversal",
    feature: "connect",
    served: ["/transfers/{transfer}/reversals"],
    listed: "/transfers/{transfer}/reversals",
    references: ["/balance_transaction", "/source_refund", "/transfer"],
    of_another_account: ["/destination_payment_refund"],
}
