//! A batch of claimed events: together if that works, and otherwise without those that fail.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use tracing::Instrument;

use super::failure::{Failure, Note};
use super::transaction::{Attempt, attempt};
use super::{Processed, Processor};
use crate::database::Executor;
use crate::error::{Error, Result};
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
    /// Each event has a savepoint of its own, to find all that fail at once.
    pub(super) careful: bool,
}

impl Group {
    fn split_off(&mut self, at: usize) -> Group {
        Group { events: self.events.split_off(at), notes: Vec::new(), careful: false }
    }

    fn keys(&self) -> impl Iterator<Item = [Cell; 2]> {
        let events = self.events.iter().map(|event| (&event.id, &event.stripe_account));
        let notes = self.notes.iter().map(|note| (&note.id, &note.stripe_account));
        events.chain(notes).map(|(id, account)| [Cell::text(id), Cell::text(account)])
    }

    fn fail(&mut self, mut failed: Vec<(usize, Failure)>) {
        failed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        for (at, failure) in failed {
            self.notes.push(Note::of(&self.events.remove(at), failure));
        }
    }
}

/// Our hold on the events.
pub(super) struct Lease {
    pub(super) token: String,
    time: Duration,
    since: Instant,
}

impl Lease {
    /// Whether half of it is over: what takes longer is not begun.
    pub(super) fn is_short(&self) -> bool {
        self.since.elapsed() > self.time / 2
    }

    pub(super) fn half(&self) -> Duration {
        self.time / 2
    }
}

pub(super) async fn apply<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    claim: Claim,
    hung: &mut Option<Note>,
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
        ignored = empty,
        left = empty,
    );
    let mut together = Group::default();
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
                if attempt >= SUSPECT { alone.push(event) } else { together.events.push(event) }
            }
        }
    }
    let lease = Lease { token, time: lease, since };
    let mut groups: Vec<Group> =
        alone.into_iter().rev().map(|event| Group { events: vec![event], ..Group::default() }).collect();
    groups.push(together);
    let processed = run(processor, exec, lease, groups, hung).instrument(span.clone()).await?;
    let Processed { done, failed, waiting, dead, ignored, left, .. } = processed;
    let ends = [
        ("done", done),
        ("failed", failed),
        ("waiting", waiting),
        ("dead", dead),
        ("ignored", ignored),
        ("left", left),
    ];
    for (end, events) in ends {
        span.record(end, events);
    }
    metrics::processed(&processed);
    Ok(processed)
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
    hung: &mut Option<Note>,
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
        let attempted = match attempt(processor, exec, &lease, &group, tries).await {
            Err(error) if error.is_of_mirror_mode() => {
                // Nothing is wrong with the events: they stay pending until the host says the mode.
                let keys = group.keys().chain(groups.iter().flat_map(Group::keys)).collect();
                release_with(exec, &lease.token, keys).await?;
                return Err(error);
            }
            attempted => attempted?,
        };
        match attempted {
            Attempt::Committed(processed) => {
                all.add(processed);
                tracing::debug!(?processed, "events processed");
                tries = 0;
            }
            Attempt::Lost => {
                tracing::warn!(events = group.events.len(), "the lease was lost: others process these events");
                all.left += group.events.len() + group.notes.len();
                tries = 0;
            }
            Attempt::Failed(failed) => {
                group.fail(failed);
                // All that fail are looked for; then the others are tried without savepoints again.
                group.careful = !group.careful;
                groups.push(group);
            }
            Attempt::Interrupted(at, failure) => {
                *hung = group.events.get(at).map(|event| Note::of(event, failure));
                let doing = "giving up a handler that took too long: the connection cannot be used again";
                return Err(Error::database(doing)(diesel::result::Error::BrokenTransactionManager));
            }
            Attempt::TooLong(at) => {
                groups.push(group.split_off(at));
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

/// The database refuses something in a group: halves are tried until it is known what.
fn refused(groups: &mut Vec<Group>, mut group: Group, error: Error) -> Result<()> {
    match group.events.len() {
        0 => return Err(error),
        1 => {
            group.fail(vec![(0, Failure::retry(&error))]);
            groups.push(group);
        }
        events => {
            tracing::warn!(%error, events, "a batch is refused, and halved");
            group.careful = false;
            groups.push(group.split_off(events / 2));
            groups.push(group);
        }
    }
    Ok(())
}
