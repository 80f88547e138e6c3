//! Invoice: <https://docs.stripe.com/api/invoices/object>.

crate::stripe_model! {
    /// What a customer owes, line by line.
    ///
    /// The tax is `total - total_excluding_tax` in every API version; where it stands in the JSON has changed.
    pub struct Invoice {
        object: "invoice",
        table: stripe_invoices,
        endpoint: "/invoices",
        columns: {
            /// To pay, after credits, in the currency's minor unit.
            amount_due: BigInt,
            /// Paid, in the currency's minor unit.
            amount_paid: BigInt,
            /// Still to pay, in the currency's minor unit.
            amount_remaining: BigInt,
            /// Why it was made: `subscription_create`, `subscription_cycle`, `manual`, …
            billing_reason: Text,
            /// `charge_automatically` or `send_invoice`.
            collection_method: Text = ["/collection_method", "/billing"],
            /// The three letters, in lower case.
            currency: Text,
            /// Who owes.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// When it is due, if it is sent to be paid.
            due_date: UtcTimestamp,
            /// When it became final.
            finalized_at: UtcTimestamp = ["/status_transitions/finalized_at", "/finalized_at"],
            /// When Stripe tries to collect it next.
            next_payment_attempt: UtcTimestamp,
            /// Its number, for people; a draft has none.
            number: Text,
            /// When it was paid.
            paid_at: UtcTimestamp = ["/status_transitions/paid_at"],
            /// The payment of it, in API versions before 2025-03-31.basil. From then on there can be several: each is an
            /// `invoice_payment`, which says the invoice and the payment.
            payment_intent: Reference,
            /// `draft`, `open`, `paid`, `uncollectible` or `void`.
            status: Text,
            /// The subscription that it bills.
            subscription: Reference = ["/parent/subscription_details/subscription", "/subscription"],
            /// After discounts and tax, before credits, in the currency's minor unit.
            total: BigInt,
            /// After discounts, before tax, in the currency's minor unit.
            total_excluding_tax: BigInt,
        },
        lists: {
            "/lines": "line_item" by invoice,
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_billing::invoice::{
        CreateInvoice, DeleteInvoice, FinalizeInvoiceInvoice, ListInvoice, PayInvoice, RetrieveInvoice, UpdateInvoice,
        VoidInvoiceInvoice,
    };

    use super::Invoice;
    use crate::api::{ApiClient, ApiCreate, ApiDelete, ApiList, ApiModel, ApiRetrieve, ApiUpdate, Call, call};
    use crate::{Result, StripeData};

    impl ApiModel for Invoice {
        type Typed = stripe_shared::Invoice;
    }

    impl ApiCreate for Invoice {
        type Create = CreateInvoice;
    }

    impl ApiRetrieve for Invoice {
        type Retrieve = RetrieveInvoice;
    }

    impl ApiUpdate for Invoice {
        type Update = UpdateInvoice;
    }

    /// For drafts only; what is final can be voided.
    impl ApiDelete for Invoice {
        type Delete = DeleteInvoice;
    }

    impl ApiList for Invoice {
        type List = ListInvoice;
    }

    impl Invoice {
        /// Makes a draft final, so that it can be paid: <https://docs.stripe.com/api/invoices/finalize>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_finalize<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, FinalizeInvoiceInvoice>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }

        /// Collects it now, without waiting for Stripe's schedule: <https://docs.stripe.com/api/invoices/pay>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_pay<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, PayInvoice>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }

        /// Declares it void, for good; it stays on record: <https://docs.stripe.com/api/invoices/void>.
        ///
        /// # Errors
        /// Those of [`ApiCreate::api_create`].
        pub async fn api_void<'r>(
            stripe: &impl ApiClient,
            request: impl Into<Call<'r, VoidInvoiceInvoice>>,
        ) -> Result<StripeData<Self>> {
            call(stripe, request.into()).await
        }
    }
}
