//! BillingMeterEventSummary: <https://docs.stripe.com/api/billing/meter-event-summary/object>.

kind! {
    /// What a meter counted for one customer between two times. Late events still change it.
    ///
    /// Stripe does not send whose usage it is: that of the customer for whom the list was asked.
    pub struct BillingMeterEventSummary {
        object: "billing.meter_event_summary",
        table: stripe_billing_meter_event_summaries,
        feature: "billing",
        columns: {
            /// The usage, by the meter's formula and in its unit.
            aggregated_value: Double,
            /// When the span of time ends that was counted; events of that moment are not within.
            end_time: UtcTimestamp,
            /// The meter that counted.
            meter: Reference,
            /// When the span of time begins; events of that moment are within.
            start_time: UtcTimestamp,
        },
        ids: ["mtrusg_"],
        listed: "/billing/meters/{id}/event_summaries" { required: &["customer", "end_time", "start_time"] },
        api: stripe_billing::billing_meter_event_summary as stripe_billing::BillingMeterEventSummary {
            list: ListIdBillingMeterEventSummary,
        },
    }
}
