//! TreasuryTransactionEntry: <https://docs.stripe.com/api/treasury/transaction_entries/object>.

kind! {
    /// One step of a financial account's transaction: a hold, its release, a posting, …
    pub struct TreasuryTransactionEntry {
        object: "treasury.transaction_entry",
        table: stripe_treasury_transaction_entries,
        feature: "treasury",
        columns: {
            /// Added to what can be spent now, in the currency's minor unit; negative if taken off.
            cash_impact: BigInt = ["/balance_impact/cash"],
            /// The three letters, in lower case.
            currency: Text,
            /// When the balance changes by it.
            effective_at: UtcTimestamp,
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
            /// The transaction that it is a step of.
            treasury_transaction: Reference = ["/transaction"],
            /// What it is: `outbound_payment_posting`, `inbound_transfer_return`, `issuing_authorization_hold`, …
            type_ as "type": Text,
        },
        ids: ["trxne_"],
        served: ["/treasury/transaction_entries"],
        listed: "/treasury/transaction_entries" { created: true, required: &["financial_account"] },
        volatile: ["/flow_details"],
        api: stripe_treasury::treasury_transaction_entry as stripe_treasury::TreasuryTransactionEntry {
            retrieve: RetrieveTreasuryTransactionEntry,
            list: ListTreasuryTransactionEntry,
        },
    }
}
