//! One transaction: the objects, the handlers, and the events' `done`.

use std::any::TypeId;
use std::collections::HashMap;
use std::time::Duration;

use tracing::Instrument;

use super::batch::{Group, Lease};
use super::failure::{Failure, Handled, Note, run};
use super::{Processed, Processor};
use crate::database::sealed::Words;
use crate::database::{Executor, SqlDialect, Statement};
use crate::error::{Error, Result};
use crate::mirror::{self, is_transient};
use crate::model::Cell;
use crate::observed::Outcome;
use crate::webhook::Event;
use crate::webhook::handlers::{AnyRow, Call, Entry, Model, ObjectKey, Rows};
use crate::webhook::inbox::{State, finish};

/// A statement that was given up may still be under way; how long its end is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

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
    let lost_count = || Error::database("processing events")(diesel::result::Error::BrokenTransactionManager);
    let depth = exec.depth().ok_or_else(lost_count)?;
    exec.begin().await.map_err(Error::database("beginning to process events"))?;
    let error = match (Within { processor, lease, group }).all(exec, tries).await {
        Ok(Attempt::Committed(processed)) => match exec.commit().await {
            Ok(()) => return Ok(Attempt::Committed(processed)),
            Err(source) => Error::database("committing events")(source),
        },
        Ok(Attempt::Interrupted(place, failure)) => {
            let rolled_back = async {
                match E::DB::INTERRUPTIBLE {
                    true => E::within(PATIENCE, roll_back(exec, depth)).await,
                    false => None,
                }
            };
            return Ok(match rolled_back.await {
                Some(Ok(())) => Attempt::Failed(vec![(place, failure)]),
                _ => Attempt::Interrupted(place, failure),
            });
        }
        Ok(attempt) => {
            roll_back(exec, depth).await?;
            return Ok(attempt);
        }
        Err(error) => error,
    };
    // If this fails too, the connection is lost rather than something refused.
    if let Err(rollback) = roll_back(exec, depth).await {
        tracing::warn!(%rollback, "rolling back events");
        return Err(error);
    }
    if error.is_of_mirror_mode() {
        return Err(error);
    }
    Ok(if is_transient(&error) && depth == 0 { Attempt::Again(error) } else { Attempt::Refused(error) })
}

/// Rolls back to where so many transactions are open: a handler may have left its own.
async fn roll_back<E: Executor>(exec: &mut E, depth: u32) -> Result<()> {
    while exec.depth().is_none_or(|now| now > depth) {
        exec.rollback().await.map_err(Error::database("rolling back events"))?;
    }
    Ok(())
}

struct Within<'t, C> {
    processor: &'t Processor<C>,
    lease: &'t Lease,
    group: &'t Group,
}

/// What is known of the events in this transaction.
struct Progress {
    processed: Processed,
    outcomes: Vec<Option<Outcome>>,
    failures: Vec<Option<Failure>>,
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
        };
        self.ignore_wrong_mode(exec, &mut progress).await?;
        self.mirror(exec, &mut progress).await?;
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
        let Progress { processed, outcomes, failures } = progress;
        let (mut places, mut snapshots) = (Vec::new(), Vec::new());
        for (place, event) in self.group.events.iter().enumerate() {
            if failures[place].is_some() || !self.processor.registry.mirrors(&event.kind) {
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
        let live = events.filter(|(place, _)| progress.failures[*place].is_none());
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
            let outside = exec.depth();
            if self.group.careful {
                exec.begin().await.map_err(Error::database("beginning to handle an event"))?;
            }
            let depth = exec.depth();
            let calling = self.call(exec, event, progress.outcomes[*place], entries, &rows);
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
                Handled::Ok if self.group.careful => {
                    exec.commit().await.map_err(Error::database("ending to handle an event"))?;
                }
                Handled::Ok => {}
                Handled::Failed(error) => {
                    failed.push((*place, Failure::retry(error)));
                    match outside {
                        Some(outside) if self.group.careful => roll_back(exec, outside).await?,
                        _ => break,
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
        rows: &Loaded,
    ) -> Handled {
        let time = self.processor.settings.handler_time.min(self.lease.half());
        for entry in entries {
            let Call::Within(call) = &entry.call else { continue };
            let row = rows.of(event, entry.model.as_ref());
            if entry.model.is_some() && row.is_none() {
                tracing::debug!(id = event.id, "a handler is not called: its model has no row of the event's object");
                continue;
            }
            let conn = exec.connection();
            // The call is within, too: a blocking handler does its work there.
            match run::<E>(time, async { call(event, row, outcome, conn).await }).await {
                Handled::Ok => {}
                failed => return failed,
            }
        }
        Handled::Ok
    }

    async fn finish<E: Executor<Connection = C>>(&self, exec: &mut E, progress: Progress) -> Result<Attempt> {
        let Progress { mut processed, failures, .. } = progress;
        let Processor { registry, mirror, settings, .. } = self.processor;
        let (mut done, mut applied, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for (event, failure) in self.group.events.iter().zip(failures) {
            let key = [&event.id, &event.stripe_account].map(|text| Cell::text(text));
            match failure {
                Some(failure) => notes.push(Note::of(event, failure)),
                None if registry.of(mirror, event).any(|entry| matches!(entry.call, Call::After(_))) => {
                    applied.push(key)
                }
                None => done.push(key),
            }
        }
        let token = &self.lease.token;
        for (state, keys) in [(State::Done, &done), (State::Applied, &applied)] {
            if finish(exec, token, state, keys).await? != keys.len() {
                return Ok(Attempt::Lost);
            }
        }
        processed.done = done.len() + applied.len();
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

/// Rows by their models and kinds.
pub(super) struct Loaded(HashMap<(TypeId, String), Rows>);

impl Loaded {
    pub(super) fn of<C>(&self, event: &Event, model: Option<&Model<C>>) -> Option<&AnyRow> {
        let rows = self.0.get(&(model?.id, event.object_kind.clone()?))?;
        rows.get(&object_key(event)?)
    }
}

fn object_key(event: &Event) -> Option<ObjectKey> {
    Some((event.object_id.clone()?, event.stripe_account.clone()))
}

/// Loads the rows that these entries want of these events: one query for each model and kind of object.
pub(super) async fn load<'e, E: Executor>(
    exec: &mut E,
    wanted: Vec<(&'e Event, &'e Entry<E::Connection>)>,
) -> Result<Loaded>
where
    E::Connection: 'e,
{
    type Wanted<'e, C> = HashMap<(TypeId, &'e str), (&'e Model<C>, Vec<ObjectKey>)>;
    let mut by_model: Wanted<'e, E::Connection> = HashMap::new();
    for (event, entry) in wanted {
        if let (Some(model), Some(kind), Some(key)) = (&entry.model, event.object_kind.as_deref(), object_key(event)) {
            by_model.entry((model.id, kind)).or_insert_with(|| (model, Vec::new())).1.push(key);
        }
    }
    let mut loaded = HashMap::new();
    for ((model_id, kind), (model, mut keys)) in by_model {
        keys.sort();
        keys.dedup();
        loaded.insert((model_id, kind.to_owned()), (model.load)(exec.connection(), kind, &keys).await?);
    }
    Ok(Loaded(loaded))
}
