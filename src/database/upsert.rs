//! The ordering rule in SQL: [`merge`](crate::observed::merge) is the same in Rust, and says why.

#[cfg(any(feature = "postgres", feature = "sqlite"))]
use std::collections::BTreeMap;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
use std::sync::{Arc, PoisonError, RwLock};

use super::Upsert;

/// Conditions on the stored row and on the new one, as SQL.
pub(super) struct Rule {
    /// Both are live.
    pub(super) live: String,
    /// The row is written.
    pub(super) touched: String,
    /// The snapshot is news: the row is marked with the time of this write.
    pub(super) applied: String,
    /// A row that is written gets the new values.
    pub(super) values: String,
    /// A row that is written gets the new columns: with the values, or where an older declaration read them from the same ones.
    pub(super) columns: String,
    /// A tombstone becomes a live row.
    pub(super) revived: String,
    /// The columns are those of a newer declaration than the snapshot's: these stay.
    #[cfg(any(feature = "postgres", feature = "sqlite"))]
    outdated: String,
}

impl Rule {
    /// `old` and `new` write a column of the stored and of the new row; `forever` is the end of a final deletion's interval.
    pub(super) fn of(
        upsert: &Upsert<'_>,
        forever: &str,
        old: &impl Fn(&str) -> String,
        new: &impl Fn(&str) -> String,
    ) -> Self {
        let [o_from, o_to, o_print] = ["observed_from", "observed_to", "fingerprint"].map(old);
        let [n_from, n_to, n_print] = ["observed_from", "observed_to", "fingerprint"].map(new);
        let (o_deleted, n_deleted) = (old("deleted"), new("deleted"));
        let (o_projection, n_projection) = (old("projection"), new("projection"));
        let same = format!("{n_print} = {o_print}");
        let newer = format!("({n_from} >= {o_to} AND (NOT {same} OR {n_from} > {o_from} OR {n_to} > {o_to}))");
        let more_to = format!("({n_to} > {o_to} OR {})", queued(upsert, old));
        let confirms =
            format!("({same} AND ({n_to} > {o_from} OR {n_from} >= {o_from}) AND ({n_from} > {o_from} OR {more_to}))");
        let revived = match upsert.nested {
            true => format!("({o_deleted} AND FALSE)"),
            false => format!("({o_deleted} AND NOT {n_deleted} AND {n_from} >= {o_to})"),
        };
        let fills = format!(
            "({n_print} <> '' AND ({o_print} = '' OR {n_from} > {o_from} OR ({n_from} = {o_from} AND {n_print} > {o_print})))"
        );
        // Values that were true for longer than the tombstone knows.
        let lasts = format!("({same} AND NOT {n_deleted} AND {n_to} > {o_to})");
        // The same values, in columns of a newer declaration.
        let projects = format!("({same} AND NOT {n_deleted} AND {n_projection} > {o_projection})");
        let (live, touched, applied, values);
        if upsert.deletes {
            let dies = format!("(NOT {o_deleted} AND {n_deleted} AND ({n_to} >= {forever} OR {n_from} >= {o_to}))");
            let stubs = format!("({o_print} = '' AND {n_print} = '' AND {n_from} > {o_from})");
            let still = format!(
                "({o_deleted} AND ({fills} OR {lasts} OR ({n_deleted} AND {n_to} > {o_from} AND ({more_to} OR {stubs}))))"
            );
            live = format!("(NOT {o_deleted} AND NOT {n_deleted})");
            touched = format!("(({live} AND ({newer} OR {confirms})) OR {dies} OR {revived} OR {still} OR {projects})");
            applied = format!("((({live} OR ({o_deleted} AND {n_deleted})) AND {newer}) OR {dies} OR {revived})");
            values = format!("(CASE WHEN {live} THEN {newer} AND NOT {same} ELSE {revived} OR {fills} END)");
        } else {
            live = format!("(NOT {o_deleted})");
            touched = format!(
                "(CASE WHEN {o_deleted} THEN {revived} OR {fills} OR {lasts} ELSE {newer} OR {confirms} END OR {projects})"
            );
            applied = format!("(CASE WHEN {o_deleted} THEN {revived} ELSE {newer} END)");
            values = format!("(CASE WHEN {o_deleted} THEN {revived} OR {fills} ELSE NOT {same} END)");
        }
        let columns = format!("({values} OR ({same} AND {n_projection} > {o_projection}))");
        Rule {
            #[cfg(any(feature = "postgres", feature = "sqlite"))]
            outdated: format!("({n_projection} < {o_projection} AND {same})"),
            live,
            touched,
            applied,
            values,
            columns,
            revived,
        }
    }
}

/// Whether the object is to be read again, or one in whose list it is. What confirms its row is written then, though the row says it
/// all: whoever reads the object now has to notice.
fn queued(upsert: &Upsert<'_>, old: &impl Fn(&str) -> String) -> String {
    let object = match upsert.table.object {
        Some(object) => format!("'{object}'"),
        None => old("object"),
    };
    let parents = upsert.parents.iter().map(|(parent, column)| (format!("'{parent}'"), *column));
    super::join(std::iter::once((object, "id")).chain(parents), " OR ", |out, (object, id)| {
        out.push_str(&format!(
            "EXISTS (SELECT 1 FROM stripe_refreshes AS r WHERE r.object = {object} AND r.id = {} AND r.stripe_account = {})",
            old(id),
            old("stripe_account")
        ));
    })
}

/// The texts around the rows of a dialect's upserts. They depend on no row, and a single row is written in ten times the time that it
/// takes to put them together.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(super) struct Texts(RwLock<BTreeMap<Shape, Arc<[String; 2]>>>);

