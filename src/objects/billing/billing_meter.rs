//! BillingMeter.

kind! {
    object: "billing.meter",
    feature: "billing",
    served: ["/billing/meters"],
    listed: "/billing/meters",
    events: [
        "billing.meter.created",
        "billing.meter.deactivated",
        "billing.meter.reactivated",
        "billing.meter.updated",
    ],
}
