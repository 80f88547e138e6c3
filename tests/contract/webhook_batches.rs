//! A batch of events: what one of them costs the others.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::database::Database;
use crate::webhook::*;

const MINUTE: Duration = Duration::from_secs(60);

/// Events of as many payment intents.
pub fn events(n: i64) -> Vec<Value> {
    (0..n).map(|n| paid(&format!("evt_{n:02}"), n, &format!("pi_{n:02}"), n)).collect()
}

/// How often each event's handler was called.
pub fn calls(script: &Script) -> BTreeMap<String, usize> {
    let mut calls = BTreeMap::new();
    script.ids().into_iter().for_each(|id| *calls.entry(id).or_default() += 1);
    calls
}

async fn a_failure_calls_no_other_handler_again<D: Database>(db: &mut D) {
    with_effects(db).await;
    for (round, failing) in ["evt_00", "evt_04", "evt_10"].into_iter().enumerate() {
        db.execute("DELETE FROM stripe_events").await.unwrap();
        db.execute("DELETE FROM stripe_payment_intents").await.unwrap();
        db.execute("DELETE FROM effects").await.unwrap();
        let script = Script::new(move |seen| if seen.id == failing { Act::Fail } else { Act::Succeed });
        let processor = D::processor(&script, None).delays(Duration::ZERO, Duration::ZERO).attempts(15);
        db.store(&deliveries(&events(11))).await.unwrap();
        // The event is due at once, again and again, until it is a dead letter.
        let processed = db.process(&processor).await.unwrap();

        assert_eq!((processed.done, processed.failed, processed.dead), (10, 14, 1), "round {round}");
        for (id, calls) in calls(&script) {
            assert_eq!(calls, if id == failing { 15 } else { 1 }, "{id} in round {round}");
        }
        assert_eq!(effects(db).await.len(), 10);
        assert_eq!(db.count("stripe_payment_intents").await, 10);
    }
}

async fn many_failures_call_each_handler_once<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::new(|seen| match seen.id.as_bytes()[5] % 3 {
        0 => Act::Fail,
        1 => Act::BadSql,
        _ => Act::Succeed,
    });
    db.store(&deliveries(&events(40))).await.unwrap();
    let processed = db.process(&D::processor(&script, None).delays(MINUTE, MINUTE)).await.unwrap();
    let good = effects(db).await.len();
    assert_eq!((processed.done, processed.failed), (good, 40 - good));
    assert!(calls(&script).values().all(|calls| *calls == 1), "{:?}", calls(&script));
    assert_eq!(db.count("stripe_payment_intents").await, good);
}

/// Each transaction has time for one event.
async fn a_batch_without_time_is_done_in_parts<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::new(|seen| if seen.id == "evt_05" { Act::Fail } else { Act::Succeed });
    let processor = D::processor(&script, None).transaction_time(Duration::ZERO).delays(MINUTE, MINUTE);
    db.store(&deliveries(&events(12))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed, processed.applied), (11, 1, 11));
    assert!(calls(&script).values().all(|calls| *calls == 1), "{:?}", calls(&script));
    assert_eq!(effects(db).await.len(), 11);
    assert!(db.inbox().await.iter().all(|event| event.attempts == 1));
}

async fn what_a_handler_discards_is_done_without_effect<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::new(|seen| match &*seen.id {
        "evt_00" | "evt_02" => Act::Discard("of no order of ours"),
        _ => Act::Succeed,
    });
    db.store(&deliveries(&events(4))).await.unwrap();
    let processor = D::processor(&script, None);
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.discarded, processed.failed, processed.dead), (2, 2, 0, 0));
    assert_eq!(states(db).await, "evt_00 done, evt_01 done, evt_02 done, evt_03 done");
    assert_eq!(effects(db).await, ["evt_01", "evt_03"]);
    let event = stored(db, "evt_02").await;
    assert_eq!((event.last_error.as_deref(), event.attempts), (Some("of no order of ours"), 1));
    assert!(event.finished_at.is_some());
    assert_eq!((processed.applied, db.count("stripe_payment_intents").await), (4, 4), "they are mirrored");
    assert_eq!(db.process(&processor).await.unwrap(), Default::default());
}

async fn what_is_discarded_after_the_commit_is_done<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (within, after) = (Script::succeeding(), Script::new(|_| Act::Discard("the address is gone")));
    let processor = D::processor_with_after(&within, &after);
    db.store(&deliveries(&events(1))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.after_commit, processed.discarded), (1, 0, 1));
    let event = stored(db, "evt_00").await;
    assert_eq!((&*event.state, event.last_error.as_deref()), ("done", Some("the address is gone")));
    assert_eq!(effects(db).await, ["evt_00"]);
}

contract! {
    a_failure_calls_no_other_handler_again,
    many_failures_call_each_handler_once,
    a_batch_without_time_is_done_in_parts,
    what_a_handler_discards_is_done_without_effect,
    what_is_discarded_after_the_commit_is_done,
}
