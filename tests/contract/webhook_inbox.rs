//! The inbox: what is stored, claimed, replayed and pruned.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use diesel_stripe::Error;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::webhook::inbox::{RETENTION, Replay, Replayed, Retained, Retention, Stored};
use diesel_stripe::webhook::signature::{WebhookSecret, sign};
use diesel_stripe::webhook::{Answer, Delivery, Endpoint};
use serde_json::json;

use crate::database::Database;
use crate::sent::{at, intent};
use crate::webhook::*;

const MINUTE: Duration = Duration::from_secs(60);

async fn what_stripe_sent_is_kept_as_it_came(db: &mut impl Database) {
    let body = paid("evt_1", 5, "pi_1", 100);
    // Neither the order of keys nor white space survives in a `jsonb`.
    let text = format!("  {}\n", serde_json::to_string_pretty(&body).unwrap());
    let now = Utc::now();
    let both = db.store(&[Delivery::read(text.clone(), "")]).await.unwrap();

    assert_eq!(both, Stored { new: 1, duplicates: 0 });
    let event = stored(db, "evt_1").await;
    assert_eq!(event.body, text);
    assert_eq!((event.livemode, event.created), (Some(false), Some(at(5))));
    assert_eq!(event.type_.as_deref(), Some("payment_intent.succeeded"));
    assert_eq!(event.api_version.as_deref(), Some("2026-09-30.endive"));
    assert_eq!((event.object_kind.as_deref(), event.object_id.as_deref()), (Some("payment_intent"), Some("pi_1")));
    assert_eq!((event.request_id.as_deref(), event.idempotency_key.as_deref()), (Some("req_1"), Some("key_1")));
    assert_eq!((&*event.state, event.attempts, event.lease), ("pending", 0, None));
    assert_eq!(event.due_at, event.received_at);
    assert!((event.received_at - now).abs() < TimeDelta::minutes(5), "{} is not near {now}", event.received_at);
}

async fn a_duplicate_changes_nothing(db: &mut impl Database) {
    let first = delivery(&paid("evt_1", 5, "pi_1", 100));
    db.store(std::slice::from_ref(&first)).await.unwrap();
    let event = stored(db, "evt_1").await;

    let again =
        [delivery(&paid("evt_1", 6, "pi_1", 200)), first.clone(), delivery(&paid("evt_2", 6, "pi_1", 1)), first];
    assert_eq!(db.store(&again).await.unwrap(), Stored { new: 1, duplicates: 3 });

    assert_eq!(stored(db, "evt_1").await, event);
    assert_eq!(states(db).await, "evt_1 pending, evt_2 pending");
}

async fn duplicates_that_come_at_once_are_stored_once<D: Database>(db: &mut D) {
    let bodies: Vec<_> = (0..40).map(|n| paid(&format!("evt_{n:02}"), n, "pi_1", n)).collect();
    let mut storing = Vec::new();
    for from in 0..8 {
        let mut other = db.another().await;
        let mut own = deliveries(&bodies);
        own.rotate_left(from * 5);
        storing.push(tokio::spawn(async move {
            for some in own.chunks(7) {
                other.store(some).await.unwrap();
            }
        }));
    }
    for storing in storing {
        storing.await.unwrap();
    }
    assert_eq!(db.count("stripe_events").await, bodies.len());
}

async fn the_same_id_of_two_accounts_is_two_events(db: &mut impl Database) {
    let mut connected = paid("evt_1", 5, "pi_1", 100);
    connected["account"] = json!("acct_1");
    let of_endpoint = Delivery::read(paid("evt_1", 5, "pi_1", 100).to_string(), "acct_2");
    let all = [delivery(&connected), delivery(&paid("evt_1", 5, "pi_1", 1)), of_endpoint];
    assert_eq!(db.store(&all).await.unwrap(), Stored { new: 3, duplicates: 0 });
    let accounts: Vec<_> = db.inbox().await.into_iter().map(|event| event.stripe_account).collect();
    assert_eq!(accounts, ["", "acct_1", "acct_2"]);
}

