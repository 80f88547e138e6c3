//! PaymentRecord.

kind! {
    object: "payment_record",
    feature: "payment",
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
}
