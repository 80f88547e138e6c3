//! From a batch of snapshots to rows: the objects, and what is within them, in one transaction.

use std::sync::Arc;

use super::batch::{Batch, Group, Pending, Rank};
use super::family::{self, Doubt, Families, Parent};
use super::lists;
use super::mode::Said;
use super::queue::Queue;
use super::scope::{Scope, within};
use super::write::{Item, Written, chunks, find, key, unique_now, write};
use super::{Hydrate, Mirror, Synced};
use super::{hydrate, ties};
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result, Subject};
use crate::model::RowState;
use crate::model::{StripeModel, Table};
use crate::observed::{Observed, Outcome};
use crate::projection::Nested;
#[cfg(feature = "api")]
use crate::sql::Statement;
use crate::stripe_data::{Snapshot, StripeData};

/// An item in its table, what became of it, and the row as it stands; none if the item need not be written.
pub(crate) struct Done {
    pub(super) table: &'static Table,
    pub(super) item: Item,
    pub(super) outcome: Outcome,
    pub(super) row: Option<RowState>,
}

/// What became of items and of what is within them.
struct InOrder {
    /// Of the items that have a place.
    outcomes: Vec<(usize, Result<Outcome>)>,
    /// How many objects were queued, to be read again.
    queued: usize,
    /// All items, in the order in which they were written.
    written: Vec<Done>,
}

/// Diesel's tables have at most as many.
const MAX_COLUMNS: usize = 32;

/// Applies one snapshot to the model's own table.
pub(crate) async fn one<E: Executor, M: StripeModel>(
    mirror: &Mirror,
    exec: &mut E,
    data: StripeData<M>,
) -> Result<Synced<M>> {
    let snapshot = data.snapshot.expect_model::<M>()?.snapshot.known_by(mirror.kinds);
    let record = mirror.record(M::TABLE, &snapshot)?;
    let item = Item::of(Some(0), Arc::new(snapshot), record);
    let more = is_more_than_a_row(mirror, M::TABLE, &item);
    let scope = Scope::of(exec, !E::DB::UPSERT_RETURNS || more);
    let said = Said::of(mirror, [&*item.snapshot]);
    let synced: Synced<M> = within!(scope, exec, said, one_item(mirror, exec, item.clone()).await)?;
    let snapshot = &item.snapshot;
    tracing::debug!(object = snapshot.object, id = snapshot.id, outcome = ?synced.outcome, "synced");
    Ok(synced)
}

async fn one_item<E: Executor, M: StripeModel>(mirror: &Mirror, exec: &mut E, item: Item) -> Result<Synced<M>> {
    let row_key = key(M::TABLE, &item.snapshot);
    let lost = || Error::database(format!("reading {} again", M::TABLE.name))(diesel::result::Error::NotFound);
    Families::lock(mirror, exec, parents_of_alone(mirror, [(M::TABLE, &item)])).await?;
    let group = Group { table: M::TABLE, nested: item.snapshot.nested, items: vec![item] };
    let Written { item, result } = write::<E, M>(mirror, exec, group).await?.pop().ok_or_else(lost)?;
    let (written, row) = result?;
    let done = Done { table: M::TABLE, item, outcome: written, row: Some(row.state()) };
    let applied = in_order(mirror, exec, Vec::new(), vec![done]).await?;
    let outcome = applied.outcomes.into_iter().find_map(|(_, outcome)| outcome.ok()).unwrap_or(written);
    if outcome == written && outcome != Outcome::Tied && mirror.owners_of(M::TABLE).next().is_none() {
        return Ok(Synced { row, outcome });
    }
    // A tie was decided, a deletion stands, or the parent's row says that there is no such child.
    Ok(Synced { row: find(exec, M::TABLE, row_key).await?.ok_or_else(lost)?, outcome })
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
    let snapshot = Arc::new(snapshot.known_by(mirror.kinds));
    let mut items = Vec::new();
    for table in mirror.tables_of(&snapshot.object) {
        let record = mirror.record(table, &snapshot)?;
        items.push((table, Item::of(Some(0), Arc::clone(&snapshot), record)));
    }
    let scope = Scope::of(exec, true);
    let said = Said::of(mirror, [&*snapshot]);
    within!(
        scope,
        exec,
        said,
        async {
            let mut most = Outcome::Stale;
            let applied = in_order(mirror, exec, items.clone(), Vec::new()).await?;
            for (_, outcome) in applied.outcomes {
                most = std::cmp::max_by_key(most, outcome?, |outcome| rank(*outcome));
            }
            let doing = || format!("executing what goes with {}", snapshot.subject());
            exec.execute(then.clone()).await.map_err(|source| Error::database(doing())(source))?;
            Ok(most)
        }
        .await
    )
}