/// What an upsert's text depends on: all of the table, whose address is its own, and the rest.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
type Shape = (usize, [Option<bool>; 4], Vec<(&'static str, &'static str)>, String);

#[cfg(any(feature = "postgres", feature = "sqlite"))]
impl Texts {
    pub(super) const fn new() -> Self {
        Texts(RwLock::new(BTreeMap::new()))
    }

    /// The texts before and after the rows.
    pub(super) fn of(
        &self,
        upsert: &Upsert<'_>,
        returning: &str,
        texts: impl FnOnce() -> [String; 2],
    ) -> Arc<[String; 2]> {
        let table = std::ptr::from_ref(upsert.table).addr();
        let flags = [Some(upsert.nested), Some(upsert.deletes), Some(upsert.whole), upsert.livemode];
        let shape = (table, flags, upsert.parents.to_vec(), returning.to_owned());
        if let Some(texts) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&shape) {
            return Arc::clone(texts);
        }
        let texts = Arc::new(texts());
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(shape, Arc::clone(&texts));
        texts
    }
}

/// The `SET` list and the condition of PostgreSQL's and SQLite's upserts.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(super) fn updates(upsert: &Upsert<'_>, forever: &str, greatest: &str) -> [String; 2] {
    let (old, new) = (|name: &str| format!("t.\"{name}\""), |name: &str| format!("excluded.\"{name}\""));
    if upsert.whole {
        let rule = Rule::of(upsert, forever, &old, &new);
        return [assignments(upsert, &rule, greatest), rule.touched];
    }
    let [o_from, o_to, n_from, n_to] =
        [old("observed_from"), old("observed_to"), new("observed_from"), new("observed_to")];
    let same = format!("{} = {}", new("fingerprint"), old("fingerprint"));
    let newer = format!("{n_from} >= {o_to}");
    let advances = format!("({n_from} > {o_from} OR {n_to} > {o_to})");
    let outdated = format!("{} < {}", new("projection"), old("projection"));
    let touched = format!(
        "NOT {} AND CASE WHEN {same} THEN {advances} AND ({newer} OR {n_to} > {o_from} OR {n_from} >= {o_from}) \
         AND NOT {outdated} ELSE {newer} END",
        old("deleted")
    );
    let assignments = super::join(assigned(upsert), ", ", |out, name| {
        let (old, new) = (old(name), new(name));
        let value = match name {
            "revision" => format!("{old} + 1"),
            "synced_at" => format!("CASE WHEN {newer} THEN {new} ELSE {old} END"),
            "observed_from" | "observed_to" => format!("{greatest}({old}, {new})"),
            // Equal JSON is not rewritten: where it is stored out of line, it stays there.
            "stripe_data" | "api_version" => format!("CASE WHEN {same} THEN {old} ELSE {new} END"),
            name if upsert.is_kept(name) => format!("COALESCE({new}, {old})"),
            _ => new,
        };
        out.push_str(&format!("\"{name}\" = {value}"));
    });
    [assignments, touched]
}

/// Which new rows are of the mirror's mode, as its database has it. What has none is, unless the host says the other.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(super) fn is_of_the_mode(upsert: &Upsert<'_>, livemode: &str) -> String {
    let stored = "(SELECT livemode FROM stripe_mirror)";
    let has_none = match upsert.livemode {
        Some(said) => format!("({livemode} IS NULL AND COALESCE({stored} = {said}, TRUE))"),
        None => format!("{livemode} IS NULL"),
    };
    format!("{has_none} OR {livemode} = {stored}")
}

/// The columns that a write assigns: all but the key.
pub(super) fn assigned<'u>(upsert: &Upsert<'u>) -> impl Iterator<Item = &'static str> + use<'u> {
    let table = upsert.table;
    table.all_columns().map(|column| column.name).filter(move |name| !table.key.contains(name))
}

/// The `SET` list of PostgreSQL and SQLite, which see the stored row throughout.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
fn assignments(upsert: &Upsert<'_>, rule: &Rule, greatest: &str) -> String {
    let Rule { live, applied, values, columns, revived, outdated, .. } = rule;
    super::join(assigned(upsert), ", ", |out, name| {
        let (old, new) = (format!("t.\"{name}\""), format!("excluded.\"{name}\""));
        let of_the_values = |new: String| match upsert.deletes {
            true => format!("CASE WHEN {columns} THEN {new} ELSE {old} END"),
            // A live snapshot that touches a row has the row's values, or brings them.
            false => format!("CASE WHEN {outdated} THEN {old} ELSE {new} END"),
        };
        let value = match name {
            "revision" => format!("{old} + 1"),
            "synced_at" => format!("CASE WHEN {applied} THEN {new} ELSE {old} END"),
            "deleted" => format!("({new} OR ({old} AND NOT {revived}))"),
            "observed_from" => {
                let unknown = "t.\"fingerprint\" = ''";
                format!(
                    "CASE WHEN {values} AND NOT {live} THEN {new} WHEN {live} OR {unknown} THEN {greatest}({old}, {new}) ELSE {old} END"
                )
            }
            "observed_to" => format!("{greatest}({old}, {new})"),
            // Equal JSON is not rewritten: where it is stored out of line, it stays there.
            "stripe_data" | "api_version" | "fingerprint" => format!("CASE WHEN {values} THEN {new} ELSE {old} END"),
            name if upsert.is_kept(name) => of_the_values(format!("COALESCE({new}, {old})")),
            _ => of_the_values(new),
        };
        out.push_str(&format!("\"{name}\" = {value}"));
    })
}
