//! From Stripe into the database.

use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, RunQueryDsl};
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, PaymentIntent, stripe_customers, stripe_payment_intents};
use diesel_stripe::observed::Outcome;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::stripe_core::payment_intent::{CapturePaymentIntent, ConfirmPaymentIntent, RetrievePaymentIntent};
use diesel_stripe::stripe_shared::PaymentIntentCaptureMethod;
use diesel_stripe::testing::FakeStripe;
use diesel_stripe::{Error, StripeData, migrations, refresh};

use crate::scripted_server::{Server, answer};
use crate::stored::stored as without_secrets;
use crate::{a_dollar, fake};

pub type Connection = SyncConnectionWrapper<SqliteConnection>;

/// An empty mirror of this test's own.
pub async fn database() -> Connection {
    let mut conn = Connection::establish(":memory:").await.unwrap();
    migrations::run(&mut conn).await.unwrap();
    conn
}

async fn stored(conn: &mut Connection, id: &str) -> PaymentIntent {
    stripe_payment_intents::table
        .filter(stripe_payment_intents::id.eq(id))
        .select(PaymentIntent::as_select())
        .first(conn)
        .await
        .unwrap()
}

/// Mirrors what was answered; the row is then what Stripe has.
async fn mirrored(
    conn: &mut Connection,
    fake: &FakeStripe,
    stripe: &Client,
    data: &StripeData<PaymentIntent>,
) -> PaymentIntent {
    let synced = PaymentIntent::sync_from_stripe_data(conn, data).await.unwrap();
    let row = stored(conn, data.id()).await;
    assert!(row == synced);
    let now = PaymentIntent::api_retrieve(stripe, &RetrievePaymentIntent::new(data.id())).await.unwrap();
    assert_eq!(row.stripe_data, without_secrets(&serde_json::from_str(now.json()).unwrap()));
    fake.clock().advance(std::time::Duration::from_secs(60));
    row
}

#[tokio::test]
async fn a_payment_from_its_creation_to_its_capture() {
    let (fake, stripe) = fake().await;
    let mut conn = database().await;
    let request = a_dollar().capture_method(PaymentIntentCaptureMethod::Manual);
    let created = PaymentIntent::api_create(&stripe, &request).await.unwrap();
    let row = mirrored(&mut conn, &fake, &stripe, &created).await;
    assert_eq!(row.status.as_deref(), Some("requires_payment_method"));

    let declined = ConfirmPaymentIntent::new(created.id()).payment_method("pm_card_visa_chargeDeclined");
    let error = PaymentIntent::api_confirm(&stripe, &declined).await.unwrap_err();
    assert_eq!(error.stripe().unwrap().code.as_deref(), Some("card_declined"));
    // The decline changed the intent, too.
    let read = PaymentIntent::api_retrieve(&stripe, &RetrievePaymentIntent::new(created.id())).await.unwrap();
    let row = mirrored(&mut conn, &fake, &stripe, &read).await;
    assert_eq!(row.status.as_deref(), Some("requires_payment_method"));
    assert_eq!(row.stripe_data["last_payment_error"]["code"], "card_declined");

    let confirm = ConfirmPaymentIntent::new(created.id()).payment_method("pm_card_visa");
    let confirmed = PaymentIntent::api_confirm(&stripe, &confirm).await.unwrap();
    let row = mirrored(&mut conn, &fake, &stripe, &confirmed).await;
    assert_eq!((row.status.as_deref(), row.amount_capturable), (Some("requires_capture"), Some(100)));

    let capture = CapturePaymentIntent::new(created.id()).amount_to_capture(60);
    let captured = PaymentIntent::api_capture(&stripe, &capture).await.unwrap();
    let row = mirrored(&mut conn, &fake, &stripe, &captured).await;
    assert_eq!((row.status.as_deref(), row.amount_received), (Some("succeeded"), Some(60)));
    assert_eq!(row.revision, 4);

    let stale = PaymentIntent::sync(&mut conn, &confirmed).await.unwrap();
    assert_eq!(stale.outcome, Outcome::Stale);
    assert!(stale.row == row);
}

