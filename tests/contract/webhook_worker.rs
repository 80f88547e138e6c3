//! The worker: wakes up, goes on after errors, and stops.
#![cfg(feature = "axum")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{
    Answer, Committed, Connect, Context, Event, Handler, HandlerResult, Handlers, Processor, RowFrom, Worker,
};
use futures_util::future::join_all;
use tokio::sync::{Barrier, Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::database::Database;
use crate::delivering::{connections, deliver, receiver};
use crate::scripted::Scripted;
use crate::sent::{answer, data, intent};
use crate::webhook::*;

pub const HOUR: Duration = Duration::from_secs(3600);

/// A worker in the background.
pub struct Running {
    stop: oneshot::Sender<()>,
    worker: JoinHandle<()>,
}

impl Running {
    pub fn start<F: Connect>(worker: Worker<F>) -> Self {
        let (stop, stopped) = oneshot::channel();
        let worker = tokio::spawn(async move {
            worker
                .run(async {
                    let _ = stopped.await;
                })
                .await
                .unwrap();
        });
        Running { stop, worker }
    }

    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.worker.await.unwrap();
    }
}

/// Tells of events once their transactions are committed.
pub fn telling<C: MirrorConnection + 'static>(handlers: Handlers<C>) -> (Handlers<C>, mpsc::UnboundedReceiver<String>) {
    let (tell, told) = mpsc::unbounded_channel();
    let handlers = handlers.after_commit_of_event("*", move |committed: Committed| {
        let tell = tell.clone();
        async move { Ok(tell.send(committed.event.id.clone())?) }
    });
    (handlers, told)
}

async fn it_is_woken_by_what_is_received<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    // Nobody waits for the poll here.
    one_by_one(db, HOUR).await;
}

async fn what_is_received_is_done_also_when_it_is_time_to_poll<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    one_by_one(db, Duration::ZERO).await;
}

async fn one_by_one<D: Database<Connection: MirrorConnection>>(db: &mut D, poll: Duration) {
    let (handlers, mut told) = telling(Handlers::new());
    let receiver = receiver(db);
    let processor = Processor::new(handlers).lease(HOUR);
    let worker = Worker::new(connections(db), processor).woken_by(&receiver).poll_every(poll);
    let running = Running::start(worker);
    for n in 1..=5 {
        let id = format!("evt_{n}");
        assert_eq!(deliver(&receiver, &paid(&id, n, "pi_1", n)).await, Answer::Stored);
        let done = timeout(Duration::from_secs(60), told.recv()).await.expect("it is left undone");
        assert_eq!(done.unwrap(), id);
        assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(n));
    }
    running.stop().await;
    assert!(db.inbox().await.iter().all(|event| event.state == "done"));
}

async fn it_empties_old_bodies_by_itself<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    db.store(&deliveries(&[paid("evt_old", 5, "pi_1", 1), paid("evt_new", 6, "pi_1", 1)])).await.unwrap();
    // By now long ago.
    db.execute("UPDATE stripe_events SET state = 'done', finished_at = created WHERE id = 'evt_old'").await.unwrap();
    let running = Running::start(Worker::new(connections(db), Processor::new(Handlers::new())));
    while !stored(db, "evt_old").await.body.is_empty() {
        tokio::task::yield_now().await;
    }
    running.stop().await;
    assert!(!stored(db, "evt_new").await.body.is_empty());
}

/// Waits until as many of them are at work.
struct Meets(Arc<Barrier>);

impl<C: Send> Handler<C> for Meets {
    async fn handle(&self, _: Context<'_, C>) -> HandlerResult {
        self.0.wait().await;
        Ok(())
    }
}

/// Says that it is at work, and waits until it may go on.
#[derive(Clone, Default)]
pub struct Waits {
    pub begun: Arc<Notify>,
    pub go_on: Arc<Notify>,
}

impl<C: Send> Handler<C> for Waits {
    async fn handle(&self, _: Context<'_, C>) -> HandlerResult {
        self.begun.notify_one();
        self.go_on.notified().await;
        Ok(())
    }
}

