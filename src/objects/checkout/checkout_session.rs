//! CheckoutSession: <https://docs.stripe.com/api/checkout/sessions/object>.

kind! {
    /// A customer's visit to Stripe's payment page: to pay, to subscribe, or to leave a payment method for later.
    pub struct CheckoutSession {
        object: "checkout.session",
        table: stripe_checkout_sessions,
        feature: "checkout",
        lists: {
            "/line_items": "item" by checkout_session,
        },
        columns: {
            /// Taken off by discounts, in the currency's minor unit.
            amount_discount: BigInt = ["/total_details/amount_discount"],
            /// What the lines come to before discounts and tax, in the currency's minor unit.
            amount_subtotal: BigInt,
            /// The tax, in the currency's minor unit.
            amount_tax: BigInt = ["/total_details/amount_tax"],
            /// To pay, after discounts and tax, in the currency's minor unit.
            amount_total: BigInt,
            /// The shop's own name for it, given at its creation: the number of a cart or an order, as a rule.
            client_reference_id: Text,
            /// The three letters, in lower case.
            currency: Text,
            /// Who pays. Where none was given, Stripe may create one when the session completes.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// The payer's e-mail address: as it is on the page, or else as it was given at the session's creation.
            customer_email: Text = ["/customer_details/email", "/customer_email"],
            /// Until when it can be completed.
            expires_at: UtcTimestamp,
            /// The invoice that it made, or that its subscription began with.
            invoice: Reference,
            /// What the visit is for: `payment`, `setup` or `subscription`.
            mode: Text,
            /// The payment, if `mode` is `payment`.
            payment_intent: Reference,
            /// The payment link that led to it.
            payment_link: Reference,
            /// `paid`, `unpaid` or `no_payment_required`. A complete session can be `unpaid` for days, as with a bank
            /// debit.
            payment_status: Text,
            /// The setup of a payment method, if `mode` is `setup`.
            setup_intent: Reference,
            /// `open`, `complete` or `expired`.
            status: Text,
            /// The subscription, if `mode` is `subscription`.
            subscription: Reference,
        },
        ids: ["cs_"],
        served: ["/checkout/sessions"],
        listed: "/checkout/sessions" { created: true },
        references: [
            "/automatic_tax/liability/account",
            "/discounts/*/coupon",
            "/discounts/*/promotion_code",
            "/invoice_creation/invoice_data/account_tax_ids/*",
            "/invoice_creation/invoice_data/issuer/account",
            "/payment_method",
            "/shipping_cost/shipping_rate",
            "/shipping_cost/taxes/*/rate",
            "/shipping_options/*/shipping_rate",
            "/shipping_rate",
        ],
        volatile: ["/line_items", "/total_details/breakdown", "/url"],
        personal: ["/collected_information", "/custom_fields"],
        events: [
            "checkout.session.async_payment_failed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.completed",
            "checkout.session.expired",
        ],
        api: stripe_checkout::checkout_session as stripe_shared::CheckoutSession {
            create: CreateCheckoutSession,
            retrieve: RetrieveCheckoutSession,
            update: UpdateCheckoutSession,
            list: ListCheckoutSession,
            /// Closes a session that is `open`, so that nobody can pay by it any more:
            /// <https://docs.stripe.com/api/checkout/sessions/expire>.
            api_expire: ExpireCheckoutSession,
        },
    }
}
