//! What happens after the commit, at least once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use futures_util::future::join_all;
use tokio::sync::OwnedMutexGuard;
use tracing::Instrument;

use super::failure::{Failure, Note};
use super::handling::{Handled, run};
use super::rows::{self, Loaded, Standing, load};
use super::{OneSuspect, Processed, Processor};
use crate::database::{Executor, again};
use crate::error::{Result, chain};
use crate::mirror::Inserted;
use crate::observed::Outcome;
use crate::sql::Cell;
use crate::webhook::handlers::{Call, Entry};
use crate::webhook::inbox::{State, begin, claim_with, finish, release_with};
use crate::webhook::{Event, metrics};

/// Of how many events it happens at the same time.
pub(in super::super) const AT_ONCE: usize = 64;

/// An event that is committed, with what its handlers are given.
pub(in super::super) struct Job {
    token: Arc<str>,
    event: Arc<Event>,
    standing: Standing,
    rows: Arc<Loaded>,
    /// If it is suspected: released when its handlers have run.
    suspect: Option<OwnedMutexGuard<()>>,
}

/// An event whose handlers have run after its commit, and why they failed, if they did.
pub(in super::super) struct Ended {
    token: Arc<str>,
    id: String,
    stripe_account: String,
    attempt: i64,
    failure: Option<Failure>,
}

impl Ended {
    /// The event's id and account.
    pub(in super::super) fn key(&self) -> (String, String) {
        (self.id.clone(), self.stripe_account.clone())
    }
}

impl Job {
    /// The event's id and account.
    pub(in super::super) fn key(&self) -> (String, String) {
        (self.event.id.clone(), self.event.stripe_account.clone())
    }

    /// The token of the lease on the event.
    pub(in super::super) fn token(&self) -> &str {
        &self.token
    }

    /// Calls what is to be called for the event, one after the other.
    pub(in super::super) async fn run<E: Executor>(mut self, processor: &Processor<E::Connection>) -> Ended {
        let failure = self.call_each::<E>(processor).await.err();
        drop(self.suspect.take());
        let Event { id, stripe_account, kind, attempt, .. } = &*self.event;
        tracing::debug!(id, kind, attempt, failed = failure.is_some(), "event after its commit");
        Ended { token: self.token, id: id.clone(), stripe_account: stripe_account.clone(), attempt: *attempt, failure }
    }

    async fn call_each<E: Executor>(&self, processor: &Processor<E::Connection>) -> Result<(), Failure> {
        let event = &self.event;
        let failed = |error: String| Failure::retry(format!("after the commit: {error}"));
        for entry in processor.registry.of(&processor.mirror, event) {
            let Call::After(call) = &entry.call else { continue };
            let given = rows::given(event, entry, self.standing, &self.rows).map_err(|error| failed(chain(&*error)))?;
            if entry.model.is_some() && given.is_none() {
                continue;
            }
            let since = Instant::now();
            let called = async { call(Arc::clone(event), given.as_ref()).await };
            let span = tracing::info_span!(
                "stripe_event_after_commit",
                id = event.id,
                account = event.stripe_account,
                kind = event.kind,
                attempt = event.attempt,
                handled = tracing::field::Empty,
            );
            let handled = run::<E>(processor.settings.handler_time, called).instrument(span.clone()).await;
            metrics::handled(entry.pattern(), since.elapsed());
            span.record("handled", handled.word());
            match handled {
                Handled::Ok => {}
                Handled::Discarded(reason) => return Err(Failure::discarded(reason)),
                Handled::Failed(error) | Handled::Interrupted(error) => return Err(failed(error)),
                Handled::Transient(error) => return Err(failed(chain(&error))),
            }
        }
        Ok(())
    }
}

