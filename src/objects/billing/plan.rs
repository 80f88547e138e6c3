//! Plan: <https://docs.stripe.com/api/plans/object>.

kind! {
    /// What a product costs in each period, in the form that was there before prices. A plan is a price of the same id.
    pub struct Plan {
        object: "plan",
        table: stripe_plans,
        feature: "billing",
        columns: {
            /// Whether new purchases can use it.
            active: Bool,
            /// For one, in the currency's minor unit; unset if there are tiers, or parts of the unit.
            amount: BigInt,
            /// The same as a decimal number, with at most 12 places.
            amount_decimal: Text,
            /// The unit of the period: `day`, `week`, `month` or `year`.
            billing_interval: Text = ["/interval"],
            /// `per_unit` or `tiered`.
            billing_scheme: Text,
            /// The three letters, in lower case.
            currency: Text,
            /// How many of the units make one period.
            interval_count: BigInt,
            /// The meter that counts the usage.
            meter: Reference,
            /// A name that customers do not see.
            nickname: Text,
            /// What is sold at this price.
            product: Reference,
            /// `graduated` or `volume`, if there are tiers.
            tiers_mode: Text,
            /// How many days a trial lasts, for subscriptions that take that from the plan.
            trial_period_days: BigInt,
            /// `licensed`: by quantity; `metered`: by usage.
            usage_type: Text,
        },
        ids: chosen,
        served: ["/plans"],
        listed: "/plans" { created: true },
        volatile: ["/tiers"],
        events: ["plan.created", "plan.deleted", "plan.updated"],
        api: stripe_billing::plan as stripe_shared::Plan {
            create: CreatePlan,
            retrieve: RetrievePlan,
            update: UpdatePlan,
            delete: DeletePlan,
            list: ListPlan,
        },
    }
}
