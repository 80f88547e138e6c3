//! Objects as old versions of Stripe's API render them: what is there is found, wherever it was.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::{Column, StripeObject, Table};
use diesel_stripe::objects::KINDS;
use serde_json::{Value, json};

use crate::database::Database;
use crate::every_kind::{is, row};
use crate::sent::{answer, data};

/// An old rendering, and what its row's columns are to be.
fn renderings() -> Vec<(Value, Value)> {
    let invoice = |more: Value| with(json!({"id": "in_1", "object": "invoice", "date": 1_400_000_000}), more);
    let charge = |more: Value| with(json!({"id": "ch_1", "object": "charge", "amount": 500}), more);
    vec![
        // Until 2019-03-14.
        (invoice(json!({"finalized_at": 7})), json!({"created": 1_400_000_000, "finalized_at": 7})),
        // Until 2018-11-08 an invoice had no status.
        (invoice(json!({"paid": true, "closed": true, "forgiven": null})), json!({"status": "paid"})),
        (invoice(json!({"paid": false, "closed": true, "forgiven": true})), json!({"status": "uncollectible"})),
        (invoice(json!({"paid": false, "closed": true, "forgiven": null})), json!({"status": "void"})),
        (invoice(json!({"paid": false, "closed": false, "forgiven": null})), json!({"status": null})),
        (invoice(json!({"paid": true, "status": "open"})), json!({"status": "open"})),
        (invoice(json!({"total": 119, "tax": 19})), json!({"total_excluding_tax": 100})),
        (invoice(json!({"total": 119, "tax": null})), json!({"total_excluding_tax": 119})),
        (invoice(json!({"total": 119})), json!({"total_excluding_tax": null})),
        (invoice(json!({"amount_due": 50, "amount_paid": 20})), json!({"amount_remaining": 30})),
        (invoice(json!({"amount_due": 50, "amount_paid": 20, "amount_remaining": 0})), json!({"amount_remaining": 0})),
        (json!({"id": "ii_1", "object": "invoiceitem", "date": 1_400_000_000}), json!({"created": 1_400_000_000})),
        // Until 2015-02-18.
        (
            charge(json!({"card": {"id": "card_1", "object": "card", "type": "Visa"}})),
            json!({"payment_method": "card_1", "payment_method_type": "card"}),
        ),
        (
            charge(json!({"source": {"id": "ba_1", "object": "bank_account"}})),
            json!({"payment_method": "ba_1", "payment_method_type": "bank_account"}),
        ),
        (charge(json!({"dispute": "dp_1"})), json!({"disputed": true})),
        (charge(json!({"dispute": null})), json!({"disputed": false})),
        (charge(json!({})), json!({"disputed": null, "amount_captured": null})),
        (charge(json!({"captured": true})), json!({"amount_captured": 500})),
        (charge(json!({"captured": false})), json!({"amount_captured": 0})),
        // Until 2017.
        (
            json!({"id": "sub_1", "object": "subscription", "start": 7, "plan": {"id": "gold", "object": "plan", "currency": "eur"}}),
            json!({"start_date": 7, "currency": "eur"}),
        ),
        (
            json!({"id": "sub_1", "object": "subscription", "items": {"object": "list", "has_more": false, "data": [
                {"id": "si_1", "object": "subscription_item", "price": {"id": "price_1", "object": "price", "currency": "usd"}},
            ]}}),
            json!({"currency": "usd"}),
        ),
        (
            json!({"id": "il_1", "object": "line_item", "plan": {"id": "gold", "object": "plan", "amount_decimal": "20.5"}}),
            json!({"unit_amount_decimal": "20.5", "price": "gold"}),
        ),
    ]
}

fn with(mut object: Value, more: Value) -> Value {
    let Value::Object(more) = more else { unreachable!() };
    object.as_object_mut().unwrap().extend(more);
    object
}

/// The columns of an object's row that are not as they are to be.
async fn wrong(db: &mut impl Database, object: &Value, expected: &Value) -> Vec<String> {
    let table: &Table = KINDS.table(object["object"].as_str().unwrap()).unwrap();
    let expected = expected.as_object().unwrap();
    let of = |name: &str| table.all_columns().find(|column| column.name == name).unwrap();
    let columns: Vec<&Column> = expected.keys().map(|name| of(name)).collect();
    let texts = row(db, table, object, &columns).await;
    let all = columns.iter().zip(&texts).zip(expected.values());
    let wrong = all.filter(|((column, text), value)| !is(column, text, Some(*value).filter(|value| !value.is_null())));
    wrong.map(|((column, text), value)| format!("{} is {text}, and not {value}, of {object}", column.name)).collect()
}

async fn what_is_there_is_found_wherever_it_was(db: &mut impl Database) {
    let mut problems = Vec::new();
    for (n, (mut object, expected)) in renderings().into_iter().enumerate() {
        object["id"] = format!("{}_{n}", object["id"].as_str().unwrap()).into();
        let sent = vec![data::<StripeObject>(&object, answer(5))];
        db.sync_any(&Mirror::default(), sent).await.unwrap().remove(0).unwrap();
        problems.extend(wrong(db, &object, &expected).await);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Until 2025-03-31 the period was the subscription's alone.
async fn an_item_has_its_period_from_its_subscription(db: &mut impl Database) {
    let item = json!({"id": "si_1", "object": "subscription_item", "quantity": 1});
    let subscription = |start: i64| {
        json!({
            "id": "sub_1", "object": "subscription", "current_period_start": start, "current_period_end": start + 10,
            "items": {"object": "list", "has_more": false, "data": [item]},
        })
    };
    let mirror = Mirror::default();
    for (second, start) in [(5, 100), (7, 110)] {
        let sent = vec![data::<StripeObject>(&subscription(start), answer(second))];
        db.sync_any(&mirror, sent).await.unwrap().remove(0).unwrap();
        // The item says nothing else than before, and its period is another.
        let expected =
            json!({"current_period_start": start, "current_period_end": start + 10, "subscription": "sub_1"});
        assert_eq!(wrong(db, &item, &expected).await, [""; 0]);
    }
    // One that comes alone does not say it, and does not undo it.
    let mut alone = item.clone();
    alone["quantity"] = 2.into();
    db.sync_any(&mirror, vec![data::<StripeObject>(&alone, answer(9))]).await.unwrap().remove(0).unwrap();
    let expected = json!({"quantity": 2, "current_period_start": 110, "subscription": "sub_1"});
    assert_eq!(wrong(db, &item, &expected).await, [""; 0]);
    // Its own period counts more than its subscription's.
    let mut newer = subscription(120);
    newer["items"]["data"][0]["current_period_start"] = 115.into();
    db.sync_any(&mirror, vec![data::<StripeObject>(&newer, answer(11))]).await.unwrap().remove(0).unwrap();
    assert_eq!(wrong(db, &item, &json!({"current_period_start": 115, "current_period_end": 130})).await, [""; 0]);
}

contract! {
    what_is_there_is_found_wherever_it_was,
    an_item_has_its_period_from_its_subscription,
}
