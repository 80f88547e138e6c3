//! Webhooks and the mirror's mode: the host says it, before the first event.

use diesel_stripe::Error;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::inbox::{Replay, Stats};
use serde_json::{Value, json};

use crate::database::Database;
use crate::webhook::*;

/// A payment of live mode.
fn live(id: &str, second: i64, intent_id: &str) -> Value {
    let mut live = paid(id, second, intent_id, 5);
    (live["livemode"], live["data"]["object"]["livemode"]) = (json!(true), json!(true));
    live
}

async fn one_test_event_into_an_empty_live_mirror_costs_no_live_one<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    db.store(&deliveries([&paid("evt_test", 1, "pi_test", 1)])).await.unwrap();
    // Stripe sends test events to the endpoints of live platforms. Nobody has said which mode this mirror serves.
    let refused = db.process(&D::processor(&script, None)).await;
    assert!(matches!(refused, Err(Error::NoMode { .. })), "{refused:?}");
    assert_eq!(states(db).await, "evt_test pending");
    assert_eq!((stored(db, "evt_test").await.attempts, db.livemode().await.unwrap()), (0, None));

    let processor = D::processor_in(&script, Mirror::live());
    db.store(&deliveries([&live("evt_1", 2, "pi_1")])).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.ignored), (1, 1));
    db.store(&deliveries([&live("evt_2", 3, "pi_2")])).await.unwrap();
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(states(db).await, "evt_1 done, evt_2 done, evt_test ignored");
    assert_eq!(effects(db).await, ["evt_1", "evt_2"]);
    assert_eq!(db.row::<PaymentIntent>("pi_2").await.livemode, Some(true));
}

async fn what_is_ignored_is_seen<D: Database>(db: &mut D) {
    with_effects(db).await;
    db.ensure_mode(&Mirror::live()).await.unwrap();
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1), &paid("evt_2", 2, "pi_1", 2), &live("evt_3", 3, "pi_3")]))
        .await
        .unwrap();
    let processed = db.process(&D::processor(&Script::succeeding(), None)).await.unwrap();
    assert_eq!((processed.done, processed.ignored), (1, 2));
    assert_eq!(db.stats().await.unwrap(), Stats { ignored: 2, ..Stats::default() });
    let error = stored(db, "evt_1").await.last_error.unwrap();
    assert!(error.contains("livemode = false") && error.contains("true"), "{error}");
}

async fn a_mirror_of_the_other_mode_processes_nothing<D: Database>(db: &mut D) {
    with_effects(db).await;
    db.ensure_mode(&Mirror::live()).await.unwrap();
    db.store(&deliveries([&paid("evt_1", 1, "pi_1", 1), &live("evt_2", 2, "pi_2")])).await.unwrap();
    let wrong = D::processor_in(&Script::succeeding(), Mirror::test());
    let refused = db.process(&wrong).await;
    assert!(matches!(refused, Err(Error::WrongMirrorMode { livemode: false })), "{refused:?}");
    // What was claimed already is given back, as if it had not been.
    for processor in [wrong, D::processor_in(&Script::succeeding(), Mirror::test())] {
        let claim = db.claim(10, std::time::Duration::from_secs(3600)).await.unwrap();
        assert_eq!(claim.events.len(), 2);
        let refused = db.apply(&processor, claim).await;
        assert!(matches!(refused, Err(Error::WrongMirrorMode { livemode: false })), "{refused:?}");
    }
    assert_eq!(states(db).await, "evt_1 pending, evt_2 pending");
    assert_eq!(stored(db, "evt_1").await.attempts, 0);
    assert_eq!(effects(db).await, [] as [&str; 0]);
}

async fn after_the_mode_was_changed_what_was_ignored_is_done<D: Database>(db: &mut D) {
    with_effects(db).await;
    // By mistake.
    db.ensure_mode(&Mirror::test()).await.unwrap();
    db.store(&deliveries([&live("evt_1", 1, "pi_1"), &paid("evt_2", 2, "pi_2", 1)])).await.unwrap();
    db.process(&D::processor(&Script::succeeding(), None)).await.unwrap();
    assert_eq!(states(db).await, "evt_1 ignored, evt_2 done");

    assert!(matches!(db.change_mode(&Mirror::live()).await, Err(Error::ModeInUse { .. })));
    db.execute("DELETE FROM stripe_payment_intents").await.unwrap();
    db.change_mode(&Mirror::live()).await.unwrap();
    assert_eq!(db.replay(&Replay::ignored()).await.unwrap().events, 1);
    db.process(&D::processor_in(&Script::succeeding(), Mirror::live())).await.unwrap();
    assert_eq!(states(db).await, "evt_1 done, evt_2 done");
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.livemode, Some(true));
}

contract! { without_mode:
    one_test_event_into_an_empty_live_mirror_costs_no_live_one,
    what_is_ignored_is_seen,
    a_mirror_of_the_other_mode_processes_nothing,
    after_the_mode_was_changed_what_was_ignored_is_done,
}
