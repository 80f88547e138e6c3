//! From claimed events to effects: the mirror, the handlers and `done`, in one transaction for a batch.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::handlers::Registry;
use super::inbox::{Claim, State, claim_with, wake};
use super::{Handlers, metrics};
use crate::backoff::Backoff;
use crate::database::{Async, Bounds, Executor, MirrorConnection};
use crate::error::Result;
use crate::mirror::{self, Mirror};

mod after;
mod batch;
mod failure;
mod handling;
mod progress;
mod rows;
mod transaction;

pub(super) use after::{AT_ONCE, Ended, Job, claim_committed, end_committed};
pub(super) use failure::Note;

use after::process_committed;

/// What is said to be done where the mirror's mode is not known.
pub(super) const PROCESSING: &str = "processing events";

/// Processes events: applies their objects to the mirror and calls the handlers. [`Worker`](super::Worker) does it for ever;
/// here it is done step by step, or [until nothing is due](Self::process_pending).
pub struct Processor<C> {
    pub(super) registry: Registry<C>,
    pub(super) mirror: Mirror,
    pub(super) settings: Settings,
}

#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) batch: u32,
    pub(super) lease: Duration,
    pub(super) handler_time: Duration,
    pub(super) transaction_time: Duration,
    pub(super) lock_wait: Duration,
    pub(super) attempts: i64,
    pub(super) backoff: Backoff,
    pub(super) tie_wait: Duration,
}

impl Settings {
    /// How long the statements of a transaction may take.
    fn bounds(&self) -> Bounds {
        Bounds { lock: self.lock_wait, statement: self.handler_time, idle: self.lease }
    }
}

/// Locked while an event is processed that is suspected: of two at once, neither would be known to have ended the process.
pub(super) type OneSuspect = Arc<Mutex<()>>;

/// How a batch ends that a [`Worker`](super::Worker) processes.
#[derive(Default)]
pub(super) struct Ending {
    /// Events that are not begun when a transaction's time is over are left to others.
    pub(super) leaves: bool,
    /// All events are processed one by one: the connection was lost in the last batch, perhaps because of one of them.
    pub(super) is_careful: bool,
    /// One for all batches of the worker.
    pub(super) one_suspect: OneSuspect,
    /// The event at whose turn the connection was lost or given up, to be noted on another connection.
    pub(super) at_turn: Option<Note>,
    /// So many events fit into the time of a transaction.
    pub(super) most: Option<usize>,
}

/// What became of events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Processed {
    /// Events whose effects are committed.
    pub done: usize,
    /// Events that failed and are tried again later.
    pub failed: usize,
    /// Events that wait for their objects to be read again, since their handlers' rows may be older than they are: they are tried
    /// again soon, and nothing has failed.
    pub waiting: usize,
    /// Events that were given up: dead letters.
    pub dead: usize,
    /// Events that a handler has [discarded](super::Discard).
    pub discarded: usize,
    /// Events of the mode, live or test, that this mirror does not serve.
    pub ignored: usize,
    /// Events that were left to be claimed again: the lease was lost, or a worker's time for a batch was over.
    pub left: usize,
    /// Events of which what is to be done after the commit is done.
    pub after_commit: usize,
    /// Snapshots that became their rows.
    pub applied: usize,
    /// Snapshots that said what their rows said.
    pub unchanged: usize,
    /// Snapshots that were older than their rows.
    pub stale: usize,
    /// Snapshots of which only Stripe knows whether they are newer: their objects are queued to be read again.
    pub tied: usize,
    /// Objects that were queued to be read again: because of ties, of lists that showed only their beginning, and of references
    /// to what the mirror does not hold.
    pub queued: usize,
}

impl Processed {
    pub(super) fn add(&mut self, more: Processed) {
        self.done += more.done;
        self.failed += more.failed;
        self.waiting += more.waiting;
        self.dead += more.dead;
        self.discarded += more.discarded;
        self.ignored += more.ignored;
        self.left += more.left;
        self.after_commit += more.after_commit;
        self.applied += more.applied;
        self.unchanged += more.unchanged;
        self.stale += more.stale;
        self.tied += more.tied;
        self.queued += more.queued;
    }
}

impl<C> fmt::Debug for Processor<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Processor")
            .field("patterns", &self.registry.patterns().collect::<Vec<_>>())
            .field("mirror", &self.mirror)
            .field("settings", &self.settings)
            .finish()
    }
}

impl<C> Processor<C> {
    pub(crate) fn of(registry: Registry<C>) -> Self {
        let settings = Settings {
            batch: 500,
            lease: Duration::from_secs(60),
            handler_time: Duration::from_secs(10),
            transaction_time: Duration::from_secs(1),
            lock_wait: Duration::from_secs(2),
            attempts: 20,
            backoff: Backoff::new(Duration::from_secs(10), Duration::from_secs(60 * 60)),
            tie_wait: Duration::from_secs(60),
        };
        Processor { mirror: registry.whole_mirror(), registry, settings }
    }

    /// The most events of one batch; 500 by default. A [`Worker`](super::Worker) claims fewer, if so many take longer than the
    /// [time of a transaction](Self::transaction_time).
    #[must_use]
    pub fn batch(mut self, events: u32) -> Self {
        self.settings.batch = events.max(1);
        self
    }

