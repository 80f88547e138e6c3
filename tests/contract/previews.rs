//! A preview of an invoice is no invoice: there is none in Stripe.

use diesel_stripe::error::Subject;
use diesel_stripe::mirror::{Hydrate, Mirror};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Charge, Invoice, InvoiceLineItem};
use diesel_stripe::stripe_data::EventBody;
use diesel_stripe::{Error, Result};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, data};
use crate::webhook::{Script, body, delivery, with_effects};

fn preview() -> Value {
    let line = json!({"id": "il_tmp_1", "object": "line_item", "amount": 5, "invoice": "upcoming_in_1"});
    json!({
        "id": "upcoming_in_1", "object": "invoice", "customer": "cus_1", "amount_due": 5, "subscription": "sub_1",
        "lines": {"object": "list", "data": [line], "has_more": true, "url": "/v1/invoices/upcoming/lines?customer=cus_1"},
    })
}

fn is_refused<T>(result: &Result<T>) -> bool {
    matches!(result, Err(Error::Preview { subject }) if subject.id.as_deref() == Some("upcoming_in_1"))
}

async fn holds_nothing(db: &mut impl Database) {
    for table in ["stripe_invoices", "stripe_invoice_line_items", "stripe_objects", "stripe_refreshes"] {
        assert_eq!(db.count(table).await, 0, "{table}");
    }
}

async fn it_is_refused_and_says_so(db: &mut impl Database) {
    assert!(is_refused(&db.sync(data::<Invoice>(&preview(), answer(5))).await));
    let many = db.sync_many(vec![data::<Invoice>(&preview(), answer(5))]).await.unwrap();
    assert!(is_refused(&many[0]), "{many:?}");
    let mirror = Mirror::default().hydrate(Hydrate::Missing);
    let any = db.sync_any(&mirror, vec![data::<StripeObject>(&preview(), answer(5))]).await.unwrap();
    assert!(is_refused(&any[0]), "{any:?}");
    holds_nothing(db).await;
}

async fn within_another_object_it_is_left_there(db: &mut impl Database) {
    let charge = json!({"id": "ch_1", "object": "charge", "invoice": preview(), "customer": preview()});
    db.sync(data::<Charge>(&charge, answer(5))).await.unwrap();
    holds_nothing(db).await;
}

async fn its_lines_are_refused_where_they_come_alone(db: &mut impl Database) {
    let line = json!({"id": "il_tmp_1", "object": "line_item", "amount": 5, "invoice": "upcoming_in_1"});
    let refused = db.sync(data::<InvoiceLineItem>(&line, answer(5))).await.map(|_| ());
    assert!(matches!(refused, Err(Error::Preview { .. })), "{refused:?}");
    holds_nothing(db).await;
}

async fn it_is_never_read_again(db: &mut impl Database) {
    assert!(is_refused(&db.refresh_again(&Subject::new("invoice", "upcoming_in_1", "")).await));
    let mirror = Mirror::default().hydrate(Hydrate::Missing);
    let item = json!({"id": "ii_1", "object": "invoiceitem", "invoice": "upcoming_in_1"});
    let charge = json!({"id": "ch_1", "object": "charge", "invoice": "upcoming_in_1"});
    db.sync_any(&mirror, vec![data::<StripeObject>(&item, answer(5)), data(&charge, answer(5))]).await.unwrap();
    assert_eq!(db.queued().await, []);
}

async fn its_event_is_done<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let bodies = [preview(), json!({"object": "invoice", "customer": "cus_1"})];
    for (n, object) in bodies.into_iter().enumerate() {
        let body = body(&format!("evt_{n}"), 5, "invoice.upcoming", object);
        assert!(EventBody::read(body.to_string(), "").unwrap().object().unwrap().is_none());
        db.store(&[delivery(&body)]).await.unwrap();
    }
    let processed = db.process(&D::processor(&script, None)).await.unwrap();
    assert_eq!((processed.done, processed.failed, processed.dead), (2, 0, 0));
    assert_eq!(script.ids(), ["evt_0", "evt_1"], "handlers get the event");
    holds_nothing(db).await;
}

contract! {
    it_is_refused_and_says_so,
    within_another_object_it_is_left_there,
    its_lines_are_refused_where_they_come_alone,
    it_is_never_read_again,
    its_event_is_done,
}
