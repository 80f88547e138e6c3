//! What is sent beside the parameters: the account, the idempotency key.

use std::time::Duration;

use diesel_stripe::Error;
use diesel_stripe::api::Call;
use diesel_stripe::client::Client;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::{ConfirmPaymentIntent, RetrievePaymentIntent};

use crate::scripted_server::{Seen, Server, Step, answer};
use crate::{a_dollar, async_stripes_client_of, fake};

#[tokio::test]
async fn the_account_and_the_key_are_sent_by_whichever_client() {
    let (fake, ours) = fake().await;
    let theirs = async_stripes_client_of(&fake);
    let request = a_dollar();
    let call = || request.on_account("acct_1").idempotency_key("order:1");
    let created = PaymentIntent::api_create(&ours, call()).await.unwrap();
    let again = PaymentIntent::api_create(&theirs, call()).await.unwrap();
    assert_eq!((created.id(), created.json()), (again.id(), again.json()));
    assert_eq!((created.stripe_account(), again.stripe_account()), ("acct_1", "acct_1"));
    for request in fake.requests() {
        assert_eq!(request.idempotency_key.as_deref(), Some("order:1"));
        assert_eq!(request.stripe_account.as_deref(), Some("acct_1"));
    }
    // The platform does not have it.
    let retrieve = RetrievePaymentIntent::new(created.id());
    assert!(PaymentIntent::api_retrieve(&ours, &retrieve).await.unwrap_err().is_missing());
    let confirm = ConfirmPaymentIntent::new(created.id()).payment_method("pm_card_visa");
    let confirmed = PaymentIntent::api_confirm(&ours, confirm.on_account("acct_1")).await.unwrap();
    assert_eq!((confirmed.id(), confirmed.stripe_account()), (created.id(), "acct_1"));
}

#[tokio::test]
async fn the_clients_own_account_owns_what_it_answers() {
    let (fake, platform) = fake().await;
    let connected =
        Client::builder(fake.secret_key()).base_url(fake.base_url()).stripe_account("acct_1").build().unwrap();
    let created = PaymentIntent::api_create(&connected, &a_dollar()).await.unwrap();
    assert_eq!(created.stripe_account(), "acct_1");
    let call = a_dollar();
    let call = call.on_account("acct_2");
    assert_eq!(PaymentIntent::api_create(&connected, call).await.unwrap().stripe_account(), "acct_2");
    // An empty account is the platform's own: a row's `stripe_account` can be given as it is.
    let own = a_dollar();
    for (client, call) in
        [(&platform, Call::from(&own)), (&platform, own.on_account("")), (&connected, own.on_account(""))]
    {
        assert_eq!(PaymentIntent::api_create(client, call).await.unwrap().stripe_account(), "");
        assert_eq!(fake.requests().last().unwrap().stripe_account, None);
    }
}

#[tokio::test]
async fn a_key_that_stripe_would_refuse_is_not_sent() {
    let (fake, stripe) = fake().await;
    for key in [String::new(), "k".repeat(256)] {
        let error = PaymentIntent::api_create(&stripe, a_dollar().idempotency_key(key)).await.unwrap_err();
        assert!(matches!(error, Error::Configuration(_)), "{error}");
    }
    PaymentIntent::api_create(&stripe, a_dollar().idempotency_key("k".repeat(255))).await.unwrap();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn what_is_sent_again_has_the_same_key() {
    let intent = answer("200 OK", "", r#"{"id": "pi_1", "object": "payment_intent"}"#);
    let server = Server::start([Step::Cut(String::new()), intent]).await;
    let stripe = server.client().build().unwrap();
    PaymentIntent::api_create(&stripe, a_dollar().idempotency_key("order:1")).await.unwrap();
    assert_eq!(server.seen().iter().map(Seen::key).collect::<Vec<_>>(), ["order:1"; 2]);
}

#[tokio::test]
async fn a_call_has_a_timeout_of_its_own() {
    let server = Server::start([Step::Stall(String::new())]).await;
    let stripe = server.client().max_retries(0).build().unwrap();
    let request = a_dollar();
    let error = PaymentIntent::api_create(&stripe, Call::from(&request).timeout(Duration::from_millis(1))).await;
    assert!(matches!(error, Err(Error::Timeout { seconds: 0.001, .. })), "{error:?}");
}
