//! BillingFeedbackOption: <https://docs.stripe.com/api/billing/feedback-option/object>.

kind! {
    /// A reason of your own that customers can choose when they cancel a subscription in the customer portal.
    ///
    /// Stripe sends it without `created`.
    pub struct BillingFeedbackOption {
        object: "billing.feedback_option",
        table: stripe_billing_feedback_options,
        feature: "billing",
        columns: {
            /// When it was deactivated, if it was.
            deactivated_at: UtcTimestamp = ["/status_transitions/deactivated_at"],
            /// The reason, as the customer reads it.
            description: Text,
            /// `active` or `inactive`.
            status: Text,
        },
        served: ["/billing/feedback_options"],
        listed: "/billing/feedback_options",
        api: stripe_billing::billing_feedback_option as stripe_shared::BillingFeedbackOption {
            create: CreateBillingFeedbackOption,
            retrieve: RetrieveBillingFeedbackOption,
            update: UpdateBillingFeedbackOption,
            list: ListBillingFeedbackOption,
            /// Withdraws it: no portal configuration can be given it from then on:
            /// <https://docs.stripe.com/api/billing/feedback-option/deactivate>.
            api_deactivate: DeactivateBillingFeedbackOption,
        },
    }
}
