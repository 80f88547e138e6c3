//! ApplePayDomain.

kind! {
    object: "apple_pay_domain",
    feature: "misc",
    served: ["/apple_pay/domains"],
    listed: "/apple_pay/domains",
}
