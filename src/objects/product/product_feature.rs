//! ProductFeature: <https://docs.stripe.com/api/product-feature/object>.

kind! {
    /// A feature as a part of a product: whoever buys the product is entitled to it. Stripe sends it without `created`.
    pub struct ProductFeature {
        object: "product_feature",
        table: stripe_product_features,
        feature: "product",
        columns: {
            /// The feature.
            entitlement_feature: Reference,
            /// The name that the account's code knows the feature by; it never changes.
            lookup_key: Text = ["/entitlement_feature/lookup_key"],
        },
        ids: ["prodft_"],
        listed: "/products/{product}/features",
        api: stripe_product::product_feature as stripe_product::ProductFeature {
            create: CreateProductProductFeature,
            retrieve: RetrieveProductFeature,
            delete: DeleteProductFeature,
            list: ListProductProductFeature,
        },
    }
}
