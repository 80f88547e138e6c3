#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(any(feature = "postgres", feature = "mysql", feature = "sqlite")),
    allow(dead_code, unused_imports, unused_macros, reason = "without a database nothing is written")
)]
#![doc = include_str!("../README.md")]

// In reading order.
#[cfg(feature = "api")]
pub mod api;
#[cfg(feature = "api")]
pub mod calls;
#[cfg(feature = "client")]
pub mod client;
pub mod mirror;
pub mod objects;
pub mod observed;
pub mod queries;
pub mod stripe_data;

pub mod model;
pub mod projection;
pub mod sql;
pub mod sql_types;

pub mod blocking;
pub mod database;
pub mod metrics;
pub mod migrations;
pub mod refresh;
#[cfg(feature = "webhook")]
pub mod webhook;

#[cfg(any(feature = "api", feature = "webhook"))]
mod backoff;
#[cfg(feature = "api")]
mod deadline;
pub mod error;
mod json;
#[cfg(any(feature = "api", feature = "webhook"))]
mod lease;
#[cfg(feature = "testing")]
pub mod testing;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod prelude;

pub use error::{Error, Result};
pub use mirror::{Outcome, SyncFromStripe};
pub use stripe_data::{Origin, StripeData};

/// async-stripe's crates, in the version whose types this crate's API takes.
#[cfg(feature = "api")]
#[doc(no_inline)]
pub use {
    stripe_billing, stripe_checkout, stripe_connect, stripe_core, stripe_fraud, stripe_issuing, stripe_misc,
    stripe_payment, stripe_product, stripe_shared, stripe_terminal, stripe_treasury, stripe_types,
};
