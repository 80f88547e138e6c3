//! A transaction around what belongs together, and another attempt where the database ended it to break a deadlock.

use super::mode::{Said, lock};
use crate::database::sealed::Words;
use crate::database::{ATTEMPTS, Executor, SqlDialect, Transaction, is_lock_timeout, is_transient};
use crate::error::{Error, Result};

const DOING: &str = "what is mirrored";

/// A transaction of ours: a savepoint, if it is within the host's.
pub(super) struct Scope {
    transaction: Transaction,
    /// Whether it is one at all: a single statement needs none.
    begins: bool,
}

impl Scope {
    pub(super) fn of<E: Executor>(exec: &mut E, transaction: bool) -> Self {
        Scope { transaction: Transaction::of(exec), begins: transaction }
    }

    /// `said` is what is said of the mode, if any object has one. After an error no transaction is open.
    pub(super) async fn begin<E: Executor>(&self, exec: &mut E, attempt: usize, said: Option<Said>) -> Result<()> {
        if !self.begins {
            return Ok(());
        }
        for attempt in attempt.. {
            self.transaction.begin(exec, DOING).await?;
            let Err(error) = prepare(exec, attempt, said).await else { break };
            let error = self.transaction.fail(exec, DOING, error).await;
            // The turn of those before takes longer than the database lets wait.
            let waits = attempt > 1 && attempt < ATTEMPTS && self.transaction.is_outermost() && is_lock_timeout(&error);
            if !waits && !self.is_tried_again(&error, attempt) {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Commits or rolls back. `None` asks for another attempt: the database ended the transaction for reasons of its own.
    pub(super) async fn end<E: Executor, T>(
        &self,
        exec: &mut E,
        result: Result<T>,
        attempt: usize,
    ) -> Option<Result<T>> {
        let result = if self.begins { self.transaction.end(exec, DOING, result).await } else { result };
        match &result {
            Err(error) if self.is_tried_again(error, attempt) => None,
            _ => Some(result),
        }
    }

    /// Ends it with nothing changed.
    #[cfg(feature = "api")]
    pub(super) async fn roll_back<E: Executor>(&self, exec: &mut E) -> Result<()> {
        self.transaction.roll_back(exec, DOING).await
    }

    fn is_tried_again(&self, error: &Error, attempt: usize) -> bool {
        self.transaction.is_outermost() && attempt < ATTEMPTS && is_transient(error)
    }
}

/// Work within a scope; again, if the database ended the transaction for reasons of its own.
macro_rules! within {
    ($scope:expr, $exec:expr, $said:expr, $work:expr) => {{
        let mut attempt = 0;
        loop {
            attempt += 1;
            $scope.begin($exec, attempt, $said).await?;
            let result = $work;
            if let Some(result) = $scope.end($exec, result, attempt).await {
                break result;
            }
        }
    }};
}
pub(super) use within;

/// A transaction knows the mirror's mode before it writes: otherwise the first one of all would write what has no mode, and then
/// lock the other rows out of order.
async fn prepare<E: Executor>(exec: &mut E, attempt: usize, said: Option<Said>) -> Result<()> {
    if attempt > 1 {
        // Those that are tried again take turns, or they would break each other's deadlocks by new ones.
        lock(exec).await?;
    }
    // SQLite has one writer at a time, and a transaction that begins by reading could not become it.
    match said.filter(|_| E::DB::DIALECT != SqlDialect::Sqlite) {
        Some(said) => said.mode(exec).await.map(|_| ()),
        None => Ok(()),
    }
}
