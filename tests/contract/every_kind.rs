//! Every kind with a table: each column is what Stripe's example says, and an event, a newer snapshot and a deletion do to its row what
//! they do to any other's.

use diesel_stripe::Outcome;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::{Column, StripeObject, Table};
use diesel_stripe::objects::KINDS;
use diesel_stripe::sql::ColumnType;
use serde_json::{Value, json};

use crate::database::Database;
use crate::fixtures::examples;
use crate::sent::{answer, data, event, stub};

/// What stands for NULL, and between the columns of a row that is read as one text.
const NULL: &str = "∅";
const BETWEEN: char = '\u{1f}';

/// Stripe's example of each kind with a table, and the table; of several examples of a kind, each.
fn of_tables() -> Vec<(&'static Table, Value)> {
    let of = |example: Value| Some((KINDS.table(example["object"].as_str()?)?, example));
    examples().into_iter().filter_map(of).collect()
}

/// A column as text: times in whole seconds, booleans as words.
fn as_text(dialect: SqlDialect, column: &Column) -> String {
    let name = match dialect {
        SqlDialect::Mysql => format!("`{}`", column.name),
        _ => format!("\"{}\"", column.name),
    };
    let text = if dialect == SqlDialect::Mysql { "CHAR" } else { "TEXT" };
    let value = match (column.column_type, dialect) {
        (ColumnType::UtcTimestamp, SqlDialect::Postgres) => format!("CAST(EXTRACT(EPOCH FROM {name}) AS BIGINT)"),
        (ColumnType::UtcTimestamp, SqlDialect::Mysql) => format!("TIMESTAMPDIFF(SECOND, '1970-01-01', {name})"),
        (ColumnType::UtcTimestamp, SqlDialect::Sqlite) => format!("strftime('%s', {name})"),
        (ColumnType::Bool, _) => format!("CASE WHEN {name} THEN 'true' WHEN NOT {name} THEN 'false' END"),
        _ => name,
    };
    format!("COALESCE(CAST({value} AS {text}), '{NULL}')")
}

/// The account that an object says it belongs to, if its kind does.
pub fn owner(object: &Value) -> &str {
    let path = KINDS.get(object["object"].as_str().unwrap()).and_then(|kind| kind.owner);
    path.and_then(|path| object.pointer(path)?.as_str()).unwrap_or_default()
}

/// The columns of an object's row, as texts.
pub async fn row<D: Database>(db: &mut D, table: &Table, example: &Value, columns: &[&Column]) -> Vec<String> {
    let (id, owner) = (example["id"].as_str().unwrap(), owner(example));
    let texts: Vec<String> = columns.iter().map(|column| as_text(D::DIALECT, column)).collect();
    let whole = match D::DIALECT {
        SqlDialect::Mysql => format!("CONCAT_WS(CHAR(31), {})", texts.join(", ")),
        SqlDialect::Postgres => texts.join(" || CHR(31) || "),
        SqlDialect::Sqlite => texts.join(" || CHAR(31) || "),
    };
    let row = format!("id = '{id}' AND stripe_account = '{owner}'");
    let rows = db.values(&format!("SELECT {whole} AS value FROM {} WHERE {row}", table.name)).await;
    assert_eq!(rows.len(), 1, "{} {id}", table.name);
    rows[0].as_ref().unwrap().split(BETWEEN).map(str::to_owned).collect()
}

/// What a column is to be, by the object's JSON alone.
fn expected(column: &Column, object: &Value) -> Option<Value> {
    let value = column.paths.iter().filter_map(|path| object.pointer(path)).find(|value| !value.is_null())?;
    let seconds = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp();
    Some(match (column.column_type, value) {
        (ColumnType::Reference, Value::Object(expanded)) => expanded["id"].clone(),
        (ColumnType::UtcTimestamp, Value::String(text)) => json!(seconds(text)),
        (ColumnType::Text, Value::Number(_) | Value::Bool(_)) => json!(value.to_string()),
        _ => value.clone(),
    })
}

/// The columns that refer to the objects in whose lists such an object is.
fn of_lists(object: &Value) -> impl Iterator<Item = &'static str> {
    let lists = KINDS.iter().flat_map(|kind| kind.lists);
    lists.filter(|list| object["object"] == list.object).map(|list| list.parent)
}

