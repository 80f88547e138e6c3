//! Charge: <https://docs.stripe.com/api/charges/object>.

crate::stripe_model! {
    /// One attempt to move money, successful or not.
    pub struct Charge {
        object: "charge",
        table: stripe_charges,
        endpoint: "/charges",
        columns: {
            /// To collect, in the currency's minor unit.
            amount: BigInt,
            /// Collected, in the currency's minor unit.
            amount_captured: BigInt,
            /// Given back, in the currency's minor unit.
            amount_refunded: BigInt,
            /// The platform's share, in the currency's minor unit.
            application_fee_amount: BigInt,
            /// What it did to the account's balance, once captured.
            balance_transaction: Reference,
            /// Whether the money was collected, and not only authorized.
            captured: Bool,
            /// The three letters, in lower case.
            currency: Text,
            /// Who was charged.
            customer: Reference,
            /// Whether the payer disputes it, or did.
            disputed: Bool,
            /// Why it failed: `card_declined`, …
            failure_code: Text,
            /// The invoice that this pays; Stripe sends it in API versions before 2025-03-31.basil.
            invoice: Reference,
            /// The connected account in whose name, and with whose fees, it was settled.
            on_behalf_of: Reference,
            /// The payment that it is an attempt of.
            payment_intent: Reference,
            /// What was charged.
            payment_method: Reference = ["/payment_method", "/source"],
            /// The kind of what was charged: `card`, `sepa_debit`, …
            payment_method_type: Text = ["/payment_method_details/type"],
            /// Whether all of it was given back.
            refunded: Bool,
            /// `succeeded`, `pending` or `failed`.
            status: Text,
            /// Ties the charge to the transfers made of it.
            transfer_group: Text,
        },
        lists: {
            "/refunds": "refund" by charge (owned: false),
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::charge::{CaptureCharge, CreateCharge, ListCharge, RetrieveCharge, UpdateCharge};

    use super::Charge;
    use crate::api::{ApiClient, ApiCreate, ApiList, ApiModel, ApiRetrieve, ApiUpdate, Call, call};
    use crate::{Result, StripeData};

    impl ApiModel for Charge {
        type Typed = stripe_shared::Charge;
    }

    impl ApiCreate for Charge {
        type Create = CreateCharge;
    }

    impl ApiRetrieve for Charge {
        type Retrieve = RetrieveCharge;
    }

    impl ApiUpdate for Charge {
        type Update = UpdateCharge;
    }

    impl ApiList for Charge {
        type List = ListCharge;
    }

    impl Charge {
        /// Collects what was authorized, or a part of it: <https://docs.stripe.com/api/charges/capture>.
        ///
        /// For a charge that has no payment intent; otherwise [`PaymentIntent::api_capture`] does it.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        ///
        /// [`PaymentIntent::api_capture`]: crate::objects::PaymentIntent::api_capture
        pub async fn api_capture<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, CaptureCharge>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }
    }
}
