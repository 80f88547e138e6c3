//! A batch of claimed events, in a few transactions: see [`transaction`](super::transaction).

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use tokio::sync::OwnedMutexGuard;
use tracing::Instrument;

use super::failure::{Failure, Kind, Note};
use super::handling::entries_within;
use super::transaction::{Attempt, attempt};
use super::{Ending, Processed, Processor};
use crate::database::Executor;
use crate::error::{Error, Result, chain};
use crate::sql::Cell;
use crate::webhook::inbox::{Claim, InboxEvent, SUSPECT, begin, release_with, renew};
use crate::webhook::{Event, metrics, versions};

/// How often a transaction is tried again that the database ended to break a deadlock.
const TRIES: usize = 10;

/// Events that are to be committed together, and what is to be noted of others with them.
#[derive(Default)]
pub(super) struct Group {
    pub(super) events: Vec<Event>,
    pub(super) notes: Vec<Note>,
    /// Each event is processed within a savepoint of its own.
    pub(super) one_by_one: bool,
    /// Its event is committed alone.
    is_alone: bool,
    /// Its event is suspected, and this attempt does not count before it is begun.
    is_to_be_begun: bool,
    /// Held from then on.
    suspect: Option<OwnedMutexGuard<()>>,
    /// The ids and accounts of events whose handlers were called, and wrote nothing, in a transaction that was not committed.
    called: HashSet<(String, String)>,
    /// Events that a handler has discarded: only their objects are to be written.
    discarded: HashMap<(String, String), Failure>,
}

impl Group {
    fn split_off(&mut self, at: usize) -> Group {
        let (called, discarded) = (self.called.clone(), self.discarded.clone());
        let events = self.events.split_off(at);
        Group { events, one_by_one: self.one_by_one, called, discarded, ..Group::default() }
    }

    fn keys(&self) -> impl Iterator<Item = [Cell; 2]> {
        let events = self.events.iter().map(|event| (&event.id, &event.stripe_account));
        let notes = self.notes.iter().map(|note| (&note.id, &note.stripe_account));
        events.chain(notes).map(|(id, account)| [Cell::text(id), Cell::text(account)])
    }

    fn fail(&mut self, mut failed: Vec<(usize, Failure)>) {
        failed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        for (at, failure) in failed {
            if failure.kind == Kind::Discarded {
                self.discarded.extend(self.events.get(at).map(|event| (key(event), failure)));
            } else {
                self.notes.push(Note::of(&self.events.remove(at), failure));
            }
        }
    }

    /// Why a handler has discarded an event, if one has.
    pub(super) fn discarded(&self, event: &Event) -> Option<&Failure> {
        if self.discarded.is_empty() { None } else { self.discarded.get(&key(event)) }
    }

    /// The handlers of the events at these places need not be called again.
    fn were_called(&mut self, places: Vec<usize>) {
        let events = places.into_iter().filter_map(|place| self.events.get(place));
        self.called.extend(events.map(key));
    }

    /// Whether the event's handlers have said all that they have to say.
    pub(super) fn is_handled(&self, event: &Event) -> bool {
        (!self.called.is_empty() && self.called.contains(&key(event))) || self.discarded(event).is_some()
    }
}

fn key(event: &Event) -> (String, String) {
    (event.id.clone(), event.stripe_account.clone())
}

/// Our hold on the events.
pub(super) struct Lease {
    pub(super) token: String,
    time: Duration,
    since: Instant,
    /// The place in its group of the event that is being processed by itself.
    turn: AtomicUsize,
}

impl Lease {
    const NOBODY: usize = usize::MAX;

    /// Whether half of it is over: what takes longer is not begun.
    pub(super) fn is_short(&self) -> bool {
        self.since.elapsed() > self.time / 2
    }

    pub(super) fn half(&self) -> Duration {
        self.time / 2
    }

    fn left(&self) -> Duration {
        self.time.saturating_sub(self.since.elapsed())
    }

    /// What the database answers, within the time of a lease.
    async fn answered<E: Executor, T>(&self, answer: impl Future<Output = Result<T>> + Send) -> Result<T> {
        E::within(self.time, answer).await.unwrap_or_else(|| Err(self.no_answer()))
    }

    fn no_answer(&self) -> Error {
        let doing = format!("processing events: the database does not answer within the lease of {:?}", self.time);
        Error::database(doing)(diesel::result::Error::BrokenTransactionManager)
    }

