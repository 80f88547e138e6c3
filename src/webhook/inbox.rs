//! The inbox: every event that Stripe delivered, and what became of it.
//!
//! An event is a row of [`stripe_events`], committed before Stripe is answered. Its life, by its `state`:
//!
//! | state | meaning | then |
//! |---|---|---|
//! | `pending` | to be processed, not before `due_at` | `done`, `applied`, `dead`, `ignored`, or later again |
//! | `applied` | its effects are committed; what is to be done after the commit is not done yet | `done` or `dead` |
//! | `done` | processed; with a `last_error`, a handler has [discarded](super::Discard) it and that is why | its body is [emptied](retain), it is [pruned](prune) |
//! | `dead` | given up, with `last_error` saying why | [replayed](replay), by you; its body is [emptied](retain) |
//! | `ignored` | of the mode, live or test, that this mirror [does not serve](crate::mirror#live-or-test) | as `done`, or [replayed](Replay::ignored) after the mode was changed |
//!
//! Who processes an event has a **lease** on it: a token in `lease`, and `due_at` is when the lease ends. Another may claim it
//! from then on, and whoever had it before can commit nothing for it. All these times are the database's, so the clocks of
//! several machines need not agree. A [receiver](super::Receiver) stores events with the lease of a worker of its own process, if
//! [that](super::Worker::woken_by) keeps up; what was stored so and not processed is due when the lease ends, as ever.
//!
//! An event that is claimed counts as begun, which is an attempt. Twice a lease may end without a word: the process was killed, say,
//! perhaps by this event, perhaps by another of the batch. From then on the event is **suspected**: it is claimed as before, but its
//! next attempt counts when its turn comes, and it is processed alone. So what ends each process is given up, and nothing else is.
//!
//! A pending event **waits** if it has handlers that are given a row, and only Stripe knows whether the mirror's is as new as the
//! event: until the object is [read again](crate::refresh), but not for [ever](super::Processor::tie_wait). Its `last_error` is
//! [`WAITS`] then, and its `attempts` are not counted.
//!
//! A body is stored without what the endpoint is told to [leave out](super::Endpoint::redact): secrets, unless it is told more. To
//! erase a person is to redact the bodies that have their customer's `object_id`, or name it.
//!
//! The steps, each usable alone: [`Endpoint::verify`](super::Endpoint::verify), [`store`], [`claim`],
//! [`Processor::apply`](super::Processor::apply).

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::database::sealed::Words;
use crate::database::{Async, Executor, Insert, MirrorConnection, Sql, SqlDialect, Transaction, again, chunks};
use crate::error::{Error, Result};
use crate::lease::{Lease, microseconds};
use crate::sql::{Cell, Statement, own_table};

use super::Delivery;

mod claim;
mod finished;
mod prune;
mod replay;
mod retention;
mod stats;

pub use claim::{Claim, WAITS, claim, release};
pub use prune::{RETENTION, prune};
pub use replay::{Replay, Replayed, replay};
pub use retention::{Retained, Retention, retain};
pub use stats::{Stats, stats};

pub(crate) use claim::{End, SUSPECT, begin, claim_with, fail, finish, keys, release_with, renew, wait, wake};
pub(crate) use prune::prune_with;
pub(crate) use replay::replay_with;
pub(crate) use retention::retain_with;
pub(crate) use stats::stats_with;

own_table! {
    /// The inbox: every event that Stripe delivered, and what became of it.
    stripe_events (id, stripe_account)

    /// An event in the inbox: a row of [`stripe_events`].
    #[derive(Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = stripe_events, primary_key(id, stripe_account))]
    pub struct InboxEvent {
        /// Stripe's id; of a body without one, `unreadable_` and a hash of it.
        id: Text,
        /// The connected account that the event is of; empty for the platform's own.
        stripe_account: Text,
        /// Live or test mode.
        livemode: Nullable<Bool>,
        /// When Stripe created the event. UTC.
        created: Nullable<UtcTimestamp>,
        /// What happened: `payment_intent.succeeded`.
        type_ ["type"]: Nullable<Text>,
        /// The API version that the body was rendered in.
        api_version: Nullable<Text>,
        /// The kind of object that it is about: `payment_intent`.
        object_kind: Nullable<Text>,
        /// The id of that object; none for objects without one.
        object_id: Nullable<Text>,
        /// The id of the request that caused it; none if Stripe did.
        request_id: Nullable<Text>,
        /// The idempotency key of that request.
        idempotency_key: Nullable<Text>,
        /// The body as it was received, less redacted fields; empty once it is [emptied](crate::webhook::inbox::retain). It may hold personal data: don't log it.
        body: Text,
        /// `pending`, `applied`, `done`, `dead` or `ignored`.
        state: Text,
        /// How often it was begun.
        attempts: BigInt,
        /// Whether it was begun when it was claimed: not if it is suspected of ending whoever processes it.
        begun: Bool = "DEFAULT TRUE",
        /// When it is due, or while somebody has a lease, when that ends. UTC.
        due_at: UtcTimestamp,
        /// The token of who has a lease on it, until it is due.
        lease: Nullable<Text>,
        /// Why it was not done the last time, what it waits for, or why a handler discarded it.
        last_error: Nullable<Text>,
        /// When it was stored. UTC.
        received_at: UtcTimestamp,
        /// When its effects were committed. UTC.
        applied_at: Nullable<UtcTimestamp>,
        /// When it became `done`, `dead` or `ignored`. UTC.
        finished_at: Nullable<UtcTimestamp>,
        /// When it was found that only Stripe knows whether its object is newer than the mirror's row. UTC.
        tied_at: Nullable<UtcTimestamp>,
    }
    // What is to be done is found, and what was not done is counted, without a look at what is done; what is finished is emptied, deleted
    // and replayed in the order in which it was. SQLite uses a partial index only for a condition in its own words, so there the
    // indexes hold all rows.
    index stripe_events_open (state, due_at) where "state IN ('pending', 'applied', 'dead', 'ignored')" on Postgres;
    index stripe_events_finished (state, finished_at) where "state IN ('done', 'dead', 'ignored')" on Postgres;
    index stripe_events_open (state, due_at) on Mysql | Sqlite;
    index stripe_events_finished (state, finished_at) on Mysql | Sqlite;
    index stripe_events_lease (lease) on Mysql;
    // A body is written once, while its row is written at each step: it is kept apart, and time is not spent on compressing it.
    set Postgres: "ALTER TABLE stripe_events ALTER COLUMN body SET STORAGE EXTERNAL";
}

