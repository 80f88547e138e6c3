//! The migrations of the mirrored tables, in three dialects: what the declarations have and the migrated state has not.
//!
//! A migration only adds. What a declaration no longer has stays in the table, and what it says otherwise is an error here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs};

use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations::{ALL, create_table};
use diesel_stripe::model::{StripeModel as _, StripeObject, Table};
use diesel_stripe::objects::KINDS;

const DIALECTS: [(SqlDialect, &str); 3] =
    [(SqlDialect::Postgres, "postgres"), (SqlDialect::Mysql, "mysql"), (SqlDialect::Sqlite, "sqlite")];

/// What there is of a table: its columns as `name type`, and its indexes by name.
#[derive(Default)]
struct State {
    columns: BTreeMap<String, String>,
    indexes: BTreeSet<String>,
}

/// The tables after these statements, which are written as [`create_table`] and this generator write them.
fn replay(sql: &str, tables: &mut BTreeMap<String, State>) {
    let bare = |name: &str| name.trim_matches('`').to_owned();
    let mut open = None;
    for line in sql.lines().map(|line| line.trim().trim_end_matches([',', ';'])) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match (words.as_slice(), &open) {
            (["CREATE", "TABLE", "IF", "NOT", "EXISTS", name, "("], _) => {
                tables.entry(bare(name)).or_default();
                open = Some(bare(name));
            }
            (
                ["CREATE", "INDEX", "IF", "NOT", "EXISTS", index, "ON", table, ..]
                | ["CREATE", "INDEX", index, "ON", table, ..],
                _,
            ) => {
                tables.entry(bare(table)).or_default().indexes.insert(bare(index));
            }
            (["ALTER", "TABLE", table, "ADD", "COLUMN", name, kind @ ..], _) => {
                tables.entry(bare(table)).or_default().columns.insert(bare(name), kind.join(" "));
            }
            (["KEY", index, ..], Some(table)) => {
                tables.entry(table.clone()).or_default().indexes.insert(bare(index));
            }
            ([first, ..], Some(_)) if first.starts_with(')') => open = None,
            (["PRIMARY", ..] | ["--", ..], _) | ([], _) => {}
            ([name, kind @ ..], Some(table)) => {
                tables.entry(table.clone()).or_default().columns.insert(bare(name), kind.join(" "));
            }
            _ => {}
        }
    }
}

/// What makes of the migrated state of a table what is declared.
fn missing(table: &'static Table, dialect: SqlDialect, migrated: &BTreeMap<String, State>) -> String {
    let whole = create_table(table, dialect);
    let Some(migrated) = migrated.get(table.name) else { return format!("{whole}\n") };
    let mut declared = BTreeMap::new();
    replay(&whole, &mut declared);
    let declared = &declared[table.name];
    let (mut columns, mut indexes) = (String::new(), String::new());
    for column in table.all_columns() {
        let kind = &declared.columns[column.name];
        match migrated.columns.get(column.name) {
            Some(there) => assert_eq!(there, kind, "{}.{} was migrated otherwise", table.name, column.name),
            None => writeln!(columns, "ALTER TABLE {} ADD COLUMN {} {kind};", table.name, column.name).unwrap(),
        }
        let index = format!("{}_{}", table.name, column.name);
        if declared.indexes.contains(&index) && !migrated.indexes.contains(&index) {
            let repeatable = if dialect == SqlDialect::Mysql { "" } else { "IF NOT EXISTS " };
            writeln!(indexes, "CREATE INDEX {repeatable}{index} ON {} ({});", table.name, column.name).unwrap();
        }
    }
    columns + &indexes
}

/// The tables of each area, in the order in which the areas are migrated first.
fn areas() -> Vec<(&'static str, Vec<&'static Table>)> {
    let mut areas: BTreeMap<(bool, &str), Vec<&Table>> = BTreeMap::new();
    for kind in KINDS.iter() {
        areas.entry((kind.feature != "core", kind.feature)).or_default().extend(kind.table);
    }
    let any = ("mirror", vec![StripeObject::TABLE]);
    let areas = areas.into_iter().map(|((_, area), mut tables)| {
        tables.sort_by_key(|table| table.name);
        (area, tables)
    });
    [any].into_iter().chain(areas).collect()
}

#[test]
fn every_declared_table_and_column_is_migrated() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let files = |folder: &str| -> BTreeMap<String, String> {
        let entries = fs::read_dir(format!("{root}/{folder}")).unwrap().map(Result::unwrap);
        let named = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        entries
            .map(|entry| (fs::read_to_string(entry.path()).unwrap(), named(entry)))
            .map(|(sql, name)| (name, sql))
            .collect()
    };
    let mut next = files("postgres").keys().filter_map(|name| name[..4].parse::<u32>().ok()).max().unwrap_or(0);
    let mut todo = Vec::new();
    for (area, tables) in areas() {
        let sql = DIALECTS.map(|(dialect, folder)| {
            let mut migrated = BTreeMap::new();
            files(folder).values().for_each(|sql| replay(sql, &mut migrated));
            let sql: String = tables.iter().map(|table| missing(table, dialect, &migrated)).collect();
            sql.trim_end().to_owned()
        });
        if sql.iter().all(String::is_empty) {
            continue;
        }
        next += 1;
        let name = format!("{next:04}_{area}");
        if env::var_os("GENERATE").is_some() {
            for ((_, folder), sql) in DIALECTS.iter().zip(&sql) {
                fs::write(format!("{root}/{folder}/{name}.sql"), format!("{sql}\n")).unwrap();
            }
        }
        todo.push(name);
    }
    assert!(
        todo.is_empty(),
        "tables or columns are not migrated: {}. GENERATE=1 cargo test --all-features --test generated writes these migrations; \
         review them, and add each to `ALL` in src/migrations.rs",
        todo.join(", "),
    );
}

#[test]
fn every_migration_is_among_all_in_each_dialect() {
    let all: BTreeSet<String> = ALL.iter().map(|migration| format!("{migration}.sql")).collect();
    for (_, folder) in DIALECTS {
        let entries = fs::read_dir(format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let files: BTreeSet<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, all, "{folder}");
    }
}

/// PostgreSQL cuts a longer name off, without a word.
#[test]
fn names_fit_every_database() {
    for table in KINDS.tables() {
        for column in table.columns {
            let index = format!("{}_{}", table.name, column.name);
            let is_indexed = column.column_type == diesel_stripe::sql::ColumnType::Reference;
            assert!(!is_indexed || index.len() <= 63, "{index} has {} characters", index.len());
        }
        assert!(table.all_columns().count() <= 32, "{} has more columns than Diesel's tables have", table.name);
    }
}
