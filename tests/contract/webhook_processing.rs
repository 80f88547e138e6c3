//! Processing: the mirror, the handlers and `done`, together or not at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel_stripe::Outcome::{Applied, Unchanged};
use diesel_stripe::objects::{Charge, PaymentIntent};
use diesel_stripe::webhook::inbox::Replay;
use diesel_stripe::webhook::{Processor, RowFrom};
use serde_json::json;

use crate::database::Database;
use crate::sent::{at, intent};
use crate::webhook::*;

const MINUTE: Duration = Duration::from_secs(60);

fn processor<D: Database>(script: &Script) -> Processor<D::Connection> {
    D::processor(script, None).delays(MINUTE, MINUTE)
}

async fn events_reach_the_mirror_and_the_handlers<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let charge = json!({"id": "ch_1", "object": "charge", "livemode": false, "amount": 5});
    let meter = json!({"id": "mtr_1", "object": "billing.meter", "livemode": false});
    db.store(&deliveries(&[
        paid("evt_1", 1, "pi_1", 100),
        body("evt_2", 2, "charge.succeeded", charge),
        body("evt_3", 3, "billing.meter.created", meter),
        body("evt_4", 4, "invoice.upcoming", json!({"object": "invoice"})),
    ]))
    .await
    .unwrap();

    let processed = db.process(&processor::<D>(&script)).await.unwrap();

    assert_eq!((processed.done, processed.applied, processed.failed, processed.dead), (4, 3, 0, 0));
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(100));
    assert_eq!(db.row::<Charge>("ch_1").await.observed_from, at(2));
    assert_eq!(db.stored("billing.meter", "mtr_1").await.0["livemode"], false);
    assert_eq!(script.ids(), ["evt_1", "evt_2", "evt_3", "evt_4"]);
    let seen = script.seen();
    assert_eq!((seen[0].outcome, seen[0].amount), (Some(Applied), Some(100)), "a typed handler has its row");
    assert_eq!((seen[1].outcome, seen[1].amount), (Some(Applied), None));
    assert_eq!((seen[3].outcome, seen[3].attempt), (None, 1));
    assert_eq!(effects(db).await, ["evt_1", "evt_2", "evt_3", "evt_4"]);
    let event = stored(db, "evt_1").await;
    assert_eq!((&*event.state, event.attempts, event.lease, event.last_error), ("done", 1, None, None));
    assert!(event.applied_at.is_some() && event.finished_at >= event.applied_at);
    assert_eq!(db.process(&processor::<D>(&script)).await.unwrap(), Default::default(), "nothing is left");
}

async fn handlers_see_every_event_and_the_newest_row<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    // As they came: the newest first, one that ties with it, an older one, and one that says the same.
    let bodies = [("evt_3", 3, 30), ("evt_4", 3, 31), ("evt_1", 1, 10), ("evt_2", 2, 10)]
        .map(|(id, second, amount)| paid(id, second, "pi_1", amount));
    for body in &bodies {
        db.store(&[delivery(body)]).await.unwrap();
    }
    let processed = db.process(&processor::<D>(&script)).await.unwrap();
    assert_eq!((processed.done, processed.waiting), (3, 1));
    let seen: Vec<_> = script.seen().into_iter().map(|seen| (seen.id, seen.outcome, seen.amount)).collect();
    // Each after its own object, in the order in which they happened. Of the one that tied, nobody knows whether the row is as new.
    let applied = |id: &str, amount: i64| (id.to_owned(), Some(Applied), Some(amount));
    assert_eq!(seen, [applied("evt_1", 10), applied("evt_2", 10), applied("evt_3", 30)]);
    assert_eq!((processed.applied, processed.stale, processed.tied), (3, 0, 1));
    assert_eq!(db.queued().await.len(), 1);

    db.store(&[delivery(&paid("evt_5", 3, "pi_1", 30))]).await.unwrap();
    db.process(&processor::<D>(&script)).await.unwrap();
    assert_eq!(script.seen()[3].outcome, Some(Unchanged));
}