/// All but the body, which may hold personal data.
impl fmt::Debug for InboxEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxEvent")
            .field("id", &self.id)
            .field("stripe_account", &self.stripe_account)
            .field("type", &self.type_)
            .field("created", &self.created)
            .field("object_kind", &self.object_kind)
            .field("object_id", &self.object_id)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .field("begun", &self.begun)
            .field("due_at", &self.due_at)
            .field("lease", &self.lease)
            .field("last_error", &self.last_error)
            .field("tied_at", &self.tied_at)
            .finish_non_exhaustive()
    }
}

impl InboxEvent {
    /// Which attempt at it this is, if it is begun now or was begun when it was claimed.
    pub(crate) fn attempt(&self) -> i64 {
        self.attempts + i64::from(!self.begun)
    }

    /// Whether each of so many attempts ended whoever made it, and only that event can have done so.
    pub(crate) fn is_hopeless(&self, attempts: i64) -> bool {
        !self.begun && self.attempts >= attempts.max(SUSPECT)
    }

    /// Why it failed the last time, if it did.
    pub(crate) fn failed_with(&mut self) -> Option<String> {
        self.last_error.take().filter(|error| error != WAITS)
    }

    pub(crate) fn key(&self) -> [Cell; 2] {
        [Cell::text(&self.id), Cell::text(&self.stripe_account)]
    }
}

/// The states of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// To be processed, not before it is due.
    Pending,
    /// Its effects are committed; what is to be done after the commit is not done yet.
    Applied,
    /// Processed.
    Done,
    /// Given up.
    Dead,
    /// Of the mode that this mirror does not serve.
    Ignored,
}

impl State {
    /// Its text in `stripe_events.state`.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Applied => "applied",
            State::Done => "done",
            State::Dead => "dead",
            State::Ignored => "ignored",
        }
    }
}

/// What [`store`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stored {
    /// Events that are in the inbox now and were not before.
    pub new: usize,
    /// Events that were there already; nothing was changed.
    pub duplicates: usize,
}

/// Stores verified deliveries, all or none. An event that is there already stays as it is.
///
/// Where no transaction is open they are committed when this returns, and Stripe may be answered. One statement, as a rule.
///
/// # Errors
/// [`Error::Database`]: nothing was stored.
pub async fn store(conn: &mut impl MirrorConnection, deliveries: &[Delivery]) -> Result<Stored> {
    store_with(&mut Async::new(conn), &deliveries.iter().collect::<Vec<_>>()).await
}

pub(crate) async fn store_with<E: Executor>(exec: &mut E, deliveries: &[&Delivery]) -> Result<Stored> {
    store_all(exec, deliveries, None).await.map(|(stored, _)| stored)
}

/// Stores deliveries **claimed**: nobody else claims the new ones before the lease ends. Returns these events, for whoever has it.
///
/// Of databases that cannot return what they insert it is [`store`].
pub(crate) async fn store_claimed<E: Executor>(
    exec: &mut E,
    deliveries: &[&Delivery],
    lease: &Lease,
) -> Result<(Stored, Vec<InboxEvent>)> {
    let lease = E::DB::INSERT_RETURNS.then_some(lease);
    let (stored, new) = store_all(exec, deliveries, lease).await?;
    let by_key: HashMap<[&str; 2], &Delivery> = deliveries.iter().map(|delivery| (delivery.key(), *delivery)).collect();
    let claimed = new.into_iter().filter(|new| new.lease.is_some()).filter_map(|new| {
        let delivery = by_key.get(&[&*new.id, &*new.stripe_account])?;
        Some(InboxEvent { due_at: new.due_at, received_at: new.received_at, ..delivery.row(lease) })
    });
    Ok((stored, claimed.collect()))
}

