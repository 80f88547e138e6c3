//! Price: <https://docs.stripe.com/api/prices/object>.

kind! {
    /// What a product costs: once, or in each period.
    pub struct Price {
        object: "price",
        table: stripe_prices,
        feature: "core",
        columns: {
            /// Whether it can be used for new purchases.
            active: Bool,
            /// `per_unit` or `tiered`.
            billing_scheme: Text,
            /// The three letters, in lower case.
            currency: Text,
            /// A name to find the price by, which can be moved from one price to another.
            lookup_key: Text,
            /// A name that customers do not see.
            nickname: Text,
            /// What is sold at this price.
            product: Reference,
            /// The unit of the period: `day`, `week`, `month` or `year`; unset if paid once.
            recurring_interval: Text = ["/recurring/interval"],
            /// How many of these make one period.
            recurring_interval_count: BigInt = ["/recurring/interval_count"],
            /// The meter that counts the usage.
            recurring_meter: Reference = ["/recurring/meter"],
            /// `licensed`: by quantity; `metered`: by usage.
            recurring_usage_type: Text = ["/recurring/usage_type"],
            /// Whether the tax is within: `inclusive`, `exclusive` or `unspecified`.
            tax_behavior: Text,
            /// `graduated` or `volume`, if there are tiers.
            tiers_mode: Text,
            /// `one_time` or `recurring`.
            type_ as "type": Text,
            /// For one, in the currency's minor unit; unset if there are tiers, or parts of the unit.
            unit_amount: BigInt,
            /// The same as a decimal number, with at most 12 places.
            unit_amount_decimal: Text,
        },
        ids: chosen ["price_"],
        served: ["/prices"],
        listed: "/prices" { created: true, walks: &["active=true", "active=false"] },
        volatile: ["/currency_options", "/tiers"],
        events: ["price.created", "price.deleted", "price.updated"],
        api: stripe_product::price as stripe_shared::Price {
            create: CreatePrice,
            retrieve: RetrievePrice,
            update: UpdatePrice,
            list: ListPrice,
        },
    }
}
