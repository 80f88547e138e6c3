//! IssuingTransaction.

kind! {
    object: "issuing.transaction",
    feature: "issuing",
    served: ["/issuing/transactions"],
    listed: "/issuing/transactions" { created: true },
    references: ["/authorization", "/balance_transaction", "/card", "/cardholder", "/dispute", "/token"],
    events: [
        "issuing_transaction.created",
        "issuing_transaction.purchase_details_receipt_updated",
        "issuing_transaction.updated",
    ],
}
