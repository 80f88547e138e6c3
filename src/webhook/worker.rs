//! The worker: processes events as they come, for ever.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::{Either, join, join_all, select};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use super::connect::{Kept, connect};
use super::handover::Handover;
use super::inbox::{Claim, Retained, Retention, keys, release_with, retain_with};
use super::mode::known;
use super::processor::{Ending, Note, OneSuspect, apply_until, claim_batch, note_lost};
use super::{BoxError, Connect, Processed, Processor, Receiver};
use crate::backoff::Backoff;
use crate::database::sealed::Words;
use crate::database::{Async, Executor, SqlDialect};
use crate::error::{Result, chain};
use crate::sql::Cell;

mod after;

/// How long it waits after an error, at first and at most.
const BACKOFF: Backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(10));

/// How often old events are looked for.
const RETAINS: Duration = Duration::from_secs(60 * 60);

/// What was not done in time is released within this time.
const RELEASE: Duration = Duration::from_secs(5);

/// Processes events as they come. Any number of workers may run, in any number of processes: each event is processed by one of
/// them at a time.
///
/// See the [module](super) for an example.
pub struct Worker<F: Connect> {
    connections: F,
    processor: Processor<F::Connection>,
    handover: Arc<Handover>,
    poll: Duration,
    grace: Duration,
    batches: usize,
    retention: Retention,
    held: Mutex<Held>,
    /// So many events fit into the time of a transaction, as far as is known.
    most: AtomicU32,
    one_suspect: OneSuspect,
}

/// Events that are being processed: the tokens of their leases, and their keys.
#[derive(Default)]
struct Held {
    last: u64,
    batches: HashMap<u64, (String, Vec<[Cell; 2]>)>,
    /// Batches whose connection was lost, each with the event at whose turn that happened.
    lost: Vec<(u64, Option<Note>)>,
}

impl<F: Connect> fmt::Debug for Worker<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("processor", &self.processor)
            .field("poll", &self.poll)
            .field("grace", &self.grace)
            .field("batches", &self.batches)
            .field("retention", &self.retention)
            .finish_non_exhaustive()
    }
}

impl<F: Connect> Worker<F> {
    /// With connections of the host's. It gets by with one, which it gives back when it is idle; while there is much to do it uses one
    /// for each of its [batches](Self::batches), and another to note what was done after commits, if the host has them.
    pub fn new(connections: F, processor: Processor<F::Connection>) -> Self {
        Worker {
            connections,
            processor,
            handover: Arc::default(),
            poll: Duration::from_secs(1),
            grace: Duration::from_secs(20),
            batches: 2,
            retention: Retention::default(),
            held: Mutex::default(),
            most: AtomicU32::new(u32::MAX),
            one_suspect: OneSuspect::default(),
        }
    }

    /// Is woken by what a receiver of the same process stores, in the same database. While the worker keeps up, on PostgreSQL and
    /// SQLite, the receiver stores events with the worker's lease on them and hands them over: they need not be claimed and read.
    ///
    /// An event that comes alone is processed at once; those that come within the next ten milliseconds are processed together.
    #[must_use]
    pub fn woken_by(mut self, receiver: &Receiver) -> Self {
        self.handover = receiver.handover();
        self
    }

    /// How often it looks for events of which nobody woke it: those of other processes, and those that are due again. A second
    /// by default.
    #[must_use]
    pub fn poll_every(mut self, interval: Duration) -> Self {
        self.poll = interval;
        self
    }

    /// How long it may go on with what it has begun when it is told to stop; 20 seconds by default. What it has not done by then
    /// is rolled back and released: others can claim it at once.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// How many batches it processes at the same time, if there is so much to do; two by default. While the database works at one,
    /// the next one is read. Handlers of different events may then run at the same time, as they do in several processes. On SQLite,
    /// which has one writer, it is one batch.
    #[must_use]
    pub fn batches(mut self, batches: usize) -> Self {
        self.batches = batches.max(1);
        self
    }

    /// How long the inbox keeps what is done; by default bodies are emptied after 30 days, those of dead letters after 90. It is seen
    /// to when the worker starts and every hour from then on, with a connection of its own for as long as that takes.
    #[must_use]
    pub fn retention(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }

