//! CustomerBalanceTransaction.

kind! {
    object: "customer_balance_transaction",
    feature: "core",
    served: ["/customers/{customer}/balance_transactions"],
    listed: "/customers/{customer}/balance_transactions" { created: true },
    references: ["/checkout_session", "/credit_note", "/customer", "/invoice"],
}
