//! Each statement fails once: what is done on the same connection afterwards is done, for all to see.

use std::future::Future;

use diesel::connection::{CacheSize, Instrumentation};
use diesel::query_builder::{AsQuery, QueryFragment, QueryId};
use diesel::{ConnectionResult, QueryResult};
use diesel_async::{
    AnsiTransactionManager, AsyncConnection, AsyncConnectionCore, SimpleAsyncConnection, TransactionManager as _,
};
use diesel_stripe::database::{MirrorConnection, SqlDialect};

use tokio::sync::OwnedSemaphorePermit;

use crate::calling::Calling;
use crate::operations::{Operation, Stripe, is_usable};
use crate::refusal::{REFUSED, Refusal, Refused};
use crate::webhook::with_effects;

/// A connection on which one statement fails. `BEGIN`, `COMMIT` and `ROLLBACK` are statements too.
pub struct Failing<C> {
    conn: C,
    pub refusal: Refusal,
    transactions: AnsiTransactionManager,
    /// Of a pool's: its place there, until it is dropped.
    _place: Option<OwnedSemaphorePermit>,
}

impl<C> Failing<C> {
    pub fn new(conn: C) -> Self {
        Failing { conn, refusal: Refusal::never(), transactions: AnsiTransactionManager::default(), _place: None }
    }

    /// A connection on which nothing fails, from a pool.
    pub fn of_pool(conn: C, place: OwnedSemaphorePermit) -> Self {
        Failing { _place: Some(place), ..Failing::new(conn) }
    }
}

impl<C: SimpleAsyncConnection + Send> SimpleAsyncConnection for Failing<C> {
    async fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        let query = if self.refusal.is_due() { REFUSED } else { query };
        self.conn.batch_execute(query).await
    }
}

impl<C: AsyncConnection> AsyncConnectionCore for Failing<C> {
    type ExecuteFuture<'conn, 'query> = C::ExecuteFuture<'conn, 'query>;
    type LoadFuture<'conn, 'query> = C::LoadFuture<'conn, 'query>;
    type Stream<'conn, 'query> = C::Stream<'conn, 'query>;
    type Row<'conn, 'query> = C::Row<'conn, 'query>;
    type Backend = C::Backend;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
    where
        T: AsQuery + 'query,
        T::Query: QueryFragment<Self::Backend> + QueryId + 'query,
    {
        if self.refusal.is_due() { self.conn.load(Refused) } else { self.conn.load(source) }
    }

    fn execute_returning_count<'conn, 'query, T>(&'conn mut self, source: T) -> Self::ExecuteFuture<'conn, 'query>
    where
        T: QueryFragment<Self::Backend> + QueryId + 'query,
    {
        if self.refusal.is_due() {
            self.conn.execute_returning_count(Refused)
        } else {
            self.conn.execute_returning_count(source)
        }
    }
}

impl<C: AsyncConnection> AsyncConnection for Failing<C> {
    type TransactionManager = AnsiTransactionManager;

    fn establish(url: &str) -> impl Future<Output = ConnectionResult<Self>> + Send {
        let conn = C::establish(url);
        async { Ok(Failing::new(conn.await?)) }
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.conn.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.conn.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.conn.set_prepared_statement_cache_size(size);
    }
}

async fn connect<D: Calling<Connection: MirrorConnection>>(db: &D) -> Failing<D::Connection> {
    Failing::new(db.another().await.into_connection())
}

async fn failing<D: Calling<Connection: MirrorConnection>>(db: &mut D, operation: Operation) {
    let stripe = Stripe::start().await;
    let mut other = db.another().await;
    let mut conn = connect(db).await;
    with_effects(db).await;
    for statement in 0.. {
        let case = operation.prepare(&mut other, &stripe, format!("{statement:04}")).await;
        conn.refusal = Refusal::after(statement);
        let ended = operation.run(&mut conn, &stripe.client, &case).await;
        let is_over = conn.refusal.has_not_come();

        let seen = operation.seen(&mut other, &case).await;
        assert!(
            operation.steps().contains(&seen),
            "{operation:?} was half done when statement {statement} failed: {seen}"
        );
        if matches!(ended, Ok(true)) {
            assert_eq!(seen, operation.all(), "{operation:?} says that it is done, at {statement}");
        }
        let is_usable = is_usable(&mut conn, &mut other, &format!("cus_after_{statement:04}")).await;
        assert!(is_usable, "after statement {statement} of {operation:?} failed: {ended:?}");
        operation.prepare_again(&mut other).await;
        let again = operation.run(&mut conn, &stripe.client, &case).await;
        assert_eq!(operation.seen(&mut other, &case).await, operation.all(), "{operation:?}, {statement}: {again:?}");
        if is_over {
            return assert!(ended.unwrap());
        }
    }
}

/// The same within a transaction of the host's, who rolls back after an error.
async fn failing_within<D: Calling<Connection: MirrorConnection>>(db: &mut D, operation: Operation) {
    let stripe = Stripe::start().await;
    let mut other = db.another().await;
    let mut conn = connect(db).await;
    let mut statement = 0;
    loop {
        let case = operation.prepare(&mut other, &stripe, format!("{statement:04}")).await;
        AnsiTransactionManager::begin_transaction(&mut conn).await.unwrap();
        conn.refusal = Refusal::after(statement);
        let ended = operation.run(&mut conn, &stripe.client, &case).await;
        let is_over = conn.refusal.has_not_come();
        let of_host = match ended {
            Ok(_) => AnsiTransactionManager::commit_transaction(&mut conn).await,
            Err(_) => AnsiTransactionManager::rollback_transaction(&mut conn).await,
        };

        let seen = operation.seen(&mut other, &case).await;
        assert_eq!(seen, if ended.is_ok() { operation.all() } else { 0 }, "{operation:?} at {statement}: {ended:?}");
        of_host.unwrap_or_else(|error| panic!("the host's own end of it, {operation:?} at {statement}: {error}"));
        let is_usable = is_usable(&mut conn, &mut other, &format!("cus_after_{statement:04}")).await;
        assert!(is_usable, "after statement {statement} of {operation:?} failed: {ended:?}");
        if is_over {
            return ended.map(|_| ()).unwrap();
        }
        statement += 1;
    }
}

macro_rules! failing {
    ($($case:ident: $operation:ident),+ $(,)?) => {
        $(
            async fn $case<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
                failing(db, Operation::$operation).await;
            }
        )+
        contract! { async: $($case),+ }
    };
}

