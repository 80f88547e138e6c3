//! How a case ends: everything is done, once.

use std::collections::BTreeSet;

use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::Processor;
use serde_json::Value;

use crate::database::Database;
use crate::sent::at;
use crate::webhook::{due, effects};

/// As if the leases of those that are gone had ended: others do the rest. A claim of theirs may still be on its way.
pub async fn others_take_over<D: Database>(db: &mut D, processor: &Processor<D::Connection>) {
    while !is_done_by_others(db, processor).await {}
}

/// The same once; whether nothing is left. Events may wait for objects to be read again.
pub async fn is_done_by_others<D: Database>(db: &mut D, processor: &Processor<D::Connection>) -> bool {
    due(db).await;
    db.process(processor).await.unwrap();
    let stats = db.stats().await.unwrap();
    assert_eq!(stats.dead, 0, "{:?}", db.inbox().await);
    stats.pending + stats.applied == 0
}

/// Each of these events of payment intents is done and has had its effect once; each intent is as its newest event says.
pub async fn assert_done_once<D: Database>(db: &mut D, bodies: &[Value]) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let ids: BTreeSet<String> = bodies.iter().map(|body| text(&body["id"])).collect();
    let inbox = db.inbox().await;
    assert_eq!(inbox.iter().map(|event| event.id.clone()).collect::<BTreeSet<_>>(), ids, "no event is lost");
    assert_eq!(inbox.iter().find(|event| event.state != "done"), None);
    assert_eq!(effects(db).await, ids.into_iter().collect::<Vec<_>>(), "no effect is lost or doubled");
    let intents: BTreeSet<String> = bodies.iter().map(|body| text(&body["data"]["object"]["id"])).collect();
    for intent in intents {
        let of_it = bodies.iter().filter(|body| body["data"]["object"]["id"] == *intent);
        let newest = of_it.max_by_key(|body| body["created"].as_i64()).unwrap();
        let row: PaymentIntent = db.row(&intent).await;
        assert_eq!(row.amount, newest["data"]["object"]["amount"].as_i64(), "{intent} is as its newest event says");
        assert!(row.observed_from >= at(0));
    }
}
