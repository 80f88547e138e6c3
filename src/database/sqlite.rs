//! SQLite: JSON and times as `TEXT`, a batch as rows of values.

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql};
use diesel::query_builder::AstPass;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

use super::sealed::Words;
use super::upsert::{Texts, is_of_the_mode, updates};
use super::{Insert, MigrationLock, SqlDialect, Statement, Upsert, quoted, values};
use crate::json::JsonText;
use crate::model::Table;
use crate::sql::{Cell, ColumnType, OwnTable};
use crate::sql::{Part, bind_parts};
use crate::sql_types::{Json, UtcTimestamp};

super::dialect!(Sqlite);
bind_parts!(Sqlite);

fn push_array(_: &mut AstPass<'_, '_, Sqlite>, _: ColumnType, _: &[Cell]) -> diesel::QueryResult<()> {
    super::no_arrays()
}

static TEXTS: Texts = Texts::new();

impl Words for Sqlite {
    const DIALECT: SqlDialect = SqlDialect::Sqlite;
    const QUOTE: char = '"';
    const DDL_IN_TRANSACTION: bool = true;
    // SQLite has one writer at a time, and who waits for it waits as long as the connection's `busy_timeout` says. The transaction
    // begins by a write that changes nothing: one that begins by reading could not become the writer after another one.
    const MIGRATION_LOCK: MigrationLock = MigrationLock {
        before: &[super::VERSIONS],
        first: None,
        take: "DELETE FROM stripe_schema_migrations WHERE FALSE",
        is_ours: None,
        wait: "SELECT 1",
        holder: "SELECT 'another connection'",
        renew: None,
        release: None,
    };

    fn has_relation(name: &str) -> String {
        format!("EXISTS (SELECT 1 FROM sqlite_master WHERE name = '{name}' COLLATE NOCASE)")
    }

    fn has_columns(table: &str, columns: &[&str]) -> String {
        format!(
            "((SELECT COUNT(*) FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table' \
             AND t.name = '{table}' COLLATE NOCASE AND c.name COLLATE NOCASE IN ({})) = {})",
            super::literals(columns),
            columns.len()
        )
    }

    fn has_index(index: &str, table: &str) -> String {
        format!(
            "EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = '{index}' COLLATE NOCASE \
             AND tbl_name = '{table}' COLLATE NOCASE)"
        )
    }

    const READ_LATEST: &'static str = "";
    const LOCK_ROWS: &'static str = "";
    const UPSERT_RETURNS: bool = true;

    fn rows_per_statement(columns: usize) -> usize {
        // SQLite binds 32,766 parameters at most; short statements are compiled faster than one of that size.
        (4_096 / columns).max(1)
    }

    fn upsert(upsert: &Upsert<'_>, rows: &[&[Cell]], synced_at: &Cell, returning: &str) -> Statement {
        let table = upsert.table;
        let [insert, select] = &*TEXTS.of(upsert, returning, || {
            let [assignments, touched] = updates(upsert, "'9999-12-31 23:59:59.999999+00:00'", "max");
            let columns = quoted(table.all_columns().map(|column| column.name), '"');
            // SQLite names the columns of VALUES column1, column2, …
            let livemode = table.all_columns().position(|column| column.name == "livemode").unwrap_or_default() + 1;
            let insert = format!("INSERT INTO \"{}\" AS t ({columns}) SELECT * FROM (VALUES ", table.name);
            let select = format!(
                ") WHERE {} ON CONFLICT ({}) DO UPDATE SET {assignments} WHERE {touched} RETURNING {returning}",
                is_of_the_mode(upsert, &format!("column{livemode}")),
                quoted(table.key.iter().copied(), '"'),
            );
            [insert, select]
        });
        let mut statement = Statement::new(rows.len() == 1);
        statement.sql(insert);
        values(&mut statement, table.all_columns().map(|column| column.column_type), rows, synced_at);
        statement.sql(select);
        statement
    }

