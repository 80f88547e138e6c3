//! Discount: <https://docs.stripe.com/api/discounts/object>.

// Very old API versions send it without an id of its own.
kind! {
    /// A coupon in use: by a customer, a subscription, an invoice, or a line of one. Stripe sends it without `created`.
    pub struct Discount {
        object: "discount",
        table: stripe_discounts,
        feature: "product",
        columns: {
            /// The checkout session that it is used in, if that is a single payment.
            checkout_session: Reference,
            /// The coupon that says how much is taken off.
            coupon: Reference = ["/source/coupon", "/coupon"],
            /// Who gets it.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// When it ends; unset if its coupon counts `once` or `forever`.
            ends_at: UtcTimestamp = ["/end"],
            /// The invoice that it is taken off, if it was given to that invoice alone.
            invoice: Reference,
            /// The invoice item, or the line of an invoice, that it is taken off, if it was given to that alone.
            invoice_item: Reference,
            /// The promotion code that the customer entered.
            promotion_code: Reference,
            /// When it began.
            starts_at: UtcTimestamp = ["/start"],
            /// The subscription that has it.
            subscription: Reference,
            /// The subscription item that has it.
            subscription_item: Reference,
        },
        ids: ["di_"],
        events: ["customer.discount.created", "customer.discount.deleted", "customer.discount.updated"],
    }
}
