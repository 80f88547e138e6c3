//! The SQL of a table, from its declaration.

use crate::database::SqlDialect;
use crate::model::{Column, Table};
use crate::sql::{ColumnType, OwnTable, join};

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
    let columns = table.all_columns().map(|column| {
        let null = if table.nullable(column) { "" } else { " NOT NULL" };
        (column.name, format!("{}{null}", column_type(table, column, dialect)))
    });
    let references = table.columns.iter().filter(|column| column.column_type == ColumnType::Reference);
    let indexes = references.map(|column| Index {
        name: format!("{}_{}", table.name, column.name),
        columns: name(column.name, dialect),
        only: "",
    });
    sql(table.name, table.key, columns, &indexes.collect::<Vec<_>>(), dialect)
}

/// The SQL that makes a table of the crate's own.
#[doc(hidden)]
pub fn create_own_table(table: &OwnTable, dialect: SqlDialect) -> String {
    let columns = table.columns.iter().map(|column| {
        let is_indexed = column.column_type == ColumnType::Text && table.is_indexed(column.name, dialect);
        let kind = if is_indexed { ColumnType::Reference } else { column.column_type };
        let null = if column.nullable { "" } else { " NOT NULL" };
        let clause = column.clause.map_or(String::new(), |clause| format!(" {clause}"));
        (column.name, format!("{}{null}{clause}", type_name(kind, dialect)))
    });
    let indexes = table.indexes.iter().filter(|index| index.on.contains(&dialect)).map(|index| Index {
        name: index.name.to_owned(),
        columns: index.columns.join(", "),
        only: index.only.unwrap_or_default(),
    });
    let about = join(table.about, "", |out, line| *out += &format!("--{line}\n"));
    let settings = table.settings.iter().filter(|(on, _)| *on == dialect);
    let settings = join(settings, "", |out, (_, setting)| *out += &format!("{setting};\n"));
    about + &sql(table.name, table.key, columns, &indexes.collect::<Vec<_>>(), dialect) + &settings
}

struct Index<'i> {
    name: String,
    columns: String,
    /// The condition of a partial one; empty for all rows.
    only: &'i str,
}

fn sql<'c>(
    table: &str,
    key: &[&str],
    columns: impl Iterator<Item = (&'c str, String)>,
    indexes: &[Index<'_>],
    dialect: SqlDialect,
) -> String {
    let mut sql = format!("CREATE TABLE IF NOT EXISTS {table} (\n");
    for (column, is) in columns {
        sql += &format!("    {} {is},\n", name(column, dialect));
    }
    sql += &format!("    PRIMARY KEY ({})", key.join(", "));
    if dialect == SqlDialect::Mysql {
        sql += &join(indexes, "", |out, Index { name, columns, .. }| *out += &format!(",\n    KEY {name} ({columns})"));
        return sql + "\n) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;\n";
    }
    sql += "\n);\n";
    sql + &join(indexes, "", |out, Index { name, columns, only }| {
        let only = if only.is_empty() { String::new() } else { format!(" WHERE {only}") };
        *out += &format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({columns}){only};\n");
    })
}

/// `usage` is a word of MySQL's.
fn name(name: &str, dialect: SqlDialect) -> String {
    if dialect == SqlDialect::Mysql { format!("`{name}`") } else { name.to_owned() }
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
