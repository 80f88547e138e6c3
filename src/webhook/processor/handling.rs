//! Calling the handlers of one event.

use std::any::Any;
use std::future::Future;
use std::ops::Range;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use tracing::Instrument;

use super::Processor;
use super::progress::Progress;
use super::rows::{self, Loaded};
use super::transaction::Within;
use crate::database::Executor;
use crate::error::{Error, chain};
use crate::webhook::handlers::{Call, Entry, Lent};
use crate::webhook::{BoxError, Discard, Event, HandlerResult, metrics};

/// What a handler came to.
pub(super) enum Handled {
    Ok,
    Failed(String),
    /// It says that the event is not to be tried again, and why.
    Discarded(String),
    /// It did not end, and was given up, perhaps within a statement.
    Interrupted(String),
    /// The database ended the transaction for reasons of its own: all of it is to be done again.
    Transient(Error),
}

impl Handled {
    /// For spans.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Handled::Ok => "done",
            Handled::Failed(_) => "failed",
            Handled::Discarded(_) => "discarded",
            Handled::Interrupted(_) => "interrupted",
            Handled::Transient(_) => "to be tried again",
        }
    }
}

/// An event that is to be handled: its place in the group, and the entries that are called within the transaction; none, for many.
pub(super) struct Calls<'e, C> {
    pub(super) place: usize,
    pub(super) event: &'e Event,
    pub(super) entries: Vec<&'e Entry<C>>,
}

/// The rows that these handlers want.
pub(super) fn wanted<'e, C>(calls: &[Calls<'e, C>]) -> Vec<(&'e Event, &'e Entry<C>)> {
    calls.iter().flat_map(|call| call.entries.iter().map(|entry| (call.event, *entry))).collect()
}

/// The entries that are called for an event within its transaction.
pub(super) fn entries_within<'e, C>(processor: &'e Processor<C>, event: &Event) -> impl Iterator<Item = &'e Entry<C>> {
    let entries = processor.registry.of(&processor.mirror, event);
    entries.filter(|entry| matches!(entry.call, Call::Within(_)))
}

impl<C: Send> Within<'_, C> {
    /// Each event of these that is to be handled.
    pub(super) fn calls(&self, progress: &Progress, these: Range<usize>) -> Vec<Calls<'_, C>> {
        let live = these.filter(|place| progress.failures[*place].is_none() && progress.waits[*place].is_none());
        let live = live.filter(|place| !self.group.is_handled(&self.group.events[*place]));
        let calls = live.map(|place| {
            let event = &self.group.events[place];
            Calls { place, event, entries: entries_within(self.processor, event).collect() }
        });
        calls.filter(|call| !call.entries.is_empty()).collect()
    }

    /// Calls the handlers of one event in their order. Says, too, whether one of them has used the connection.
    pub(super) async fn handle<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        call: &Calls<'_, C>,
        progress: &Progress,
        rows: &Loaded,
    ) -> (Handled, bool) {
        let Calls { place, event, .. } = *call;
        let span = tracing::info_span!(
            "stripe_event",
            id = event.id,
            account = event.stripe_account,
            kind = event.kind,
            attempt = event.attempt,
            outcome = progress.outcomes[place].map(tracing::field::debug),
            handled = tracing::field::Empty,
        );
        let depth = exec.depth();
        let mut has_used = false;
        let calling = self.call_each(exec, call, progress, rows, &mut has_used);
        let mut handled = calling.instrument(span.clone()).await;
        if matches!(handled, Handled::Ok) && exec.depth() != depth {
            handled = Handled::Failed("a handler began a transaction and did not end it, or ended ours".into());
        }
        span.record("handled", handled.word());
        (handled, has_used)
    }

    async fn call_each<E: Executor<Connection = C>>(
        &self,
        exec: &mut E,
        Calls { place, event, entries }: &Calls<'_, C>,
        progress: &Progress,
        rows: &Loaded,
        has_used: &mut bool,
    ) -> Handled {
        let time = self.processor.settings.handler_time.min(self.lease.half());
        for entry in entries {
            let Call::Within(call) = &entry.call else { continue };
            let given = match rows::given(event, entry, progress.standings[*place], rows) {
                Ok(given) => given,
                Err(error) => return Handled::Failed(chain(&*error)),
            };
            if entry.model.is_some() && given.is_none() {
                tracing::debug!(id = event.id, "a handler is not called: its model has no row of the event's object");
                continue;
            }
            let (used, since) = (AtomicBool::new(false), Instant::now());
            let lent = Lent { conn: exec.connection(), used: &used };
            // The call is within, too: a blocking handler does its work there.
            let outcome = progress.outcomes[*place];
            let handled = run::<E>(time, async { call(event, given.as_ref(), outcome, lent).await }).await;
            metrics::handled(entry.pattern(), since.elapsed());
            let used = used.load(Ordering::Relaxed);
            entry.noted(used);
            *has_used |= used;
            match handled {
                Handled::Ok => {}
                ended => return ended,
            }
        }
        Handled::Ok
    }
}

/// Runs a handler to its end, or to that of its time. Its panic is an error too.
pub(super) async fn run<E: Executor>(time: Duration, handler: impl Future<Output = HandlerResult> + Send) -> Handled {
    match E::within(time, AssertUnwindSafe(handler).catch_unwind()).await {
        Some(Ok(Ok(()))) => Handled::Ok,
        Some(Ok(Err(error))) => match error.downcast::<Discard>() {
            Ok(discard) => Handled::Discarded(discard.reason().to_owned()),
            Err(error) => match transient(error) {
                Ok(error) => Handled::Transient(error),
                Err(error) => Handled::Failed(chain(&*error)),
            },
        },
        Some(Err(panic)) => Handled::Failed(format!("a handler panicked: {}", message(&*panic))),
        None => Handled::Interrupted(format!("a handler took longer than {time:?}")),
    }
}

/// The error as one of the database's, if the transaction should be tried again because of it.
fn transient(error: BoxError) -> std::result::Result<Error, BoxError> {
    let error = match error.downcast::<Error>() {
        Ok(error) if crate::database::is_transient(&error) => return Ok(*error),
        Ok(error) => return Err(error),
        Err(error) => error,
    };
    match error.downcast::<diesel::result::Error>() {
        Ok(source) => {
            let error = Error::Database { doing: "handling an event".into(), source: *source };
            if crate::database::is_transient(&error) { Ok(error) } else { Err(error.into()) }
        }
        Err(error) => Err(error),
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}
