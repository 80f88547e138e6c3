//! BillingAlert: <https://docs.stripe.com/api/billing/alert/object>.

kind! {
    /// A watch on a meter: it tells when a customer's usage has reached a threshold. Stripe sends it without `created`.
    pub struct BillingAlert {
        object: "billing.alert",
        table: stripe_billing_alerts,
        feature: "billing",
        columns: {
            /// What it watches: `usage_threshold`.
            alert_type: Text,
            /// The one customer whose usage is watched; unset if every customer's is.
            customer: Reference = ["/usage_threshold/filters/0/customer"],
            /// The meter that counts the usage.
            meter: Reference = ["/usage_threshold/meter"],
            /// How often it triggers: `one_time`.
            recurrence: Text = ["/usage_threshold/recurrence"],
            /// `active`, `inactive` or `archived`.
            status: Text,
            /// Its name, for people.
            title: Text,
            /// The usage from which on it triggers, in the meter's unit.
            usage_threshold: BigInt = ["/usage_threshold/gte"],
        },
        ids: ["alrt_"],
        served: ["/billing/alerts"],
        listed: "/billing/alerts",
        references: ["/usage_threshold/filters/*/customer"],
        api: stripe_billing::billing_alert as stripe_billing::BillingAlert {
            create: CreateBillingAlert,
            retrieve: RetrieveBillingAlert,
            list: ListBillingAlert,
            /// Lets it trigger again, after it was deactivated: <https://docs.stripe.com/api/billing/alert/activate>.
            api_activate: ActivateBillingAlert,
            /// Puts it away for good; Stripe's lists then leave it out:
            /// <https://docs.stripe.com/api/billing/alert/archive>.
            api_archive: ArchiveBillingAlert,
            /// Keeps it from triggering until it is activated: <https://docs.stripe.com/api/billing/alert/deactivate>.
            api_deactivate: DeactivateBillingAlert,
        },
    }
}
