//! TreasuryCreditReversal: <https://docs.stripe.com/api/treasury/credit_reversals/object>.

kind! {
    /// A received credit sent back to where it came from.
    pub struct TreasuryCreditReversal {
        object: "treasury.credit_reversal",
        table: stripe_treasury_credit_reversals,
        feature: "treasury",
        columns: {
            /// Moved, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// The financial account whose balance it changes.
            financial_account: Reference,
            /// The rails that the money takes: `ach` or `stripe`.
            network: Text,
            /// When it was posted.
            posted_at: UtcTimestamp = ["/status_transitions/posted_at"],
            /// The received credit that it sends back.
            received_credit: Reference,
            /// `processing`, `posted` or `canceled`.
            status: Text,
            /// What it did to the financial account's balance.
            treasury_transaction: Reference = ["/transaction"],
        },
        ids: ["credrev_"],
        served: ["/treasury/credit_reversals"],
        listed: "/treasury/credit_reversals" { required: &["financial_account"] },
        volatile: ["/hosted_regulatory_receipt_url"],
        events: ["treasury.credit_reversal.created", "treasury.credit_reversal.posted"],
        api: stripe_treasury::treasury_credit_reversal as stripe_treasury::TreasuryCreditReversal {
            create: CreateTreasuryCreditReversal,
            retrieve: RetrieveTreasuryCreditReversal,
            list: ListTreasuryCreditReversal,
        },
    }
}
