//! SourceMandateNotification: <https://docs.stripe.com/api/sources/object>.

kind! {
    /// A notice of a mandate, or of a debit under it, that is due to a source's payer: Stripe sends it by email, or an
    /// event asks the account to.
    pub struct SourceMandateNotification {
        object: "source_mandate_notification",
        table: stripe_source_mandate_notifications,
        feature: "payment",
        columns: {
            /// To be debited, in the currency's minor unit; set where the reason is `debit_initiated`.
            amount: BigInt,
            /// Who debits, as SEPA identifies creditors.
            creditor_identifier: Text = ["/sepa_debit/creditor_identifier"],
            /// The source's currency: three letters, in lower case.
            currency: Text = ["/source/currency"],
            /// The customer whose source it was then.
            customer: Reference = ["/source/customer"],
            /// The last digits of the account to be debited.
            last4: Text = ["/sepa_debit/last4", "/bacs_debit/last4"],
            /// The mandate's reference in SEPA.
            mandate_reference: Text = ["/sepa_debit/mandate_reference"],
            /// What it is about: `mandate_confirmed` or `debit_initiated`.
            reason: Text,
            /// The source that the mandate is for.
            source: Reference,
            /// `pending` or `submitted`.
            status: Text,
            /// The kind of source: `sepa_debit`, `bacs_debit`, `acss_debit`, …
            type_ as "type": Text,
        },
        ids: ["srcmn_"],
        served: ["/sources/{source}/mandate_notifications"],
        // The source as it was when the mandate was notified.
        history: ["/source"],
        events: ["source.mandate_notification"],
    }
}
