//! TreasuryDebitReversal: <https://docs.stripe.com/api/treasury/debit_reversals/object>.

kind! {
    /// A received debit taken back.
    pub struct TreasuryDebitReversal {
        object: "treasury.debit_reversal",
        table: stripe_treasury_debit_reversals,
        feature: "treasury",
        columns: {
            /// Moved, in the currency's minor unit.
            amount: BigInt,
            /// When it was completed.
            completed_at: UtcTimestamp = ["/status_transitions/completed_at"],
            /// The three letters, in lower case.
            currency: Text,
            /// The financial account whose balance it changes.
            financial_account: Reference,
            /// The issued card's dispute that it belongs to.
            issuing_dispute: Reference = ["/linked_flows/issuing_dispute"],
            /// The rails that the money takes: `ach` or `card`.
            network: Text,
            /// The received debit that it takes back.
            received_debit: Reference,
            /// `processing`, `succeeded` or `failed`.
            status: Text,
            /// What it did to the financial account's balance.
            treasury_transaction: Reference = ["/transaction"],
        },
        ids: ["debrev_"],
        served: ["/treasury/debit_reversals"],
        listed: "/treasury/debit_reversals" { required: &["financial_account"] },
        volatile: ["/hosted_regulatory_receipt_url"],
        events: [
            "treasury.debit_reversal.completed",
            "treasury.debit_reversal.created",
            "treasury.debit_reversal.initial_credit_granted",
        ],
        api: stripe_treasury::treasury_debit_reversal as stripe_treasury::TreasuryDebitReversal {
            create: CreateTreasuryDebitReversal,
            retrieve: RetrieveTreasuryDebitReversal,
            list: ListTreasuryDebitReversal,
        },
    }
}
