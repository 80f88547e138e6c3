//! TaxTransactionLineItem.

kind! {
    object: "tax.transaction_line_item",
    feature: "misc",
    listed: "/tax/transactions/{transaction}/line_items",
}
