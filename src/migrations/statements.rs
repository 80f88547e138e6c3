//! A migration's text, statement by statement, and what each makes.

use super::SqlDialect;
use crate::database::sealed::Words;

/// What a statement makes, by name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Makes<'s> {
    Table {
        name: &'s str,
        columns: Vec<&'s str>,
    },
    Index {
        name: &'s str,
        table: &'s str,
    },
    Column {
        table: &'s str,
        name: &'s str,
    },
    /// Nothing of these: it may be executed again.
    Nothing,
}

/// The statements of a text, without comments. A statement ends with a line that ends with a semicolon.
pub(super) fn statements(sql: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut statement = String::new();
    for line in sql.lines().map(str::trim_end).filter(|line| !line.trim_start().starts_with("--") && !line.is_empty()) {
        statement.push_str(line);
        if let Some(whole) = statement.strip_suffix(';') {
            all.push(whole.to_owned());
            statement.clear();
        } else {
            statement.push('\n');
        }
    }
    all.extend((!statement.trim().is_empty()).then_some(statement));
    all
}

/// Reads a statement as this crate's migrations write them.
pub(super) fn makes(statement: &str) -> Makes<'_> {
    let words: Vec<&str> = statement.split_whitespace().collect();
    match *words {
        ["CREATE", "TABLE", "IF", "NOT", "EXISTS", name, ..] => {
            Makes::Table { name: bare(name), columns: columns(statement) }
        }
        ["CREATE", "INDEX", "IF", "NOT", "EXISTS", name, "ON", table, ..]
        | ["CREATE", "UNIQUE", "INDEX", "IF", "NOT", "EXISTS", name, "ON", table, ..]
        | ["CREATE", "INDEX", name, "ON", table, ..]
        | ["CREATE", "UNIQUE", "INDEX", name, "ON", table, ..] => Makes::Index { name: bare(name), table: bare(table) },
        ["ALTER", "TABLE", table, "ADD", "COLUMN", name, ..] => Makes::Column { table: bare(table), name: bare(name) },
        _ => Makes::Nothing,
    }
}

/// A name without its quotes, and without what follows it immediately.
fn bare(name: &str) -> &str {
    name.split('(').next().unwrap_or(name).trim_matches(['`', '"'])
}

/// The columns in the parentheses of a `CREATE TABLE`.
fn columns(statement: &str) -> Vec<&str> {
    let Some((_, body)) = statement.split_once('(') else { return Vec::new() };
    let mut depth = 0_usize;
    // The parts between commas that are in no parentheses of their own, up to the one that closes the body.
    let parts = body.split(|c: char| {
        depth = match c {
            '(' => depth.saturating_add(1),
            ')' if depth == 0 => usize::MAX,
            ')' if depth < usize::MAX => depth - 1,
            _ => depth,
        };
        (c == ',' && depth == 0) || depth == usize::MAX
    });
    let names = parts.filter_map(|part| part.split_whitespace().next());
    let is_column = |word: &&str| !["PRIMARY", "KEY", "UNIQUE", "CHECK", "CONSTRAINT", "FOREIGN"].contains(word);
    names.take_while(|word| !word.starts_with("DEFAULT")).filter(is_column).map(bare).collect()
}

/// The condition that what a statement makes is there already, for one that would fail then.
pub(super) fn is_made<DB: Words>(statement: &str) -> Option<String> {
    match makes(statement) {
        Makes::Column { table, name } => Some(DB::has_columns(table, &[name])),
        Makes::Index { name, table } if !is_repeatable(statement) => Some(DB::has_index(name, table)),
        _ => None,
    }
}

/// The condition that something else has the name that a statement would make, and what has to have it: `CREATE … IF NOT EXISTS`
/// would say nothing of it.
pub(super) fn is_taken<DB: Words>(statement: &str) -> Option<(String, String)> {
    let taken = |name: &str, ours: String| format!("{} AND NOT {ours}", DB::has_relation(name));
    match makes(statement) {
        Makes::Table { name, columns } => Some((name.to_owned(), taken(name, DB::has_columns(name, &columns)))),
        // On MySQL, each table has its own names for indexes.
        Makes::Index { name, table } if DB::DIALECT != SqlDialect::Mysql => {
            Some((name.to_owned(), taken(name, DB::has_index(name, table))))
        }
        _ => None,
    }
}

fn is_repeatable(statement: &str) -> bool {
    statement.contains(" IF NOT EXISTS ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations::ALL;

    #[test]
    fn a_text_is_read_statement_by_statement() {
        let sql = "-- What follows; it is a comment;\r\nCREATE TABLE IF NOT EXISTS stripe_a (\r\n    `id` VARCHAR(255) NOT NULL,\r\n    \
                   -- Sums, in cents;\r\n    usage BIGINT CHECK (usage IN (1, 2)),\r\n    PRIMARY KEY (id, usage),\r\n    \
                   KEY stripe_a_usage (usage)\r\n) DEFAULT CHARSET = utf8mb4;\r\n\r\nALTER TABLE stripe_a ADD COLUMN `name` TEXT;\n\
                   CREATE INDEX stripe_a_name ON stripe_a (name)";
        let statements = statements(sql);
        let made: Vec<_> = statements.iter().map(|statement| makes(statement)).collect();
        assert_eq!(
            made,
            [
                Makes::Table { name: "stripe_a", columns: vec!["id", "usage"] },
                Makes::Column { table: "stripe_a", name: "name" },
                Makes::Index { name: "stripe_a_name", table: "stripe_a" },
            ]
        );
        assert_eq!(statements[1], "ALTER TABLE stripe_a ADD COLUMN `name` TEXT");
        assert_eq!(
            makes("CREATE INDEX stripe_b ON stripe_a(name)"),
            Makes::Index { name: "stripe_b", table: "stripe_a" }
        );
    }

    /// Nothing takes a migration back on MySQL, so each of its statements must be one that can be begun again.
    #[test]
    fn every_statement_is_of_a_kind_that_can_be_resumed() {
        for (migration, dialect) in ALL.iter().flat_map(|migration| {
            [SqlDialect::Postgres, SqlDialect::Mysql, SqlDialect::Sqlite].map(|dialect| (migration, dialect))
        }) {
            for statement in statements(migration.sql(dialect)) {
                let is_known = makes(&statement) != Makes::Nothing;
                let is_setting = statement.starts_with("ALTER TABLE ") && statement.contains(" SET STORAGE ");
                assert!(is_known || is_setting, "{migration:?} for {dialect:?}: {statement}");
            }
        }
    }

    #[test]
    fn the_columns_are_those_that_are_declared() {
        use crate::model::StripeModel as _;
        for table in crate::objects::KINDS.tables().chain([crate::model::StripeObject::TABLE]) {
            for dialect in [SqlDialect::Postgres, SqlDialect::Mysql, SqlDialect::Sqlite] {
                let sql = crate::migrations::create_table(table, dialect);
                let declared: Vec<_> = table.all_columns().map(|column| column.name).collect();
                let statement = &statements(&sql)[0];
                assert_eq!(makes(statement), Makes::Table { name: table.name, columns: declared });
            }
        }
    }
}
