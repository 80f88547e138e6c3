//! Parents and their children: what a parent's row says of its children, and a child's of its parent.
//!
//! A list within an object is applied element by element, each by the rule of its own row. Which elements do *not* exist (any more)
//! is what the parent's row says, as it stands once all snapshots of a transaction are written:
//!
//! ```text
//! the parent's row is …        a child that the row's list does not name is …
//! deleted for ever             deleted for ever, if the parent owns its children
//! live, its list complete      deleted if it is older than the row, and read again if it may be newer
//! live, its list incomplete    read again, with the parent
//! ```
//!
//! The same holds for a child that comes alone, through an answer or an event of its own, but that it is read again unless the row
//! names it or is certainly older. The parent's row is locked for it, so that a parent and a child that are written at the same time
//! see each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::Queryable;
use serde_json::Value;

use super::Mirror;
use super::apply::Done;
use super::lists::{Kinship, tombstone_all, tombstone_unnamed};
use super::queue::{Queue, Reason};
use super::ties;
use super::write::{Item, key_of};
use crate::database::sealed::Words;
use crate::database::{Executor, SqlDialect};
use crate::error::{Error, Result, Subject};
use crate::model::{List, ListIn, Table};
use crate::observed::{Observed, Outcome};
use crate::projection::NestedList;
use crate::sql::{Cell, ColumnType, Statement, quoted};
use crate::stripe_data::{Origin, Snapshot};

/// A parent whose lists were seen in this transaction.
pub(super) struct Parent {
    table: &'static Table,
    kept: Vec<&'static List>,
    subject: Subject,
    /// When and as what the row stands, if it says what the snapshot says.
    row: Option<(Observed, bool)>,
    lists: Vec<NestedList>,
}

impl Parent {
    /// `lists`: those of the snapshot that was written.
    pub(super) fn of(done: &Done, lists: Vec<NestedList>) -> Parent {
        let row = done
            .row
            .as_ref()
            .filter(|row| row.deleted || matches!(done.outcome, Outcome::Applied | Outcome::Unchanged));
        let row = row.map(|row| (row.observed(), row.deleted));
        Parent {
            table: done.table,
            kept: done.item.record().lists.clone(),
            subject: done.item.snapshot.subject(),
            row,
            lists,
        }
    }

    /// Children were named, by a snapshot that is not what the row says.
    fn is_to_be_looked_up(&self) -> bool {
        self.row.is_none() && self.lists.iter().any(|list| !list.children.is_empty())
    }
}

/// Settles which children do not exist (any more), of the parents whose lists were seen.
pub(super) async fn settle_lists<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    parents: Vec<Parent>,
    now: DateTime<Utc>,
    queue: &mut Queue,
) -> Result<()> {
    let unknown = parents.iter().filter(|parent| parent.is_to_be_looked_up());
    let unknown = unknown.map(|parent| (parent.table, parent.subject.clone())).collect();
    let stored = Families::load(mirror, exec, unknown, E::DB::READ_LATEST).await?;
    for Parent { table, kept, subject, row, lists } in parents {
        let own;
        let family = match (row, stored.0.get(&(table.name, subject.clone()))) {
            (Some((observed, deleted)), _) => {
                own = Family { observed, deleted, lists };
                for list in
                    own.lists.iter().filter(|list| !deleted && (list.has_more || !list.complete && !list.unread))
                {
                    tracing::debug!(parent = %subject, path = list.list.path, "a list that is not whole is read from Stripe");
                    queue.add(subject.clone(), Reason::List);
                }
                &own
            }
            (None, Some(family)) => {
                let settled = |list: &NestedList, child: &Snapshot| {
                    let found = family.list(list.list);
                    family.deleted || found.is_some_and(|found| found.complete) || family.names(list.list, &child.id)
                };
                if lists.iter().any(|list| !list.children.iter().all(|child| settled(list, child))) {
                    queue.add(subject.clone(), Reason::List);
                }
                family
            }
            (None, None) => continue,
        };
        for list in kept {
            family.settle(mirror, exec, &subject, list, now, queue).await?;
        }
    }
    Ok(())
}

/// The row of a parent, and its lists as the row has them.
pub(super) struct Family {
    observed: Observed,
    deleted: bool,
    lists: Vec<NestedList>,
}

/// A parent's row with its JSON.
#[derive(Queryable)]
struct StoredParent {
    id: String,
    stripe_account: String,
    observed_from: DateTime<Utc>,
    observed_to: DateTime<Utc>,
    deleted: bool,
    stripe_data: Value,
}

crate::__row!(
    StoredParent,
    (
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        crate::sql_types::UtcTimestamp,
        crate::sql_types::UtcTimestamp,
        diesel::sql_types::Bool,
        crate::sql_types::Json,
    )
);

