//! SetupIntent: <https://docs.stripe.com/api/setup_intents/object>.

crate::stripe_model! {
    /// A payment method being prepared, and approved by the payer, for payments to come.
    pub struct SetupIntent {
        object: "setup_intent",
        table: stripe_setup_intents,
        endpoint: "/setup_intents",
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
        }
    }
}

impl SetupIntent {
    /// The secret with which the payer's browser completes this setup, if the mirror was told to
    /// [keep client secrets](crate::model::Redact::keep_client_secrets). By default none is stored:
    /// [`StripeData::client_secret`](crate::StripeData::client_secret) of Stripe's answer has it.
    ///
    /// Whoever has it can confirm the setup and read the payer's data: give it to the payer over TLS, and neither log
    /// it nor put it into a URL.
    pub fn client_secret(&self) -> Option<&str> {
        self.stripe_data.get("client_secret")?.as_str()
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::setup_intent::{
        CancelSetupIntent, ConfirmSetupIntent, CreateSetupIntent, ListSetupIntent, RetrieveSetupIntent,
        UpdateSetupIntent,
    };

    use super::SetupIntent;
    use crate::api::{ApiClient, ApiCreate, ApiList, ApiModel, ApiRetrieve, ApiUpdate, Call, call};
    use crate::{Result, StripeData};

    impl ApiModel for SetupIntent {
        type Typed = stripe_shared::SetupIntent;
    }

    impl ApiCreate for SetupIntent {
        type Create = CreateSetupIntent;
    }

    impl ApiRetrieve for SetupIntent {
        type Retrieve = RetrieveSetupIntent;
    }

    impl ApiUpdate for SetupIntent {
        type Update = UpdateSetupIntent;
    }

    impl ApiList for SetupIntent {
        type List = ListSetupIntent;
    }

    impl SetupIntent {
        /// Confirms the setup, which starts an attempt: <https://docs.stripe.com/api/setup_intents/confirm>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_confirm<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, ConfirmSetupIntent>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }

        /// Gives the setup up: <https://docs.stripe.com/api/setup_intents/cancel>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_cancel<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, CancelSetupIntent>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }
    }
}
