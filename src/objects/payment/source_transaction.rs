//! SourceTransaction: <https://docs.stripe.com/api/sources/object>.

kind! {
    /// Money that a payer sent to a source with the flow `receiver`, which can get any amount, in any number of parts.
    pub struct SourceTransaction {
        object: "source_transaction",
        table: stripe_source_transactions,
        feature: "payment",
        columns: {
            /// What was sent, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// The last digits of the account that it came from.
            last4: Text = ["/ach_credit_transfer/last4", "/gbp_credit_transfer/last4"],
            /// Who sent it, by name.
            sender_name: Text = [
                "/sepa_credit_transfer/sender_name",
                "/gbp_credit_transfer/sender_name",
                "/chf_credit_transfer/sender_name",
            ],
            /// The source that it was sent to.
            source: Reference,
            /// `pending`, `succeeded` or `failed`.
            status: Text,
            /// What the sender wrote to go with it.
            transfer_reference: Text = [
                "/sepa_credit_transfer/reference",
                "/gbp_credit_transfer/reference",
                "/chf_credit_transfer/reference",
            ],
            /// The kind of source: `ach_credit_transfer`, `sepa_debit`, `multibanco`, …
            type_ as "type": Text,
        },
        ids: ["srctxn_"],
        served: ["/sources/{source}/source_transactions"],
        listed: "/sources/{source}/source_transactions",
        events: ["source.transaction.created", "source.transaction.updated"],
    }
}
