//! TreasuryFinancialAccount.

kind! {
    object: "treasury.financial_account",
    feature: "treasury",
    served: ["/treasury/financial_accounts"],
    listed: "/treasury/financial_accounts" { created: true },
    secret: ["/financial_addresses/aba/account_number"],
    events: [
        "treasury.financial_account.closed",
        "treasury.financial_account.created",
        "treasury.financial_account.features_status_updated",
    ],
}
