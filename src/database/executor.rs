//! The two drivers: an async connection and a blocking one.
//!
//! The mirror's logic is written once, against [`Executor`]. A blocking connection's futures are ready when they are first
//! polled, so [`Blocking`] needs no runtime.
//!
//! An executor lives for one call. If that is dropped before a transaction that it began has ended, the executor marks the
//! connection as broken: see [`transaction`](super::transaction). A connection that is broken executes nothing.

use std::future::Future;

use diesel::QueryResult;
use diesel::connection::{LoadConnection, TransactionDepthChange, TransactionManager as _, TransactionManagerStatus};
use diesel::result::Error::BrokenTransactionManager;
use diesel_async::{AsyncConnection, TransactionManager as _};

use super::sealed::Words as _;
use super::transaction::{Guard, Sent};
use super::{Dialect, Row, Statement};

pub trait Executor: Send {
    type DB: Dialect;
    type Connection: Send;

    fn execute(&mut self, statement: Statement) -> impl Future<Output = QueryResult<usize>> + Send;
    fn load<R: Row>(&mut self, statement: Statement) -> impl Future<Output = QueryResult<Vec<R>>> + Send;
    /// Executes text that may hold several statements and binds nothing.
    fn batch(&mut self, sql: &str) -> impl Future<Output = QueryResult<()>> + Send;
    /// Begins a transaction, or a savepoint within the host's. Use [`Transaction`](super::Transaction), which knows every way out.
    fn begin(&mut self) -> impl Future<Output = QueryResult<()>> + Send;
    fn commit(&mut self) -> impl Future<Output = QueryResult<()>> + Send;
    fn rollback(&mut self) -> impl Future<Output = QueryResult<()>> + Send;
    /// Rolls back whatever is open in the database, also if Diesel has lost count of it. If that fails, the connection is broken.
    fn roll_back_all(&mut self) -> impl Future<Output = QueryResult<()>> + Send;
    /// How many transactions are open, one in another; `None` if the connection is broken: Diesel has lost count, because somebody
    /// gave up waiting for the end of one, or because one could not be rolled back.
    fn depth(&mut self) -> Option<u32>;
    /// Counts transactions as open that Diesel counts as ended, because it could not end them.
    fn count_up_to(&mut self, depth: Option<u32>);
    /// Marks the connection: nobody begins or commits a transaction on it any more, and pools throw it away.
    fn set_broken(&mut self);
    /// Gives the connection back to where it came from, if the executor took it from there and no transaction is open on it: it is
    /// not needed for a while. The next statement takes another. A connection of the host's stays where it is.
    #[cfg(feature = "api")]
    fn give_back(&mut self) {}
    /// The connection itself, for what the host does with it.
    #[cfg(feature = "webhook")]
    fn connection(&mut self) -> &mut Self::Connection;
    /// Gives a future up after a time. What blocks cannot be given up.
    #[cfg(feature = "webhook")]
    fn within<F: Future + Send>(time: std::time::Duration, future: F)
    -> impl Future<Output = Option<F::Output>> + Send;

    /// Whether a transaction is open already.
    fn in_transaction(&mut self) -> bool {
        self.depth().is_some_and(|depth| depth > 0)
    }
}

pub struct Async<'c, C: AsyncConnection<Backend: Dialect>> {
    conn: Held<'c, C>,
    guard: Guard,
}

/// A connection of the host's, or one that was taken for the executor.
enum Held<'c, C> {
    Lent(&'c mut C),
    #[cfg(feature = "api")]
    Taken(Box<C>),
}

impl<C> Held<'_, C> {
    fn get(&mut self) -> &mut C {
        match self {
            Held::Lent(conn) => conn,
            #[cfg(feature = "api")]
            Held::Taken(conn) => conn,
        }
    }
}

impl<'c, C: AsyncConnection<Backend: Dialect>> Async<'c, C> {
    pub(crate) fn new(conn: &'c mut C) -> Self {
        Async { conn: Held::Lent(conn), guard: Guard::default() }
    }

    /// An executor with a connection of its own.
    #[cfg(feature = "api")]
    pub(super) fn taken(conn: C) -> Self {
        Async { conn: Held::Taken(Box::new(conn)), guard: Guard::default() }
    }

    fn status(&mut self) -> &mut TransactionManagerStatus {
        C::TransactionManager::transaction_manager_status_mut(self.conn.get())
    }

    /// Whether somebody gave up waiting for a `BEGIN`, `COMMIT` or `ROLLBACK`. diesel-async tells of it together with transactions
    /// that are open, so for the moment of the question there are none.
    fn is_interrupted(&mut self) -> bool {
        let status = std::mem::take(self.status());
        let interrupted = C::TransactionManager::is_broken_transaction_manager(self.conn.get());
        *self.status() = status;
        interrupted
    }

    fn send(&mut self, what: Sent) -> QueryResult<()> {
        self.depth().ok_or(BrokenTransactionManager)?;
        self.guard.send(what);
        Ok(())
    }

