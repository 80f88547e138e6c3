//! Quote: <https://docs.stripe.com/api/quotes/object>.

// No list for `/computed/upfront/line_items`: that is a forecast of the first invoice, not what was offered.
kind! {
    /// An offer, made to a customer. Stripe turns it into an invoice, a subscription or a schedule when it is accepted.
    pub struct Quote {
        object: "quote",
        table: stripe_quotes,
        feature: "billing",
        lists: {
            "/line_items": "item" by quote,
        },
        columns: {
            /// When it was accepted.
            accepted_at: UtcTimestamp = ["/status_transitions/accepted_at"],
            /// Before discounts and tax, in the currency's minor unit.
            amount_subtotal: BigInt,
            /// After discounts, with tax, in the currency's minor unit.
            amount_total: BigInt,
            /// When it was canceled.
            canceled_at: UtcTimestamp = ["/status_transitions/canceled_at"],
            /// `charge_automatically` or `send_invoice`.
            collection_method: Text,
            /// The three letters, in lower case.
            currency: Text,
            /// Whom it is made to; a draft may name none yet.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// When it is canceled, unless accepted before.
            expires_at: UtcTimestamp,
            /// When it became final, and open to be accepted.
            finalized_at: UtcTimestamp = ["/status_transitions/finalized_at"],
            /// The quote that it is a copy or a revision of.
            from_quote: Reference = ["/from_quote/quote"],
            /// The invoice that it became.
            invoice: Reference,
            /// Its number, for people; a draft has none.
            number: Text,
            /// The connected account in whose name the invoices are.
            on_behalf_of: Reference,
            /// `draft`, `open`, `accepted` or `canceled`.
            status: Text,
            /// The subscription that it became, or changed.
            subscription: Reference,
            /// The subscription schedule that it became, or changed.
            subscription_schedule: Reference,
            /// The test clock that it lives by.
            test_clock: Reference,
        },
        ids: ["qt_"],
        served: ["/quotes"],
        listed: "/quotes",
        references: [
            "/application",
            "/automatic_tax/liability/account",
            "/default_tax_rates/*",
            "/discounts/*",
            "/invoice_settings/issuer/account",
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
        api: stripe_billing::quote as stripe_billing::Quote {
            create: CreateQuote,
            retrieve: RetrieveQuote,
            update: UpdateQuote,
            list: ListQuote,
            /// Accepts it, and makes of it what it was an offer of: <https://docs.stripe.com/api/quotes/accept>.
            api_accept: AcceptQuote,
            /// Withdraws it, while it is a draft or open: <https://docs.stripe.com/api/quotes/cancel>.
            api_cancel: CancelQuote,
            /// Makes a draft final, so that it can be accepted: <https://docs.stripe.com/api/quotes/finalize>.
            api_finalize: FinalizeQuoteQuote,
        },
    }
}