    /// Notes whose turn it is: if the connection is lost now, that may be because of this event.
    pub(super) fn turn_of(&self, place: Option<usize>) {
        self.turn.store(place.unwrap_or(Self::NOBODY), Ordering::Relaxed);
    }
}

pub(super) async fn apply<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    claim: Claim,
    ending: &mut Ending,
) -> Result<Processed> {
    let Claim { token, events, lease, since } = claim;
    metrics::claimed(events.len(), lag(&events, lease, since));
    if events.is_empty() {
        return Ok(Processed::default());
    }
    let empty = tracing::field::Empty;
    let span = tracing::info_span!(
        "stripe_events",
        batch = events.len(),
        lease = token,
        done = empty,
        failed = empty,
        waiting = empty,
        dead = empty,
        discarded = empty,
        ignored = empty,
        left = empty,
    );
    let groups = groups(processor, events, lease, ending.is_careful);
    let lease = Lease { token, time: lease, since, turn: AtomicUsize::new(Lease::NOBODY) };
    let processed = run(processor, exec, lease, groups, ending).instrument(span.clone()).await?;
    let Processed { done, failed, waiting, dead, discarded, ignored, left, .. } = processed;
    let ends = [
        ("done", done),
        ("failed", failed),
        ("waiting", waiting),
        ("dead", dead),
        ("discarded", discarded),
        ("ignored", ignored),
        ("left", left),
    ];
    for (end, events) in ends {
        span.record(end, events);
    }
    metrics::processed(&processed);
    Ok(processed)
}

/// The events in groups, the first one last: those that are processed together, those that are processed one by one, and those that
/// are committed alone.
fn groups<C>(processor: &Processor<C>, events: Vec<InboxEvent>, lease: Duration, is_careful: bool) -> Vec<Group> {
    let (mut together, mut one_by_one) = (Group::default(), Group { one_by_one: true, ..Group::default() });
    let mut alone = Vec::new();
    let redact = Arc::new(processor.mirror.redact.clone());
    for mut row in events {
        let (id, stripe_account, attempt) = (row.id.clone(), row.stripe_account.clone(), row.attempt());
        let note = |failure| Note { id, stripe_account, attempt, failure };
        let is_to_be_begun = !row.begun;
        if row.is_hopeless(processor.settings.attempts) {
            let error = row.failed_with().unwrap_or_else(|| "whoever processed it did not finish".into());
            together.notes.push(note(Failure::hopeless(error)));
            continue;
        }
        match Event::read(row, lease, &redact) {
            Err(error) => together.notes.push(note(Failure::hopeless(error))),
            Ok(event) => {
                versions::note(event.api_version.as_deref());
                if attempt >= SUSPECT {
                    let events = vec![event];
                    alone.push(Group { events, one_by_one: true, is_alone: true, is_to_be_begun, ..Group::default() });
                } else if is_careful || entries_within(processor, &event).any(|entry| !entry.is_quiet()) {
                    one_by_one.events.push(event);
                } else {
                    together.events.push(event);
                }
            }
        }
    }
    // If one of them ends the process each time, the others come before it sooner or later.
    fastrand::shuffle(&mut alone);
    let mut groups = alone;
    groups.push(one_by_one);
    groups.push(together);
    groups
}

/// How long the oldest of them has waited: until they were claimed, by the database's clock alone, and since then.
fn lag(events: &[InboxEvent], lease: Duration, since: Instant) -> Duration {
    let lease = TimeDelta::from_std(lease).unwrap_or(TimeDelta::MAX);
    let waited = |event: &InboxEvent| (event.due_at - event.received_at).checked_sub(&lease)?.to_std().ok();
    events.iter().filter_map(waited).max().map_or(Duration::ZERO, |waited| waited + since.elapsed())
}