/// Three events of which the second fails in some way: its effects are rolled back, and no others.
async fn fails<D: Database>(db: &mut D, act: Act, words: &str) {
    with_effects(db).await;
    let fails = Arc::new(AtomicUsize::new(usize::MAX));
    let left = Arc::clone(&fails);
    let script = Script::new(move |seen| match seen.id.as_str() {
        "evt_2" if left.load(Ordering::SeqCst) > 0 => act,
        _ => Act::Succeed,
    });
    let bodies: Vec<_> = (1..=3).map(|n| paid(&format!("evt_{n}"), n, &format!("pi_{n}"), n)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();

    let processor = processor::<D>(&script);
    let processed = db.process(&processor).await.unwrap();

    assert_eq!((processed.done, processed.failed, processed.applied), (2, 1, 2));
    assert_eq!(states(db).await, "evt_1 done, evt_2 pending, evt_3 done");
    assert_eq!(effects(db).await, ["evt_1", "evt_3"]);
    assert!(db.rows::<PaymentIntent>("pi_2", "").await.is_empty(), "its change of the mirror is rolled back too");
    let event = stored(db, "evt_2").await;
    assert!(event.last_error.as_deref().unwrap().contains(words), "{event:?}");
    assert_eq!((event.attempts, &event.lease), (1, &None));
    assert!(event.due_at > event.received_at, "it is not due at once");
    assert_eq!(db.process(&processor).await.unwrap(), Default::default());

    fails.store(0, Ordering::SeqCst);
    due(db).await;
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.applied), (1, 1));
    let last = script.seen().pop().unwrap();
    assert_eq!(
        (&*last.id, last.attempt, last.outcome),
        ("evt_2", 2, Some(Applied)),
        "as if it came for the first time"
    );
    assert_eq!(effects(db).await, ["evt_1", "evt_2", "evt_3"]);
}

async fn a_failed_event_is_rolled_back_alone<D: Database>(db: &mut D) {
    fails(db, Act::Fail, "the script says so").await;
}

async fn a_panic_is_a_failure<D: Database>(db: &mut D) {
    fails(db, Act::Panic, "a handler panicked: the script says so").await;
}

async fn a_refused_statement_of_a_handler_is_a_failure<D: Database>(db: &mut D) {
    fails(db, Act::BadSql, "no_such_table").await;
}

async fn a_transaction_that_is_left_open_is_a_failure<D: Database>(db: &mut D) {
    fails(db, Act::LeaveOpen, "did not end it").await;
}

async fn many_failures_hold_up_no_other_event<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::new(|seen| if seen.id.ends_with('7') { Act::Fail } else { Act::Succeed });
    let bodies: Vec<_> = (0..100).map(|n| paid(&format!("evt_{n:03}"), n, &format!("pi_{n}"), n)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let processed = db.process(&processor::<D>(&script)).await.unwrap();
    assert_eq!((processed.done, processed.failed), (90, 10));
    assert_eq!(effects(db).await.len(), 90);
    assert_eq!(db.count("stripe_payment_intents").await, 90);
    assert!(script.seen().len() <= 300, "{} calls for 100 events", script.seen().len());
}

async fn an_event_that_fails_for_ever_is_a_dead_letter<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::new(|_| Act::Fail);
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let processor = processor::<D>(&script).attempts(4);
    for attempt in 1..=4 {
        let processed = db.process(&processor).await.unwrap();
        assert_eq!((processed.failed, processed.dead), if attempt < 4 { (1, 0) } else { (0, 1) });
        due(db).await;
    }
    let event = stored(db, "evt_1").await;
    assert_eq!((&*event.state, event.attempts, event.finished_at.is_some()), ("dead", 4, true));
    assert_eq!(db.process(&processor).await.unwrap(), Default::default());
    assert!(db.rows::<PaymentIntent>("pi_1", "").await.is_empty());

    assert_eq!(db.replay(&Replay::dead()).await.unwrap().events, 1);
    let works = Script::succeeding();
    assert_eq!(db.process(&self::processor::<D>(&works)).await.unwrap().done, 1);
    assert_eq!(works.seen()[0].attempt, 1);
}

