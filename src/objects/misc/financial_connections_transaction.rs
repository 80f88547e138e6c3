//! FinancialConnectionsTransaction: <https://docs.stripe.com/api/financial_connections/transactions/object>.

kind! {
    /// One movement on a linked account, as the institution booked it. Stripe sends it without `created`.
    pub struct FinancialConnectionsTransaction {
        object: "financial_connections.transaction",
        table: stripe_financial_connections_transactions,
        feature: "misc",
        columns: {
            /// The linked account that it moved money on.
            account: Reference,
            /// Moved, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// What the institution says it is.
            description: Text,
            /// When it was booked.
            posted_at: UtcTimestamp = ["/status_transitions/posted_at"],
            /// `pending`, `posted` or `void`.
            status: Text,
            /// When the money moved.
            transacted_at: UtcTimestamp,
            /// The reading of the account's transactions that last brought or changed it.
            transaction_refresh: Text,
            /// When it last changed in Stripe.
            updated: UtcTimestamp,
            /// When it became void.
            void_at: UtcTimestamp = ["/status_transitions/void_at"],
        },
        ids: ["fctxn_"],
        served: ["/financial_connections/transactions"],
        listed: "/financial_connections/transactions" { required: &["account"] },
        api: stripe_misc::financial_connections_transaction as stripe_misc::FinancialConnectionsTransaction {
            retrieve: RetrieveFinancialConnectionsTransaction,
            list: ListFinancialConnectionsTransaction,
        },
    }
}