failing! {
    a_sync: Sync,
    a_sync_of_an_object_with_others_within_it: SyncNested,
    a_batch: SyncMany,
    a_batch_of_any_kinds: SyncAny,
    a_mode_that_is_stored: EnsureMode,
    columns_that_are_written_anew: Reproject,
    a_drain: Drain,
    a_list_that_is_read_to_its_end: DrainList,
    a_deletion_that_is_confirmed: DrainMissing,
    a_refresh: RefreshOne,
    an_object_that_is_queued: RefreshAgain,
    a_creation: Create,
    a_call: Call,
    a_call_that_is_stored: StoreCreate,
    a_stored_call_that_is_made: Make,
    a_recovery: Recover,
    the_customer_of_an_owner: GetOrCreate,
    a_call_that_is_stored_again: Retry,
    deliveries_that_are_stored: Store,
    a_delivery: Receive,
    events_that_are_processed: Process,
    an_event_that_waits: ProcessTied,
    what_follows_a_commit: ProcessAfterCommit,
    what_changes_nothing: Look,
}

mod within {
    use super::*;

    async fn a_hosts_transaction<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
        for operation in [Operation::SyncNested, Operation::SyncAny, Operation::Store] {
            failing_within(db, operation).await;
            db.execute("DELETE FROM stripe_customers; DELETE FROM stripe_subscriptions; DELETE FROM stripe_events")
                .await
                .unwrap();
            db.execute("DELETE FROM stripe_subscription_items; DELETE FROM stripe_payment_intents").await.unwrap();
        }
    }

    contract! { async: a_hosts_transaction }
}

/// The server ends the connection before each statement in turn, as it does when it is restarted.
mod killed {
    use super::*;

    use diesel::connection::InstrumentationEvent;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    async fn a_connection<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
        let stripe = Stripe::start().await;
        let mut other = db.another().await;
        let operation = Operation::SyncNested;
        for statement in 0.. {
            let case = operation.prepare(&mut other, &stripe, format!("{statement:04}")).await;
            let mut victim = db.another().await;
            let kill = match D::DIALECT {
                SqlDialect::Postgres => {
                    let id = victim.values("SELECT pg_backend_pid()::text AS value").await;
                    format!("SELECT pg_terminate_backend({}, 5000)", id[0].as_deref().unwrap())
                }
                _ => {
                    let id = victim.values("SELECT CAST(CONNECTION_ID() AS CHAR) AS value").await;
                    format!("KILL {}", id[0].as_deref().unwrap())
                }
            };
            let mut conn = victim.into_connection();
            let (begun, killer) =
                (Arc::new(AtomicUsize::new(0)), Arc::new(std::sync::Mutex::new(Some((db.another().await, kill)))));
            let (count, hand) = (Arc::clone(&begun), Arc::clone(&killer));
            conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if matches!(event, InstrumentationEvent::StartQuery { .. })
                    && count.fetch_add(1, Ordering::SeqCst) == statement
                    && let Some((mut killer, kill)) = hand.lock().unwrap().take()
                {
                    tokio::task::block_in_place(|| {
                        tokio::runtime::Handle::current().block_on(async { killer.execute(&kill).await.unwrap() });
                    });
                }
            });
            let ended = operation.run(&mut conn, &stripe.client, &case).await;
            let seen = operation.seen(&mut other, &case).await;
            assert!(operation.steps().contains(&seen), "half done: {seen}");
            if begun.load(Ordering::SeqCst) <= statement {
                assert!(ended.unwrap());
                return assert_eq!(seen, operation.all());
            }
            assert_eq!((ended.is_ok(), seen), (false, 0), "killed before statement {statement}");
            let again = operation.run(&mut conn, &stripe.client, &case).await;
            assert!(again.is_err(), "there is no connection any more");
            let mut conn = db.another().await.into_connection();
            operation.run(&mut conn, &stripe.client, &case).await.unwrap();
            assert_eq!(operation.seen(&mut other, &case).await, operation.all());
        }
    }

    contract! { two_writers: a_connection }
}
