//! Nobody changes a table's columns without counting up its `projection`: rows of the older declaration would go unnoticed.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{KINDS, StripeObject};
use crate::model::{StripeModel, Table};

/// A line for each table: its name, its projection, and a hash of its columns' names, kinds and paths.
const PINNED: &str = include_str!("projections.txt");

fn line(table: &Table) -> String {
    let mut columns = String::new();
    for column in table.all_columns() {
        writeln!(columns, "{} {:?} {:?}", column.name, column.column_type, column.paths).unwrap();
    }
    let hash: String = Sha256::digest(&columns)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{} {} {hash}", table.name, table.projection)
}

#[test]
fn columns_are_those_of_their_projection() {
    let lines: Vec<String> = KINDS.tables().chain([StripeObject::TABLE]).map(line).collect();
    for line in &lines {
        assert!(
            PINNED.lines().any(|pinned| pinned == line),
            "other columns than pinned: count up `projection` in the table's declaration, and pin this line in \
             src/objects/projections.txt:\n{}",
            lines.join("\n")
        );
    }
    assert_eq!(PINNED.lines().count(), lines.len(), "a line for each table");
}
