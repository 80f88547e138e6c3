//! Dispute: <https://docs.stripe.com/api/disputes/object>.

crate::stripe_model! {
    /// A payer's objection to a charge, made through the bank.
    pub struct Dispute {
        object: "dispute",
        table: stripe_disputes,
        endpoint: "/disputes",
        columns: {
            /// In dispute, in the currency's minor unit.
            amount: BigInt,
            /// The charge in dispute.
            charge: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// When the evidence must be there.
            evidence_due_by: UtcTimestamp = ["/evidence_details/due_by", "/evidence_due_by"],
            /// How often evidence was submitted.
            evidence_submission_count: BigInt = ["/evidence_details/submission_count"],
            /// Whether a refund can still avoid a chargeback.
            is_charge_refundable: Bool,
            /// The card network's own code for the reason.
            network_reason_code: Text = ["/payment_method_details/card/network_reason_code", "/network_reason_code"],
            /// The payment in dispute.
            payment_intent: Reference,
            /// The kind of what was paid with: `card`, `klarna`, `paypal`, …
            payment_method_type: Text = ["/payment_method_details/type"],
            /// `fraudulent`, `product_not_received`, `duplicate`, …
            reason: Text,
            /// `needs_response`, `under_review`, `won`, `lost`, …; an inquiry's begin with `warning_`.
            status: Text,
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::dispute::{CloseDispute, ListDispute, RetrieveDispute, UpdateDispute};

    use super::Dispute;
    use crate::api::{ApiClient, ApiList, ApiModel, ApiRetrieve, ApiUpdate, Call, call};
    use crate::{Result, StripeData};

    impl ApiModel for Dispute {
        type Typed = stripe_shared::Dispute;
    }

    impl ApiRetrieve for Dispute {
        type Retrieve = RetrieveDispute;
    }

    impl ApiUpdate for Dispute {
        type Update = UpdateDispute;
    }

    impl ApiList for Dispute {
        type List = ListDispute;
    }

    impl Dispute {
        /// Accepts the dispute, which is then lost for good: <https://docs.stripe.com/api/disputes/close>.
        ///
        /// # Errors
        /// Those of [`ApiUpdate::api_update`].
        pub async fn api_close<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, CloseDispute>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }
    }
}
