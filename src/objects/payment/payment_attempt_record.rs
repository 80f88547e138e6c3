//! PaymentAttemptRecord.

kind! {
    object: "payment_attempt_record",
    feature: "payment",
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
}
