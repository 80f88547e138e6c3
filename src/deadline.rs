//! How long something may take in all.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use crate::database::Executor;
use crate::error::{Error, Result};

/// What was begun in the database before the deadline is given so long to end after it. Then the connection is given up.
const GRACE: Duration = Duration::from_secs(10);

/// The time until which something is to be done.
///
/// What waits for Stripe, or for another process, is given up [at the deadline](Self::wait). What is at the database is not, since a
/// transaction that is given up costs its connection: the steps ask [whether it has passed](Self::has_passed), and only a database that
/// does not answer is [given up](Self::bound).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    /// `None` if it is beyond what the clock can say.
    at: Option<Instant>,
    allowed: Duration,
}

impl Deadline {
    pub(crate) fn after(allowed: Duration) -> Self {
        Deadline { at: Instant::now().checked_add(allowed), allowed }
    }

    pub(crate) fn has_passed(&self) -> bool {
        self.left().is_zero()
    }

    pub(crate) fn left(&self) -> Duration {
        self.at.map_or(Duration::MAX, |at| at.saturating_duration_since(Instant::now()))
    }

    /// The error of what is not done in time.
    pub(crate) fn error(&self, doing: String) -> Error {
        Error::DeadlineExceeded { doing, seconds: self.allowed.as_secs_f64() }
    }

    /// Waits for what is no work of the database's, until the deadline.
    pub(crate) async fn wait<F: Future>(&self, doing: impl FnOnce() -> String, work: F) -> Result<F::Output> {
        match tokio::time::timeout(self.left(), work).await {
            Ok(done) => Ok(done),
            Err(_) => Err(self.error(doing())),
        }
    }

    /// Does what is to be done by the deadline. `None` if it has not come to its end some time after: the database
    /// [does not answer](Self::unanswered).
    ///
    /// The whole of it is large, and everything that awaits it would hold it once more: so it is in a box.
    pub(crate) async fn bound<F: Future>(&self, work: Pin<Box<F>>) -> Option<F::Output> {
        tokio::time::timeout(self.left().saturating_add(GRACE), work).await.ok()
    }

    /// The connection of a database that does not answer is not used again.
    pub(crate) fn unanswered<E: Executor>(&self, exec: &mut E, doing: &str) -> Error {
        exec.set_broken();
        exec.give_back();
        self.error(format!("{doing}: the database does not answer"))
    }
}