async fn what_cannot_be_mirrored_is_a_dead_letter_at_once<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let no_kind = body("evt_2", 2, "thing.created", json!({"id": "thing_1"}));
    let no_type = json!({"id": "evt_3", "object": "event", "created": 1});
    let bodies = [paid("evt_1", 1, "pi_1", 1), no_kind, no_type, paid("evt_4", 4, "pi_4", 4)];
    db.store(&deliveries(&bodies)).await.unwrap();
    let processed = db.process(&processor::<D>(&script)).await.unwrap();
    assert_eq!((processed.done, processed.dead), (2, 2));
    assert_eq!(states(db).await, "evt_1 done, evt_2 dead, evt_3 dead, evt_4 done");
    assert_eq!(effects(db).await, ["evt_1", "evt_4"]);
    assert!(stored(db, "evt_2").await.last_error.unwrap().contains("no `object`"));
}

async fn an_object_that_the_database_refuses_holds_up_no_other<D: Database>(db: &mut D) {
    with_effects(db).await;
    let refuse = match D::DIALECT {
        diesel_stripe::database::SqlDialect::Sqlite => {
            "CREATE TRIGGER poison BEFORE INSERT ON stripe_payment_intents WHEN NEW.amount = 13
             BEGIN SELECT RAISE(ABORT, 'poison'); END"
        }
        _ => "ALTER TABLE stripe_payment_intents ADD CONSTRAINT poison CHECK (amount <> 13)",
    };
    db.execute(refuse).await.unwrap();
    let bodies: Vec<_> = (0..20).map(|n| paid(&format!("evt_{n:02}"), n, &format!("pi_{n}"), n)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let processed = db.process(&processor::<D>(&Script::succeeding())).await.unwrap();
    assert_eq!((processed.done, processed.failed), (19, 1));
    let event = stored(db, "evt_13").await;
    assert_eq!((&*event.state, event.attempts), ("pending", 1));
    assert!(event.last_error.unwrap().contains("poison"));
    assert_eq!(effects(db).await.len(), 19);
}

async fn events_of_the_wrong_mode_are_ignored<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    db.process(&processor::<D>(&script)).await.unwrap();
    let mut live = paid("evt_2", 2, "pi_1", 2);
    (live["livemode"], live["data"]["object"]["livemode"]) = (json!(true), json!(true));
    // One that says of itself that it is of the right mode, with an object that is not.
    let mut mixed = paid("evt_3", 3, "pi_3", 3);
    mixed["data"]["object"]["livemode"] = json!(true);
    db.store(&deliveries([&live, &mixed, &paid("evt_4", 4, "pi_4", 4)])).await.unwrap();
    let processed = db.process(&processor::<D>(&script)).await.unwrap();
    assert_eq!((processed.done, processed.ignored), (1, 2));
    assert_eq!(states(db).await, "evt_1 done, evt_2 ignored, evt_3 ignored, evt_4 done");
    assert_eq!(effects(db).await, ["evt_1", "evt_4"]);
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(1));
}

async fn objects_belong_to_the_events_account<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let mut connected = paid("evt_1", 1, "pi_1", 7);
    connected["account"] = json!("acct_1");
    db.store(&deliveries([&connected, &paid("evt_1", 1, "pi_1", 8)])).await.unwrap();
    assert_eq!(db.process(&processor::<D>(&script)).await.unwrap().done, 2);
    for (account, amount) in [("acct_1", 7), ("", 8)] {
        assert_eq!(db.rows::<PaymentIntent>("pi_1", account).await[0].amount, Some(amount));
    }
    let mut amounts: Vec<_> = script.seen().into_iter().map(|seen| seen.amount).collect();
    amounts.sort();
    assert_eq!(amounts, [Some(7), Some(8)]);
}

