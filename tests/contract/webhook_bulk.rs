//! Batches whose objects are written in bulk, since their handlers leave the connection alone; and processes that die.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel_stripe::Outcome::{self, Applied, Stale, Unchanged};
use diesel_stripe::SyncFromStripe as _;
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{Context, Discard, Handler, HandlerResult, Handlers, Processor};
use serde_json::{Value, json};

use crate::database::Database;
use crate::webhook::*;
use crate::webhook_batches::events;

const MINUTE: Duration = Duration::from_secs(60);

/// An event's id, and what became of its snapshot.
type Handled = (String, Option<Outcome>);

/// A handler that leaves the connection alone, unless it is told to use it.
#[derive(Clone, Default)]
struct Quiet {
    seen: Arc<Mutex<Vec<Handled>>>,
    fails: Arc<Mutex<Vec<&'static str>>>,
    discards: Arc<Mutex<Vec<&'static str>>>,
    writes: Arc<AtomicBool>,
    /// It writes at these events alone.
    writes_at: Arc<Mutex<Vec<&'static str>>>,
}

impl Quiet {
    fn seen(&self) -> Vec<Handled> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    /// It is known to leave the connection alone.
    async fn learn<D: Database<Connection: MirrorConnection>>(&self, db: &mut D, processor: &Processor<D::Connection>) {
        let bodies: Vec<_> = (0..20).map(|n| paid(&format!("evt_before_{n}"), n, "pi_before", n)).collect();
        db.store(&deliveries(&bodies)).await.unwrap();
        assert_eq!(db.process(processor).await.unwrap().done, 20);
        self.seen();
    }
}

impl<C: MirrorConnection + 'static> Handler<C> for Quiet {
    async fn handle(&self, mut context: Context<'_, C>) -> HandlerResult {
        let id = context.event.id.clone();
        self.seen.lock().unwrap().push((id.clone(), context.outcome));
        if self.writes.load(Ordering::SeqCst) || self.writes_at.lock().unwrap().contains(&&*id) {
            context.conn().batch_execute(&effect(&id)).await?;
        }
        if self.discards.lock().unwrap().contains(&&*id) {
            return Err(Discard::because("so it is told").into());
        }
        if self.fails.lock().unwrap().contains(&&*id) { Err("so it is told".into()) } else { Ok(()) }
    }
}

/// A handler that leaves the connection alone, and keeps the rows that it is given.
#[derive(Clone, Default)]
struct Keeping(Arc<Mutex<HashMap<String, String>>>);

impl<C: MirrorConnection + 'static> Handler<C, PaymentIntent> for Keeping {
    async fn handle(&self, context: Context<'_, C, PaymentIntent>) -> HandlerResult {
        self.0.lock().unwrap().insert(context.event.id.clone(), all_of!(context.row));
        Ok(())
    }
}

/// Whatever else is within the batch: the rows as they are when all of it is written.
async fn rows_of_a_batch_are_given_as_they_are_stored<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let keeping = Keeping::default();
    let handlers = Handlers::new().on_handler::<PaymentIntent>("payment_intent.*", keeping.clone());
    let processor = Processor::new(handlers);
    let warm: Vec<_> = (0..20).map(|n| paid(&format!("evt_before_{n}"), n, "pi_before", n)).collect();
    db.store(&deliveries(&warm)).await.unwrap();
    assert_eq!(db.process(&processor).await.unwrap().done, 20);

    let charge = |intent: &str, amount: i64| {
        let expanded = crate::sent::intent(intent, amount);
        json!({"id": format!("ch_{intent}"), "object": "charge", "livemode": false, "payment_intent": expanded})
    };
    let mut bodies: Vec<_> = (0..150).map(|n| paid(&format!("evt_new_{n}"), 40, &format!("pi_{n}"), n)).collect();
    bodies.push(paid("evt_twice_1", 40, "pi_twice", 1));
    bodies.push(paid("evt_twice_2", 41, "pi_twice", 2));
    bodies.push(paid("evt_before", 41, "pi_before", 7));
    // Within another object there is a copy that is newer, one that is older, and one that is equal.
    bodies.push(body("evt_ch_1", 50, "charge.succeeded", charge("pi_1", 77)));
    bodies.push(body("evt_ch_2", 30, "charge.succeeded", charge("pi_2", 77)));
    bodies.push(body("evt_ch_3", 50, "charge.succeeded", charge("pi_3", 3)));
    bodies.push(paid("evt_tied", 40, "pi_5", 555));
    db.store(&deliveries(&bodies)).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.waiting, processed.failed), (bodies.len() - 1, 1, 0), "{processed:?}");

    let given = keeping.0.lock().unwrap().clone();
    let mut compared = 0;
    for (event, given) in given.iter().filter(|(event, _)| !event.starts_with("evt_before_")) {
        let body = bodies.iter().find(|body| body["id"] == **event).unwrap();
        let row = db.row::<PaymentIntent>(body["data"]["object"]["id"].as_str().unwrap()).await;
        assert_eq!(*given, all_of!(&row), "{event}");
        compared += 1;
    }
    assert_eq!(compared, 153);
}

