//! One table: the guarded upsert, and what became of each row.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use futures_util::future::{join, lazy};

use super::Mirror;
use super::batch::Group;
use super::mode::Said;
use crate::database::sealed::Words;
use crate::database::{Executor, Upsert};
use crate::error::{Error, Result};
use crate::model::{RowState, StripeModel, Table};
use crate::observed::{Outcome, Seen, decide, merge};
use crate::projection::Record;
use crate::sql::{Cell, Row, quoted};
use crate::stripe_data::Snapshot;

/// A snapshot on its way into a table, with its place in the caller's batch; none if it was found within another.
///
/// Cheap to clone, as a transaction may be tried again. Its row need not be read before its turn to be written.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) place: Option<usize>,
    pub(crate) snapshot: Arc<Snapshot>,
    /// The child's reference to its parent was given by the list in which it was found, as its own JSON has none.
    pub(super) adopted: Option<&'static str>,
    /// Its parent was seen with it.
    pub(super) listed: bool,
    record: Arc<OnceLock<Record>>,
}

impl Item {
    pub(crate) fn new(place: Option<usize>, snapshot: Arc<Snapshot>) -> Self {
        Item { place, snapshot, adopted: None, listed: false, record: Arc::default() }
    }

    /// An item whose row is known.
    pub(crate) fn of(place: Option<usize>, snapshot: Arc<Snapshot>, record: Record) -> Self {
        Item { place, snapshot, adopted: None, listed: false, record: Arc::new(OnceLock::from(record)) }
    }

    /// The deletion that it is, and nothing else of it.
    pub(super) fn without_values(&self) -> Self {
        let snapshot = Snapshot { stub: true, ..Snapshot::clone(&self.snapshot) };
        Item { snapshot: Arc::new(snapshot), ..self.clone() }
    }

    /// A child whose row refers to its parent in this column.
    pub(super) fn adopted(self, parent: &'static str, record: Record) -> Self {
        Item { adopted: Some(parent), ..self.with(record) }
    }

    /// The same with another row.
    pub(super) fn with(self, record: Record) -> Self {
        Item { record: Arc::new(OnceLock::from(record)), ..self }
    }

    /// A child that was found in a list of its parent.
    pub(super) fn listed(self) -> Self {
        Item { listed: true, ..self }
    }

    /// Reads the row from the JSON, if that was not done yet.
    pub(super) fn read(&self, mirror: &Mirror, table: &'static Table) -> Result<&Record> {
        if let Some(record) = self.record.get() {
            return Ok(record);
        }
        let record = mirror.record(table, &self.snapshot)?;
        Ok(self.record.get_or_init(|| record))
    }

    /// The row; empty until it is read, which every item is before it is written.
    pub(crate) fn record(&self) -> &Record {
        static UNREAD: OnceLock<Record> = OnceLock::new();
        self.record.get().unwrap_or_else(|| UNREAD.get_or_init(Record::default))
    }

    /// What the ordering rule needs to know of it.
    pub(crate) fn seen(&self) -> Seen<'_> {
        let Snapshot { observed, deleted, .. } = *self.snapshot;
        Seen { observed, fingerprint: &self.record().fingerprint, deleted }
    }

    /// Whether it is so much newer than the other that the row will not show the other.
    pub(super) fn replaces(&self, other: &Item) -> bool {
        let are_live = !self.snapshot.deleted && !other.snapshot.deleted;
        are_live
            && self.snapshot.nested == other.snapshot.nested
            && decide(other.snapshot.observed, self.snapshot.observed, false) == Outcome::Applied
    }

    /// Whether writing one makes writing the other needless.
    pub(super) fn says_the_same(&self, other: &Item) -> bool {
        self.seen() == other.seen()
    }

    fn row_key(&self) -> (&str, &str) {
        (&self.snapshot.id, &self.snapshot.origin.stripe_account)
    }
}

/// What became of an item, and the row as it stands.
pub(super) struct Written<R> {
    pub(super) item: Item,
    pub(super) result: Result<(Outcome, R)>,
}

/// A row of which the state is known: a model, or the state alone.
pub(crate) trait Stored: Row {
    fn state(&self) -> RowState;

    /// The columns to load it from.
    fn columns(table: &Table, quote: char) -> String;
}

impl Stored for RowState {
    fn state(&self) -> RowState {
        self.clone()
    }

    fn columns(_: &Table, quote: char) -> String {
        let state = [
            "id",
            "stripe_account",
            "observed_from",
            "observed_to",
            "revision",
            "fingerprint",
            "deleted",
            "synced_at",
            "projection",
        ];
        quoted(state, quote)
    }
}

impl<M: StripeModel> Stored for M {
    fn state(&self) -> RowState {
        StripeModel::state(self)
    }

    fn columns(table: &Table, quote: char) -> String {
        quoted(table.all_columns().map(|column| column.name), quote)
    }
}

/// The rows can change between a statement and the next, but hardly so often.
const ATTEMPTS: usize = 8;

