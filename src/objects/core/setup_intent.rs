//! SetupIntent: <https://docs.stripe.com/api/setup_intents/object>.

kind! {
    /// A payment method being prepared, and approved by the payer, for payments to come.
    pub struct SetupIntent {
        object: "setup_intent",
        table: stripe_setup_intents,
        feature: "core",
        columns: {
            /// The Connect application that created it.
            application: Reference,
            /// Whether the payment method is attached to the account itself, for payments that the account makes.
            attach_to_self: Bool,
            /// Why it was canceled: `abandoned`, `duplicate`, `requested_by_customer`.
            cancellation_reason: Text,
            /// Whom the payment method is attached to in the end.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// Free text.
            description: Text,
            /// Why the last attempt failed: `card_declined`, …; unset again by a success.
            last_setup_error_code: Text = ["/last_setup_error/code"],
            /// The last attempt, failed or not.
            latest_attempt: Reference,
            /// The payer's permission for repeated payments.
            mandate: Reference,
            /// The connected account that the payments to come are for.
            on_behalf_of: Reference,
            /// The payment method being prepared.
            payment_method: Reference,
            /// The payer's permission for one payment.
            single_use_mandate: Reference,
            /// `requires_payment_method`, `requires_action`, `processing`, `succeeded`, `canceled`, …
            status: Text,
            /// `on_session` or `off_session`: whether the payer is there when the payment method is used.
            usage: Text,
        },
        ids: ["seti_"],
        served: ["/setup_intents"],
        listed: "/setup_intents" { created: true },
        history: ["/last_setup_error"],
        volatile: [
            "/amount_details/line_items",
            "/next_action/*/hosted_instructions_url",
            "/next_action/*/hosted_verification_url",
            "/next_action/*/hosted_voucher_url",
            "/next_action/*/image_data_url",
            "/next_action/*/image_url_png",
            "/next_action/*/image_url_svg",
            "/next_action/*/mobile_auth_url",
            "/next_action/*/native_url",
            "/next_action/*/pdf",
            "/next_action/*/qr_code",
            "/next_action/*/url",
            "/next_action/use_stripe_sdk",
        ],
        client_secret: ["/next_action/use_stripe_sdk"],
        events: [
            "setup_intent.canceled",
            "setup_intent.created",
            "setup_intent.requires_action",
            "setup_intent.setup_failed",
            "setup_intent.succeeded",
        ],
        api: stripe_core::setup_intent as stripe_shared::SetupIntent {
            create: CreateSetupIntent,
            retrieve: RetrieveSetupIntent,
            update: UpdateSetupIntent,
            list: ListSetupIntent,
            /// Confirms the setup, which starts an attempt: <https://docs.stripe.com/api/setup_intents/confirm>.
            api_confirm: ConfirmSetupIntent,
            /// Gives the setup up: <https://docs.stripe.com/api/setup_intents/cancel>.
            api_cancel: CancelSetupIntent,
            /// Proves that a bank account is the customer's, by the small amounts or the code that arrived there:
            /// <https://docs.stripe.com/api/setup_intents/verify_microdeposits>.
            api_verify_microdeposits: VerifyMicrodepositsSetupIntent,
        },
    }
}

#[cfg(feature = "core")]
impl SetupIntent {
    /// The secret with which the payer's browser completes this setup, if the mirror was told to
    /// [keep client secrets](crate::projection::Redact::keep_client_secrets). By default none is stored:
    /// [`StripeData::client_secret`](crate::StripeData::client_secret) of Stripe's answer has it.
    ///
    /// Whoever has it can confirm the setup and read the payer's data: give it to the payer over TLS, and neither log
    /// it nor put it into a URL.
    pub fn client_secret(&self) -> Option<&str> {
        self.stripe_data.get("client_secret")?.as_str()
    }
}
