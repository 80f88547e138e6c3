//! What goes into a column: its type, and a value.

use std::fmt;

use chrono::{DateTime, Utc};

/// The type of a column, in Diesel's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// A string; enums too, so that an unknown value is never rejected.
    Text,
    /// The id of another object, from an id or from an expanded object. It may refer to what the mirror does not hold.
    Reference,
    /// An integer: amounts in minor units, counts.
    BigInt,
    /// A number that may have a fraction: percentages, exchange rates.
    Double,
    /// A boolean.
    Bool,
    /// A time: Unix seconds in Stripe's JSON.
    UtcTimestamp,
    /// A part of the object kept as JSON.
    Json,
}

/// A value on its way into a column.
#[derive(Clone, PartialEq)]
pub enum Cell {
    /// SQL's null.
    Null,
    /// A string.
    Text(String),
    /// An integer.
    BigInt(i64),
    /// A number.
    Double(f64),
    /// A boolean.
    Bool(bool),
    /// A time.
    UtcTimestamp(DateTime<Utc>),
    /// A JSON document, as text.
    Json(crate::json::JsonText),
}

impl Cell {
    /// A string's cell.
    pub(crate) fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

/// Values may be personal data or secrets: only their presence is shown.
impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Cell::Null { "Null" } else { ".." })
    }
}

/// Databases index ids in 255 characters, and Stripe's are not longer.
pub(crate) const MAX_ID: usize = 255;

/// Whether an id is longer than databases index.
pub(crate) fn is_too_long(id: &str) -> bool {
    id.chars().count() > MAX_ID
}
