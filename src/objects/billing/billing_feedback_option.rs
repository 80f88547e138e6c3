//! BillingFeedbackOption.

kind! {
    object: "billing.feedback_option",
    feature: "billing",
    served: ["/billing/feedback_options"],
    listed: "/billing/feedback_options",
}
