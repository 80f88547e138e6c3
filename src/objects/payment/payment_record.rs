//! PaymentRecord: <https://docs.stripe.com/api/payment-record/object>.

kind! {
    /// A payment through Stripe or outside it, with its attempts. One from outside can settle an invoice.
    ///
    /// It has no status: the amounts say how it went.
    pub struct PaymentRecord {
        object: "payment_record",
        table: stripe_payment_records,
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
            /// The last attempt at it.
            latest_payment_attempt_record: Reference,
            /// What was paid with, if that is a payment method in Stripe.
            payment_method: Reference = ["/payment_method_details/payment_method"],
            /// The kind of what was paid with: `card`, `us_bank_account`, `custom`, …
            payment_method_type: Text = ["/payment_method_details/type"],
            /// What the payment is called outside Stripe: the number of a check, the id at another processor.
            payment_reference: Text = ["/processor_details/custom/payment_reference"],
            /// Who processed it: `custom` (not Stripe), …
            processor_type: Text = ["/processor_details/type"],
            /// Who reported it: `self` (the account) or `stripe`.
            reported_by: Text,
        },
        ids: ["pr_"],
        served: ["/payment_records"],
        listed: "/payment_records",
        references: [
            "/payment_method_details/bancontact/generated_sepa_debit",
            "/payment_method_details/bancontact/generated_sepa_debit_mandate",
            "/payment_method_details/ideal/generated_sepa_debit",
            "/payment_method_details/ideal/generated_sepa_debit_mandate",
            "/payment_method_details/sofort/generated_sepa_debit",
            "/payment_method_details/sofort/generated_sepa_debit_mandate",
            "/payment_method_details/us_bank_account/mandate",
        ],
        api: stripe_payment::payment_record as stripe_shared::PaymentRecord {
            retrieve: RetrievePaymentRecord,
            list: ListPaymentRecord,
            /// Makes the record of a payment outside Stripe, whether under way or done:
            /// <https://docs.stripe.com/api/payment-record/report>.
            api_report_payment: ReportPaymentPaymentRecord,
            /// Says that it is tried once more, all earlier attempts having failed or been canceled:
            /// <https://docs.stripe.com/api/payment-record/report-payment-attempt/report>.
            api_report_payment_attempt: ReportPaymentAttemptPaymentRecord,
            /// Says that the last attempt was canceled:
            /// <https://docs.stripe.com/api/payment-record/report-payment-attempt-canceled/report>.
            api_report_payment_attempt_canceled: ReportPaymentAttemptCanceledPaymentRecord,
            /// Says that the last attempt failed:
            /// <https://docs.stripe.com/api/payment-record/report-payment-attempt-failed/report>.
            api_report_payment_attempt_failed: ReportPaymentAttemptFailedPaymentRecord,
            /// Says that the money of the last attempt is sure to arrive:
            /// <https://docs.stripe.com/api/payment-record/report-payment-attempt-guaranteed/report>.
            api_report_payment_attempt_guaranteed: ReportPaymentAttemptGuaranteedPaymentRecord,
            /// Changes what is known of it apart from its outcome: the customer, the description, where to ship:
            /// <https://docs.stripe.com/api/payment-record/report-payment-attempt-informational/report>.
            api_report_payment_attempt_informational: ReportPaymentAttemptInformationalPaymentRecord,
            /// Says that the money of the last attempt was given back, or a part of it:
            /// <https://docs.stripe.com/api/payment-record/report-refund/report>.
            api_report_refund: ReportRefundPaymentRecord,
        },
    }
}
