//! Topup: <https://docs.stripe.com/api/topups/object>.

kind! {
    /// Money that is brought into the account's balance from its bank, rather than paid by customers.
    pub struct Topup {
        object: "topup",
        table: stripe_topups,
        feature: "connect",
        columns: {
            /// Brought in, in the currency's minor unit.
            amount: BigInt,
            /// What it did to the account's balance, once it did.
            balance_transaction: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// Free text.
            description: Text,
            /// When the money should be in the balance.
            expected_availability_date: UtcTimestamp,
            /// Why it failed, as an error code of Stripe's.
            failure_code: Text,
            /// Who began it: `stripe` or `user`.
            initiated_by: Text,
            /// The payment method that the money comes from.
            payment_method: Reference,
            /// The source of the older API that the money comes from.
            source: Reference,
            /// What the bank statement says of it.
            statement_descriptor: Text,
            /// `pending`, `succeeded`, `failed`, `canceled` or `reversed`.
            status: Text,
            /// Ties it to the transfers that it pays for.
            transfer_group: Text,
            /// The network that a US bank sends it over: `ach`, …
            us_bank_account_network: Text = ["/payment_method_options/us_bank_account/network"],
        },
        ids: ["tu_"],
        served: ["/topups"],
        listed: "/topups" { created: true },
        // The source as it was charged.
        history: ["/source"],
        events: ["topup.canceled", "topup.created", "topup.failed", "topup.reversed", "topup.succeeded"],
        api: stripe_connect::topup as stripe_shared::Topup {
            create: CreateTopup,
            retrieve: RetrieveTopup,
            update: UpdateTopup,
            list: ListTopup,
            /// Calls it off while it is pending: <https://docs.stripe.com/api/topups/cancel>.
            api_cancel: CancelTopup,
        },
    }
}
