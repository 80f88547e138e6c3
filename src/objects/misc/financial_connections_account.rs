//! FinancialConnectionsAccount.

kind! {
    object: "financial_connections.account",
    feature: "misc",
    served: ["/financial_connections/accounts"],
    listed: "/financial_connections/accounts",
    references: ["/account_holder/account", "/account_holder/customer", "/ownership"],
    events: [
        "financial_connections.account.account_numbers_updated",
        "financial_connections.account.created",
        "financial_connections.account.deactivated",
        "financial_connections.account.disconnected",
        "financial_connections.account.expected_deactivation_date_updated",
        "financial_connections.account.reactivated",
        "financial_connections.account.refreshed_balance",
        "financial_connections.account.refreshed_ownership",
        "financial_connections.account.refreshed_transactions",
        "financial_connections.account.supported_payment_method_types_updated",
        "financial_connections.account.upcoming_account_number_expiry",
        "financial_connections.account.upcoming_deactivation",
    ],
}
