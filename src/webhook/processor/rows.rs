//! Which row a handler is given: never one that is older than the event.
//!
//! | the event's snapshot | the mirror's row |
//! |---|---|
//! | was applied, said the same, or was older | is as new |
//! | tied just now, and its object is queued | may be older: the event waits |
//! | tied before, and its object is not queued any more | was read since: it is as new |
//! | tied before, and its object is still queued | may be older, unless a newer snapshot came: the event waits, for a time |
//! | tied, and nobody reads such objects again, or it was given up | may be older |
//! | is not mirrored | is as new if its interval says so |
//!
//! Where it may be older and nothing is waited for (any more), the row is made of the event's own object.

use std::any::TypeId;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::Queryable;

use super::Processor;
use crate::database::{Executor, SqlDialect, sealed::Words};
use crate::error::{Error, Result};
use crate::mirror::{self, Inserted, Item, Mirror, Ties};
use crate::model::{RowState, Table};
use crate::observed::{Outcome, decide};
use crate::sql::Statement;
use crate::stripe_data::Snapshot;
use crate::webhook::handlers::{Entry, Given, Model, ObjectKey, RowFrom, Rows};
use crate::webhook::{BoxError, Event};

/// The first delay of an event that waits; it doubles up to [`LONGEST`].
const FIRST: u64 = 1;
const LONGEST: u64 = 8;
/// SQLite parses no condition that is nested deeper than a thousand levels.
const CONDITIONS: usize = 100;

/// How the mirror's row of an event's object stands to the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is at least as new.
    AsNew,
    /// Only Stripe knows, and the object is queued to be read again.
    Queued,
    /// Only Stripe knows, and nobody asks.
    Unknown,
}

/// An object in `stripe_refreshes`: its kind, id and account.
pub(super) type Queued = (String, String, String);

#[derive(Queryable)]
struct QueuedRow {
    object: String,
    id: String,
    stripe_account: String,
    given_up_at: Option<DateTime<Utc>>,
}

crate::__row!(
    QueuedRow,
    (
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::Nullable<crate::sql_types::UtcTimestamp>,
    )
);

/// Objects that are queued still, each with whether it will be read: it is not, if Stripe refused it for good.
pub(super) type StillQueued = HashMap<Queued, bool>;

/// Whether some handler of an event is given a row.
fn wants_row<C>(processor: &Processor<C>, event: &Event) -> bool {
    processor.registry.of(&processor.mirror, event).any(|entry| entry.model.is_some())
}

/// What is to be read from Stripe to know an event's object; `None` if nothing can be.
fn read_again(mirror: &Mirror, event: &Event) -> Option<Queued> {
    let snapshot = Arc::new(event.snapshot().ok()??.known_by(mirror.kinds));
    let subject = mirror.tables_of(&snapshot.object).into_iter().find_map(|table| {
        let record = mirror.record(table, &snapshot).ok()?;
        mirror::read_again(mirror, table, &Item::of(None, Arc::clone(&snapshot), record))
    })?;
    Some((subject.object?, subject.id?, subject.stripe_account))
}

/// Which of the objects that earlier ties of these events had queued are queued still.
///
/// It is asked before anything is applied, which may queue them anew, and before rows are read, which are then as new as what it
/// found. A transaction of the host's may have begun long ago: there, MySQL is told to look at what is committed now.
pub(super) async fn still_queued<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    events: impl Iterator<Item = &Event>,
    in_hosts_transaction: bool,
) -> Result<StillQueued> {
    let tied = events.filter(|event| event.tied_for.is_some() && wants_row(processor, event));
    let objects: HashSet<Queued> = tied.filter_map(|event| read_again(&processor.mirror, event)).collect();
    let objects: Vec<Queued> = objects.into_iter().collect();
    let mut queued = StillQueued::new();
    for objects in objects.chunks(CONDITIONS) {
        let mut select = Statement::new(objects.len() == 1);
        select.sql("SELECT object, id, stripe_account, given_up_at FROM stripe_refreshes WHERE ");
        for (n, (object, id, stripe_account)) in objects.iter().enumerate() {
            select.sql(if n > 0 { " OR (object = " } else { "(object = " }).text(object);
            select.sql(" AND id = ").text(id).sql(" AND stripe_account = ").text(stripe_account).sql(")");
        }
        if in_hosts_transaction && E::DB::DIALECT == SqlDialect::Mysql {
            select.sql(" LOCK IN SHARE MODE");
        }
        let doing = "reading in stripe_refreshes which objects of events are queued";
        let rows: Vec<QueuedRow> = exec.load(select).await.map_err(Error::database(doing))?;
        let each = rows.into_iter().map(|row| ((row.object, row.id, row.stripe_account), row.given_up_at.is_none()));
        queued.extend(each);
    }
    Ok(queued)
}

