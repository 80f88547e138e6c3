//! FinancialConnectionsAccountOwner.

kind! {
    object: "financial_connections.account_owner",
    feature: "misc",
    listed: "/financial_connections/accounts/{account}/owners" { required: &["ownership"] },
    personal: ["/name"],
}
