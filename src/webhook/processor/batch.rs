//! A batch of claimed events, in a few transactions: see [`transaction`](super::transaction).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use tracing::Instrument;

use super::failure::{Failure, Kind, Note};
use super::handling::entries_within;
use super::transaction::{Attempt, attempt};
use super::{Ending, Processed, Processor};
use crate::database::Executor;
use crate::error::{Error, Result, chain};
use crate::model::Cell;
use crate::webhook::inbox::{Claim, InboxEvent, release_with, renew};
use crate::webhook::{Event, metrics, versions};

/// An event that was tried so often is tried on its own: it may be what made the others fail, or the worker die.
const SUSPECT: i64 = 3;
/// How often a transaction is tried again that the database ended to break a deadlock.
const TRIES: usize = 10;

/// Events that are to be committed together, and what is to be noted of others with them.
#[derive(Default)]
pub(super) struct Group {
    pub(super) events: Vec<Event>,
    pub(super) notes: Vec<Note>,
    /// Each event is processed within a savepoint of its own.
    pub(super) one_by_one: bool,
    /// The ids and accounts of events whose handlers were called, and wrote nothing, in a transaction that was not committed.
    called: HashSet<(String, String)>,
    /// Events that a handler has discarded: only their objects are to be written.
    discarded: HashMap<(String, String), Failure>,
}

impl Group {
    fn split_off(&mut self, at: usize) -> Group {
        let (called, discarded) = (self.called.clone(), self.discarded.clone());
        Group { events: self.events.split_off(at), notes: Vec::new(), one_by_one: self.one_by_one, called, discarded }
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
        let (id, stripe_account, attempt) = (row.id.clone(), row.stripe_account.clone(), row.attempts);
        let note = |failure| Note { id, stripe_account, attempt, failure };
        if attempt > processor.settings.attempts {
            let error = row.failed_with().unwrap_or_else(|| "whoever processed it did not finish".into());
            together.notes.push(note(Failure::hopeless(error)));
            continue;
        }
        match Event::read(row, lease, &redact) {
            Err(error) => together.notes.push(note(Failure::hopeless(error))),
            Ok(event) => {
                versions::note(event.api_version.as_deref());
                if attempt >= SUSPECT {
                    alone.push(event);
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
    let alone = alone.into_iter().map(|event| Group { events: vec![event], one_by_one: true, ..Group::default() });
    let mut groups: Vec<Group> = alone.collect();
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
    let mut all = Processed::default();
    let mut tries = 0;
    while let Some(mut group) = groups.pop() {
        if group.events.is_empty() && group.notes.is_empty() {
            continue;
        }
        if lease.is_short() {
            let keys: Vec<[Cell; 2]> = group.keys().chain(groups.iter().flat_map(Group::keys)).collect();
            lease.since = Instant::now();
            renew(exec, &lease.token, lease.time, &keys).await?;
        }
        let attempted = match E::within(lease.left(), attempt(processor, exec, &lease, &group, tries)).await {
            None => Err(no_answer(lease.time)),
            Some(attempted) => attempted,
        };
        let attempted = match attempted {
            Ok(attempted) => attempted,
            Err(error) if error.is_of_mirror_mode() => {
                // Nothing is wrong with the events: they stay pending until the host says the mode.
                let keys = group.keys().chain(groups.iter().flat_map(Group::keys)).collect();
                release_with(exec, &lease.token, keys).await?;
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
                }
            }
            Attempt::Lost => {
                tracing::warn!(events = group.events.len(), "the lease was lost: other workers process these events");
                all.left += group.events.len() + group.notes.len();
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

/// A worker leaves to others what it has not begun when the time of a transaction is over.
async fn leave<E: Executor>(exec: &mut E, lease: &Lease, ending: &Ending, groups: &mut Vec<Group>) -> Result<usize> {
    if !ending.leaves {
        return Ok(0);
    }
    let keys: Vec<[Cell; 2]> = groups.iter().flat_map(Group::keys).collect();
    let left = keys.len();
    release_with(exec, &lease.token, keys).await?;
    groups.clear();
    Ok(left)
}

fn no_answer(time: Duration) -> Error {
    let doing = format!("processing events: the database does not answer within the lease of {time:?}");
    Error::database(doing)(diesel::result::Error::BrokenTransactionManager)
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
