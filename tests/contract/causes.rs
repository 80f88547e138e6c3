//! A `last_error` says why, with the causes, and without what somebody entered.

use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use serde_json::json;

use crate::calling::Calling;
use crate::calls::of;
use crate::refresh::{drained, tie};
use crate::scripted::Scripted;

/// A client of a Stripe that is not there.
async fn nowhere() -> Client {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", free.local_addr().unwrap());
    Client::builder("sk_test_hush").base_url(base_url).no_rate_limit().max_retries(0).build().unwrap()
}

async fn no_answer_is_an_error_with_its_cause(db: &mut impl Calling) {
    let client = nowhere().await;
    tie(db, "pi_1", "").await;
    assert_eq!(db.drain(&client, &Mirror::default()).await.unwrap(), drained(0, 1));
    db.create::<PaymentIntent>(&client, "order:1", &of(100)).await.unwrap_err();
    let of_object = db.queued().await[0].last_error.clone();
    let of_call = db.found("order:1", "").await.unwrap().last_error;
    for (error, call) in [(of_object, "GET /v1/payment_intents/pi_1"), (of_call, "POST /v1/payment_intents")] {
        let error = error.unwrap().to_lowercase();
        let call = call.to_lowercase();
        assert!(error.starts_with(&format!("{call}: no answer from stripe: ")), "{error}");
        assert!(error.contains("connection refused"), "{error}");
        assert_eq!(error.matches("connection refused").count(), 1, "{error}");
    }
}

async fn what_stripe_says_is_kept_whatever_it_says(db: &mut impl Calling) {
    let message = format!("Not\0 today, ann@shop.example. {}", "x".repeat(10_000));
    let refused = (400, json!({"error": {"type": "invalid_request_error", "message": message}}));
    tie(db, "pi_1", "").await;
    let scripted = Scripted::start(vec![refused; 2]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(0, 1));
    db.create::<PaymentIntent>(&scripted.client(), "order:1", &of(100)).await.unwrap_err();
    let call = db.found("order:1", "").await.unwrap();
    assert_eq!(call.state, "failed");
    for error in [db.queued().await[0].last_error.clone(), call.last_error] {
        let error = error.unwrap();
        assert!(error.contains("Not\u{fffd} today, [e-mail]. x") && error.chars().count() == 4_000, "{error}");
    }
}

contract! { no_answer_is_an_error_with_its_cause, what_stripe_says_is_kept_whatever_it_says }