/// Writes the items of a group.
pub(super) async fn write<E: Executor, R: Stored>(
    mirror: &Mirror,
    exec: &mut E,
    Group { table, nested, mut items }: Group,
) -> Result<Vec<Written<R>>> {
    // It marks the rows to which a snapshot was applied here: no other write has the same.
    let now = unique_now();
    let parents = mirror.parents_of(table);
    let deletes = items.iter().any(|item| item.snapshot.deleted);
    let whole = deletes || !E::DB::UPSERT_RETURNS;
    let mut upsert = Upsert { table, nested, deletes, whole, livemode: mirror.livemode, parents: &parents };
    let mut written = Vec::with_capacity(items.len());
    if let Some(livemode) = mirror.livemode {
        // The statement compares objects with the database's mode, which may be another.
        keep_mode(livemode, &mut items, &mut written);
    }
    for _ in 0..ATTEMPTS {
        if !E::DB::UPSERT_RETURNS {
            refuse_wrong_mode(exec, mirror, &mut items, &mut written, upsert.whole).await?;
        }
        if items.is_empty() {
            return Ok(written);
        }
        let touched: Vec<R> = execute(exec, &upsert, mirror, &mut items, now, &mut written).await?;
        let outcome = |item: &Item, row: &RowState| {
            if row.synced_at == now {
                return Some(Outcome::Applied);
            }
            let merged = merge(row.seen(), item.seen(), nested);
            // The row changed since, or the mirror had no mode yet: once more. A tombstone is filled by the statement, too.
            let is_to_be_written = merged.outcome == Outcome::Applied || (row.deleted && merged.values);
            (!is_to_be_written).then_some(merged.outcome)
        };
        settle(&mut items, &mut written, touched, outcome);
        if items.is_empty() {
            return Ok(written);
        }
        // Only what the statement did not touch is looked at again.
        let mut is_queued = false;
        if E::DB::UPSERT_RETURNS {
            is_queued = refuse_wrong_mode(exec, mirror, &mut items, &mut written, upsert.whole).await?;
        }
        let stored: Vec<R> = rows(exec, table, items.iter().map(|item| key(table, &item.snapshot)).collect()).await?;
        let has_more_to_say = |item: &Item, row: &RowState, outcome: Outcome| {
            let is_equal = row.fingerprint == item.record().fingerprint;
            let is_of_another_declaration = is_equal && row.projection != table.projection;
            row.deleted || is_of_another_declaration || (is_queued && outcome == Outcome::Unchanged)
        };
        settle(&mut items, &mut written, stored, |item, row| {
            outcome(item, row).filter(|outcome| upsert.whole || !has_more_to_say(item, row, *outcome))
        });
        // What is left asks for the whole rule.
        upsert.whole = true;
    }
    match items.first() {
        None => Ok(written),
        Some(item) => Err(Error::Database {
            doing: format!("writing {} into {}: its row keeps changing", item.snapshot.subject(), table.name),
            source: diesel::result::Error::NotFound,
        }),
    }
}

/// Moves the items that `outcome` has a word for from `items` to `written`, each with its row.
fn settle<R: Stored>(
    items: &mut Vec<Item>,
    written: &mut Vec<Written<R>>,
    rows: Vec<R>,
    outcome: impl Fn(&Item, &RowState) -> Option<Outcome>,
) {
    let mut rows: HashMap<(String, String), (RowState, R)> = rows
        .into_iter()
        .map(|row| (row.state(), row))
        .map(|(state, row)| ((state.id.clone(), state.stripe_account.clone()), (state, row)))
        .collect();
    for item in std::mem::take(items) {
        let (id, account) = item.row_key();
        let row = rows.remove(&(id.to_owned(), account.to_owned()));
        match row.and_then(|(state, row)| Some((outcome(&item, &state)?, row))) {
            Some(result) => written.push(Written { item, result: Ok(result) }),
            None => items.push(item),
        }
    }
}

/// The statements; the rows that they touched, where the database says so. While the database writes some rows, the next are
/// read from their JSON. Items that cannot be read go to `written`.
async fn execute<E: Executor, R: Stored>(
    exec: &mut E,
    upsert: &Upsert<'_>,
    mirror: &Mirror,
    items: &mut Vec<Item>,
    now: DateTime<Utc>,
    written: &mut Vec<Written<R>>,
) -> Result<Vec<R>> {
    let table = upsert.table;
    let columns = R::columns(table, E::DB::QUOTE);
    let synced_at = Cell::UtcTimestamp(now);
    let mut sizes: VecDeque<usize> = chunks::<E>(table, items).map(<[Item]>::len).collect();
    let mut unread = std::mem::take(items).into_iter();
    let mut read_next = || {
        let next = unread.by_ref().take(sizes.pop_front()?);
        let read = |item: Item| match item.read(mirror, table).map(|_| ()) {
            Ok(()) => Some(item),
            Err(error) => {
                written.push(Written { item, result: Err(error) });
                None
            }
        };
        Some(next.filter_map(read).collect::<Vec<Item>>())
    };
    let mut touched = Vec::new();
    let mut next = read_next();
    while let Some(chunk) = next {
        let rows: Vec<&[Cell]> = chunk.iter().map(|item| item.record().cells.as_slice()).collect();
        let statement = E::DB::upsert(upsert, &rows, &synced_at, &columns);
        let executed = async {
            match (chunk.is_empty(), E::DB::UPSERT_RETURNS) {
                (true, _) => Ok(Vec::new()),
                (_, true) => exec.load::<R>(statement).await,
                (_, false) => exec.execute(statement).await.map(|_| Vec::new()),
            }
        };
        let result;
        (result, next) = join(executed, lazy(|_| read_next())).await;
        let doing = || format!("writing {} into {}", describe(&chunk), table.name);
        touched.extend(result.map_err(|source| Error::database(doing())(source))?);
        items.extend(chunk);
    }
    Ok(touched)
}

