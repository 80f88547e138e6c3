//! Mandate.

kind! {
    object: "mandate",
    feature: "core",
    served: ["/mandates"],
    references: ["/payment_method"],
    personal: [
        "/payment_method_details/au_becs_debit/url",
        "/payment_method_details/bacs_debit/display_name",
        "/payment_method_details/bacs_debit/url",
        "/payment_method_details/sepa_debit/url",
    ],
    events: ["mandate.updated"],
}
