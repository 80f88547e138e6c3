//! Connections that are lost in the middle of batches, that end without a word, and that are few.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{
    Answer, Committed, Connect, Context, Endpoint, Handler, HandlerResult, Handlers, Processor, Receiver, Worker,
};
use tokio::sync::mpsc;

use crate::database::Database;
use crate::delivering::{connections, deliver};
use crate::proxy::{Proxy, When};
use crate::webhook::{deliveries, effect, effects, paid, with_effects};

const SOON: Duration = Duration::from_millis(5);

/// Writes an effect, and in the middle of a batch cuts the connection, so many times.
struct Cuts {
    proxy: Arc<Proxy>,
    calls: AtomicUsize,
    left: Arc<AtomicUsize>,
}

impl<C: MirrorConnection + 'static> Handler<C> for Cuts {
    async fn handle(&self, mut context: Context<'_, C>) -> HandlerResult {
        let effect = effect(&context.event.id);
        context.conn().batch_execute(&effect).await?;
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        if call % 3 == 2 && self.left.load(Ordering::SeqCst) > 0 {
            self.left.fetch_sub(1, Ordering::SeqCst);
            self.proxy.cut();
        }
        Ok(())
    }
}

async fn twenty_lost_connections_kill_no_event<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    with_effects(db).await;
    let proxy = Arc::new(Proxy::start(db.url()).await);
    let left = Arc::new(AtomicUsize::new(20));
    let cuts = Cuts { proxy: Arc::clone(&proxy), calls: AtomicUsize::new(0), left: Arc::clone(&left) };
    let processor = Processor::new(Handlers::new().on_event_handler("*", cuts)).delays(SOON, SOON);
    let worker = Worker::new(connections(&D::connect(&proxy.url).await.unwrap()), processor).poll_every(SOON);
    let working = tokio::spawn(async move { worker.run(std::future::pending()).await });
    let mut ids = Vec::new();
    while left.load(Ordering::SeqCst) > 0 {
        let batch: Vec<_> = (ids.len()..ids.len() + 10).map(|n| format!("evt_{n:03}")).collect();
        let bodies: Vec<_> = batch.iter().zip(0..).map(|(id, n)| paid(id, n, &format!("pi_{n}"), n)).collect();
        db.store(&deliveries(&bodies)).await.unwrap();
        ids.extend(batch);
        while db.stats().await.unwrap().pending > 0 {
            tokio::task::yield_now().await;
        }
    }
    working.abort();
    let inbox = db.inbox().await;
    assert!(inbox.iter().all(|event| event.state == "done"), "{inbox:?}");
    assert_eq!(effects(db).await, ids, "each effect once");
}

/// The server never hears of the end of the connection, and holds its locks.
async fn a_connection_that_ends_without_a_word_is_given_up<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    for statement in ["UPDATE stripe_events SET begun", "payment_intent", "COMMIT"] {
        let proxy = Proxy::start(db.url()).await;
        let (tell, mut told) = mpsc::unbounded_channel();
        let handlers = Handlers::new().after_commit_of_event("*", move |committed: Committed| {
            let tell = tell.clone();
            async move { Ok(tell.send(committed.event.id.clone())?) }
        });
        let processor = Processor::new(handlers).lease(Duration::from_secs(1)).delays(SOON, SOON);
        db.execute("DELETE FROM stripe_events").await.unwrap();
        db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
        let worker = Worker::new(connections(&D::connect(&proxy.url).await.unwrap()), processor).poll_every(SOON);
        proxy.stop_at(statement, When::Swallowed);
        let working = tokio::spawn(async move { worker.run(std::future::pending()).await });
        proxy.swallowed().await;
        assert_eq!(told.recv().await.unwrap(), "evt_1", "{statement}");
        working.abort();
        let _ = working.await;
    }
}

/// A receiver and a worker that share a pool.
async fn share<F: Connect + Clone>(connections: F) {
    let (tell, mut told) = mpsc::unbounded_channel();
    let handlers = Handlers::<F::Connection>::new()
        .on::<PaymentIntent>("payment_intent.*", async |mut context| {
            context.conn().batch_execute("DELETE FROM stripe_calls").await?;
            Ok(())
        })
        .after_commit_of_event("*", move |committed: Committed| {
            let tell = tell.clone();
            async move { Ok(tell.send(committed.event.id.clone())?) }
        });
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connections.clone());
    let worker = Worker::new(connections, Processor::new(handlers)).woken_by(&receiver).poll_every(SOON);
    let working = tokio::spawn(async move { worker.run(std::future::pending()).await });
    for n in 0..10 {
        let id = format!("evt_{n}");
        assert_eq!(deliver(&receiver, &paid(&id, n, "pi_1", n)).await, Answer::Stored);
        assert_eq!(told.recv().await.unwrap(), id);
    }
    working.abort();
}

macro_rules! small_pools {
    ($($case:ident: $Database:ident, $Connection:ident, $size:literal;)+) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                let db = crate::fresh::migrated::<crate::$Database>().await;
                let manager = AsyncDieselConnectionManager::<$Connection>::new(db.url());
                let pool = Pool::builder(manager).max_size($size).build().unwrap();
                share(move || {
                    let pool = pool.clone();
                    async move { pool.get().await }
                })
                .await;
                crate::fresh::discard(db).await;
            }
        )+
    };
}

small_pools! {
    two_connections_are_enough_on_postgres: Postgres, AsyncPgConnection, 2;
    two_connections_are_enough_on_mysql: Mysql, AsyncMysqlConnection, 2;
    one_connection_is_enough_on_postgres: Postgres, AsyncPgConnection, 1;
    one_connection_is_enough_on_mysql: Mysql, AsyncMysqlConnection, 1;
}

each_database! { servers:
    twenty_lost_connections_kill_no_event,
    a_connection_that_ends_without_a_word_is_given_up,
}
