//! One transaction: the objects, the handlers, and the events' `done`.

use std::collections::BTreeMap;
use std::time::Duration;

use tracing::Instrument;

use super::batch::{Group, Lease};
use super::failure::{Failure, Handled, Note, chain, run};
use super::rows::{self, Loaded, Standing, load};
use super::{Processed, Processor};
use crate::database::is_transient;
use crate::database::sealed::Words;
use crate::database::{Executor, SqlDialect, Statement, Transaction};
use crate::error::{Error, Result};
use crate::mirror;
use crate::model::Cell;
use crate::observed::Outcome;
use crate::webhook::Event;
use crate::webhook::handlers::{Call, Entry};
use crate::webhook::inbox::{State, finish, wait};

/// A statement that was given up may still be under way; how long its end is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

const DOING: &str = "events that are processed";
const HANDLING: &str = "an event that is handled";

/// What came of a transaction. Only `Committed` changed anything.
pub(super) enum Attempt {
    Committed(Processed),
    /// Somebody else has a lease on some of the events.
    Lost,
    /// These events failed.
    Failed(Vec<(usize, Failure)>),
    /// This event's handler was given up, and the connection cannot be used again.
    Interrupted(usize, Failure),
    /// Half of the lease was over before this event's turn.
    TooLong(usize),
    /// The database ended the transaction for reasons of its own.
    Again(Error),
    /// The database refused a statement of the mirror's.
    Refused(Error),
}

pub(super) async fn attempt<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    lease: &Lease,
    group: &Group,
    tries: usize,
) -> Result<Attempt> {
    let transaction = Transaction::of(exec);
    let is_hosts = !transaction.is_outermost();
    transaction.begin(exec, DOING).await?;
    let error = match (Within { processor, lease, group, is_hosts }).all(exec, tries).await {
        Ok(Attempt::Committed(processed)) => match transaction.commit(exec, DOING).await {
            Ok(()) => return Ok(Attempt::Committed(processed)),
            Err(error) => error,
        },
        Ok(Attempt::Interrupted(place, failure)) => {
            let rolled_back = async {
                match E::DB::INTERRUPTIBLE {
                    true => E::within(PATIENCE, transaction.roll_back(exec, DOING)).await,
                    false => None,
                }
            };
            return Ok(match rolled_back.await {
                Some(Ok(())) => Attempt::Failed(vec![(place, failure)]),
                _ => Attempt::Interrupted(place, failure),
            });
        }
        Ok(attempt) => {
            transaction.roll_back(exec, DOING).await?;
            return Ok(attempt);
        }
        Err(error) => error,
    };
    // If this fails too, the connection is lost rather than something refused.
    let error = transaction.fail(exec, DOING, error).await;
    if exec.depth().is_none() {
        return Err(error);
    }
    if error.is_of_mirror_mode() {
        return Err(error);
    }
    let again = is_transient(&error) && transaction.is_outermost();
    Ok(if again { Attempt::Again(error) } else { Attempt::Refused(error) })
}

struct Within<'t, C> {
    processor: &'t Processor<C>,
    lease: &'t Lease,
    group: &'t Group,
    /// The transaction is one within the host's.
    is_hosts: bool,
}

/// What is known of the events in this transaction.
struct Progress {
    processed: Processed,
    outcomes: Vec<Option<Outcome>>,
    failures: Vec<Option<Failure>>,
    /// How the mirror's rows stand to the events.
    standings: Vec<Standing>,
    /// Of events that wait for their rows, for how long.
    waits: Vec<Option<Duration>>,
}

