//! The mirror's tables, row by row, as far as they are a function of what was delivered.

use std::collections::{BTreeMap, BTreeSet};

use diesel_stripe::database::SqlDialect;
use diesel_stripe::model::{StripeModel, StripeObject, Table};
use diesel_stripe::objects::KINDS;
use serde_json::{Map, Value};

use super::stripe::{Key, content, kind, names};
use crate::database::Database;

/// What only tells how the row came about.
const OWN: [&str; 8] = [
    "api_version",
    "fingerprint",
    "observed_from",
    "observed_to",
    "projection",
    "revision",
    "stripe_data",
    "synced_at",
];

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub deleted: bool,
    /// What the object says; nothing, where only its deletion is known.
    pub content: Option<Value>,
    pub columns: Map<String, Value>,
    pub observed: [Value; 2],
    pub projection: Value,
    fingerprint: Value,
    json: Value,
}

pub type Rows = BTreeMap<(&'static str, Key), Row>;

/// The tables that the model's kinds are in.
fn tables() -> impl Iterator<Item = &'static Table> {
    let used = |table: &&'static Table| table.object.is_some_and(|object| names().any(|name| name == object));
    KINDS.tables().filter(used).chain([StripeObject::TABLE])
}

pub async fn clear<D: Database>(db: &mut D) {
    let delete = tables().map(|table| table.name).chain(["stripe_refreshes"]);
    let delete: String = delete.map(|table| format!("DELETE FROM {table};")).collect();
    db.execute(&delete).await.expect("the tables are emptied");
}

pub async fn rows<D: Database>(db: &mut D) -> Rows {
    let select: Vec<String> = tables().map(|table| select(D::DIALECT, table)).collect();
    let mut found = Rows::new();
    for value in db.values(&select.join(" UNION ALL ")).await.into_iter().flatten() {
        let (name, json) = value.split_once(' ').expect("a table's name");
        let table = tables().find(|table| table.name == name).expect("a table");
        let columns: Map<String, Value> = serde_json::from_str(json).expect("a row as JSON");
        let (key, row) = row(columns);
        found.insert((table.name, key), row);
    }
    found
}

fn select(dialect: SqlDialect, table: &Table) -> String {
    let (name, quote) = (table.name, if dialect == SqlDialect::Mysql { '`' } else { '"' });
    let pairs: Vec<String> =
        table.all_columns().map(|column| format!("'{0}', {quote}{0}{quote}", column.name)).collect();
    let pairs = pairs.join(", ");
    match dialect {
        SqlDialect::Postgres => format!("SELECT '{name} ' || row_to_json(t)::text AS value FROM {name} t"),
        SqlDialect::Mysql => format!("SELECT CONCAT('{name} ', JSON_OBJECT({pairs})) AS value FROM {name}"),
        SqlDialect::Sqlite => format!("SELECT '{name} ' || json_object({pairs}) AS value FROM {name}"),
    }
}

fn row(mut columns: Map<String, Value>) -> (Key, Row) {
    let mut take = |name: &str| columns.remove(name).unwrap_or(Value::Null);
    let json = document(take("stripe_data"));
    let observed = [take("observed_from"), take("observed_to")];
    let (fingerprint, projection, deleted) = (take("fingerprint"), take("projection"), take("deleted"));
    columns.retain(|name, _| !OWN.contains(&name.as_str()));
    if let Some(metadata) = columns.get_mut("metadata") {
        *metadata = document(metadata.take());
    }
    let of = kind(json["object"].as_str().expect("an object")).name;
    let key = (of, json["id"].as_str().expect("an id").to_owned());
    let deleted = deleted == true || deleted == 1;
    let is_known = json["deleted"] != true;
    let content = is_known.then(|| content(of, &json));
    (key, Row { deleted, content, columns, observed, projection, fingerprint, json })
}

/// SQLite and MariaDB hold JSON as text.
fn document(value: Value) -> Value {
    match value {
        Value::String(text) => serde_json::from_str(&text).expect("a JSON document"),
        other => other,
    }
}

/// What the tables of two runs do not agree on.
#[derive(Debug, Clone)]
pub struct Difference {
    pub key: Key,
    pub how: String,
}

/// `intervals`: whether the observed intervals are compared. `delivered`: what the set names; a refresh may show more, in the version
/// that the client asks for. `undetermined`: the tombstones whose values the set does not determine.
pub fn difference(
    one: &Rows,
    other: &Rows,
    intervals: bool,
    delivered: &BTreeSet<Key>,
    undetermined: &BTreeSet<Key>,
) -> Option<Difference> {
    for place in one.keys().chain(other.keys()) {
        let key = place.1.clone();
        let (Some(a), Some(b)) = (one.get(place), other.get(place)) else {
            if !delivered.contains(&key) {
                continue;
            }
            let deleted = one.get(place).or(other.get(place)).is_some_and(|row| row.deleted);
            let how =
                format!("{} has {} of it in one run alone", place.0, if deleted { "a tombstone" } else { "a row" });
            return Some(Difference { key, how });
        };
        if a.deleted != b.deleted {
            return Some(Difference { key, how: "it is deleted in one run alone".into() });
        }
        let says = |row: &Row| row.content.as_ref().map_or("nothing".to_owned(), Value::to_string);
        if !(a.deleted && undetermined.contains(&place.1)) {
            if a.content != b.content {
                let which = if a.deleted { "its tombstone" } else { "it" };
                return Some(Difference { key, how: format!("{which} says {} and {}", says(a), says(b)) });
            }
            if a.columns != b.columns {
                let column = a.columns.iter().find(|(name, value)| b.columns.get(*name) != Some(value));
                let (name, value) = column.expect("a column that differs");
                let other = b.columns.get(name).unwrap_or(&Value::Null);
                return Some(Difference { key, how: format!("its column {name} is {value} and {other}") });
            }
            // Which rendering of the same content is kept is not determined; what is equal has one fingerprint.
            if a.json == b.json && a.fingerprint != b.fingerprint {
                return Some(Difference { key, how: "its fingerprints differ".into() });
            }
            if intervals && a.observed != b.observed {
                let how = format!("it was observed {:?} and {:?}", a.observed, b.observed);
                return Some(Difference { key, how });
            }
        }
    }
    None
}
