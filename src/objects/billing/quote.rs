//! Quote.

kind! {
    object: "quote",
    feature: "billing",
    served: ["/quotes"],
    listed: "/quotes",
    references: [
        "/application",
        "/automatic_tax/liability/account",
        "/customer",
        "/default_tax_rates/*",
        "/discounts/*",
        "/from_quote/quote",
        "/invoice",
        "/invoice_settings/issuer/account",
        "/on_behalf_of",
        "/subscription",
        "/subscription_schedule",
        "/test_clock",
        "/transfer_data/destination",
    ],
    volatile: [
        "/computed/recurring/total_details/breakdown",
        "/computed/upfront/line_items",
        "/computed/upfront/total_details/breakdown",
        "/line_items",
        "/total_details/breakdown",
    ],
    events: ["quote.accepted", "quote.canceled", "quote.created", "quote.finalized"],
}
