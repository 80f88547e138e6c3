//! What migrations ask of a backend, as data: the protocol is [`migrations`](crate::migrations)'s.

/// The version table, in SQL that all three databases read.
pub(crate) const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS stripe_schema_migrations \
     (version VARCHAR(50) NOT NULL PRIMARY KEY, hash VARCHAR(64) NOT NULL, \
     run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

/// How a dialect keeps other processes from migrating. In the texts, `{owner}` is what marks the owner of the lock.
#[derive(Debug, Clone, Copy)]
pub struct MigrationLock {
    /// Statements before the transaction in which migrations run. They may be executed again.
    pub before: &'static [&'static str],
    /// The first statement of a transaction of our own.
    pub first: Option<&'static str>,
    /// Takes the lock, unless somebody else has it.
    pub take: &'static str,
    /// The condition that the lock is ours; `None` if `take` fails otherwise.
    pub is_ours: Option<&'static str>,
    /// Lets a moment pass.
    pub wait: &'static str,
    /// `SELECT`: who has the lock, since when.
    pub holder: &'static str,
    /// Makes the lock last.
    pub renew: Option<&'static str>,
    /// Gives the lock back; `None` if it ends with the transaction.
    pub release: Option<&'static str>,
}

/// A statement that makes a new table faster to write.
#[derive(Debug, Clone)]
pub struct Faster {
    /// The condition that the server can execute the statement.
    pub is_possible: &'static str,
    /// The statement, which may be executed again.
    pub statement: String,
}
