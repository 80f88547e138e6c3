//! EntitlementsActiveEntitlement.

kind! {
    object: "entitlements.active_entitlement",
    feature: "misc",
    known_by_list: true,
    served: ["/entitlements/active_entitlements"],
    listed: "/entitlements/active_entitlements" { required: &["customer"] },
    references: ["/feature"],
}
