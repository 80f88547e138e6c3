//! PaymentAttemptRecord: <https://docs.stripe.com/api/payment-attempt-record/object>.

kind! {
    /// One attempt at a payment, through Stripe or outside it: one amount, of one customer, by one payment method.
    ///
    /// It has no status: the amounts say how it went. At most one attempt at a payment has an `amount_guaranteed`.
    pub struct PaymentAttemptRecord {
        object: "payment_attempt_record",
        table: stripe_payment_attempt_records,
        feature: "payment",
        columns: {
            /// To collect, in the currency's minor unit.
            amount: BigInt = ["/amount/value"],
            /// Authorized by the processor, in the currency's minor unit.
            amount_authorized: BigInt = ["/amount_authorized/value"],
            /// Given up before it was collected, in the currency's minor unit.
            amount_canceled: BigInt = ["/amount_canceled/value"],
            /// What could not be collected, in the currency's minor unit.
            amount_failed: BigInt = ["/amount_failed/value"],
            /// Sure to arrive, by the processor's word, in the currency's minor unit.
            amount_guaranteed: BigInt = ["/amount_guaranteed/value"],
            /// Given back, in the currency's minor unit.
            amount_refunded: BigInt = ["/amount_refunded/value"],
            /// Asked for at first, in the currency's minor unit.
            amount_requested: BigInt = ["/amount_requested/value"],
            /// The Connect application that made the record.
            application: Reference,
            /// The three letters, in lower case.
            currency: Text = ["/amount/currency", "/amount_requested/currency"],
            /// Who pays, if that is a customer in Stripe.
            customer: Reference = ["/customer_details/customer"],
            /// Whether the payer was there: `on_session` or `off_session`.
            customer_presence: Text,
            /// Free text.
            description: Text,
            /// What was paid with, if that is a payment method in Stripe.
            payment_method: Reference = ["/payment_method_details/payment_method"],
            /// The kind of what was paid with: `card`, `us_bank_account`, `custom`, …
            payment_method_type: Text = ["/payment_method_details/type"],
            /// The payment that it is an attempt at.
            payment_record: Reference,
            /// What the payment is called outside Stripe: the number of a check, the id at another processor.
            payment_reference: Text = ["/processor_details/custom/payment_reference"],
            /// Who processed it: `custom` (not Stripe), …
            processor_type: Text = ["/processor_details/type"],
            /// Who reported it: `self` (the account) or `stripe`.
            reported_by: Text,
        },
        ids: ["par_"],
        served: ["/payment_attempt_records"],
        listed: "/payment_attempt_records" { required: &["payment_record"] },
        references: [
            "/payment_method_details/bancontact/generated_sepa_debit",
            "/payment_method_details/bancontact/generated_sepa_debit_mandate",
            "/payment_method_details/ideal/generated_sepa_debit",
            "/payment_method_details/ideal/generated_sepa_debit_mandate",
            "/payment_method_details/sofort/generated_sepa_debit",
            "/payment_method_details/sofort/generated_sepa_debit_mandate",
            "/payment_method_details/us_bank_account/mandate",
        ],
        api: stripe_payment::payment_attempt_record as stripe_payment::PaymentAttemptRecord {
            retrieve: RetrievePaymentAttemptRecord,
            list: ListPaymentAttemptRecord,
        },
    }
}
