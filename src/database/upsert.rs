//! The ordering rule in SQL, as far as the dialects share it. [`decide`](crate::observed::decide) is the same in Rust.

use crate::mirror::Write;

/// Whether the stored row and the new one say the same. `old` and `new` write a column of the stored and of the new row.
fn equal(write: Write, old: &impl Fn(&str) -> String, new: &impl Fn(&str) -> String) -> String {
    let live = || format!("({} = {} AND NOT {})", old("fingerprint"), new("fingerprint"), old("deleted"));
    match write {
        Write::Live => live(),
        Write::Tombstone => old("deleted"),
        Write::Mixed => format!("(CASE WHEN {} THEN {} ELSE {} END)", new("deleted"), old("deleted"), live()),
    }
}

/// Whether the new snapshot was true only after the stored one: case 1 of the rule.
pub(super) fn newer(old: &impl Fn(&str) -> String, new: &impl Fn(&str) -> String) -> String {
    format!("{} >= {}", new("observed_from"), old("observed_to"))
}

/// Whether the row is written: case 1, or case 3 where the interval advances.
pub(super) fn guard(write: Write, old: &impl Fn(&str) -> String, new: &impl Fn(&str) -> String) -> String {
    let equal = equal(write, old, new);
    let newer = newer(old, new);
    format!(
        "({newer} OR ({equal} AND {} > {})) AND (NOT {equal} OR {} > {} OR {} > {})",
        new("observed_to"),
        old("observed_from"),
        new("observed_from"),
        old("observed_from"),
        new("observed_to"),
        old("observed_to"),
    )
}

/// The `SET` list of PostgreSQL and SQLite, which see the stored row throughout.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(super) fn assignments(table: &crate::model::Table, write: Write, greatest: &str) -> String {
    let (old, new) = (|name: &str| format!("t.\"{name}\""), |name: &str| format!("excluded.\"{name}\""));
    super::join(columns(table, write), ", ", |out, name| {
        let value = match name {
            "observed_from" | "observed_to" => format!("{greatest}({}, {})", old(name), new(name)),
            "revision" => format!("{} + 1", old(name)),
            "synced_at" => format!("CASE WHEN {} THEN {} ELSE {} END", newer(&old, &new), new(name), old(name)),
            // Equal JSON is not rewritten: where it is stored out of line, it stays there.
            "stripe_data" => format!(
                "CASE WHEN {} = {} THEN {} ELSE {} END",
                old("fingerprint"),
                new("fingerprint"),
                old(name),
                new(name)
            ),
            _ => new(name),
        };
        let value = match write {
            Write::Mixed if !of_a_tombstone(name) => {
                format!("CASE WHEN {} THEN {} ELSE {value} END", new("deleted"), old(name))
            }
            _ => value,
        };
        out.push_str(&format!("\"{name}\" = {value}"));
    })
}

/// The columns that a write assigns: all but the key, or for a tombstone only the mirror's own.
pub(super) fn columns(table: &crate::model::Table, write: Write) -> impl Iterator<Item = &'static str> + use<'_> {
    table
        .all_columns()
        .map(|column| column.name)
        .filter(move |name| !table.key.contains(name) && (write != Write::Tombstone || of_a_tombstone(name)))
}

/// Whether a deletion assigns this column.
pub(super) fn of_a_tombstone(column: &str) -> bool {
    ["revision", "synced_at", "deleted", "observed_to", "observed_from"].contains(&column)
}