async fn whatever_was_signed_is_stored(db: &mut impl Database) {
    let thin = json!({
        "id": "evt_thin", "object": "v2.core.event", "type": "v1.billing.meter.no_meter_found", "livemode": false,
        "created": "2023-11-14T22:13:25.250Z", "context": "acct_1", "related_object": {"id": "mtr_1", "type": "billing.meter"},
    });
    let odd = json!({"id": "evt_odd", "livemode": "maybe", "created": {}, "type": 1, "data": [], "request": "req_9"});
    let no_id = body("evt_upcoming", 5, "invoice.upcoming", json!({"object": "invoice", "amount_due": 5}));
    let mut nul = paid("evt_nul", 5, "pi_1", 1);
    nul["type"] = json!("a\0b");
    let stored_all = db.store(&deliveries([&thin, &odd, &no_id, &nul])).await.unwrap();
    assert_eq!(stored_all, Stored { new: 4, duplicates: 0 });

    let thin = stored(db, "evt_thin").await;
    assert_eq!((thin.created, &*thin.stripe_account, &*thin.state), (Some(at(5)), "acct_1", "pending"));
    assert_eq!((thin.object_kind.as_deref(), thin.object_id.as_deref()), (Some("billing.meter"), Some("mtr_1")));
    let odd = stored(db, "evt_odd").await;
    assert_eq!((odd.livemode, odd.created, odd.type_, odd.request_id.as_deref()), (None, None, None, Some("req_9")));
    assert_eq!(stored(db, "evt_upcoming").await.object_kind.as_deref(), Some("invoice"));
    assert_eq!(stored(db, "evt_nul").await.type_.as_deref(), Some("a\u{fffd}b"));
}

async fn what_is_no_event_is_a_dead_letter(db: &mut impl Database) {
    let bodies: [&[u8]; 8] =
        [b"", b"{", b"pending", b"[]", b"{\"id\": 1}", b"{\"id\": \"\"}", b"\xff\xfe", b"{\"id\": \"evt_1\0\"}"];
    let all: Vec<_> = bodies.iter().map(|body| Delivery::read(body.to_vec(), "")).collect();
    assert_eq!(db.store(&all).await.unwrap(), Stored { new: 8, duplicates: 0 });
    assert_eq!(db.store(&all).await.unwrap(), Stored { new: 0, duplicates: 8 });
    for event in db.inbox().await {
        assert!(event.id.starts_with("unreadable_"), "{}", event.id);
        assert_eq!((&*event.state, event.finished_at.is_some()), ("dead", true));
        assert!(event.last_error.is_some());
    }
    assert_eq!(db.stats().await.unwrap().dead, 8);
}

async fn ids_longer_than_databases_index_are_dead_letters(db: &mut impl Database) {
    let long = delivery(&paid(&"e".repeat(256), 5, "pi_1", 100));
    let fits = delivery(&paid(&"é".repeat(255), 5, "pi_1", 100));
    db.store(&[long, fits]).await.unwrap();
    let mut states: Vec<_> = db.inbox().await.into_iter().map(|event| event.state).collect();
    states.sort();
    assert_eq!(states, ["dead", "pending"]);
}

async fn bodies_of_any_size_fit_a_statement(db: &mut impl Database) {
    let large = |n: usize| {
        let metadata: serde_json::Map<_, _> = (0..40_000).map(|key| (key.to_string(), json!("x".repeat(50)))).collect();
        let mut object = intent(&format!("pi_{n}"), 1);
        object["metadata"] = metadata.into();
        delivery(&body(&format!("evt_{n}"), 5, "payment_intent.created", object))
    };
    let all: Vec<_> = (0..9).map(large).collect();
    assert_eq!(db.store(&all).await.unwrap(), Stored { new: 9, duplicates: 0 });
    let many: Vec<_> = (0..3_000).map(|n| delivery(&paid(&format!("evt_small_{n}"), 5, "pi_1", n))).collect();
    assert_eq!(db.store(&many).await.unwrap(), Stored { new: 3_000, duplicates: 0 });
    assert_eq!(db.count("stripe_events").await, 3_009);
}

async fn deliveries_are_answered_by_their_signatures(db: &mut impl Database) {
    let endpoint = Endpoint::new(["whsec_1", "whsec_2"]).unwrap();
    let body = paid("evt_1", 5, "pi_1", 100).to_string();
    let sign = |secret: &str| sign(body.as_bytes(), &WebhookSecret::new(secret), Utc::now());
    for header in [sign("whsec_1"), sign("whsec_2")] {
        assert_eq!(db.receive(&endpoint, Some(header), body.clone()).await, Answer::Stored);
    }
    for header in [Some(sign("whsec_3")), Some("t=1".into()), None] {
        let answer = db.receive(&endpoint, header, body.clone()).await;
        assert_eq!((answer.status(), answer.retry_after()), (400, None), "{answer}");
    }
    let large = "x".repeat(diesel_stripe::stripe_data::MAX_BODY + 1);
    assert_eq!(db.receive(&endpoint, Some(sign("whsec_1")), large).await, Answer::TooLarge);
    assert_eq!(states(db).await, "evt_1 pending");

    db.execute("DROP TABLE stripe_events").await.unwrap();
    let answer = db.receive(&endpoint, Some(sign("whsec_1")), body.clone()).await;
    assert_eq!((answer.status(), answer.retry_after().is_some()), (503, true));
}