/// A handler that reads the object again, at its first event.
#[derive(Clone, Default)]
struct Correcting(Arc<Mutex<Vec<Option<i64>>>>);

impl<C: MirrorConnection + 'static> Handler<C, PaymentIntent> for Correcting {
    async fn handle(&self, mut context: Context<'_, C, PaymentIntent>) -> HandlerResult {
        self.0.lock().unwrap().push(context.row.amount);
        if context.event.id == "evt_1" {
            let newer = crate::sent::intent("pi_1", 77);
            PaymentIntent::sync(context.conn(), crate::sent::data(&newer, crate::sent::answer(9))).await?;
        }
        Ok(())
    }
}

async fn what_a_handler_changes_is_given_to_the_next<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let correcting = Correcting::default();
    let handlers = Handlers::new().on_handler::<PaymentIntent>("payment_intent.*", correcting.clone());
    let processor = Processor::new(handlers.without_mirror("payment_intent.succeeded"));
    let created = body("evt_1", 1, "payment_intent.created", crate::sent::intent("pi_1", 1));
    db.store(&deliveries([&created, &paid("evt_2", 2, "pi_1", 2)])).await.unwrap();
    assert_eq!(db.process(&processor).await.unwrap().done, 2);
    let given = correcting.0.lock().unwrap().clone();
    assert_eq!(given, [Some(1), Some(77)]);
}

async fn handlers_that_leave_the_connection_alone_are_called_once<D: Database<Connection: MirrorConnection>>(
    db: &mut D,
) {
    let quiet = Quiet::default();
    let processor = Processor::new(Handlers::new().on_event_handler("*", quiet.clone())).delays(MINUTE, MINUTE);
    quiet.learn(db, &processor).await;

    *quiet.fails.lock().unwrap() = vec!["evt_02", "evt_05"];
    *quiet.discards.lock().unwrap() = vec!["evt_04"];
    db.store(&deliveries(&events(8))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed, processed.discarded, processed.applied), (5, 2, 1, 6));
    let seen: Vec<_> = quiet.seen();
    assert_eq!(seen, events(8).iter().map(|event| (id(event), Some(Applied))).collect::<Vec<_>>());
    assert!(db.rows::<PaymentIntent>("pi_02", "").await.is_empty(), "what was written for it is rolled back");
    assert_eq!(db.row::<PaymentIntent>("pi_04").await.amount, Some(4), "what is discarded is mirrored");

    *quiet.fails.lock().unwrap() = Vec::new();
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().done, 2);
    assert_eq!(
        quiet.seen(),
        ["evt_02", "evt_05"].map(|id| (id.to_owned(), Some(Applied))),
        "as if it were the first time"
    );
}

/// They are processed together: of several events of one object the last is applied, and all see its row.
async fn handlers_that_leave_the_connection_alone_share_a_write<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let quiet = Quiet::default();
    let processor = Processor::new(Handlers::new().on_event_handler("*", quiet.clone()));
    quiet.learn(db, &processor).await;
    let bodies = [("evt_1", 1, 10), ("evt_2", 2, 10), ("evt_3", 3, 30)];
    db.store(&deliveries(&bodies.map(|(id, second, amount)| paid(id, second, "pi_1", amount)))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    let outcomes = quiet.seen().into_iter().map(|(_, outcome)| outcome.unwrap()).collect::<Vec<_>>();
    assert_eq!(outcomes, [Stale, Stale, Applied]);
    assert_eq!((processed.applied, processed.stale), (1, 2));
    db.store(&deliveries([&paid("evt_4", 3, "pi_1", 30)])).await.unwrap();
    db.process(&processor).await.unwrap();
    assert_eq!(quiet.seen()[0].1, Some(Unchanged));
}

/// A handler that writes for the first time in the middle of a batch that is processed together.
async fn a_handler_that_begins_to_write_loses_nothing<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    with_effects(db).await;
    let quiet = Quiet::default();
    let processor = Processor::new(Handlers::new().on_event_handler("*", quiet.clone())).delays(MINUTE, MINUTE);
    quiet.learn(db, &processor).await;
    quiet.writes.store(true, Ordering::SeqCst);
    *quiet.fails.lock().unwrap() = vec!["evt_03"];
    db.store(&deliveries(&events(6))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed), (5, 1));
    assert_eq!(effects(db).await, ["evt_00", "evt_01", "evt_02", "evt_04", "evt_05"]);
    assert_eq!(db.rows::<PaymentIntent>("pi_03", "").await.len(), 0);
}