/// The items of each statement.
pub(super) fn chunks<'i, E: Executor>(table: &Table, items: &'i [Item]) -> impl Iterator<Item = &'i [Item]> {
    let rows = E::DB::rows_per_statement(table.all_columns().count());
    crate::database::chunks(items, rows, |item| item.snapshot.json.as_str().len())
}

fn describe(items: &[Item]) -> String {
    match items {
        [item] => item.snapshot.subject().to_string(),
        items => format!("{} objects", items.len()),
    }
}

/// The rows of these keys, as far as there are any.
pub(crate) async fn rows<E: Executor, R: Stored>(
    exec: &mut E,
    table: &'static Table,
    keys: Vec<Vec<Cell>>,
) -> Result<Vec<R>> {
    let columns = R::columns(table, E::DB::QUOTE);
    let mut found = Vec::new();
    for keys in keys.chunks(E::DB::rows_per_statement(table.key.len())) {
        let keys: Vec<&[Cell]> = keys.iter().map(Vec::as_slice).collect();
        let statement = E::DB::select(table, &columns, &keys, E::DB::READ_LATEST);
        let doing = || format!("reading {} rows of {}", keys.len(), table.name);
        found.extend(exec.load::<R>(statement).await.map_err(|source| Error::database(doing())(source))?);
    }
    Ok(found)
}

/// An object's row, if there is one.
pub(crate) async fn find<E: Executor, R: Stored>(
    exec: &mut E,
    table: &'static Table,
    key: Vec<Cell>,
) -> Result<Option<R>> {
    Ok(rows(exec, table, vec![key]).await?.pop())
}

/// The key of an object's row.
pub(crate) fn key(table: &Table, snapshot: &Snapshot) -> Vec<Cell> {
    key_of(table, &snapshot.object, &snapshot.id, &snapshot.origin.stripe_account)
}

/// The key of a row.
pub(crate) fn key_of(table: &Table, object: &str, id: &str, stripe_account: &str) -> Vec<Cell> {
    let value = |name: &&str| match *name {
        "object" => object,
        "stripe_account" => stripe_account,
        _ => id,
    };
    table.key.iter().map(|name| Cell::text(value(name))).collect()
}

/// Moves the items of the other mode to `written`. Returns whether anything may wait in the queue of objects to be read again, which the
/// `whole` rule has asked already.
async fn refuse_wrong_mode<E: Executor, R>(
    exec: &mut E,
    mirror: &Mirror,
    items: &mut Vec<Item>,
    written: &mut Vec<Written<R>>,
    whole: bool,
) -> Result<bool> {
    let Some(said) = Said::of(mirror, items.iter().map(|item| &*item.snapshot)) else { return Ok(true) };
    let (mode, is_queued) = if whole { (said.mode(exec).await?, true) } else { said.mode_and_queue(exec).await? };
    let mode = mode.ok_or_else(|| Error::NoMode { doing: format!("writing {} of an event", describe(items)) })?;
    keep_mode(mode, items, written);
    Ok(is_queued)
}

/// Moves the items of the other mode to `written`.
fn keep_mode<R>(mode: bool, items: &mut Vec<Item>, written: &mut Vec<Written<R>>) {
    for item in std::mem::take(items) {
        match item.snapshot.livemode {
            Some(livemode) if livemode != mode => {
                let error = Error::WrongMode { subject: item.snapshot.subject(), livemode };
                written.push(Written { item, result: Err(error) });
            }
            _ => items.push(item),
        }
    }
}

/// The local time in microseconds, and never the same twice in a process.
pub(crate) fn unique_now() -> DateTime<Utc> {
    static LAST: AtomicI64 = AtomicI64::new(0);
    let now = Utc::now().timestamp_micros();
    let last = LAST.fetch_max(now, Ordering::Relaxed);
    let unique = if last < now { now } else { LAST.fetch_add(1, Ordering::Relaxed) + 1 };
    DateTime::from_timestamp_micros(unique).unwrap_or_default()
}
