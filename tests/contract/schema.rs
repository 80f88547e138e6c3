//! The migrated database is what the declarations say: no table, column, key or index more or less.

use std::collections::BTreeSet;

use diesel_stripe::database::SqlDialect;
use diesel_stripe::model::{StripeModel, StripeObject, Table};
use diesel_stripe::objects::KINDS;
use diesel_stripe::sql::{ColumnType, OwnIndex, OwnTable};

use crate::database::Database;
use crate::own_tables::OWN_TABLES;

/// The migrations' own records, and what only some databases have of them.
const RECORDS: [&str; 2] = ["stripe_schema_lock", "stripe_schema_migrations"];

fn mirrored() -> Vec<&'static Table> {
    KINDS.tables().chain([StripeObject::TABLE]).collect()
}

fn own() -> impl Iterator<Item = &'static OwnTable> {
    OWN_TABLES.into_iter().flat_map(|(_, tables)| tables.iter().copied())
}

/// `table.column type null`, as the database's own catalogue names types.
fn columns(dialect: SqlDialect) -> BTreeSet<String> {
    let line = |table: &str, column: &str, is_indexed: bool, kind: ColumnType, nullable: bool| {
        let kind = if is_indexed && kind == ColumnType::Text { ColumnType::Reference } else { kind };
        let null = if nullable { "null" } else { "not null" };
        format!("{table}.{column} {} {null}", catalogued(dialect, kind))
    };
    let mirrored = mirrored().into_iter().flat_map(|table| {
        table.all_columns().map(move |column| {
            let is_indexed = table.key.contains(&column.name) || column.name == "fingerprint";
            line(table.name, column.name, is_indexed, column.column_type, table.nullable(column))
        })
    });
    let own = own().flat_map(|table| {
        table.columns.iter().map(move |column| {
            let is_indexed = table.is_indexed(column.name, dialect);
            line(table.name, column.name, is_indexed, column.column_type, column.nullable)
        })
    });
    mirrored.chain(own).collect()
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
    lines.filter(|line| !RECORDS.iter().any(|record| line.starts_with(&format!("{record}.")))).collect()
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
    let keys = mirrored().into_iter().map(|table| (table.name, table.key));
    let keys = keys.chain(own().map(|table| (table.name, table.key)));
    same(&found, &keys.map(|(table, key)| format!("{table}.{}", key.join(" "))).collect());
}

async fn every_index_is_as_declared<D: Database>(db: &mut D) {
    let found = lines(
        db,
        "SELECT i.indrelid::regclass || '.' || string_agg(a.attname, ' ' ORDER BY k.n)
             || CASE WHEN i.indpred IS NULL THEN '' ELSE ' in part' END AS value
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid, unnest(i.indkey) WITH ORDINALITY k (attnum, n), pg_attribute a
         WHERE NOT i.indisprimary AND c.relnamespace = current_schema()::regnamespace
             AND a.attrelid = i.indrelid AND a.attnum = k.attnum
         GROUP BY i.indexrelid, i.indrelid, i.indpred",
        "SELECT CAST(CONCAT(table_name, '.', GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ' ')) AS CHAR) AS value
         FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY'
         GROUP BY table_name, index_name",
        "SELECT name || '.' || group_concat(column_name, ' ') || in_part AS value
         FROM (SELECT t.name, i.name AS index_name, c.name AS column_name,
                 CASE i.partial WHEN 0 THEN '' ELSE ' in part' END AS in_part
             FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
             WHERE t.type = 'table' AND i.origin = 'c' ORDER BY t.name, i.name, c.seqno)
         GROUP BY name, index_name, in_part",
    )
    .await;
    let references = mirrored().into_iter().flat_map(|table| {
        let references = table.columns.iter().filter(|column| column.column_type == ColumnType::Reference);
        references.map(|column| format!("{}.{}", table.name, column.name))
    });
    let own = own().flat_map(|table| {
        let indexes = table.indexes.iter().filter(|index| index.on.contains(&D::DIALECT));
        let in_part = |index: &OwnIndex| if index.only.is_some() { " in part" } else { "" };
        indexes.map(move |index| format!("{}.{}{}", table.name, index.columns.join(" "), in_part(index)))
    });
    same(&found, &references.chain(own).collect());
}

contract! {
    every_column_is_as_declared,
    every_key_is_as_declared,
    every_index_is_as_declared,
}
