//! BillingAlertTriggered: what `billing.alert.triggered` is about. It has no id.

kind! {
    object: "billing.alert_triggered",
    feature: "billing",
    references: ["/alert"],
    events: ["billing.alert.triggered"],
}
