//! SubscriptionSchedule: <https://docs.stripe.com/api/subscription_schedules/object>.

kind! {
    /// How a subscription is to change over time, phase by phase.
    pub struct SubscriptionSchedule {
        object: "subscription_schedule",
        table: stripe_subscription_schedules,
        feature: "billing",
        columns: {
            /// The Connect application that made it.
            application: Reference,
            /// How prorations and invoices are worked out: `classic` or `flexible`.
            billing_mode: Text = ["/billing_mode/type"],
            /// When it was canceled, and its subscription with it.
            canceled_at: UtcTimestamp,
            /// `charge_automatically` or `send_invoice`, for phases that do not say otherwise.
            collection_method: Text = ["/default_settings/collection_method", "/collection_method", "/billing"],
            /// When its last phase was over.
            completed_at: UtcTimestamp,
            /// When the current phase ends; unset if it is not `active`.
            current_phase_end: UtcTimestamp = ["/current_phase/end_date"],
            /// When the current phase began.
            current_phase_start: UtcTimestamp = ["/current_phase/start_date"],
            /// Who subscribes.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// What invoices are charged to, for phases that do not say otherwise; if unset, the customer's default.
            default_payment_method: Reference = [
                "/default_settings/default_payment_method",
                "/default_payment_method",
            ],
            /// What becomes of the subscription after the last phase: it goes on (`release`) or ends (`cancel`). API
            /// versions before 2019-10-17 say `none` for `cancel`; schedules of that time can have `renew`.
            end_behavior: Text = ["/end_behavior", "/renewal_behavior"],
            /// The connected account in whose name the invoices are, for phases that do not say otherwise.
            on_behalf_of: Reference = ["/default_settings/on_behalf_of"],
            /// When it let go of its subscription.
            released_at: UtcTimestamp,
            /// The subscription that it let go of.
            released_subscription: Reference,
            /// `not_started`, `active`, `completed`, `released` or `canceled`.
            status: Text,
            /// The subscription that follows it.
            subscription: Reference,
            /// The test clock that it lives by.
            test_clock: Reference,
        },
        ids: ["sub_sched_"],
        served: ["/subscription_schedules"],
        listed: "/subscription_schedules" { created: true },
        references: [
            "/default_settings/automatic_tax/liability/account",
            "/default_settings/invoice_settings/account_tax_ids/*",
            "/default_settings/invoice_settings/issuer/account",
            "/default_settings/transfer_data/destination",
            "/phases/*/add_invoice_items/*/discounts/*/coupon",
            "/phases/*/add_invoice_items/*/discounts/*/discount",
            "/phases/*/add_invoice_items/*/discounts/*/promotion_code",
            "/phases/*/add_invoice_items/*/price",
            "/phases/*/add_invoice_items/*/tax_rates/*",
            "/phases/*/automatic_tax/liability/account",
            "/phases/*/coupon",
            "/phases/*/default_payment_method",
            "/phases/*/default_tax_rates/*",
            "/phases/*/discounts/*/coupon",
            "/phases/*/discounts/*/discount",
            "/phases/*/discounts/*/promotion_code",
            "/phases/*/invoice_settings/account_tax_ids/*",
            "/phases/*/invoice_settings/issuer/account",
            "/phases/*/items/*/discounts/*/coupon",
            "/phases/*/items/*/discounts/*/discount",
            "/phases/*/items/*/discounts/*/promotion_code",
            "/phases/*/items/*/plan",
            "/phases/*/items/*/price",
            "/phases/*/items/*/tax_rates/*",
            "/phases/*/on_behalf_of",
            "/phases/*/plans/*/plan",
            "/phases/*/plans/*/price",
            "/phases/*/transfer_data/destination",
        ],
        events: [
            "subscription_schedule.aborted",
            "subscription_schedule.canceled",
            "subscription_schedule.completed",
            "subscription_schedule.created",
            "subscription_schedule.expiring",
            "subscription_schedule.released",
            "subscription_schedule.updated",
        ],
        api: stripe_billing::subscription_schedule as stripe_shared::SubscriptionSchedule {
            create: CreateSubscriptionSchedule,
            retrieve: RetrieveSubscriptionSchedule,
            update: UpdateSubscriptionSchedule,
            list: ListSubscriptionSchedule,
            /// Ends it now, and its subscription with it: <https://docs.stripe.com/api/subscription_schedules/cancel>.
            api_cancel: CancelSubscriptionSchedule,
            /// Ends it now, while its subscription goes on as it is:
            /// <https://docs.stripe.com/api/subscription_schedules/release>.
            api_release: ReleaseSubscriptionSchedule,
        },
    }
}
