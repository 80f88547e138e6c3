//! BillingMeter: <https://docs.stripe.com/api/billing/meter/object>.

kind! {
    /// A counter of what customers use, fed by meter events; metered prices bill what it counts.
    pub struct BillingMeter {
        object: "billing.meter",
        table: stripe_billing_meters,
        feature: "billing",
        columns: {
            /// How the events of a period make one number: `sum`, `count` or `last`.
            aggregation_formula: Text = ["/default_aggregation/formula"],
            /// The key in an event's payload that holds the customer.
            customer_payload_key: Text = ["/customer_mapping/event_payload_key"],
            /// When it was deactivated, if it is inactive.
            deactivated_at: UtcTimestamp = ["/status_transitions/deactivated_at"],
            /// Its name, for people.
            display_name: Text,
            /// Which meter events it counts: those of this name.
            event_name: Text,
            /// The span of time that one event sums up: `hour` or `day`; unset if the events are single ones.
            event_time_window: Text,
            /// `active` or `inactive`.
            status: Text,
            /// When it was last changed.
            updated: UtcTimestamp,
            /// The key in an event's payload that holds the usage.
            value_payload_key: Text = ["/value_settings/event_payload_key"],
        },
        ids: ["mtr_"],
        served: ["/billing/meters"],
        listed: "/billing/meters",
        events: [
            "billing.meter.created",
            "billing.meter.deactivated",
            "billing.meter.reactivated",
            "billing.meter.updated",
        ],
        api: stripe_billing::billing_meter as stripe_billing::BillingMeter {
            create: CreateBillingMeter,
            retrieve: RetrieveBillingMeter,
            update: UpdateBillingMeter,
            list: ListBillingMeter,
            /// Stops the counting: it takes no more events, and no new price can use it:
            /// <https://docs.stripe.com/api/billing/meter/deactivate>.
            api_deactivate: DeactivateBillingMeter,
            /// Makes it count again, and be of use for prices: <https://docs.stripe.com/api/billing/meter/reactivate>.
            api_reactivate: ReactivateBillingMeter,
        },
    }
}
