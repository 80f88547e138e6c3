//! Payout: <https://docs.stripe.com/api/payouts/object>.

kind! {
    /// Money on its way from the account's balance to a bank account or card of the account's owner.
    pub struct Payout {
        object: "payout",
        table: stripe_payouts,
        feature: "core",
        columns: {
            /// Sent, in the currency's minor unit; below zero if it was taken from the bank account instead.
            amount: BigInt,
            /// The platform's fee for it.
            application_fee: Reference,
            /// That fee as the request asked for it, in the currency's minor unit.
            application_fee_amount: BigInt,
            /// When the money is expected at the bank.
            arrival_date: UtcTimestamp,
            /// Whether the account's schedule made it, and no request did.
            automatic: Bool,
            /// What it did to the account's balance.
            balance_transaction: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// The bank account or card that gets it.
            destination: Reference,
            /// What put the money back into the account's balance, if it failed or was canceled.
            failure_balance_transaction: Reference,
            /// Why it failed: `account_closed`, `no_account`, …
            failure_code: Text,
            /// How fast it goes: `standard` or `instant`.
            method: Text,
            /// The payout that this one takes back.
            original_payout: Reference,
            /// Whether the balance transactions that it is made of can be listed: `completed`, `in_progress` or
            /// `not_applicable` (for a manual payout).
            reconciliation_status: Text,
            /// The payout that took this one back.
            reversed_by: Reference,
            /// The part of the balance that it was taken from: `card`, `fpx` or `bank_account`.
            source_type: Text,
            /// `pending`, `in_transit`, `paid`, `failed` or `canceled`. Some are `paid` first, and `failed` days later.
            status: Text,
            /// The number by which the receiving bank can trace it, where the bank gives one.
            trace_id: Text = ["/trace_id/value"],
            /// What `destination` is: `bank_account` or `card`.
            type_ as "type": Text,
        },
        ids: ["po_"],
        served: ["/payouts"],
        listed: "/payouts" { created: true },
        of_another_account: ["/application_fee"],
        events: [
            "payout.canceled",
            "payout.created",
            "payout.failed",
            "payout.paid",
            "payout.reconciliation_completed",
            "payout.updated",
        ],
        api: stripe_core::payout as stripe_shared::Payout {
            create: CreatePayout,
            retrieve: RetrievePayout,
            update: UpdatePayout,
            list: ListPayout,
            /// Gives a manual payout up while it is `pending`, so that the money is in the balance again:
            /// <https://docs.stripe.com/api/payouts/cancel>.
            api_cancel: CancelPayout,
            /// Takes the money back from the bank account of a connected account, by another payout:
            /// <https://docs.stripe.com/api/payouts/reverse>.
            api_reverse: ReversePayout,
        },
    }
}
