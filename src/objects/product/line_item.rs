//! LineItem.

kind! {
    object: "item",
    feature: "product",
    listed: "/checkout/sessions/{session}/line_items",
    references: ["/price", "/taxes/*/rate"],
}
