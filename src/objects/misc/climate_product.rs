//! ClimateProduct.

kind! {
    object: "climate.product",
    feature: "misc",
    served: ["/climate/products"],
    listed: "/climate/products",
    references: ["/suppliers/*"],
    events: ["climate.product.created", "climate.product.pricing_updated"],
}