/// Whether a column's text is this value.
pub fn is(column: &Column, text: &str, value: Option<&Value>) -> bool {
    let Some(value) = value else { return text == NULL };
    match column.column_type {
        ColumnType::Double => {
            text.parse::<f64>().ok() == value.as_str().map_or(value.as_f64(), |text| text.parse().ok())
        }
        ColumnType::Json => serde_json::from_str::<Value>(text).ok().as_ref() == Some(value),
        _ => value.as_str().map_or_else(|| value.to_string(), str::to_owned) == text,
    }
}

async fn each_column_is_what_the_example_says<D: Database>(db: &mut D) {
    let all = of_tables();
    let batch = all.iter().map(|(_, example)| data::<StripeObject>(example, answer(5))).collect();
    for outcome in db.sync_any(&Mirror::default(), batch).await.unwrap() {
        outcome.unwrap();
    }
    let (mut values, mut wrong) = (0, Vec::new());
    for (table, example) in &all {
        let is_of_the_object = |column: &&Column| !column.paths.is_empty() && column.name != "id";
        let columns: Vec<&Column> = table.all_columns().filter(is_of_the_object).collect();
        let texts = row(db, table, example, &columns).await;
        for (column, text) in columns.iter().zip(&texts) {
            let value = expected(column, example);
            values += usize::from(value.is_some());
            // What is in a list of another example has its parent from there.
            let is_from_the_list = value.is_none() && of_lists(example).any(|parent| parent == column.name);
            if !is(column, text, value.as_ref()) && !is_from_the_list {
                wrong.push(format!("{}.{}: {text}, and not {value:?}", table.name, column.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(values > 900, "the examples have {values} values");
}

async fn events_and_deletions_do_what_they_do_to_any_row<D: Database>(db: &mut D) {
    let mirror = Mirror::default();
    let state: Vec<Column> = [("deleted", ColumnType::Bool), ("metadata", ColumnType::Json)]
        .map(|(name, column_type)| Column { name, column_type, paths: &[] })
        .to_vec();
    let state: Vec<&Column> = state.iter().collect();
    let alive = of_tables().into_iter().filter(|(_, example)| example["deleted"] != true);
    for (n, (table, mut example)) in alive.enumerate() {
        // Some are within the examples of others, and go with them.
        example["id"] = format!("{}n{n}", example["id"].as_str().unwrap()).into();
        let (object, id) = (table.object.unwrap(), example["id"].as_str().unwrap());
        let kind = KINDS.get(object).unwrap();
        let is_of_now = |name: &&&str| !name.ends_with(".deleted") && !name.ends_with(".created");
        let told =
            kind.events.iter().find(is_of_now).map_or_else(|| format!("{object}.updated"), |name| (*name).to_owned());
        let mut changed = example.clone();
        changed["metadata"] = json!({"changed": "yes"});
        let sync = async |db: &mut D, snapshot| db.sync_any(&mirror, vec![snapshot]).await.unwrap().remove(0).unwrap();

        sync(db, data::<StripeObject>(&example, answer(5))).await;
        assert_eq!(sync(db, data(&changed, event(7, &told))).await, Outcome::Applied, "{object} {told}");
        assert_eq!(row(db, table, &example, &state).await[0], "false", "{object}");
        assert!(row(db, table, &example, &state).await[1].contains("changed"), "{object}");
        assert_eq!(sync(db, data(&example, event(6, &told))).await, Outcome::Stale, "{object}");
        assert_eq!(
            sync(db, data(&stub(object, id), answer(9).stripe_account(owner(&example)))).await,
            Outcome::Applied,
            "{object}"
        );
        let gone = row(db, table, &example, &state).await;
        assert!(gone[0] == "true" && gone[1].contains("changed"), "{object}: a stub wipes nothing, {gone:?}");
        let revived = sync(db, data(&example, event(11, &told))).await;
        assert_eq!(revived == Outcome::Applied, kind.ids.chosen && !is_stripes(kind.ids.prefixes, id), "{object} {id}");
    }
}

/// Whether an id of a kind whose ids users may choose is one of Stripe's own all the same.
fn is_stripes(prefixes: &[&str], id: &str) -> bool {
    prefixes.iter().any(|prefix| id.starts_with(prefix))
}

contract! {
    each_column_is_what_the_example_says,
    events_and_deletions_do_what_they_do_to_any_row,
}
