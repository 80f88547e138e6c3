//! What a scalar in JSON says, where its type is not the one that is asked for: as far as nothing is lost.

use chrono::{DateTime, Timelike, Utc};

use super::Node;

/// A value that is of another type: what it is, in words that may be logged.
pub(crate) type Unfit = &'static str;

/// Numbers up to here are the same as integers and as `f64`.
pub(crate) const EXACT: i64 = 1 << 53;

/// A decimal number of so many digits is the same as text and as `f64`.
const EXACT_DIGITS: usize = 15;

/// A number in a string, as JSON would write it.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let value: Node<'_> = serde_json::from_str(text).ok()?;
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    match value {
        Node::Integer(_) | Node::Float(_) if digits <= EXACT_DIGITS => {
            text.parse().ok().filter(|float: &f64| float.is_finite())
        }
        _ => None,
    }
}

/// Whether a value says true or false.
pub(crate) fn boolean(value: &Node<'_>) -> Result<bool, Unfit> {
    match value {
        Node::Bool(value) => Ok(*value),
        Node::Text(text) => text.parse().map_err(|_| describe(value)),
        _ => Err(describe(value)),
    }
}

/// The time that a value says: Unix seconds, or ISO 8601.
pub(crate) fn time_of(value: &Node<'_>) -> Result<DateTime<Utc>, Unfit> {
    const OUT_OF_RANGE: Unfit = "a time before year 1 or after 9999";
    let time = match value {
        Node::Integer(seconds) => return time(*seconds).ok_or(OUT_OF_RANGE),
        Node::Float(seconds) => of_fraction(*seconds),
        Node::Text(text) => match (DateTime::parse_from_rfc3339(text), decimal(text)) {
            (Ok(time), _) => Some(time.to_utc()).filter(|time| time.nanosecond() % 1000 == 0),
            (_, Some(seconds)) => of_fraction(seconds),
            _ => None,
        },
        _ => None,
    };
    let time = time.ok_or(describe(value))?;
    self::time(time.timestamp()).map(|_| time).ok_or(OUT_OF_RANGE)
}

fn of_fraction(seconds: f64) -> Option<DateTime<Utc>> {
    let micros = (seconds * 1e6).round();
    let is_exact = micros.abs() <= EXACT as f64 && micros / 1e6 == seconds;
    DateTime::from_timestamp_micros(is_exact.then_some(micros as i64)?)
}

/// The times that all three databases hold: of the years 1 to 9999.
pub(crate) fn time(seconds: i64) -> Option<DateTime<Utc>> {
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;
    (FIRST..=LAST).contains(&seconds).then(|| DateTime::from_timestamp(seconds, 0))?
}

/// What a value is, without a word of what it says.
pub(crate) fn describe(value: &Node<'_>) -> Unfit {
    match value {
        Node::Null => "null",
        Node::Bool(_) => "a boolean",
        Node::Integer(_) => "an integer",
        Node::Unsigned(_) => "an integer over 2^63-1",
        Node::Float(_) => "a number that is no integer or a large one",
        Node::Text(_) => "a string",
        Node::Array(_) => "an array",
        Node::Object(_) => "an object",
    }
}
