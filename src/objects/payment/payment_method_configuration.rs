//! PaymentMethodConfiguration: <https://docs.stripe.com/api/payment_method_configurations/object>.

// Columns for a few payment methods only: there are over fifty, each with `available` and `display_preference`.
kind! {
    /// Which payment methods payers are offered where a request does not list them: for the account itself or, as a
    /// child of a platform's configuration, for a connected account. Stripe sends it without `created`.
    pub struct PaymentMethodConfiguration {
        object: "payment_method_configuration",
        table: stripe_payment_method_configurations,
        feature: "payment",
        columns: {
            /// Whether new payments can use it.
            active: Bool,
            /// Whether Amazon Pay can be offered: it is switched on, and the account has the capability.
            amazon_pay_available: Bool = ["/amazon_pay/available"],
            /// Whether Apple Pay can be offered: it is switched on, and the account has the capability.
            apple_pay_available: Bool = ["/apple_pay/available"],
            /// The Connect application of the platform, for a child.
            application: Reference,
            /// Whether cards can be offered: they are switched on, and the account has the capability.
            card_available: Bool = ["/card/available"],
            /// Whether Google Pay can be offered: it is switched on, and the account has the capability.
            google_pay_available: Bool = ["/google_pay/available"],
            /// Whether it applies where a request names no configuration.
            is_default: Bool,
            /// Whether Klarna can be offered: it is switched on, and the account has the capability.
            klarna_available: Bool = ["/klarna/available"],
            /// Whether Link can be offered: it is switched on, and the account has the capability.
            link_available: Bool = ["/link/available"],
            /// Its name, for people.
            name: Text,
            /// The platform's configuration, for a child.
            parent: Reference,
            /// Whether PayPal can be offered: it is switched on, and the account has the capability.
            paypal_available: Bool = ["/paypal/available"],
        },
        ids: ["pmc_"],
        served: ["/payment_method_configurations"],
        listed: "/payment_method_configurations",
        api: stripe_payment::payment_method_configuration as stripe_payment::PaymentMethodConfiguration {
            create: CreatePaymentMethodConfiguration,
            retrieve: RetrievePaymentMethodConfiguration,
            update: UpdatePaymentMethodConfiguration,
            list: ListPaymentMethodConfiguration,
        },
    }
}