/// Processes the groups, the last one first.
async fn run<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    mut lease: Lease,
    mut groups: Vec<Group>,
    ending: &mut Ending,
) -> Result<Processed> {
    let claimed = groups.iter().flat_map(Group::keys).count();
    let mut all = Processed::default();
    let mut tries = 0;
    let mut alone_since: Option<Instant> = None;
    while let Some(mut group) = groups.pop() {
        if group.events.is_empty() && group.notes.is_empty() {
            continue;
        }
        if group.is_to_be_begun {
            group.suspect = Some(Arc::clone(&ending.one_suspect).lock_owned().await);
        }
        if lease.is_short() {
            let keys: Vec<[Cell; 2]> = group.keys().chain(groups.iter().flat_map(Group::keys)).collect();
            lease.since = Instant::now();
            lease.answered::<E, _>(renew(exec, &lease.token, lease.time, &keys)).await?;
        }
        if group.is_alone {
            alone_since.get_or_insert_with(Instant::now);
        }
        if std::mem::take(&mut group.is_to_be_begun) {
            let keys: Vec<[Cell; 2]> = group.keys().collect();
            if lease.answered::<E, _>(begin(exec, &lease.token, &keys)).await? == 0 {
                all.left += lost(&group);
                continue;
            }
        }
        let attempted = match E::within(lease.left(), attempt(processor, exec, &lease, &group, tries)).await {
            None => Err(lease.no_answer()),
            Some(attempted) => attempted,
        };
        let attempted = match attempted {
            Ok(attempted) => attempted,
            Err(error) if error.is_of_mirror_mode() => {
                // Nothing is wrong with the events: they stay pending until the host says the mode.
                let keys = group.keys().chain(groups.iter().flat_map(Group::keys)).collect();
                lease.answered::<E, _>(release_with(exec, &lease.token, keys)).await?;
                return Err(error);
            }
            Err(error) => {
                let at_turn = group.events.get(*lease.turn.get_mut());
                let failure = || Failure::retry(format!("the connection was lost at its turn: {}", chain(&error)));
                ending.at_turn = at_turn.map(|event| Note::of(event, failure()));
                return Err(error);
            }
        };
        match attempted {
            Attempt::Committed(processed, end) => {
                all.add(processed);
                tries = 0;
                if end < group.events.len() {
                    ending.most = Some(end);
                    groups.push(group.split_off(end));
                    all.left += leave(exec, &lease, ending, &mut groups).await?;
                } else if alone_since.is_some_and(|since| since.elapsed() > processor.settings.transaction_time) {
                    let left = leave(exec, &lease, ending, &mut groups).await?;
                    ending.most = (left > 0).then_some(claimed - left).or(ending.most);
                    all.left += left;
                }
            }
            Attempt::Lost => {
                all.left += lost(&group);
                tries = 0;
            }
            Attempt::Failed { failed, called } => {
                group.were_called(called);
                group.fail(failed);
                groups.push(group);
            }
            Attempt::TooLong { at, called } => {
                ending.most = Some(at);
                group.were_called(called);
                groups.push(group.split_off(at));
                all.left += leave(exec, &lease, ending, &mut groups).await?;
                groups.push(group);
            }
            Attempt::Interrupted(at, failure) => {
                ending.at_turn = group.events.get(at).map(|event| Note::of(event, failure));
                let doing = "giving up a handler that took too long: the connection cannot be used again";
                return Err(Error::database(doing)(diesel::result::Error::BrokenTransactionManager));
            }
            Attempt::OneByOne { called, error } => {
                if let Some(error) = error {
                    let events = group.events.len();
                    tracing::warn!(error = chain(&error), events, "a batch is refused, and processed one by one");
                }
                group.were_called(called);
                group.one_by_one = true;
                groups.push(group);
            }
            Attempt::Again(error) if tries < TRIES => {
                tracing::debug!(%error, "processing events again");
                tries += 1;
                groups.push(group);
            }
            Attempt::Again(error) | Attempt::Refused(error) => {
                tries = 0;
                refused(&mut groups, group, error)?;
            }
        }
    }
    Ok(all)
}

/// Other workers have the events of this group; how many there are.
fn lost(group: &Group) -> usize {
    tracing::warn!(events = group.events.len(), "the lease was lost: other workers process these events");
    group.keys().count()
}

/// A worker leaves to others what it has not begun when the time of a transaction is over.
async fn leave<E: Executor>(exec: &mut E, lease: &Lease, ending: &Ending, groups: &mut Vec<Group>) -> Result<usize> {
    if !ending.leaves {
        return Ok(0);
    }
    let keys: Vec<[Cell; 2]> = groups.iter().flat_map(Group::keys).collect();
    let left = keys.len();
    lease.answered::<E, _>(release_with(exec, &lease.token, keys)).await?;
    groups.clear();
    Ok(left)
}

/// The database refuses something in a group, but no event of it: at its commit, say. Halves are tried until it is known what.
fn refused(groups: &mut Vec<Group>, mut group: Group, error: Error) -> Result<()> {
    match group.events.len() {
        0 => return Err(error),
        1 => {
            group.fail(vec![(0, Failure::retry(chain(&error)))]);
            groups.push(group);
        }
        events => {
            tracing::warn!(error = chain(&error), events, "a batch is refused, and halved");
            groups.push(group.split_off(events / 2));
            groups.push(group);
        }
    }
    Ok(())
}
