//! PaymentIntent: <https://docs.stripe.com/api/payment_intents/object>.

// No `lists` for the `/charges` of API versions before 2022-11-15: it held the latest charge only, yet said that there
// were no more.
kind! {
    /// A payment, from the first attempt to its success or cancellation.
    pub struct PaymentIntent {
        object: "payment_intent",
        table: stripe_payment_intents,
        feature: "core",
        lists: {
            "/amount_details/line_items": "payment_intent_amount_details_line_item" by payment_intent,
        },
        columns: {
            /// To collect, in the currency's minor unit.
            amount: BigInt,
            /// Authorized and not captured, in the currency's minor unit.
            amount_capturable: BigInt,
            /// Collected, in the currency's minor unit.
            amount_received: BigInt,
            /// The platform's share, in the currency's minor unit.
            application_fee_amount: BigInt,
            /// When it was canceled.
            canceled_at: UtcTimestamp,
            /// Why it was canceled: `abandoned`, `requested_by_customer`, …
            cancellation_reason: Text,
            /// `automatic`, `automatic_async`, or `manual`: authorize now, capture later.
            capture_method: Text,
            /// The three letters, in lower case.
            currency: Text,
            /// Who pays.
            customer: Reference,
            /// Who pays, where that is an Account (v2).
            customer_account: Reference,
            /// The invoice that this pays; Stripe sends it in API versions before 2025-03-31.basil.
            invoice: Reference,
            /// Why the last attempt failed: `card_declined`, …; unset again by a success.
            last_payment_error_code: Text = ["/last_payment_error/code"],
            /// The charge of the last attempt, failed or not.
            latest_charge: Reference = ["/latest_charge", "/charges/data/0"],
            /// The connected account in whose name, and with whose fees, the payment is settled.
            on_behalf_of: Reference,
            /// What it is paid with.
            payment_method: Reference = ["/payment_method", "/source"],
            /// `on_session` or `off_session`: the payment method is kept for such payments.
            setup_future_usage: Text,
            /// `requires_payment_method`, `requires_action`, `requires_capture`, `succeeded`, `canceled`, …
            status: Text,
            /// Ties the payment to the transfers made of it.
            transfer_group: Text,
        },
        ids: ["pi_"],
        served: ["/payment_intents"],
        listed: "/payment_intents" { created: true },
        references: ["/application", "/charges/data/*", "/review", "/transfer_data/destination"],
        // The error's objects are those of the failed attempt.
        history: ["/last_payment_error"],
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
            "payment_intent.amount_capturable_updated",
            "payment_intent.canceled",
            "payment_intent.created",
            "payment_intent.partially_funded",
            "payment_intent.payment_failed",
            "payment_intent.processing",
            "payment_intent.requires_action",
            "payment_intent.succeeded",
        ],
        api: stripe_core::payment_intent as stripe_shared::PaymentIntent {
            create: CreatePaymentIntent,
            retrieve: RetrievePaymentIntent,
            update: UpdatePaymentIntent,
            list: ListPaymentIntent,
            /// Confirms the payment, which starts an attempt: <https://docs.stripe.com/api/payment_intents/confirm>.
            api_confirm: ConfirmPaymentIntent,
            /// Collects what was authorized, or a part of it: <https://docs.stripe.com/api/payment_intents/capture>.
            api_capture: CapturePaymentIntent,
            /// Cancels the payment and releases what was authorized: <https://docs.stripe.com/api/payment_intents/cancel>.
            api_cancel: CancelPaymentIntent,
            /// Pays it, or a part of it, from the customer's cash balance:
            /// <https://docs.stripe.com/api/payment_intents/apply_customer_balance>.
            api_apply_customer_balance: ApplyCustomerBalancePaymentIntent,
            /// Authorizes more than before: <https://docs.stripe.com/api/payment_intents/increment_authorization>.
            api_increment_authorization: IncrementAuthorizationPaymentIntent,
            /// Proves that a bank account is the payer's, by the small amounts or the code that arrived there:
            /// <https://docs.stripe.com/api/payment_intents/verify_microdeposits>.
            api_verify_microdeposits: VerifyMicrodepositsPaymentIntent,
        },
    }
}

#[cfg(feature = "core")]
impl PaymentIntent {
    /// The secret with which the payer's browser completes this payment, if the mirror was told to
    /// [keep client secrets](crate::projection::Redact::keep_client_secrets). By default none is stored:
    /// [`StripeData::client_secret`](crate::StripeData::client_secret) of Stripe's answer has it.
    ///
    /// Whoever has it can confirm the payment and read the payer's data: give it to the payer over TLS, and neither log
    /// it nor put it into a URL.
    pub fn client_secret(&self) -> Option<&str> {
        self.stripe_data.get("client_secret")?.as_str()
    }
}
