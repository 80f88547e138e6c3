//! FinancialConnectionsAccountOwner: <https://docs.stripe.com/api/financial_connections/ownership/object>.

kind! {
    /// Someone who owns a linked account, as the institution has it. Stripe sends it without `created`.
    ///
    /// The account is the one with the same `ownership`.
    pub struct FinancialConnectionsAccountOwner {
        object: "financial_connections.account_owner",
        table: stripe_financial_connections_account_owners,
        feature: "misc",
        columns: {
            /// Where the owner gets e-mail.
            email: Text,
            /// The owner's full name.
            name: Text,
            /// The list of owners that it is in: what was read of the account's owners at one time.
            ownership: Reference,
            /// The telephone number, as the institution writes it.
            phone: Text,
            /// The postal address, as the institution writes it.
            raw_address: Text,
            /// When the institution was last asked for it.
            refreshed_at: UtcTimestamp,
        },
        ids: ["fcaown_"],
        listed: "/financial_connections/accounts/{account}/owners" { required: &["ownership"] },
        personal: ["/name"],
        api: stripe_misc::financial_connections_account as stripe_misc::FinancialConnectionsAccountOwner {
            list: ListOwnersFinancialConnectionsAccount,
        },
    }
}