    fn answered<T>(&mut self, result: QueryResult<T>) -> QueryResult<T> {
        self.guard.answered();
        result
    }
}

impl<C: AsyncConnection<Backend: Dialect>> Drop for Async<'_, C> {
    fn drop(&mut self) {
        let mark = || {
            let open = depth(self.status());
            if self.guard.is_unfinished(open, C::Backend::INTERRUPTIBLE) {
                self.status().set_in_error();
            }
        };
        unless_panicking(mark);
    }
}

impl<C: AsyncConnection<Backend: Dialect>> Executor for Async<'_, C> {
    type DB = C::Backend;
    type Connection = C;

    async fn execute(&mut self, statement: Statement) -> QueryResult<usize> {
        self.send(Sent::Statement)?;
        let result = C::Backend::execute(self.conn.get(), statement).await;
        self.answered(result)
    }

    async fn load<R: Row>(&mut self, statement: Statement) -> QueryResult<Vec<R>> {
        self.send(Sent::Statement)?;
        let result = C::Backend::load(self.conn.get(), statement).await;
        self.answered(result)
    }

    async fn batch(&mut self, sql: &str) -> QueryResult<()> {
        self.send(Sent::Statement)?;
        let result = self.conn.get().batch_execute(sql).await;
        self.answered(result)
    }

    async fn begin(&mut self) -> QueryResult<()> {
        let outside = self.depth().ok_or(BrokenTransactionManager)?;
        self.guard.begin(outside);
        self.send(Sent::Boundary)?;
        let result = C::TransactionManager::begin_transaction(self.conn.get()).await;
        self.answered(result)
    }

    async fn commit(&mut self) -> QueryResult<()> {
        self.send(Sent::Boundary)?;
        let result = C::TransactionManager::commit_transaction(self.conn.get()).await;
        self.answered(result)
    }

    async fn rollback(&mut self) -> QueryResult<()> {
        self.send(Sent::Boundary)?;
        let result = C::TransactionManager::rollback_transaction(self.conn.get()).await;
        self.answered(result)
    }

    async fn roll_back_all(&mut self) -> QueryResult<()> {
        self.guard.send(Sent::Boundary);
        let result = self.conn.get().batch_execute("ROLLBACK").await;
        let result = self.answered(rolled_back(result));
        *self.status() = status_after(&result);
        if self.is_interrupted() {
            self.set_broken();
            return Err(BrokenTransactionManager);
        }
        result
    }

    fn depth(&mut self) -> Option<u32> {
        if self.is_interrupted() { None } else { depth(self.status()) }
    }

    fn count_up_to(&mut self, depth: Option<u32>) {
        count_up_to(self.status(), depth);
    }

    fn set_broken(&mut self) {
        self.status().set_in_error();
    }

    #[cfg(feature = "webhook")]
    fn connection(&mut self) -> &mut C {
        self.conn.get()
    }

    #[cfg(feature = "webhook")]
    async fn within<F: Future + Send>(time: std::time::Duration, future: F) -> Option<F::Output> {
        tokio::time::timeout(time, future).await.ok()
    }
}

pub(crate) struct Blocking<'c, C: LoadConnection<Backend: Dialect>> {
    conn: &'c mut C,
    guard: Guard,
}

impl<'c, C: LoadConnection<Backend: Dialect>> Blocking<'c, C> {
    pub(crate) fn new(conn: &'c mut C) -> Self {
        Blocking { conn, guard: Guard::default() }
    }

    fn status(&mut self) -> &mut TransactionManagerStatus {
        C::TransactionManager::transaction_manager_status_mut(self.conn)
    }

    /// Executes on a connection that is not broken. Nothing can be given up here, but code may panic.
    fn run<T>(&mut self, what: Sent, execute: impl FnOnce(&mut C) -> QueryResult<T>) -> QueryResult<T> {
        self.depth().ok_or(BrokenTransactionManager)?;
        self.guard.send(what);
        let result = execute(self.conn);
        self.guard.answered();
        result
    }

    /// Rolls back what this executor began: other than an async one, it can send that when it is dropped.
    fn roll_back_unfinished(&mut self, open: Option<u32>) -> QueryResult<()> {
        let (Some(open), Some(outside)) = (open, self.guard.outside()) else { return Err(BrokenTransactionManager) };
        for _ in outside..open {
            C::TransactionManager::rollback_transaction(self.conn)?;
        }
        Ok(())
    }
}

impl<C: LoadConnection<Backend: Dialect>> Drop for Blocking<'_, C> {
    fn drop(&mut self) {
        let mark = || {
            let open = depth(self.status());
            if self.guard.is_unfinished(open, true) && self.roll_back_unfinished(open).is_err() {
                self.status().set_in_error();
            }
        };
        unless_panicking(mark);
    }
}

