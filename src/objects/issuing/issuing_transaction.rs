//! IssuingTransaction: <https://docs.stripe.com/api/issuing/transactions/object>.

kind! {
    /// Money that a purchase with an issued card took, or that a refund to it brought.
    pub struct IssuingTransaction {
        object: "issuing.transaction",
        table: stripe_issuing_transactions,
        feature: "issuing",
        columns: {
            /// Moved, in the currency's minor unit; negative where money leaves.
            amount: BigInt,
            /// What it did to the account's balance.
            balance_transaction: Reference,
            /// The issued card that was used.
            card: Reference,
            /// The person or company whose card it is.
            cardholder: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// The dispute of it, if the account made one.
            dispute: Reference,
            /// The authorization that it came from; a forced capture and an unlinked refund have none.
            issuing_authorization: Reference = ["/authorization"],
            /// The amount in the merchant's currency, in its minor unit.
            merchant_amount: BigInt,
            /// The merchant's line of business: `taxicabs_limousines`, `eating_places_restaurants`, …
            merchant_category: Text = ["/merchant_data/category"],
            /// The merchant's country.
            merchant_country: Text = ["/merchant_data/country"],
            /// The three letters of the merchant's currency, in lower case.
            merchant_currency: Text,
            /// The merchant's name, as the card network has it.
            merchant_name: Text = ["/merchant_data/name"],
            /// The merchant in the card network's books; another network may know the same one otherwise.
            merchant_network_id: Text = ["/merchant_data/network_id"],
            /// The received credit that is the same movement, if it is a refund.
            received_credit: Reference = ["/treasury/received_credit"],
            /// The received debit that is the same movement, if it is a capture.
            received_debit: Reference = ["/treasury/received_debit"],
            /// The network token that stood in for the card's number, if one did.
            token: Reference,
            /// `capture` or `refund`.
            type_ as "type": Text,
            /// The digital wallet that it was paid from: `apple_pay`, `google_pay` or `samsung_pay`; unset if there was
            /// none.
            wallet: Text,
        },
        ids: ["ipi_"],
        served: ["/issuing/transactions"],
        listed: "/issuing/transactions" { created: true },
        volatile: ["/purchase_details"],
        events: [
            "issuing_transaction.created",
            "issuing_transaction.purchase_details_receipt_updated",
            "issuing_transaction.updated",
        ],
        api: stripe_issuing::issuing_transaction as stripe_shared::IssuingTransaction {
            retrieve: RetrieveIssuingTransaction,
            update: UpdateIssuingTransaction,
            list: ListIssuingTransaction,
            /// In test mode: gives it back, or a part of it:
            /// <https://docs.stripe.com/api/issuing/transactions/test_mode_refund>.
            api_refund: RefundIssuingTransaction,
            /// In test mode: charges a card without an authorization:
            /// <https://docs.stripe.com/api/issuing/transactions/test_mode_create_force_capture>.
            api_create_force_capture: CreateForceCaptureIssuingTransaction,
            /// In test mode: pays to a card what is the refund of no known purchase:
            /// <https://docs.stripe.com/api/issuing/transactions/test_mode_create_unlinked_refund>.
            api_create_unlinked_refund: CreateUnlinkedRefundIssuingTransaction,
        },
    }
}