async fn whoever_lost_the_lease_commits_nothing<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    db.store(&deliveries(&[1, 2].map(|n| paid(&format!("evt_{n}"), n, &format!("pi_{n}"), n)))).await.unwrap();
    let mine = db.claim(500, MINUTE).await.unwrap();
    due(db).await;
    let theirs = db.claim(1, MINUTE).await.unwrap();

    let processed = db.apply(&processor, mine).await.unwrap();
    assert_eq!((processed.done, processed.left), (0, 2));
    assert!(effects(db).await.is_empty());
    assert_eq!(db.count("stripe_payment_intents").await, 0);

    assert_eq!(db.apply(&processor, theirs).await.unwrap().done, 1);
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(effects(db).await, ["evt_1", "evt_2"]);
}

async fn one_claim_applied_twice_has_its_effects_once<D: Database>(db: &mut D) {
    with_effects(db).await;
    let processor = processor::<D>(&Script::succeeding());
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let claim = db.claim(500, MINUTE).await.unwrap();
    let copy = diesel_stripe::webhook::inbox::Claim {
        token: claim.token.clone(),
        events: claim.events.clone(),
        lease: claim.lease,
        since: claim.since,
    };
    assert_eq!(db.apply(&processor, claim).await.unwrap().done, 1);
    let again = db.apply(&processor, copy).await.unwrap();
    assert_eq!((again.done, again.left), (0, 1));
    assert_eq!(effects(db).await, ["evt_1"]);
}

async fn workers_at_once_have_each_effect_once<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = Arc::new(processor::<D>(&script).batch(10));
    let bodies: Vec<_> = (0..100).map(|n| paid(&format!("evt_{n:03}"), n, &format!("pi_{}", n % 20), n)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let mut working = Vec::new();
    for _ in 0..4 {
        let (mut other, processor) = (db.another().await, Arc::clone(&processor));
        working.push(tokio::spawn(async move { other.process(&processor).await.unwrap().done }));
    }
    let mut done = 0;
    for working in working {
        done += working.await.unwrap();
    }
    assert_eq!(done, 100);
    assert_eq!(effects(db).await, bodies.iter().map(|body| body["id"].as_str().unwrap()).collect::<Vec<_>>());
    for n in 0..20 {
        assert_eq!(db.row::<PaymentIntent>(&format!("pi_{n}")).await.amount, Some(80 + n), "the newest stays");
    }
}

async fn what_is_left_out_of_the_mirror_is_handled_all_the_same<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let processor = D::processor(&script, Some("payment_intent.*"));
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(db.count("stripe_payment_intents").await, 0);
    // By the handler that is given a row, which is the event's own object, and by the one that is not.
    let seen: Vec<_> = script.seen().into_iter().map(|seen| (seen.outcome, seen.amount, seen.row_from)).collect();
    assert_eq!(seen, [(None, Some(1), Some(RowFrom::Event)), (None, None, None)]);
    assert_eq!(effects(db).await, ["evt_1", "evt_1"]);
}

async fn what_happens_after_the_commit_is_repeated_until_it_works<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (within, after) =
        (Script::succeeding(), Script::new(|seen| if seen.attempt < 3 { Act::Fail } else { Act::Succeed }));
    let processor = D::processor_with_after(&within, &after).delays(MINUTE, MINUTE);
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();

    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed, processed.after_commit), (1, 1, 0));
    let event = stored(db, "evt_1").await;
    assert_eq!((&*event.state, event.finished_at, event.applied_at.is_some()), ("applied", None, true));
    assert!(event.last_error.unwrap().contains("after the commit: the script says so"));
    assert_eq!(after.seen()[0].amount, Some(1), "it has the row");

    for _ in 0..2 {
        due(db).await;
        db.process(&processor).await.unwrap();
    }
    assert_eq!(states(db).await, "evt_1 done");
    assert_eq!((within.ids().len(), after.ids().len()), (1, 3));
    assert_eq!(effects(db).await, ["evt_1"]);
}

