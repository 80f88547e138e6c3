//! An executor that has a connection only while it needs one.
//!
//! It takes a connection for the first statement and keeps it until it is told to give it back: before Stripe is waited for, say. So
//! a pool of one connection serves any number of such executors, as long as none of them waits for another.

use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use diesel_async::AsyncConnectionCore;

use super::connect::connect;
use super::{Async, Connect, Executor, Row, Statement};
use crate::error::chain;

pub struct Pooled<'f, F: Connect> {
    connections: &'f F,
    held: Option<Async<'static, F::Connection>>,
}

impl<'f, F: Connect> Pooled<'f, F> {
    pub(super) fn new(connections: &'f F) -> Self {
        Pooled { connections, held: None }
    }

    /// A connection that is broken stays, and refuses everything, until it is given back: what is left of a transaction must not be
    /// executed on another.
    async fn held(&mut self) -> QueryResult<&mut Async<'static, F::Connection>> {
        let held = match self.held.take() {
            Some(held) => held,
            None => Async::taken(connect(self.connections).await.map_err(|error| {
                let reason = format!("no connection: {}", chain(&*error));
                Diesel::DatabaseError(DatabaseErrorKind::UnableToSendCommand, Box::new(reason))
            })?),
        };
        Ok(self.held.insert(held))
    }
}

impl<F: Connect> Executor for Pooled<'_, F> {
    type DB = <F::Connection as AsyncConnectionCore>::Backend;
    /// There is not always one, and no code of the host's is given one here.
    type Connection = Self;

    async fn execute(&mut self, statement: Statement) -> QueryResult<usize> {
        self.held().await?.execute(statement).await
    }

    async fn load<R: Row>(&mut self, statement: Statement) -> QueryResult<Vec<R>> {
        self.held().await?.load(statement).await
    }

    async fn batch(&mut self, sql: &str) -> QueryResult<()> {
        self.held().await?.batch(sql).await
    }

    async fn begin(&mut self) -> QueryResult<()> {
        self.held().await?.begin().await
    }

    async fn commit(&mut self) -> QueryResult<()> {
        self.held().await?.commit().await
    }

    async fn rollback(&mut self) -> QueryResult<()> {
        self.held().await?.rollback().await
    }

    async fn roll_back_all(&mut self) -> QueryResult<()> {
        self.held().await?.roll_back_all().await
    }

    fn depth(&mut self) -> Option<u32> {
        self.held.as_mut().map_or(Some(0), Async::depth)
    }

    fn count_up_to(&mut self, depth: Option<u32>) {
        if let Some(held) = &mut self.held {
            held.count_up_to(depth);
        }
    }

    fn set_broken(&mut self) {
        if let Some(held) = &mut self.held {
            held.set_broken();
        }
    }

    /// A broken one is thrown away by the pool.
    fn give_back(&mut self) {
        if !self.in_transaction() {
            self.held = None;
        }
    }

    #[cfg(feature = "webhook")]
    fn connection(&mut self) -> &mut Self {
        self
    }

    #[cfg(feature = "webhook")]
    async fn within<T: Future + Send>(time: std::time::Duration, future: T) -> Option<T::Output> {
        tokio::time::timeout(time, future).await.ok()
    }
}
