//! One transaction: objects, handlers, and the events' `done`.
//!
//! ```text
//! together      BEGIN ─ objects of all events ─ handlers of each event ─ done ─ COMMIT
//! one by one    BEGIN ─ object, handlers of event 1 ─ SAVEPOINT ─ object, handlers of event 2 ─ SAVEPOINT ─ … ─ done ─ COMMIT
//! ```
//!
//! What is written for an event that fails is rolled back, and nothing that was written for another. So events whose handlers write
//! to the database are processed one by one, each within a savepoint: an event that fails costs no other event anything, nor is the
//! handler of another called again. Events without handlers, and those whose handlers are known to leave the connection alone, are
//! processed together, which is several times faster; if one of them fails, the transaction is done again without that event, and
//! without calling again the handlers that have done their work.
//!
//! Each transaction has an end in sight: statements wait for locks for a bounded time, and once
//! [so much time](super::Processor::transaction_time) is over, no further event is begun.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::batch::{Group, Lease};
use super::failure::{Failure, Kind};
use super::handling::{Handled, wanted};
use super::progress::Progress;
use super::rows::{self, StillQueued, load};
use super::{Processed, Processor};
use crate::database::sealed::Words;
use crate::database::{Bounds, Executor, Savepoint, SqlDialect, Transaction, is_transient};
use crate::error::{Error, Result, chain};
use crate::mirror::{self, Inserted};
use crate::observed::Outcome;
use crate::sql::Statement;

/// A statement that was given up may still be under way; how long its end is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Savepoints of one transaction: PostgreSQL keeps track of 64 in memory that others can read.
const SAVEPOINTS: usize = 60;

const DOING: &str = "events that are processed";
const HANDLING: &str = "an event that is handled";

/// What came of a transaction. Only `Committed` changed anything.
pub(super) enum Attempt {
    /// All events before the place; from there on none was begun.
    Committed(Processed, usize),
    /// Another worker has a lease on some of the events.
    Lost,
    /// Events failed, and other events are to be committed without them; of those that were discarded only the objects.
    Failed { failed: Vec<(usize, Failure)>, called: Vec<usize> },
    /// The transaction's time was over at this place, where the handlers of these events were called.
    TooLong { at: usize, called: Vec<usize> },
    /// This event's handler was given up, and the connection cannot be used again.
    Interrupted(usize, Failure),
    /// The database ended the transaction for reasons of its own.
    Again(Error),
    /// A statement for several events was refused, or waited too long for a lock; or a handler that was expected to leave the
    /// connection alone did not.
    OneByOne { called: Vec<usize>, error: Option<Error> },
    /// The database refused a statement that is of no single event.
    Refused(Error),
}

pub(super) async fn attempt<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    lease: &Lease,
    group: &Group,
    tries: usize,
) -> Result<Attempt> {
    let bounds = Transaction::of(exec).is_outermost().then(|| processor.settings.bounds());
    if let Some(bounds) = bounds {
        bounds.begin(exec).await?;
    }
    let within = Within { processor, lease, group, bounds, since: Instant::now() };
    // Boxed, so that what awaits it is not nested deeper than rustc looks into a host's futures.
    let attempted = Box::pin(attempt_within(&within, exec, tries)).await;
    // A connection that is not used again keeps its bounds.
    let is_good = exec.depth().is_some() && !matches!(attempted, Ok(Attempt::Interrupted(..)));
    match bounds.filter(|_| is_good) {
        Some(bounds) => {
            let ended = bounds.end(exec).await;
            attempted.and_then(|attempt| ended.map(|()| attempt))
        }
        None => attempted,
    }
}

