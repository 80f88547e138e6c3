//! Writing what was read from Stripe after the rows were known: compare-and-set, of an object and of its children.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Mirror;
use super::apply;
use super::batch::Group;
use super::lists::{Kinship, adopt, tombstone_all};
use super::mode::{self, Said};
use super::replace::{replace, replace_all};
use super::scope::{Scope, within};
use super::write::{Item, Stored, find, key_of, rows, unique_now, write};
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result, Subject};
use crate::model::{RowState, Table};
use crate::observed::Outcome;
use crate::projection::{Nested, NestedList};
use crate::sql::Statement;
use crate::stripe_data::Snapshot;

/// The rows of an object and of its children, as they were before Stripe was asked.
pub(crate) struct Known {
    rows: Vec<(&'static Table, Option<RowState>)>,
    children: Vec<Children>,
}

/// The rows of children in a table, by their ids.
struct Children {
    table: &'static Table,
    /// Those of the parent.
    own: HashMap<String, RowState>,
    /// Those that Stripe showed within the parent before, and that the mirror has as another's.
    others: HashMap<String, RowState>,
}

impl Children {
    fn get(&self, id: &str) -> Option<&RowState> {
        self.own.get(id).or_else(|| self.others.get(id))
    }
}

/// An object as Stripe answered, and the lists within it.
pub(crate) struct Reading {
    snapshot: Arc<Snapshot>,
    lists: Vec<NestedList>,
}

impl Reading {
    pub(crate) fn of(mirror: &Mirror, snapshot: Snapshot) -> Self {
        let snapshot = snapshot.known_by(mirror.kinds);
        let kept = mirror.tables_of(&snapshot.object).into_iter().map(|table| mirror.lists(table, &snapshot.object));
        let kept = kept.into_iter().find(|lists| !lists.is_empty() && !snapshot.deleted).unwrap_or_default();
        let lists = NestedList::all(mirror.kinds, &kept, &snapshot);
        Reading { snapshot: Arc::new(snapshot), lists }
    }

    /// The lists of which Stripe has more than it showed.
    pub(crate) fn unfinished(&mut self) -> impl Iterator<Item = &mut NestedList> {
        self.lists.iter_mut().filter(|list| list.has_more)
    }

    /// The children, as they were shown.
    pub(crate) fn children(&self) -> Vec<Subject> {
        self.lists.iter().flat_map(|list| list.children.iter().map(Snapshot::subject)).collect()
    }
}

/// Some row was written since: start again.
struct Moved;

impl Known {
    /// The rows of an object, of its children, and of those that were shown within it before.
    pub(crate) async fn of<E: Executor>(
        mirror: &Mirror,
        exec: &mut E,
        object: &Subject,
        shown: &[Subject],
    ) -> Result<Known> {
        let Subject { object: Some(kind), id: Some(id), stripe_account } = object else {
            return Ok(Known { rows: Vec::new(), children: Vec::new() });
        };
        let mut known = Known { rows: Vec::new(), children: Vec::new() };
        for table in mirror.tables_of(kind) {
            let key = key_of(table, kind, id, stripe_account);
            known.rows.push((table, find(exec, table, key).await?));
            for list in mirror.lists(table, kind) {
                for children in Kinship::all(mirror, list) {
                    let own = children_of(exec, children, id, stripe_account).await?;
                    let others = others_of(exec, children.table, shown, &own).await?;
                    known.children.push(Children { table: children.table, own, others });
                }
            }
        }
        Ok(known)
    }

    /// Whether the mirror has the object as deleted.
    pub(crate) fn is_gone(&self) -> bool {
        let mut rows = self.rows.iter().filter_map(|(_, row)| row.as_ref()).peekable();
        rows.peek().is_some() && rows.all(|row| row.deleted)
    }

    /// Writes what Stripe answered and executes `done`, in one transaction; `false`, and nothing is changed, if a row has moved
    /// since.
    pub(crate) async fn write<E: Executor>(
        &self,
        mirror: &Mirror,
        exec: &mut E,
        reading: &Reading,
        done: Statement,
    ) -> Result<bool> {
        // What replaces a row is not compared with the mode by its statement.
        mode::expect(mirror, exec, &reading.snapshot).await?;
        let scope = Scope::of(exec, true);
        let said = Said::of(mirror, [&*reading.snapshot]);
        within!(
            scope,
            exec,
            said,
            match self.write_all(mirror, exec, reading).await {
                Ok(Ok(())) => {
                    let doing = || format!("taking {} off stripe_refreshes", reading.snapshot.subject());
                    exec.execute(done.clone()).await.map(|_| true).map_err(|source| Error::database(doing())(source))
                }
                Ok(Err(Moved)) => {
                    scope.roll_back(exec).await?;
                    return Ok(false);
                }
                Err(error) => Err(error),
            }
        )
    }

