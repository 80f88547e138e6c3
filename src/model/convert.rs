//! From a JSON value to a column's type.

use std::borrow::Cow;

use chrono::{DateTime, Timelike, Utc};

use super::json::Node;
use super::{Cell, Column, Kind};
use crate::stripe_data::is_too_long;

/// A value that does not fit its column: what it is, in words that may be logged.
pub(super) type Unfit = &'static str;

/// Numbers up to here are the same as integers and as `f64`.
const EXACT: i64 = 1 << 53;

/// A decimal number of so many digits is the same as text and as `f64`.
const EXACT_DIGITS: usize = 15;

/// A column's value, by the first of its paths that has one. A value of another type than the column's is converted where
/// nothing is lost:
///
/// - to a string: integers, other numbers and booleans, as JSON writes them; to a reference, integers;
/// - to an integer: `100.0` and `"100"`;
/// - to a number: an integer up to 2⁵³, and a string of up to 15 digits, `"0.5"`;
/// - to a boolean: `"true"` and `"false"`;
/// - to a time: seconds with a fraction (`1493884202.83`) or in a string, and ISO 8601 with an offset, as far as
///   microseconds can say it.
///
/// # Errors
/// Any other value.
pub(super) fn cell(column: &Column, node: &Node<'_>) -> Result<Cell, Unfit> {
    let Some(value) = column.paths.iter().find_map(|path| node.pointer(path)) else { return Ok(Cell::Null) };
    Ok(match column.kind {
        Kind::Text => Cell::Text(text(value)?.into_owned()),
        Kind::Reference => Cell::Text(reference(value)?.into_owned()),
        Kind::BigInt => Cell::BigInt(integer(value)?),
        Kind::Double => Cell::Double(number(value)?),
        Kind::Bool => Cell::Bool(boolean(value)?),
        Kind::UtcTimestamp => Cell::UtcTimestamp(time_of(value)?),
        Kind::Json => Cell::Json(super::extract::to_text(value)),
    })
}

fn text<'n>(value: &'n Node<'_>) -> Result<Cow<'n, str>, Unfit> {
    match value {
        Node::Text(text) => Ok(Cow::Borrowed(text)),
        Node::Null | Node::Array(_) | Node::Object(_) => Err(describe(value)),
        scalar => serde_json::to_string(scalar).map(Cow::Owned).map_err(|_| describe(value)),
    }
}

fn reference<'n>(value: &'n Node<'_>) -> Result<Cow<'n, str>, Unfit> {
    let id = match value {
        Node::Text(_) | Node::Integer(_) | Node::Unsigned(_) => text(value)?,
        Node::Object(_) => Cow::Borrowed(value.id().ok_or("an object without an id")?),
        _ => return Err(describe(value)),
    };
    if is_too_long(&id) { Err("a string of over 255 characters") } else { Ok(id) }
}

fn integer(value: &Node<'_>) -> Result<i64, Unfit> {
    let of_float = |float: f64| (float.fract() == 0.0 && float.abs() <= EXACT as f64).then_some(float as i64);
    match value {
        Node::Integer(integer) => Some(*integer),
        Node::Float(float) => of_float(*float),
        Node::Text(text) => text.parse().ok().or_else(|| of_float(decimal(text)?)),
        _ => None,
    }
    .ok_or(describe(value))
}

fn number(value: &Node<'_>) -> Result<f64, Unfit> {
    match value {
        Node::Float(float) => Some(*float),
        Node::Integer(integer) => (-EXACT..=EXACT).contains(integer).then_some(*integer as f64),
        Node::Text(text) => decimal(text),
        _ => None,
    }
    .ok_or(describe(value))
}

/// A number in a string, as JSON would write it.
fn decimal(text: &str) -> Option<f64> {
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
fn describe(value: &Node<'_>) -> Unfit {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(kind: Kind, json: &str) -> Result<Cell, Unfit> {
        let text = format!(r#"{{"field": {json}}}"#);
        cell(&Column { name: "field", kind, paths: &["/field"] }, &serde_json::from_str(&text).unwrap())
    }

    fn at(micros: i64) -> Cell {
        Cell::UtcTimestamp(DateTime::from_timestamp_micros(micros).unwrap())
    }

    #[test]
    fn what_loses_nothing_is_converted() {
        let text = |text: &str| Cell::text(text);
        let cases = [
            (Kind::Text, "12", text("12")),
            (Kind::Text, "18446744073709551615", text("18446744073709551615")),
            (Kind::Text, "2.5", text("2.5")),
            (Kind::Text, "false", text("false")),
            (Kind::Reference, "12", text("12")),
            (Kind::Reference, r#"{"id": "cus_1"}"#, text("cus_1")),
            (Kind::BigInt, "100.0", Cell::BigInt(100)),
            (Kind::BigInt, r#""-100""#, Cell::BigInt(-100)),
            (Kind::BigInt, r#""9223372036854775807""#, Cell::BigInt(i64::MAX)),
            (Kind::BigInt, r#""100.00""#, Cell::BigInt(100)),
            (Kind::Double, r#""0.5""#, Cell::Double(0.5)),
            (Kind::Double, "25", Cell::Double(25.0)),
            (Kind::Double, r#""25""#, Cell::Double(25.0)),
            (Kind::Bool, r#""false""#, Cell::Bool(false)),
            (Kind::UtcTimestamp, "1493884202", at(1_493_884_202_000_000)),
            (Kind::UtcTimestamp, "1493884202.83", at(1_493_884_202_830_000)),
            (Kind::UtcTimestamp, r#""1493884202""#, at(1_493_884_202_000_000)),
            (Kind::UtcTimestamp, r#""2017-05-04T07:50:02.830Z""#, at(1_493_884_202_830_000)),
            (Kind::UtcTimestamp, r#""2017-05-04T09:50:02+02:00""#, at(1_493_884_202_000_000)),
            (Kind::Json, r#"["x"]"#, Cell::Json(r#"["x"]"#.to_owned().into())),
            (Kind::Bool, "null", Cell::Null),
        ];
        for (kind, json, expected) in cases {
            assert!(convert(kind, json) == Ok(expected), "{kind:?} of {json}");
        }
    }

    #[test]
    fn nothing_else_is() {
        let long = format!("{:?}", "x".repeat(256));
        let cases = [
            (Kind::Text, "[]"),
            (Kind::Text, r#"{"id": "cus_1"}"#),
            (Kind::Reference, "{}"),
            (Kind::Reference, "true"),
            (Kind::Reference, &long),
            (Kind::BigInt, "1493884202.83"),
            (Kind::BigInt, "9223372036854775808"),
            (Kind::BigInt, "1e300"),
            (Kind::BigInt, r#""ten""#),
            (Kind::BigInt, r#""1.5""#),
            (Kind::BigInt, "true"),
            (Kind::Double, r#""NaN""#),
            (Kind::Double, r#""0.1234567890123456789""#),
            (Kind::Double, "9007199254740993"),
            (Kind::Bool, "0"),
            (Kind::Bool, r#""yes""#),
            (Kind::UtcTimestamp, "253402300800"),
            (Kind::UtcTimestamp, r#""2017-05-04""#),
            (Kind::UtcTimestamp, r#""2017-05-04T07:50:02.1234567Z""#),
            (Kind::UtcTimestamp, r#""10000-01-01T00:00:00Z""#),
        ];
        for (kind, json) in cases {
            assert!(convert(kind, json).is_err(), "{kind:?} of {json}");
        }
    }
}