impl<C: LoadConnection<Backend: Dialect>> Executor for Blocking<'_, C> {
    type DB = C::Backend;
    type Connection = C;

    async fn execute(&mut self, statement: Statement) -> QueryResult<usize> {
        self.run(Sent::Statement, |conn| C::Backend::execute_blocking(conn, statement))
    }

    async fn load<R: Row>(&mut self, statement: Statement) -> QueryResult<Vec<R>> {
        self.run(Sent::Statement, |conn| C::Backend::load_blocking(conn, statement))
    }

    async fn batch(&mut self, sql: &str) -> QueryResult<()> {
        self.run(Sent::Statement, |conn| conn.batch_execute(sql))
    }

    async fn begin(&mut self) -> QueryResult<()> {
        let outside = self.depth().ok_or(BrokenTransactionManager)?;
        self.guard.begin(outside);
        self.run(Sent::Boundary, C::TransactionManager::begin_transaction)
    }

    async fn commit(&mut self) -> QueryResult<()> {
        self.run(Sent::Boundary, C::TransactionManager::commit_transaction)
    }

    async fn rollback(&mut self) -> QueryResult<()> {
        self.run(Sent::Boundary, C::TransactionManager::rollback_transaction)
    }

    async fn roll_back_all(&mut self) -> QueryResult<()> {
        let result = rolled_back(self.conn.batch_execute("ROLLBACK"));
        *self.status() = status_after(&result);
        result
    }

    fn depth(&mut self) -> Option<u32> {
        depth(self.status())
    }

    fn count_up_to(&mut self, depth: Option<u32>) {
        count_up_to(self.status(), depth);
    }

    fn set_broken(&mut self) {
        self.status().set_in_error();
    }

    #[cfg(feature = "webhook")]
    fn connection(&mut self) -> &mut C {
        self.conn
    }

    #[cfg(feature = "webhook")]
    async fn within<F: Future + Send>(time: std::time::Duration, future: F) -> Option<F::Output> {
        let _ = time;
        Some(future.await)
    }
}

fn depth(status: &TransactionManagerStatus) -> Option<u32> {
    status.transaction_depth().ok().map(|depth| depth.map_or(0, std::num::NonZeroU32::get))
}

fn count_up_to(status: &mut TransactionManagerStatus, wanted: Option<u32>) {
    while depth(status) < wanted
        && let TransactionManagerStatus::Valid(valid) = status
        && valid.change_transaction_depth(TransactionDepthChange::IncreaseDepth).is_ok()
    {}
}

/// SQLite alone refuses to roll back what is rolled back.
fn rolled_back(result: QueryResult<()>) -> QueryResult<()> {
    match result {
        Err(diesel::result::Error::DatabaseError(_, said)) if said.message().contains("no transaction is active") => {
            Ok(())
        }
        result => result,
    }
}

fn status_after(rolled_back: &QueryResult<()>) -> TransactionManagerStatus {
    match rolled_back {
        Ok(()) => TransactionManagerStatus::default(),
        Err(_) => TransactionManagerStatus::InError,
    }
}

/// diesel-async panics when a connection is asked for its status while a statement of its own still runs elsewhere, which happens if
/// one was dropped on a runtime that cannot wait for it. A second panic would end the process.
fn unless_panicking(mark: impl FnOnce()) {
    if std::thread::panicking() {
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(mark));
    } else {
        mark();
    }
}

/// Runs what a [`Blocking`] executor does to its end: it never waits. If it did, what it has begun would be rolled back.
pub(crate) fn ready<T>(future: impl Future<Output = crate::Result<T>>) -> crate::Result<T> {
    futures_util::FutureExt::now_or_never(future).unwrap_or(Err(crate::Error::WouldWait))
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, RunQueryDsl, SqliteConnection};

    use super::*;
    use crate::database::Transaction;

    fn rows(conn: &mut SqliteConnection) -> i64 {
        diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>("(SELECT COUNT(*) FROM t)"))
            .get_result(conn)
            .expect("a number")
    }

    #[test]
    fn a_blocking_connection_that_would_wait_is_rolled_back_and_good() {
        let mut conn = SqliteConnection::establish(":memory:").expect("a database");
        conn.batch_execute("CREATE TABLE t (n INTEGER)").expect("a table");
        let writes_and_waits = async |conn: &mut SqliteConnection| {
            let mut exec = Blocking::new(conn);
            let transaction = Transaction::of(&mut exec);
            transaction.begin(&mut exec, "a test").await?;
            exec.batch("INSERT INTO t VALUES (1)").await.map_err(crate::Error::database("a test"))?;
            std::future::pending::<()>().await;
            transaction.commit(&mut exec, "a test").await
        };

        let error = ready(writes_and_waits(&mut conn)).expect_err("it waits");
        assert!(matches!(error, crate::Error::WouldWait), "{error}");
        assert_eq!(rows(&mut conn), 0);
        conn.transaction(|conn| {
            conn.batch_execute("INSERT INTO t VALUES (2)")?;
            ready(writes_and_waits(conn)).expect_err("it waits");
            diesel::QueryResult::Ok(())
        })
        .expect("the host's transaction goes on");
        assert_eq!(rows(&mut conn), 1);
    }
}
