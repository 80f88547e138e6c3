//! ApplePayDomain: <https://docs.stripe.com/api/payment_method_domains/object>.

// Stripe's reference has no page for it any more: payment method domains, which the link is to, took its place.
kind! {
    /// A web domain on which Apple Pay may be offered. Newer integrations register a `payment_method_domain` instead.
    pub struct ApplePayDomain {
        object: "apple_pay_domain",
        table: stripe_apple_pay_domains,
        feature: "misc",
        columns: {
            /// The domain, without a scheme: `example.com`.
            domain_name: Text,
        },
        ids: ["apwc_"],
        served: ["/apple_pay/domains"],
        listed: "/apple_pay/domains",
        api: stripe_misc::apple_pay_domain as stripe_misc::ApplePayDomain {
            create: CreateApplePayDomain,
            retrieve: RetrieveApplePayDomain,
            delete: DeleteApplePayDomain,
            list: ListApplePayDomain,
        },
    }
}
