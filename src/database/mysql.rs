//! MySQL and MariaDB: `JSON`, `DATETIME(6)`, and the ordering rule as an `IF` in each assignment.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::deserialize::{self, FromSql};
use diesel::mysql::{Mysql, MysqlValue};
use diesel::query_builder::AstPass;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Datetime;
use std::io::Write as _;

use super::sealed::Words;
use super::upsert::{Rule, assigned};
use super::{Insert, MigrationLock, SqlDialect, Statement, Upsert, join, quoted, values};
use crate::json::JsonText;
use crate::model::Table;
use crate::sql::{Cell, ColumnType, OwnTable};
use crate::sql::{Part, bind_parts};
use crate::sql_types::{Json, UtcTimestamp};

super::dialect!(Mysql);
bind_parts!(Mysql);

fn push_array(_: &mut AstPass<'_, '_, Mysql>, _: ColumnType, _: &[Cell]) -> diesel::QueryResult<()> {
    super::no_arrays()
}

/// What six bits can say.
const DECISIONS: i64 = 64;

impl Words for Mysql {
    const DIALECT: SqlDialect = SqlDialect::Mysql;
    const QUOTE: char = '`';
    const DDL_IN_TRANSACTION: bool = false;
    // MySQL commits at every DDL statement, so no transaction's lock would last, and `GET_LOCK` is the session's: a proxy hands its
    // sessions round, and a cluster has it on one node. Times are the database's.
    const MIGRATION_LOCK: MigrationLock = MigrationLock {
        before: &[
            "CREATE TABLE IF NOT EXISTS stripe_schema_lock (id INTEGER NOT NULL PRIMARY KEY, owner VARCHAR(64) NOT NULL, \
             holder VARCHAR(255) NOT NULL, taken_at DATETIME(6) NOT NULL, held_until DATETIME(6) NOT NULL) \
             DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin",
            "INSERT IGNORE INTO stripe_schema_lock (id, owner, holder, taken_at, held_until) \
             VALUES (1, '', '', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
        ],
        first: None,
        take: "UPDATE stripe_schema_lock SET owner = '{owner}', \
               holder = LEFT(CONCAT(USER(), ' (connection ', CONNECTION_ID(), ')'), 255), taken_at = UTC_TIMESTAMP(6), \
               held_until = UTC_TIMESTAMP(6) + INTERVAL 60 SECOND WHERE id = 1 AND held_until <= UTC_TIMESTAMP(6)",
        is_ours: Some("EXISTS (SELECT 1 FROM stripe_schema_lock WHERE owner = '{owner}')"),
        wait: "DO SLEEP(0.1)",
        holder: "SELECT CONCAT(holder, ', since ', taken_at, ' UTC; unless it goes on, its lock in stripe_schema_lock lasts until ', \
                 held_until, ' UTC') FROM stripe_schema_lock",
        renew: Some(
            "UPDATE stripe_schema_lock SET held_until = UTC_TIMESTAMP(6) + INTERVAL 60 SECOND WHERE owner = '{owner}'",
        ),
        release: Some(
            "UPDATE stripe_schema_lock SET owner = '', held_until = UTC_TIMESTAMP(6) WHERE owner = '{owner}'",
        ),
    };

    fn has_relation(name: &str) -> String {
        format!(
            "EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '{name}')"
        )
    }

    fn has_columns(table: &str, columns: &[&str]) -> String {
        format!(
            "((SELECT COUNT(*) FROM information_schema.columns AS c JOIN information_schema.tables AS t \
             ON t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = DATABASE() \
             AND c.table_name = '{table}' AND t.table_type = 'BASE TABLE' AND c.column_name IN ({})) = {})",
            super::literals(columns),
            columns.len()
        )
    }

    fn has_index(index: &str, table: &str) -> String {
        format!(
            "EXISTS (SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '{table}' \
             AND index_name = '{index}')"
        )
    }

    // A plain read would see the transaction's snapshot, which may be older than what an upsert sees.
    const READ_LATEST: &'static str = " FOR UPDATE";
    const LOCK_ROWS: &'static str = " FOR UPDATE";
    const UPSERT_RETURNS: bool = false;

    fn rows_per_statement(columns: usize) -> usize {
        // MySQL binds 65,535 parameters at most, and takes 16 MiB (by default) a statement.
        (8_192 / columns).max(1)
    }

