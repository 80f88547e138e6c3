//! EntitlementsActiveEntitlement: <https://docs.stripe.com/api/entitlements/active-entitlement/object>.

kind! {
    /// The right of a customer to use a feature, for as long as what was bought gives it.
    pub struct EntitlementsActiveEntitlement {
        object: "entitlements.active_entitlement",
        table: stripe_entitlements_active_entitlements,
        feature: "misc",
        columns: {
            /// Who may use the feature; Stripe does not send it within the object: the event's summary or the list that
            /// it is in says it.
            customer: Reference,
            /// What the customer may use.
            feature: Reference,
            /// The feature's key, by which the caller's own code knows it.
            lookup_key: Text,
        },
        ids: ["ent_"],
        known_by_list: true,
        served: ["/entitlements/active_entitlements"],
        listed: "/entitlements/active_entitlements" { required: &["customer"] },
        api: stripe_misc::entitlements_active_entitlement as stripe_misc::EntitlementsActiveEntitlement {
            retrieve: RetrieveEntitlementsActiveEntitlement,
            list: ListEntitlementsActiveEntitlement,
        },
    }
}
