//! TreasuryFinancialAccount: <https://docs.stripe.com/api/treasury/financial_accounts/object>.

kind! {
    /// An account that holds money apart from the payments balance, as a bank account does. No event tells of its
    /// balance, which is as of when the account was last read.
    pub struct TreasuryFinancialAccount {
        object: "treasury.financial_account",
        table: stripe_treasury_financial_accounts,
        feature: "treasury",
        columns: {
            /// Can be spent now, in US cents.
            cash_usd: BigInt = ["/balance/cash/usd"],
            /// The two letters of its country, in upper case.
            country: Text,
            /// Whether the platform lets money in: `unrestricted` or `restricted`.
            inbound_flows: Text = ["/platform_restrictions/inbound_flows"],
            /// On its way in, and not to be spent yet, in US cents.
            inbound_pending_usd: BigInt = ["/balance/inbound_pending/usd"],
            /// Whether it is the account's default.
            is_default: Bool,
            /// Its name, for people.
            nickname: Text,
            /// Whether the platform lets money out: `unrestricted` or `restricted`.
            outbound_flows: Text = ["/platform_restrictions/outbound_flows"],
            /// Held for what is on its way out, in US cents.
            outbound_pending_usd: BigInt = ["/balance/outbound_pending/usd"],
            /// `open` or `closed`.
            status: Text,
        },
        ids: ["fa_"],
        served: ["/treasury/financial_accounts"],
        listed: "/treasury/financial_accounts" { created: true },
        volatile: ["/features"],
        secret: ["/financial_addresses/aba/account_number"],
        events: [
            "treasury.financial_account.closed",
            "treasury.financial_account.created",
            "treasury.financial_account.features_status_updated",
        ],
        api: stripe_treasury::treasury_financial_account as stripe_treasury::TreasuryFinancialAccount {
            create: CreateTreasuryFinancialAccount,
            retrieve: RetrieveTreasuryFinancialAccount,
            update: UpdateTreasuryFinancialAccount,
            list: ListTreasuryFinancialAccount,
            /// Closes it, for good; it must be empty, with nothing on its way in and no cards that spend from it:
            /// <https://docs.stripe.com/api/treasury/financial_accounts/close>.
            api_close: CloseTreasuryFinancialAccount,
        },
    }
}
