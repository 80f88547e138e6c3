//! CustomerCashBalanceTransaction.

kind! {
    object: "customer_cash_balance_transaction",
    feature: "core",
    served: ["/customers/{customer}/cash_balance_transactions"],
    listed: "/customers/{customer}/cash_balance_transactions",
    references: [
        "/adjusted_for_overdraft/balance_transaction",
        "/adjusted_for_overdraft/linked_transaction",
        "/applied_to_payment/payment_intent",
        "/customer",
        "/refunded_from_payment/refund",
        "/transferred_to_balance/balance_transaction",
        "/unapplied_from_payment/payment_intent",
    ],
    events: ["customer_cash_balance_transaction.created"],
}
