//! Compare-and-set: what was read from Stripe after a row's content was known here is at least as new as the row.

use super::RowState;
use super::write::{Item, unique_now};
use crate::database::sealed::Words;
use crate::database::{Executor, Statement};
use crate::error::{Error, Result};
use crate::model::{Cell, Table};

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
    let gone = state.deleted && state.observed().is_for_ever();
    let values = !item.snapshot.stub && !(gone && !item.snapshot.deleted);
    // The interval never goes back: other writers' decisions rest on that.
    let mut observed = item.snapshot.observed.advanced(state.observed());
    if !values {
        observed.from = state.observed_from;
    }
    let deleted = item.snapshot.deleted || gone;
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
            .bind(column.kind, cell);
        first = false;
    }
    for (n, (name, cell)) in table.key.iter().zip(super::write::key(table, &item.snapshot)).enumerate() {
        update.sql(if n == 0 { " WHERE " } else { " AND " }).sql(format!("{quote}{name}{quote} = "));
        update.bind(crate::model::Kind::Text, cell);
    }
    update.sql(" AND revision = ").bind(crate::model::Kind::BigInt, Cell::BigInt(state.revision));
    let doing = || format!("replacing {} in {}", item.snapshot.subject(), table.name);
    Ok(exec.execute(update).await.map_err(|source| Error::database(doing())(source))? == 1)
}
