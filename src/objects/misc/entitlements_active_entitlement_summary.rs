//! EntitlementsActiveEntitlementSummary: <https://docs.stripe.com/api/entitlements/active-entitlement-summary/object>.

// It comes in events alone, has no id, and is known by its customer's. Stripe has the list of a customer's entitlements.
kind! {
    object: "entitlements.active_entitlement_summary",
    feature: "misc",
    lists: {
        "/entitlements": "entitlements.active_entitlement" by customer,
    },
    served: ["/entitlements/active_entitlements?customer={id}"],
    events: ["entitlements.active_entitlement_summary.updated"],
}
