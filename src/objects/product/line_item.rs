//! LineItem: <https://docs.stripe.com/api/checkout/sessions/line_items>.

// Stripe answers for none by its id: it is in its parent's list only, which comes where it is asked for.
kind! {
    /// One line of a checkout session, a payment link or a quote: what is sold, how many, and for how much.
    ///
    /// Stripe sends it without `created`.
    pub struct LineItem {
        object: "item",
        table: stripe_line_items,
        feature: "product",
        columns: {
            /// Taken off by discounts, in the currency's minor unit.
            amount_discount: BigInt,
            /// Before discounts and tax, in the currency's minor unit.
            amount_subtotal: BigInt,
            /// The tax, in the currency's minor unit.
            amount_tax: BigInt,
            /// To pay, after discounts and tax, in the currency's minor unit.
            amount_total: BigInt,
            /// The checkout session that it is a line of; Stripe does not send it: the list that it is in says it.
            checkout_session: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// What the customer reads.
            description: Text,
            /// The payment link that it is a line of; Stripe does not send it: the list that it is in says it.
            payment_link: Reference,
            /// The price that it is sold at.
            price: Reference,
            /// What is sold.
            product: Reference = ["/price/product"],
            /// How many.
            quantity: BigInt,
            /// The quote that it is a line of; Stripe does not send it: the list that it is in says it.
            quote: Reference,
        },
        ids: ["li_"],
        listed: "/checkout/sessions/{session}/line_items",
        listed: "/payment_links/{payment_link}/line_items",
        listed: "/quotes/{quote}/line_items",
        references: ["/discounts/*/discount", "/taxes/*/rate"],
        volatile: ["/discounts", "/taxes"],
    }
}
