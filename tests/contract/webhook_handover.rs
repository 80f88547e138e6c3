//! What a receiver hands over to the worker of its process, while that is at something else.
#![cfg(feature = "axum")]

use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::webhook::{Answer, Handlers, Processor, Receiver, Worker};
use tokio::sync::mpsc;

use crate::database::Database;
use crate::delivering::{connections, deliver, receiver};
use crate::webhook::*;
use crate::webhook_worker::{HOUR, Running, Waits, telling};

/// A worker that processes one event at a time and waits in each. It is at one event, and the next one waits for it: unless the
/// database cannot say which events are new, as MySQL, the receiver has claimed it.
struct OneByOne {
    receiver: Receiver,
    running: Running,
    waits: Waits,
    told: mpsc::UnboundedReceiver<String>,
    delivered: i64,
}

impl OneByOne {
    async fn start<D: Database<Connection: MirrorConnection>>(db: &mut D) -> Self {
        let (receiver, waits) = (receiver(db), Waits::default());
        let (handlers, told) = telling(Handlers::new().on_event_handler("*", waits.clone()));
        let processor = Processor::new(handlers).batch(1).handler_time(HOUR).lease(2 * HOUR);
        // It looks into the inbox only when it must.
        let worker = Worker::new(connections(db), processor).batches(1).poll_every(HOUR).woken_by(&receiver);
        let mut this = OneByOne { receiver, running: Running::start(worker), waits, told, delivered: 0 };
        loop {
            this.deliver().await;
            this.waits.begun.notified().await;
            let next = this.deliver().await;
            let claimed = stored(db, &next).await.lease.is_some();
            if claimed || D::DIALECT == SqlDialect::Mysql {
                return this;
            }
            // What comes is not claimed until it has found the inbox empty.
            this.go_on().await;
            this.waits.begun.notified().await;
            this.go_on().await;
        }
    }

    async fn deliver(&mut self) -> String {
        let n = self.delivered;
        let id = format!("evt_{n:02}");
        let event = paid(&id, n, "pi_1", n);
        self.delivered += 1;
        assert_eq!(deliver(&self.receiver, &event).await, Answer::Stored);
        // Of what Stripe delivers again, nothing comes.
        assert_eq!(deliver(&self.receiver, &event).await, Answer::Stored);
        id
    }

    /// It is done with one.
    async fn go_on(&mut self) -> String {
        self.waits.go_on.notify_one();
        self.told.recv().await.unwrap()
    }
}

async fn what_is_received_is_the_workers_at_once<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let mut worker = OneByOne::start(db).await;
    if D::DIALECT != SqlDialect::Mysql {
        assert_eq!(db.claim(9, HOUR).await.unwrap().events.len(), 0, "nobody else can claim it");
    }
    let mut done: Vec<String> = Vec::new();
    while done.last().is_none_or(|last| *last != format!("evt_{:02}", worker.delivered - 1)) {
        done.push(worker.go_on().await);
    }
    worker.running.stop().await;
    assert!(worker.told.try_recv().is_err(), "something was done twice");
    assert!(db.inbox().await.iter().all(|event| event.state == "done" && event.attempts == 1));
}

async fn what_a_worker_has_no_time_for_is_left_to_others<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let mut worker = OneByOne::start(db).await;
    let first = worker.delivered - 2;
    let mut claimed = Vec::new();
    for _ in 0..20 {
        worker.deliver().await;
        claimed.extend(db.claim(9, HOUR).await.unwrap().events.into_iter().map(|event| event.id));
    }
    assert!(claimed.len() > 10, "it keeps few to itself: {claimed:?}");
    let others = i64::try_from(claimed.len()).unwrap();
    for _ in first..worker.delivered - others {
        worker.go_on().await;
    }
    let last = worker.deliver().await;
    assert_eq!(worker.go_on().await, last, "it goes on with what comes next");
    worker.running.stop().await;
    let pending = db.inbox().await.into_iter().filter(|event| event.state == "pending").map(|event| event.id);
    assert_eq!(pending.collect::<Vec<_>>(), claimed, "those are of another");
}

async fn a_stop_releases_what_is_not_begun<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let mut worker = OneByOne::start(db).await;
    worker.deliver().await;
    worker.deliver().await;
    let OneByOne { receiver, running, waits, mut told, delivered } = worker;
    let stopping = tokio::spawn(running.stop());
    // At once, while the worker is at the one that it has begun.
    while db.inbox().await.iter().filter(|event| event.lease.is_some()).count() > 1 {
        tokio::task::yield_now().await;
    }
    waits.go_on.notify_one();
    stopping.await.unwrap();
    assert_eq!(deliver(&receiver, &paid("evt_99", delivered, "pi_1", 1)).await, Answer::Stored);
    let left: Vec<_> = db.inbox().await.into_iter().filter(|event| event.state == "pending").collect();
    assert_eq!(left.len(), 4);
    assert!(left.iter().all(|event| (event.attempts, &event.lease) == (0, &None)), "{left:?}");
    assert_eq!(db.claim(9, HOUR).await.unwrap().events.len(), 4, "they are due at once");
    drop(told.recv().await);
}

contract! { two_writers:
    what_is_received_is_the_workers_at_once,
    what_a_worker_has_no_time_for_is_left_to_others,
    a_stop_releases_what_is_not_begun,
}
