//! Why an event was not done, and what becomes of it.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;

use super::{Processed, Settings};
use crate::database::Executor;
use crate::error::{Error, Result, masked};
use crate::webhook::inbox::{End, fail};
use crate::webhook::{BoxError, Event, HandlerResult};

/// As much of an error's text as is kept.
const LONGEST: usize = 4_000;

/// Why an event was not done.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(super) error: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It may work another time.
    Retry,
    /// It never will.
    Hopeless,
    /// It is of the wrong mode.
    WrongMode,
}

impl Failure {
    pub(super) fn hopeless(error: impl ToString) -> Self {
        Failure { error: error.to_string(), kind: Kind::Hopeless }
    }

    pub(super) fn wrong_mode(error: impl ToString) -> Self {
        Failure { error: error.to_string(), kind: Kind::WrongMode }
    }

    pub(super) fn retry(error: impl ToString) -> Self {
        Failure { error: error.to_string(), kind: Kind::Retry }
    }

    fn end(&self, settings: &Settings, attempt: i64) -> End {
        match self.kind {
            Kind::WrongMode => End::Ignored,
            Kind::Retry if attempt < settings.attempts => End::Later(delay(settings, attempt)),
            Kind::Retry | Kind::Hopeless => End::Dead,
        }
    }
}

/// Doubled with each attempt, and shortened at random by up to a half.
fn delay(settings: &Settings, attempt: i64) -> Duration {
    let (first, longest) = settings.delays;
    let doublings = u32::try_from(attempt.clamp(1, 31)).unwrap_or(1) - 1;
    let delay = first.checked_mul(1 << doublings).unwrap_or(longest).min(longest);
    delay.mul_f64(0.5 + fastrand::f64() / 2.0)
}

/// An event's key, which attempt it is, and its failure: to be noted in the inbox.
pub(crate) struct Note {
    pub(super) id: String,
    pub(super) stripe_account: String,
    pub(super) attempt: i64,
    pub(super) failure: Failure,
}

impl Note {
    pub(super) fn of(event: &Event, failure: Failure) -> Self {
        let Event { id, stripe_account, attempt, .. } = event;
        Note { id: id.clone(), stripe_account: stripe_account.clone(), attempt: *attempt, failure }
    }

    pub(super) async fn write<E: Executor>(
        &self,
        exec: &mut E,
        settings: &Settings,
        token: &str,
        processed: &mut Processed,
    ) -> Result<()> {
        let Note { id, stripe_account, attempt, failure } = self;
        let end = failure.end(settings, *attempt);
        let error: String =
            masked(&failure.error).chars().map(|c| if c == '\0' { '\u{fffd}' } else { c }).take(LONGEST).collect();
        let key = [id, stripe_account].map(|text| crate::model::Cell::text(text));
        if fail(exec, token, key, &end, &error).await? == 0 {
            processed.left += 1;
            return Ok(());
        }
        match end {
            End::Later(delay) => {
                processed.failed += 1;
                tracing::warn!(
                    id,
                    stripe_account,
                    attempt,
                    error,
                    seconds = delay.as_secs(),
                    "event failed, tried again"
                );
            }
            End::Dead => {
                processed.dead += 1;
                tracing::error!(id, stripe_account, attempt, error, "event given up: a dead letter");
            }
            End::Ignored => {
                processed.ignored += 1;
                tracing::warn!(id, stripe_account, error, "event ignored");
            }
        }
        Ok(())
    }
}

/// What a handler came to.
pub(super) enum Handled {
    Ok,
    Failed(String),
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
            Handled::Interrupted(_) => "interrupted",
            Handled::Transient(_) => "to be tried again",
        }
    }
}

/// Runs a handler to its end, or to that of its time. Its panic is an error too.
pub(super) async fn run<E: Executor>(time: Duration, handler: impl Future<Output = HandlerResult> + Send) -> Handled {
    match E::within(time, AssertUnwindSafe(handler).catch_unwind()).await {
        Some(Ok(Ok(()))) => Handled::Ok,
        Some(Ok(Err(error))) => match transient(error) {
            Ok(error) => Handled::Transient(error),
            Err(error) => Handled::Failed(chain(&error)),
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

/// An error with its causes.
pub(super) fn chain(error: &BoxError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}
