//! From an object's JSON to a row, and to the rows of the objects within it.

use super::{Fingerprint, NestedList, Redact, convert, within};
use crate::error::{Result, malformed, reason};
use crate::json::{JsonText, Node, raw_all};
use crate::model::{Column, Kinds, List, Table};
use crate::sql::{Cell, ColumnType};
use crate::stripe_data::Snapshot;

/// MariaDB holds no JSON that is nested deeper; Stripe's is less than half as deep, all of it expanded.
const MAX_DEPTH: usize = 31;

/// A snapshot as it goes into a table: a cell for each of the table's columns, in their order, but for the last: `synced_at`
/// is known when it is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) cells: Vec<Cell>,
    /// The lists within it whose elements are rows of their own.
    pub(crate) lists: Vec<&'static List>,
    /// Empty for a stub, which says nothing of the object but that it was deleted.
    pub(crate) fingerprint: String,
    /// Where within it other objects are, as JSON pointers.
    within: Vec<String>,
}

/// What is within an object and has rows of its own.
#[derive(Debug, Default)]
pub(crate) struct Nested {
    /// Expanded and embedded objects, and elements of other lists.
    pub(crate) objects: Vec<Snapshot>,
    /// Lists of children.
    pub(crate) lists: Vec<NestedList>,
}

impl Record {
    /// The row of a snapshot. A value that does not fit its column is left out of the column, and the log says so: the JSON is
    /// the contract, the columns are a projection of it.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed) if it is not JSON, or nested deeper than databases hold.
    /// [`Error::Preview`](crate::Error::Preview) if it is of no object that exists.
    pub(crate) fn of(
        kinds: &Kinds,
        table: &Table,
        lists: Vec<&'static List>,
        snapshot: &Snapshot,
        redact: &Redact,
    ) -> Result<Record> {
        snapshot.refuse_preview()?;
        let text = snapshot.json.as_str();
        let mut node: Node<'_> =
            serde_json::from_str(text).map_err(|error| malformed(snapshot.subject(), reason(&error)))?;
        if node.depth() > MAX_DEPTH {
            return Err(malformed(snapshot.subject(), format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let json = if redact.apply(&mut node) { to_text(&node) } else { snapshot.json.clone() };

        let mut cells = Vec::with_capacity(table.columns.len() + 14);
        let mut place_of_fingerprint = None;
        for column in table.all_columns().filter(|column| column.name != "synced_at") {
            cells.push(match column.name {
                "id" => Cell::text(&snapshot.id),
                "stripe_account" => Cell::text(&snapshot.origin.stripe_account),
                "stripe_data" => Cell::Json(json.clone()),
                "api_version" => snapshot.origin.api_version.as_deref().map_or(Cell::Null, Cell::text),
                "observed_from" => Cell::UtcTimestamp(snapshot.observed.from),
                "observed_to" => Cell::UtcTimestamp(snapshot.observed.to),
                "revision" => Cell::BigInt(1),
                "fingerprint" => {
                    place_of_fingerprint = Some(cells.len());
                    Cell::Null
                }
                "projection" => Cell::BigInt(table.projection),
                "deleted" => Cell::Bool(snapshot.deleted),
                _ => convert::cell(column, &node).unwrap_or_else(|found| {
                    let Snapshot { object, id, .. } = snapshot;
                    let (table, column, expected) = (table.name, column.name, expectation(column.column_type));
                    tracing::warn!(
                        object,
                        id,
                        table,
                        column,
                        found,
                        expected,
                        "a value does not fit its column: it is NULL"
                    );
                    Cell::Null
                }),
            });
        }

        let within = within::reduce(&mut node, kinds, table, &lists);
        let fingerprint = if snapshot.stub { String::new() } else { Fingerprint::of(&node, text.len()).into_string() };
        if let Some(place) = place_of_fingerprint {
            cells[place] = Cell::text(&fingerprint);
        }
        Ok(Record { cells, lists, fingerprint, within })
    }

    /// The row of an object that came in a list, with what older API versions say only of its parent; `None` if there is nothing of it.
    pub(crate) fn inheriting(&self, table: &Table, parent: &Snapshot) -> Option<Record> {
        let is_missing = |(at, column): &(usize, &Column)| {
            column.inherited().next().is_some() && self.cells.get(*at) == Some(&Cell::Null)
        };
        let mut missing = table.all_columns().enumerate().filter(is_missing).peekable();
        missing.peek()?;
        let node: Node<'_> = serde_json::from_str(parent.json.as_str()).ok()?;
        let (mut record, mut said) = (self.clone(), vec![Node::Text(self.fingerprint.as_str().into())]);
        for (at, column) in missing {
            let value = column.inherited().find_map(|path| node.pointer(path));
            if let Some((value, Ok(cell))) = value.map(|value| (value, convert::of_value(column, value))) {
                record.cells[at] = cell;
                said.push(Node::Text(serde_json::to_string(value).ok()?.into()));
            }
        }
        if said.len() == 1 {
            return None;
        }
        // The object's own JSON stays the same when these values change.
        record.fingerprint = Fingerprint::of(&Node::Array(said), 0).into_string();
        let at = table.all_columns().position(|column| column.name == "fingerprint")?;
        record.cells[at] = Cell::text(&record.fingerprint);
        Some(record)
    }

    /// Whether other objects are within it, those in the table's own lists aside.
    pub(crate) fn has_expanded(&self) -> bool {
        !self.within.is_empty()
    }
}

fn expectation(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Text => "a string",
        ColumnType::Reference => "an id or an object",
        ColumnType::BigInt => "an integer",
        ColumnType::Double => "a number",
        ColumnType::Bool => "a boolean",
        ColumnType::UtcTimestamp => "a Unix time in seconds or ISO 8601, from year 1 to 9999",
        ColumnType::Json => "JSON",
    }
}

pub(super) fn to_text(node: &Node<'_>) -> JsonText {
    serde_json::to_string(node).unwrap_or_default().into()
}

impl Nested {
    pub(crate) fn of(kinds: &Kinds, snapshot: &Snapshot, record: &Record) -> Nested {
        Nested {
            objects: Nested::objects_of(kinds, snapshot, record).collect(),
            lists: NestedList::all(kinds, &record.lists, snapshot),
        }
    }

    /// The objects within one that are snapshots of their own: expanded and embedded ones, and elements of lists that are not
    /// among its table's.
    pub(crate) fn objects_of(kinds: &Kinds, snapshot: &Snapshot, record: &Record) -> impl Iterator<Item = Snapshot> {
        let pointers: Vec<&str> = record.within.iter().map(String::as_str).collect();
        let raw = if pointers.is_empty() { Vec::new() } else { raw_all(snapshot.json.as_str(), &pointers) };
        raw.into_iter().filter_map(|raw| read(snapshot, || Ok(snapshot.nested(raw)?.known_by(kinds))))
    }
}

/// An object within another. One that cannot be read stays in its parent's JSON.
pub(super) fn read(parent: &Snapshot, nested: impl FnOnce() -> Result<Snapshot>) -> Option<Snapshot> {
    nested().inspect_err(|error| tracing::warn!(parent = %parent.subject(), %error, "left in its parent")).ok()
}
