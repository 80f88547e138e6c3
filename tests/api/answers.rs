//! What an answer is, and from when.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::observed::{Observed, Outcome, SKEW};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::{RetrievePaymentIntent, UpdatePaymentIntent};
use diesel_stripe::testing::{API_VERSION, FakeStripe};

use crate::mirrored::database;
use crate::scripted_server::{Server, answer};
use crate::{a_dollar, async_stripes_client_of, client_of, fake, second};

const DAY_LESS_A_MINUTE: Duration = Duration::from_secs(24 * 3600 - 60);

#[tokio::test]
async fn the_bytes_are_those_received() {
    let bodies = [
        "{ \"id\" : \"pi_1\",\n\t\"object\":\"payment_intent\",\r\n \"amount\": 1.0e2, \"name\": \"\\u00e9 é\", \"id\\u0032\": [ ] }\n",
        r#"{"object":"payment_intent","id":"pi_1","amount":100000000000000000000,"unheard_of":{"object":"thing"}}"#,
    ];
    for body in bodies {
        let server = Server::start([answer("200 OK", "", body)]).await;
        let stripe = server.client().build().unwrap();
        let data = PaymentIntent::api_retrieve(&stripe, &RetrievePaymentIntent::new("pi_1")).await.unwrap();
        assert_eq!(data.json(), body);
    }
}

#[tokio::test]
async fn an_answer_says_what_its_headers_said() {
    let (fake, stripe) = fake().await;
    let created = PaymentIntent::api_create(&stripe, &a_dollar()).await.unwrap();
    assert_eq!(created.request_id(), Some(fake.requests()[0].request_id.as_str()));
    assert_eq!(created.api_version(), Some(API_VERSION));
    assert_eq!((created.object(), created.stripe_account()), ("payment_intent", ""));
    assert_eq!((created.livemode(), created.is_deleted(), created.replaced().len()), (Some(false), false, 0));
    assert_eq!(created.typed().unwrap().id.as_str(), created.id());
}

#[tokio::test]
async fn the_interval_is_on_stripes_clock_and_not_before_the_creation() {
    let (fake, stripe) = fake().await;
    let created = PaymentIntent::api_create(&stripe, &a_dollar()).await.unwrap();
    assert_eq!(created.observed(), Observed { from: second(0), to: second(1) });
    // Long after: from the header less the time that the call took, which is not known here.
    fake.clock().advance(Duration::from_secs(1_000_000));
    let start = Utc::now();
    let read = PaymentIntent::api_retrieve(&stripe, &RetrievePaymentIntent::new(created.id())).await.unwrap();
    let took = (Utc::now() - start).max(TimeDelta::zero()) + TimeDelta::seconds(1);
    let Observed { from, to } = read.observed();
    assert_eq!(to, second(1_000_001));
    assert!(from <= second(1_000_000) && from >= second(1_000_000) - took, "{from}");
    assert_eq!(from, from.trunc_subsecs(6));
}

#[tokio::test]
async fn without_headers_the_interval_is_as_wide_as_clocks_differ() {
    // Its clock is the machine's: that is what this client's answers are timed by.
    let fake = FakeStripe::start().await.unwrap();
    let theirs = async_stripes_client_of(&fake);
    let created = PaymentIntent::api_create(&client_of(&fake), &a_dollar()).await.unwrap();
    let start = Utc::now();
    let data = PaymentIntent::api_retrieve(&theirs, &RetrievePaymentIntent::new(created.id())).await.unwrap();
    let end = Utc::now();
    let Observed { from, to } = data.observed();
    // The intent's `created` is no bound: it may be in the simulated time of its customer's test clock.
    assert!(from >= start - SKEW - TimeDelta::microseconds(1) && from <= end - SKEW, "{start} {from} {end}");
    assert!(to >= start + SKEW && to <= end + SKEW + TimeDelta::microseconds(1), "{start} {to} {end}");
    assert_eq!((data.request_id(), data.api_version()), (None, None));
}

#[tokio::test]
async fn a_replayed_answer_is_as_old_as_the_object() {
    let (fake, stripe) = fake().await;
    let request = a_dollar();
    let created = PaymentIntent::api_create(&stripe, request.idempotency_key("order:1")).await.unwrap();
    fake.clock().advance(DAY_LESS_A_MINUTE);
    let update = UpdatePaymentIntent::new(created.id()).amount(200);
    let updated = PaymentIntent::api_update(&stripe, &update).await.unwrap();
    let replayed = PaymentIntent::api_create(&stripe, request.idempotency_key("order:1")).await.unwrap();
    assert_eq!((replayed.id(), replayed.json()), (created.id(), created.json()));
    // In test mode, not even the object's `created` bounds it: that may be in the simulated time of a test clock.
    assert_eq!(replayed.observed(), Observed { from: DateTime::UNIX_EPOCH, to: second(24 * 3600 - 59) });

    let mut conn = database().await;
    PaymentIntent::sync_from_stripe_data(&mut conn, &updated).await.unwrap();
    let synced = PaymentIntent::sync(&mut conn, &replayed).await.unwrap();
    assert_eq!((synced.outcome, synced.row.amount), (Outcome::Tied, Some(200)), "only Stripe knows");
}

#[tokio::test]
async fn an_answer_that_may_have_been_replayed_is_as_old_as_the_object() {
    // async-stripe's client does not say whether Stripe replayed what it had said for the key before.
    let (fake, stripe) = fake().await;
    let theirs = async_stripes_client_of(&fake);
    let request = a_dollar();
    let created = PaymentIntent::api_create(&stripe, request.idempotency_key("order:1")).await.unwrap();
    let update = UpdatePaymentIntent::new(created.id()).amount(200);
    let updated = PaymentIntent::api_update(&stripe, &update).await.unwrap();
    let replayed = PaymentIntent::api_create(&theirs, request.idempotency_key("order:1")).await.unwrap();
    assert_eq!(replayed.json(), created.json());
    assert_eq!(replayed.observed().from, DateTime::UNIX_EPOCH, "of any time at all");
    assert!(replayed.observed().to > Utc::now());

    let mut conn = database().await;
    PaymentIntent::sync_from_stripe_data(&mut conn, &updated).await.unwrap();
    let synced = PaymentIntent::sync(&mut conn, &replayed).await.unwrap();
    assert_eq!((synced.outcome, synced.row.amount), (Outcome::Tied, Some(200)));
}
