//! Subscription: <https://docs.stripe.com/api/subscriptions/object>.

crate::stripe_model! {
    /// A customer's standing order: its items are billed in each period.
    pub struct Subscription {
        object: "subscription",
        table: stripe_subscriptions,
        endpoint: "/subscriptions",
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
            currency: Text,
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
            start_date: UtcTimestamp,
            /// `active`, `trialing`, `past_due`, `unpaid`, `canceled`, `incomplete`, `incomplete_expired`, `paused`.
            status: Text,
            /// When the trial ends, or did.
            trial_end: UtcTimestamp,
            /// When the trial began.
            trial_start: UtcTimestamp,
        },
        lists: {
            "/items": "subscription_item" by subscription,
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_billing::subscription::{
        CancelSubscription, CreateSubscription, ListSubscription, ResumeSubscription, RetrieveSubscription,
        UpdateSubscription,
    };

    use super::Subscription;
    use crate::api::{ApiClient, ApiCreate, ApiList, ApiModel, ApiRetrieve, ApiUpdate, Call, call};
    use crate::{Result, StripeData};

    impl ApiModel for Subscription {
        type Typed = stripe_shared::Subscription;
    }

    impl ApiCreate for Subscription {
        type Create = CreateSubscription;
    }

    impl ApiRetrieve for Subscription {
        type Retrieve = RetrieveSubscription;
    }

    impl ApiUpdate for Subscription {
        type Update = UpdateSubscription;
    }

    impl ApiList for Subscription {
        type List = ListSubscription;
    }

    impl Subscription {
        /// Ends it now: <https://docs.stripe.com/api/subscriptions/cancel>. To end it with its period, update
        /// `cancel_at_period_end`.
        ///
        /// Stripe's route is a `DELETE`, yet the subscription stays, as `canceled`.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_cancel<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, CancelSubscription>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }

        /// Resumes it from `paused`: <https://docs.stripe.com/api/subscriptions/resume>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_resume<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, ResumeSubscription>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }
    }
}
