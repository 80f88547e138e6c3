//! PaymentLink: <https://docs.stripe.com/api/payment-link/object>.

// Stripe sends `/line_items` only when they are expanded.
kind! {
    /// A page to pay on, whose URL can be given to anyone and used many times: each visitor gets a checkout session.
    ///
    /// Stripe sends it without `created`.
    pub struct PaymentLink {
        object: "payment_link",
        table: stripe_payment_links,
        feature: "payment",
        lists: {
            "/line_items": "item" by payment_link,
        },
        columns: {
            /// Whether it takes payments; if not, its page says that it was switched off.
            active: Bool,
            /// Whether promotion codes can be entered.
            allow_promotion_codes: Bool,
            /// The Connect application that made it.
            application: Reference,
            /// The platform's share of a payment, in the currency's minor unit.
            application_fee_amount: BigInt,
            /// The platform's share of a subscription's invoices, in percent.
            application_fee_percent: Double,
            /// Whether Stripe computes the tax.
            automatic_tax_enabled: Bool = ["/automatic_tax/enabled"],
            /// When the billing address is asked for: `auto` (where it is needed) or `required`.
            billing_address_collection: Text,
            /// How many of its checkout sessions were completed, if their number is limited.
            completed_sessions: BigInt = ["/restrictions/completed_sessions/count"],
            /// How many can be completed before it takes no more payments.
            completed_sessions_limit: BigInt = ["/restrictions/completed_sessions/limit"],
            /// The three letters, in lower case.
            currency: Text,
            /// Whether each payer becomes a customer: `always` or `if_required`.
            customer_creation: Text,
            /// The connected account in whose name the payments are settled.
            on_behalf_of: Reference,
            /// When a payment method is asked for: `always` or `if_required` (not if there is nothing to pay).
            payment_method_collection: Text,
            /// What its button calls the payment: `auto`, `book`, `donate`, `pay` or `subscribe`.
            submit_type: Text,
            /// What `transfer_destination` gets of a payment, in the currency's minor unit; all of it if unset.
            transfer_amount: BigInt = ["/transfer_data/amount"],
            /// The connected account that a payment's money is transferred to.
            transfer_destination: Reference = ["/transfer_data/destination"],
            /// With how many days of trial a subscription begins.
            trial_period_days: BigInt = ["/subscription_data/trial_period_days"],
            /// The page's address, which anyone may know.
            url: Text,
        },
        ids: ["plink_"],
        served: ["/payment_links"],
        listed: "/payment_links",
        references: [
            "/automatic_tax/liability/account",
            "/invoice_creation/invoice_data/account_tax_ids/*",
            "/invoice_creation/invoice_data/issuer/account",
            "/shipping_options/*/shipping_rate",
            "/subscription_data/invoice_settings/issuer/account",
        ],
        volatile: ["/line_items"],
        events: ["payment_link.created", "payment_link.updated"],
        api: stripe_payment::payment_link as stripe_shared::PaymentLink {
            create: CreatePaymentLink,
            retrieve: RetrievePaymentLink,
            update: UpdatePaymentLink,
            list: ListPaymentLink,
        },
    }
}
