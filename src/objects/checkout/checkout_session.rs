//! CheckoutSession.

kind! {
    object: "checkout.session",
    feature: "checkout",
    served: ["/checkout/sessions"],
    listed: "/checkout/sessions" { created: true },
    references: [
        "/automatic_tax/liability/account",
        "/customer",
        "/discounts/*/coupon",
        "/discounts/*/promotion_code",
        "/invoice",
        "/invoice_creation/invoice_data/account_tax_ids/*",
        "/invoice_creation/invoice_data/issuer/account",
        "/payment_intent",
        "/payment_link",
        "/payment_method",
        "/setup_intent",
        "/shipping_cost/shipping_rate",
        "/shipping_cost/taxes/*/rate",
        "/shipping_options/*/shipping_rate",
        "/shipping_rate",
        "/subscription",
    ],
    volatile: ["/line_items", "/total_details/breakdown", "/url"],
    personal: ["/collected_information", "/custom_fields"],
    events: [
        "checkout.session.async_payment_failed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.completed",
        "checkout.session.expired",
    ],
}
