//! BillingPortalSession: <https://docs.stripe.com/api/customer_portal/sessions/object>.

kind! {
    /// A customer's way into the customer portal, open for a short time. Stripe answers it once, when it is made.
    pub struct BillingPortalSession {
        object: "billing_portal.session",
        table: stripe_billing_portal_sessions,
        feature: "billing",
        columns: {
            /// The configuration that says what the customer can do.
            configuration: Reference,
            /// The customer who is let in.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// What it goes straight to: `customer_update`, `payment_method_update`, `subscription_cancel`,
            /// `subscription_update` or `subscription_update_confirm`; unset if to the portal's first page.
            flow_type: Text = ["/flow/type"],
            /// The language of the pages: `de`, `en-GB`, …; unset or `auto` if it is the customer's or the browser's.
            locale: Text,
            /// The connected account whose subscriptions and invoices are shown; unset if there is no such limit.
            on_behalf_of: Reference,
            /// The subscription that is to be changed or canceled, if it goes straight to that.
            subscription: Reference = [
                "/flow/subscription_cancel/subscription",
                "/flow/subscription_update/subscription",
                "/flow/subscription_update_confirm/subscription",
            ],
        },
        ids: ["bps_"],
        volatile: ["/url"],
        client_secret: ["/url"],
        events: ["billing_portal.session.created"],
        api: stripe_billing::billing_portal_session as stripe_billing::BillingPortalSession {
            create: CreateBillingPortalSession,
        },
    }
}
