//! Capability: <https://docs.stripe.com/api/capabilities/object>.

kind! {
    /// One thing that an account can be allowed to do, and whether it is.
    ///
    /// Its id is the name of that thing, such as `card_payments`, and the same in all accounts. Stripe sends it without
    /// `created`.
    pub struct Capability {
        object: "capability",
        table: stripe_capabilities,
        feature: "connect",
        columns: {
            /// The account that it is about.
            account: Reference,
            /// Why it is disabled, if it is: `requirements.fields_needed`, `pending.review`, `rejected.other`, …
            disabled_reason: Text = ["/requirements/disabled_reason"],
            /// When requirements that are only announced as yet come into force.
            future_requirements_deadline: UtcTimestamp = ["/future_requirements/current_deadline"],
            /// Whether it is asked for.
            requested: Bool,
            /// When it was asked for.
            requested_at: UtcTimestamp,
            /// By when what is due must be handed in and verified, lest it be disabled.
            requirements_deadline: UtcTimestamp = ["/requirements/current_deadline"],
            /// `active`, `inactive`, `pending` or `unrequested`.
            status: Text,
        },
        owner: "/account",
        served: ["/accounts/{account}/capabilities"],
        listed: "/accounts/{account}/capabilities",
        events: ["capability.updated"],
        api: stripe_connect::capability as stripe_shared::Capability {
            retrieve: RetrieveCapability,
            update: UpdateCapability,
            list: ListAccountCapability,
        },
    }
}
