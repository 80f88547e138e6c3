//! Compare-and-set: what was read from Stripe after a row's content was known here is at least as new as the row.

#[cfg(feature = "api")]
use std::collections::HashMap;

use super::write::{Item, unique_now};
#[cfg(feature = "api")]
use super::write::{chunks, key, rows};
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result};
use crate::model::RowState;
use crate::model::Table;
use crate::observed::Observed;
#[cfg(feature = "api")]
use crate::sql::ColumnType;
use crate::sql::{Cell, Statement};

/// What is written over a row.
struct Over {
    /// Whether it gets the item's values.
    values: bool,
    observed: Observed,
    deleted: bool,
}

impl Over {
    fn of(item: &Item, state: &RowState) -> Self {
        let gone = state.deleted && state.observed().is_for_ever();
        let values = !item.snapshot.stub && (item.snapshot.deleted || !gone);
        // The interval never goes back: other writers' decisions rest on that.
        let mut observed = item.snapshot.observed.advanced(state.observed());
        if !values {
            observed.from = state.observed_from;
        }
        Over { values, observed, deleted: item.snapshot.deleted || gone }
    }

    /// Whether the row is a tombstone then, and nothing else of it changes.
    #[cfg(feature = "api")]
    fn only_marks(&self, state: &RowState) -> bool {
        !self.values && self.deleted && self.observed == state.observed()
    }
}

/// Writes an item whatever the ordering rule says, if the row has not been written since `state` was read; whether it was so.
///
/// A deletion that is for ever stands all the same: a read that shows the object alive came from a copy of Stripe's data that lags
/// behind.
pub(super) async fn replace<E: Executor>(
    exec: &mut E,
    table: &'static Table,
    item: &Item,
    state: &RowState,
) -> Result<bool> {
    let Over { values, observed, deleted } = Over::of(item, state);
    let (quote, mut first) = (E::DB::QUOTE, true);
    let mut update = Statement::new(true);
    update.sql(format!("UPDATE {quote}{}{quote} SET ", table.name));
    let synced_at = Cell::UtcTimestamp(unique_now());
    let cells = item.record().cells.iter().chain([&synced_at]);
    for (column, cell) in table.all_columns().zip(cells) {
        let cell = match column.name {
            name if table.key.contains(&name) => continue,
            "observed_from" => Cell::UtcTimestamp(observed.from),
            "observed_to" => Cell::UtcTimestamp(observed.to),
            "revision" => Cell::BigInt(state.revision + 1),
            "deleted" => Cell::Bool(deleted),
            "synced_at" => cell.clone(),
            _ if !values => continue,
            _ => cell.clone(),
        };
        update
            .sql(if first { "" } else { ", " })
            .sql(format!("{quote}{}{quote} = ", column.name))
            .bind(column.column_type, cell);
        first = false;
    }
    for (n, (name, cell)) in table.key.iter().zip(super::write::key(table, &item.snapshot)).enumerate() {
        update.sql(if n == 0 { " WHERE " } else { " AND " }).sql(format!("{quote}{name}{quote} = "));
        update.bind(crate::sql::ColumnType::Text, cell);
    }
    update.sql(" AND revision = ").bind(crate::sql::ColumnType::BigInt, Cell::BigInt(state.revision));
    let doing = || format!("replacing {} in {}", item.snapshot.subject(), table.name);
    Ok(exec.execute(update).await.map_err(|source| Error::database(doing())(source))? == 1)
}

