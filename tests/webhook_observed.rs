//! What a host can observe of webhooks: metrics, and spans with ids and outcomes.
//!
//! Alone in its process: a recorder of metrics and a subscriber of traces are the process's.
#![cfg(all(feature = "axum", feature = "billing", feature = "client", feature = "metrics", feature = "testing"))]

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{Answer, Processor};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Makes a module of what the contract suite has already.
macro_rules! shared {
    ($($file:literal as $module:ident),+ $(,)?) => {
        $( #[path = $file] #[allow(dead_code, reason = "the contract suite uses the rest")] mod $module; )+
    };
}

shared! {
    "contract/database.rs" as database,
    "contract/delivering.rs" as delivering,
    "contract/fresh.rs" as fresh,
    "contract/models.rs" as models,
    "contract/sent.rs" as sent,
    "contract/webhook.rs" as webhook,
    "support/counted.rs" as counted,
}

database::async_database!(Sqlite, SyncConnectionWrapper<SqliteConnection>, Sqlite, fresh::SQLITE_HOST);

use counted::Counted;
use database::Database;
use delivering::{deliver, post, receiver, serve, status};
use sent::{answer, data, intent};
use webhook::{Act, Script, body, due, paid, with_effects};

const MINUTE: Duration = Duration::from_secs(60);

/// A line for each span, with all that was recorded of it in the end, and for each event.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<String>>>);

impl Traced {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn begin(&self, name: &str, write: impl FnOnce(&mut Line<'_>)) -> u64 {
        let mut lines = self.0.lock().unwrap();
        lines.push(name.to_owned());
        let last = lines.len();
        write(&mut Line(&mut lines[last - 1]));
        last as u64
    }
}

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Traced {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("diesel_stripe")
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        Id::from_u64(self.begin(span.metadata().name(), |line| span.record(line)))
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut lines = self.0.lock().unwrap();
        values.record(&mut Line(&mut lines[span.into_u64() as usize - 1]));
    }
    fn event(&self, event: &Event<'_>) {
        self.begin("event", |line| event.record(line));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// One event of each fate.
fn events() -> Vec<Value> {
    let mut live = paid("evt_live", 1, "pi_live", 1);
    (live["livemode"], live["data"]["object"]["livemode"]) = (true.into(), true.into());
    let mut old = paid("evt_version", 8, "pi_version", 1);
    old["api_version"] = json!("2022-08-01");
    let mut old_too = paid("evt_version_too", 9, "pi_version", 1);
    old_too["api_version"] = json!("2022-08-01");
    let refunds = json!({"object": "list", "has_more": true, "url": "/v1/charges/ch_1/refunds", "data": []});
    let charge = json!({"id": "ch_1", "object": "charge", "livemode": false, "refunds": refunds});
    vec![
        paid("evt_applied", 3, "pi_1", 2),
        paid("evt_stale", 1, "pi_stale", 1),
        paid("evt_tied", 3, "pi_1", 3),
        paid("evt_fails", 4, "pi_fails", 4),
        body("evt_list", 5, "charge.refunded", charge),
        live,
        old,
        old_too,
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_becomes_of_deliveries_is_counted_and_traced() {
    let (counted, traced) = (Counted::default(), Traced::default());
    metrics::set_global_recorder(counted.clone()).unwrap_or_else(|_| panic!("another recorder"));
    tracing::subscriber::set_global_default(traced.clone()).unwrap();
    let mut db: Sqlite = fresh::migrated().await;
    with_effects(&mut db).await;
    db.sync(data::<PaymentIntent>(&intent("pi_stale", 2), answer(9))).await.unwrap();

    let receiver = receiver(&db);
    let events = events();
    for event in events.iter().chain([&events[0]]) {
        assert_eq!(deliver(&receiver, event).await, Answer::Stored);
    }
    // Signed, and of an account that the platform's own endpoint does not speak for.
    let mut theirs = paid("evt_theirs", 1, "pi_theirs", 1);
    theirs["account"] = json!("acct_9");
    assert_eq!(deliver(&receiver, &theirs).await.status(), 400);
    let address = serve([receiver]).await;
    assert_eq!(status(&post(&address, "/1", "t=1,v1=00", "{}").await), "400");
    let script = Script::new(|seen| if seen.id == "evt_fails" { Act::Fail } else { Act::Succeed });
    let processor: Processor<_> = Sqlite::processor_with_after(&script, &Script::succeeding());
    let processor = processor.attempts(2).delays(MINUTE, MINUTE);
    db.process(&processor).await.unwrap();
    for (name, count) in [
        ("stripe_webhook_received_total", 9),
        ("stripe_webhook_duplicates_total", 1),
        ("stripe_webhook_rejected_total", 2),
        ("stripe_webhook_wrong_account_total", 1),
        ("stripe_webhook_snapshots_total{outcome=applied}", 4),
        ("stripe_webhook_snapshots_total{outcome=stale}", 1),
        ("stripe_webhook_snapshots_total{outcome=tied}", 1),
        ("stripe_webhook_events_total{end=done}", 5),
        ("stripe_webhook_events_total{end=waiting}", 1),
        ("stripe_webhook_events_total{end=failed}", 1),
        ("stripe_webhook_events_total{end=ignored}", 1),
        // That of the tie, and the charge with more refunds than it shows.
        ("stripe_refreshes_queued_total", 2),
    ] {
        assert_eq!(counted.count(name), count, "{name}");
    }
    assert_eq!(db.queued().await.len(), 2);
    // As if the object that tied was read again.
    db.execute("DELETE FROM stripe_refreshes").await.unwrap();
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(counted.count("stripe_webhook_events_total{end=done}"), 6);
    // Nothing is due any more.
    assert_eq!((counted.gauge("stripe_webhook_batch_size"), counted.gauge("stripe_webhook_lag_seconds")), (0.0, 0.0));

    // The gauges are of the last batch: one event that has been there since long ago.
    due(&mut db).await;
    db.execute("UPDATE stripe_events SET received_at = created").await.unwrap();
    let claim = db.claim(10, MINUTE).await.unwrap();
    assert_eq!(db.apply(&processor, claim).await.unwrap().dead, 1);
    assert_eq!(counted.count("stripe_webhook_events_total{end=dead}"), 1);
    assert_eq!(counted.gauge("stripe_webhook_batch_size"), 1.0);
    assert!(counted.gauge("stripe_webhook_lag_seconds") > 86_400.0);

    let lines = traced.lines();
    let of = |words: &[&str]| lines.iter().filter(|line| words.iter().all(|word| line.contains(word))).count();
    for words in [
        &["stripe_event ", "\"evt_applied\"", "payment_intent.succeeded", "outcome=Applied", "handled=\"done\""][..],
        &["stripe_event ", "\"evt_stale\"", "outcome=Stale"],
        &["stripe_event ", "\"evt_tied\"", "outcome=Tied"],
        &["stripe_event ", "\"evt_fails\"", "attempt=2", "handled=\"failed\""],
        &["stripe_event_after_commit ", "\"evt_applied\"", "handled=\"done\""],
        &["stripe_events ", "batch=8", "lease=", "done=5", "failed=1", "waiting=1", "dead=0", "ignored=1"],
        &["stripe_events ", "batch=1", "dead=1"],
        &["event ", "webhook not accepted", "status=400"],
        &["event ", "webhook not accepted", "acct_9"],
        &["event ", "event ignored", "evt_live", "livemode = true"],
    ] {
        assert!(of(words) > 0, "no line has all of {words:?}: {lines:#?}");
    }
    assert_eq!(of(&["rendered in another API version", "2022-08-01"]), 1, "{lines:#?}");
    // What is in events stays there.
    assert_eq!(of(&["cus_1"]), 0, "{lines:#?}");
    fresh::discard(db).await;
}
