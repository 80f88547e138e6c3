//! Lists of children within an object.

use chrono::{DateTime, Utc};

use super::ties::{self, Queue};
use super::write::{Item, Stored};
use super::{Mirror, RowState};
use crate::database::sealed::Words;
use crate::database::{Executor, Statement};
use crate::error::{Error, Result, Subject};
use crate::model::{Cell, Kind, List, NestedList, Table};
use crate::observed::Observed;
use crate::stripe_data::Snapshot;

/// Gives a child its parent's id where its own JSON does not say it: older API versions leave it out.
pub(super) fn adopt((table, mut item): (&'static Table, Item), parent: &str, id: &str) -> (&'static Table, Item) {
    let column = table.all_columns().position(|column| column.name == parent);
    if let Some((at, Cell::Null)) = column.and_then(|at| Some((at, item.record().cells.get(at)?))) {
        let mut record = item.record().clone();
        record.cells[at] = Cell::text(id);
        item = Item::of(item.place, item.snapshot, record);
    }
    (table, item)
}

/// How the children of a parent are found in a table: by its own column for it, or where a host's model declares none, by that
/// of another table of the same kind.
#[derive(Clone, Copy)]
pub(super) struct Kinship {
    pub(super) table: &'static Table,
    by: &'static Table,
    parent_column: &'static str,
}

impl Kinship {
    /// Of every table of a list's elements.
    pub(super) fn all(mirror: &Mirror, list: &'static List) -> impl Iterator<Item = Kinship> {
        let tables = mirror.tables_of(list.object);
        let has = move |table: &&'static Table| table.all_columns().any(|column| column.name == list.parent);
        let sibling = tables.iter().copied().find(has);
        tables.into_iter().filter(|table| table.object.is_some()).filter_map(move |table| {
            let by = if has(&table) { table } else { sibling? };
            Some(Kinship { table, by, parent_column: list.parent })
        })
    }

    /// ` WHERE` it is a child of the parent.
    pub(super) fn where_child(&self, statement: &mut Statement, parent: &str, stripe_account: &str) {
        let Kinship { table, by, parent_column } = self;
        let of_another = table != by;
        statement.sql(if of_another { format!(" WHERE id IN (SELECT id FROM {}", by.name) } else { String::new() });
        statement.sql(format!(" WHERE {parent_column} = ")).text(parent);
        statement.sql(" AND stripe_account = ").text(stripe_account);
        if of_another {
            statement.sql(") AND stripe_account = ").text(stripe_account);
        }
    }
}

/// The children that a complete list does not name: they do not exist any more.
pub(super) struct Missing {
    children: Kinship,
    parent: Subject,
    observed: Observed,
    named: Vec<String>,
}

impl Missing {
    /// Of a list that is complete; a list with `has_more` deletes nothing.
    pub(super) fn of(mirror: &Mirror, parent: &Snapshot, list: &NestedList) -> Vec<Missing> {
        Kinship::all(mirror, list.list)
            .filter(|_| list.complete)
            .map(|children| Missing {
                children,
                parent: parent.subject(),
                observed: parent.observed,
                named: list.children.iter().map(|child| child.id.clone()).collect(),
            })
            .collect()
    }

    /// Marks as deleted what is older than the list, and queues what may be newer.
    pub(super) async fn tombstone<E: Executor>(
        &self,
        exec: &mut E,
        now: DateTime<Utc>,
        queue: &mut Queue,
    ) -> Result<()> {
        let doing = || format!("marking what {} has no more in {}", self.parent, self.children.table.name);
        let observed = self.observed;
        let mut update = Statement::new(false);
        update.sql(format!("UPDATE {} SET deleted = ", self.children.table.name)).bind(Kind::Bool, Cell::Bool(true));
        update.sql(", revision = revision + 1, synced_at = ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(now));
        update.sql(", observed_to = ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(observed.to));
        update.sql(", observed_from = ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(observed.from));
        self.where_unnamed(&mut update);
        update.sql(" AND observed_to <= ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(observed.from));
        exec.execute(update).await.map_err(Error::database(doing()))?;

        let mut tied = Statement::new(false);
        let columns = RowState::columns(self.children.table, E::DB::QUOTE);
        tied.sql(format!("SELECT {columns} FROM {}", self.children.table.name));
        self.where_unnamed(&mut tied);
        tied.sql(" AND observed_to > ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(observed.from));
        tied.sql(" AND observed_from < ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(observed.to));
        let tied: Vec<RowState> = exec.load(tied).await.map_err(Error::database(doing()))?;
        for row in tied {
            let again = match (self.children.table.endpoint, self.children.table.object) {
                (Some(_), Some(object)) => Subject::new(object, row.id, row.stripe_account),
                _ => self.parent.clone(),
            };
            queue.add(again, ties::TIED);
        }
        Ok(())
    }

    fn where_unnamed(&self, statement: &mut Statement) {
        let Subject { id, stripe_account, .. } = &self.parent;
        self.children.where_child(statement, id.as_deref().unwrap_or_default(), stripe_account);
        statement.sql(" AND deleted = ").bind(Kind::Bool, Cell::Bool(false));
        if !self.named.is_empty() {
            statement.sql(" AND id NOT IN (");
            for (n, id) in self.named.iter().enumerate() {
                statement.sql(if n > 0 { ", " } else { "" }).text(id);
            }
            statement.sql(")");
        }
    }
}
