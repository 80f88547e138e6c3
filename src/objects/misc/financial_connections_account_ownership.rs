//! FinancialConnectionsAccountOwnership.

kind! {
    object: "financial_connections.account_ownership",
    feature: "misc",
}
