//! PaymentMethod: <https://docs.stripe.com/api/payment_methods/object>.

kind! {
    /// A card, a bank account, a wallet: what payments are made with.
    pub struct PaymentMethod {
        object: "payment_method",
        table: stripe_payment_methods,
        feature: "core",
        columns: {
            /// Whether a checkout may offer it to the customer again: `always`, `limited`, `unspecified`.
            allow_redisplay: Text,
            /// The email address given with it.
            billing_email: Text = ["/billing_details/email"],
            /// The card's brand: `visa`, `mastercard`, `amex`, …
            card_brand: Text = ["/card/brand", "/card_present/brand"],
            /// The country of the card's issuer, two letters.
            card_country: Text = ["/card/country", "/card_present/country"],
            /// The month the card expires in, 1 to 12.
            card_exp_month: BigInt = ["/card/exp_month", "/card_present/exp_month"],
            /// The year the card expires in, four digits.
            card_exp_year: BigInt = ["/card/exp_year", "/card_present/exp_year"],
            /// `credit`, `debit`, `prepaid` or `unknown`.
            card_funding: Text = ["/card/funding", "/card_present/funding"],
            /// Who may be charged with it; unset when detached.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// The same for every payment method of one card or bank account, whoever uses it.
            instrument_fingerprint: Text = [
                "/card/fingerprint",
                "/card_present/fingerprint",
                "/us_bank_account/fingerprint",
                "/sepa_debit/fingerprint",
                "/bacs_debit/fingerprint",
                "/acss_debit/fingerprint",
                "/au_becs_debit/fingerprint",
                "/interac_present/fingerprint",
                "/pix/fingerprint",
            ],
            /// The last digits of the card's or bank account's number.
            last4: Text = [
                "/card/last4",
                "/card_present/last4",
                "/us_bank_account/last4",
                "/sepa_debit/last4",
                "/bacs_debit/last4",
                "/acss_debit/last4",
                "/au_becs_debit/last4",
                "/nz_bank_account/last4",
                "/interac_present/last4",
                "/kr_card/last4",
                "/payto/last4",
            ],
            /// `card`, `us_bank_account`, `sepa_debit`, `paypal`, …
            type_ as "type": Text,
        },
        ids: ["pm_"],
        served: ["/payment_methods"],
        listed: "/payment_methods",
        listed: "/customers/{customer}/payment_methods",
        references: [
            "/card/generated_from/setup_attempt",
            "/sepa_debit/generated_from/charge",
            "/sepa_debit/generated_from/setup_attempt",
        ],
        events: [
            "payment_method.attached",
            "payment_method.automatically_updated",
            "payment_method.detached",
            "payment_method.updated",
        ],
        api: stripe_payment::payment_method as stripe_shared::PaymentMethod {
            create: CreatePaymentMethod,
            retrieve: RetrievePaymentMethod,
            update: UpdatePaymentMethod,
            list: ListPaymentMethod,
            /// Gives it to a customer, to be charged again: <https://docs.stripe.com/api/payment_methods/attach>.
            api_attach: AttachPaymentMethod,
            /// Takes it from its customer, for good: <https://docs.stripe.com/api/payment_methods/detach>.
            api_detach: DetachPaymentMethod,
        },
    }
}
