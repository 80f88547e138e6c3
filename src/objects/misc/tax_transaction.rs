//! TaxTransaction.

kind! {
    object: "tax.transaction",
    feature: "misc",
    served: ["/tax/transactions"],
    volatile: ["/line_items"],
}
