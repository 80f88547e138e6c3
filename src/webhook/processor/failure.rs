//! Why an event was not done, and what becomes of it.

use super::{Processed, Settings};
use crate::database::Executor;
use crate::error::{Result, stored};
use crate::webhook::Event;
use crate::webhook::inbox::{End, fail};

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
    /// A handler said that it is not to be tried again.
    Discarded,
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

    pub(super) fn discarded(reason: String) -> Self {
        Failure { error: reason, kind: Kind::Discarded }
    }

    fn end(&self, settings: &Settings, attempt: i64) -> End {
        match self.kind {
            Kind::WrongMode => End::Ignored,
            Kind::Discarded => End::Discarded,
            Kind::Retry if attempt < settings.attempts => {
                End::Later(settings.backoff.after(u32::try_from(attempt).unwrap_or(u32::MAX)))
            }
            Kind::Retry | Kind::Hopeless => End::Dead,
        }
    }
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
        let error = stored(&failure.error);
        let key = [id, stripe_account].map(|text| crate::sql::Cell::text(text));
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
            End::Discarded => {
                processed.discarded += 1;
                tracing::info!(id, stripe_account, attempt, reason = error, "event discarded by a handler");
            }
            End::Ignored => {
                processed.ignored += 1;
                tracing::warn!(id, stripe_account, error, "event ignored");
            }
        }
        Ok(())
    }
}
