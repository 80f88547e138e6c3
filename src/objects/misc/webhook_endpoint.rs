//! WebhookEndpoint: <https://docs.stripe.com/api/webhook_endpoints/object>.

kind! {
    /// An address that Stripe delivers events to, of the account's own or of those connected to it.
    pub struct WebhookEndpoint {
        object: "webhook_endpoint",
        table: stripe_webhook_endpoints,
        feature: "misc",
        columns: {
            /// The Connect application that it belongs to.
            application: Reference,
            /// Free text.
            description: Text,
            /// The API version that the events are rendered in; unset for the account's default. `api_version` is that
            /// of this row's JSON, as in every table.
            events_api_version: Text = ["/api_version"],
            /// `enabled` or `disabled`.
            status: Text,
            /// Where events are sent.
            url: Text,
        },
        ids: ["we_"],
        served: ["/webhook_endpoints"],
        listed: "/webhook_endpoints",
        api: stripe_misc::webhook_endpoint as stripe_misc::WebhookEndpoint {
            create: CreateWebhookEndpoint,
            retrieve: RetrieveWebhookEndpoint,
            update: UpdateWebhookEndpoint,
            delete: DeleteWebhookEndpoint,
            list: ListWebhookEndpoint,
        },
    }
}