/// [`replace`] for many rows of a table in a few statements, in a transaction that is rolled back if any of them has been written since.
#[cfg(feature = "api")]
pub(super) async fn replace_all<E: Executor>(
    exec: &mut E,
    table: &'static Table,
    over: Vec<(Item, &RowState)>,
) -> Result<bool> {
    let (mut marked, mut states, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for (item, state) in over {
        let over = Over::of(&item, state);
        if over.only_marks(state) {
            marked.push([key(table, &item.snapshot), vec![Cell::BigInt(state.revision)]].concat());
        } else if over.values {
            states.push((state, over));
            items.push(item);
        } else if !replace(exec, table, &item, state).await? {
            return Ok(false);
        }
    }
    Ok(overwrite(exec, table, &items, &states).await? && mark_deleted(exec, table, &marked).await?)
}

/// Writes items with their values.
#[cfg(feature = "api")]
async fn overwrite<E: Executor>(
    exec: &mut E,
    table: &'static Table,
    items: &[Item],
    states: &[(&RowState, Over)],
) -> Result<bool> {
    if !E::DB::UPSERT_RETURNS && !lock_unmoved(exec, table, items, states).await? {
        return Ok(false);
    }
    let synced_at = Cell::UtcTimestamp(unique_now());
    let mut states = states.iter();
    for chunk in chunks::<E>(table, items) {
        let rows: Vec<Vec<Cell>> =
            chunk.iter().zip(&mut states).map(|(item, (state, over))| cells(table, item, state, over)).collect();
        let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
        let doing = || format!("replacing {} rows of {}", chunk.len(), table.name);
        let statement = E::DB::overwrite(table, &rows, &synced_at);
        let written = exec.execute(statement).await.map_err(|source| Error::database(doing())(source))?;
        if E::DB::UPSERT_RETURNS && written != chunk.len() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An item's cells, but the last, as they are written over a row.
#[cfg(feature = "api")]
fn cells(table: &Table, item: &Item, state: &RowState, over: &Over) -> Vec<Cell> {
    let cells = table.all_columns().zip(&item.record().cells);
    let cell = |name, cell: &Cell| match name {
        "observed_from" => Cell::UtcTimestamp(over.observed.from),
        "observed_to" => Cell::UtcTimestamp(over.observed.to),
        "revision" => Cell::BigInt(state.revision + 1),
        "deleted" => Cell::Bool(over.deleted),
        _ => cell.clone(),
    };
    cells.map(|(column, of_item)| cell(column.name, of_item)).collect()
}

/// Locks the rows, and compares their revisions with what is known of them.
#[cfg(feature = "api")]
async fn lock_unmoved<E: Executor>(
    exec: &mut E,
    table: &'static Table,
    items: &[Item],
    states: &[(&RowState, Over)],
) -> Result<bool> {
    let locked: Vec<RowState> =
        rows(exec, table, items.iter().map(|item| key(table, &item.snapshot)).collect()).await?;
    let revisions: HashMap<(&str, &str), i64> =
        locked.iter().map(|row| ((&*row.id, &*row.stripe_account), row.revision)).collect();
    Ok(states.iter().all(|(state, _)| revisions.get(&(&*state.id, &*state.stripe_account)) == Some(&state.revision)))
}

/// Makes tombstones of rows, by their keys and revisions, that keep their values and intervals.
#[cfg(feature = "api")]
async fn mark_deleted<E: Executor>(exec: &mut E, table: &'static Table, known: &[Vec<Cell>]) -> Result<bool> {
    let now = Cell::UtcTimestamp(unique_now());
    for known in known.chunks(E::DB::rows_per_statement(table.key.len() + 1)) {
        let known: Vec<&[Cell]> = known.iter().map(Vec::as_slice).collect();
        let mut update = Statement::new(known.len() == 1);
        update.sql(format!("UPDATE {} SET deleted = ", table.name)).bind(ColumnType::Bool, Cell::Bool(true));
        update.sql(", revision = revision + 1, synced_at = ").bind(ColumnType::UtcTimestamp, now.clone());
        E::DB::where_unmoved(&mut update, table, &known);
        let doing = || format!("marking {} rows as deleted in {}", known.len(), table.name);
        if exec.execute(update).await.map_err(|source| Error::database(doing())(source))? != known.len() {
            return Ok(false);
        }
    }
    Ok(true)
}
