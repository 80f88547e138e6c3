//! InvoiceItem.

kind! {
    object: "invoiceitem",
    feature: "billing",
    served: ["/invoiceitems"],
    listed: "/invoiceitems" { created: true },
    references: [
        "/customer",
        "/discounts/*",
        "/invoice",
        "/plan",
        "/price",
        "/pricing/price_details/price",
        "/pricing/price_details/product",
        "/proration_details/discount_amounts/*/discount",
        "/subscription",
        "/tax_rates/*",
        "/test_clock",
    ],
    events: ["invoiceitem.created", "invoiceitem.deleted"],
}