/// Claims events of which something is to be done after the commit, at most so many. Those of which nothing can be done have ended.
///
/// Of those that are suspected one is begun, if none is being processed, and the others are given back.
pub(in super::super) async fn claim_committed<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    most: u32,
    one_suspect: &OneSuspect,
) -> Result<(Vec<Job>, Vec<Ended>)> {
    let claim = claim_with(exec, State::Applied, most, processor.settings.lease).await?;
    let token: Arc<str> = claim.token.into();
    let redact = Arc::new(processor.mirror.redact.clone());
    let (mut events, mut ended) = (Vec::new(), Vec::new());
    let (mut suspect, mut given_back) = (None, Vec::new());
    for row in claim.events {
        let (id, stripe_account, attempt) = (row.id.clone(), row.stripe_account.clone(), row.attempt());
        let hopeless = |error: String| {
            let failure = Some(Failure::hopeless(error));
            Ended { token: Arc::clone(&token), id, stripe_account, attempt, failure }
        };
        if row.is_hopeless(processor.settings.attempts) {
            let unsaid = || "after the commit: whoever was doing it did not finish".into();
            ended.push(hopeless(row.last_error.unwrap_or_else(unsaid)));
            continue;
        }
        if !row.begun {
            let begun = match Arc::clone(one_suspect).try_lock_owned() {
                Ok(lock) => (begin(exec, &token, &[row.key()]).await? > 0).then_some(lock),
                Err(_) => None,
            };
            let Some(lock) = begun else {
                given_back.push(row.key());
                continue;
            };
            suspect = Some(((row.id.clone(), row.stripe_account.clone()), lock));
        }
        match Event::read(row, claim.lease, &redact) {
            Ok(event) => events.push(Arc::new(event)),
            Err(error) => ended.push(hopeless(error)),
        }
    }
    if !given_back.is_empty() {
        release_with(exec, &token, given_back).await?;
    }
    // MySQL locks what it reads here.
    let (standings, rows) = again!(exec, known(processor, exec, &events).await)?;
    let rows = Arc::new(rows);
    let job = |(event, standing): (Arc<Event>, Standing)| {
        let is_it = |key: &(String, String)| key.0 == event.id && key.1 == event.stripe_account;
        let suspect = suspect.take_if(|(key, _)| is_it(key)).map(|(_, lock)| lock);
        Job { token: Arc::clone(&token), event, standing, rows: Arc::clone(&rows), suspect }
    };
    Ok((events.into_iter().zip(standings).map(job).collect(), ended))
}

/// Writes into the inbox how events have ended.
pub(in super::super) async fn end_committed<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    ended: &[Ended],
) -> Result<Processed> {
    let mut done: BTreeMap<&str, Vec<[Cell; 2]>> = BTreeMap::new();
    for Ended { token, id, stripe_account, .. } in ended.iter().filter(|ended| ended.failure.is_none()) {
        done.entry(token).or_default().push([Cell::text(id), Cell::text(stripe_account)]);
    }
    let mut processed = Processed::default();
    for (token, keys) in done {
        let ours = finish(exec, token, (State::Done, false), &keys).await?;
        processed.after_commit += ours;
        processed.left += keys.len() - ours;
    }
    for Ended { token, id, stripe_account, attempt, failure } in ended {
        let Some(failure) = failure.clone() else { continue };
        let note = Note { id: id.clone(), stripe_account: stripe_account.clone(), attempt: *attempt, failure };
        note.write(exec, &processor.settings, token, &mut processed).await?;
    }
    metrics::processed(&processed);
    Ok(processed)
}

/// What is to be done after the commits of a few events, which it waits for; how many were claimed.
pub(super) async fn process_committed<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
) -> Result<(usize, Processed)> {
    if !processor.registry.runs_after_commit() {
        return Ok((0, Processed::default()));
    }
    let most = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
    let (jobs, mut ended) = claim_committed(processor, exec, most, &OneSuspect::default()).await?;
    ended.extend(join_all(jobs.into_iter().map(|job| job.run::<E>(processor))).await);
    Ok((ended.len(), end_committed(processor, exec, &ended).await?))
}

/// How the mirror's rows stand to the events, and these rows.
async fn known<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    events: &[Arc<Event>],
) -> Result<(Vec<Standing>, Loaded)> {
    let in_hosts_transaction = exec.in_transaction();
    let each = events.iter().map(|event| &**event);
    let still_queued = rows::still_queued(processor, exec, each, in_hosts_transaction).await?;
    // What did not tie was settled in the transaction of the event.
    let outcome = |event: &Event| match (event.tied_for, processor.registry.mirrors(&event.kind)) {
        (Some(_), true) => Some(Outcome::Tied),
        (None, true) => Some(Outcome::Applied),
        (_, false) => None,
    };
    let outcomes: Vec<_> = events.iter().map(|event| (&**event, outcome(event))).collect();
    let standings = rows::standings(processor, exec, &outcomes, &still_queued).await?;
    Ok((standings, load(exec, wanted(processor, events), &Inserted::default()).await?))
}

fn wanted<'e, C>(processor: &'e Processor<C>, events: &'e [Arc<Event>]) -> Vec<(&'e Event, &'e Entry<C>)> {
    let mut wanted = Vec::new();
    for event in events {
        let entries = processor.registry.of(&processor.mirror, event);
        let after = entries.filter(|entry| matches!(entry.call, Call::After(_)));
        wanted.extend(after.map(|entry| (&**event, entry)));
    }
    wanted
}
