//! Any `StripeClient` will do.

use std::fmt::Display;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use diesel_stripe::Error;
use diesel_stripe::api::Answer;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::observed::Observed;
use diesel_stripe::prelude::*;
use stripe_client_core::{CustomizedStripeRequest, StripeClient, StripeClientErr};

use crate::{a_dollar, async_stripes_client_of, fake, second};

/// Somebody's client around another one.
struct Counting<C> {
    calls: AtomicUsize,
    client: C,
}

impl<C: StripeClient + Sync> StripeClient for Counting<C> {
    type Err = C::Err;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, C::Err> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.client.execute(request).await
    }
}

#[tokio::test]
async fn around_ours_the_headers_still_get_through() {
    let (fake, client) = fake().await;
    let stripe = Counting { calls: AtomicUsize::new(0), client };
    let created = PaymentIntent::api_create(&stripe, a_dollar().on_account("acct_1")).await.unwrap();
    assert_eq!(created.observed(), Observed { from: second(0), to: second(1) });
    assert_eq!(created.request_id(), Some(fake.requests()[0].request_id.as_str()));
    assert_eq!(stripe.calls.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn around_async_stripes_there_are_none() {
    let (fake, _) = fake().await;
    let stripe = Counting { calls: AtomicUsize::new(0), client: async_stripes_client_of(&fake) };
    let created = PaymentIntent::api_create(&stripe, &a_dollar()).await.unwrap();
    assert_eq!((created.typed().unwrap().amount, created.request_id()), (100, None));
    assert_eq!(stripe.calls.load(Ordering::Relaxed), 1);
}

/// A client of nobody's making that never gets through.
struct Offline;

#[derive(Debug)]
struct NoLine;

impl Display for NoLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the line is dead")
    }
}

impl std::error::Error for NoLine {}

impl StripeClientErr for NoLine {
    fn deserialize_err(_: impl Display) -> Self {
        NoLine
    }
}

impl StripeClient for Offline {
    type Err = NoLine;

    async fn execute(&self, _: CustomizedStripeRequest) -> Result<Bytes, NoLine> {
        // Outside of a call of the crate's, or before the error: it has no effect.
        Answer::default().report();
        Err(NoLine)
    }
}

#[tokio::test]
async fn its_own_error_is_the_source_of_ours() {
    let error = PaymentIntent::api_create(&Offline, &a_dollar()).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /v1/payment_intents: the line is dead");
    assert!(matches!(&error, Error::Client { source, .. } if source.is::<NoLine>()), "{error:?}");
}
