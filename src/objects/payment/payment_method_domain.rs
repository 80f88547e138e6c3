//! PaymentMethodDomain: <https://docs.stripe.com/api/payment_method_domains/object>.

kind! {
    /// A web domain that was registered with Stripe, so that its pages can offer the payment methods that ask for that.
    pub struct PaymentMethodDomain {
        object: "payment_method_domain",
        table: stripe_payment_method_domains,
        feature: "payment",
        columns: {
            /// Whether Amazon Pay works on it: `active` or `inactive`.
            amazon_pay_status: Text = ["/amazon_pay/status"],
            /// Whether Apple Pay works on it: `active` or `inactive`.
            apple_pay_status: Text = ["/apple_pay/status"],
            /// The domain: `shop.example.com`.
            domain_name: Text,
            /// Whether its pages offer the payment methods that need a registered domain.
            enabled: Bool,
            /// Whether Google Pay works on it: `active` or `inactive`.
            google_pay_status: Text = ["/google_pay/status"],
            /// Whether Klarna works on it: `active` or `inactive`.
            klarna_status: Text = ["/klarna/status"],
            /// Whether Link works on it: `active` or `inactive`.
            link_status: Text = ["/link/status"],
            /// Whether PayPal works on it: `active` or `inactive`.
            paypal_status: Text = ["/paypal/status"],
        },
        ids: ["pmd_"],
        served: ["/payment_method_domains"],
        listed: "/payment_method_domains",
        api: stripe_payment::payment_method_domain as stripe_payment::PaymentMethodDomain {
            create: CreatePaymentMethodDomain,
            retrieve: RetrievePaymentMethodDomain,
            update: UpdatePaymentMethodDomain,
            list: ListPaymentMethodDomain,
            /// Has Stripe look again whether what is `inactive` can work on it, once the domain is set up:
            /// <https://docs.stripe.com/api/payment_method_domains/validate>.
            api_validate: ValidatePaymentMethodDomain,
        },
    }
}
