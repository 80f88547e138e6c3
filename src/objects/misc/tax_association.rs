//! TaxAssociation.

kind! {
    object: "tax.association",
    feature: "misc",
}