/// What became of a batch.
#[derive(Default)]
pub(crate) struct Batched {
    /// In the order of the snapshots.
    pub(crate) results: Vec<Result<Outcome>>,
    /// How many objects were queued, to be read again.
    #[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "webhooks count them"))]
    pub(crate) queued: usize,
    /// All that was written, in that order.
    #[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "webhooks give the rows to handlers"))]
    pub(crate) written: Vec<Done>,
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
        let snapshot = Arc::new(snapshot.known_by(mirror.kinds));
        let tables = table.map_or_else(|| mirror.tables_of(&snapshot.object), |table| vec![table]);
        for table in tables {
            let item = Item::new(Some(place), Arc::clone(&snapshot));
            // What takes several statements is read while the database writes, and is a transaction anyway.
            match if is_small { item.read(mirror, table).err() } else { None } {
                Some(error) => results[place] = Some(Err(error)),
                None => items.push((table, item)),
            }
        }
    }
    let batch = Batch::of(items.clone(), |_, _| true);
    let one_statement = is_small
        && batch.groups.len() == 1
        && batch.groups.iter().all(|Group { table, items, .. }| {
            chunks::<E>(table, items).count() == 1 && !items.iter().any(|item| is_more_than_a_row(mirror, table, item))
        });
    let scope = Scope::of(exec, !E::DB::UPSERT_RETURNS || !one_statement);
    let said = Said::of(mirror, items.iter().map(|(_, item)| &*item.snapshot));
    let applied = within!(scope, exec, said, in_order(mirror, exec, items.clone(), Vec::new()).await)?;
    for (place, outcome) in applied.outcomes {
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
    Ok(Batched { results, queued: applied.queued, written: applied.written })
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

/// Writes items and what is within them, in an order that any two writers share, so that they seldom deadlock: parents, their
/// children, everything else; within these by table and key. `done` are written already.
///
/// ```text
/// items ──► write a rank ──► ties: queue ──► expanded objects ──────────────┐
///   ▲                                   └──► lists: their children ─────────┤
///   │                                                                       │
///   └──────────────── the next rank ◄───────────────────────────────────────┘
///                       └─ none, or children are written: what the parents' rows say of their children
/// ```
async fn in_order<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    items: Vec<(&'static Table, Item)>,
    mut done: Vec<Done>,
) -> Result<InOrder> {
    let now = unique_now();
    let mut pending = Pending::default();
    pending.extend(mirror, items);
    let (mut outcomes, mut written, mut queue) = (Vec::new(), Vec::new(), Queue::default());
    let (mut parents, mut doubts) = (Vec::new(), Vec::new());
    loop {
        ties::settle(mirror, exec, &mut done, &mut queue).await?;
        hydrate::queue_missing(mirror, exec, &done, &mut queue).await?;
        doubts.extend(done.iter().filter_map(|done| Doubt::of(mirror, done)));
        for done in done {
            lists::write_adopted(exec, &done).await?;
            outcomes.extend(done.item.place.map(|place| (place, Ok(done.outcome))));
            if done.item.record().lists.is_empty() && !done.item.record().has_expanded() {
                written.push(done);
                continue;
            }
            let within = Nested::of(mirror.kinds, &done.item.snapshot, done.item.record());
            pending.extend(mirror, within.objects.into_iter().flat_map(|object| items_of(mirror, object)));
            for list in &within.lists {
                for child in &list.children {
                    let mut child = child.clone();
                    if list.list.owned && done.item.snapshot.observed.is_for_ever() {
                        // Within the body of a deletion are the last values of what goes with the object.
                        let end = done.item.snapshot.observed.from;
                        child.observed = Observed { from: end, to: end };
                    }
                    let children = items_of(mirror, child).map(|(table, child)| (table, child.listed()));
                    let parent = &done.item.snapshot;
                    pending.extend(mirror, children.map(|child| lists::adopt(child, list.list.parent, parent)));
                }
            }
            if !done.item.record().lists.is_empty() {
                parents.push(Parent::of(&done, within.lists));
            }
            written.push(done);
        }
        let next = pending.next();
        if next.as_ref().is_none_or(|(rank, _)| *rank == Rank::Other) {
            family::settle_lists(mirror, exec, std::mem::take(&mut parents), now, &mut queue).await?;
            family::settle_doubts(mirror, exec, std::mem::take(&mut doubts), now, &mut queue).await?;
        }
        let Some((rank, items)) = next else { break };
        let batch = Batch::of(items, |table, item| match (item.read(mirror, table), item.place) {
            (Ok(_), _) => true,
            (Err(error), place) => {
                outcomes.extend(place.map(|place| (place, Err(error))));
                false
            }
        });
        let needless = |(table, item, outcome)| Done { table, item, outcome, row: None };
        done = batch.needless.into_iter().map(needless).collect();
        if rank == Rank::Child {
            let items = batch.groups.iter().flat_map(|group| group.items.iter().map(|item| (group.table, item)));
            Families::lock(mirror, exec, parents_of_alone(mirror, items)).await?;
        }
        for group in batch.groups {
            let table = group.table;
            for Written { item, result } in write::<E, RowState>(mirror, exec, group).await? {
                match (result, item.place) {
                    (Ok((outcome, row)), _) => done.push(Done { table, item, outcome, row: Some(row) }),
                    (Err(error), Some(place)) => outcomes.push((place, Err(error))),
                    (Err(error), None) => tracing::warn!(%error, "left in its parent"),
                }
            }
        }
    }
    let queued = queue.write(exec).await?;
    Ok(InOrder { outcomes, queued, written })
}

/// The parents of the children among these that come alone.
fn parents_of_alone<'i>(
    mirror: &Mirror,
    items: impl IntoIterator<Item = (&'static Table, &'i Item)>,
) -> Vec<(&'static Table, Subject)> {
    let alone = items.into_iter().filter(|(_, child)| !child.listed && !child.snapshot.deleted);
    // A row is read from its JSON when it is written, and the parent is in the row.
    let readable = alone.filter(|(table, child)| child.read(mirror, table).is_ok());
    readable
        .filter_map(|(table, child)| family::owner_of(mirror, table, child))
        .map(|(owner, _, id)| (owner, id))
        .collect()
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
    let snapshot = Arc::new(snapshot.known_by(mirror.kinds));
    mirror.tables_of(&snapshot.object).into_iter().filter_map(move |table| {
        let record = mirror.record(table, &snapshot);
        let record = record.inspect_err(|error| tracing::warn!(%error, "left in its parent")).ok()?;
        Some((table, Item::of(None, Arc::clone(&snapshot), record)))
    })
}

/// Whether a transaction is needed: something else is written with the row.
fn is_more_than_a_row(mirror: &Mirror, table: &'static Table, item: &Item) -> bool {
    !item.record().lists.is_empty()
        || item.record().has_expanded()
        || mirror.owners_of(table).next().is_some()
        || mirror.hydrate != Hydrate::Nothing
        // If it ties, it stands until the object is read again.
        || (item.snapshot.deleted && !item.snapshot.observed.is_for_ever())
}
