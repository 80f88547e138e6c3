//! ConfirmationToken.

kind! {
    object: "confirmation_token",
    feature: "payment",
    served: ["/confirmation_tokens"],
    references: [
        "/payment_method_preview/card/generated_from/setup_attempt",
        "/payment_method_preview/customer",
        "/payment_method_preview/sepa_debit/generated_from/charge",
        "/payment_method_preview/sepa_debit/generated_from/setup_attempt",
    ],
    // What would be the payment method, if the token were used.
    history: ["/payment_method_preview"],
}
