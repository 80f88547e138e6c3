//! WebhookEndpoint.

kind! {
    object: "webhook_endpoint",
    feature: "misc",
    served: ["/webhook_endpoints"],
    listed: "/webhook_endpoints",
}
