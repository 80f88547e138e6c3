//! FinancialConnectionsSession.

kind! {
    object: "financial_connections.session",
    feature: "misc",
    served: ["/financial_connections/sessions"],
    references: ["/account_holder/account", "/account_holder/customer"],
}
