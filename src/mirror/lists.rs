//! Lists of children within an object, as statements: how children are found, adopted, and marked as deleted.

use chrono::{DateTime, Utc};

use super::Mirror;
use super::apply::Done;
use super::queue::{Queue, Reason};
use super::write::{Item, Stored, key};
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result, Subject};
use crate::model::{List, RowState, Table};
use crate::observed::{FOREVER, Observed, Outcome};
use crate::sql::{Cell, ColumnType, Statement};
use crate::stripe_data::Snapshot;

/// Gives a child its parent's id, and what else it has from there, where its own JSON does not say it: older API versions leave it out.
pub(super) fn adopt(
    (table, mut item): (&'static Table, Item),
    column: &'static str,
    parent: &Snapshot,
) -> (&'static Table, Item) {
    if let Some(record) = item.record().inheriting(table, parent) {
        item = item.with(record);
    }
    let at = table.all_columns().position(|of_table| of_table.name == column);
    if let Some((at, Cell::Null)) = at.and_then(|at| Some((at, item.record().cells.get(at)?))) {
        let mut record = item.record().clone();
        record.cells[at] = Cell::text(&parent.id);
        item = item.adopted(column, record);
    }
    (table, item)
}

/// Writes the parent's id into the row of an adopted child that has none, as its values came from elsewhere.
pub(super) async fn write_adopted<E: Executor>(exec: &mut E, Done { table, item, outcome, .. }: &Done) -> Result<()> {
    let Some(parent) = item.adopted.filter(|_| *outcome != Outcome::Applied) else { return Ok(()) };
    let at = table.all_columns().position(|column| column.name == parent);
    let Some(id) = at.and_then(|at| item.record().cells.get(at)).cloned() else { return Ok(()) };
    let mut update = Statement::new(true);
    update.sql(format!("UPDATE {} SET {parent} = ", table.name)).bind(ColumnType::Text, id);
    for (n, (name, cell)) in table.key.iter().zip(key(table, &item.snapshot)).enumerate() {
        update.sql(if n == 0 { " WHERE " } else { " AND " }).sql(format!("{name} = ")).bind(ColumnType::Text, cell);
    }
    update.sql(format!(" AND {parent} IS NULL"));
    let doing = || format!("writing the parent of {} into {}", item.snapshot.subject(), table.name);
    exec.execute(update).await.map(|_| ()).map_err(|source| Error::database(doing())(source))
}

/// How the children of a parent are found in a table: by its own column for it, or where a host's model declares none, by that
/// of another table of the same kind.
#[derive(Clone, Copy)]
pub(super) struct Kinship {
    pub(super) table: &'static Table,
    by: &'static Table,
    parent_column: &'static str,
    /// Whether Stripe can be asked for a child alone.
    is_served: bool,
}

impl Kinship {
    /// Of every table of a list's elements.
    pub(super) fn all(mirror: &Mirror, list: &'static List) -> impl Iterator<Item = Kinship> {
        let tables = mirror.tables_of(list.object);
        let has = move |table: &&'static Table| table.all_columns().any(|column| column.name == list.parent);
        let is_served = mirror.is_served(list.object);
        let sibling = tables.iter().copied().find(has);
        tables.into_iter().filter(|table| table.object.is_some()).filter_map(move |table| {
            let by = if has(&table) { table } else { sibling? };
            Some(Kinship { table, by, parent_column: list.parent, is_served })
        })
    }

    /// ` WHERE` it is a child of the parent.
    pub(super) fn where_child(&self, statement: &mut Statement, parent: &str, stripe_account: &str) {
        let Kinship { table, by, parent_column, .. } = self;
        let of_another = table != by;
        statement.sql(if of_another { format!(" WHERE id IN (SELECT id FROM {}", by.name) } else { String::new() });
        statement.sql(format!(" WHERE {parent_column} = ")).text(parent);
        statement.sql(" AND stripe_account = ").text(stripe_account);
        if of_another {
            statement.sql(") AND stripe_account = ").text(stripe_account);
        }
    }

    /// ` WHERE` it is a child of the parent that is not deleted for ever.
    fn where_owned(&self, statement: &mut Statement, parent: &Subject) {
        self.where_child(statement, parent.id.as_deref().unwrap_or_default(), &parent.stripe_account);
        statement.sql(" AND (observed_to < ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(FOREVER));
        statement.sql(" OR deleted = ").bind(ColumnType::Bool, Cell::Bool(false)).sql(")");
    }

    /// ` WHERE` it is a live child of the parent, and none of these.
    fn where_other_child(&self, statement: &mut Statement, parent: &Subject, named: &[&str]) {
        let Subject { id, stripe_account, .. } = parent;
        self.where_child(statement, id.as_deref().unwrap_or_default(), stripe_account);
        statement.sql(" AND deleted = ").bind(ColumnType::Bool, Cell::Bool(false));
        if !named.is_empty() {
            statement.sql(" AND id NOT IN (");
            for (n, id) in named.iter().enumerate() {
                statement.sql(if n > 0 { ", " } else { "" }).text(id);
            }
            statement.sql(")");
        }
    }

    /// `UPDATE` that makes tombstones, up to its `WHERE`.
    fn tombstone(&self, now: DateTime<Utc>) -> Statement {
        let mut update = Statement::new(false);
        update.sql(format!("UPDATE {} SET deleted = ", self.table.name)).bind(ColumnType::Bool, Cell::Bool(true));
        update.sql(", revision = revision + 1, synced_at = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(now));
        update
    }
}

/// Marks the children as deleted that a complete list does not name and that are older than the list. What may be newer is queued.
///
/// Such a tombstone keeps its interval, that of its values: when a list lacked the child for the first time is not known where lists
/// come out of order. A snapshot of the child that comes later is judged by the parent's row.
pub(super) async fn tombstone_unnamed<E: Executor>(
    exec: &mut E,
    children: Kinship,
    parent: &Subject,
    observed: Observed,
    named: &[&str],
    now: DateTime<Utc>,
    queue: &mut Queue,
) -> Result<()> {
    let doing = || format!("marking what {parent} has no more in {}", children.table.name);
    let mut update = children.tombstone(now);
    children.where_other_child(&mut update, parent, named);
    update.sql(" AND observed_to <= ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(observed.from));
    exec.execute(update).await.map_err(Error::database(doing()))?;

    let mut tied = Statement::new(false);
    let columns = RowState::columns(children.table, E::DB::QUOTE);
    tied.sql(format!("SELECT {columns} FROM {}", children.table.name));
    children.where_other_child(&mut tied, parent, named);
    tied.sql(" AND observed_to > ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(observed.from));
    tied.sql(" AND observed_from < ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(observed.to));
    tied.sql(E::DB::READ_LATEST);
    let tied: Vec<RowState> = exec.load(tied).await.map_err(Error::database(doing()))?;
    for row in tied {
        let again = match children.table.object {
            Some(object) if children.is_served => Subject::new(object, row.id, row.stripe_account),
            _ => parent.clone(),
        };
        queue.add(again, Reason::Tied);
    }
    Ok(())
}

/// Marks all that a deleted object owned as deleted, for ever.
pub(super) async fn tombstone_all<E: Executor>(
    exec: &mut E,
    children: Kinship,
    parent: &Subject,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut update = children.tombstone(now);
    update.sql(", observed_to = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(FOREVER));
    children.where_owned(&mut update, parent);
    let doing = format!("marking what {parent} owned in {}", children.table.name);
    exec.execute(update).await.map(|_| ()).map_err(Error::database(doing))
}
