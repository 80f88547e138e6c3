//! Transactions of the crate's own: each is committed or rolled back, or its connection is not used again.
//!
//! ```text
//!             ┌ BEGIN, or SAVEPOINT within a transaction of the host's
//! Transaction ┤ the work ──── an error ──► ROLLBACK
//!             └ COMMIT ────── an error ──► ROLLBACK: the databases differ in what a failed COMMIT leaves open
//!
//! Guard         at any of these: the future is dropped, or the code panics ──► the connection is marked as broken
//! ```
//!
//! A future that is dropped can send nothing any more, so its transaction stays open in the database. If the connection went on to
//! be used, everything would be written into that transaction, would look as if it were applied, and would be lost with the
//! connection. So the executor of each call has a [`Guard`]: dropped before the end of a transaction is known, it tells Diesel's
//! transaction manager that it is in error. From then on the crate refuses the connection, Diesel begins and commits no transaction
//! on it, so that a host's transaction around a savepoint of ours cannot be committed by mistake, and pools throw it away when it
//! comes back to them. When it is closed, the database rolls back.

#[cfg(feature = "webhook")]
use std::time::Duration;

use diesel::result::Error as Diesel;

use super::Executor;
#[cfg(any(feature = "api", feature = "webhook"))]
use super::Statement;
use super::sealed::Words as _;
use crate::error::{Error, Result};

/// What an executor has begun and what it waits for.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// How many transactions were open before the first one that this executor began.
    outside: Option<u32>,
    sent: Option<Sent>,
}

/// What was sent to the database and is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Statement,
    /// `BEGIN`, `COMMIT`, `ROLLBACK`, or the same of a savepoint: how many are open is not known until the answer comes.
    Boundary,
}

impl Guard {
    /// A transaction begins where so many are open.
    pub(super) fn begin(&mut self, outside: u32) {
        self.outside.get_or_insert(outside);
    }

    /// How many transactions were open before the first one that this executor began.
    pub(super) fn outside(&self) -> Option<u32> {
        self.outside
    }

    pub(super) fn send(&mut self, what: Sent) {
        self.sent = Some(what);
    }

    pub(super) fn answered(&mut self) {
        self.sent = None;
    }

    /// Whether the connection cannot be used after this executor, where so many transactions are open now. `interruptible`: whether a
    /// statement may be given up without its answer being taken for the next one's.
    pub(super) fn is_unfinished(&self, open: Option<u32>, interruptible: bool) -> bool {
        match self.sent {
            Some(Sent::Boundary) => true,
            Some(Sent::Statement) if !interruptible => true,
            _ => self.outside.is_some_and(|outside| open.is_none_or(|open| open > outside)),
        }
    }
}

/// A transaction of ours, or a savepoint within the host's. It is noted before it begins, and may begin several times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Transaction {
    /// How many transactions are open around it; `None` if the connection has lost count.
    outside: Option<u32>,
}

impl Transaction {
    pub(crate) fn of<E: Executor>(exec: &mut E) -> Self {
        Transaction { outside: exec.depth() }
    }

    /// Whether it is no savepoint.
    pub(crate) fn is_outermost(self) -> bool {
        self.outside.is_none_or(|outside| outside == 0)
    }

    pub(crate) async fn begin<E: Executor>(self, exec: &mut E, doing: &str) -> Result<()> {
        exec.begin().await.map_err(Error::database(format!("beginning a transaction for {doing}")))
    }

    /// Commits if the work succeeded, and rolls back if it did not, or if it cannot be committed.
    pub(crate) async fn end<E: Executor, T>(self, exec: &mut E, doing: &str, result: Result<T>) -> Result<T> {
        match result {
            Ok(value) => self.commit(exec, doing).await.map(|()| value),
            Err(error) => Err(self.fail(exec, doing, error).await),
        }
    }