    /// Processes events until `shutdown` is ready; then finishes what it has begun.
    ///
    /// Errors of the database are logged, and it goes on with a new connection. To cut it off, drop the future: what is not
    /// committed is rolled back, and due again when the lease ends.
    ///
    /// # Errors
    /// At the start, before any event is claimed: [`Error::NoMode`](crate::Error::NoMode) if nobody has said whether the mirror is
    /// live or test, and [`Error::WrongMirrorMode`](crate::Error::WrongMirrorMode) if the handlers'
    /// [mirror](super::Handlers::mirror) says another mode than the database's. End the program then: nothing is processed, and
    /// events stay in the inbox. See [which mode](crate::mirror#live-or-test).
    pub async fn run(&self, shutdown: impl Future<Output = ()> + Send) -> Result<()> {
        let mut shutdown = pin!(shutdown);
        crate::metrics::webhook::describe();
        match select(pin!(known(&self.connections, &self.processor.mirror, BACKOFF)), shutdown.as_mut()).await {
            Either::Left((known, _)) => known?,
            Either::Right(_) => return Ok(()),
        }
        let settings = &self.processor.settings;
        let mut open = self.handover.open(settings.batch as usize, settings.lease);
        let (stop, stopped) = watch::channel(false);
        let committed = Notify::new();
        let work = Box::pin(async {
            let batches = match <Async<'_, F::Connection> as Executor>::DB::DIALECT {
                SqlDialect::Sqlite => 1,
                _ => self.batches,
            };
            let events = (0..batches).map(|_| self.repeat(&committed, stopped.clone()));
            let work = join(join_all(events), self.after_commits(&committed, stopped.clone()));
            join(work, self.retain(stopped.clone())).await
        });
        let work = match select(work, shutdown).await {
            Either::Left(_) => return Ok(()),
            Either::Right(((), work)) => work,
        };
        let _ = stop.send(true);
        let left = async {
            if let Some((token, events)) = open.close() {
                let held = self.hold(&token, keys(&events));
                self.release(&[held]).await;
            }
        };
        // What is not done in time is dropped with its connection, and so rolled back.
        let in_time = timeout(self.grace, join(left, work)).await.is_ok();
        let held: Vec<u64> = self.held().batches.keys().copied().collect();
        if !in_time && !held.is_empty() {
            tracing::warn!("stopped in the middle of a batch, which is released");
            self.release(&held).await;
        }
        Ok(())
    }

    /// Gives back what is held, on another connection.
    async fn release(&self, held: &[u64]) {
        let released = async {
            let mut conn = connect(&self.connections).await?;
            for held in held {
                if let Some((token, keys)) = self.let_go(*held) {
                    release_with(&mut Async::new(&mut conn), &token, keys).await?;
                }
            }
            Ok::<_, BoxError>(())
        };
        if !matches!(timeout(RELEASE, released).await, Ok(Ok(()))) {
            tracing::warn!("events that were not released are due again when the lease ends");
        }
    }

    /// Claims and processes batch after batch.
    async fn repeat(&self, committed: &Notify, mut stopped: watch::Receiver<bool>) {
        let mut kept = Kept::none();
        let mut failures = 0;
        let mut is_careful = false;
        while !*stopped.borrow() {
            match self.step(&mut kept, &mut is_careful).await {
                Ok(None) => {
                    failures = 0;
                    let idle = self.handover.idle(Instant::now(), self.poll);
                    let woken = timeout(idle, self.handover.woken());
                    kept.idle_until(select(pin!(woken), pin!(stopped.wait_for(|stopped| *stopped)))).await;
                }
                Ok(Some(processed)) => {
                    failures = 0;
                    if processed.done > 0 {
                        committed.notify_one();
                    }
                    if processed.left > 0 {
                        self.handover.wake();
                    }
                }
                Err(error) => {
                    tracing::error!(error = chain(&*error), "processing events");
                    self.handover.wake();
                    failures += 1;
                    let delay = BACKOFF.after(failures);
                    select(pin!(sleep(delay)), pin!(stopped.wait_for(|stopped| *stopped))).await;
                }
            }
        }
    }

    /// One batch; `None` if there is nothing to do. After an error its events are given back as soon as there is a connection.
    async fn step(&self, kept: &mut Kept<F::Connection>, is_careful: &mut bool) -> Result<Option<Processed>, BoxError> {
        let now = Instant::now();
        let looks = self.handover.is_time_to_look(now, self.poll);
        if !looks && !self.handover.is_time_to_take(now) {
            return Ok(None);
        }
        let mut conn = kept.take(&self.connections).await?;
        let mut exec = Async::new(&mut conn);
        self.give_back_lost(&mut exec).await?;
        let claim = self.answered("claiming events", self.claim(&mut exec, looks)).await?;
        let claimed = claim.events.len();
        if claimed == 0 {
            drop(exec);
            kept.keep_idle(conn);
            return Ok(None);
        }
        self.handover.begun();
        let held = self.hold(&claim.token, keys(&claim.events));
        let one_suspect = Arc::clone(&self.one_suspect);
        let mut ending = Ending { leaves: true, is_careful: *is_careful, one_suspect, ..Ending::default() };
        // Each of its transactions is bounded by the lease.
        let processed = apply_until(&self.processor, &mut exec, claim, &mut ending).await;
        drop(exec);
        *is_careful = processed.is_err();
        match processed {
            Ok(processed) => {
                self.let_go(held);
                self.pace(claimed, ending.most);
                kept.keep(conn);
                Ok(Some(processed))
            }
            Err(error) => {
                // The connection goes, and the transaction with it.
                drop(conn);
                self.held().lost.push((held, ending.at_turn));
                if let Ok(mut conn) = kept.take(&self.connections).await {
                    self.give_back_lost(&mut Async::new(&mut conn)).await?;
                    kept.keep(conn);
                }
                Err(error.into())
            }
        }
    }

    /// How many events the next batch has: as many as fit into the time of a transaction.
    fn pace(&self, claimed: usize, most: Option<usize>) {
        let batch = self.processor.settings.batch;
        let now = self.most.load(Ordering::Relaxed).min(batch);
        let claimed = u32::try_from(claimed).unwrap_or(u32::MAX);
        match most.and_then(|most| u32::try_from(most).ok()) {
            Some(most) => self.most.store(most.clamp(1, batch), Ordering::Relaxed),
            None if now < batch && claimed >= now => {
                self.most.store(now.saturating_mul(2).min(batch), Ordering::Relaxed)
            }
            None => {}
        }
    }

    /// Gives back the events of batches that were lost with their connections: this attempt does not count, but for the event at whose
    /// turn it happened.
    async fn give_back_lost<E: Executor<Connection = F::Connection>>(&self, exec: &mut E) -> Result<(), BoxError> {
        loop {
            let Some((held, at_turn)) = self.held().lost.pop() else { return Ok(()) };
            let given_back = async {
                let Some((token, keys)) = self.held().batches.get(&held).cloned() else { return Ok(()) };
                if let Some(lost) = &at_turn {
                    note_lost(&self.processor, exec, &token, lost).await?;
                }
                release_with(exec, &token, keys).await
            };
            let result = self.answered("giving events back", given_back).await;
            if result.is_err() {
                // Once more, or they are due when the lease ends.
                self.held().lost.push((held, at_turn));
                return result;
            }
            self.let_go(held);
        }
    }

    /// What the database answers, within a lease.
    async fn answered<T>(&self, doing: &str, answer: impl Future<Output = Result<T>>) -> Result<T, BoxError> {
        let time = self.processor.settings.lease;
        match timeout(time, answer).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(format!("{doing}: the database does not answer within the lease of {time:?}").into()),
        }
    }

    /// Empties and deletes what is old. What it is at when it is told to stop is left to the next time.
    async fn retain(&self, mut stopped: watch::Receiver<bool>) {
        if self.retention == Retention::keep_everything() {
            return;
        }
        let mut last: Option<Instant> = None;
        loop {
            let (began, since) = (Instant::now(), last.map(|last| last.elapsed()));
            let retained = async {
                let mut conn = connect(&self.connections).await?;
                Ok::<_, BoxError>(retain_with(&mut Async::new(&mut conn), &self.retention, since).await?)
            };
            let retained = async {
                timeout(RETAINS, retained).await.unwrap_or_else(|_| Err("the database does not answer".into()))
            };
            match select(pin!(retained), pin!(stopped.wait_for(|stopped| *stopped))).await {
                Either::Left((Ok(retained), _)) => {
                    last = Some(began);
                    if retained != Retained::default() {
                        let Retained { emptied, deleted } = retained;
                        tracing::info!(emptied, deleted, "old events in the inbox");
                    }
                }
                Either::Left((Err(error), _)) => tracing::warn!(%error, "emptying old events, tried again later"),
                Either::Right(_) => return,
            }
            if let Either::Right(_) = select(pin!(sleep(RETAINS)), pin!(stopped.wait_for(|stopped| *stopped))).await {
                return;
            }
        }
    }

    /// What is next: handed over, or of the inbox. Empty if there is nothing to do.
    async fn claim<E: Executor<Connection = F::Connection>>(&self, exec: &mut E, looks: bool) -> Result<Claim> {
        let Processor { settings, .. } = &self.processor;
        let most = self.most.load(Ordering::Relaxed).min(settings.batch);
        if looks {
            let claim = claim_batch(&self.processor, exec, most).await?;
            self.handover.looked(claim.events.len() < most as usize);
            if !claim.events.is_empty() {
                return Ok(claim);
            }
        }
        let nothing = || Claim::of(String::new(), Vec::new(), settings.lease, Instant::now());
        Ok(self.handover.take(Instant::now(), most as usize).unwrap_or_else(nothing))
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hold(&self, token: &str, keys: Vec<[Cell; 2]>) -> u64 {
        let mut held = self.held();
        held.last += 1;
        let batch = held.last;
        held.batches.insert(batch, (token.to_owned(), keys));
        batch
    }

    fn let_go(&self, batch: u64) -> Option<(String, Vec<[Cell; 2]>)> {
        self.held().batches.remove(&batch)
    }
}
