//! Refund: <https://docs.stripe.com/api/refunds/object>.

crate::stripe_model! {
    /// Money given back to a payer.
    pub struct Refund {
        object: "refund",
        table: stripe_refunds,
        endpoint: "/refunds",
        columns: {
            /// Given back, in the currency's minor unit.
            amount: BigInt,
            /// What it did to the account's balance.
            balance_transaction: Reference,
            /// The charge that it gives back, or a part of.
            charge: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// Who gets the money back.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// What its failure did to the account's balance.
            failure_balance_transaction: Reference,
            /// Why it failed: `expired_or_canceled_card`, `declined`, …
            failure_reason: Text,
            /// The payment that it gives back, or a part of.
            payment_intent: Reference,
            /// Where the money goes, if that is known.
            payment_method: Reference,
            /// What it waits for: `processing`, `insufficient_funds`, `charge_pending`.
            pending_reason: Text,
            /// Why it was made: `duplicate`, `fraudulent`, `requested_by_customer`, …
            reason: Text,
            /// The number on the receipt sent for it.
            receipt_number: Text,
            /// `pending`, `requires_action`, `succeeded`, `failed` or `canceled`.
            status: Text,
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::refund::{CancelRefund, CreateRefund, ListRefund, RetrieveRefund, UpdateRefund};

    use super::Refund;
    use crate::api::{ApiClient, ApiCreate, ApiList, ApiModel, ApiRetrieve, ApiUpdate, Call, call};
    use crate::{Result, StripeData};

    impl ApiModel for Refund {
        type Typed = stripe_shared::Refund;
    }

    impl ApiCreate for Refund {
        type Create = CreateRefund;
    }

    impl ApiRetrieve for Refund {
        type Retrieve = RetrieveRefund;
    }

    impl ApiUpdate for Refund {
        type Update = UpdateRefund;
    }

    impl ApiList for Refund {
        type List = ListRefund;
    }

    impl Refund {
        /// Cancels a refund that waits for its payee (`requires_action`): <https://docs.stripe.com/api/refunds/cancel>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_cancel<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, CancelRefund>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }
    }
}
