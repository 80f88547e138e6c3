//! The migrated database is what the declarations say: no table, column, key or index more or less.

use std::collections::BTreeSet;

use diesel_stripe::database::SqlDialect;
use diesel_stripe::model::{StripeModel, StripeObject, Table};
use diesel_stripe::objects::KINDS;
use diesel_stripe::sql::ColumnType;

use crate::database::Database;

/// The mirror's own tables; they hold none of Stripe's objects.
const OWN: [&str; 6] = [
    "stripe_calls",
    "stripe_events",
    "stripe_mirror",
    "stripe_refreshes",
    "stripe_schema_lock",
    "stripe_schema_migrations",
];

fn declared() -> Vec<&'static Table> {
    KINDS.tables().chain([StripeObject::TABLE]).collect()
}

/// `table.column type null`, as the database's own catalogue names types.
fn columns(dialect: SqlDialect) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for table in declared() {
        for column in table.all_columns() {
            let indexed = table.key.contains(&column.name) || column.name == "fingerprint";
            let kind = if indexed { ColumnType::Reference } else { column.column_type };
            let null = if table.nullable(column) { "null" } else { "not null" };
            lines.insert(format!("{}.{} {} {null}", table.name, column.name, catalogued(dialect, kind)));
        }
    }
    lines
}

fn catalogued(dialect: SqlDialect, kind: ColumnType) -> &'static str {
    match (dialect, kind) {
        (SqlDialect::Postgres, ColumnType::Text | ColumnType::Reference) => "text",
        (SqlDialect::Postgres, ColumnType::BigInt) => "bigint",
        (SqlDialect::Postgres, ColumnType::Double) => "double precision",
        (SqlDialect::Postgres, ColumnType::Bool) => "boolean",
        (SqlDialect::Postgres, ColumnType::UtcTimestamp) => "timestamp with time zone",
        (SqlDialect::Postgres, ColumnType::Json) => "jsonb",
        (SqlDialect::Mysql, ColumnType::Text) => "mediumtext utf8mb4_bin",
        (SqlDialect::Mysql, ColumnType::Reference) => "varchar(255) utf8mb4_bin",
        (SqlDialect::Mysql, ColumnType::BigInt) => "bigint(20)",
        (SqlDialect::Mysql, ColumnType::Double) => "double",
        (SqlDialect::Mysql, ColumnType::Bool) => "tinyint(1)",
        (SqlDialect::Mysql, ColumnType::UtcTimestamp) => "datetime(6)",
        // MariaDB's JSON.
        (SqlDialect::Mysql, ColumnType::Json) => "longtext utf8mb4_bin",
        (SqlDialect::Sqlite, ColumnType::BigInt) => "BIGINT",
        (SqlDialect::Sqlite, ColumnType::Double) => "DOUBLE",
        (SqlDialect::Sqlite, ColumnType::Bool) => "BOOLEAN",
        (SqlDialect::Sqlite, _) => "TEXT",
    }
}

/// What the database has of these, one line each.
async fn lines<D: Database>(db: &mut D, postgres: &str, mysql: &str, sqlite: &str) -> BTreeSet<String> {
    let sql = match D::DIALECT {
        SqlDialect::Postgres => postgres,
        SqlDialect::Mysql => mysql,
        SqlDialect::Sqlite => sqlite,
    };
    let lines = db.values(sql).await.into_iter().flatten();
    lines.filter(|line| !OWN.iter().any(|own| line.starts_with(&format!("{own}.")))).collect()
}

fn same(database: &BTreeSet<String>, declared: &BTreeSet<String>) {
    let more: Vec<_> = database.difference(declared).collect();
    let less: Vec<_> = declared.difference(database).collect();
    assert!(more.is_empty() && less.is_empty(), "only in the database: {more:#?}\nonly declared: {less:#?}");
}

async fn every_column_is_as_declared<D: Database>(db: &mut D) {
    let found = lines(
        db,
        "SELECT table_name || '.' || column_name || ' ' || data_type
             || CASE is_nullable WHEN 'YES' THEN ' null' ELSE ' not null' END AS value
         FROM information_schema.columns WHERE table_schema = current_schema()",
        "SELECT CAST(CONCAT(table_name, '.', column_name, ' ', column_type, COALESCE(CONCAT(' ', collation_name), ''),
             IF(is_nullable = 'YES', ' null', ' not null')) AS CHAR) AS value
         FROM information_schema.columns WHERE table_schema = DATABASE()",
        "SELECT t.name || '.' || c.name || ' ' || c.type || CASE c.\"notnull\" WHEN 0 THEN ' null' ELSE ' not null' END
             AS value
         FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'",
    )
    .await;
    same(&found, &columns(D::DIALECT));
}

async fn every_key_is_as_declared<D: Database>(db: &mut D) {
    let found = lines(
        db,
        "SELECT c.conrelid::regclass || '.' || string_agg(a.attname, ' ' ORDER BY k.n) AS value
         FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY k (attnum, n), pg_attribute a
         WHERE c.contype = 'p' AND c.connamespace = current_schema()::regnamespace
             AND a.attrelid = c.conrelid AND a.attnum = k.attnum
         GROUP BY c.conrelid",
        "SELECT CAST(CONCAT(table_name, '.', GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ' ')) AS CHAR)
             AS value
         FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'PRIMARY'
         GROUP BY table_name",
        "SELECT name || '.' || group_concat(column_name, ' ') AS value
         FROM (SELECT t.name, c.name AS column_name FROM sqlite_master t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND c.pk > 0 ORDER BY t.name, c.pk)
         GROUP BY name",
    )
    .await;
    let declared = declared().into_iter().map(|table| format!("{}.{}", table.name, table.key.join(" ")));
    same(&found, &declared.collect());
}

async fn every_reference_has_an_index<D: Database>(db: &mut D) {
    let found = lines(
        db,
        "SELECT i.indrelid::regclass || '.' || a.attname AS value
         FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         JOIN pg_class c ON c.oid = i.indrelid
         WHERE NOT i.indisprimary AND i.indpred IS NULL AND c.relnamespace = current_schema()::regnamespace",
        "SELECT CAST(CONCAT(table_name, '.', column_name) AS CHAR) AS value FROM information_schema.statistics
         WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY' AND seq_in_index = 1",
        "SELECT t.name || '.' || c.name AS value
         FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
         WHERE t.type = 'table' AND i.origin = 'c' AND c.seqno = 0",
    )
    .await;
    let references = declared().into_iter().flat_map(|table| {
        let references = table.columns.iter().filter(|column| column.column_type == ColumnType::Reference);
        references.map(|column| format!("{}.{}", table.name, column.name))
    });
    same(&found, &references.collect());
}

contract! {
    every_column_is_as_declared,
    every_key_is_as_declared,
    every_reference_has_an_index,
}
