//! The SQL of a table, from its declaration.

use crate::database::SqlDialect;
use crate::model::{Column, Table};
use crate::sql::{ColumnType, join};

/// The SQL that makes the table of a model: for a migration of the host's own, where it declares a model with
/// [`stripe_model!`](crate::stripe_model).
///
/// On a PostgreSQL that is built with lz4 (most are), `ALTER TABLE … ALTER COLUMN stripe_data SET COMPRESSION lz4` makes the table
/// faster to write. The crate's own tables have it where the server does.
///
/// ```
/// # #[cfg(feature = "core")] {
/// use diesel_stripe::{database::SqlDialect, migrations::create_table, model::StripeModel, objects::Customer};
///
/// let sql = create_table(Customer::TABLE, SqlDialect::Postgres);
/// assert!(sql.starts_with("CREATE TABLE IF NOT EXISTS stripe_customers (\n    id text NOT NULL,\n"));
/// # }
/// ```
pub fn create_table(table: &Table, dialect: SqlDialect) -> String {
    // `usage` is a word of MySQL's.
    let name = |name: &str| if dialect == SqlDialect::Mysql { format!("`{name}`") } else { name.to_owned() };
    let mut sql = format!("CREATE TABLE IF NOT EXISTS {} (\n", table.name);
    for column in table.all_columns() {
        let null = if table.nullable(column) { "" } else { " NOT NULL" };
        sql += &format!("    {} {}{null},\n", name(column.name), column_type(table, column, dialect));
    }
    let indexed = || table.columns.iter().filter(|column| column.column_type == ColumnType::Reference);
    let index = |column: &Column| format!("{}_{}", table.name, column.name);
    sql += &format!("    PRIMARY KEY ({})", table.key.join(", "));
    if dialect == SqlDialect::Mysql {
        for column in indexed() {
            sql += &format!(",\n    KEY {} ({})", index(column), name(column.name));
        }
        sql += "\n) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;\n";
    } else {
        sql += "\n);\n";
        sql += &join(indexed(), "", |out, column| {
            *out += &format!("CREATE INDEX IF NOT EXISTS {} ON {} ({});\n", index(column), table.name, column.name);
        });
    }
    sql
}

fn column_type(table: &Table, column: &Column, dialect: SqlDialect) -> &'static str {
    // MySQL indexes text only up to a length. And where an upsert assigns a TEXT to itself, MariaDB's later assignments see the
    // new row's value in it: the guard must not read one.
    let bounded = table.key.contains(&column.name) || column.name == "fingerprint";
    let kind = if bounded { ColumnType::Reference } else { column.column_type };
    type_name(kind, dialect)
}

fn type_name(kind: ColumnType, dialect: SqlDialect) -> &'static str {
    match (dialect, kind) {
        (SqlDialect::Postgres, ColumnType::Text | ColumnType::Reference) => "text",
        (SqlDialect::Postgres, ColumnType::BigInt) => "bigint",
        (SqlDialect::Postgres, ColumnType::Double) => "double precision",
        (SqlDialect::Postgres, ColumnType::Bool) => "boolean",
        (SqlDialect::Postgres, ColumnType::UtcTimestamp) => "timestamptz",
        (SqlDialect::Postgres, ColumnType::Json) => "jsonb",
        // Stripe's ids are case-sensitive.
        (SqlDialect::Mysql, ColumnType::Reference) => "VARCHAR(255) COLLATE utf8mb4_bin",
        // TEXT holds 64 KiB.
        (SqlDialect::Mysql, ColumnType::Text) => "MEDIUMTEXT",
        (SqlDialect::Mysql, ColumnType::UtcTimestamp) => "DATETIME(6)",
        (SqlDialect::Mysql, ColumnType::Json) => "JSON",
        (_, ColumnType::BigInt) => "BIGINT",
        (_, ColumnType::Double) => "DOUBLE",
        (_, ColumnType::Bool) => "BOOLEAN",
        (
            SqlDialect::Sqlite,
            ColumnType::Text | ColumnType::Reference | ColumnType::UtcTimestamp | ColumnType::Json,
        ) => "TEXT",
    }
}
