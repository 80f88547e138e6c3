//! PaymentMethodConfiguration.

kind! {
    object: "payment_method_configuration",
    feature: "payment",
    served: ["/payment_method_configurations"],
    listed: "/payment_method_configurations",
}
