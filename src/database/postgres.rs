//! PostgreSQL: `jsonb`, `timestamptz`, and a batch as one set of arrays.

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::AstPass;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Array, BigInt, Bool, Double, Jsonb, Nullable, Text, Timestamptz};
use std::io::Write as _;

use super::sealed::Words;
use super::upsert::{Texts, is_of_the_mode, updates};
use super::{Faster, Insert, MigrationLock, SqlDialect, Statement, Upsert, join, quoted, values};
use crate::json::JsonText;
use crate::model::Table;
use crate::sql::{Cell, ColumnType, OwnTable};
use crate::sql::{Part, bind_parts};
use crate::sql_types::{Json, UtcTimestamp};

super::dialect!(Pg);
bind_parts!(Pg);

fn push_array<'b>(out: &mut AstPass<'_, 'b, Pg>, kind: ColumnType, cells: &'b Vec<Cell>) -> diesel::QueryResult<()> {
    match kind {
        ColumnType::Text | ColumnType::Reference => out.push_bind_param::<Array<Nullable<Text>>, _>(cells),
        ColumnType::BigInt => out.push_bind_param::<Array<Nullable<BigInt>>, _>(cells),
        ColumnType::Double => out.push_bind_param::<Array<Nullable<Double>>, _>(cells),
        ColumnType::Bool => out.push_bind_param::<Array<Nullable<Bool>>, _>(cells),
        ColumnType::UtcTimestamp => out.push_bind_param::<Array<Nullable<UtcTimestamp>>, _>(cells),
        ColumnType::Json => out.push_bind_param::<Array<Nullable<Json>>, _>(cells),
    }
}

static TEXTS: Texts = Texts::new();

/// Of a row of `pg_class`: where tables are made.
const IN_SCHEMA: &str = "relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())";

