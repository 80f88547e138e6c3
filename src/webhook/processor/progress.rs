//! What is known of the events of a transaction, and how they end.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Processed;
use super::failure::{Failure, Kind, Note};
use super::rows::Standing;
use super::transaction::{Attempt, Within};
use crate::database::Executor;
use crate::error::Result;
use crate::observed::Outcome;
use crate::sql::Cell;
use crate::webhook::Event;
use crate::webhook::handlers::Call;
use crate::webhook::inbox::{State, finish, wait};

/// What is known of a group's events in their transaction, each at its place.
pub(super) struct Progress {
    /// How many objects were queued to be read again.
    pub(super) processed: Processed,
    pub(super) outcomes: Vec<Option<Outcome>>,
    pub(super) failures: Vec<Option<Failure>>,
    /// How the mirror's rows stand to the events.
    pub(super) standings: Vec<Standing>,
    /// Of events that wait for their rows, for how long.
    pub(super) waits: Vec<Option<Duration>>,
    /// The events before this place end with the transaction. Of the others none was begun.
    pub(super) end: usize,
}

impl Progress {
    pub(super) fn of(events: usize) -> Self {
        Progress {
            processed: Processed::default(),
            outcomes: vec![None; events],
            failures: vec![const { None }; events],
            standings: vec![Standing::AsNew; events],
            waits: vec![None; events],
            end: events,
        }
    }

    /// The event's writes are rolled back, but for the mirror's of one that is discarded.
    pub(super) fn fails(&mut self, place: usize, failure: Failure) {
        if failure.kind != Kind::Discarded {
            self.outcomes[place] = None;
        }
        self.waits[place] = None;
        self.failures[place] = Some(failure);
    }

    /// Counts what became of the snapshots. One that tied before was not applied once more.
    fn count(&mut self, events: &[Event]) {
        let outcomes = events.iter().zip(&self.outcomes).take(self.end);
        for outcome in outcomes.filter(|(event, _)| event.tied_for.is_none()).filter_map(|(_, outcome)| *outcome) {
            match outcome {
                Outcome::Applied => self.processed.applied += 1,
                Outcome::Unchanged => self.processed.unchanged += 1,
                Outcome::Stale => self.processed.stale += 1,
                Outcome::Tied => self.processed.tied += 1,
            }
        }
    }
}

impl<C: Send> Within<'_, C> {
    /// Writes into the inbox how the events end, in a statement for each end that there is.
    pub(super) async fn finish<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        mut progress: Progress,
    ) -> Result<Attempt> {
        progress.count(&self.group.events);
        let Progress { mut processed, outcomes, failures, standings, waits, end } = progress;
        let (registry, mirror) = (&self.processor.registry, &self.processor.mirror);
        let (mut done, mut applied, mut tied, mut notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut waiting: BTreeMap<Duration, Vec<[Cell; 2]>> = BTreeMap::new();
        for (place, (event, failure)) in self.group.events.iter().zip(failures).enumerate().take(end) {
            let failure = failure.or_else(|| self.group.discarded(event).cloned());
            let key = [&event.id, &event.stripe_account].map(|text| Cell::text(text));
            let is_tied = outcomes[place] == Some(Outcome::Tied) && standings[place] != Standing::AsNew;
            match (failure, waits[place]) {
                (Some(failure), _) => notes.push(Note::of(event, failure)),
                (None, Some(delay)) => {
                    tracing::debug!(
                        id = event.id,
                        kind = event.kind,
                        ?delay,
                        "event waits for its object to be read again"
                    );
                    waiting.entry(delay).or_default().push(key);
                }
                (None, None) => {
                    let outcome = outcomes[place].map(tracing::field::debug);
                    tracing::debug!(id = event.id, kind = event.kind, attempt = event.attempt, outcome, "event done");
                    let after = registry.of(mirror, event).any(|entry| matches!(entry.call, Call::After(_)));
                    match (after, is_tied) {
                        (false, _) => done.push(key),
                        (true, false) => applied.push(key),
                        (true, true) => tied.push(key),
                    }
                }
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
            note.write(exec, &self.processor.settings, token, &mut processed).await?;
        }
        Ok(Attempt::Committed(processed, end))
    }
}
