//! TaxId.

kind! {
    object: "tax_id",
    feature: "billing",
    served: ["/tax_ids"],
    listed: "/tax_ids",
    references: ["/customer", "/owner/account", "/owner/application", "/owner/customer"],
    personal: ["/value"],
    events: ["customer.tax_id.created", "customer.tax_id.deleted", "customer.tax_id.updated"],
}
