//! Balance.

kind! {
    object: "balance",
    feature: "core",
    events: ["balance.available"],
}