/// Parents' rows by their tables and objects.
#[derive(Default)]
pub(super) struct Families(HashMap<(&'static str, Subject), Family>);

impl Families {
    /// The rows of these parents, as far as there are any; `lock` is what follows the query.
    async fn load<E: Executor>(
        mirror: &Mirror,
        exec: &mut E,
        parents: Vec<(&'static Table, Subject)>,
        lock: &str,
    ) -> Result<Self> {
        // A table may hold objects of several kinds.
        let mut by_kind: BTreeMap<(&'static str, String), (&'static Table, BTreeSet<Subject>)> = BTreeMap::new();
        for (table, parent) in parents {
            let kind = (table.name, parent.object.clone().unwrap_or_default());
            by_kind.entry(kind).or_insert_with(|| (table, BTreeSet::new())).1.insert(parent);
        }
        let mut families = Families::default();
        for ((_, object), (table, parents)) in by_kind {
            let key = |parent: &Subject| {
                key_of(table, &object, parent.id.as_deref().unwrap_or_default(), &parent.stripe_account)
            };
            let keys: Vec<Vec<Cell>> = parents.iter().map(key).collect();
            let columns = ["id", "stripe_account", "observed_from", "observed_to", "deleted", "stripe_data"];
            let columns = quoted(columns, E::DB::QUOTE);
            for keys in keys.chunks(E::DB::rows_per_statement(table.key.len())) {
                let keys: Vec<&[Cell]> = keys.iter().map(Vec::as_slice).collect();
                let doing = || format!("reading {} rows of {} for their children", keys.len(), table.name);
                let select = E::DB::select(table, &columns, &keys, lock);
                let rows: Vec<StoredParent> =
                    exec.load(select).await.map_err(|source| Error::database(doing())(source))?;
                for row in rows {
                    let subject = Subject::new(&*object, &*row.id, &*row.stripe_account);
                    families.0.insert((table.name, subject), Family::of(mirror, table, row));
                }
            }
        }
        Ok(families)
    }

    /// Locks the rows of the parents of children that come alone, before the children are written: writers of parents do it in
    /// that order. SQLite has one writer at a time instead.
    pub(super) async fn lock<E: Executor>(
        mirror: &Mirror,
        exec: &mut E,
        parents: Vec<(&'static Table, Subject)>,
    ) -> Result<()> {
        if E::DB::DIALECT == SqlDialect::Sqlite {
            return Ok(());
        }
        let tables: BTreeMap<_, _> = parents.iter().map(|(table, _)| (table.name, *table)).collect();
        let locked = Families::load(mirror, exec, parents, E::DB::LOCK_ROWS).await?;
        // Above READ COMMITTED, PostgreSQL shows a transaction the children as they were when it began. It refuses such a
        // transaction to write a parent's row only if that was written meanwhile, and not if it was only locked.
        for table in tables.into_values().filter(|_| E::DB::DIALECT == SqlDialect::Postgres) {
            let keys: Vec<&Subject> =
                locked.0.keys().filter(|(name, _)| *name == table.name).map(|(_, parent)| parent).collect();
            for keys in keys.chunks(E::DB::rows_per_statement(2)) {
                touch(exec, table, keys).await?;
            }
        }
        Ok(())
    }
}

/// Writes rows as they are.
async fn touch<E: Executor>(exec: &mut E, table: &'static Table, rows: &[&Subject]) -> Result<()> {
    let mut update = Statement::new(rows.len() == 1);
    let key = table.key.join(", ");
    update.sql(format!("UPDATE {} SET revision = revision WHERE ({key}) IN (", table.name));
    for (n, row) in rows.iter().enumerate() {
        let (object, id) = (row.object.as_deref().unwrap_or_default(), row.id.as_deref().unwrap_or_default());
        update.sql(if n > 0 { ", (" } else { "(" });
        for (n, cell) in key_of(table, object, id, &row.stripe_account).into_iter().enumerate() {
            update.sql(if n > 0 { ", " } else { "" }).bind(ColumnType::Text, cell);
        }
        update.sql(")");
    }
    update.sql(")");
    let doing = || format!("locking {} rows of {} for their children", rows.len(), table.name);
    exec.execute(update).await.map(|_| ()).map_err(|source| Error::database(doing())(source))
}

impl Family {
    fn of(mirror: &Mirror, table: &'static Table, row: StoredParent) -> Self {
        let StoredParent { stripe_account, observed_from, observed_to, deleted, stripe_data, .. } = row;
        let origin = Origin::read_at(observed_from).stripe_account(stripe_account);
        // What was stored was read once already.
        let snapshot = Snapshot::read(stripe_data.to_string().into(), origin).ok();
        let lists = snapshot.map_or_else(Vec::new, |snapshot| {
            NestedList::all(mirror.kinds, &mirror.lists(table, &snapshot.object), &snapshot)
        });
        Family { observed: Observed { from: observed_from, to: observed_to }, deleted, lists }
    }

    fn list(&self, list: &List) -> Option<&NestedList> {
        self.lists.iter().find(|found| found.list.path == list.path)
    }

    fn names(&self, list: &List, child: &str) -> bool {
        self.list(list).is_some_and(|list| list.children.iter().any(|named| named.id == child))
    }

    fn lacks(&self, list: &List, child: &str) -> bool {
        self.list(list).is_some_and(|list| list.complete) && !self.names(list, child)
    }

    /// What the row says of the parent's children.
    async fn settle<E: Executor>(
        &self,
        mirror: &Mirror,
        exec: &mut E,
        parent: &Subject,
        list: &'static List,
        now: DateTime<Utc>,
        queue: &mut Queue,
    ) -> Result<()> {
        for children in Kinship::all(mirror, list) {
            if self.deleted {
                if list.owned && self.observed.is_for_ever() {
                    tombstone_all(exec, children, parent, now).await?;
                }
            } else if let Some(found) = self.list(list).filter(|found| found.complete) {
                let named: Vec<&str> = found.children.iter().map(|child| &*child.id).collect();
                tombstone_unnamed(exec, children, parent, self.observed, &named, now, queue).await?;
            }
        }
        Ok(())
    }
}

/// The parent that owns a child, as the child's row says.
pub(super) fn owner_of(
    mirror: &Mirror,
    table: &'static Table,
    child: &Item,
) -> Option<(&'static Table, &'static List, Subject)> {
    // A line item is a checkout session's, a payment link's or a quote's: one of the columns has a parent.
    mirror.owners_of(table).find_map(|ListIn { parent, table: owner, list }| {
        let column = table.all_columns().position(|column| column.name == list.parent)?;
        let Cell::Text(id) = child.record().cells.get(column)? else { return None };
        Some((owner, list, Subject::new(parent, &**id, &*child.snapshot.origin.stripe_account)))
    })
}

/// Whether a tie is one that the parent's row may decide: a child that is said to live, and whose row is a tombstone since a list did
/// not name it.
pub(super) fn knows(mirror: &Mirror, done: &Done) -> bool {
    let is_tombstone = done.row.as_ref().is_some_and(|row| row.deleted);
    is_tombstone && !done.item.snapshot.deleted && owner_of(mirror, done.table, &done.item).is_some()
}

/// A child of which its parent's row is to say whether it exists.
pub(super) struct Doubt {
    owner: &'static Table,
    list: &'static List,
    parent: Subject,
    child: Observed,
    id: String,
    /// What is read from Stripe where the parent's row does not say it.
    again: Subject,
    reason: Reason,
}

impl Doubt {
    /// A child that came alone is in doubt, and one that is said to live though its row is a tombstone.
    pub(super) fn of(mirror: &Mirror, done: &Done) -> Option<Doubt> {
        let Done { table, item, outcome, .. } = done;
        let tied = *outcome == Outcome::Tied && knows(mirror, done);
        let alone = matches!(outcome, Outcome::Applied | Outcome::Unchanged) && !item.listed && !item.snapshot.deleted;
        if !tied && !alone {
            return None;
        }
        let (owner, list, parent) = owner_of(mirror, table, item)?;
        let again = ties::read_again(mirror, table, item).unwrap_or_else(|| parent.clone());
        let reason = if tied { Reason::Tied } else { Reason::Unlisted };
        let id = item.snapshot.id.clone();
        Some(Doubt { owner, list, parent, child: item.snapshot.observed, id, again, reason })
    }
}

/// Settles children that are in doubt by their parents' rows. A child that the row names, or that is certainly newer than the row,
/// exists, and one that a complete list does not name and that is certainly older does not; otherwise only Stripe knows.
pub(super) async fn settle_doubts<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    doubts: Vec<Doubt>,
    now: DateTime<Utc>,
    queue: &mut Queue,
) -> Result<()> {
    let parents = doubts.iter().map(|doubt| (doubt.owner, doubt.parent.clone())).collect();
    let families = Families::load(mirror, exec, parents, E::DB::READ_LATEST).await?;
    for Doubt { owner, list, parent, child, id, again, reason } in doubts {
        let tombstone = reason == Reason::Tied;
        match families.0.get(&(owner.name, parent.clone())) {
            Some(family) if family.deleted => family.settle(mirror, exec, &parent, list, now, queue).await?,
            Some(family) if !tombstone && (family.observed.to <= child.from || family.names(list, &id)) => {}
            Some(family) if family.lacks(list, &id) && child.to <= family.observed.from => {
                family.settle(mirror, exec, &parent, list, now, queue).await?;
            }
            _ => queue.add(again, reason),
        }
    }
    Ok(())
}
