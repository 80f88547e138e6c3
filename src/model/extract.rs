//! From an object's JSON to a row, and to the rows of the objects within it.

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use super::json::Node;
use super::{Cell, Column, Fingerprint, Kind, NestedList, Redact, Table};
use crate::error::Result;
use crate::objects;
use crate::stripe_data::{JsonText, Snapshot, is_too_long, malformed, reason};

/// MariaDB holds no JSON that is nested deeper; Stripe's is less than half as deep, all of it expanded.
const MAX_DEPTH: usize = 31;

/// A snapshot as it goes into a table: a cell for each of the table's columns, in their order, but for the last: `synced_at`
/// is known when it is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) cells: Vec<Cell>,
    pub(crate) fingerprint: String,
    /// The paths of its references that are expanded.
    expanded: Vec<&'static str>,
}

/// What is within an object and has rows of its own.
#[derive(Debug, Default)]
pub(crate) struct Nested {
    /// Expanded references.
    pub(crate) objects: Vec<Snapshot>,
    /// Lists of children.
    pub(crate) lists: Vec<NestedList>,
}

impl Record {
    /// The row of a snapshot.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed) if a value is not of its column's type,
    /// [`Error::Preview`](crate::Error::Preview) if it is of no object that exists.
    pub(crate) fn of(table: &Table, snapshot: &Snapshot, redact: &Redact) -> Result<Record> {
        snapshot.refuse_preview()?;
        let text = snapshot.json.as_str();
        let mut node: Node<'_> =
            serde_json::from_str(text).map_err(|error| malformed(snapshot.subject(), reason(&error)))?;
        if node.depth() > MAX_DEPTH {
            return Err(malformed(snapshot.subject(), format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let json = if redact.apply(&mut node) { to_text(&node) } else { snapshot.json.clone() };

        let (expanded, mut as_ids) = expanded(table, &node).unzip::<_, _, Vec<_>, Vec<_>>();
        collect_expanded_in_lists(table, &node, &mut as_ids);
        let fingerprint =
            if snapshot.stub { String::new() } else { Fingerprint::of(&node, &as_ids, text.len()).into_string() };

        let mut cells = Vec::with_capacity(table.columns.len() + 14);
        for column in table.all_columns().filter(|column| column.name != "synced_at") {
            cells.push(match column.name {
                "id" => Cell::text(&snapshot.id),
                "stripe_account" => Cell::text(&snapshot.origin.stripe_account),
                "stripe_data" => Cell::Json(json.clone()),
                "api_version" => snapshot.origin.api_version.as_deref().map_or(Cell::Null, Cell::text),
                "observed_from" => Cell::UtcTimestamp(snapshot.observed.from),
                "observed_to" => Cell::UtcTimestamp(snapshot.observed.to),
                "revision" => Cell::BigInt(1),
                "fingerprint" => Cell::text(&fingerprint),
                "projection" => Cell::BigInt(table.projection),
                "deleted" => Cell::Bool(snapshot.deleted),
                _ => cell(column, &node).map_err(|found| {
                    let reason = format!("`{}` is {found}, not {}", column.name, expectation(column.kind));
                    malformed(snapshot.subject(), reason)
                })?,
            });
        }
        Ok(Record { cells, fingerprint, expanded })
    }
}

impl Record {
    pub(crate) fn has_expanded(&self) -> bool {
        !self.expanded.is_empty()
    }
}

/// Where a column's value is, by the first path that has one; `Err` says what is there instead of the column's type.
fn cell(column: &Column, node: &Node<'_>) -> Result<Cell, &'static str> {
    let Some(value) = column.paths.iter().find_map(|path| node.pointer(path)) else { return Ok(Cell::Null) };
    Ok(match (column.kind, value) {
        (Kind::Text, Node::Text(text)) => Cell::Text(text.clone().into_owned()),
        (Kind::Reference, Node::Text(_) | Node::Object(_)) => match value.as_str().or_else(|| value.id()) {
            Some(id) if is_too_long(id) => return Err("over 255 characters"),
            id => id.map_or(Cell::Null, Cell::text),
        },
        (Kind::BigInt, Node::Integer(integer)) => Cell::BigInt(*integer),
        (Kind::Double, Node::Float(float)) => Cell::Double(*float),
        // Integers of a percentage or a rate are small.
        (Kind::Double, Node::Integer(integer)) => Cell::Double(*integer as f64),
        (Kind::Bool, Node::Bool(value)) => Cell::Bool(*value),
        (Kind::UtcTimestamp, Node::Integer(seconds)) => Cell::UtcTimestamp(time(*seconds).ok_or("out of range")?),
        (Kind::Json, value) => Cell::Json(to_text(value)),
        (_, Node::Bool(_)) => return Err("a boolean"),
        (_, Node::Integer(_)) => return Err("an integer"),
        (Kind::BigInt, Node::Unsigned(_)) => return Err("over 2^63-1"),
        (_, Node::Unsigned(_) | Node::Float(_)) => return Err("a number"),
        (_, Node::Text(_)) => return Err("a string"),
        (_, Node::Array(_)) => return Err("an array"),
        (_, Node::Object(_)) => return Err("an object"),
        (_, Node::Null) => Cell::Null,
    })
}

fn expectation(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a string",
        Kind::Reference => "an id or an object",
        Kind::BigInt => "an integer",
        Kind::Double => "a number",
        Kind::Bool => "a boolean",
        Kind::UtcTimestamp => "a Unix time in seconds, from year 1 to 9999",
        Kind::Json => "JSON",
    }
}

/// The times that all three databases hold: of the years 1 to 9999.
pub(crate) fn time(seconds: i64) -> Option<DateTime<Utc>> {
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;
    (FIRST..=LAST).contains(&seconds).then(|| DateTime::from_timestamp(seconds, 0))?
}

fn to_text(node: &Node<'_>) -> JsonText {
    serde_json::to_string(node).unwrap_or_default().into()
}

/// The declared references that are expanded.
fn expanded<'n, 'a>(table: &Table, node: &'n Node<'a>) -> impl Iterator<Item = (&'static str, &'n Node<'a>)> {
    let at = |path| Some((path, node.pointer(path).filter(|value| value.id().is_some())?));
    table.references().filter_map(at)
}

/// Collects those of an object's children too.
fn collect_expanded_in_lists<'n, 'a>(table: &Table, node: &'n Node<'a>, found: &mut Vec<&'n Node<'a>>) {
    for list in table.lists {
        if let (Some(Node::Array(children)), Some(table)) =
            (node.pointer(list.path).and_then(|list| list.get("data")), objects::table(list.object))
        {
            for child in children {
                found.extend(expanded(table, child).map(|(_, object)| object));
                collect_expanded_in_lists(table, child, found);
            }
        }
    }
}

impl Nested {
    pub(crate) fn of(table: &Table, snapshot: &Snapshot, record: &Record) -> Nested {
        Nested { objects: Nested::objects_of(snapshot, record).collect(), lists: NestedList::all(table, snapshot) }
    }

    /// The expanded references of an object.
    pub(crate) fn objects_of(snapshot: &Snapshot, record: &Record) -> impl Iterator<Item = Snapshot> {
        record.expanded.iter().filter_map(|path| {
            let raw = raw_at(snapshot.json.as_str(), path)?;
            read(snapshot, || snapshot.nested(raw))
        })
    }
}

/// An object within another. One that cannot be read stays in its parent's JSON.
pub(super) fn read(parent: &Snapshot, nested: impl FnOnce() -> Result<Snapshot>) -> Option<Snapshot> {
    nested().inspect_err(|error| tracing::warn!(parent = %parent.subject(), %error, "left in its parent")).ok()
}

/// The text of the value at a path, as it was received.
pub(super) fn raw_at<'a>(text: &'a str, path: &str) -> Option<&'a RawValue> {
    let mut found: Option<&'a RawValue> = None;
    for key in path.split('/').skip(1) {
        let text = found.map_or(text, RawValue::get);
        found = if text.trim_start().starts_with('[') {
            let elements: Vec<&'a RawValue> = serde_json::from_str(text).ok()?;
            elements.get(key.parse::<usize>().ok()?).copied()
        } else {
            let mut fields: std::collections::HashMap<std::borrow::Cow<'a, str>, &'a RawValue> =
                serde_json::from_str(text).ok()?;
            fields.remove(key)
        };
        found?;
    }
    found
}
