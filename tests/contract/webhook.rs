//! What the webhook cases share: deliveries, and handlers that do as a test says.

use std::sync::{Arc, Mutex};

use diesel_stripe::Outcome;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Invoice, PaymentIntent};
use diesel_stripe::webhook::inbox::InboxEvent;
use diesel_stripe::webhook::{Delivery, Discard, Event, HandlerResult, RowFrom};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{at, intent};

/// The body of an event of this second.
pub fn body(id: &str, second: i64, kind: &str, object: Value) -> Value {
    json!({
        "id": id, "object": "event", "type": kind, "created": at(second).timestamp(), "livemode": false,
        "api_version": "2026-09-30.endive", "data": {"object": object}, "pending_webhooks": 1,
        "request": {"id": "req_1", "idempotency_key": "key_1"},
    })
}

/// An event of a payment intent.
pub fn paid(id: &str, second: i64, intent_id: &str, amount: i64) -> Value {
    body(id, second, "payment_intent.succeeded", intent(intent_id, amount))
}

pub fn delivery(body: &Value) -> Delivery {
    Delivery::read(body.to_string(), "")
}

pub fn deliveries<'a>(bodies: impl IntoIterator<Item = &'a Value>) -> Vec<Delivery> {
    bodies.into_iter().map(delivery).collect()
}

/// All that is in a row, also what its `Debug` leaves out.
macro_rules! all_of {
    ($row:expr) => {{
        let (row, times) = ($row, [$row.observed_from, $row.observed_to, $row.synced_at]);
        let json = (&row.stripe_data, &row.metadata, &row.api_version);
        format!("{row:?} {json:?} {} {} {times:?}", row.fingerprint, row.projection)
    }};
}
#[allow(unused_imports, reason = "not every binary compares rows")]
pub(crate) use all_of;

/// What a handler saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub id: String,
    pub attempt: i64,
    pub outcome: Option<Outcome>,
    /// The row's amount, if the handler is given rows; of an invoice what was paid.
    pub amount: Option<i64>,
    pub status: Option<String>,
    /// All that is in the row.
    pub row: Option<String>,
    /// Where the row is from.
    pub row_from: Option<RowFrom>,
    /// The amount and status of the event's own object.
    pub then: Option<(Option<i64>, Option<String>)>,
}

impl Seen {
    /// By a handler without a row.
    pub fn of(event: &Event, outcome: Option<Outcome>) -> Self {
        let (id, attempt) = (event.id.clone(), event.attempt);
        Seen { id, attempt, outcome, amount: None, status: None, row: None, row_from: None, then: None }
    }

    pub fn of_intent(event: &Event, outcome: Option<Outcome>, row: &PaymentIntent, row_from: RowFrom) -> Self {
        let then = event.object::<PaymentIntent>().unwrap().map(|then| (then.amount, then.status));
        let (amount, status) = (row.amount, row.status.clone());
        Seen { amount, status, row: Some(all_of!(row)), row_from: Some(row_from), then, ..Seen::of(event, outcome) }
    }

    pub fn of_object(event: &Event, outcome: Option<Outcome>, row: &StripeObject, row_from: RowFrom) -> Self {
        let amount = |row: &StripeObject| row.stripe_data["amount"].as_i64();
        let then = event.object::<StripeObject>().unwrap().map(|then| (amount(&then), None));
        Seen {
            amount: amount(row),
            row: Some(all_of!(row)),
            row_from: Some(row_from),
            then,
            ..Seen::of(event, outcome)
        }
    }

    pub fn of_invoice(event: &Event, outcome: Option<Outcome>, row: &Invoice, row_from: RowFrom) -> Self {
        let then = event.object::<Invoice>().unwrap().map(|then| (then.amount_paid, then.status));
        let (amount, status) = (row.amount_paid, row.status.clone());
        Seen { amount, status, row: Some(all_of!(row)), row_from: Some(row_from), then, ..Seen::of(event, outcome) }
    }
}

/// What a handler does, after it wrote a row into `effects`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Succeed,
    Fail,
    FailWith(&'static str),
    Panic,
    /// The event is not to be tried again.
    Discard(&'static str),
    /// A statement that the database refuses; on PostgreSQL the transaction is then good for nothing.
    BadSql,
    /// A transaction that is not ended.
    LeaveOpen,
}

type Say = dyn Fn(&Seen) -> Act + Send + Sync;

/// A handler of a test: it remembers what it saw, and does as it is told.
#[derive(Clone)]
pub struct Script {
    seen: Arc<Mutex<Vec<Seen>>>,
    say: Arc<Say>,
}

impl Script {
    pub fn new(say: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        Script { seen: Arc::default(), say: Arc::new(say) }
    }

    pub fn succeeding() -> Self {
        Script::new(|_| Act::Succeed)
    }

    /// What it was called with, in order; of attempts that were rolled back too.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn ids(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.id).collect()
    }

    pub fn act(&self, seen: Seen) -> Act {
        let act = (self.say)(&seen);
        self.seen.lock().unwrap().push(seen);
        act
    }

    /// The end of what it does.
    pub fn end(act: Act) -> HandlerResult {
        match act {
            Act::Fail => Err("the script says so".into()),
            Act::FailWith(error) => Err(error.into()),
            Act::Panic => panic!("the script says so"),
            Act::Discard(reason) => Err(Discard::because(reason).into()),
            _ => Ok(()),
        }
    }
}

/// The SQL of an effect.
pub fn effect(event: &str) -> String {
    format!("INSERT INTO effects (event) VALUES ('{event}')")
}

/// Makes the table for [`effect`]s.
pub async fn with_effects(db: &mut impl Database) {
    db.execute("CREATE TABLE effects (event VARCHAR(255) NOT NULL)").await.unwrap();
}

/// The events that had an effect, each as often as it had.
pub async fn effects(db: &mut impl Database) -> Vec<String> {
    let mut events: Vec<String> = db.values("SELECT event AS value FROM effects").await.into_iter().flatten().collect();
    // Databases have orders of their own.
    events.sort();
    events
}

/// The one event of the inbox with this id.
pub async fn stored(db: &mut impl Database, id: &str) -> InboxEvent {
    let mut events = db.inbox().await;
    events.retain(|event| event.id == id);
    assert_eq!(events.len(), 1, "events {id}");
    events.remove(0)
}

/// Makes everything due, as if its time had come: leases end too. Workers that are at work lock rows in an order of their own,
/// and the database may end this statement for them.
pub async fn due(db: &mut impl Database) {
    const DUE: &str = "UPDATE stripe_events SET due_at = created WHERE state IN ('pending', 'applied')";
    while let Err(error) = db.execute(DUE).await {
        assert!(error.to_lowercase().contains("deadlock"), "{error}");
    }
}

/// `evt_1 done, evt_2 dead`
pub async fn states(db: &mut impl Database) -> String {
    let events = db.inbox().await;
    let of = |event: &InboxEvent| format!("{} {}", event.id, event.state);
    events.iter().map(of).collect::<Vec<_>>().join(", ")
}
