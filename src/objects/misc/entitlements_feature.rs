//! EntitlementsFeature: <https://docs.stripe.com/api/entitlements/feature/object>.

kind! {
    /// Something that a service can do, and that customers pay for. Who buys a product that has it is entitled to it.
    pub struct EntitlementsFeature {
        object: "entitlements.feature",
        table: stripe_entitlements_features,
        feature: "misc",
        columns: {
            /// Whether products can still be given it; if not, it is archived.
            active: Bool,
            /// The key that the caller chose for it, and by which the caller's own code knows it.
            lookup_key: Text,
            /// Its name, for the caller's eyes and not for customers'.
            name: Text,
        },
        ids: ["feat_"],
        served: ["/entitlements/features"],
        listed: "/entitlements/features" { walks: &["archived=false", "archived=true"] },
        api: stripe_misc::entitlements_feature as stripe_shared::EntitlementsFeature {
            create: CreateEntitlementsFeature,
            retrieve: RetrieveEntitlementsFeature,
            update: UpdateEntitlementsFeature,
            list: ListEntitlementsFeature,
        },
    }
}