/// How the mirror's rows stand to these events, each with what became of its snapshot.
pub(super) async fn standings<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    events: &[(&Event, Option<Outcome>)],
    still_queued: &StillQueued,
) -> Result<Vec<Standing>> {
    let mirror = &processor.mirror;
    let mut standings = vec![Standing::AsNew; events.len()];
    let mut compared = Vec::new();
    for (place, (event, outcome)) in events.iter().enumerate() {
        if !matches!(outcome, None | Some(Outcome::Tied)) || !wants_row(processor, event) {
            continue;
        }
        let was_tied = event.tied_for.is_some();
        standings[place] = match outcome {
            // A thin event has no object to be compared with.
            None if matches!(event.snapshot(), Ok(None)) => continue,
            None => Standing::Unknown,
            Some(_) => match read_again(mirror, event) {
                None => Standing::Unknown,
                Some(object) => match (was_tied, still_queued.get(&object)) {
                    // It was read since.
                    (true, None) => continue,
                    // It was given up.
                    (true, Some(false)) => Standing::Unknown,
                    _ if mirror.ties == Ties::Refresh => Standing::Queued,
                    _ => Standing::Unknown,
                },
            },
        };
        if outcome.is_none() || was_tied {
            compared.push((place, *event));
        }
    }
    for place in as_new(processor, exec, compared).await? {
        standings[place] = Standing::AsNew;
    }
    Ok(standings)
}