    pub(crate) async fn commit<E: Executor>(self, exec: &mut E, doing: &str) -> Result<()> {
        let Err(source) = exec.commit().await else { return Ok(()) };
        let error = Error::database(format!("committing {doing}"))(source);
        if !self.is_outermost() {
            // What is within a savepoint that was not released would be committed with what is around it.
            exec.count_up_to(self.outside.map(|outside| outside + 1));
            return Err(self.fail(exec, doing, error).await);
        }
        // Diesel counts it as ended. What the database still holds open would swallow everything that is written next.
        if let Err(rollback) = exec.roll_back_all().await {
            tracing::warn!(%rollback, %error, "rolling back what was not committed: the connection is not used again");
        }
        Err(error)
    }

    /// Rolls back because of an error, and returns that.
    pub(crate) async fn fail<E: Executor>(self, exec: &mut E, doing: &str, error: Error) -> Error {
        if let Err(rollback) = self.roll_back_after(exec, doing, is_transient(&error)).await {
            tracing::warn!(%rollback, %error, "rolling back: the connection is not used again");
        }
        error
    }

    /// Rolls back, with every transaction that was begun within it and left open: by a handler, say.
    #[cfg(any(feature = "api", feature = "webhook"))]
    pub(crate) async fn roll_back<E: Executor>(self, exec: &mut E, doing: &str) -> Result<()> {
        self.roll_back_after(exec, doing, false).await
    }

    /// `ended`: the database has ended the transaction with all its savepoints.
    async fn roll_back_after<E: Executor>(self, exec: &mut E, doing: &str, ended: bool) -> Result<()> {
        let failed = |source| Error::database(format!("rolling back {doing}"))(source);
        loop {
            let (open, outside) = match (exec.depth(), self.outside) {
                (Some(open), Some(outside)) => (open, outside),
                // A transaction within ours was left in the lurch, and it ends with ours.
                (None, Some(0)) if E::DB::INTERRUPTIBLE => return exec.roll_back_all().await.map_err(failed),
                _ => return Err(failed(Diesel::BrokenTransactionManager)),
            };
            if open <= outside {
                return Ok(());
            }
            match exec.rollback().await {
                Ok(()) => {}
                Err(_) if open == 1 => return exec.roll_back_all().await.map_err(failed),
                // Diesel counts the savepoint as ended, and what is around it is rolled back too, or is gone already.
                Err(_) if outside == 0 || ended => {}
                Err(source) => {
                    exec.set_broken();
                    return Err(failed(source));
                }
            }
        }
    }
}

/// A savepoint in a transaction of ours, which moves on from one piece of work to the next.
#[cfg(feature = "webhook")]
pub(crate) struct Savepoint(Transaction);

#[cfg(feature = "webhook")]
impl Savepoint {
    /// Sets it, or moves the one that there is, in one statement.
    pub(crate) async fn set<E: Executor>(before: Option<Savepoint>, exec: &mut E, doing: &str) -> Result<Self> {
        let this = Savepoint(Transaction::of(exec));
        let set = match before {
            Some(_) => "RELEASE SAVEPOINT diesel_stripe; SAVEPOINT diesel_stripe",
            None => "SAVEPOINT diesel_stripe",
        };
        exec.batch(set).await.map_err(Error::database(format!("setting a savepoint for {doing}")))?;
        Ok(this)
    }

    /// Rolls back to it, with every transaction that was begun since and left open: by a handler, say. It stays set.
    pub(crate) async fn roll_back<E: Executor>(&self, exec: &mut E, doing: &str) -> Result<()> {
        self.0.roll_back(exec, doing).await?;
        let rolled_back = exec.batch("ROLLBACK TO SAVEPOINT diesel_stripe").await;
        rolled_back.map_err(Error::database(format!("rolling back {doing}")))
    }
}

/// How long the statements of a transaction of ours may take, as far as the database can be told.
#[cfg(feature = "webhook")]
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How long each may wait for a lock.
    pub(crate) lock: Duration,
    /// How long each may take in all.
    pub(crate) statement: Duration,
    /// How long the database waits for the next one. A connection may have ended without its knowledge.
    pub(crate) idle: Duration,
}

