//! Subscription: <https://docs.stripe.com/api/subscriptions/object>.

kind! {
    /// A customer's standing order: its items are billed in each period.
    pub struct Subscription {
        object: "subscription",
        table: stripe_subscriptions,
        feature: "billing",
        lists: {
            "/items": "subscription_item" by subscription,
        },
        columns: {
            /// When it is to end, or did.
            cancel_at: UtcTimestamp,
            /// Whether it is to end with the current period.
            cancel_at_period_end: Bool,
            /// When its cancellation was asked for; the end may come later.
            canceled_at: UtcTimestamp,
            /// `charge_automatically` or `send_invoice`.
            collection_method: Text = ["/collection_method", "/billing"],
            /// The three letters, in lower case.
            currency: Text = ["/currency", "/items/data/0/price/currency", "/items/data/0/plan/currency", "/plan/currency"],
            /// When the period of its first item ends, which is that of all unless they are billed apart.
            current_period_end: UtcTimestamp = ["/items/data/0/current_period_end", "/current_period_end"],
            /// When the period of its first item began.
            current_period_start: UtcTimestamp = ["/items/data/0/current_period_start", "/current_period_start"],
            /// Who subscribed.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// What its invoices are charged to; if unset, the customer's default.
            default_payment_method: Reference,
            /// When it ended.
            ended_at: UtcTimestamp,
            /// The last invoice made for it.
            latest_invoice: Reference,
            /// What becomes of its invoices while collection is paused: `void`, `keep_as_draft`, `mark_uncollectible`;
            /// unset if it is not paused. The `status` of a subscription so paused is as before, `active` as a rule.
            pause_collection_behavior: Text = ["/pause_collection/behavior"],
            /// The schedule that it follows.
            schedule: Reference,
            /// When it began; earlier than `created` if backdated.
            start_date: UtcTimestamp = ["/start_date", "/start"],
            /// `active`, `trialing`, `past_due`, `unpaid`, `canceled`, `incomplete`, `incomplete_expired`, `paused`.
            status: Text,
            /// When the trial ends, or did.
            trial_end: UtcTimestamp,
            /// When the trial began.
            trial_start: UtcTimestamp,
        },
        ids: ["sub_"],
        served: ["/subscriptions"],
        listed: "/subscriptions" { created: true, walks: &["status=all"] },
        references: [
            "/application",
            "/automatic_tax/liability/account",
            "/billing_schedules/*/applies_to/*/price",
            "/cancellation_details/feedback_option",
            "/default_source",
            "/default_tax_rates/*",
            "/discounts/*",
            "/invoice_settings/account_tax_ids/*",
            "/invoice_settings/issuer/account",
            "/on_behalf_of",
            "/pending_setup_intent",
            "/pending_update/discounts/*",
            "/plan",
            "/test_clock",
            "/transfer_data/destination",
        ],
        // The items of a pending update are what would become of them.
        history: ["/pending_update"],
        events: [
            "customer.subscription.created",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.pending_update_applied",
            "customer.subscription.pending_update_expired",
            "customer.subscription.resumed",
            "customer.subscription.trial_will_end",
            "customer.subscription.updated",
        ],
        api: stripe_billing::subscription as stripe_shared::Subscription {
            create: CreateSubscription,
            retrieve: RetrieveSubscription,
            update: UpdateSubscription,
            list: ListSubscription,
            /// Ends it now: <https://docs.stripe.com/api/subscriptions/cancel>. To end it with its period, update
            /// `cancel_at_period_end`.
            ///
            /// Stripe's route is a `DELETE`, yet the subscription stays, as `canceled`.
            api_cancel: CancelSubscription,
            /// Resumes it from `paused`: <https://docs.stripe.com/api/subscriptions/resume>.
            api_resume: ResumeSubscription,
            /// Bills it in another way from now on: <https://docs.stripe.com/api/subscriptions/migrate>.
            api_migrate: MigrateSubscription,
            /// Pauses it, until it is resumed.
            api_pause: PauseSubscription,
        },
    }
}
