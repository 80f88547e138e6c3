use diesel_stripe::testing::{API_VERSION, Clock, FakeStripe};
use hyper::Method;
use serde_json::{Value, json};

use crate::caller::{Caller, START, customer, stripe, time};
use crate::receiver::Receiver;
use crate::subscriptions::shop;

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
async fn subscriptions_and_invoices_were_others_before_2025() {
    let shop = shop("pm_card_visa").await;
    let newer = shop.subscribe("").await.json;
    let (invoice, item) = (&newer["latest_invoice"], &newer["items"]["data"][0]);
    let intent = &invoice["payments"]["data"][0]["payment"]["payment_intent"];
    let older = shop.caller.with("stripe-version", "2024-06-20");
    let read =
        async |path: &str, object: &Value| older.get(&format!("{path}/{}", object["id"].as_str().unwrap())).await.json;

    let subscription = read("/v1/subscriptions", &newer).await;
    assert_eq!(subscription["current_period_end"], item["current_period_end"]);
    assert!(subscription["items"]["data"][0].get("current_period_end").is_none());

    let old_invoice = read("/v1/invoices", invoice).await;
    assert_eq!((&old_invoice["subscription"], &old_invoice["payment_intent"]), (&newer["id"], intent));
    assert!(old_invoice["charge"].as_str().unwrap().starts_with("ch_"));
    assert_eq!(
        (&old_invoice["paid"], old_invoice.get("parent"), old_invoice.get("payments")),
        (&json!(true), None, None)
    );
    let line = &old_invoice["lines"]["data"][0];
    assert_eq!((&line["subscription"], &line["subscription_item"]), (&newer["id"], &item["id"]));
    assert_eq!((&line["price"], &line["type"]), (&item["price"], &json!("subscription")));
    // In an answer of before, also where it is expanded.
    let path = format!("/v1/subscriptions/{}?expand[]=latest_invoice", newer["id"].as_str().unwrap());
    assert_eq!(older.get(&path).await.json["latest_invoice"], old_invoice);
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
    let read = caller.with("stripe-version", API_VERSION).raw(&Method::GET, "/v1/events", "").await.unwrap().json;
    assert_eq!(shape(&read["data"][0]), older);
    assert!(read["data"][0]["request"].as_str().unwrap().starts_with("req_"));
    assert!(own.got()[0].event["request"]["id"].as_str().unwrap().starts_with("req_"));
}
