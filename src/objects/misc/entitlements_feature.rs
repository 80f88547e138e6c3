//! EntitlementsFeature.

kind! {
    object: "entitlements.feature",
    feature: "misc",
    served: ["/entitlements/features"],
    listed: "/entitlements/features",
}
