//! RadarEarlyFraudWarning.

kind! {
    object: "radar.early_fraud_warning",
    feature: "fraud",
    served: ["/radar/early_fraud_warnings"],
    listed: "/radar/early_fraud_warnings" { created: true },
    references: ["/charge", "/payment_intent"],
    events: ["radar.early_fraud_warning.created", "radar.early_fraud_warning.updated"],
}
