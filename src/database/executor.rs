//! The two drivers: an async connection and a blocking one.
//!
//! The mirror's logic is written once, against [`Executor`]. A blocking connection's futures are ready when they are first
//! polled, so [`Blocking`] needs no runtime.

use std::future::Future;

use diesel::QueryResult;
use diesel::connection::{LoadConnection, TransactionManager as _};
use diesel_async::{AsyncConnection, TransactionManager as _};

use super::{Dialect, Row, Statement};

pub(crate) trait Executor: Send {
    type DB: Dialect;
    type Connection: Send;

    fn execute(&mut self, statement: Statement) -> impl Future<Output = QueryResult<usize>> + Send;
    fn load<R: Row>(&mut self, statement: Statement) -> impl Future<Output = QueryResult<Vec<R>>> + Send;
    /// Executes text that may hold several statements and binds nothing.
    fn batch(&mut self, sql: &str) -> impl Future<Output = QueryResult<()>> + Send;
    /// Begins a transaction, or a savepoint within the host's.
    fn begin(&mut self) -> impl Future<Output = QueryResult<()>> + Send;
    fn commit(&mut self) -> impl Future<Output = QueryResult<()>> + Send;
    fn rollback(&mut self) -> impl Future<Output = QueryResult<()>> + Send;
    /// How many transactions are open, one in another; `None` if the connection has lost count.
    fn depth(&mut self) -> Option<u32>;
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

pub(crate) struct Async<'c, C>(pub(crate) &'c mut C);

impl<C: AsyncConnection<Backend: Dialect>> Executor for Async<'_, C> {
    type DB = C::Backend;
    type Connection = C;

    async fn execute(&mut self, statement: Statement) -> QueryResult<usize> {
        C::Backend::execute(self.0, statement).await
    }

    async fn load<R: Row>(&mut self, statement: Statement) -> QueryResult<Vec<R>> {
        C::Backend::load(self.0, statement).await
    }

    async fn batch(&mut self, sql: &str) -> QueryResult<()> {
        self.0.batch_execute(sql).await
    }

    async fn begin(&mut self) -> QueryResult<()> {
        C::TransactionManager::begin_transaction(self.0).await
    }

    async fn commit(&mut self) -> QueryResult<()> {
        C::TransactionManager::commit_transaction(self.0).await
    }

    async fn rollback(&mut self) -> QueryResult<()> {
        C::TransactionManager::rollback_transaction(self.0).await
    }

    fn depth(&mut self) -> Option<u32> {
        depth(C::TransactionManager::transaction_manager_status_mut(self.0))
    }

    #[cfg(feature = "webhook")]
    fn connection(&mut self) -> &mut C {
        self.0
    }

    #[cfg(feature = "webhook")]
    async fn within<F: Future + Send>(time: std::time::Duration, future: F) -> Option<F::Output> {
        tokio::time::timeout(time, future).await.ok()
    }
}

pub(crate) struct Blocking<'c, C>(pub(crate) &'c mut C);

impl<C: LoadConnection<Backend: Dialect>> Executor for Blocking<'_, C> {
    type DB = C::Backend;
    type Connection = C;

    async fn execute(&mut self, statement: Statement) -> QueryResult<usize> {
        C::Backend::execute_blocking(self.0, statement)
    }

    async fn load<R: Row>(&mut self, statement: Statement) -> QueryResult<Vec<R>> {
        C::Backend::load_blocking(self.0, statement)
    }

    async fn batch(&mut self, sql: &str) -> QueryResult<()> {
        self.0.batch_execute(sql)
    }

    async fn begin(&mut self) -> QueryResult<()> {
        C::TransactionManager::begin_transaction(self.0)
    }

    async fn commit(&mut self) -> QueryResult<()> {
        C::TransactionManager::commit_transaction(self.0)
    }

    async fn rollback(&mut self) -> QueryResult<()> {
        C::TransactionManager::rollback_transaction(self.0)
    }

    fn depth(&mut self) -> Option<u32> {
        depth(C::TransactionManager::transaction_manager_status_mut(self.0))
    }

    #[cfg(feature = "webhook")]
    fn connection(&mut self) -> &mut C {
        self.0
    }

    #[cfg(feature = "webhook")]
    async fn within<F: Future + Send>(time: std::time::Duration, future: F) -> Option<F::Output> {
        let _ = time;
        Some(future.await)
    }
}

fn depth(status: &mut diesel::connection::TransactionManagerStatus) -> Option<u32> {
    status.transaction_depth().ok().map(|depth| depth.map_or(0, std::num::NonZeroU32::get))
}

/// Runs what a [`Blocking`] executor does to its end: it never waits.
pub(crate) fn ready<T>(future: impl Future<Output = crate::Result<T>>) -> crate::Result<T> {
    futures_util::FutureExt::now_or_never(future).unwrap_or_else(|| {
        Err(crate::Error::Database {
            doing: "using a blocking connection".into(),
            source: diesel::result::Error::BrokenTransactionManager,
        })
    })
}
