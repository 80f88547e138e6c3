//! Leases: claim what is due, and say what became of it.

use std::time::{Duration, Instant};

use super::{InboxEvent, State};
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, Sql, execute_again};
use crate::error::Result;
use crate::lease::{self, Held, Lease, microseconds};
use crate::sql::{Cell, Statement};

/// Events that were claimed: nobody else processes them until the lease ends.
#[derive(Debug)]
pub struct Claim {
    /// What tells this claim from all others: `stripe_events.lease`.
    pub token: String,
    /// The events, in the order in which Stripe created them.
    pub events: Vec<InboxEvent>,
    /// How long it lasts, from [`since`](Self::since).
    pub lease: Duration,
    /// When the claim was asked for, by the clock here: the lease is not older.
    pub since: Instant,
}

impl Claim {
    /// In the order in which Stripe created them.
    pub(crate) fn of(token: String, mut events: Vec<InboxEvent>, lease: Duration, since: Instant) -> Self {
        events.sort_by(|a, b| (a.created, a.received_at, &a.id).cmp(&(b.created, b.received_at, &b.id)));
        Claim { token, events, lease, since }
    }
}

/// Which attempt at an event is made with that event alone: it may be what made the others fail, or whoever processed them die.
pub(crate) const SUSPECT: i64 = 3;

/// What SQL knows of an event that is suspected: the attempts before left their leases on it.
fn is_suspected() -> String {
    format!("lease IS NOT NULL AND attempts >= {}", SUSPECT - 1)
}

/// Claims events that are due, at most `limit` of them, for so long. They are not processed yet:
/// see [`Processor::apply`](crate::webhook::Processor::apply).
///
/// What somebody else has claimed is not due before that lease ends.
///
/// # Errors
/// [`Error::Database`](crate::Error::Database).
pub async fn claim(conn: &mut impl MirrorConnection, limit: u32, lease: Duration) -> Result<Claim> {
    claim_with(&mut Async::new(conn), State::Pending, limit, lease).await
}

pub(crate) async fn claim_with<E: Executor>(exec: &mut E, state: State, limit: u32, lease: Duration) -> Result<Claim> {
    let since = Instant::now();
    let lease = Lease::new(lease);
    let suspected = is_suspected();
    // In this order: to MySQL, a column has its new value from there on.
    let set =
        format!("begun = NOT ({suspected}), attempts = CASE WHEN {suspected} THEN attempts ELSE attempts + 1 END");
    // The state is written out: a partial index is not used for a parameter.
    let due = format!("state = '{}' AND due_at <= {}", state.as_str(), E::DB::NOW);
    let due = |statement: &mut Statement| {
        statement.sql(&due);
    };
    let rows = |update: &mut Statement| E::DB::where_first(update, "stripe_events", &due, "due_at", limit as usize);
    let doing = "claiming events in stripe_events";
    let claim = lease::Claim { table: InboxEvent::TABLE, doing, set: &set, rows: &rows };
    let events = lease::claim(exec, &lease, &claim).await?;
    Ok(Claim::of(lease.token, events, lease.time, since))
}

/// Begins claimed events that are suspected; how many of them are still ours.
pub(crate) async fn begin<E: Executor>(exec: &mut E, token: &str, keys: &[[Cell; 2]]) -> Result<usize> {
    let set = |statement: &mut Statement| {
        statement.sql("begun = TRUE, attempts = attempts + 1");
    };
    update(exec, "beginning events in stripe_events", token, &set, keys).await
}

/// What becomes of `attempts` if the attempt does not count.
const NOT_COUNTED: &str = "attempts = attempts - CASE WHEN begun THEN 1 ELSE 0 END";

/// Gives claimed events back unprocessed: they are due at once, and this attempt does not count. Those that were processed, or
/// that somebody else has claimed since, are left alone.
///
/// # Errors
/// [`Error::Database`](crate::Error::Database): they are due when the lease ends.
pub async fn release(conn: &mut impl MirrorConnection, claim: &Claim) -> Result<()> {
    release_with(&mut Async::new(conn), &claim.token, keys(&claim.events)).await
}

pub(crate) async fn release_with<E: Executor>(exec: &mut E, token: &str, keys: Vec<[Cell; 2]>) -> Result<()> {
    // A lease that is over, rather than none, keeps an event suspected that was not begun.
    let set = format!("lease = CASE WHEN begun THEN NULL ELSE lease END, {NOT_COUNTED}, due_at = {}", E::DB::NOW);
    let set = |statement: &mut Statement| {
        statement.sql(&set);
    };
    update(exec, "releasing events in stripe_events", token, &set, &keys).await.map(|_| ())
}

