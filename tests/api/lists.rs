//! Lists over all their pages.

use diesel_stripe::api::Page;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::ListPaymentIntent;
use diesel_stripe::{Error, Result, StripeData};
use futures_util::{StreamExt, TryStreamExt};

use crate::scripted_server::{Server, answer, error};
use crate::{a_dollar, fake};

fn ids(intents: &[StripeData<PaymentIntent>]) -> Vec<&str> {
    intents.iter().map(StripeData::id).collect()
}

/// A page of these elements.
fn page(elements: &[&str], has_more: bool) -> crate::scripted_server::Step {
    let body =
        format!(r#"{{"object": "list", "url": "/v1/x", "has_more": {has_more}, "data": [{}]}}"#, elements.join(", "));
    answer("200 OK", "", &body)
}

fn intent(id: &str) -> String {
    format!(r#"{{"id": "{id}", "object": "payment_intent"}}"#)
}

async fn all(server: &Server) -> Vec<Result<StripeData<PaymentIntent>>> {
    let stripe = server.client().build().unwrap();
    PaymentIntent::api_list(&stripe, &ListPaymentIntent::new().limit(2)).collect().await
}

fn asked(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|seen| seen.line).collect()
}

#[tokio::test]
async fn all_objects_come_in_order_over_as_few_pages_as_there_are() {
    let (fake, stripe) = fake().await;
    let mut created = Vec::new();
    for _ in 0..25 {
        created.push(PaymentIntent::api_create(&stripe, &a_dollar()).await.unwrap());
    }
    created.reverse();
    fake.clear_requests();

    let request = ListPaymentIntent::new().limit(10);
    let listed: Vec<_> = PaymentIntent::api_list(&stripe, &request).try_collect().await.unwrap();
    assert_eq!(ids(&listed), ids(&created));
    let requests: Vec<_> = fake.requests().into_iter().map(|request| request.params).collect();
    let parameter = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        requests,
        [
            vec![parameter("limit", "10")],
            vec![parameter("limit", "10"), parameter("starting_after", created[9].id())],
            vec![parameter("limit", "10"), parameter("starting_after", created[19].id())],
        ]
    );

    let backwards = ListPaymentIntent::new().limit(10).ending_before(created[22].id());
    let pages: Vec<Page<PaymentIntent>> =
        PaymentIntent::api_list_pages(&stripe, &backwards).try_collect().await.unwrap();
    let listed: Vec<Vec<_>> = pages
        .into_iter()
        .map(|page| page.data.into_iter().map(|data| data.unwrap().id().to_owned()).collect())
        .collect();
    assert_eq!(listed, [&created[12..22], &created[2..12], &created[..2]].map(ids));
}

#[tokio::test]
async fn pages_are_read_when_they_are_needed() {
    let (fake, stripe) = fake().await;
    for _ in 0..3 {
        PaymentIntent::api_create(&stripe, &a_dollar()).await.unwrap();
    }
    fake.clear_requests();
    let request = ListPaymentIntent::new().limit(1);
    let two: Vec<_> = PaymentIntent::api_list(&stripe, &request).take(2).try_collect().await.unwrap();
    assert_eq!((two.len(), fake.requests().len()), (2, 2));
}

#[tokio::test]
async fn the_cursor_moves_and_the_filters_stay() {
    let server = Server::start([page(&[&intent("pi_2")], true), page(&[&intent("pi_1")], false)]).await;
    let stripe = server.client().build().unwrap();
    let request = ListPaymentIntent::new().customer("cus_1").limit(1).starting_after("pi_3");
    let call = request.on_account("acct_1");
    let listed: Vec<_> = PaymentIntent::api_list(&stripe, call).try_collect().await.unwrap();
    assert_eq!(ids(&listed), ["pi_2", "pi_1"]);
    assert_eq!(
        asked(&server),
        [
            "GET /v1/payment_intents?customer=cus_1&limit=1&starting_after=pi_3",
            "GET /v1/payment_intents?customer=cus_1&limit=1&starting_after=pi_2",
        ]
    );
    assert!(server.seen().iter().all(|seen| seen.header("stripe-account") == Some("acct_1")));
    assert!(listed.iter().all(|data| data.stripe_account() == "acct_1"));
}

#[tokio::test]
async fn one_bad_object_does_not_cost_the_others() {
    let too_long = intent(&"x".repeat(256));
    let bad =
        ["7", "null", "{}", r#"{"object": "payment_intent"}"#, r#"{"id": "ch_1", "object": "charge"}"#, &too_long];
    for bad in bad {
        let server =
            Server::start([page(&[&intent("pi_3"), bad, &intent("pi_2")], true), page(&[&intent("pi_1")], false)])
                .await;
        let listed = all(&server).await;
        let ids: Vec<_> = listed.iter().map(|data| data.as_ref().map(StripeData::id).ok()).collect();
        assert_eq!(ids, [Some("pi_3"), None, Some("pi_2"), Some("pi_1")], "{bad}");
    }
}

#[tokio::test]
async fn a_bad_object_at_the_end_of_a_page_does_not_hide_the_next() {
    let server = Server::start([page(&[&intent("pi_3"), "{}"], true), page(&[&intent("pi_2")], false)]).await;
    let listed = all(&server).await;
    assert_eq!(listed.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(asked(&server)[1], "GET /v1/payment_intents?limit=2&starting_after=pi_3");
}

#[tokio::test]
async fn a_page_that_fails_ends_the_list_with_its_error() {
    for failure in [
        error("400 Bad Request", "", "resource_missing"),
        answer("200 OK", "", r#"{"id": "pi_1", "object": "payment_intent"}"#),
        answer("200 OK", "", "<html>"),
    ] {
        let server = Server::start([page(&[&intent("pi_2")], true), failure]).await;
        let listed = all(&server).await;
        assert_eq!(listed.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn more_without_an_id_to_go_on_from_is_an_error() {
    for elements in [&[][..], &["{}"]] {
        let server = Server::start([page(elements, true)]).await;
        let listed = all(&server).await;
        let error = listed.last().unwrap().as_ref().unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }) && error.to_string().contains("has more"), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}