#[cfg(feature = "webhook")]
impl Bounds {
    /// Before the transaction. Where they are the transaction's alone, its first query says them:
    /// [`Words::bounded`](super::sealed::Words::bounded).
    pub(crate) async fn begin<E: Executor>(self, exec: &mut E) -> Result<()> {
        let Some([bound, _]) = E::DB::bound_session(&self) else { return Ok(()) };
        exec.batch(&bound).await.map_err(Error::database("bounding how long statements wait for locks"))
    }

    /// After the transaction.
    pub(crate) async fn end<E: Executor>(self, exec: &mut E) -> Result<()> {
        let Some([_, unbound]) = E::DB::bound_session(&self) else { return Ok(()) };
        exec.batch(&unbound).await.map_err(Error::database("giving back how long statements wait for locks"))
    }
}

/// How often is tried what the database ended to break a deadlock.
pub(crate) const ATTEMPTS: usize = 10;

/// Whether what is no part of a transaction is tried again after this attempt, the first being 1.
pub(crate) fn is_tried_again<E: Executor>(exec: &mut E, error: &Error, attempt: usize) -> bool {
    attempt < ATTEMPTS && !exec.in_transaction() && is_transient(error)
}

/// What is no part of a transaction; again, if the database ended it for reasons of its own.
macro_rules! again {
    ($exec:expr, $attempt:expr) => {{
        let mut attempt = 0;
        loop {
            attempt += 1;
            match $attempt {
                Err(error) if $crate::database::is_tried_again($exec, &error, attempt) => {
                    tracing::debug!(%error, attempt, "tried again");
                }
                result => break result,
            }
        }
    }};
}
pub(crate) use again;

/// Executes a statement; one that is no part of a transaction again, if the database ended it for reasons of its own.
#[cfg(any(feature = "api", feature = "webhook"))]
pub(crate) async fn execute_again<E: Executor>(exec: &mut E, doing: &str, statement: Statement) -> Result<usize> {
    again!(exec, exec.execute(statement.clone()).await.map_err(Error::database(doing)))
}

/// Whether the database broke a deadlock, or could not serialize, by ending this transaction. Diesel has no kind for all of
/// them, so their messages are read.
pub(crate) fn is_transient(error: &Error) -> bool {
    use diesel::result::DatabaseErrorKind;
    match error {
        Error::Database { source: Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, _), .. } => true,
        Error::Database { source: Diesel::DatabaseError(_, information), .. } => {
            let message = information.message().to_lowercase();
            ["deadlock", "database is locked", "database table is locked", "record has changed since last read"]
                .iter()
                .any(|words| message.contains(words))
        }
        _ => false,
    }
}

/// Whether MySQL gave up waiting for a lock. It may have ended the transaction, and may not: that is a setting.
pub(crate) fn is_lock_timeout(error: &Error) -> bool {
    match error {
        Error::Database { source: Diesel::DatabaseError(_, information), .. } => {
            information.message().to_lowercase().contains("lock wait timeout exceeded")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_used_again_when_all_that_was_begun_is_ended() {
        let guard = |outside, sent| Guard { outside, sent };
        let (statement, boundary) = (Some(Sent::Statement), Some(Sent::Boundary));
        for (outside, sent, open, interruptible, unfinished) in [
            (None, None, Some(0), false, false),
            (None, None, Some(1), false, false), // the host's
            (Some(0), None, Some(0), false, false),
            (Some(1), None, Some(1), false, false),
            (Some(0), None, Some(1), true, true),
            (Some(1), None, Some(2), true, true),
            (Some(0), None, None, true, true),
            (None, statement, Some(0), true, false),
            (None, statement, Some(0), false, true),
            (Some(0), statement, Some(1), true, true),
            (Some(0), boundary, Some(0), true, true),
            (None, boundary, Some(0), true, true),
        ] {
            let guard = guard(outside, sent);
            assert_eq!(guard.is_unfinished(open, interruptible), unfinished, "{guard:?}, {open:?}, {interruptible}");
        }
    }
}
