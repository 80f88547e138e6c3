//! What happens after the commit, at least once.

use std::sync::Arc;

use futures_util::future::join_all;
use tracing::Instrument;

use super::failure::{Failure, Handled, Note, chain, run as run_one};
use super::rows::{self, Loaded, Standing, load};
use super::{Processed, Processor};
use crate::database::Executor;
use crate::database::is_tried_again;
use crate::error::Result;
use crate::model::Cell;
use crate::observed::Outcome;
use crate::webhook::Event;
use crate::webhook::handlers::{Call, Entry};
use crate::webhook::inbox::{Claim, State, finish};

/// Of how many events it happens at the same time.
pub(super) const AT_ONCE: u32 = 64;

pub(super) async fn run<E: Executor>(
    processor: &Processor<E::Connection>,
    exec: &mut E,
    claim: Claim,
) -> Result<Processed> {
    let Claim { token, events: rows, lease, .. } = claim;
    let redact = Arc::new(processor.mirror.redact.clone());
    let (mut events, mut notes) = (Vec::new(), Vec::new());
    for row in rows {
        let (id, stripe_account, attempt) = (row.id.clone(), row.stripe_account.clone(), row.attempts);
        // It failed so often without a word: whoever called it has died each time.
        if attempt > processor.settings.attempts {
            let error =
                row.last_error.unwrap_or_else(|| "after the commit: whoever was doing it did not finish".into());
            notes.push(Note { id, stripe_account, attempt, failure: Failure::hopeless(error) });
            continue;
        }
        match Event::read(row, lease, &redact) {
            Ok(event) => events.push(Arc::new(event)),
            Err(error) => notes.push(Note { id, stripe_account, attempt, failure: Failure::hopeless(error) }),
        }
    }
    let mut attempt = 0;
    let (standings, rows) = loop {
        attempt += 1;
        match known(processor, exec, &events).await {
            // MySQL locks what it reads here.
            Err(error) if is_tried_again(exec, &error, attempt) => {}
            result => break result?,
        }
    };
    let standings = events.iter().zip(standings);
    let all: Vec<_> = standings.map(|(event, standing)| call::<E>(processor, event, standing, &rows)).collect();
    let mut done = Vec::new();
    for (event, error) in join_all(all).await {
        match error {
            None => done.push([&event.id, &event.stripe_account].map(|text| Cell::text(text))),
            Some(error) => notes.push(Note::of(event, Failure::retry(format!("after the commit: {error}")))),
        }
    }
    let mut processed =
        Processed { after_commit: finish(exec, &token, (State::Done, false), &done).await?, ..Processed::default() };
    processed.left += done.len() - processed.after_commit;
    for note in notes {
        note.write(exec, &processor.settings, &token, &mut processed).await?;
    }
    Ok(processed)
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
    Ok((standings, load(exec, wanted(processor, events)).await?))
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

/// Calls what is to be called for an event, one after the other. Why that failed, if it did.
async fn call<'e, E: Executor>(
    processor: &Processor<E::Connection>,
    event: &'e Arc<Event>,
    standing: Standing,
    rows: &Loaded,
) -> (&'e Arc<Event>, Option<String>) {
    for entry in processor.registry.of(&processor.mirror, event) {
        let Call::After(call) = &entry.call else { continue };
        let given = match rows::given(event, entry, standing, rows) {
            Ok(given) => given,
            Err(error) => return (event, Some(chain(&error))),
        };
        if entry.model.is_some() && given.is_none() {
            continue;
        }
        let called = async { call(Arc::clone(event), given.as_ref()).await };
        let span = tracing::info_span!(
            "stripe_event_after_commit",
            id = event.id,
            account = event.stripe_account,
            kind = event.kind,
            attempt = event.attempt,
            handled = tracing::field::Empty,
        );
        let handled = run_one::<E>(processor.settings.handler_time, called).instrument(span.clone()).await;
        span.record("handled", handled.word());
        match handled {
            Handled::Ok => {}
            Handled::Failed(error) | Handled::Interrupted(error) => return (event, Some(error)),
            Handled::Transient(error) => return (event, Some(error.to_string())),
        }
    }
    (event, None)
}
