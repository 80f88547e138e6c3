//! Payments: customers, payment intents and what they leave behind, products and prices; events.

mod balance_transaction;
mod charge;
mod customer;
mod dispute;
mod event;
#[cfg(feature = "api")]
mod owner;
mod payment_intent;
mod payment_method;
mod price;
mod product;
mod refund;
mod setup_intent;

pub use balance_transaction::{BalanceTransaction, stripe_balance_transactions};
pub use charge::{Charge, stripe_charges};
pub use customer::{Customer, stripe_customers};
pub use dispute::{Dispute, stripe_disputes};
pub use event::Event;
#[cfg(feature = "api")]
pub use owner::Owner;
#[cfg(feature = "api")]
pub(crate) use owner::get_or_create_customer;
pub use payment_intent::{PaymentIntent, stripe_payment_intents};
pub use payment_method::{PaymentMethod, stripe_payment_methods};
pub use price::{Price, stripe_prices};
pub use product::{Product, stripe_products};
pub use refund::{Refund, stripe_refunds};
pub use setup_intent::{SetupIntent, stripe_setup_intents};
