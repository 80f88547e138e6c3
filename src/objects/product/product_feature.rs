//! ProductFeature.

kind! {
    object: "product_feature",
    feature: "product",
    listed: "/products/{product}/features",
    references: ["/entitlement_feature"],
}