async fn what_is_received_is_done_once<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (handlers, mut told) = telling(Handlers::new());
    let receiver = receiver(db);
    let processor = Processor::new(handlers).batch(7);
    let running = Running::start(Worker::new(connections(db), processor).woken_by(&receiver));
    let ids: Vec<String> = (0..60).map(|n| format!("evt_{n:02}")).collect();
    for ids in ids.chunks(6) {
        let events: Vec<_> = ids.iter().map(|id| paid(id, 1, "pi_1", 1)).collect();
        let twice = events.iter().chain(&events).map(|event| deliver(&receiver, event));
        assert!(join_all(twice).await.iter().all(|answer| *answer == Answer::Stored));
    }
    let mut done = Vec::new();
    while done.len() < ids.len() {
        done.push(told.recv().await.unwrap());
    }
    running.stop().await;
    assert!(told.try_recv().is_err(), "something was done twice");
    done.sort();
    assert_eq!(done, ids);
    assert!(db.inbox().await.iter().all(|event| event.state == "done" && event.attempts == 1));
}

async fn it_processes_batches_at_the_same_time<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    // SQLite has one writer.
    let batches = if D::DIALECT == SqlDialect::Sqlite { 1 } else { 3 };
    let all_are_here = Arc::new(Barrier::new(batches));
    let (handlers, mut told) = telling(Handlers::new());
    let handlers = handlers.on_event_handler("*", Meets(Arc::clone(&all_are_here)));
    // The mirror has a mode by now: its first transaction would keep the others waiting.
    db.sync(data::<PaymentIntent>(&intent("pi_9", 9), answer(9))).await.unwrap();
    let bodies: Vec<_> = (0..3).map(|n| paid(&format!("evt_{n}"), n, &format!("pi_{n}"), n)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let worker = Worker::new(connections(db), Processor::new(handlers).batch(1).handler_time(HOUR).lease(2 * HOUR));
    let running = Running::start(worker.batches(3).poll_every(Duration::from_millis(5)));
    for _ in 0..3 {
        told.recv().await.unwrap();
    }
    running.stop().await;
    assert_eq!(states(db).await, "evt_0 done, evt_1 done, evt_2 done");
}

async fn it_finds_what_others_stored<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (handlers, mut told) = telling(Handlers::new());
    let worker = Worker::new(connections(db), Processor::new(handlers)).poll_every(Duration::from_millis(5));
    let running = Running::start(worker);
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    assert_eq!(told.recv().await.unwrap(), "evt_1");
    running.stop().await;
}

async fn several_workers_do_each_event_once<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let receiver = receiver(db);
    let mut workers = Vec::new();
    let (tell, mut told) = mpsc::unbounded_channel();
    for _ in 0..3 {
        let tell = tell.clone();
        let handlers =
            Handlers::new().after_commit::<PaymentIntent>("*", move |committed: Committed<PaymentIntent>| {
                let tell = tell.clone();
                async move { Ok(tell.send(committed.event.id.clone())?) }
            });
        let processor = Processor::new(handlers).batch(5);
        let worker = Worker::new(connections(db), processor).woken_by(&receiver).poll_every(Duration::from_millis(5));
        workers.push(Running::start(worker));
    }
    let mut delivering = Vec::new();
    for n in 0..60 {
        let receiver = receiver.clone();
        delivering.push(tokio::spawn(async move {
            deliver(&receiver, &paid(&format!("evt_{n:02}"), n, &format!("pi_{}", n % 7), n)).await
        }));
    }
    for delivering in delivering {
        assert_eq!(delivering.await.unwrap(), Answer::Stored);
    }
    let mut ids = Vec::new();
    for _ in 0..60 {
        ids.push(told.recv().await.unwrap());
    }
    for worker in workers {
        worker.stop().await;
    }
    drop(tell);
    assert!(told.try_recv().is_err(), "something was done twice");
    ids.sort();
    assert_eq!(ids, (0..60).map(|n| format!("evt_{n:02}")).collect::<Vec<_>>());
    for n in 0..7 {
        let newest = (0..60).rev().find(|amount| amount % 7 == n);
        assert_eq!(db.row::<PaymentIntent>(&format!("pi_{n}")).await.amount, newest);
    }
}

async fn a_connection_that_fails_is_replaced<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (handlers, mut told) = telling(Handlers::new());
    let (tries, connect) = (Arc::new(AtomicUsize::new(0)), Arc::new(connections(db)));
    let counted = Arc::clone(&tries);
    let connect = move || {
        let (connect, attempt) = (Arc::clone(&connect), counted.fetch_add(1, Ordering::SeqCst));
        async move {
            match attempt {
                0 | 1 => Err("not yet".into()),
                2 => panic!("a pool that panics"),
                _ => connect.connect().await,
            }
        }
    };
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let running = Running::start(Worker::new(connect, Processor::new(handlers)));
    assert_eq!(told.recv().await.unwrap(), "evt_1");
    running.stop().await;
    assert!(tries.load(Ordering::SeqCst) > 3);
}

