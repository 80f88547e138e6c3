//! One process at a time migrates.
//!
//! PostgreSQL has a lock that ends with the transaction, and SQLite one writer at a time: both end with the process that holds them,
//! and what it had begun is rolled back. MySQL commits at every DDL statement, so a row is marked with its owner, for a minute; the
//! owner renews it at each statement, and whoever finds it expired takes it over.
//!
//! A statement that takes longer than the lock lasts may so run beside another process. That does no harm: the tables' own locks
//! order the two, each statement may be executed again, and the process that lost its lock stops.

use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use super::apply::Ddl;
use crate::database::is_transient;
use crate::database::sealed::Words;
use crate::error::{Error, Result};

/// How long [`run`](super::run) waits for another process.
pub(crate) const WAIT: Duration = Duration::from_secs(300);

/// The lock, taken.
#[derive(Debug)]
pub(super) struct Held {
    owner: String,
}

const DOING: &str = "taking the lock of the migrations";

impl Held {
    /// Takes the lock, and waits for it at most so long.
    pub(super) async fn take<D: Ddl>(ddl: &mut D, wait: Duration) -> Result<Self> {
        let lock = D::DB::MIGRATION_LOCK;
        // The state of a new hasher is random.
        let random = || RandomState::new().hash_one(std::process::id());
        let held = Held { owner: format!("{:016x}{:016x}", random(), random()) };
        let began = Instant::now();
        loop {
            match ddl.statement(&held.text(lock.take)).await.map_err(Error::database(DOING)) {
                // Two nodes of a cluster took it at once.
                Err(error) if is_transient(&error) && !D::DB::DDL_IN_TRANSACTION => {}
                result => result?,
            }
            if held.is_ours(ddl).await? {
                return Ok(held);
            }
            if began.elapsed() >= wait {
                return Err(held.held_by_another(ddl, wait).await);
            }
            ddl.statement(lock.wait).await.map_err(Error::database(DOING))?;
        }
    }

    /// Makes it last; fails if somebody else has taken it over.
    pub(super) async fn renew<D: Ddl>(&self, ddl: &mut D) -> Result<()> {
        let Some(renew) = D::DB::MIGRATION_LOCK.renew else { return Ok(()) };
        ddl.statement(&self.text(renew)).await.map_err(Error::database("keeping the lock of the migrations"))?;
        if self.is_ours(ddl).await? { Ok(()) } else { Err(self.held_by_another(ddl, Duration::ZERO).await) }
    }

    pub(super) async fn release<D: Ddl>(self, ddl: &mut D) -> Result<()> {
        let Some(release) = D::DB::MIGRATION_LOCK.release else { return Ok(()) };
        ddl.statement(&self.text(release)).await.map_err(Error::database("giving back the lock of the migrations"))
    }

    async fn is_ours<D: Ddl>(&self, ddl: &mut D) -> Result<bool> {
        match D::DB::MIGRATION_LOCK.is_ours {
            Some(is_ours) => ddl.holds(&self.text(is_ours)).await.map_err(Error::database(DOING)),
            None => Ok(true),
        }
    }

    async fn held_by_another<D: Ddl>(&self, ddl: &mut D, waited: Duration) -> Error {
        let holder = ddl.text(D::DB::MIGRATION_LOCK.holder).await.ok().flatten();
        Error::MigrationLocked { holder: holder.unwrap_or_else(|| "not known".to_owned()), waited }
    }

    fn text(&self, text: &str) -> String {
        text.replace("{owner}", &self.owner)
    }
}
