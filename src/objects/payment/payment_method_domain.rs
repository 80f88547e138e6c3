//! PaymentMethodDomain.

kind! {
    object: "payment_method_domain",
    feature: "payment",
    served: ["/payment_method_domains"],
    listed: "/payment_method_domains",
}
