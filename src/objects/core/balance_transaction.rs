//! BalanceTransaction: <https://docs.stripe.com/api/balance_transactions/object>.

kind! {
    /// One movement of an account's Stripe balance. Stripe sends it without `livemode`.
    pub struct BalanceTransaction {
        object: "balance_transaction",
        table: stripe_balance_transactions,
        feature: "core",
        columns: {
            /// Before fees, in the currency's minor unit; negative where money leaves.
            amount: BigInt,
            /// When the net becomes available for payouts.
            available_on: UtcTimestamp,
            /// The balance that it moves: `payments`, `issuing`, …
            balance_type: Text,
            /// The three letters, in lower case.
            currency: Text,
            /// Free text.
            description: Text,
            /// From the currency paid in to this one, where the two differ.
            exchange_rate: Double,
            /// Fees, in the currency's minor unit.
            fee: BigInt,
            /// The amount less the fees, in the currency's minor unit.
            net: BigInt,
            /// The category that Stripe's reports put it in: `charge`, `refund`, `dispute`, `fee`, …
            reporting_category: Text,
            /// What moved the balance: a charge, a refund, a payout, …
            source: Reference,
            /// `pending` or `available`.
            status: Text,
            /// The kind of movement: `charge`, `refund`, `payout`, `stripe_fee`, …
            type_ as "type": Text,
        },
        ids: ["txn_"],
        served: ["/balance_transactions"],
        listed: "/balance_transactions" { created: true },
        api: stripe_core::balance_transaction as stripe_shared::BalanceTransaction {
            retrieve: RetrieveBalanceTransaction,
            list: ListBalanceTransaction,
        },
    }
}