async fn an_event_is_claimed_by_one<D: Database>(db: &mut D) {
    let bodies: Vec<_> = (0..100).map(|n| paid(&format!("evt_{n:03}"), n, "pi_1", n)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let mut claiming = Vec::new();
    for _ in 0..8 {
        let mut other = db.another().await;
        claiming.push(tokio::spawn(async move {
            let mut own = Vec::new();
            loop {
                let claim = other.claim(7, MINUTE).await.unwrap();
                assert!(claim.events.len() <= 7);
                assert!(claim.events.iter().all(|event| event.lease.as_ref() == Some(&claim.token)));
                own.extend(claim.events.iter().map(|event| event.id.clone()));
                if claim.events.is_empty() {
                    return own;
                }
            }
        }));
    }
    let mut all = Vec::new();
    for claiming in claiming {
        all.extend(claiming.await.unwrap());
    }
    all.sort();
    assert_eq!(all, bodies.iter().map(|body| body["id"].as_str().unwrap()).collect::<Vec<_>>());
    assert!(db.claim(500, MINUTE).await.unwrap().events.is_empty());
}

async fn an_event_is_due_again_when_its_lease_ends(db: &mut impl Database) {
    db.store(&deliveries([&paid("evt_1", 5, "pi_1", 100)])).await.unwrap();
    let first = db.claim(500, Duration::ZERO).await.unwrap();
    let second = db.claim(500, MINUTE).await.unwrap();
    assert_eq!((first.events.len(), second.events.len()), (1, 1));
    assert_ne!(first.token, second.token);
    assert_eq!(second.events[0].attempts, 2);
    assert!(db.claim(500, MINUTE).await.unwrap().events.is_empty());

    // Whoever lost the lease gives back nothing of the other's.
    db.release(&first).await.unwrap();
    assert!(db.claim(500, MINUTE).await.unwrap().events.is_empty());
    db.release(&second).await.unwrap();
    let third = db.claim(500, MINUTE).await.unwrap();
    assert_eq!((third.events.len(), third.events[0].attempts), (1, 2), "a release does not count as an attempt");
}

async fn claims_are_in_the_order_of_creation(db: &mut impl Database) {
    let bodies = [3, 1, 2].map(|n| paid(&format!("evt_{n}"), n, "pi_1", n));
    db.store(&deliveries(&bodies)).await.unwrap();
    let claim = db.claim(500, MINUTE).await.unwrap();
    let ids: Vec<_> = claim.events.iter().map(|event| &*event.id).collect();
    assert_eq!(ids, ["evt_1", "evt_2", "evt_3"]);
}

/// Moves the times of an event into the past.
async fn age<D: Database>(db: &mut D, id: &str, days: u32) {
    let past = match D::DIALECT {
        SqlDialect::Postgres => format!("now() - interval '{days} days'"),
        SqlDialect::Mysql => format!("UTC_TIMESTAMP(6) - INTERVAL {days} DAY"),
        SqlDialect::Sqlite => format!("strftime('%Y-%m-%d %H:%M:%f', 'now', '-{days} days') || '000+00:00'"),
    };
    let update = format!("UPDATE stripe_events SET received_at = {past}, finished_at = {past} WHERE id = '{id}'");
    db.execute(&update).await.unwrap();
}

async fn pruning_keeps_thirty_days_and_what_is_not_done<D: Database>(db: &mut D) {
    let ids = ["evt_old", "evt_young", "evt_dead", "evt_ignored", "evt_pending"];
    db.store(&deliveries(&ids.map(|id| paid(id, 5, "pi_1", 1)))).await.unwrap();
    for (id, state) in [("old", "done"), ("young", "done"), ("dead", "dead"), ("ignored", "ignored")] {
        db.execute(&format!("UPDATE stripe_events SET state = '{state}' WHERE id = 'evt_{id}'")).await.unwrap();
    }
    for id in ids {
        age(db, id, if id == "evt_young" { 29 } else { 31 }).await;
    }
    assert_eq!(db.prune(Duration::ZERO).await.unwrap(), 2);
    assert_eq!(states(db).await, "evt_dead dead, evt_pending pending, evt_young done");
    age(db, "evt_young", 31).await;
    assert_eq!(db.prune(RETENTION * 2).await.unwrap(), 0);
    assert_eq!(db.prune(RETENTION).await.unwrap(), 1);
}

async fn pruning_is_done_in_batches<D: Database>(db: &mut D) {
    let many: Vec<_> = (0..2_001).map(|n| delivery(&paid(&format!("evt_{n}"), n, "pi_1", n))).collect();
    db.store(&many).await.unwrap();
    let longest_ago = "UPDATE stripe_events SET state = 'done', finished_at = created";
    db.execute(longest_ago).await.unwrap();
    // The last one cannot be deleted: what was deleted before it stays deleted.
    let reference = "FOREIGN KEY (id, stripe_account) REFERENCES stripe_events (id, stripe_account)";
    let table = match D::DIALECT {
        SqlDialect::Mysql => {
            ["CREATE TABLE kept LIKE stripe_events".into(), format!("ALTER TABLE kept ADD {reference}")]
        }
        SqlDialect::Sqlite => {
            ["PRAGMA foreign_keys = ON".into(), format!("CREATE TABLE kept (id, stripe_account, {reference})")]
        }
        SqlDialect::Postgres => {
            ["SELECT 1".into(), format!("CREATE TABLE kept (id text, stripe_account text, {reference})")]
        }
    };
    for sql in table {
        db.execute(&sql).await.unwrap();
    }
    let columns = if D::DIALECT == SqlDialect::Mysql { "*" } else { "id, stripe_account" };
    db.execute(&format!("INSERT INTO kept SELECT {columns} FROM stripe_events WHERE id = 'evt_2000'")).await.unwrap();
    assert!(matches!(db.prune(RETENTION).await.unwrap_err(), Error::Database { .. }));
    assert_eq!(db.count("stripe_events").await, 1);

    db.execute("DROP TABLE kept").await.unwrap();
    assert_eq!(db.prune(RETENTION).await.unwrap(), 1);
    assert_eq!(db.count("stripe_events").await, 0);
}

async fn old_bodies_are_emptied_and_their_ids_stay<D: Database>(db: &mut D) {
    let days = |days: u32| Some(Duration::from_secs(u64::from(days) * 24 * 60 * 60));
    let ids = ["evt_dead", "evt_ignored", "evt_old", "evt_older", "evt_pending", "evt_young"];
    let delivered = deliveries(&ids.map(|id| paid(id, 5, "pi_1", 1)));
    db.store(&delivered).await.unwrap();
    for (id, state) in [("old", "done"), ("older", "done"), ("young", "done"), ("dead", "dead"), ("ignored", "ignored")]
    {
        db.execute(&format!("UPDATE stripe_events SET state = '{state}' WHERE id = 'evt_{id}'")).await.unwrap();
    }
    for (id, days) in [("dead", 31), ("ignored", 31), ("old", 31), ("older", 500), ("pending", 500), ("young", 29)] {
        age(db, &format!("evt_{id}"), days).await;
    }
    assert_eq!(db.retain(&Retention::keep_everything()).await.unwrap(), Retained::default());
    assert_eq!(db.retain(&Retention::default()).await.unwrap(), Retained { emptied: 3, deleted: 0 });
    assert_eq!(db.retain(&Retention::default()).await.unwrap(), Retained::default());
    let emptied: Vec<_> =
        db.inbox().await.into_iter().filter(|event| event.body.is_empty()).map(|event| event.id).collect();
    assert_eq!(emptied, ["evt_ignored", "evt_old", "evt_older"]);
    // Any time will do, for dead letters too; and what nobody has processed stays.
    let shorter = Retention { bodies: days(1), dead_bodies: days(2), events: days(400) };
    assert_eq!(db.retain(&shorter).await.unwrap(), Retained { emptied: 2, deleted: 1 });
    assert_eq!(
        states(db).await,
        "evt_dead dead, evt_ignored ignored, evt_old done, evt_pending pending, evt_young done"
    );

    // It is a duplicate as ever.
    let again = db.store(&delivered).await.unwrap();
    assert_eq!(again, Stored { new: 1, duplicates: 5 });
    assert!(stored(db, "evt_old").await.body.is_empty());

    // Of what is emptied nothing is replayed, and it is said.
    let replayed = db.replay(&Replay::all()).await.unwrap();
    assert_eq!(replayed, Replayed { events: 0, without_body: 4 });
    assert_eq!(db.replay(&Replay::dead()).await.unwrap(), Replayed { events: 0, without_body: 1 });
    db.execute("UPDATE stripe_events SET state = 'pending' WHERE id = 'evt_old'").await.unwrap();
    with_effects(db).await;
    let processed = db.process(&D::processor(&Script::succeeding(), None)).await.unwrap();
    assert_eq!((processed.done, processed.dead), (2, 1), "{processed:?}");
    assert!(stored(db, "evt_old").await.last_error.unwrap().contains("its body was emptied"));
}

async fn bodies_are_emptied_in_batches(db: &mut impl Database) {
    let many: Vec<_> = (0..2_001).map(|n| delivery(&paid(&format!("evt_{n}"), n, "pi_1", n))).collect();
    db.store(&many).await.unwrap();
    db.execute("UPDATE stripe_events SET state = 'done', finished_at = created").await.unwrap();
    assert_eq!(db.retain(&Retention::default()).await.unwrap(), Retained { emptied: 2_001, deleted: 0 });
    assert_eq!(db.count("stripe_events WHERE body <> ''").await, 0);
}

async fn replays_are_of_what_is_asked_for(db: &mut impl Database) {
    let kinds =
        ["invoice.paid", "invoice.voided", "invoiceitem.created", "payment_intent.created", "paymentXintent.created"];
    let bodies: Vec<_> = kinds.iter().zip(1..).map(|(kind, n)| body(&format!("evt_{n}"), n, kind, json!({}))).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let done = "UPDATE stripe_events SET state = 'done', finished_at = received_at, attempts = 3, last_error = 'x'";
    for (replay, expected) in [
        (Replay::dead(), vec![]),
        (Replay::all(), vec![1, 2, 3, 4, 5]),
        (Replay::all().kind("*"), vec![1, 2, 3, 4, 5]),
        (Replay::all().kind("invoice.*"), vec![1, 2]),
        (Replay::all().kind("payment_intent.*"), vec![4]),
        (Replay::all().kind("invoice.paid"), vec![1]),
        (Replay::all().id("evt_3"), vec![3]),
        (Replay::all().created(at(2)..at(4)), vec![2, 3]),
        (Replay::all().created(at(2)..at(4)).kind("invoice.*"), vec![2]),
        (Replay::all().received(at(0)..at(9)), vec![]),
    ] {
        db.execute(done).await.unwrap();
        assert_eq!(db.replay(&replay).await.unwrap().events, expected.len(), "{replay:?}");
        let pending: Vec<_> = db.inbox().await.into_iter().filter(|event| event.state == "pending").collect();
        let ids: Vec<_> = pending.iter().map(|event| event.id.clone()).collect();
        assert_eq!(ids, expected.iter().map(|n| format!("evt_{n}")).collect::<Vec<_>>(), "{replay:?}");
        assert!(pending.iter().all(|event| (event.attempts, &event.last_error) == (0, &None)));
        assert!(pending.iter().all(|event| event.finished_at.is_none()));
    }
    // Pending ones are left alone.
    db.execute("UPDATE stripe_events SET state = 'pending', finished_at = NULL").await.unwrap();
    assert_eq!(db.replay(&Replay::all()).await.unwrap().events, 0);
}

async fn stats_count_what_is_to_be_done(db: &mut impl Database) {
    let stats = db.stats().await.unwrap();
    assert_eq!((stats.pending, stats.dead, stats.applied, stats.oldest_pending), (0, 0, 0, None));
    db.store(&deliveries(&[1, 2, 3].map(|n| paid(&format!("evt_{n}"), n, "pi_1", n)))).await.unwrap();
    db.execute("UPDATE stripe_events SET state = 'done', received_at = created WHERE id = 'evt_1'").await.unwrap();
    age(db, "evt_2", 2).await;
    let stats = db.stats().await.unwrap();
    assert_eq!((stats.pending, stats.dead, stats.applied), (2, 0, 0));
    assert_eq!(stats.oldest_pending.map(|age| age.as_secs() / 3600), Some(48));
}

contract! {
    old_bodies_are_emptied_and_their_ids_stay,
    bodies_are_emptied_in_batches,
    what_stripe_sent_is_kept_as_it_came,
    a_duplicate_changes_nothing,
    duplicates_that_come_at_once_are_stored_once,
    the_same_id_of_two_accounts_is_two_events,
    whatever_was_signed_is_stored,
    what_is_no_event_is_a_dead_letter,
    ids_longer_than_databases_index_are_dead_letters,
    bodies_of_any_size_fit_a_statement,
    deliveries_are_answered_by_their_signatures,
    an_event_is_claimed_by_one,
    an_event_is_due_again_when_its_lease_ends,
    claims_are_in_the_order_of_creation,
    pruning_keeps_thirty_days_and_what_is_not_done,
    pruning_is_done_in_batches,
    replays_are_of_what_is_asked_for,
    stats_count_what_is_to_be_done,
}
