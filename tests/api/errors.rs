//! What Stripe refuses, as both clients tell it.

use diesel_stripe::Error;
use diesel_stripe::api::ApiClient;
use diesel_stripe::error::StripeError;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::customer::RetrieveCustomer;
use diesel_stripe::stripe_core::payment_intent::ConfirmPaymentIntent;

use crate::scripted_server::{Server, answer};
use crate::{a_dollar, async_stripes_client_of, fake};

/// Confirms with a card that is declined.
async fn declined(stripe: &impl ApiClient) -> StripeError {
    let created = PaymentIntent::api_create(stripe, &a_dollar()).await.unwrap();
    let confirm =
        ConfirmPaymentIntent::new(created.id()).payment_method("pm_card_visa_chargeDeclinedInsufficientFunds");
    let error = PaymentIntent::api_confirm(stripe, &confirm).await.unwrap_err();
    assert!(!error.is_missing());
    let Error::Stripe { call, error } = error else { panic!("{error}") };
    assert_eq!(call, format!("POST /v1/payment_intents/{}/confirm", created.id()));
    *error
}

#[tokio::test]
async fn a_declined_card() {
    let (fake, ours) = fake().await;
    let error = declined(&ours).await;
    assert_eq!((error.status, error.kind.as_deref()), (402, Some("card_error")));
    assert_eq!(error.code.as_deref(), Some("card_declined"));
    assert_eq!(error.decline_code.as_deref(), Some("insufficient_funds"));
    assert_eq!(error.request_id, fake.requests().last().map(|request| request.request_id.clone()));
    // The same through async-stripe's client, but for the header; the fake's errors have no `request_log_url`.
    let theirs = declined(&async_stripes_client_of(&fake)).await;
    assert_eq!(StripeError::clone(&theirs), theirs);
    assert_eq!((theirs.status, theirs.kind, theirs.code), (402, error.kind, error.code));
    assert_eq!((theirs.decline_code, theirs.message), (error.decline_code, error.message));
}

#[tokio::test]
async fn an_unknown_id() {
    let (fake, ours) = fake().await;
    let request = RetrieveCustomer::new("cus_none");
    for error in [
        Customer::api_retrieve(&ours, &request).await.unwrap_err(),
        Customer::api_retrieve(&async_stripes_client_of(&fake), &request).await.unwrap_err(),
    ] {
        assert!(error.is_missing(), "{error}");
        assert_eq!(error.stripe().unwrap().code.as_deref(), Some("resource_missing"));
    }
}

#[tokio::test]
async fn a_404_that_is_not_stripes_says_nothing_of_the_object() {
    // From a proxy, or because the base URL is wrong.
    for body in ["", "<html>Not Found</html>", r#"{"message": "no route"}"#] {
        let server = Server::start([answer("404 Not Found", "", body)]).await;
        let stripe = server.client().build().unwrap();
        let error = Customer::api_retrieve(&stripe, &RetrieveCustomer::new("cus_1")).await.unwrap_err();
        assert_eq!(error.stripe().unwrap().status, 404);
        assert!(!error.is_missing(), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_object_of_this_kind() {
    for (body, malformed) in [
        ("", true),
        ("[]", true),
        ("{}", true),
        (r#"{"id": "cus_1"}"#, true),
        (r#"{"id": "ch_1", "object": "charge"}"#, false),
    ] {
        let server = Server::start([answer("200 OK", "", body)]).await;
        let stripe = server.client().build().unwrap();
        let error = Customer::api_retrieve(&stripe, &RetrieveCustomer::new("cus_1")).await.unwrap_err();
        match error {
            Error::Malformed { .. } => assert!(malformed, "{body}"),
            Error::WrongObject { expected, .. } => assert!(!malformed && expected == "customer", "{body}"),
            other => panic!("{body}: {other}"),
        }
    }
}
