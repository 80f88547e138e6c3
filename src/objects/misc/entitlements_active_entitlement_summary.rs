//! EntitlementsActiveEntitlementSummary.

kind! {
    object: "entitlements.active_entitlement_summary",
    feature: "misc",
    events: ["entitlements.active_entitlement_summary.updated"],
}
