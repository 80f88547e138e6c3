//! From a batch of snapshots to rows: the objects, then what is within those that were applied, in one transaction.

use std::sync::Arc;

use super::batch::{Batch, Pending, Rank};
use super::lists::{self, Missing};
use super::mode::Said;
use super::scope::Scope;
use super::ties::Queue;
use super::write::{Item, Written, chunks, find, key, unique_now, write};
use super::{Hydrate, Mirror, RowState, Synced};
use super::{hydrate, ties};
use crate::database::Executor;
#[cfg(feature = "api")]
use crate::database::Statement;
use crate::database::sealed::Words;
use crate::error::{Error, Result};
use crate::model::{Nested, Record, StripeModel, Table};
use crate::observed::Outcome;
use crate::stripe_data::{Snapshot, StripeData};

/// An item in its table, and what became of it.
pub(super) type Done = (&'static Table, Item, Outcome);

/// Diesel's tables have at most as many.
const MAX_COLUMNS: usize = 32;

/// Applies one snapshot to the model's own table.
pub(crate) async fn one<E: Executor, M: StripeModel>(
    mirror: &Mirror,
    exec: &mut E,
    data: StripeData<M>,
) -> Result<Synced<M>> {
    let snapshot = data.snapshot.expect_model::<M>()?.snapshot;
    let record = Record::of(M::TABLE, &snapshot, &mirror.redact)?;
    let item = Item::of(Some(0), Arc::new(snapshot), record);
    let more = has_nested(M::TABLE, &item) || mirror.hydrate != Hydrate::Nothing;
    let scope = Scope::of(exec, !E::DB::UPSERT_RETURNS || more);
    let mut attempt = 0;
    let synced: Synced<M> = loop {
        attempt += 1;
        scope.begin(exec, attempt, Said::of(mirror, [&*item.snapshot])).await?;
        let result = one_item(mirror, exec, item.clone()).await;
        if let Some(result) = scope.end(exec, result, attempt).await {
            break result?;
        }
    };
    let snapshot = &item.snapshot;
    tracing::debug!(object = snapshot.object, id = snapshot.id, outcome = ?synced.outcome, "synced");
    Ok(synced)
}

async fn one_item<E: Executor, M: StripeModel>(mirror: &Mirror, exec: &mut E, item: Item) -> Result<Synced<M>> {
    let row_key = key(M::TABLE, &item.snapshot);
    let lost = || Error::database(format!("reading {} again", M::TABLE.name))(diesel::result::Error::NotFound);
    let Written { item, result } =
        write::<E, M>(exec, M::TABLE, item.write(), mirror, vec![item]).await?.pop().ok_or_else(lost)?;
    let (written, row) = result?;
    let (outcomes, _) = in_order(mirror, exec, Vec::new(), vec![(M::TABLE, item, written)]).await?;
    match outcomes.first() {
        Some((_, Ok(outcome))) if *outcome != written => {
            Ok(Synced { row: find(exec, M::TABLE, row_key).await?.ok_or_else(lost)?, outcome: *outcome })
        }
        _ => Ok(Synced { row, outcome: written }),
    }
}

/// Applies one snapshot to every table of its kind and executes `then`, in one transaction; or neither. Of several tables, the outcome
/// that asks for most is told.
#[cfg(feature = "api")]
pub(crate) async fn one_and<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    snapshot: Snapshot,
    then: Statement,
) -> Result<Outcome> {
    let snapshot = Arc::new(snapshot);
    let mut items = Vec::new();
    for table in mirror.tables_of(&snapshot.object) {
        let record = Record::of(table, &snapshot, &mirror.redact)?;
        items.push((table, Item::of(Some(0), Arc::clone(&snapshot), record)));
    }
    let scope = Scope::of(exec, true);
    let mut attempt = 0;
    loop {
        attempt += 1;
        scope.begin(exec, attempt, Said::of(mirror, [&*snapshot])).await?;
        let result = async {
            let mut most = Outcome::Stale;
            let (outcomes, _) = in_order(mirror, exec, items.clone(), Vec::new()).await?;
            for (_, outcome) in outcomes {
                most = std::cmp::max_by_key(most, outcome?, |outcome| rank(*outcome));
            }
            let doing = || format!("executing what goes with {}", snapshot.subject());
            exec.execute(then.clone()).await.map_err(|source| Error::database(doing())(source))?;
            Ok(most)
        };
        let result = result.await;
        if let Some(result) = scope.end(exec, result, attempt).await {
            return result;
        }
    }
}

/// What became of a batch.
#[derive(Default)]
pub(crate) struct Batched {
    /// In the order of the snapshots.
    pub(crate) results: Vec<Result<Outcome>>,
    /// How many objects were queued, to be read again.
    #[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "webhooks count them"))]
    pub(crate) queued: usize,
}

