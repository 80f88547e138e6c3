//! Nothing that is shown to people or written to logs holds a secret.

use std::fmt::Debug;

use bytes::Bytes;
use diesel_stripe::api::{Call, Page};
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::{ListPaymentIntent, RetrievePaymentIntent};
use diesel_stripe::stripe_data::EventBody;
use diesel_stripe::stripe_data::JsonText;
use diesel_stripe::{Origin, StripeData};
use futures_util::TryStreamExt;

use crate::mirrored::database;
use crate::scripted_server::{Server, answer};
use crate::{a_dollar, fake, second};

/// In every secret of these tests.
const SECRET: &str = "_secret_";

fn shows_none(what: &(impl Debug + ?Sized)) {
    for text in [format!("{what:?}"), format!("{what:#?}")] {
        assert!(!text.contains(SECRET) && !text.contains("sk_test_"), "{text}");
    }
}

fn tells_none(error: diesel_stripe::Error) {
    shows_none(&error);
    assert!(!error.to_string().contains(SECRET), "{error}");
}

#[tokio::test]
async fn clients_calls_answers_and_rows() {
    let (_fake, stripe) = fake().await;
    shows_none(&stripe);
    let created = PaymentIntent::api_create(&stripe, &a_dollar()).await.unwrap();
    let secret = created.typed().unwrap().client_secret.unwrap();
    assert!(secret.contains(SECRET) && created.json().contains(&secret));
    assert_eq!(created.client_secret().as_ref(), Some(&secret));
    shows_none(&created);
    let pages: Vec<Page<PaymentIntent>> =
        PaymentIntent::api_list_pages(&stripe, &ListPaymentIntent::new()).try_collect().await.unwrap();
    shows_none(&pages);

    let mut conn = database().await;
    let synced = PaymentIntent::sync(&mut conn, &created).await.unwrap();
    assert_eq!(synced.row.client_secret(), None, "it is not stored");
    shows_none(&synced);

    let event = format!(
        r#"{{"id": "evt_1", "object": "event", "type": "payment_intent.created", "created": 1, "data": {{"object": {},
        "previous_attributes": {{"client_secret": "{secret}"}}}}}}"#,
        created.json()
    );
    shows_none(&EventBody::read(event, "").unwrap());
    shows_none(&JsonText::new(Bytes::from(format!("{secret:?}"))).unwrap());
    shows_none(&Call::from(&RetrievePaymentIntent::new(created.id()).client_secret(&*secret)));
    shows_none(&Call::from(&a_dollar().description(secret)));
}

#[tokio::test]
async fn the_error_of_a_declined_payment() {
    // It holds the whole intent, with its client secret.
    let (_fake, stripe) = fake().await;
    let request = a_dollar().payment_method("pm_card_visa_chargeDeclined").confirm(true);
    tells_none(PaymentIntent::api_create(&stripe, &request).await.unwrap_err());
}

#[tokio::test]
async fn errors_of_answers_that_are_not_what_they_should_be() {
    let texts = [
        r#""pi_1_secret_2""#,
        r#"["pi_1_secret_2"]"#,
        r#"{"client_secret": "pi_1_secret_2"}"#,
        r#"{"id": "pi_1", "object": ["pi_1_secret_2"]}"#,
        r#"{"data": "pi_1_secret_2", "type": "pi_1_secret_2"}"#,
        r#"{"id": "evt_1", "type": "x", "created": "pi_1_secret_2"}"#,
        r#"{"data": [], "has_more": "pi_1_secret_2"}"#,
        r#"{"client_secret": "pi_1_secret_2", }"#,
        "pi_1_secret_2",
    ];
    for text in texts {
        let origin = Origin::read_at(second(0));
        tells_none(StripeData::<PaymentIntent>::from_json(text, origin).unwrap_err());
        tells_none(EventBody::read(text, "").unwrap_err());
        let server = Server::start([answer("200 OK", "", text)]).await;
        let stripe = server.client().build().unwrap();
        let listed: Result<Vec<_>, _> = PaymentIntent::api_list(&stripe, &ListPaymentIntent::new()).try_collect().await;
        tells_none(listed.unwrap_err());
    }
}