/// Where the lock of the migrations is seen: its number is kept in two halves.
macro_rules! advisory_lock {
    () => {
        "FROM pg_locks JOIN pg_stat_activity AS a USING (pid) WHERE locktype = 'advisory' AND granted AND classid = 29556 \
         AND objid = 1919512677 AND objsubid = 1 \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    };
}

impl Words for Pg {
    const DIALECT: SqlDialect = SqlDialect::Postgres;
    const QUOTE: char = '"';
    const DDL_IN_TRANSACTION: bool = true;
    // A lock of the transaction's. Any number that nobody else locks: "stripe" in ASCII.
    const MIGRATION_LOCK: MigrationLock = MigrationLock {
        before: &[],
        // What the last owner has committed is to be seen.
        first: Some("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"),
        take: "SELECT pg_try_advisory_xact_lock(x'737472697065'::bigint)",
        is_ours: Some(concat!("EXISTS (SELECT 1 ", advisory_lock!(), " AND pid = pg_backend_pid())")),
        wait: "SELECT pg_sleep(0.1)",
        holder: concat!(
            "SELECT format('%s from %s (pid %s), since %s', a.usename, coalesce(a.client_addr::text, 'a local socket'), pid, \
             coalesce(a.xact_start::text, 'a time that only its role may see')) ",
            advisory_lock!()
        ),
        renew: None,
        release: None,
    };
    const VERSIONS_ELSEWHERE: Option<&'static str> = Some(
        "SELECT n.nspname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.oid = to_regclass('stripe_schema_migrations') AND n.nspname IS DISTINCT FROM current_schema()",
    );

    fn has_relation(name: &str) -> String {
        format!("EXISTS (SELECT 1 FROM pg_class WHERE relname = '{name}' AND {IN_SCHEMA})")
    }

    fn has_columns(table: &str, columns: &[&str]) -> String {
        format!(
            "((SELECT count(*) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND NOT attisdropped WHERE relname = \
             '{table}' AND relkind IN ('r', 'p') AND {IN_SCHEMA} AND attname IN ({})) = {})",
            super::literals(columns),
            columns.len()
        )
    }

    fn has_index(index: &str, table: &str) -> String {
        format!(
            "EXISTS (SELECT 1 FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid WHERE relname = '{index}' AND {IN_SCHEMA} \
             AND indrelid = (SELECT t.oid FROM pg_class AS t WHERE t.relname = '{table}' AND t.relnamespace = \
             pg_class.relnamespace))"
        )
    }

    fn compress_faster(table: &str, column: &str) -> Option<Faster> {
        Some(Faster {
            // Since PostgreSQL 14, in those that are built with it.
            is_possible: "EXISTS (SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals))",
            statement: format!("ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4"),
        })
    }

    const READ_LATEST: &'static str = "";
    const LOCK_ROWS: &'static str = " ORDER BY id, stripe_account FOR NO KEY UPDATE";
    const UPSERT_RETURNS: bool = true;

    fn rows_per_statement(_columns: usize) -> usize {
        // Each column is one parameter. The limit keeps a batch's copies on their way to the server small.
        100
    }

    fn upsert(upsert: &Upsert<'_>, rows: &[&[Cell]], synced_at: &Cell, returning: &str) -> Statement {
        let table = upsert.table;
        let [insert, select] = &*TEXTS.of(upsert, returning, || {
            let [assignments, touched] = updates(upsert, "TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'", "GREATEST");
            let columns = quoted(table.all_columns().map(|column| column.name), '"');
            let insert = format!("INSERT INTO \"{}\" AS t ({columns}) SELECT * FROM ", table.name);
            let select = format!(
                " AS n ({columns}) WHERE {} ON CONFLICT ({}) DO UPDATE SET {assignments} WHERE {touched} \
                 RETURNING {returning}",
                is_of_the_mode(upsert, "n.livemode"),
                quoted(table.key.iter().copied(), '"'),
            );
            [insert, select]
        });
        let mut statement = Statement::new(true);
        let kinds = table.all_columns().map(|column| column.column_type);
        statement.sql(insert);
        if rows.len() == 1 {
            // Arrays of one element each cost the server a fifth of the statement's time.
            values(statement.sql("(VALUES "), kinds, rows, synced_at);
            statement.sql(")");
        } else {
            unnest(&mut statement, kinds, rows, synced_at);
        }
        statement.sql(select);
        statement
    }

    #[cfg(feature = "api")]
    fn overwrite(table: &'static Table, rows: &[&[Cell]], synced_at: &Cell) -> Statement {
        let mut statement = Statement::new(true);
        let columns = quoted(table.all_columns().map(|column| column.name), '"');
        statement.sql(format!("INSERT INTO \"{}\" AS t ({columns}) SELECT * FROM ", table.name));
        unnest(&mut statement, table.all_columns().map(|column| column.column_type), rows, synced_at);
        statement.sql(super::over_the_revision_before(table));
        statement
    }

    #[cfg(feature = "api")]
    fn where_unmoved(statement: &mut Statement, table: &Table, rows: &[&[Cell]]) {
        let (names, kinds) = super::state_columns(table, '"');
        statement.sql(format!(" WHERE ({names}) IN (SELECT * FROM "));
        unnest(statement, kinds, rows, &Cell::Null);
        statement.sql(")");
    }

    fn select(table: &Table, what: &str, keys: &[&[Cell]], last: &str) -> Statement {
        // A plan that is kept from when the table was small reads all of it. For many rows it is worth while to plan anew.
        let mut statement = Statement::new(keys.len() == 1);
        statement.sql(format!(
            "SELECT {what} FROM \"{}\" AS t WHERE ({}) IN (SELECT * FROM ",
            table.name,
            quoted(table.key.iter().copied(), '"')
        ));
        unnest(&mut statement, table.key.iter().map(|_| ColumnType::Text), keys, &Cell::Null);
        statement.sql(")").sql(last);
        statement
    }

    fn insert(insert: &Insert<'_>, rows: &[&[Cell]]) -> Statement {
        let mut statement = Statement::new(true);
        statement.sql(format!("INSERT INTO {} ({}) SELECT n.*", insert.table, insert.names('"')));
        insert.compute(&mut statement);
        statement.sql(" FROM ");
        unnest(&mut statement, insert.bound.iter().map(|column| column.column_type), rows, &Cell::Null);
        statement.sql(format!(" AS n ({})", insert.bound_names('"')));
        statement
    }

    const NOW: &'static str = "statement_timestamp()";
    const COUNTS_INSERTED: bool = true;
    const INTERRUPTIBLE: bool = true;
    const UPDATE_RETURNS: bool = true;
    const INSERT_RETURNS: bool = true;
    const COMMITS_TOGETHER: bool = true;

    fn after_now(statement: &mut Statement, microseconds: i64) {
        statement.sql("statement_timestamp() + ").bind(ColumnType::BigInt, Cell::BigInt(microseconds));
        statement.sql(" * interval '1 microsecond'");
    }

    #[cfg(feature = "webhook")]
    fn bounded(statement: &mut Statement, bounds: &super::Bounds) {
        let bounds = [
            ("lock_timeout", bounds.lock),
            ("statement_timeout", bounds.statement),
            ("idle_in_transaction_session_timeout", bounds.idle),
        ];
        for (n, (name, time)) in bounds.iter().enumerate() {
            // Zero would be no bound at all.
            let milliseconds = time.as_millis().clamp(1, i32::MAX as u128);
            let word = if n == 0 { "WHERE" } else { "AND" };
            statement.sql(format!(" {word} set_config('{name}', '{milliseconds}', true) IS NOT NULL"));
        }
    }

    fn where_first(
        statement: &mut Statement,
        table: &str,
        condition: &dyn Fn(&mut Statement),
        order: &str,
        limit: usize,
    ) {
        // By their place in the table: however wrong the statistics are, nothing is joined.
        statement.sql(format!(" WHERE ctid = ANY (ARRAY (SELECT ctid FROM {table} WHERE "));
        condition(statement);
        // `IS TRUE`, so that no index serves the condition: the planner would go through everything that is due, and compare each
        // row's place with all of these.
        statement.sql(format!(" ORDER BY {order} LIMIT {limit} FOR UPDATE SKIP LOCKED)) AND ("));
        condition(statement);
        statement.sql(") IS TRUE");
    }

    fn is_one_of(statement: &mut Statement, table: &OwnTable, keys: &[&[Cell]]) {
        // Each key is looked up by itself: where the statistics are wrong, a join compares all of the table with all keys. `LIMIT`
        // keeps the planner from making a join of it.
        statement.sql("ctid = ANY (ARRAY (SELECT e.ctid FROM ");
        unnest(statement, table.key.iter().map(|_| ColumnType::Text), keys, &Cell::Null);
        let is_same = join(table.key, " AND ", |out, column| *out += &format!("e.{column} = n.{column}"));
        statement.sql(format!(
            " AS n ({}) CROSS JOIN LATERAL (SELECT ctid FROM {} AS e WHERE {is_same} LIMIT 1) AS e))",
            table.key.join(", "),
            table.name
        ));
    }
}