async fn attempt_within<E: Executor>(
    within: &Within<'_, E::Connection>,
    exec: &mut E,
    tries: usize,
) -> Result<Attempt> {
    let transaction = Transaction::of(exec);
    transaction.begin(exec, DOING).await?;
    let attempted = match within.all(exec, tries).await {
        Ok(Attempt::Committed(processed, end)) => match transaction.commit(exec, DOING).await {
            Ok(()) => Ok(Attempt::Committed(processed, end)),
            Err(error) => Err(error),
        },
        Ok(Attempt::Interrupted(place, failure)) => {
            let rolled_back = async {
                match E::DB::INTERRUPTIBLE {
                    true => E::within(PATIENCE, transaction.roll_back(exec, DOING)).await,
                    false => None,
                }
            };
            Ok(match rolled_back.await {
                Some(Ok(())) => Attempt::Failed { failed: vec![(place, failure)], called: Vec::new() },
                _ => return Ok(Attempt::Interrupted(place, failure)),
            })
        }
        Ok(attempt) => transaction.roll_back(exec, DOING).await.map(|()| attempt),
        Err(error) => Err(error),
    };
    let error = match attempted {
        Ok(attempt) => return Ok(attempt),
        Err(error) => error,
    };
    // If this fails too, the connection is lost rather than something refused.
    let error = transaction.fail(exec, DOING, error).await;
    if exec.depth().is_none() || error.is_of_mirror_mode() {
        return Err(error);
    }
    let again = is_transient(&error) && transaction.is_outermost();
    Ok(if again { Attempt::Again(error) } else { Attempt::Refused(error) })
}

/// What came of one event's turn.
enum Turn {
    Done,
    Failed(Failure),
    /// Its handler was given up, perhaps within a statement.
    Interrupted(Failure),
}

/// A group of events within their transaction.
pub(super) struct Within<'t, C> {
    pub(super) processor: &'t Processor<C>,
    pub(super) lease: &'t Lease,
    pub(super) group: &'t Group,
    /// `None` if the transaction is one within the host's.
    bounds: Option<Bounds>,
    since: Instant,
}