/// Waits for ever in the events that it is told to, and says so.
struct Hangs {
    at: &'static str,
    hanging: Arc<Notify>,
}

impl<C: Send> Handler<C> for Hangs {
    async fn handle(&self, context: Context<'_, C>) -> HandlerResult {
        let Event { id, attempt, .. } = context.event;
        if id == self.at && *attempt == 1 {
            self.hanging.notify_one();
            std::future::pending::<()>().await;
        }
        Ok(())
    }
}

async fn a_handler_that_hangs_fails_alone<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let hangs = Hangs { at: "evt_2", hanging: Arc::default() };
    let (handlers, mut told) = telling(Handlers::new().on_event_handler("*", hangs));
    let processor = Processor::new(handlers).handler_time(Duration::from_millis(50)).delays(HOUR, HOUR);
    db.store(&deliveries(&[1, 2, 3].map(|n| paid(&format!("evt_{n}"), n, &format!("pi_{n}"), n)))).await.unwrap();
    let running = Running::start(Worker::new(connections(db), processor).poll_every(Duration::from_millis(5)));
    let mut ids = [told.recv().await.unwrap(), told.recv().await.unwrap()];
    ids.sort();
    assert_eq!(ids, ["evt_1", "evt_3"]);
    running.stop().await;
    assert_eq!(states(db).await, "evt_1 done, evt_2 pending, evt_3 done");
    let event = stored(db, "evt_2").await;
    assert!(event.last_error.as_deref().unwrap().contains("took longer than"), "{event:?}");
    assert_eq!((event.attempts, event.lease), (1, None));
    assert_eq!(db.count("stripe_payment_intents").await, 2);
}

/// More than run at the same time, of which the first waits for the last.
async fn what_is_slow_after_its_commit_holds_up_no_other<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    const EVENTS: usize = 100;
    let (done, last) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let (counted, woken) = (Arc::clone(&done), Arc::clone(&last));
    let handlers = Handlers::new().after_commit_of_event("*", move |committed: Committed| {
        let (done, last) = (Arc::clone(&counted), Arc::clone(&woken));
        async move {
            if committed.event.id == "evt_00" {
                last.notified().await;
            } else if done.fetch_add(1, Ordering::SeqCst) == EVENTS - 2 {
                last.notify_one();
            }
            Ok(())
        }
    });
    let bodies: Vec<_> = (0..EVENTS).map(|n| paid(&format!("evt_{n:02}"), 1, "pi_1", 1)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let processor = Processor::new(handlers).handler_time(HOUR).lease(2 * HOUR);
    let running = Running::start(Worker::new(connections(db), processor).poll_every(Duration::from_millis(5)));
    while db.inbox().await.iter().any(|event| event.state != "done") {
        tokio::task::yield_now().await;
    }
    running.stop().await;
    assert_eq!(done.load(Ordering::SeqCst), EVENTS - 1);
    assert!(db.inbox().await.iter().all(|event| event.state == "done" && event.attempts == 1));
}

/// What is done after a commit takes longer than a lease, and is done once.
async fn a_lease_is_renewed_while_something_is_done_after_the_commit<D: Database<Connection: MirrorConnection>>(
    db: &mut D,
) {
    let (calls, go_on) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let (counted, woken) = (Arc::clone(&calls), Arc::clone(&go_on));
    let handlers = || {
        let (counted, woken) = (Arc::clone(&counted), Arc::clone(&woken));
        Handlers::new().after_commit_of_event("*", move |_: Committed| {
            let (calls, go_on) = (Arc::clone(&counted), Arc::clone(&woken));
            async move {
                calls.fetch_add(1, Ordering::SeqCst);
                go_on.notified().await;
                Ok(())
            }
        })
    };
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let worker = || {
        let processor = Processor::new(handlers()).handler_time(HOUR).lease(Duration::from_millis(300));
        Running::start(Worker::new(connections(db), processor).poll_every(Duration::from_millis(5)))
    };
    let workers = [worker(), worker()];
    // The lease was renewed so often that it would be over.
    let mut due = Vec::new();
    while due.len() < 5 {
        let event = stored(db, "evt_1").await;
        if event.state == "applied" && event.lease.is_some() && due.last() != Some(&event.due_at) {
            due.push(event.due_at);
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(calls.load(Ordering::SeqCst), 1, "the other worker has not taken it over");
    go_on.notify_one();
    while states(db).await != "evt_1 done" {
        tokio::task::yield_now().await;
    }
    for worker in workers {
        worker.stop().await;
    }
}

async fn a_stop_finishes_what_was_begun<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let waits = Waits::default();
    let handlers = Handlers::new().on_event_handler("*", waits.clone());
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let running = Running::start(Worker::new(connections(db), Processor::new(handlers)));
    waits.begun.notified().await;
    let stopping = tokio::spawn(running.stop());
    waits.go_on.notify_one();
    stopping.await.unwrap();
    assert_eq!(states(db).await, "evt_1 done");
}

async fn a_stop_releases_what_does_not_end<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let hanging = Arc::new(Notify::new());
    let hangs = Hangs { at: "evt_1", hanging: Arc::clone(&hanging) };
    let handlers = Handlers::new().on_event_handler("*", hangs);
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let worker = Worker::new(connections(db), Processor::new(handlers).lease(HOUR)).grace(Duration::ZERO);
    let running = Running::start(worker);
    hanging.notified().await;
    running.stop().await;
    let event = stored(db, "evt_1").await;
    assert_eq!((&*event.state, event.attempts, event.lease), ("pending", 0, None));
    assert_eq!(db.claim(1, HOUR).await.unwrap().events.len(), 1, "it is due at once");
}

