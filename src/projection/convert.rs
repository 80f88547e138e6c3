//! From a JSON value to a column's type.

use std::borrow::Cow;

use crate::json::{EXACT, Node, Unfit, boolean, decimal, describe, time_of};
use crate::model::Column;
use crate::sql::{Cell, ColumnType, is_too_long};

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
    let first = column.paths.iter().find_map(|path| match path.as_bytes().first() {
        Some(b'=') => concluded(&path[1..], node).map(Found::Concluded),
        // A parent has it: see `Record::inheriting`.
        Some(b'^') => None,
        _ => node.pointer(path).map(Found::There),
    });
    match first {
        None => Ok(Cell::Null),
        Some(Found::There(value)) => of_value(column, value),
        Some(Found::Concluded(value)) => of_value(column, &value),
    }
}

/// A value that stands in the object, or that is concluded from it.
enum Found<'n, 'a> {
    There(&'n Node<'a>),
    Concluded(Node<'static>),
}

/// A value in a column's type.
pub(super) fn of_value(column: &Column, value: &Node<'_>) -> Result<Cell, Unfit> {
    Ok(match column.column_type {
        ColumnType::Text => Cell::Text(text(value)?.into_owned()),
        ColumnType::Reference => Cell::Text(reference(value)?.into_owned()),
        ColumnType::BigInt => Cell::BigInt(integer(value)?),
        ColumnType::Double => Cell::Double(number(value)?),
        ColumnType::Bool => Cell::Bool(boolean(value)?),
        ColumnType::UtcTimestamp => Cell::UtcTimestamp(time_of(value)?),
        ColumnType::Json => Cell::Json(super::extract::to_text(value)),
    })
}

/// What older versions let one conclude of a field that they have not, in one of the forms of a [column's paths](Column::paths).
fn concluded(form: &str, node: &Node<'_>) -> Option<Node<'static>> {
    let words: Vec<&str> = form.split(' ').collect();
    let whole = |path: &str| integer(node.pointer(path)?).ok();
    let is_true = |path: &str| boolean(node.pointer(path)?).ok();
    match words[..] {
        [whole_path, "-", part] => {
            let part = match node.entry(part)? {
                Node::Null => 0,
                part => integer(part).ok()?,
            };
            whole(whole_path)?.checked_sub(part).map(Node::Integer)
        }
        [word, "if", condition] if word.starts_with('\'') => {
            is_true(condition)?.then(|| Node::Text(Cow::Owned(word.trim_matches('\'').to_owned())))
        }
        [path, "if", condition] => if is_true(condition)? { whole(path) } else { Some(0) }.map(Node::Integer),
        [path, "is", "there"] => node.entry(path).map(|there| Node::Bool(!matches!(there, Node::Null))),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn convert(column_type: ColumnType, json: &str) -> Result<Cell, Unfit> {
        let text = format!(r#"{{"field": {json}}}"#);
        cell(&Column { name: "field", column_type, paths: &["/field"] }, &serde_json::from_str(&text).unwrap())
    }

    fn at(micros: i64) -> Cell {
        Cell::UtcTimestamp(DateTime::from_timestamp_micros(micros).unwrap())
    }

    #[test]
    fn older_versions_let_one_conclude() {
        let concluded = |form: &'static str, column_type, json: &str| {
            let paths: &'static [&'static str] = Box::leak(Box::new(["/field", form]));
            cell(&Column { name: "field", column_type, paths }, &serde_json::from_str(json).unwrap())
        };
        let (number, word, truth) = (ColumnType::BigInt, ColumnType::Text, ColumnType::Bool);
        for (form, kind, json, expected) in [
            ("=/total - /tax", number, r#"{"total": 119, "tax": 19}"#, Cell::BigInt(100)),
            ("=/total - /tax", number, r#"{"total": 119, "tax": null}"#, Cell::BigInt(119)),
            ("=/total - /tax", number, r#"{"total": 119}"#, Cell::Null),
            ("=/total - /tax", number, r#"{"total": 119, "tax": "much"}"#, Cell::Null),
            ("=/total - /tax", number, r#"{"total": 119, "tax": 19, "field": 7}"#, Cell::BigInt(7)),
            ("=/total - /tax", number, r#"{"total": -9223372036854775808, "tax": 19}"#, Cell::Null),
            ("=/amount if /captured", number, r#"{"amount": 5, "captured": true}"#, Cell::BigInt(5)),
            ("=/amount if /captured", number, r#"{"amount": 5, "captured": false}"#, Cell::BigInt(0)),
            ("=/amount if /captured", number, r#"{"amount": 5}"#, Cell::Null),
            ("='paid' if /paid", word, r#"{"paid": true}"#, Cell::text("paid")),
            ("='paid' if /paid", word, r#"{"paid": false}"#, Cell::Null),
            ("=/dispute is there", truth, r#"{"dispute": "dp_1"}"#, Cell::Bool(true)),
            ("=/dispute is there", truth, r#"{"dispute": null}"#, Cell::Bool(false)),
            ("=/a/dispute is there", truth, r#"{"a": {"dispute": null}}"#, Cell::Bool(false)),
            ("=/dispute is there", truth, "{}", Cell::Null),
            ("^/start", ColumnType::UtcTimestamp, r#"{"start": 7}"#, Cell::Null),
            ("=/total * /tax", number, r#"{"total": 119, "tax": 19}"#, Cell::Null),
        ] {
            assert!(concluded(form, kind, json) == Ok(expected), "{form} of {json}");
        }
    }

    #[test]
    fn what_loses_nothing_is_converted() {
        let text = |text: &str| Cell::text(text);
        let cases = [
            (ColumnType::Text, "12", text("12")),
            (ColumnType::Text, "18446744073709551615", text("18446744073709551615")),
            (ColumnType::Text, "2.5", text("2.5")),
            (ColumnType::Text, "false", text("false")),
            (ColumnType::Reference, "12", text("12")),
            (ColumnType::Reference, r#"{"id": "cus_1"}"#, text("cus_1")),
            (ColumnType::BigInt, "100.0", Cell::BigInt(100)),
            (ColumnType::BigInt, r#""-100""#, Cell::BigInt(-100)),
            (ColumnType::BigInt, r#""9223372036854775807""#, Cell::BigInt(i64::MAX)),
            (ColumnType::BigInt, r#""100.00""#, Cell::BigInt(100)),
            (ColumnType::Double, r#""0.5""#, Cell::Double(0.5)),
            (ColumnType::Double, "25", Cell::Double(25.0)),
            (ColumnType::Double, r#""25""#, Cell::Double(25.0)),
            (ColumnType::Bool, r#""false""#, Cell::Bool(false)),
            (ColumnType::UtcTimestamp, "1493884202", at(1_493_884_202_000_000)),
            (ColumnType::UtcTimestamp, "1493884202.83", at(1_493_884_202_830_000)),
            (ColumnType::UtcTimestamp, r#""1493884202""#, at(1_493_884_202_000_000)),
            (ColumnType::UtcTimestamp, r#""2017-05-04T07:50:02.830Z""#, at(1_493_884_202_830_000)),
            (ColumnType::UtcTimestamp, r#""2017-05-04T09:50:02+02:00""#, at(1_493_884_202_000_000)),
            (ColumnType::Json, r#"["x"]"#, Cell::Json(r#"["x"]"#.to_owned().into())),
            (ColumnType::Bool, "null", Cell::Null),
        ];
        for (kind, json, expected) in cases {
            assert!(convert(kind, json) == Ok(expected), "{kind:?} of {json}");
        }
    }

    #[test]
    fn nothing_else_is() {
        let long = format!("{:?}", "x".repeat(256));
        let cases = [
            (ColumnType::Text, "[]"),
            (ColumnType::Text, r#"{"id": "cus_1"}"#),
            (ColumnType::Reference, "{}"),
            (ColumnType::Reference, "true"),
            (ColumnType::Reference, &long),
            (ColumnType::BigInt, "1493884202.83"),
            (ColumnType::BigInt, "9223372036854775808"),
            (ColumnType::BigInt, "1e300"),
            (ColumnType::BigInt, r#""ten""#),
            (ColumnType::BigInt, r#""1.5""#),
            (ColumnType::BigInt, "true"),
            (ColumnType::Double, r#""NaN""#),
            (ColumnType::Double, r#""0.1234567890123456789""#),
            (ColumnType::Double, "9007199254740993"),
            (ColumnType::Bool, "0"),
            (ColumnType::Bool, r#""yes""#),
            (ColumnType::UtcTimestamp, "253402300800"),
            (ColumnType::UtcTimestamp, r#""2017-05-04""#),
            (ColumnType::UtcTimestamp, r#""2017-05-04T07:50:02.1234567Z""#),
            (ColumnType::UtcTimestamp, r#""10000-01-01T00:00:00Z""#),
        ];
        for (kind, json) in cases {
            assert!(convert(kind, json).is_err(), "{kind:?} of {json}");
        }
    }
}
