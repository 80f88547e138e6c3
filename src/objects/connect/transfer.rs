//! Transfer: <https://docs.stripe.com/api/transfers/object>.

// No `ids`: `tr_` also begins the ids of payouts made before April 2017, when they were transfers still.
kind! {
    /// Money that moves from a platform's balance to a connected account's. What goes on to its bank is a `payout`.
    pub struct Transfer {
        object: "transfer",
        table: stripe_transfers,
        feature: "connect",
        lists: {
            "/reversals": "transfer_reversal" by transfer,
        },
        columns: {
            /// Moved, in the currency's minor unit.
            amount: BigInt,
            /// Taken back, in the currency's minor unit.
            amount_reversed: BigInt,
            /// What it did to the platform's balance.
            balance_transaction: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// Free text.
            description: Text,
            /// The connected account that gets the money.
            destination: Reference,
            /// The payment that it is there, in the account that gets the money.
            destination_payment: Reference,
            /// Whether all of it was taken back.
            reversed: Bool,
            /// The charge whose money it is; unset if it came out of the balance at large.
            source_transaction: Reference,
            /// The part of the balance that it came out of: `card`, `bank_account` or `fpx`.
            source_type: Text,
            /// Ties the transfer to the charges that pay for it.
            transfer_group: Text,
        },
        served: ["/transfers"],
        listed: "/transfers" { created: true },
        // The payment is the destination's, in its own account.
        of_another_account: ["/destination_payment"],
        events: ["transfer.created", "transfer.reversed", "transfer.updated"],
        api: stripe_connect::transfer as stripe_shared::Transfer {
            create: CreateTransfer,
            retrieve: RetrieveTransfer,
            update: UpdateTransfer,
            list: ListTransfer,
        },
    }
}
