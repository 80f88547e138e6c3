//! Payments and what they are made of.

mod payment_intent;

pub use payment_intent::{PaymentIntent, stripe_payment_intents};
