//! Plan.

kind! {
    object: "plan",
    feature: "billing",
    ids: chosen,
    served: ["/plans"],
    listed: "/plans" { created: true },
    references: ["/product"],
    volatile: ["/tiers"],
    events: ["plan.created", "plan.deleted", "plan.updated"],
}
