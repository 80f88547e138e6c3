//! ShippingRate.

kind! {
    object: "shipping_rate",
    feature: "product",
    served: ["/shipping_rates"],
    listed: "/shipping_rates" { created: true },
    references: ["/tax_code"],
    volatile: ["/fixed_amount/currency_options"],
}
