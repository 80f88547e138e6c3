//! BillingAlert.

kind! {
    object: "billing.alert",
    feature: "billing",
    served: ["/billing/alerts"],
    listed: "/billing/alerts",
    references: ["/usage_threshold/filters/*/customer", "/usage_threshold/meter"],
    events: ["billing.alert.triggered"],
}
