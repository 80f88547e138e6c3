//! The migrations of all tables, in three dialects: what the declarations have and the migrated state has not.
//!
//! A migration only adds. What a declaration no longer has stays in the table, and what it says otherwise is an error here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs};

use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations::{ALL, create_own_table, create_table};
use diesel_stripe::model::{StripeModel as _, StripeObject, Table};
use diesel_stripe::objects::KINDS;
use diesel_stripe::sql::OwnTable;

use crate::own_tables::OWN_TABLES;

const DIALECTS: [(SqlDialect, &str); 3] =
    [(SqlDialect::Postgres, "postgres"), (SqlDialect::Mysql, "mysql"), (SqlDialect::Sqlite, "sqlite")];

/// What there is of a table: its columns as `name type`, and its indexes.
#[derive(Default)]
struct State {
    columns: BTreeMap<String, String>,
    /// Each with its columns and its condition.
    indexes: BTreeMap<String, String>,
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
                ["CREATE", "INDEX", "IF", "NOT", "EXISTS", index, "ON", table, on @ ..]
                | ["CREATE", "INDEX", index, "ON", table, on @ ..],
                _,
            ) => {
                tables.entry(bare(table)).or_default().indexes.insert(bare(index), on.join(" "));
            }
            (["ALTER", "TABLE", table, "ADD", "COLUMN", name, kind @ ..], _) => {
                tables.entry(bare(table)).or_default().columns.insert(bare(name), kind.join(" "));
            }
            (["KEY", index, on @ ..], Some(table)) => {
                tables.entry(table.clone()).or_default().indexes.insert(bare(index), on.join(" "));
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

/// A declared table: its own SQL, and the names that a migration is written of.
struct Declared {
    name: &'static str,
    columns: Vec<&'static str>,
    sql: [String; 3],
}

impl From<&'static Table> for Declared {
    fn from(table: &'static Table) -> Self {
        let columns = table.all_columns().map(|column| column.name).collect();
        Declared { name: table.name, columns, sql: DIALECTS.map(|(dialect, _)| create_table(table, dialect)) }
    }
}

impl From<&'static OwnTable> for Declared {
    fn from(table: &'static OwnTable) -> Self {
        let columns = table.columns.iter().map(|column| column.name).collect();
        Declared { name: table.name, columns, sql: DIALECTS.map(|(dialect, _)| create_own_table(table, dialect)) }
    }
}

/// What makes of the migrated state of a table what is declared.
fn missing(table: &Declared, dialect: usize, migrated: &BTreeMap<String, State>) -> String {
    let whole = &table.sql[dialect];
    let Some(migrated) = migrated.get(table.name) else { return format!("{whole}\n") };
    let mut declared = BTreeMap::new();
    replay(whole, &mut declared);
    let declared = &declared[table.name];
    let (mut columns, mut indexes) = (String::new(), String::new());
    for column in &table.columns {
        let kind = &declared.columns[*column];
        match migrated.columns.get(*column) {
            Some(there) => assert_eq!(there, kind, "{}.{column} was migrated otherwise", table.name),
            None => writeln!(columns, "ALTER TABLE {} ADD COLUMN {column} {kind};", table.name).unwrap(),
        }
    }
    for (index, on) in &declared.indexes {
        match migrated.indexes.get(index) {
            Some(there) => assert_eq!(there, on, "{index} was migrated otherwise"),
            None => {
                let repeatable = if DIALECTS[dialect].0 == SqlDialect::Mysql { "" } else { "IF NOT EXISTS " };
                writeln!(indexes, "CREATE INDEX {repeatable}{index} ON {} {on};", table.name).unwrap();
            }
        }
    }
    columns + &indexes
}

/// The tables of each migration, in the order in which they are migrated first.
fn areas() -> Vec<(&'static str, Vec<Declared>)> {
    let mut areas: BTreeMap<(bool, &str), Vec<&'static Table>> = BTreeMap::new();
    for kind in KINDS.iter() {
        areas.entry((kind.feature != "core", kind.feature)).or_default().extend(kind.table);
    }
    let areas = areas.into_iter().map(|((_, area), mut tables)| {
        tables.sort_by_key(|table| table.name);
        (area, tables.into_iter().map(Declared::from).collect())
    });
    let mut own =
        OWN_TABLES.map(|(area, tables)| (area, tables.iter().copied().map(Declared::from).collect::<Vec<_>>()));
    own[0].1.push(StripeObject::TABLE.into());
    own.into_iter().chain(areas).collect()
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
        let sql = [0, 1, 2].map(|dialect| {
            let folder = DIALECTS[dialect].1;
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
