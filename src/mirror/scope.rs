//! A transaction around what belongs together, and another attempt where the database ended it to break a deadlock.

use super::mode::{Said, lock};
use crate::database::sealed::Words;
use crate::database::{Executor, SqlDialect};
use crate::error::{Error, Result};

/// How often a transaction is tried again.
const ATTEMPTS: usize = 10;

/// A transaction of ours: a savepoint, if it is within the host's.
pub(super) struct Scope {
    transaction: bool,
    outermost: bool,
}

impl Scope {
    pub(super) fn of<E: Executor>(exec: &mut E, transaction: bool) -> Self {
        Scope { transaction, outermost: !exec.in_transaction() }
    }

    /// `said` is what is said of the mode, if any object has one. A transaction knows the mirror's mode before it writes: otherwise
    /// the first one of all would write what has no mode, and then lock the other rows out of order.
    pub(super) async fn begin<E: Executor>(&self, exec: &mut E, attempt: usize, said: Option<Said>) -> Result<()> {
        if !self.transaction {
            return Ok(());
        }
        exec.begin().await.map_err(Error::database("beginning a transaction"))?;
        let known = async {
            if attempt > 1 {
                // Those that are tried again take turns, or they would break each other's deadlocks by new ones.
                lock(exec).await?;
            }
            // SQLite has one writer at a time, and a transaction that begins by reading could not become it.
            match said.filter(|_| E::DB::DIALECT != SqlDialect::Sqlite) {
                Some(said) => said.mode(exec).await.map(|_| ()),
                None => Ok(()),
            }
        };
        let known = known.await;
        if known.is_err() {
            exec.rollback().await.map_err(Error::database("rolling back a transaction"))?;
        }
        known
    }

    /// Commits or rolls back. `None` asks for another attempt: the database ended the transaction for reasons of its own.
    pub(super) async fn end<E: Executor, T>(
        &self,
        exec: &mut E,
        result: Result<T>,
        attempt: usize,
    ) -> Option<Result<T>> {
        let result = match result {
            Ok(value) if self.transaction => {
                exec.commit().await.map_err(Error::database("committing a transaction")).map(|()| value)
            }
            Err(error) if self.transaction => {
                if let Err(rollback) = exec.rollback().await {
                    tracing::warn!(%rollback, %error, "rolling back");
                }
                Err(error)
            }
            result => result,
        };
        match &result {
            Err(error) if self.outermost && attempt < ATTEMPTS && is_transient(error) => None,
            _ => Some(result),
        }
    }
}

/// Whether the database broke a deadlock, or could not serialize, by ending this transaction. Diesel has no kind for all of
/// them, so their messages are read.
pub(crate) fn is_transient(error: &Error) -> bool {
    use diesel::result::{DatabaseErrorKind, Error as Diesel};
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