impl<C: Send> Within<'_, C> {
    async fn all<E: Executor<Connection = C>>(&self, exec: &mut E, tries: usize) -> Result<Attempt> {
        if E::DB::DIALECT == SqlDialect::Sqlite {
            // A transaction that begins by reading could not become the one that writes.
            let mut nothing = Statement::new(true);
            nothing.sql("UPDATE stripe_events SET lease = lease WHERE 1 = 0");
            exec.execute(nothing).await.map_err(Error::database("beginning to process events"))?;
        }
        if tries > 0 {
            // Those that are tried again take turns.
            mirror::lock(exec).await?;
        }
        let events = self.group.events.len();
        let mut progress = Progress {
            processed: Processed::default(),
            outcomes: vec![None; events],
            failures: vec![const { None }; events],
            standings: Vec::new(),
            waits: Vec::new(),
        };
        let still_queued = rows::still_queued(self.processor, exec, self.group.events.iter(), self.is_hosts).await?;
        self.ignore_wrong_mode(exec, &mut progress).await?;
        self.mirror(exec, &mut progress).await?;
        let events: Vec<_> = self.group.events.iter().zip(progress.outcomes.iter().copied()).collect();
        progress.standings = rows::standings(self.processor, exec, &events, &still_queued).await?;
        let standings = self.group.events.iter().zip(&progress.standings);
        progress.waits = standings.map(|(event, standing)| rows::delay(self.processor, event, *standing)).collect();
        if let Some(attempt) = self.handle(exec, &progress).await? {
            return Ok(attempt);
        }
        self.finish(exec, progress).await
    }

    async fn ignore_wrong_mode<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        progress: &mut Progress,
    ) -> Result<()> {
        let events = &self.group.events;
        if events.iter().all(|event| event.livemode.is_none()) {
            return Ok(());
        }
        let mode = mirror::ensure(&self.processor.mirror, exec, super::PROCESSING).await?;
        for (event, failure) in events.iter().zip(&mut progress.failures) {
            if event.livemode.is_some_and(|livemode| livemode != mode) {
                *failure = Some(Failure::wrong_mode(format!("livemode = {}, but this mirror's is {mode}", !mode)));
            }
        }
        Ok(())
    }

    /// Applies the objects of all events in bulk.
    async fn mirror<E: Executor<Connection = C>>(&self, exec: &mut E, progress: &mut Progress) -> Result<()> {
        let Progress { processed, outcomes, failures, .. } = progress;
        let (mut places, mut snapshots) = (Vec::new(), Vec::new());
        for (place, event) in self.group.events.iter().enumerate() {
            if failures[place].is_some() || !self.processor.registry.mirrors(&event.kind) {
                continue;
            }
            if event.tied_for.is_some() {
                // It was applied before: once more, and its object would be read once more.
                outcomes[place] = Some(Outcome::Tied);
                continue;
            }
            match event.snapshot() {
                Ok(Some(snapshot)) => {
                    places.push(place);
                    snapshots.push(snapshot);
                }
                Ok(None) => {}
                Err(error) => failures[place] = Some(Failure::hopeless(error)),
            }
        }
        if snapshots.is_empty() {
            return Ok(());
        }
        let batched = mirror::many(&self.processor.mirror, exec, None, snapshots).await?;
        processed.queued = batched.queued;
        for (place, result) in places.into_iter().zip(batched.results) {
            match result {
                Ok(outcome) => {
                    outcomes[place] = Some(outcome);
                    match outcome {
                        Outcome::Applied => processed.applied += 1,
                        Outcome::Unchanged => processed.unchanged += 1,
                        Outcome::Stale => processed.stale += 1,
                        Outcome::Tied => processed.tied += 1,
                    }
                }
                Err(error @ Error::Database { .. }) => return Err(error),
                Err(error @ Error::WrongMode { .. }) => failures[place] = Some(Failure::wrong_mode(error)),
                Err(error) => failures[place] = Some(Failure::hopeless(error)),
            }
        }
        Ok(())
    }

    /// Each event that is to be handled, with the entries that are called within the transaction: none, for many.
    fn calls(&self, progress: &Progress) -> Vec<Calls<'_, C>> {
        let Processor { registry, mirror, .. } = self.processor;
        let events = self.group.events.iter().enumerate();
        let live = events.filter(|(place, _)| progress.failures[*place].is_none() && progress.waits[*place].is_none());
        live.map(|(place, event)| {
            let entries = registry.of(mirror, event).filter(|entry| matches!(entry.call, Call::Within(_)));
            (place, event, entries.collect())
        })
        .collect()
    }

    /// Calls the handlers, in the order of the events. Returns what ends this transaction, if anything does.
    async fn handle<E: Executor<Connection = C>>(&self, exec: &mut E, progress: &Progress) -> Result<Option<Attempt>> {
        let calls = self.calls(progress);
        let rows = load(exec, wanted(&calls)).await?;
        let mut failed = Vec::new();
        for (n, (place, event, entries)) in calls.iter().enumerate() {
            let span = tracing::info_span!(
                "stripe_event",
                id = event.id,
                account = event.stripe_account,
                kind = event.kind,
                attempt = event.attempt,
                outcome = progress.outcomes[*place].map(tracing::field::debug),
                handled = tracing::field::Empty,
            );
            if entries.is_empty() {
                span.record("handled", "by nobody");
                continue;
            }
            if n > 0 && self.lease.is_short() {
                return Ok(Some(Attempt::TooLong(*place)));
            }
            let savepoint = self.group.careful.then(|| Transaction::of(exec));
            if let Some(savepoint) = savepoint {
                savepoint.begin(exec, HANDLING).await?;
            }
            let depth = exec.depth();
            let (outcome, standing) = (progress.outcomes[*place], progress.standings[*place]);
            let calling = self.call(exec, event, outcome, entries, (standing, &rows));
            let mut handled = calling.instrument(span.clone()).await;
            if matches!(handled, Handled::Ok) && exec.depth() != depth {
                handled = Handled::Failed("a handler began a transaction and did not end it, or ended ours".into());
            }
            span.record("handled", handled.word());
            match handled {
                Handled::Transient(error) => return Err(error),
                Handled::Interrupted(error) => {
                    return Ok(Some(Attempt::Interrupted(*place, Failure::retry(error))));
                }
                Handled::Ok => {
                    if let Some(savepoint) = savepoint {
                        savepoint.commit(exec, HANDLING).await?;
                    }
                }
                Handled::Failed(error) => {
                    failed.push((*place, Failure::retry(error)));
                    match savepoint {
                        Some(savepoint) => savepoint.roll_back(exec, HANDLING).await?,
                        None => break,
                    }
                }
            }
        }
        Ok((!failed.is_empty()).then_some(Attempt::Failed(failed)))
    }

    async fn call<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        event: &Event,
        outcome: Option<Outcome>,
        entries: &[&Entry<C>],
        (standing, rows): (Standing, &Loaded),
    ) -> Handled {
        let time = self.processor.settings.handler_time.min(self.lease.half());
        for entry in entries {
            let Call::Within(call) = &entry.call else { continue };
            let given = match rows::given(event, entry, standing, rows) {
                Ok(given) => given,
                Err(error) => return Handled::Failed(chain(&error)),
            };
            if entry.model.is_some() && given.is_none() {
                tracing::debug!(id = event.id, "a handler is not called: its model has no row of the event's object");
                continue;
            }
            let conn = exec.connection();
            // The call is within, too: a blocking handler does its work there.
            match run::<E>(time, async { call(event, given.as_ref(), outcome, conn).await }).await {
                Handled::Ok => {}
                failed => return failed,
            }
        }
        Handled::Ok
    }

    async fn finish<E: Executor<Connection = C>>(&self, exec: &mut E, progress: Progress) -> Result<Attempt> {
        let Progress { mut processed, outcomes, failures, standings, waits } = progress;
        let Processor { registry, mirror, settings, .. } = self.processor;
        let (mut done, mut applied, mut tied, mut notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut waiting: BTreeMap<Duration, Vec<[Cell; 2]>> = BTreeMap::new();
        for (place, (event, failure)) in self.group.events.iter().zip(failures).enumerate() {
            let key = [&event.id, &event.stripe_account].map(|text| Cell::text(text));
            let is_tied = outcomes[place] == Some(Outcome::Tied) && standings[place] != Standing::AsNew;
            match (failure, waits[place]) {
                (Some(failure), _) => notes.push(Note::of(event, failure)),
                (None, Some(delay)) => {
                    tracing::debug!(id = event.id, ?delay, "the event waits for its object to be read again");
                    waiting.entry(delay).or_default().push(key);
                }
                (None, None) if registry.of(mirror, event).any(|entry| matches!(entry.call, Call::After(_))) => {
                    if is_tied {
                        tied.push(key)
                    } else {
                        applied.push(key)
                    }
                }
                (None, None) => done.push(key),
            }
        }
        let token = &self.lease.token;
        let ends =
            [((State::Done, false), &done), ((State::Applied, false), &applied), ((State::Applied, true), &tied)];
        for (end, keys) in ends {
            if finish(exec, token, end, keys).await? != keys.len() {
                return Ok(Attempt::Lost);
            }
        }
        for (delay, keys) in &waiting {
            if wait(exec, token, *delay, keys).await? != keys.len() {
                return Ok(Attempt::Lost);
            }
            processed.waiting += keys.len();
        }
        processed.done = done.len() + applied.len() + tied.len();
        for note in notes.iter().chain(&self.group.notes) {
            note.write(exec, settings, token, &mut processed).await?;
        }
        Ok(Attempt::Committed(processed))
    }
}

/// An event's place in the group, the event, and the entries that are called.
type Calls<'e, C> = (usize, &'e Event, Vec<&'e Entry<C>>);

fn wanted<'e, C>(calls: &[Calls<'e, C>]) -> Vec<(&'e Event, &'e Entry<C>)> {
    calls.iter().flat_map(|(_, event, entries)| entries.iter().map(move |entry| (*event, *entry))).collect()
}