/// The handlers before the first one that writes have done their work, and are not called again.
async fn a_handler_that_begins_to_write_calls_no_other_again<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    with_effects(db).await;
    let quiet = Quiet::default();
    let processor = Processor::new(Handlers::new().on_event_handler("*", quiet.clone()));
    quiet.learn(db, &processor).await;
    *quiet.writes_at.lock().unwrap() = vec!["evt_03"];
    db.store(&deliveries(&events(6))).await.unwrap();
    assert_eq!(db.process(&processor).await.unwrap().done, 6);
    let seen: Vec<_> = quiet.seen().into_iter().map(|(id, _)| id).filter(|id| id != "evt_03").collect();
    assert_eq!(seen, ["evt_00", "evt_01", "evt_02", "evt_04", "evt_05"]);
    assert_eq!(effects(db).await, ["evt_03"]);
}

async fn a_batch_that_is_processed_together_is_done_in_parts<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let quiet = Quiet::default();
    let processor = Processor::new(Handlers::new().on_event_handler("*", quiet.clone()));
    quiet.learn(db, &processor).await;
    db.store(&deliveries(&events(10))).await.unwrap();
    let processed = db.process(&processor.transaction_time(Duration::ZERO)).await.unwrap();
    assert_eq!((processed.done, processed.applied), (10, 10));
    assert_eq!(quiet.seen().len(), 10, "each handler is called once");
}

/// A commit that the database refuses: nobody can say because of which event.
async fn a_refused_commit_costs_one_event<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    if D::DIALECT == SqlDialect::Mysql {
        // MySQL has no constraints that are looked at when a transaction is committed.
        return;
    }
    let foreign_keys = if D::DIALECT == SqlDialect::Sqlite { "PRAGMA foreign_keys = ON;" } else { "" };
    let tables = "CREATE TABLE orders (id VARCHAR(20) PRIMARY KEY); \
                  CREATE TABLE effects (event VARCHAR(20) REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED);";
    db.execute(&format!("{foreign_keys}{tables}")).await.unwrap();
    for n in (0..8).filter(|n| *n != 5) {
        db.execute(&format!("INSERT INTO orders VALUES ('evt_{n:02}')")).await.unwrap();
    }
    let quiet = Quiet::default();
    quiet.writes.store(true, Ordering::SeqCst);
    let processor = Processor::new(Handlers::new().on_event_handler("*", quiet)).delays(MINUTE, MINUTE);
    db.store(&deliveries(&events(8))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed), (7, 1));
    assert_eq!(stored(db, "evt_05").await.state, "pending");
}

/// Events that were being processed when the process ended, each time: the one that is to blame does not take the others with it.
async fn a_process_that_dies_again_and_again_kills_no_innocent_event<D: Database<Connection: MirrorConnection>>(
    db: &mut D,
) {
    with_effects(db).await;
    /// Ends the process at one event: nothing it does from then on arrives.
    struct Dies(Arc<AtomicUsize>);
    impl<C: Send> Handler<C> for Dies {
        async fn handle(&self, context: Context<'_, C>) -> HandlerResult {
            if context.event.id == "evt_04" {
                self.0.fetch_add(1, Ordering::SeqCst);
                std::future::pending::<()>().await;
            }
            Ok(())
        }
    }
    let deaths = Arc::new(AtomicUsize::new(0));
    let processor = Processor::new(Handlers::new().on_event_handler("*", Dies(Arc::clone(&deaths))));
    let processor = processor.handler_time(MINUTE * 60).lease(MINUTE * 60);
    db.store(&deliveries(&events(9))).await.unwrap();
    for died in 1..=20 {
        let mut worker = db.another().await.into_connection();
        let claim = diesel_stripe::webhook::inbox::claim(&mut worker, 500, MINUTE * 60).await.unwrap();
        let applying = processor.apply(&mut worker, claim);
        let died = async {
            while deaths.load(Ordering::SeqCst) < died {
                tokio::task::yield_now().await;
            }
        };
        futures_util::future::select(std::pin::pin!(applying), std::pin::pin!(died)).await;
        drop(worker);
        db.is_alone().await;
        due(db).await;
    }
    assert_eq!(db.process(&processor).await.unwrap().dead, 1);
    let dead: Vec<_> =
        db.inbox().await.into_iter().filter(|event| event.state != "done").map(|event| event.id).collect();
    assert_eq!(dead, ["evt_04"]);
}

fn id(event: &Value) -> String {
    event["id"].as_str().unwrap().to_owned()
}

contract! {
    async: rows_of_a_batch_are_given_as_they_are_stored,
    what_a_handler_changes_is_given_to_the_next,
    handlers_that_leave_the_connection_alone_are_called_once,
    handlers_that_leave_the_connection_alone_share_a_write,
    a_handler_that_begins_to_write_loses_nothing,
    a_handler_that_begins_to_write_calls_no_other_again,
    a_batch_that_is_processed_together_is_done_in_parts,
    a_refused_commit_costs_one_event,
    a_process_that_dies_again_and_again_kills_no_innocent_event,
}
