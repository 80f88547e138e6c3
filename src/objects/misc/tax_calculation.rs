//! TaxCalculation.

kind! {
    object: "tax.calculation",
    feature: "misc",
    served: ["/tax/calculations"],
    volatile: ["/line_items"],
}
