//! TaxDeductedAtSource.

kind! {
    object: "tax_deducted_at_source",
    feature: "core",
}
