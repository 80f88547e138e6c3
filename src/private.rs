//! What the exported macros need in a host's crate. Not for anybody else.

pub use chrono::{DateTime, Utc};
pub use diesel;
pub use diesel_async;
pub use serde_json::Value;

/// What a `table!` of [`stripe_model!`](crate::stripe_model) brings into scope.
pub mod columns {
    pub use crate::sql_types::{Json, UtcTimestamp};
    pub use diesel::sql_types::{BigInt, Bool, Double, Nullable, Text};
    /// The id of another object.
    pub type Reference = Text;
}

/// The first of what may have been left out.
pub const fn first(values: &[&'static str]) -> Option<&'static str> {
    match values {
        [first, ..] => Some(first),
        [] => None,
    }
}

/// The first of what may have been left out, or else what stands for it.
pub const fn or(values: &[&'static str], otherwise: &'static str) -> &'static str {
    match first(values) {
        Some(first) => first,
        None => otherwise,
    }
}
