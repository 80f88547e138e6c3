//! Application: <https://docs.stripe.com/api/events/types>.

// Stripe has no page of it, and answers for none by its id: it comes with events, and where others expand it.
kind! {
    /// A Connect platform or a Stripe App, as accounts know it. Stripe sends it without `created`.
    pub struct Application {
        object: "application",
        table: stripe_applications,
        feature: "connect",
        columns: {
            /// What it is called.
            name: Text,
        },
        ids: ["ca_"],
        events: ["account.application.authorized", "account.application.deauthorized"],
    }
}
