//! ClimateProduct: <https://docs.stripe.com/api/climate/product/object>.

kind! {
    /// A kind of carbon removal that can be ordered.
    ///
    /// Its prices, by currency, are in the JSON: `/current_prices_per_metric_ton`.
    pub struct ClimateProduct {
        object: "climate.product",
        table: stripe_climate_products,
        feature: "misc",
        columns: {
            /// The year in which what is ordered now is to be delivered; a past one means that it is in stock.
            delivery_year: BigInt,
            /// How many metric tons can still be ordered, as a decimal number.
            metric_tons_available: Text,
            /// Its name.
            name: Text,
        },
        ids: ["climsku_"],
        served: ["/climate/products"],
        listed: "/climate/products",
        references: ["/suppliers/*"],
        events: ["climate.product.created", "climate.product.pricing_updated"],
        api: stripe_misc::climate_product as stripe_misc::ClimateProduct {
            retrieve: RetrieveClimateProduct,
            list: ListClimateProduct,
        },
    }
}
