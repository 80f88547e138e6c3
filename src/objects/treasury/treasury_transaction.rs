//! TreasuryTransaction: <https://docs.stripe.com/api/treasury/transactions/object>.

kind! {
    /// A change of a financial account's balance, made of entries.
    pub struct TreasuryTransaction {
        object: "treasury.transaction",
        table: stripe_treasury_transactions,
        feature: "treasury",
        lists: {
            "/entries": "treasury.transaction_entry" by treasury_transaction,
        },
        columns: {
            /// Moved, in the currency's minor unit; negative where money leaves.
            amount: BigInt,
            /// Added to what can be spent now, in the currency's minor unit; negative if taken off.
            cash_impact: BigInt = ["/balance_impact/cash"],
            /// The three letters, in lower case.
            currency: Text,
            /// Free text.
            description: Text,
            /// The financial account whose balance it changes.
            financial_account: Reference,
            /// What moved the money: an outbound payment, a received debit, …
            flow: Reference,
            /// The kind of that flow: `outbound_payment`, `received_credit`, `issuing_authorization`, …
            flow_type: Text,
            /// Added to what is on its way in and not to be spent yet, in the currency's minor unit; negative if taken
            /// off.
            inbound_pending_impact: BigInt = ["/balance_impact/inbound_pending"],
            /// Added to what is held for money on its way out, in the currency's minor unit; negative if taken off.
            outbound_pending_impact: BigInt = ["/balance_impact/outbound_pending"],
            /// When it was posted.
            posted_at: UtcTimestamp = ["/status_transitions/posted_at"],
            /// `open`, `posted` or `void`.
            status: Text,
            /// When it was voided.
            void_at: UtcTimestamp = ["/status_transitions/void_at"],
        },
        ids: ["trxn_"],
        served: ["/treasury/transactions"],
        listed: "/treasury/transactions" { created: true, required: &["financial_account"] },
        // The flow's object comes only where it is expanded.
        volatile: ["/entries", "/flow_details"],
        api: stripe_treasury::treasury_transaction as stripe_treasury::TreasuryTransaction {
            retrieve: RetrieveTreasuryTransaction,
            list: ListTreasuryTransaction,
        },
    }
}
