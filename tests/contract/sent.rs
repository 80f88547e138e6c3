//! What Stripe sends.

use chrono::{DateTime, TimeDelta, Utc};
use diesel_stripe::model::StripeModel;
use diesel_stripe::observed::Observed;
use diesel_stripe::stripe_data::EventBody;
use diesel_stripe::{Origin, StripeData};
use serde_json::{Value, json};

/// A second on Stripe's clock.
pub fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
}

pub fn interval(from: i64, to: i64) -> Observed {
    Observed { from: at(from), to: at(to) }
}

/// An API answer that was true from one second to another: the call took so long.
pub fn answered((from, to): (i64, i64)) -> Origin {
    Origin::answer(at(to - 1), TimeDelta::seconds(to - 1 - from))
}

/// An API answer within this second.
pub fn answer(second: i64) -> Origin {
    answered((second, second + 1))
}

/// An event of this second.
pub fn event(second: i64, kind: &str) -> Origin {
    Origin::event(at(second), kind)
}

pub fn data<M: StripeModel>(json: &Value, origin: Origin) -> StripeData<M> {
    StripeData::from_json(json.to_string(), origin).unwrap()
}

/// The object that an event's body carries.
pub fn in_event<M: StripeModel>(second: i64, kind: &str, data: Value, more: Value) -> StripeData<M> {
    let mut event = json!({
        "id": "evt_1", "object": "event", "type": kind, "created": at(second).timestamp(), "data": data,
        "api_version": "2026-09-30.endive",
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let body = EventBody::read(event.to_string(), "").unwrap();
    body.object().unwrap().expect("an object").into_model().unwrap()
}

/// A payment intent with what the tests change.
pub fn intent(id: &str, amount: i64) -> Value {
    json!({
        "id": id, "object": "payment_intent", "amount": amount, "currency": "usd", "livemode": false,
        "customer": "cus_1", "metadata": {"order": "1"}, "status": "requires_payment_method",
    })
}

/// A subscription with two items and its customer expanded, whose ids are made of its own.
pub fn subscription(id: &str) -> Value {
    let item =
        |n: u8| json!({"id": format!("si_{id}_{n}"), "object": "subscription_item", "quantity": n, "subscription": id});
    json!({
        "id": id, "object": "subscription", "status": "active", "livemode": false,
        "customer": {"id": format!("cus_{id}"), "object": "customer", "livemode": false},
        "items": {"object": "list", "data": [item(1), item(2)], "has_more": false, "url": "/v1/subscription_items"},
    })
}

/// What the API answers to a deletion.
pub fn stub(object: &str, id: &str) -> Value {
    json!({"id": id, "object": object, "deleted": true})
}
