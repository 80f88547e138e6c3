//! TaxRate.

kind! {
    object: "tax_rate",
    feature: "product",
    served: ["/tax_rates"],
    listed: "/tax_rates" { created: true },
    events: ["tax_rate.created", "tax_rate.updated"],
}