async fn a_replay_of_what_failed_after_its_commit_repeats_no_effect<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (within, after) = (Script::succeeding(), Script::new(|_| Act::Panic));
    let processor = D::processor_with_after(&within, &after).attempts(1);
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.dead), (1, 1));
    assert_eq!(db.stats().await.unwrap().dead, 1);

    assert_eq!(db.replay(&Replay::dead()).await.unwrap().events, 1);
    let works = Script::succeeding();
    let processor = D::processor_with_after(&within, &works);
    assert_eq!(db.process(&processor).await.unwrap().after_commit, 1);
    assert_eq!((within.ids().len(), works.ids().len()), (1, 1));
    assert_eq!(effects(db).await, ["evt_1"]);

    assert_eq!(db.replay(&Replay::all()).await.unwrap().events, 1);
    db.process(&processor).await.unwrap();
    assert_eq!(effects(db).await, ["evt_1", "evt_1"], "a replay of what was done is a repetition");
}

async fn an_event_whose_worker_always_dies_is_given_up<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script).attempts(3);
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    for _ in 0..3 {
        assert_eq!(db.claim(1, Duration::ZERO).await.unwrap().events.len(), 1);
    }
    // As if its turn had come.
    db.execute("UPDATE stripe_events SET begun = TRUE, attempts = attempts + 1 WHERE NOT begun").await.unwrap();
    db.store(&deliveries([&paid("evt_2", 2, "pi_2", 2)])).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.dead), (1, 1));
    assert_eq!(states(db).await, "evt_1 dead, evt_2 done");
    let dead = stored(db, "evt_1").await;
    assert!(dead.last_error.as_ref().unwrap().contains("did not finish"), "{dead:?}");
    assert_eq!((dead.attempts, script.ids()), (3, vec!["evt_2".to_owned()]));
}

/// Events of a batch that others do not get to: the process ends each time before.
async fn innocents<D: Database>(db: &mut D, attempts: u32, given_back: bool) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script).attempts(attempts);
    let ids = ["evt_1", "evt_2", "evt_3"];
    db.store(&deliveries(&ids.map(|id| paid(id, 1, id, 1)))).await.unwrap();
    for n in 0..25 {
        let claim = db.claim(500, Duration::ZERO).await.unwrap();
        assert_eq!(claim.events.len(), 3);
        if given_back && n % 2 == 1 {
            db.release(&claim).await.unwrap();
        }
    }
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.dead), (3, 0), "{}", states(db).await);
    assert_eq!(effects(db).await, ids);
    assert!(
        script.seen().iter().all(|seen| seen.attempt == 3),
        "what was not begun is no attempt: {:?}",
        script.seen()
    );
    assert!(db.inbox().await.iter().all(|event| event.attempts == 3 && event.begun && event.lease.is_none()));
}

async fn an_event_is_not_given_up_that_nobody_began<D: Database>(db: &mut D) {
    innocents(db, 3, false).await;
}

async fn it_is_not_for_being_given_back_now_and_then<D: Database>(db: &mut D) {
    innocents(db, 3, true).await;
}

async fn it_is_not_with_a_single_attempt<D: Database>(db: &mut D) {
    innocents(db, 1, false).await;
}

async fn what_kills_its_worker_after_the_commit_is_given_up<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (within, fails) = (Script::succeeding(), Script::new(|_| Act::Fail));
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1)])).await.unwrap();
    db.process(&D::processor_with_after(&within, &fails).delays(MINUTE, MINUTE)).await.unwrap();
    // As if it was claimed again and again by somebody who died of it.
    db.execute("UPDATE stripe_events SET attempts = 3, lease = 'gone', last_error = NULL").await.unwrap();
    due(db).await;

    let after = Script::succeeding();
    let processed = db.process(&D::processor_with_after(&within, &after).attempts(3)).await.unwrap();
    assert_eq!((processed.after_commit, processed.dead), (0, 1));
    assert!(stored(db, "evt_1").await.last_error.unwrap().contains("did not finish"));
    assert_eq!((states(db).await.as_str(), after.ids().len()), ("evt_1 dead", 0));
    assert_eq!(effects(db).await, ["evt_1"]);
}