    #[cfg(feature = "api")]
    fn overwrite(table: &'static Table, rows: &[&[Cell]], synced_at: &Cell) -> Statement {
        let mut statement = Statement::new(rows.len() == 1);
        let columns = quoted(table.all_columns().map(|column| column.name), '"');
        statement.sql(format!("INSERT INTO \"{}\" AS t ({columns}) SELECT * FROM (VALUES ", table.name));
        values(&mut statement, table.all_columns().map(|column| column.column_type), rows, synced_at);
        statement.sql(") WHERE true").sql(super::over_the_revision_before(table));
        statement
    }

    #[cfg(feature = "api")]
    fn where_unmoved(statement: &mut Statement, table: &Table, rows: &[&[Cell]]) {
        let (names, kinds) = super::state_columns(table, '"');
        statement.sql(format!(" WHERE ({names}) IN (VALUES "));
        values(statement, kinds, rows, &Cell::Null);
        statement.sql(")");
    }

    fn select(table: &Table, what: &str, keys: &[&[Cell]], last: &str) -> Statement {
        let mut statement = Statement::new(keys.len() == 1);
        let key = quoted(table.key.iter().copied(), '"');
        statement.sql(format!("SELECT {what} FROM \"{}\" AS t WHERE ({key}) IN (VALUES ", table.name));
        values(&mut statement, table.key.iter().map(|_| ColumnType::Text), keys, &Cell::Null);
        statement.sql(")").sql(last);
        statement
    }

    fn insert(insert: &Insert<'_>, rows: &[&[Cell]]) -> Statement {
        let mut statement = Statement::new(rows.len() == 1);
        let names = insert.bound_names('"');
        statement.sql(format!("INSERT INTO {} ({}) WITH n ({names}) AS (VALUES ", insert.table, insert.names('"')));
        values(&mut statement, insert.bound.iter().map(|column| column.column_type), rows, &Cell::Null);
        statement.sql(") SELECT n.*");
        insert.compute(&mut statement);
        // Without a condition, SQLite would take `ON CONFLICT` for that of a join.
        statement.sql(" FROM n WHERE true");
        statement
    }

    const NOW: &'static str = "(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000+00:00')";
    const COUNTS_INSERTED: bool = true;
    const INTERRUPTIBLE: bool = true;
    const UPDATE_RETURNS: bool = true;
    const INSERT_RETURNS: bool = true;

    fn after_now(statement: &mut Statement, microseconds: i64) {
        statement.sql("(strftime('%Y-%m-%d %H:%M:%f', 'now', (").bind(ColumnType::BigInt, Cell::BigInt(microseconds));
        statement.sql(" / 1000000.0) || ' seconds') || '000+00:00')");
    }

    fn where_first(
        statement: &mut Statement,
        table: &str,
        condition: &dyn Fn(&mut Statement),
        order: &str,
        limit: usize,
    ) {
        statement.sql(format!(" WHERE rowid IN (SELECT rowid FROM {table} WHERE "));
        condition(statement);
        statement.sql(format!(" ORDER BY {order} LIMIT {limit})"));
    }

    fn is_one_of(statement: &mut Statement, table: &OwnTable, keys: &[&[Cell]]) {
        statement.sql(format!("({}) IN (VALUES ", table.key.join(", ")));
        values(statement, table.key.iter().map(|_| ColumnType::Text), keys, &Cell::Null);
        statement.sql(")");
    }
}

/// The width is fixed, so that text sorts as time does; SQLite's own date functions read it.
const FORMAT: &str = "%Y-%m-%d %H:%M:%S%.6f%:z";

impl FromSql<UtcTimestamp, Sqlite> for DateTime<Utc> {
    fn from_sql(value: <Sqlite as diesel::backend::Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(DateTime::parse_from_str(&text, FORMAT)?.to_utc())
    }
}

impl ToSql<UtcTimestamp, Sqlite> for DateTime<Utc> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.format(FORMAT).to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<Json, Sqlite> for serde_json::Value {
    fn from_sql(value: <Sqlite as diesel::backend::Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(serde_json::from_str(&<String as FromSql<Text, Sqlite>>::from_sql(value)?)?)
    }
}

impl ToSql<Json, Sqlite> for serde_json::Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}

impl ToSql<Json, Sqlite> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.as_str());
        Ok(IsNull::No)
    }
}
