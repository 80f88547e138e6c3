#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(any(feature = "postgres", feature = "mysql", feature = "sqlite")),
    allow(dead_code, unused_imports, unused_macros, reason = "without a database nothing is written")
)]
#![doc = include_str!("../README.md")]

pub mod blocking;
pub mod database;
pub mod error;
pub mod migrations;
pub mod mirror;
pub mod model;
pub mod objects;
pub mod observed;
pub mod refresh;
pub mod sql_types;
pub mod stripe_data;

#[cfg(feature = "api")]
pub mod api;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "testing")]
pub mod testing;

/// async-stripe's crates, in the version whose types this crate's API takes.
#[cfg(feature = "api")]
#[doc(no_inline)]
pub use {stripe_billing, stripe_core, stripe_payment, stripe_product, stripe_shared, stripe_types};

pub use error::{Error, Result};
pub use mirror::{Outcome, SyncFromStripe};
pub use stripe_data::{Origin, StripeData};

/// The traits that a caller needs: `use diesel_stripe::prelude::*`.
pub mod prelude;

/// What the exported macros need in a host's crate.
#[doc(hidden)]
pub mod __private {
    pub use chrono::{DateTime, Utc};
    pub use diesel;
    pub use diesel_async;
    pub use serde_json::Value;

    pub mod columns {
        pub use crate::sql_types::{Json, UtcTimestamp};
        pub use diesel::sql_types::{BigInt, Bool, Double, Nullable, Text};
        /// The id of another object.
        pub type Reference = Text;
    }

    pub const fn first(values: &[&'static str]) -> Option<&'static str> {
        match values {
            [first, ..] => Some(first),
            [] => None,
        }
    }

    pub const fn or(values: &[&'static str], otherwise: &'static str) -> &'static str {
        match first(values) {
            Some(first) => first,
            None => otherwise,
        }
    }
}