/// The events of which the rows in all tables of their handlers are certainly as new.
async fn as_new<'e, E: Executor>(
    processor: &'e Processor<E::Connection>,
    exec: &mut E,
    events: Vec<(usize, &'e Event)>,
) -> Result<HashSet<usize>> {
    type Of = (&'static Table, Vec<(usize, Snapshot)>);
    let mut by_table: BTreeMap<(&str, String), Of> = BTreeMap::new();
    let mut as_new = HashSet::new();
    for (place, event) in events {
        let Ok(Some(snapshot)) = event.snapshot() else { continue };
        let snapshot = snapshot.known_by(processor.mirror.kinds);
        let entries = processor.registry.of(&processor.mirror, event);
        let mut tables: Vec<_> = entries.filter_map(|entry| Some(entry.model.as_ref()?.table)).collect();
        tables.sort_by_key(|table| table.name);
        tables.dedup();
        as_new.insert(place);
        for table in tables {
            let of = by_table.entry((table.name, snapshot.object.clone())).or_insert_with(|| (table, Vec::new()));
            of.1.push((place, snapshot.clone()));
        }
    }
    for ((_, kind), (table, snapshots)) in by_table {
        let key = |snapshot: &Snapshot| (snapshot.id.clone(), snapshot.origin.stripe_account.clone());
        let mut keys: Vec<ObjectKey> = snapshots.iter().map(|(_, snapshot)| key(snapshot)).collect();
        keys.sort();
        keys.dedup();
        let keys = keys.iter().map(|(id, account)| mirror::key_of(table, &kind, id, account)).collect();
        let rows: Vec<RowState> = mirror::rows(exec, table, keys).await?;
        let rows: HashMap<ObjectKey, RowState> =
            rows.into_iter().map(|row| ((row.id.clone(), row.stripe_account.clone()), row)).collect();
        for (place, snapshot) in snapshots {
            let row = rows.get(&key(&snapshot));
            if !row.is_some_and(|row| is_as_new(row, table, &snapshot, &processor.mirror)) {
                as_new.remove(&place);
            }
        }
    }
    Ok(as_new)
}

/// Deletions and revivals are not a matter of intervals alone.
fn is_as_new(row: &RowState, table: &'static Table, snapshot: &Snapshot, mirror: &Mirror) -> bool {
    let Ok(record) = mirror.record(table, snapshot) else { return false };
    let outcome = decide(row.observed(), snapshot.observed, row.fingerprint == record.fingerprint);
    !row.deleted && !snapshot.deleted && matches!(outcome, Outcome::Stale | Outcome::Unchanged)
}

/// The delay of an event that waits for its row; `None` if it does not wait (any longer).
pub(super) fn delay<C>(processor: &Processor<C>, event: &Event, standing: Standing) -> Option<Duration> {
    let waited = event.tied_for.unwrap_or_default();
    let left = processor.settings.tie_wait.checked_sub(waited).filter(|left| !left.is_zero());
    let left = left.filter(|_| standing == Standing::Queued)?;
    // In powers of two, so that a batch's events have a few delays in common.
    let delay = Duration::from_secs((1 << waited.as_secs().max(FIRST).ilog2()).min(LONGEST));
    Some(delay.min(left))
}

/// The row that a handler is given; `None` if it is given none, or there is none.
pub(super) fn given<C>(
    event: &Event,
    entry: &Entry<C>,
    standing: Standing,
    loaded: &Loaded,
) -> Result<Option<Given>, BoxError> {
    let Some(model) = &entry.model else { return Ok(None) };
    let given = |from| move |row| Given { row, from };
    Ok(match standing {
        Standing::AsNew => loaded.of(event, model).cloned().map(given(RowFrom::Mirror)),
        Standing::Queued | Standing::Unknown => (model.read)(event)?.map(given(RowFrom::Event)),
    })
}

/// Rows by their models and kinds.
pub(super) struct Loaded(HashMap<(TypeId, String), Rows>);

impl Loaded {
    fn of<C>(&self, event: &Event, model: &Model<C>) -> Option<&crate::webhook::handlers::AnyRow> {
        self.0.get(&(model.id, event.object_kind.clone()?))?.get(&object_key(event)?)
    }
}

/// The id and the owner of an event's object.
fn object_key(event: &Event) -> Option<ObjectKey> {
    Some((event.object_id.clone()?, event.owner()))
}

/// The rows that these entries want of these events. What was just inserted is known; the rest is loaded by one query for each model
/// and kind of object.
pub(super) async fn load<'e, E: Executor>(
    exec: &mut E,
    wanted: Vec<(&'e Event, &'e Entry<E::Connection>)>,
    inserted: &Inserted,
) -> Result<Loaded>
where
    E::Connection: 'e,
{
    type Wanted<'e, C> = HashMap<(TypeId, &'e str), (&'e Model<C>, Vec<ObjectKey>)>;
    let mut by_model: Wanted<'e, E::Connection> = HashMap::new();
    let mut loaded: HashMap<(TypeId, String), Rows> = HashMap::new();
    for (event, entry) in wanted {
        let (Some(model), Some(kind), Some(key)) = (&entry.model, event.object_kind.as_deref(), object_key(event))
        else {
            continue;
        };
        match (model.inserted)(inserted, kind, &key) {
            Some(row) => drop(loaded.entry((model.id, kind.to_owned())).or_default().insert(key, row)),
            None => by_model.entry((model.id, kind)).or_insert_with(|| (model, Vec::new())).1.push(key),
        }
    }
    for ((model_id, kind), (model, mut keys)) in by_model {
        keys.sort();
        keys.dedup();
        let rows = (model.load)(exec.connection(), kind, &keys).await?;
        loaded.entry((model_id, kind.to_owned())).or_default().extend(rows);
    }
    Ok(Loaded(loaded))
}