async fn store_all<E: Executor>(
    exec: &mut E,
    deliveries: &[&Delivery],
    lease: Option<&Lease>,
) -> Result<(Stored, Vec<Inserted>)> {
    // In the order of their keys, so that two who store the same events cannot deadlock.
    let mut sorted = deliveries.to_vec();
    sorted.sort_by_key(|delivery| delivery.key());
    sorted.dedup_by_key(|delivery| delivery.key());
    let (new, inserted) = again!(exec, store_sorted(exec, &sorted, lease).await)?;
    Ok((Stored { new, duplicates: deliveries.len() - new }, inserted))
}

/// How many are new, and with a lease which.
async fn store_sorted<E: Executor>(
    exec: &mut E,
    sorted: &[&Delivery],
    lease: Option<&Lease>,
) -> Result<(usize, Vec<Inserted>)> {
    let rows = match E::DB::DIALECT {
        // A statement's text does not depend on its rows there.
        SqlDialect::Postgres => 1_024,
        _ => E::DB::rows_per_statement(InboxEvent::TABLE.columns.len()),
    };
    let chunks: Vec<&[&Delivery]> = chunks(sorted, rows, |delivery| delivery.size()).collect();
    let doing = format!("storing {} events in stripe_events", sorted.len());
    let transaction = (chunks.len() > 1).then(|| Transaction::of(exec));
    if let Some(transaction) = transaction {
        transaction.begin(exec, &doing).await?;
    }
    let (mut new, mut inserted) = (0, Vec::new());
    let mut result = Ok(());
    for chunk in chunks {
        match insert(exec, chunk, lease, &mut inserted).await {
            Ok(more) => new += more,
            Err(error) => {
                result = Err(Error::database(&*doing)(error));
                break;
            }
        }
    }
    if let Some(transaction) = transaction {
        result = transaction.end(exec, &doing, result).await;
    }
    result.map(|()| (new, inserted))
}

/// Inserts in one statement; the number of rows that are new, which with a lease are added to `inserted`.
async fn insert<E: Executor>(
    exec: &mut E,
    deliveries: &[&Delivery],
    lease: Option<&Lease>,
    inserted: &mut Vec<Inserted>,
) -> QueryResult<usize> {
    let mut there = 0;
    if !E::DB::COUNTS_INSERTED {
        let keys: Vec<[Cell; 2]> = deliveries.iter().map(|delivery| delivery.key().map(Cell::text)).collect();
        let keys: Vec<&[Cell]> = keys.iter().map(|key| &key[..]).collect();
        let mut select = Statement::new(false);
        select.sql("SELECT id FROM stripe_events WHERE ");
        E::DB::is_one_of(&mut select, InboxEvent::TABLE, &keys);
        there = exec.load::<Id>(select).await?.len();
    }
    let due_at = |statement: &mut Statement| match lease {
        Some(lease) => E::DB::after_now(statement, microseconds(lease.time)),
        None => {
            statement.sql(E::DB::NOW);
        }
    };
    let finished_at = format!("CASE state WHEN 'pending' THEN NULL ELSE {} END", E::DB::NOW);
    let computed: [(_, Sql<'_>); 3] = [
        ("due_at", &due_at),
        ("received_at", &|statement| {
            statement.sql(E::DB::NOW);
        }),
        ("finished_at", &|statement| {
            statement.sql(&finished_at);
        }),
    ];
    let insert = Insert::into(InboxEvent::TABLE, &["begun", "applied_at", "tied_at"], &computed);
    let mut statement = insert.rows::<E::DB>(deliveries.iter().map(|delivery| delivery.row(lease).into_cells()));
    statement.sql(E::DB::or_nothing(InboxEvent::TABLE));
    if lease.is_some() {
        statement.sql(" RETURNING id, stripe_account, lease, due_at, received_at");
        let new = exec.load::<Inserted>(statement).await?;
        let count = new.len();
        inserted.extend(new);
        return Ok(count);
    }
    let count = exec.execute(statement).await?;
    Ok(if E::DB::COUNTS_INSERTED { count } else { deliveries.len().saturating_sub(there) })
}

/// What the database knows of an event that was stored.
#[derive(Debug, Queryable)]
pub(crate) struct Inserted {
    pub(crate) id: String,
    pub(crate) stripe_account: String,
    pub(crate) lease: Option<String>,
    pub(crate) due_at: DateTime<Utc>,
    pub(crate) received_at: DateTime<Utc>,
}

crate::__row!(
    Inserted,
    (
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::Nullable<diesel::sql_types::Text>,
        crate::sql_types::UtcTimestamp,
        crate::sql_types::UtcTimestamp,
    )
);

#[derive(Queryable)]
#[allow(dead_code, reason = "rows are only counted")]
struct Id {
    id: String,
}

crate::__row!(Id, (diesel::sql_types::Text,));
