//! TransferReversal: <https://docs.stripe.com/api/transfer_reversals/object>.

kind! {
    /// A part of a transfer, or all of it, that the platform took back from the connected account.
    pub struct TransferReversal {
        object: "transfer_reversal",
        table: stripe_transfer_reversals,
        feature: "connect",
        columns: {
            /// Taken back, in the currency's minor unit.
            amount: BigInt,
            /// What it did to the platform's balance.
            balance_transaction: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// The refund that it is in the connected account, of the payment there.
            destination_payment_refund: Reference,
            /// The platform's refund that it was made for, if it was made for one.
            source_refund: Reference,
            /// The transfer that it takes back, or a part of.
            transfer: Reference,
        },
        ids: ["trr_"],
        served: ["/transfers/{transfer}/reversals"],
        listed: "/transfers/{transfer}/reversals",
        of_another_account: ["/destination_payment_refund"],
        api: stripe_connect::transfer_reversal as stripe_shared::TransferReversal {
            create: CreateIdTransferReversal,
            retrieve: RetrieveTransferReversal,
            update: UpdateTransferReversal,
            list: ListIdTransferReversal,
        },
    }
}
