//! TaxCode.

kind! {
    object: "tax_code",
    feature: "product",
    ids: chosen,
    served: ["/tax_codes"],
    listed: "/tax_codes",
}
