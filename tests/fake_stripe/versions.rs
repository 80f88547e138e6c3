use diesel_stripe::testing::{API_VERSION, Clock, FakeStripe};
use serde_json::{Value, json};

use crate::caller::{Caller, START, customer, stripe, time};
use crate::receiver::Receiver;

const PAID: &str = "amount=100&currency=usd&payment_method=pm_card_visa&confirm=true";

#[tokio::test]
async fn answers_are_rendered_in_the_version_that_was_asked_for() {
    let (_stripe, caller) = stripe().await;
    let older = caller.with("stripe-version", "2022-08-01");
    let intent = older.post("/v1/payment_intents", PAID).await;
    assert_eq!(intent.json["charges"]["data"][0]["object"], "charge");
    assert!(intent.json.get("latest_charge").is_none());
    let path = format!("/v1/payment_intents/{}", intent.id());
    let newer = caller.get(&path).await.json;
    assert_eq!(newer["latest_charge"], intent.json["charges"]["data"][0]["id"]);
    assert!(newer.get("charges").is_none());
    assert_eq!(older.get("/v1/payment_intents").await.json["data"][0], intent.json);

    // Also where it is within another object, or an error.
    let charge = newer["latest_charge"].as_str().unwrap();
    let charge = older.get(&format!("/v1/charges/{charge}?expand[]=payment_intent")).await.json;
    assert!(charge["payment_intent"]["charges"].is_object());
    let refused = older.post(&format!("{path}/confirm"), "").await;
    assert!(refused.json["error"]["payment_intent"]["charges"].is_object());
}

#[tokio::test]
async fn metadata_that_looks_like_an_object_stays_as_it_is() {
    let (_stripe, caller) = stripe().await;
    let older = caller.with("stripe-version", "2019-09-09");
    let created = older.post("/v1/customers", "balance=7&metadata[object]=customer&metadata[balance]=1").await.json;
    assert_eq!((&created["account_balance"], created.get("balance")), (&json!(7), None));
    assert_eq!(created["metadata"], json!({ "object": "customer", "balance": "1" }));
}

#[tokio::test]
async fn events_have_the_version_of_their_endpoint_or_of_the_account() {
    let builder = FakeStripe::builder().clock(Clock::at(time(START))).api_version("2016-07-06");
    let stripe = builder.start().await.unwrap();
    let caller = Caller::new(&stripe);
    let (accounts, own) = (Receiver::start().await, Receiver::start().await);
    accounts.register(&caller, &["*"], "").await;
    own.register(&caller, &["*"], &format!("&api_version={API_VERSION}")).await;
    let id = customer(&caller).await;
    caller.post(&format!("/v1/customers/{id}"), "balance=5").await;
    stripe.settled().await;

    let shape = |event: &Value| {
        let object = &event["data"]["object"];
        let previous = &event["data"]["previous_attributes"];
        (event["api_version"].clone(), object["account_balance"].clone(), object["balance"].clone(), previous.clone())
    };
    let older = (json!("2016-07-06"), json!(5), Value::Null, json!({ "account_balance": 0 }));
    let newer = (json!(API_VERSION), Value::Null, json!(5), json!({ "balance": 0 }));
    assert_eq!(shape(&accounts.got()[1].event), older);
    assert_eq!(shape(&own.got()[1].event), newer);
    assert_eq!(shape(&stripe.events()[1]), older);
    // An event stays as it was, whatever the version of who reads it.
    let read = caller.with("stripe-version", API_VERSION).get("/v1/events").await.json;
    assert_eq!(shape(&read["data"][0]), older);
    assert!(read["data"][0]["request"].as_str().unwrap().starts_with("req_"));
    assert!(own.got()[0].event["request"]["id"].as_str().unwrap().starts_with("req_"));
}
