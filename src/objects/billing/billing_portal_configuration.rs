//! BillingPortalConfiguration: <https://docs.stripe.com/api/customer_portal/configurations/object>.

kind! {
    /// What customers can see and do in the customer portal, where they manage their subscriptions and how they pay.
    pub struct BillingPortalConfiguration {
        object: "billing_portal.configuration",
        table: stripe_billing_portal_configurations,
        feature: "billing",
        columns: {
            /// Whether new portal sessions can use it.
            active: Bool,
            /// The Connect application that made it.
            application: Reference,
            /// Whether customers can change their own data, as the address or the email.
            customer_update_enabled: Bool = ["/features/customer_update/enabled"],
            /// Whether customers see the invoices of the past.
            invoice_history_enabled: Bool = ["/features/invoice_history/enabled"],
            /// Whether it is used for sessions that name no other.
            is_default: Bool,
            /// Whether customers can log in by themselves, at an address that does not change.
            login_page_enabled: Bool = ["/login_page/enabled"],
            /// Its name, for people.
            name: Text,
            /// The configuration of payment methods that says which ones customers can add.
            payment_method_config: Reference = ["/features/payment_method_update/payment_method_configuration"],
            /// Whether customers can change what they pay with.
            payment_method_update_enabled: Bool = ["/features/payment_method_update/enabled"],
            /// Whether customers can cancel subscriptions.
            subscription_cancel_enabled: Bool = ["/features/subscription_cancel/enabled"],
            /// When a subscription ends that a customer cancels: `at_period_end` or `immediately`.
            subscription_cancel_mode: Text = ["/features/subscription_cancel/mode"],
            /// Whether customers can change subscriptions.
            subscription_update_enabled: Bool = ["/features/subscription_update/enabled"],
            /// When it was last changed.
            updated: UtcTimestamp,
        },
        ids: ["bpc_"],
        served: ["/billing_portal/configurations"],
        listed: "/billing_portal/configurations",
        references: ["/features/subscription_cancel/cancellation_reason/feedback_options/*"],
        events: ["billing_portal.configuration.created", "billing_portal.configuration.updated"],
        api: stripe_billing::billing_portal_configuration as stripe_billing::BillingPortalConfiguration {
            create: CreateBillingPortalConfiguration,
            retrieve: RetrieveBillingPortalConfiguration,
            update: UpdateBillingPortalConfiguration,
            list: ListBillingPortalConfiguration,
        },
    }
}
