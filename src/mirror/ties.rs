//! Where only Stripe knows which snapshot is newer.

use diesel::Queryable;
use serde_json::Value;

use super::apply::Done;
use super::family;
use super::queue::{Queue, Reason};
use super::replace::replace;
use super::write::{Item, find, key};
use super::{Mirror, Ties};
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result, Subject};
use crate::json::Node;
use crate::model::{ListIn, RowState, Table};
use crate::observed::{Outcome, merge};
use crate::sql::{Cell, Statement};

/// Queues every tied object to be read again. Where nobody can read it again, because the mirror has no client or Stripe does
/// not serve such objects by their ids, decides as well as it can.
pub(super) async fn settle<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    done: &mut [Done],
    queue: &mut Queue,
) -> Result<()> {
    let tied = done.iter_mut().filter(|done| done.outcome == Outcome::Tied && !family::knows(mirror, done));
    for Done { table, item, outcome, .. } in tied {
        if item.snapshot.deleted {
            let_deletion_stand(exec, table, item).await?;
        }
        let served = read_again(mirror, table, item);
        let unread = served.is_none() || mirror.ties == Ties::PreviousAttributes;
        if let Some(object) = served {
            queue.add(object, Reason::Tied);
        }
        if unread && follows(mirror, exec, table, item).await? {
            *outcome = Outcome::Applied;
        }
    }
    Ok(())
}

/// How often a row is looked at again that another writer changes meanwhile.
const ATTEMPTS: usize = 8;

/// Writes a deletion that ties with a live row, until Stripe says which is newer. The row is read again: other snapshots of the batch
/// may have been written since.
async fn let_deletion_stand<E: Executor>(exec: &mut E, table: &'static Table, item: &Item) -> Result<()> {
    for _ in 0..ATTEMPTS {
        let Some(row) = find::<E, RowState>(exec, table, key(table, &item.snapshot)).await? else { return Ok(()) };
        let merged = merge(row.seen(), item.seen(), item.snapshot.nested);
        if !merged.deleted || (row.deleted && !merged.values) {
            return Ok(());
        }
        let item = if merged.values { item.clone() } else { item.without_values() };
        if replace(exec, table, &item, &row).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// What to read to know an object: itself, or its parent where Stripe serves it only within that.
pub(crate) fn read_again(mirror: &Mirror, table: &'static Table, item: &Item) -> Option<Subject> {
    let own = item.snapshot.subject();
    if mirror.is_served(&item.snapshot.object) {
        return Some(own);
    }
    mirror.lists_of(table).find_map(|ListIn { parent, list, .. }| {
        let column = table.all_columns().position(|column| column.name == list.parent)?;
        match item.record().cells.get(column)? {
            Cell::Text(id) => Some(Subject::new(parent, id, &own.stripe_account)),
            _ => None,
        }
    })
}

#[derive(Queryable)]
struct StoredJson {
    stripe_data: Value,
}

crate::__row!(StoredJson, (crate::sql_types::Json,));

/// Writes a tied event's object, if the row is what the event says the object was before.
async fn follows<E: Executor>(mirror: &Mirror, exec: &mut E, table: &'static Table, item: &Item) -> Result<bool> {
    let Some(previous) = item.snapshot.origin.previous_attributes() else { return Ok(false) };
    let Ok(mut previous) = serde_json::from_str::<Node<'_>>(previous.as_str()) else { return Ok(false) };
    // The row says nothing of what is redacted.
    mirror.redact.apply_to_previous(&item.snapshot.object, &mut previous);
    let Ok(previous) = serde_json::to_value(&previous) else { return Ok(false) };
    let row_key = key(table, &item.snapshot);
    let Some(state) = find::<E, RowState>(exec, table, row_key.clone()).await? else { return Ok(false) };
    match stored_json(exec, table, &row_key).await? {
        Some(stored) if is_part_of(&previous, &stored) => replace(exec, table, item, &state).await,
        _ => Ok(false),
    }
}

/// The JSON of the row with this key, if there is one.
pub(crate) async fn stored_json<E: Executor>(exec: &mut E, table: &Table, key: &[Cell]) -> Result<Option<Value>> {
    let select: Statement = E::DB::select(table, "stripe_data", &[key], E::DB::READ_LATEST);
    let stored = exec.load::<StoredJson>(select).await.map_err(Error::database(format!("reading {}", table.name)))?;
    Ok(stored.into_iter().next().map(|row| row.stripe_data))
}

/// Whether all that `part` says is said by `whole` too.
fn is_part_of(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part.iter().all(|(key, value)| match whole.get(key) {
            Some(stored) => is_part_of(value, stored),
            None => value.is_null(),
        }),
        _ => part == whole,
    }
}