    fn upsert(upsert: &Upsert<'_>, rows: &[&[Cell]], synced_at: &Cell, _returning: &str) -> Statement {
        let table = upsert.table;
        let of_the_row = |name: &str| format!("`{}`.`{name}`", table.name);
        let (old, new) = (of_the_row, |name: &str| format!("VALUES(`{name}`)"));
        let rule = Rule::of(upsert, "'9999-12-31 23:59:59.999999'", &old, &new);
        let mut statement = Statement::new(rows.len() == 1);
        let names = quoted(table.all_columns().map(|column| column.name), '`');
        statement.sql(format!("INSERT INTO `{}` ({names}) VALUES ", table.name));
        values(&mut statement, table.all_columns().map(|column| column.column_type), rows, synced_at);
        statement.sql(" ON DUPLICATE KEY UPDATE ");

        // Assignments run from left to right, and later ones see what earlier ones did. So the rule is decided first, and kept in
        // the low bits of `projection`, which gets its own value at the end.
        let bits = [&rule.touched, &rule.applied, &rule.values, &rule.columns, &rule.live, &rule.revived];
        let decision = join(bits.into_iter().enumerate(), " + ", |out, (bit, condition)| {
            out.push_str(&format!("IF({condition}, {}, 0)", 1 << bit));
        });
        statement.sql(format!("`projection` = `projection` * {DECISIONS} + {decision}, "));
        let is = |bit: u32| format!("(`projection` & {})", 1 << bit);
        let [touched, applied, values, columns, live, revived] = [0, 1, 2, 3, 4, 5].map(is);
        let unknown = format!("{} = ''", old("fingerprint"));
        statement.sql(join(assigned(upsert).filter(|name| *name != "projection"), ", ", |out, name| {
            let (old, new) = (old(name), new(name));
            let (written, value) = match name {
                "revision" => (touched.clone(), format!("{old} + 1")),
                "synced_at" => (applied.clone(), new),
                "deleted" => (touched.clone(), format!("{new} OR ({old} AND NOT {revived})")),
                "observed_from" => (
                    touched.clone(),
                    format!(
                        "IF({values} AND NOT {live}, {new}, IF({live} OR {unknown}, GREATEST({old}, {new}), {old}))"
                    ),
                ),
                "observed_to" => (touched.clone(), format!("GREATEST({old}, {new})")),
                // Equal JSON is not rewritten: where it is stored out of line, it stays there.
                "stripe_data" | "api_version" | "fingerprint" => (values.clone(), new),
                name if upsert.is_kept(name) => (columns.clone(), format!("COALESCE({new}, {old})")),
                _ => (columns.clone(), new),
            };
            out.push_str(&format!("`{name}` = IF(`projection` & 1 AND {written}, {value}, {old})"));
        }));
        statement.sql(format!(
            ", `projection` = IF(`projection` & 1 AND {columns}, VALUES(`projection`), `projection` DIV {DECISIONS})"
        ));
        statement
    }

    #[cfg(feature = "api")]
    fn overwrite(table: &'static Table, rows: &[&[Cell]], synced_at: &Cell) -> Statement {
        let mut statement = Statement::new(rows.len() == 1);
        let names = quoted(table.all_columns().map(|column| column.name), '`');
        statement.sql(format!("INSERT INTO `{}` ({names}) VALUES ", table.name));
        values(&mut statement, table.all_columns().map(|column| column.column_type), rows, synced_at);
        let written = table.all_columns().filter(|column| !table.key.contains(&column.name));
        statement.sql(" ON DUPLICATE KEY UPDATE ").sql(join(written, ", ", |out, column| {
            out.push_str(&format!("`{0}` = VALUES(`{0}`)", column.name));
        }));
        statement
    }

    #[cfg(feature = "api")]
    fn where_unmoved(statement: &mut Statement, table: &Table, rows: &[&[Cell]]) {
        let (names, kinds) = super::state_columns(table, '`');
        statement.sql(format!(" WHERE ({names}) IN ("));
        values(statement, kinds, rows, &Cell::Null);
        statement.sql(")");
    }

    fn select(table: &Table, what: &str, keys: &[&[Cell]], last: &str) -> Statement {
        let mut statement = Statement::new(keys.len() == 1);
        let key = quoted(table.key.iter().copied(), '`');
        statement.sql(format!("SELECT {what} FROM `{}` AS t WHERE ({key}) IN (", table.name));
        values(&mut statement, table.key.iter().map(|_| ColumnType::Text), keys, &Cell::Null);
        statement.sql(")").sql(last);
        statement
    }