impl<C: Send> Within<'_, C> {
    async fn all<E: Executor<Connection = C>>(&self, exec: &mut E, tries: usize) -> Result<Attempt> {
        if E::DB::DIALECT == SqlDialect::Sqlite {
            // A transaction that begins by reading could not become the one that writes.
            let mut nothing = Statement::new(true);
            nothing.sql("UPDATE stripe_events SET lease = lease WHERE 1 = 0");
            exec.execute(nothing).await.map_err(Error::database("beginning to process events"))?;
        }
        self.lease.turn_of(None);
        // First, since it bounds what the other statements wait for.
        let mode = mirror::mode_within(&self.processor.mirror, exec, self.bounds).await?;
        if tries > 0 {
            // Those that are tried again take turns.
            mirror::lock(exec).await?;
        }
        let events = &self.group.events;
        let mut progress = Progress::of(events.len());
        let queued = rows::still_queued(self.processor, exec, events.iter(), self.bounds.is_none()).await?;
        self.ignore_wrong_mode(mode, &mut progress)?;
        if self.group.one_by_one {
            self.one_by_one(exec, progress, &queued).await
        } else {
            self.together(exec, progress, &queued).await
        }
    }

    /// Each event within a savepoint; one that fails is rolled back to the savepoint before, and noted.
    async fn one_by_one<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        mut progress: Progress,
        queued: &StillQueued,
    ) -> Result<Attempt> {
        let mut savepoint: Option<Savepoint> = None;
        let mut savepoints = 0;
        for place in 0..self.group.events.len() {
            if progress.failures[place].is_some() {
                continue;
            }
            let has_begun = place > 0;
            if has_begun && (self.is_over() || savepoints >= SAVEPOINTS) {
                progress.end = place;
                break;
            }
            if has_begun {
                savepoint = Some(Savepoint::set(savepoint, exec, HANDLING).await?);
                savepoints += 1;
            }
            let queued_before = progress.processed.queued;
            self.lease.turn_of(Some(place));
            let turn = self.turn_of(exec, &mut progress, place, queued).await;
            let failure = match turn {
                Ok(Turn::Done) => continue,
                Ok(Turn::Failed(failure)) => failure,
                Ok(Turn::Interrupted(failure)) if savepoint.is_none() || !E::DB::INTERRUPTIBLE => {
                    return Ok(Attempt::Interrupted(place, failure));
                }
                Ok(Turn::Interrupted(failure)) => {
                    let rolled_back = async {
                        match &savepoint {
                            Some(savepoint) => savepoint.roll_back(exec, HANDLING).await,
                            None => Ok(()),
                        }
                    };
                    match E::within(PATIENCE, rolled_back).await {
                        Some(Ok(())) => {
                            progress.processed.queued = queued_before;
                            progress.fails(place, failure);
                            continue;
                        }
                        _ => return Ok(Attempt::Interrupted(place, failure)),
                    }
                }
                Err(error) if is_transient(&error) || error.is_of_mirror_mode() => {
                    return Err(error);
                }
                Err(error) => Failure::retry(chain(&error)),
            };
            let Some(savepoint) = &savepoint else {
                // Nothing else was done.
                return Ok(Attempt::Failed { failed: vec![(place, failure)], called: Vec::new() });
            };
            savepoint.roll_back(exec, HANDLING).await?;
            progress.processed.queued = queued_before;
            if failure.kind == Kind::Discarded {
                // Only what its handlers wrote is discarded.
                self.mirror(exec, &mut progress, place..place + 1).await?;
            }
            progress.fails(place, failure);
        }
        self.lease.turn_of(None);
        self.finish(exec, progress).await
    }

    /// The object and the handlers of one event.
    async fn turn_of<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        progress: &mut Progress,
        place: usize,
        queued: &StillQueued,
    ) -> Result<Turn> {
        let this = place..place + 1;
        let inserted = self.mirror(exec, progress, this.clone()).await?;
        if let Some(failure) = progress.failures[place].take() {
            return Ok(Turn::Failed(failure));
        }
        self.stand(exec, progress, queued, this.clone()).await?;
        let calls = self.calls(progress, this);
        let Some(call) = calls.first() else { return Ok(Turn::Done) };
        let rows = load(exec, wanted(&calls), &inserted).await?;
        Ok(match self.handle(exec, call, progress, &rows).await {
            (Handled::Ok, _) => Turn::Done,
            (Handled::Transient(error), _) => return Err(error),
            (Handled::Interrupted(error), _) => Turn::Interrupted(Failure::retry(error)),
            (Handled::Failed(error), _) => Turn::Failed(Failure::retry(error)),
            (Handled::Discarded(reason), _) => Turn::Failed(Failure::discarded(reason)),
        })
    }

    /// All objects in bulk, then the handlers, which leave the connection alone.
    async fn together<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        mut progress: Progress,
        queued: &StillQueued,
    ) -> Result<Attempt> {
        let all = 0..self.group.events.len();
        let inserted = match self.mirror(exec, &mut progress, all.clone()).await {
            Ok(inserted) => inserted,
            Err(error) if is_transient(&error) || error.is_of_mirror_mode() || all.len() < 2 => return Err(error),
            Err(error) => return Ok(Attempt::OneByOne { called: Vec::new(), error: Some(error) }),
        };
        self.stand(exec, &mut progress, queued, all.clone()).await?;
        let calls = self.calls(&progress, all);
        let rows = load(exec, wanted(&calls), &inserted).await?;
        let (mut called, mut failed, mut discarded) = (Vec::new(), Vec::new(), Vec::new());
        for (n, call) in calls.iter().enumerate() {
            if n > 0 && self.is_over() {
                return Ok(Attempt::TooLong { at: call.place, called });
            }
            self.lease.turn_of(Some(call.place));
            let (handled, has_used) = self.handle(exec, call, &progress, &rows).await;
            match handled {
                Handled::Transient(error) => return Err(error),
                Handled::Interrupted(error) => return Ok(Attempt::Interrupted(call.place, Failure::retry(error))),
                // Its writes are to be within a savepoint.
                _ if has_used && calls.len() > 1 => return Ok(Attempt::OneByOne { called, error: None }),
                Handled::Ok => called.push(call.place),
                Handled::Failed(error) => failed.push((call.place, Failure::retry(error))),
                Handled::Discarded(reason) if has_used => failed.push((call.place, Failure::discarded(reason))),
                Handled::Discarded(reason) => discarded.push((call.place, Failure::discarded(reason))),
            }
        }
        self.lease.turn_of(None);
        if !failed.is_empty() {
            failed.append(&mut discarded);
            return Ok(Attempt::Failed { failed, called });
        }
        for (place, failure) in discarded {
            progress.fails(place, failure);
        }
        self.finish(exec, progress).await
    }

    /// Whether no further event is to be begun in this transaction.
    fn is_over(&self) -> bool {
        self.since.elapsed() > self.processor.settings.transaction_time || self.lease.is_short()
    }

    fn ignore_wrong_mode(&self, mode: Option<bool>, progress: &mut Progress) -> Result<()> {
        let events = &self.group.events;
        if events.iter().all(|event| event.livemode.is_none()) {
            return Ok(());
        }
        let mode = mode.ok_or_else(|| Error::NoMode { doing: super::PROCESSING.to_owned() })?;
        for (event, failure) in events.iter().zip(&mut progress.failures) {
            if event.livemode.is_some_and(|livemode| livemode != mode) {
                *failure = Some(Failure::wrong_mode(format!("livemode = {}, but this mirror's is {mode}", !mode)));
            }
        }
        Ok(())
    }

    /// Applies the objects of these events in bulk. Returns the rows that this inserted.
    async fn mirror<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        progress: &mut Progress,
        these: Range<usize>,
    ) -> Result<Inserted> {
        let (mut places, mut snapshots) = (Vec::new(), Vec::new());
        for place in these {
            let event = &self.group.events[place];
            if progress.failures[place].is_some() || !self.processor.registry.mirrors(&event.kind) {
                continue;
            }
            if event.tied_for.is_some() {
                // It was applied before: once more, and its object would be read once more.
                progress.outcomes[place] = Some(Outcome::Tied);
                continue;
            }
            match event.snapshot() {
                Ok(Some(snapshot)) => {
                    places.push(place);
                    snapshots.push(snapshot);
                }
                Ok(None) => {}
                Err(error) => progress.failures[place] = Some(Failure::hopeless(error)),
            }
        }
        if snapshots.is_empty() {
            return Ok(Inserted::default());
        }
        let batched = mirror::many(&self.processor.mirror, exec, None, snapshots).await?;
        for (place, result) in places.into_iter().zip(batched.results) {
            match result {
                Ok(outcome) => progress.outcomes[place] = Some(outcome),
                Err(error @ Error::Database { .. }) => return Err(error),
                Err(error @ Error::WrongMode { .. }) => progress.failures[place] = Some(Failure::wrong_mode(error)),
                Err(error) => progress.failures[place] = Some(Failure::hopeless(error)),
            }
        }
        progress.processed.queued += batched.queued;
        Ok(Inserted::of(&self.processor.mirror, batched.written))
    }

    /// How the mirror's rows stand to these events, and which of them wait for their rows.
    async fn stand<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        progress: &mut Progress,
        queued: &StillQueued,
        these: Range<usize>,
    ) -> Result<()> {
        let events = &self.group.events[these.clone()];
        let compared: Vec<_> = events.iter().zip(progress.outcomes[these.clone()].iter().copied()).collect();
        let standings = rows::standings(self.processor, exec, &compared, queued).await?;
        for (place, standing) in these.zip(standings) {
            progress.standings[place] = standing;
            progress.waits[place] = rows::delay(self.processor, &self.group.events[place], standing);
        }
        Ok(())
    }
}
