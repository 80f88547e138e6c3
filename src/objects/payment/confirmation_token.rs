//! ConfirmationToken: <https://docs.stripe.com/api/confirmation_tokens/object>.

kind! {
    /// What Stripe.js collected from a payer (a payment method to be, a shipping address, the consent to a mandate),
    /// for the server to look at and to confirm one payment intent or setup intent with.
    pub struct ConfirmationToken {
        object: "confirmation_token",
        table: stripe_confirmation_tokens,
        feature: "payment",
        columns: {
            /// Whether a checkout may offer the payment method again: `always`, `limited` or `unspecified`.
            allow_redisplay: Text = ["/payment_method_preview/allow_redisplay"],
            /// The email address given with the payment method.
            billing_email: Text = ["/payment_method_preview/billing_details/email"],
            /// The card's brand: `visa`, `mastercard`, `amex`, …
            card_brand: Text = ["/payment_method_preview/card/brand", "/payment_method_preview/card_present/brand"],
            /// The country of the card's issuer, two letters.
            card_country: Text = [
                "/payment_method_preview/card/country",
                "/payment_method_preview/card_present/country",
            ],
            /// The month the card expires in, 1 to 12.
            card_exp_month: BigInt = [
                "/payment_method_preview/card/exp_month",
                "/payment_method_preview/card_present/exp_month",
            ],
            /// The year the card expires in, four digits.
            card_exp_year: BigInt = [
                "/payment_method_preview/card/exp_year",
                "/payment_method_preview/card_present/exp_year",
            ],
            /// `credit`, `debit`, `prepaid` or `unknown`.
            card_funding: Text = [
                "/payment_method_preview/card/funding",
                "/payment_method_preview/card_present/funding",
            ],
            /// The customer that the payment method is saved to already; unset for a new one.
            customer: Reference = ["/payment_method_preview/customer"],
            /// The same, where that is an Account (v2).
            customer_account: Reference = ["/payment_method_preview/customer_account"],
            /// When it expires, or did: from then on it confirms nothing.
            expires_at: UtcTimestamp,
            /// The same for every payment method of one card or bank account, whoever uses it.
            instrument_fingerprint: Text = [
                "/payment_method_preview/card/fingerprint",
                "/payment_method_preview/card_present/fingerprint",
                "/payment_method_preview/us_bank_account/fingerprint",
                "/payment_method_preview/sepa_debit/fingerprint",
                "/payment_method_preview/bacs_debit/fingerprint",
                "/payment_method_preview/acss_debit/fingerprint",
                "/payment_method_preview/au_becs_debit/fingerprint",
                "/payment_method_preview/interac_present/fingerprint",
                "/payment_method_preview/pix/fingerprint",
            ],
            /// The last digits of the card's or bank account's number.
            last4: Text = [
                "/payment_method_preview/card/last4",
                "/payment_method_preview/card_present/last4",
                "/payment_method_preview/us_bank_account/last4",
                "/payment_method_preview/sepa_debit/last4",
                "/payment_method_preview/bacs_debit/last4",
                "/payment_method_preview/acss_debit/last4",
                "/payment_method_preview/au_becs_debit/last4",
                "/payment_method_preview/nz_bank_account/last4",
                "/payment_method_preview/interac_present/last4",
                "/payment_method_preview/kr_card/last4",
                "/payment_method_preview/payto/last4",
            ],
            /// The payment intent that was confirmed with it; unset until then.
            payment_intent: Reference,
            /// The kind of payment method: `card`, `us_bank_account`, `sepa_debit`, `paypal`, …
            payment_method_type: Text = ["/payment_method_preview/type"],
            /// If the payment method is to be kept for later: `on_session` or `off_session` (without the payer).
            setup_future_usage: Text,
            /// The setup intent that was confirmed with it; unset until then.
            setup_intent: Reference,
            /// Whether Stripe.js handles the steps that follow, as 3D Secure.
            use_stripe_sdk: Bool,
        },
        ids: ["ctoken_"],
        served: ["/confirmation_tokens"],
        references: [
            "/payment_method_preview/card/generated_from/setup_attempt",
            "/payment_method_preview/sepa_debit/generated_from/charge",
            "/payment_method_preview/sepa_debit/generated_from/setup_attempt",
        ],
        // What would be the payment method, if the token were used.
        history: ["/payment_method_preview"],
        api: stripe_payment::confirmation_token as stripe_payment::ConfirmationToken {
            retrieve: RetrieveConfirmationToken,
            /// In test mode: creates one without a browser:
            /// <https://docs.stripe.com/api/confirmation_tokens/test_create>.
            api_test_create: CreateConfirmationToken,
        },
    }
}
