//! PaymentIntent: <https://docs.stripe.com/api/payment_intents/object>.

// No `lists` for the `/charges` of API versions before 2022-11-15: it held the latest charge only, yet said that there
// were no more.
crate::stripe_model! {
    /// A payment, from the first attempt to its success or cancellation.
    pub struct PaymentIntent {
        object: "payment_intent",
        table: stripe_payment_intents,
        endpoint: "/payment_intents",
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
        }
    }
}

impl PaymentIntent {
    /// The secret with which the payer's browser completes this payment, if the mirror was told to
    /// [keep client secrets](crate::model::Redact::keep_client_secrets). By default none is stored:
    /// [`StripeData::client_secret`](crate::StripeData::client_secret) of Stripe's answer has it.
    ///
    /// Whoever has it can confirm the payment and read the payer's data: give it to the payer over TLS, and neither log
    /// it nor put it into a URL.
    pub fn client_secret(&self) -> Option<&str> {
        self.stripe_data.get("client_secret")?.as_str()
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::payment_intent::{
        CancelPaymentIntent, CapturePaymentIntent, ConfirmPaymentIntent, CreatePaymentIntent, ListPaymentIntent,
        RetrievePaymentIntent, UpdatePaymentIntent,
    };

    use super::PaymentIntent;
    use crate::api::{ApiClient, ApiCreate, ApiList, ApiModel, ApiRetrieve, ApiUpdate, Call, call};
    use crate::{Result, StripeData};

    impl ApiModel for PaymentIntent {
        type Typed = stripe_shared::PaymentIntent;
    }

    impl ApiCreate for PaymentIntent {
        type Create = CreatePaymentIntent;
    }

    impl ApiRetrieve for PaymentIntent {
        type Retrieve = RetrievePaymentIntent;
    }

    impl ApiUpdate for PaymentIntent {
        type Update = UpdatePaymentIntent;
    }

    impl ApiList for PaymentIntent {
        type List = ListPaymentIntent;
    }

    impl PaymentIntent {
        /// Confirms the payment, which starts an attempt: <https://docs.stripe.com/api/payment_intents/confirm>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_confirm<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, ConfirmPaymentIntent>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }

        /// Collects what was authorized, or a part of it: <https://docs.stripe.com/api/payment_intents/capture>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_capture<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, CapturePaymentIntent>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }

        /// Cancels the payment and releases what was authorized: <https://docs.stripe.com/api/payment_intents/cancel>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_cancel<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, CancelPaymentIntent>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }
    }
}
