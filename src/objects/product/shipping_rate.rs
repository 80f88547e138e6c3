//! ShippingRate: <https://docs.stripe.com/api/shipping_rates/object>.

kind! {
    /// What it costs to send a purchase, and how long that takes: one choice of a customer's at the checkout.
    pub struct ShippingRate {
        object: "shipping_rate",
        table: stripe_shipping_rates,
        feature: "product",
        columns: {
            /// Whether it can be used for new purchases.
            active: Bool,
            /// To pay for it, in the currency's minor unit.
            amount: BigInt = ["/fixed_amount/amount"],
            /// The currency of `amount`: three letters, in lower case.
            currency: Text = ["/fixed_amount/currency"],
            /// How many units the delivery takes at most.
            delivery_maximum: BigInt = ["/delivery_estimate/maximum/value"],
            /// The unit of `delivery_maximum`: `hour`, `day`, `business_day`, `week` or `month`.
            delivery_maximum_unit: Text = ["/delivery_estimate/maximum/unit"],
            /// How many units the delivery takes at least.
            delivery_minimum: BigInt = ["/delivery_estimate/minimum/value"],
            /// The unit of `delivery_minimum`: `hour`, `day`, `business_day`, `week` or `month`.
            delivery_minimum_unit: Text = ["/delivery_estimate/minimum/unit"],
            /// What customers read.
            display_name: Text,
            /// Whether the tax is within: `inclusive`, `exclusive` or `unspecified`.
            tax_behavior: Text,
            /// Its class for taxes.
            tax_code: Reference,
            /// How the amount is worked out; Stripe has one way so far, `fixed_amount`.
            type_ as "type": Text,
        },
        ids: ["shr_"],
        served: ["/shipping_rates"],
        listed: "/shipping_rates" { created: true },
        volatile: ["/fixed_amount/currency_options"],
        api: stripe_product::shipping_rate as stripe_shared::ShippingRate {
            create: CreateShippingRate,
            retrieve: RetrieveShippingRate,
            update: UpdateShippingRate,
            list: ListShippingRate,
        },
    }
}
