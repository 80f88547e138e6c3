//! PaymentLink.

kind! {
    object: "payment_link",
    feature: "payment",
    served: ["/payment_links"],
    listed: "/payment_links",
    references: [
        "/application",
        "/automatic_tax/liability/account",
        "/invoice_creation/invoice_data/account_tax_ids/*",
        "/invoice_creation/invoice_data/issuer/account",
        "/on_behalf_of",
        "/shipping_options/*/shipping_rate",
        "/subscription_data/invoice_settings/issuer/account",
        "/transfer_data/destination",
    ],
    volatile: ["/line_items"],
    events: ["payment_link.created", "payment_link.updated"],
}
