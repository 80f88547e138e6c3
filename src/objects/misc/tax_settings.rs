//! TaxSettings.

kind! {
    object: "tax.settings",
    feature: "misc",
    events: ["tax.settings.updated"],
}