/// Applies a batch in one transaction: to `table`, or else to every table of each object's kind.
pub(crate) async fn many<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    table: Option<&'static Table>,
    batch: Vec<Snapshot>,
) -> Result<Batched> {
    let mut results: Vec<Option<Result<Outcome>>> = batch.iter().map(|_| None).collect();
    let mut items = Vec::with_capacity(batch.len());
    let is_small = batch.len() <= E::DB::rows_per_statement(MAX_COLUMNS);
    for (place, snapshot) in batch.into_iter().enumerate() {
        let snapshot = Arc::new(snapshot);
        let tables = table.map_or_else(|| mirror.tables_of(&snapshot.object), |table| vec![table]);
        for table in tables {
            let item = Item::new(Some(place), Arc::clone(&snapshot));
            // What takes several statements is read while the database writes, and is a transaction anyway.
            match if is_small { item.read(table, &mirror.redact).err() } else { None } {
                Some(error) => results[place] = Some(Err(error)),
                None => items.push((table, item)),
            }
        }
    }
    let batch = Batch::of(items.clone(), |_, _| true);
    let one_statement = is_small
        && mirror.hydrate == Hydrate::Nothing
        && batch.groups.len() == 1
        && batch.groups.iter().all(|(table, _, items)| {
            chunks::<E>(table, items).count() == 1 && !items.iter().any(|item| has_nested(table, item))
        });
    let scope = Scope::of(exec, !E::DB::UPSERT_RETURNS || !one_statement);
    let said = Said::of(mirror, items.iter().map(|(_, item)| &*item.snapshot));
    let mut attempt = 0;
    let (outcomes, queued) = loop {
        attempt += 1;
        scope.begin(exec, attempt, said).await?;
        let result = in_order(mirror, exec, items.clone(), Vec::new()).await;
        if let Some(result) = scope.end(exec, result, attempt).await {
            break result?;
        }
    };
    for (place, outcome) in outcomes {
        let worse = match (&results[place], &outcome) {
            (Some(Err(_)), _) => false,
            (Some(Ok(before)), Ok(outcome)) => rank(*outcome) > rank(*before),
            _ => true,
        };
        if worse {
            results[place] = Some(outcome);
        }
    }
    let results = results.into_iter().map(|result| result.unwrap_or(Ok(Outcome::Stale))).collect();
    Ok(Batched { results, queued })
}

/// Of an object in several tables, the outcome that asks for most is told.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Stale => 0,
        Outcome::Unchanged => 1,
        Outcome::Applied => 2,
        Outcome::Tied => 3,
    }
}

/// Writes items and what is within those that are applied, in an order that any two writers share, so that they seldom
/// deadlock: parents, their children, everything else; within these by table and key. `done` are written already.
///
/// Returns what became of the items that have a place, and how many objects were queued to be read again.
async fn in_order<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    items: Vec<(&'static Table, Item)>,
    mut done: Vec<Done>,
) -> Result<(Vec<(usize, Result<Outcome>)>, usize)> {
    let now = unique_now();
    let mut pending = Pending::default();
    pending.extend(mirror, items);
    let (mut outcomes, mut missing, mut queue) = (Vec::new(), Vec::new(), Queue::default());
    loop {
        ties::settle(mirror, exec, &mut done, &mut queue).await?;
        hydrate::queue_missing(mirror, exec, &done, &mut queue).await?;
        for (table, item, outcome) in done {
            if outcome == Outcome::Applied && has_nested(table, &item) {
                let within = Nested::of(table, &item.snapshot, item.record());
                for object in within.objects {
                    pending.extend(mirror, items_of(mirror, object));
                }
                for list in within.lists {
                    if list.has_more {
                        queue.add(item.snapshot.subject(), ties::LIST);
                    }
                    missing.extend(Missing::of(mirror, &item.snapshot, &list));
                    for child in list.children {
                        let children = items_of(mirror, child);
                        let parent = &item.snapshot.id;
                        pending.extend(mirror, children.map(|child| lists::adopt(child, list.list.parent, parent)));
                    }
                }
            }
            outcomes.extend(item.place.map(|place| (place, Ok(outcome))));
        }
        let next = pending.next();
        if next.as_ref().is_none_or(|(rank, _)| *rank == Rank::Other) {
            for missing in missing.drain(..) {
                missing.tombstone(exec, now, &mut queue).await?;
            }
        }
        let Some((_, items)) = next else { break };
        let batch = Batch::of(items, |table, item| match (item.read(table, &mirror.redact), item.place) {
            (Ok(_), _) => true,
            (Err(error), place) => {
                outcomes.extend(place.map(|place| (place, Err(error))));
                false
            }
        });
        outcomes.extend(batch.superseded.into_iter().map(|(place, outcome)| (place, Ok(outcome))));
        done = Vec::new();
        for (table, kind, items) in batch.groups {
            for Written { item, result } in write::<E, RowState>(exec, table, kind, mirror, items).await? {
                match (result, item.place) {
                    (Ok((outcome, _)), _) => done.push((table, item, outcome)),
                    (Err(error), Some(place)) => outcomes.push((place, Err(error))),
                    (Err(error), None) => tracing::warn!(%error, "left in its parent"),
                }
            }
        }
    }
    let queued = queue.write(exec, now).await?;
    Ok((outcomes, queued))
}

/// Applies objects that were found within others, in the caller's transaction. What cannot be written stays in its parent's
/// JSON.
#[cfg(feature = "api")]
pub(super) async fn within<E: Executor>(mirror: &Mirror, exec: &mut E, objects: Vec<Snapshot>) -> Result<()> {
    let items = objects.into_iter().flat_map(|object| items_of(mirror, object)).collect();
    in_order(mirror, exec, items, Vec::new()).await.map(|_| ())
}

/// An object found within another, on its way to every table of its kind.
fn items_of(mirror: &Mirror, snapshot: Snapshot) -> impl Iterator<Item = (&'static Table, Item)> {
    let snapshot = Arc::new(snapshot);
    mirror.tables_of(&snapshot.object).into_iter().filter_map(move |table| {
        let record = Record::of(table, &snapshot, &mirror.redact);
        let record = record.inspect_err(|error| tracing::warn!(%error, "left in its parent")).ok()?;
        Some((table, Item::of(None, Arc::clone(&snapshot), record)))
    })
}

fn has_nested(table: &Table, item: &Item) -> bool {
    !item.snapshot.deleted && (!table.lists.is_empty() || item.record().has_expanded())
}