/// Two events of one second that differ: only Stripe knows which row is the last.
async fn tie(db: &mut impl Database) {
    db.store(&deliveries([&paid("evt_1", 5, "pi_1", 1), &paid("evt_2", 5, "pi_1", 2)])).await.unwrap();
}

/// Tells of events once their transactions are committed, with the amounts that their handlers saw.
fn telling_amounts<C: MirrorConnection + 'static>() -> (Handlers<C>, mpsc::UnboundedReceiver<(String, RowFrom, i64)>) {
    let (tell, told) = mpsc::unbounded_channel();
    let handlers = Handlers::new().after_commit::<PaymentIntent>("*", move |committed: Committed<PaymentIntent>| {
        let seen = (committed.event.id.clone(), committed.row_from, committed.row.amount.unwrap());
        let sent = tell.send(seen);
        async move { Ok(sent?) }
    });
    (handlers, told)
}

async fn an_event_waits_until_its_object_is_read<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (handlers, mut told) = telling_amounts();
    tie(db).await;
    let processor = Processor::new(handlers).tie_wait(HOUR);
    let running = Running::start(Worker::new(connections(db), processor).poll_every(Duration::from_millis(5)));
    assert_eq!(told.recv().await.unwrap(), ("evt_1".to_owned(), RowFrom::Mirror, 1));
    let scripted = Scripted::start([(200, intent("pi_1", 7))]).await;
    while db.drain(&scripted.client(), &Mirror::default()).await.unwrap().refreshed == 0 {}
    assert_eq!(told.recv().await.unwrap(), ("evt_2".to_owned(), RowFrom::Mirror, 7));
    running.stop().await;
    assert_eq!(states(db).await, "evt_1 done, evt_2 done");
}

async fn where_nothing_is_read_again_every_event_is_done<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (handlers, mut told) = telling_amounts();
    tie(db).await;
    let processor = Processor::new(handlers).tie_wait(Duration::from_millis(20));
    let running = Running::start(Worker::new(connections(db), processor).poll_every(Duration::from_millis(5)));
    assert_eq!(told.recv().await.unwrap(), ("evt_1".to_owned(), RowFrom::Mirror, 1));
    assert_eq!(told.recv().await.unwrap(), ("evt_2".to_owned(), RowFrom::Event, 2));
    running.stop().await;
    assert_eq!(states(db).await, "evt_1 done, evt_2 done");
}

contract! { async:
    it_empties_old_bodies_by_itself,
    it_is_woken_by_what_is_received,
    what_is_received_is_done_also_when_it_is_time_to_poll,
    what_is_received_is_done_once,
    it_finds_what_others_stored,
    it_processes_batches_at_the_same_time,
    several_workers_do_each_event_once,
    a_connection_that_fails_is_replaced,
    a_handler_that_hangs_fails_alone,
    what_is_slow_after_its_commit_holds_up_no_other,
    a_lease_is_renewed_while_something_is_done_after_the_commit,
    a_stop_finishes_what_was_begun,
    a_stop_releases_what_does_not_end,
    an_event_waits_until_its_object_is_read,
    where_nothing_is_read_again_every_event_is_done,
}
