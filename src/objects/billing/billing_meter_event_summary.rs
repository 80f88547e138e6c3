//! BillingMeterEventSummary.

kind! {
    object: "billing.meter_event_summary",
    feature: "billing",
    listed: "/billing/meters/{id}/event_summaries" { required: &["customer", "end_time", "start_time"] },
}
