//! SetupAttempt.

kind! {
    object: "setup_attempt",
    feature: "core",
    listed: "/setup_attempts" { created: true, required: &["setup_intent"] },
    references: [
        "/application",
        "/customer",
        "/on_behalf_of",
        "/payment_method",
        "/payment_method_details/bancontact/generated_sepa_debit",
        "/payment_method_details/bancontact/generated_sepa_debit_mandate",
        "/payment_method_details/card_present/generated_card",
        "/payment_method_details/ideal/generated_sepa_debit",
        "/payment_method_details/ideal/generated_sepa_debit_mandate",
        "/payment_method_details/sofort/generated_sepa_debit",
        "/payment_method_details/sofort/generated_sepa_debit_mandate",
        "/setup_intent",
    ],
    // The error's objects are those of the failed attempt.
    history: ["/setup_error"],
}
