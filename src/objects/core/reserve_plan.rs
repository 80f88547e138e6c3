//! ReservePlan.

kind! {
    object: "reserve.plan",
    feature: "core",
    events: ["reserve.plan.created", "reserve.plan.disabled", "reserve.plan.expired", "reserve.plan.updated"],
}
