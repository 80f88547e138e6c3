//! The rows that handlers are given are the table's own, whether they were read there or were just written.

use std::collections::BTreeMap;

use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Invoice, PaymentIntent};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, data, intent};
use crate::webhook::*;

/// What handlers were given last, by the events' ids.
fn given(script: &Script) -> BTreeMap<String, String> {
    script.seen().into_iter().filter_map(|seen| Some((seen.id, seen.row?))).collect()
}

fn with(mut object: Value, more: Value) -> Value {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object
}

async fn rows_are_given_as_they_are_stored<D: Database>(db: &mut D) {
    with_effects(db).await;
    let old = intent("pi_old", 1);
    for id in ["pi_old", "pi_same"] {
        let known = with(intent(id, 1), json!({"transfer_group": "kept?", "description": "before"}));
        db.sync(data::<PaymentIntent>(&known, answer(1))).await.unwrap();
    }
    // Numbers and texts that databases write in their own ways.
    let odd = json!({
        "metadata": {"z": "", "a": "\u{1F600} \\ \" \u{7f}", "": "nameless"}, "created": 1_700_000_000,
        "application_fee_amount": i64::MAX, "transfer_group": "", "description": null,
        "transfer_data": {"rate": 1.50, "tiny": 1e-9, "great": 12345678901234567890_u64, "nothing": [], "none": {}},
    });
    let bodies = [
        paid("evt_new", 5, "pi_new", 100),
        body("evt_odd", 5, "payment_intent.created", with(intent("pi_odd", -1), odd)),
        body("evt_old", 5, "payment_intent.succeeded", with(old, json!({"amount": 2}))),
        body("evt_same", 5, "payment_intent.succeeded", intent("pi_same", 1)),
        paid("evt_twice_1", 5, "pi_twice", 1),
        paid("evt_twice_2", 6, "pi_twice", 2),
        body(
            "evt_gone",
            5,
            "payment_intent.deleted",
            json!({"id": "pi_gone", "object": "payment_intent", "deleted": true}),
        ),
    ];
    db.store(&deliveries(&bodies)).await.unwrap();
    let script = Script::succeeding();
    assert_eq!(db.process(&D::processor(&script, None)).await.unwrap().done, bodies.len());

    let given = given(&script);
    assert_eq!(given.len(), bodies.len());
    for name in ["new", "odd", "old", "same", "gone"] {
        let row = db.row::<PaymentIntent>(&format!("pi_{name}")).await;
        assert_eq!(given[&format!("evt_{name}")], all_of!(&row), "pi_{name}");
    }
    assert_eq!(given["evt_twice_2"], all_of!(&db.row::<PaymentIntent>("pi_twice").await));
}

async fn rows_of_what_has_lists_or_no_table_are_given_as_they_are_stored<D: Database>(db: &mut D) {
    with_effects(db).await;
    let line = |n: u8| json!({"id": format!("il_{n}"), "object": "line_item", "amount": n, "invoice": "in_1"});
    let lines =
        json!({"object": "list", "data": [line(1), line(2)], "has_more": false, "url": "/v1/invoices/in_1/lines"});
    let customer = json!({"id": "cus_1", "object": "customer", "livemode": false, "email": "a@example.com"});
    let invoice = json!({
        "id": "in_1", "object": "invoice", "livemode": false, "status": "open", "amount_paid": 3, "lines": lines,
        "customer": customer,
    });
    let thing = json!({"id": "thing_1", "object": "thing", "amount": 7, "customer": customer});
    let bodies = [body("evt_invoice", 5, "invoice.created", invoice), body("evt_thing", 5, "thing.created", thing)];
    db.store(&deliveries(&bodies)).await.unwrap();
    let script = Script::succeeding();
    assert_eq!(db.process(&D::processor_of_others(&script)).await.unwrap().done, 2);

    let given = given(&script);
    assert_eq!(given["evt_invoice"], all_of!(&db.row::<Invoice>("in_1").await));
    assert_eq!(given["evt_thing"], all_of!(&db.row::<StripeObject>("thing_1").await));
}

contract! {
    rows_are_given_as_they_are_stored,
    rows_of_what_has_lists_or_no_table_are_given_as_they_are_stored,
}
