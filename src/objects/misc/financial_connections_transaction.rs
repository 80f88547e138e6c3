//! FinancialConnectionsTransaction.

kind! {
    object: "financial_connections.transaction",
    feature: "misc",
    served: ["/financial_connections/transactions"],
    listed: "/financial_connections/transactions" { required: &["account"] },
}