    async fn write_all<E: Executor>(
        &self,
        mirror: &Mirror,
        exec: &mut E,
        reading: &Reading,
    ) -> Result<Result<(), Moved>> {
        let mut nested = Vec::new();
        for (table, row) in &self.rows {
            let record = mirror.record(table, &reading.snapshot)?;
            let item = Item::of(None, Arc::clone(&reading.snapshot), record);
            nested.extend(Nested::objects_of(mirror.kinds, &item.snapshot, item.record()));
            if !set(mirror, exec, table, item, row.as_ref()).await? {
                return Ok(Err(Moved));
            }
            if reading.snapshot.observed.is_for_ever() {
                let (subject, now) = (reading.snapshot.subject(), unique_now());
                for list in mirror.lists(table, &reading.snapshot.object).into_iter().filter(|list| list.owned) {
                    for children in Kinship::all(mirror, list) {
                        tombstone_all(exec, children, &subject, now).await?;
                    }
                }
            }
        }
        // A reading of what is deleted for ever comes from a copy of Stripe's data that lags behind: it adds no children.
        let is_over = |row: &RowState| row.deleted && row.observed().is_for_ever();
        let is_over = self.rows.iter().any(|(_, row)| row.as_ref().is_some_and(is_over));
        for list in reading.lists.iter().filter(|_| !is_over) {
            let kind = list.list.object;
            // An element of another kind than the list's is no child with rows here, but an object like any within another.
            nested.extend(list.children.iter().filter(|child| child.object != kind).cloned());
            for rows in self.children.iter().filter(|rows| rows.table.object == Some(kind)) {
                let table = rows.table;
                let (mut new, mut over) = (Vec::new(), Vec::new());
                // In the order of their keys, as all writers write them.
                let mut children: Vec<&Snapshot> = list.children.iter().filter(|child| child.object == kind).collect();
                children.sort_by(|a, b| a.id.cmp(&b.id));
                for child in children {
                    let Some(item) = item_of(mirror, table, child) else { continue };
                    let (_, item) = adopt((table, item), list.list.parent, &reading.snapshot);
                    nested.extend(Nested::objects_of(mirror.kinds, &item.snapshot, item.record()));
                    match rows.get(&child.id) {
                        Some(row) => over.push((item, row)),
                        None => new.push(item),
                    }
                }
                let named: HashSet<&str> = list.children.iter().map(|child| &*child.id).collect();
                let is_missing = |row: &&RowState| list.complete && !row.deleted && !named.contains(&*row.id);
                let mut missing: Vec<&RowState> = rows.own.values().filter(is_missing).collect();
                missing.sort_by(|a, b| a.id.cmp(&b.id));
                for row in missing {
                    // That the list does not name it is no word of Stripe's about this object: it is not deleted for ever, and its
                    // row keeps the interval of its values.
                    let stub = reading.snapshot.stub(list.list.object, &row.id)?;
                    let stub = Snapshot { observed: row.observed(), ..stub.known_by(mirror.kinds) };
                    over.extend(item_of(mirror, table, &stub).map(|item| (item, row)));
                }
                if !insert(mirror, exec, table, new).await? || !replace_all(exec, table, over).await? {
                    return Ok(Err(Moved));
                }
            }
        }
        apply::within(mirror, exec, nested).await?;
        Ok(Ok(()))
    }
}

fn item_of(mirror: &Mirror, table: &'static Table, snapshot: &Snapshot) -> Option<Item> {
    let record = mirror.record(table, snapshot);
    let record = record.inspect_err(|error| tracing::warn!(%error, "left in its parent")).ok()?;
    Some(Item::of(None, Arc::new(snapshot.clone()), record))
}

/// Writes an item over the row as it was known, or where there was none; whether it was still so.
async fn set<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    table: &'static Table,
    item: Item,
    known: Option<&RowState>,
) -> Result<bool> {
    match known {
        Some(row) => replace(exec, table, &item, row).await,
        None => insert(mirror, exec, table, vec![item]).await,
    }
}

/// Writes items where there were no rows, sorted by their keys; whether nothing is there that only Stripe knows to be older.
async fn insert<E: Executor>(mirror: &Mirror, exec: &mut E, table: &'static Table, items: Vec<Item>) -> Result<bool> {
    let group = Group { table, nested: false, items };
    for written in write::<E, RowState>(mirror, exec, group).await? {
        if written.result?.0 == Outcome::Tied {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The rows of the children that are not the parent's own.
async fn others_of<E: Executor>(
    exec: &mut E,
    table: &'static Table,
    shown: &[Subject],
    own: &HashMap<String, RowState>,
) -> Result<HashMap<String, RowState>> {
    let key = |child: &Subject| {
        let id = child.id.as_deref().filter(|id| child.object.as_deref() == table.object && !own.contains_key(*id))?;
        Some(key_of(table, child.object.as_deref().unwrap_or_default(), id, &child.stripe_account))
    };
    let others: Vec<RowState> = rows(exec, table, shown.iter().filter_map(key).collect()).await?;
    Ok(others.into_iter().map(|row| (row.id.clone(), row)).collect())
}

async fn children_of<E: Executor>(
    exec: &mut E,
    children: Kinship,
    parent: &str,
    stripe_account: &str,
) -> Result<HashMap<String, RowState>> {
    let table = children.table;
    let mut select = Statement::new(true);
    select.sql(format!("SELECT {} FROM {}", RowState::columns(table, E::DB::QUOTE), table.name));
    children.where_child(&mut select, parent, stripe_account);
    let doing = || format!("reading the children of {parent} in {}", table.name);
    let rows: Vec<RowState> = exec.load(select).await.map_err(|source| Error::database(doing())(source))?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}