async fn what_was_beside_it_after_the_commit_is_not<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (within, fails) = (Script::succeeding(), Script::new(|_| Act::Fail));
    let ids = ["evt_1", "evt_2", "evt_3", "evt_4"];
    db.store(&deliveries(&ids.map(|id| paid(id, 1, id, 1)))).await.unwrap();
    db.process(&D::processor_with_after(&within, &fails).delays(MINUTE, MINUTE)).await.unwrap();
    // As if two processes had died of one of them, and others while they were at the first.
    db.execute("UPDATE stripe_events SET attempts = 2, lease = 'gone', begun = FALSE, last_error = NULL")
        .await
        .unwrap();
    db.execute("UPDATE stripe_events SET attempts = 3, begun = TRUE WHERE id = 'evt_1'").await.unwrap();
    due(db).await;

    let after = Script::succeeding();
    let processed = db.process(&D::processor_with_after(&within, &after).attempts(3)).await.unwrap();
    assert_eq!((processed.after_commit, processed.dead), (3, 1));
    assert_eq!(states(db).await, "evt_1 dead, evt_2 done, evt_3 done, evt_4 done");
    let seen: Vec<_> = after.seen().into_iter().map(|seen| (seen.id, seen.attempt)).collect();
    assert_eq!(seen, ["evt_2", "evt_3", "evt_4"].map(|id| (id.to_owned(), 3)));
    assert_eq!(db.inbox().await.iter().map(|event| event.attempts).collect::<Vec<_>>(), [3; 4]);
}

async fn processing_within_the_hosts_transaction_is_the_hosts<D: Database>(db: &mut D) {
    with_effects(db).await;
    let processor = processor::<D>(&Script::new(|seen| if seen.id == "evt_2" { Act::Fail } else { Act::Succeed }));
    db.begin().await;
    let object = intent("pi_1", 1);
    db.store(&deliveries([&body("evt_1", 1, "payment_intent.created", object), &paid("evt_2", 2, "pi_2", 2)]))
        .await
        .unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed), (1, 1));
    assert_eq!(effects(db).await, ["evt_1"]);
    db.rollback().await;
    assert_eq!((db.count("stripe_events").await, db.count("stripe_payment_intents").await), (0, 0));
    assert!(effects(db).await.is_empty());
}

contract! {
    events_reach_the_mirror_and_the_handlers,
    handlers_see_every_event_and_the_newest_row,
    a_failed_event_is_rolled_back_alone,
    a_panic_is_a_failure,
    a_refused_statement_of_a_handler_is_a_failure,
    a_transaction_that_is_left_open_is_a_failure,
    many_failures_hold_up_no_other_event,
    an_event_that_fails_for_ever_is_a_dead_letter,
    what_cannot_be_mirrored_is_a_dead_letter_at_once,
    an_object_that_the_database_refuses_holds_up_no_other,
    events_of_the_wrong_mode_are_ignored,
    objects_belong_to_the_events_account,
    whoever_lost_the_lease_commits_nothing,
    one_claim_applied_twice_has_its_effects_once,
    workers_at_once_have_each_effect_once,
    what_is_left_out_of_the_mirror_is_handled_all_the_same,
    what_happens_after_the_commit_is_repeated_until_it_works,
    a_replay_of_what_failed_after_its_commit_repeats_no_effect,
    an_event_whose_worker_always_dies_is_given_up,
    an_event_is_not_given_up_that_nobody_began,
    it_is_not_for_being_given_back_now_and_then,
    it_is_not_with_a_single_attempt,
    what_kills_its_worker_after_the_commit_is_given_up,
    what_was_beside_it_after_the_commit_is_not,
    processing_within_the_hosts_transaction_is_the_hosts,
}
