//! BalanceSettings.

kind! {
    object: "balance_settings",
    feature: "core",
    events: ["balance_settings.updated"],
}
