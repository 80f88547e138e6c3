//! BillingPortalConfiguration.

kind! {
    object: "billing_portal.configuration",
    feature: "billing",
    served: ["/billing_portal/configurations"],
    listed: "/billing_portal/configurations",
    references: ["/application", "/features/subscription_cancel/cancellation_reason/feedback_options/*"],
    events: ["billing_portal.configuration.created", "billing_portal.configuration.updated"],
}