    /// For how long events are claimed; a minute by default. If a worker dies, others take over its events after this time.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.settings.lease = lease;
        self
    }

    /// How long a handler may take for one event; ten seconds by default. What blocks its thread cannot be interrupted. On PostgreSQL
    /// no statement of the transaction takes longer, by its `statement_timeout`.
    #[must_use]
    pub fn handler_time(mut self, time: Duration) -> Self {
        self.settings.handler_time = time;
        self
    }

    /// How long a transaction goes on to begin events; one second by default. The rest of a batch is processed in another transaction,
    /// and by a [`Worker`](super::Worker) in another batch, which is smaller then. A transaction with one slow handler may take as long
    /// as [that](Self::handler_time).
    #[must_use]
    pub fn transaction_time(mut self, time: Duration) -> Self {
        self.settings.transaction_time = time;
        self
    }

    /// How long a statement of the transaction waits for a row that another transaction has locked: one of the host's, say. Two seconds
    /// by default. The event whose object or handler waits longer is tried again later, and holds up no other.
    ///
    /// By `lock_timeout` on PostgreSQL, and by `innodb_lock_wait_timeout` on MySQL, in whole seconds, at least one. On SQLite it is the
    /// connection's `busy_timeout`, which is the host's.
    #[must_use]
    pub fn lock_wait(mut self, time: Duration) -> Self {
        self.settings.lock_wait = time;
        self
    }

    /// How often an event is tried before it is a dead letter; 20 by default, which is about ten hours.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.settings.attempts = i64::from(attempts.max(1));
        self
    }

    /// The delay after the first failure, which doubles with each, and the longest; ten seconds and an hour by default. Each is
    /// shortened at random by up to a half, so that what failed together is not tried together.
    #[must_use]
    pub fn delays(mut self, first: Duration, longest: Duration) -> Self {
        self.settings.backoff = Backoff::new(first, longest.max(first));
        self
    }

    /// How long an event's handlers wait for a row that is certainly as new as the event, where only Stripe knows whether the
    /// mirror's is; a minute by default, by the database's clock, since that was found out.
    ///
    /// Meanwhile the event is pending, due again after a second and with growing delays, and the object is in
    /// [`stripe_refreshes`](crate::refresh): something must drain that. When the time is over, handlers are given a row that is made of
    /// the event's own object, and [`Context::row_from`](super::Context::row_from) says so. With no time at all they are given that at
    /// once.
    #[must_use]
    pub fn tie_wait(mut self, time: Duration) -> Self {
        self.settings.tie_wait = time;
        self
    }
}

impl<C: MirrorConnection + 'static> Processor<C> {
    /// With these handlers.
    pub fn new(handlers: Handlers<C>) -> Self {
        Processor::of(handlers.registry)
    }

    /// Processes claimed events: the mirror's changes, the handlers' effects and the events' `done` are committed together, or not
    /// at all. Of events that fail it is noted why; they hold up no others.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database), if the database fails altogether: what is not done is due again when the
    /// lease ends. [`Error::NoMode`](crate::Error::NoMode) and [`Error::WrongMirrorMode`](crate::Error::WrongMirrorMode), if it is
    /// not known or not right [which mode](crate::mirror#live-or-test) the mirror serves: the events are given back.
    pub async fn apply(&self, conn: &mut C, claim: Claim) -> Result<Processed> {
        apply_claim(self, &mut Async::new(conn), claim).await
    }

    /// Processes all events that are due now, and what is to be done after their commits: inline, for tests and small hosts. Events
    /// that waited for objects which were read again meanwhile are due too.
    ///
    /// # Errors
    /// Those of [`apply`](Self::apply).
    pub async fn process_pending(&self, conn: &mut C) -> Result<Processed> {
        process_pending(self, &mut Async::new(conn)).await
    }
}

pub(crate) async fn apply_claim<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    claim: Claim,
) -> Result<Processed> {
    batch::apply(processor, exec, claim, &mut Ending::default()).await
}

/// The same for a worker.
pub(super) async fn apply_until<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    claim: Claim,
    ending: &mut Ending,
) -> Result<Processed> {
    batch::apply(processor, exec, claim, ending).await
}

/// On another connection: notes that the connection was lost at an event's turn.
pub(super) async fn note_lost<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    token: &str,
    lost: &Note,
) -> Result<()> {
    let mut processed = Processed::default();
    lost.write(exec, &processor.settings, token, &mut processed).await?;
    metrics::processed(&processed);
    Ok(())
}

pub(crate) async fn process_pending<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
) -> Result<Processed> {
    mirror::ensure(&processor.mirror, exec, PROCESSING).await?;
    let mut all = Processed::default();
    wake(exec).await?;
    loop {
        let (events, processed) = process_batch(processor, exec).await?;
        all.add(processed);
        let (committed, processed) = process_committed(processor, exec).await?;
        all.add(processed);
        if events == 0 && committed == 0 {
            return Ok(all);
        }
    }
}

/// The events of one batch.
pub(super) async fn claim_batch<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    events: u32,
) -> Result<Claim> {
    claim_with(exec, State::Pending, events, processor.settings.lease).await
}

/// One batch; how many events were claimed.
async fn process_batch<E: Executor>(processor: &Processor<E::Connection>, exec: &mut E) -> Result<(usize, Processed)> {
    let claim = claim_batch(processor, exec, processor.settings.batch).await?;
    let claimed = claim.events.len();
    Ok((claimed, apply_claim(processor, exec, claim).await?))
}
