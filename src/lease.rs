//! Leases: rows of one of the crate's own tables that are left to one worker for some time, by the database's clock.
//!
//! Such a table has `lease`, the token of the worker that holds the row, and `due_at`: when the row is due, or while a worker holds
//! it, when that lease ends. A row whose lease has ended is due, so that it is taken over.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::database::sealed::Words;
use crate::database::{Executor, Sql, SqlDialect, again, execute_again};
use crate::error::{Error, Result};
use crate::sql::{Cell, OwnTable, Row, Statement};

/// A lease: its token, and how long it lasts since it was claimed or renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    pub(crate) token: String,
    pub(crate) time: Duration,
}

impl Lease {
    /// With a token that nobody else has.
    pub(crate) fn new(time: Duration) -> Self {
        Lease { token: format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)), time }
    }
}

/// What is claimed: rows of this table. Statements about it are named by what they are `doing`.
pub(crate) struct Claim<'c> {
    pub(crate) table: &'static OwnTable,
    pub(crate) doing: &'c str,
    /// Assignments that go with it, before those of the lease: `attempts = attempts + 1`.
    pub(crate) set: &'c str,
    /// ` WHERE …`: which rows.
    pub(crate) rows: Sql<'c>,
}

/// Claims rows, and returns them.
pub(crate) async fn claim<E: Executor, R: Row>(exec: &mut E, lease: &Lease, claim: &Claim<'_>) -> Result<Vec<R>> {
    again!(exec, claim_once(exec, lease, claim).await)
}

async fn claim_once<E: Executor, R: Row>(exec: &mut E, lease: &Lease, claim: &Claim<'_>) -> Result<Vec<R>> {
    let failed = || Error::database(claim.doing);
    let Claim { table, set, rows, .. } = claim;
    let columns = table.names(E::DB::QUOTE);
    let mut update = Statement::new(true);
    update.sql(format!("UPDATE {} SET {set}, lease = ", table.name)).text(&lease.token);
    E::DB::after_now(update.sql(", due_at = "), microseconds(lease.time));
    rows(&mut update);
    if E::DB::UPDATE_RETURNS {
        update.sql(format!(" RETURNING {columns}"));
        planned_for_its_size::<E>(&mut update, 0);
        return exec.load(update).await.map_err(failed());
    }
    if exec.execute(update).await.map_err(failed())? == 0 {
        return Ok(Vec::new());
    }
    let mut select = Statement::new(true);
    select.sql(format!("SELECT {columns} FROM {} WHERE lease = ", table.name)).text(&lease.token);
    exec.load(select).await.map_err(failed())
}

/// The rows of these keys of which a worker holds the lease.
pub(crate) struct Held<'h, K> {
    pub(crate) table: &'static OwnTable,
    pub(crate) token: &'h str,
    pub(crate) keys: &'h [K],
}

impl<K: AsRef<[Cell]> + Sync> Held<'_, K> {
    /// Updates those that are still held; how many these are.
    pub(crate) async fn update<E: Executor>(&self, exec: &mut E, doing: &str, set: Sql<'_>) -> Result<usize> {
        let mut updated = 0;
        let rows = match E::DB::DIALECT {
            SqlDialect::Postgres => usize::MAX,
            _ => E::DB::rows_per_statement(self.table.key.len()),
        };
        for keys in self.keys.chunks(rows) {
            let keys: Vec<&[Cell]> = keys.iter().map(AsRef::as_ref).collect();
            let mut update = Statement::new(E::DB::DIALECT == SqlDialect::Postgres || keys.len() == 1);
            set(update.sql(format!("UPDATE {} SET ", self.table.name)));
            update.sql(" WHERE lease = ").text(self.token).sql(" AND ");
            E::DB::is_one_of(&mut update, self.table, &keys);
            planned_for_its_size::<E>(&mut update, keys.len());
            updated += execute_again(exec, doing, update).await?;
        }
        Ok(updated)
    }
}

/// Updates one row as long as this token holds it.
#[cfg(feature = "api")]
pub(crate) async fn update_one<E: Executor, const N: usize>(
    exec: &mut E,
    table: &'static OwnTable,
    (token, key): (&str, [Cell; N]),
    doing: &str,
    set: Sql<'_>,
) -> Result<()> {
    let doing = format!("{doing} in {}", table.name);
    Held { table, token, keys: &[key] }.update(exec, &doing, set).await.map(|_| ())
}

/// PostgreSQL keeps the plan of a prepared statement, which takes as long to make as to execute; and a plan from when a table was
/// small reads all of it. So the statement is another one, with another plan, each time that twice as many rows went through it.
fn planned_for_its_size<E: Executor>(statement: &mut Statement, rows: usize) {
    static ROWS: AtomicUsize = AtomicUsize::new(0);
    if E::DB::DIALECT == SqlDialect::Postgres {
        let before = ROWS.fetch_add(rows, Ordering::Relaxed);
        statement.sql(format!(" /* {} */", usize::BITS - before.leading_zeros()));
    }
}

/// Waits for work, and renews its lease as often as this meanwhile. A macro, since the futures of an async closure are not known to
/// be `Send`.
#[cfg(feature = "api")]
macro_rules! keep {
    ($every:expr, $work:expr, $renew:expr) => {{
        let mut work = std::pin::pin!($work);
        loop {
            match tokio::time::timeout($every, work.as_mut()).await {
                Ok(done) => break done,
                Err(_) => $renew,
            }
        }
    }};
}
#[cfg(feature = "api")]
pub(crate) use keep;

pub(crate) fn microseconds(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