/// `unnest($1, $2, …)`: one parameter for each column, so that the text does not depend on the number of rows. Each
/// row is completed by `last`.
fn unnest(statement: &mut Statement, kinds: impl IntoIterator<Item = ColumnType>, rows: &[&[Cell]], last: &Cell) {
    statement.sql("unnest(");
    for (n, kind) in kinds.into_iter().enumerate() {
        statement.sql(if n > 0 { ", " } else { "" });
        statement.array(kind, rows.iter().map(|row| row.get(n).unwrap_or(last).clone()).collect());
    }
    statement.sql(")");
}

impl FromSql<UtcTimestamp, Pg> for DateTime<Utc> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Timestamptz, Pg>::from_sql(value)
    }
}

impl ToSql<UtcTimestamp, Pg> for DateTime<Utc> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(self, out)
    }
}

impl FromSql<Json, Pg> for serde_json::Value {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Jsonb, Pg>::from_sql(value)
    }
}

impl ToSql<Json, Pg> for serde_json::Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Jsonb, Pg>::to_sql(self, out)
    }
}

/// `jsonb` on the wire is its version, 1, and the text.
impl ToSql<Json, Pg> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[1])?;
        out.write_all(self.as_str().as_bytes())?;
        Ok(IsNull::No)
    }
}
