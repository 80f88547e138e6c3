//! TaxCalculationLineItem.

kind! {
    object: "tax.calculation_line_item",
    feature: "misc",
    listed: "/tax/calculations/{calculation}/line_items",
}
