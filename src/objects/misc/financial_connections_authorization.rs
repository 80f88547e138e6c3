//! FinancialConnectionsAuthorization.

kind! {
    object: "financial_connections.authorization",
    feature: "misc",
    events: [
        "financial_connections.authorization.expected_deactivation_date_updated",
        "financial_connections.authorization.upcoming_deactivation",
    ],
}