/// Begins the lease anew.
pub(crate) async fn renew<E: Executor>(
    exec: &mut E,
    token: &str,
    lease: Duration,
    keys: &[[Cell; 2]],
) -> Result<usize> {
    let set = |set: &mut Statement| E::DB::after_now(set.sql("due_at = "), microseconds(lease));
    update(exec, "keeping the lease of events in stripe_events", token, &set, keys).await
}

pub(crate) fn keys(events: &[InboxEvent]) -> Vec<[Cell; 2]> {
    events.iter().map(InboxEvent::key).collect()
}

/// The `last_error` of an event whose handlers are not called yet: only Stripe knows whether the mirror's row is as new as it.
pub const WAITS: &str = "waits for its object to be read again from Stripe: see stripe_refreshes";

/// Gives claimed events back that wait for their objects to be read again: they are due again, so much later, and this attempt
/// does not count. How many of them were still ours.
pub(crate) async fn wait<E: Executor>(exec: &mut E, token: &str, delay: Duration, keys: &[[Cell; 2]]) -> Result<usize> {
    let set = format!(
        "lease = NULL, {NOT_COUNTED}, tied_at = COALESCE(tied_at, {}), last_error = '{WAITS}', due_at = ",
        E::DB::NOW
    );
    let set = |statement: &mut Statement| E::DB::after_now(statement.sql(&set), microseconds(delay));
    update(exec, "letting events wait in stripe_events", token, &set, keys).await
}

/// Makes events due that waited for objects which have been read meanwhile, or given up.
pub(crate) async fn wake<E: Executor>(exec: &mut E) -> Result<usize> {
    let mut update = Statement::new(true);
    update.sql(format!(
        "UPDATE stripe_events SET due_at = {now} WHERE state = 'pending' AND due_at > {now} AND lease IS NULL \
         AND last_error = '{WAITS}' AND NOT EXISTS (SELECT 1 FROM stripe_refreshes AS queued \
         WHERE queued.object = stripe_events.object_kind AND queued.id = stripe_events.object_id \
         AND queued.stripe_account = stripe_events.stripe_account AND queued.given_up_at IS NULL)",
        now = E::DB::NOW
    ));
    execute_again(exec, "waking events in stripe_events", update).await
}

/// Marks claimed events as `applied` or `done`; how many of them were still ours. `tied` says that their handlers were given the
/// events' own objects, since only Stripe knew whether the mirror's rows were as new.
pub(crate) async fn finish<E: Executor>(
    exec: &mut E,
    token: &str,
    (state, tied): (State, bool),
    keys: &[[Cell; 2]],
) -> Result<usize> {
    let now = E::DB::NOW;
    let tied = if tied { format!(", tied_at = COALESCE(tied_at, {now})") } else { String::new() };
    let ended = match state {
        State::Applied => format!("due_at = {now}, attempts = 0"),
        _ => format!("finished_at = {now}"),
    };
    let set = format!(
        "state = '{}', lease = NULL, last_error = NULL, applied_at = COALESCE(applied_at, {now}), {ended}{tied}",
        state.as_str()
    );
    let set = |statement: &mut Statement| {
        statement.sql(&set);
    };
    update(exec, "marking events as done in stripe_events", token, &set, keys).await
}

/// How an event ends that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// It is due again, so much later.
    Later(Duration),
    Dead,
    /// It is done, and the error is the reason why a handler wanted it to have no effect.
    Discarded,
    Ignored,
}

/// Writes why an event was not done, and what is to become of it.
pub(crate) async fn fail<E: Executor>(
    exec: &mut E,
    token: &str,
    key: [Cell; 2],
    end: &End,
    error: &str,
) -> Result<usize> {
    let over = |state: &str, statement: &mut Statement| {
        statement.sql(format!(", state = '{state}', finished_at = {}", E::DB::NOW));
    };
    let set = |statement: &mut Statement| {
        statement.sql("lease = NULL, last_error = ").text(error);
        match end {
            End::Later(delay) => E::DB::after_now(statement.sql(", due_at = "), microseconds(*delay)),
            End::Dead => over("dead", statement),
            End::Discarded => over("done", statement),
            End::Ignored => over("ignored", statement),
        }
    };
    update(exec, "noting in stripe_events why an event failed", token, &set, &[key]).await
}

/// Updates events on which this token has the lease; how many there are.
async fn update<E: Executor>(
    exec: &mut E,
    doing: &str,
    token: &str,
    set: Sql<'_>,
    keys: &[[Cell; 2]],
) -> Result<usize> {
    Held { table: InboxEvent::TABLE, token, keys }.update(exec, doing, set).await
}