#[tokio::test]
async fn an_expanded_customer_is_mirrored_with_the_intent() {
    let (_fake, stripe) = fake().await;
    let mut conn = database().await;
    let customer = Customer::api_create(&stripe, &CreateCustomer::new().email("jenny@example.com")).await.unwrap();
    let request = a_dollar().customer(customer.id()).expand(["customer".to_owned()]);
    let created = PaymentIntent::api_create(&stripe, &request).await.unwrap();
    let intent = PaymentIntent::sync_from_stripe_data(&mut conn, &created).await.unwrap();
    assert_eq!(intent.customer.as_deref(), Some(customer.id()));
    let (email, joined): (Option<String>, String) = stripe_payment_intents::table
        .inner_join(stripe_customers::table.on(stripe_payment_intents::customer.eq(stripe_customers::id.nullable())))
        .select((stripe_customers::email, stripe_customers::id))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!((email.as_deref(), joined.as_str()), (Some("jenny@example.com"), customer.id()));
}

#[tokio::test]
async fn what_async_stripe_cannot_read_is_mirrored_all_the_same() {
    let body = r#"{"id": "pi_1", "object": "payment_intent", "status": "on_the_moon", "currency": "usd"}"#;
    let server = Server::start([answer("200 OK", "", body)]).await;
    let stripe = server.client().build().unwrap();
    let data = PaymentIntent::api_retrieve(&stripe, &RetrievePaymentIntent::new("pi_1")).await.unwrap();
    let error = data.typed().unwrap_err();
    assert!(matches!(error, Error::Typed { .. }));
    assert!(error.to_string().contains("payment_intent pi_1"), "{error}");
    let mut conn = database().await;
    PaymentIntent::sync_from_stripe_data(&mut conn, &data).await.unwrap();
    let row = stored(&mut conn, "pi_1").await;
    assert_eq!((row.status.as_deref(), row.amount), (Some("on_the_moon"), None));
}

/// A row of the platform that is queued to be read again.
async fn queued(conn: &mut Connection) {
    let tied = |amount: i64| {
        let json = format!(r#"{{"id": "pi_1", "object": "payment_intent", "amount": {amount}}}"#);
        let origin = diesel_stripe::Origin::event(crate::second(0), "payment_intent.succeeded");
        StripeData::<PaymentIntent>::from_json(json, origin).unwrap()
    };
    PaymentIntent::sync_from_stripe_data(conn, &tied(1)).await.unwrap();
    assert_eq!(PaymentIntent::sync(conn, &tied(2)).await.unwrap().outcome, Outcome::Tied);
}

#[tokio::test]
async fn a_refresh_reads_from_the_account_that_owns_the_row() {
    let read = r#"{"id": "pi_1", "object": "payment_intent", "amount": 2}"#;
    let server = Server::start([answer("200 OK", "", read)]).await;
    // The client's calls are on behalf of a connected account, unless they say otherwise.
    let stripe = server.client().stripe_account("acct_1").build().unwrap();
    let mut conn = database().await;
    queued(&mut conn).await;
    let drained = refresh::drain(&mut conn, &stripe, &Mirror::default()).await.unwrap();
    assert_eq!((drained.refreshed, drained.failed), (1, 0));
    assert_eq!(server.seen()[0].header("stripe-account"), None);
    assert_eq!(stored(&mut conn, "pi_1").await.amount, Some(2));
}

#[tokio::test]
async fn a_404_from_a_proxy_deletes_nothing() {
    let said = r#"{"error": {"type": "invalid_request_error", "code": "resource_missing",
        "message": "No such payment_intent: 'pi_1'", "param": "intent"}}"#;
    for (body, failed, unconfirmed) in [("<html>", 1, 0), (said, 0, 1)] {
        let server = Server::start([answer("404 Not Found", "", body)]).await;
        let stripe = server.client().build().unwrap();
        let mut conn = database().await;
        queued(&mut conn).await;
        let drained = refresh::drain(&mut conn, &stripe, &Mirror::default()).await.unwrap();
        assert_eq!((drained.refreshed, drained.failed, drained.unconfirmed), (0, failed, unconfirmed));
        assert!(!stored(&mut conn, "pi_1").await.deleted, "not even Stripe's own word, before it is said twice");
    }
}
