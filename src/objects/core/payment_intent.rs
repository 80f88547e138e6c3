//! PaymentIntent: <https://docs.stripe.com/api/payment_intents/object>.

crate::stripe_model! {
    /// A payment, from the first attempt to its success or cancellation.
    pub struct PaymentIntent {
        object: "payment_intent",
        table: stripe_payment_intents,
        endpoint: "/payment_intents",
        columns: {
            /// The amount to collect, in the currency's minor unit.
            amount: BigInt,
            /// The currency, as a lower-case ISO 4217 code.
            currency: Text,
            /// The customer.
            customer: Reference,
            /// The latest charge.
            latest_charge: Reference = ["/latest_charge", "/charges/data/0"],
            /// status
            status: Text,
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::payment_intent::{CreatePaymentIntent, ListPaymentIntent};

    use super::PaymentIntent;
    use crate::api::{ApiCreate, ApiList, ApiModel};

    impl ApiModel for PaymentIntent {
        type Typed = stripe_shared::PaymentIntent;
    }

    impl ApiCreate for PaymentIntent {
        type Create = CreatePaymentIntent;
    }

    impl ApiList for PaymentIntent {
        type List = ListPaymentIntent;
    }
}