    fn insert(insert: &Insert<'_>, rows: &[&[Cell]]) -> Statement {
        let mut statement = Statement::new(rows.len() == 1);
        statement.sql(format!("INSERT INTO {} ({}) VALUES ", insert.table, insert.names('`')));
        for (n, row) in rows.iter().enumerate() {
            statement.sql(if n > 0 { ", (" } else { "(" });
            for (n, (column, cell)) in insert.bound.iter().zip(*row).enumerate() {
                statement.sql(if n > 0 { ", " } else { "" }).bind(column.column_type, cell.clone());
            }
            insert.compute(&mut statement);
            statement.sql(")");
        }
        statement
    }

    /// Diesel asks MySQL to count the rows that were found, not those that were changed.
    fn or_nothing(table: &OwnTable) -> String {
        let column = table.key.first().unwrap_or(&"id");
        format!(" ON DUPLICATE KEY UPDATE {column} = {}.{column}", table.name)
    }

    fn or_update(_key: &[&str]) -> String {
        " ON DUPLICATE KEY UPDATE ".to_owned()
    }

    fn inserted(column: &str) -> String {
        format!("VALUES({column})")
    }

    const NOW: &'static str = "UTC_TIMESTAMP(6)";
    const COUNTS_INSERTED: bool = false;
    const INTERRUPTIBLE: bool = false;
    const UPDATE_RETURNS: bool = false;
    // MariaDB can, MySQL cannot.
    const INSERT_RETURNS: bool = false;

    fn after_now(statement: &mut Statement, microseconds: i64) {
        statement
            .sql("UTC_TIMESTAMP(6) + INTERVAL ")
            .bind(ColumnType::BigInt, Cell::BigInt(microseconds))
            .sql(" MICROSECOND");
    }

    #[cfg(feature = "webhook")]
    fn bound_session(bounds: &super::Bounds) -> Option<[String; 2]> {
        // MariaDB reads what MySQL takes for a comment.
        let [lock, idle] = [bounds.lock, bounds.idle].map(|time| time.as_secs().max(1));
        Some([
            format!(
                "SET @diesel_stripe_lock_wait = @@SESSION.innodb_lock_wait_timeout, \
                 SESSION innodb_lock_wait_timeout = {lock} \
                 /*M!100300 , @diesel_stripe_idle = @@SESSION.idle_transaction_timeout, \
                 SESSION idle_transaction_timeout = {idle} */"
            ),
            "SET SESSION innodb_lock_wait_timeout = @diesel_stripe_lock_wait \
             /*M!100300 , SESSION idle_transaction_timeout = @diesel_stripe_idle */"
                .to_owned(),
        ])
    }

    fn where_first(
        statement: &mut Statement,
        _table: &str,
        condition: &dyn Fn(&mut Statement),
        order: &str,
        limit: usize,
    ) {
        statement.sql(" WHERE ");
        condition(statement);
        statement.sql(format!(" ORDER BY {order} LIMIT {limit}"));
    }

    fn is_one_of(statement: &mut Statement, table: &OwnTable, keys: &[&[Cell]]) {
        statement.sql(format!("({}) IN (", table.key.join(", ")));
        values(statement, table.key.iter().map(|_| ColumnType::Text), keys, &Cell::Null);
        statement.sql(")");
    }
}

impl FromSql<UtcTimestamp, Mysql> for DateTime<Utc> {
    fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
        <NaiveDateTime as FromSql<Datetime, Mysql>>::from_sql(value).map(|time| time.and_utc())
    }
}

impl ToSql<UtcTimestamp, Mysql> for DateTime<Utc> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
        ToSql::<Datetime, Mysql>::to_sql(&self.naive_utc(), &mut out.reborrow())
    }
}

impl FromSql<Json, Mysql> for serde_json::Value {
    fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
        Ok(serde_json::from_slice(value.as_bytes())?)
    }
}

impl ToSql<Json, Mysql> for serde_json::Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
        out.write_all(self.to_string().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<Json, Mysql> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
        out.write_all(self.as_str().as_bytes())?;
        Ok(IsNull::No)
    }
}
