//! How a host tests its own payments, from one end to the other: a card is charged and refunded, while webhooks come twice and
//! in the wrong order. The shop is what a host would write; see `diesel_stripe::testing::guide`.
#![cfg(all(feature = "client", feature = "core", feature = "sqlite", feature = "testing"))]

use chrono::DateTime;
use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Charge, PaymentIntent, Refund, stripe_charges, stripe_payment_intents};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_core::refund::CreateRefund;
use diesel_stripe::stripe_data::EventBody;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::{Clock, FakeStripe, SignedEvent};
use diesel_stripe::webhook::signature::{TOLERANCE, WebhookSecret, verify_at};
use diesel_stripe::{migrations, refresh};

type Connection = SyncConnectionWrapper<SqliteConnection>;
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

diesel::table! {
    orders (number) {
        number -> BigInt,
        total -> BigInt,
        payment_intent -> Nullable<Text>,
    }
}
diesel_stripe::allow_tables_to_appear_in_same_query!(orders, stripe_payment_intents, stripe_charges);

/// The application: all of its state is in the database.
struct Shop {
    conn: Connection,
    stripe: Client,
    webhook_secret: WebhookSecret,
    clock: Clock,
}

impl Shop {
    async fn new(stripe: &FakeStripe) -> Result<Self> {
        let mut conn = Connection::establish(":memory:").await?;
        migrations::run(&mut conn).await?;
        let orders = "CREATE TABLE orders (number BIGINT PRIMARY KEY, total BIGINT NOT NULL, payment_intent TEXT)";
        conn.batch_execute(orders).await?;
        let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).build()?;
        Ok(Shop { conn, stripe: client, webhook_secret: "whsec_shop".into(), clock: stripe.clock().clone() })
    }

    /// Sells to a card. However often it is called for an order, Stripe is paid once.
    async fn sell(&mut self, number: i64, total: i64, card: &str) -> Result<()> {
        let request = CreatePaymentIntent::new(total, Currency::USD).payment_method(card).confirm(true);
        let paid = PaymentIntent::api_create(&self.stripe, request.idempotency_key(format!("order:{number}"))).await?;
        let intent = PaymentIntent::sync_from_stripe_data(&mut self.conn, &paid).await?;
        let order = (orders::number.eq(number), orders::total.eq(total), orders::payment_intent.eq(intent.id));
        diesel::replace_into(orders::table).values(order).execute(&mut self.conn).await?;
        Ok(())
    }

    async fn refund(&mut self, number: i64) -> Result<()> {
        let intent = orders::table.find(number).select(orders::payment_intent.assume_not_null());
        let intent: String = intent.first(&mut self.conn).await?;
        let request = CreateRefund::new().payment_intent(intent);
        let refund = Refund::api_create(&self.stripe, request.idempotency_key(format!("refund:{number}"))).await?;
        Refund::sync_from_stripe_data(&mut self.conn, &refund).await?;
        Ok(())
    }

    /// The webhook endpoint, without the web server around it.
    async fn webhook(&mut self, delivery: &SignedEvent) -> Result<()> {
        let (body, secrets) = (delivery.body.as_bytes(), std::slice::from_ref(&self.webhook_secret));
        verify_at(body, &delivery.signature, secrets, TOLERANCE, self.clock.now())?;
        if let Some(object) = EventBody::read(delivery.body.clone(), "")?.object()? {
            Mirror::of(&self.stripe).sync_many(&mut self.conn, [object]).await?.remove(0)?;
        }
        Ok(())
    }

    /// What the shop's pages say: an order's status, and how much of it was given back.
    async fn order(&mut self, number: i64) -> Result<(Option<String>, Option<i64>)> {
        let refresh = refresh::drain(&mut self.conn, &self.stripe, &Mirror::default()).await?;
        assert_eq!(refresh.failed, 0);
        let paid = orders::payment_intent.eq(stripe_payment_intents::id.nullable());
        let charged = stripe_payment_intents::latest_charge.eq(stripe_charges::id.nullable());
        let order = orders::table.inner_join(stripe_payment_intents::table.on(paid));
        let order = order.inner_join(stripe_charges::table.on(charged)).filter(orders::number.eq(number));
        let columns = (stripe_payment_intents::status, stripe_charges::amount_refunded);
        Ok(order.select(columns).first(&mut self.conn).await?)
    }
}

/// A shop, and its Stripe at a time that stands still.
async fn shop() -> Result<(FakeStripe, Shop)> {
    let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
    let stripe = FakeStripe::builder().clock(Clock::at(now)).start().await?;
    let shop = Shop::new(&stripe).await?;
    Ok((stripe, shop))
}

/// What Stripe would send to the shop by now.
fn deliveries(stripe: &FakeStripe) -> Vec<SignedEvent> {
    stripe.events().iter().map(|event| stripe.signed(event, "whsec_shop")).collect()
}

#[tokio::test]
async fn an_order_is_paid_and_refunded_although_webhooks_come_twice_and_in_the_wrong_order() -> Result<()> {
    let (stripe, mut shop) = shop().await?;
    shop.sell(7, 2_500, "pm_card_visa").await?;
    shop.refund(7).await?;

    // All in one second: the latest first, each one twice.
    let deliveries = deliveries(&stripe);
    assert!(deliveries.len() >= 5, "intent, charge and refund each have events");
    for delivery in deliveries.iter().rev().chain(&deliveries) {
        shop.webhook(delivery).await?;
    }

    assert_eq!(shop.order(7).await?, (Some("succeeded".into()), Some(2_500)));
    let charges: Vec<Charge> = stripe_charges::table.select(Charge::as_select()).load(&mut shop.conn).await?;
    assert_eq!(charges.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_order_is_charged_once_although_the_answer_was_lost() -> Result<()> {
    let (stripe, mut shop) = shop().await?;
    stripe.inject(diesel_stripe::testing::Fault::cut().after_work().on("POST /v1/payment_intents"));

    shop.sell(7, 2_500, "pm_card_visa").await?;
    shop.sell(7, 2_500, "pm_card_visa").await?;

    let posts: Vec<_> = stripe.requests().into_iter().filter(|request| request.method == "POST").collect();
    assert!(posts.len() >= 3, "the lost one, its repetition, and the second call");
    assert!(posts.iter().all(|post| post.idempotency_key.as_deref() == Some("order:7")));
    let charged = stripe.events().iter().filter(|event| event["type"] == "charge.succeeded").count();
    assert_eq!(charged, 1);
    Ok(())
}

#[tokio::test]
async fn a_forged_webhook_changes_nothing() -> Result<()> {
    let (stripe, mut shop) = shop().await?;
    shop.sell(7, 2_500, "pm_card_chargeDeclined").await.expect_err("the card is declined");
    let forged =
        stripe.event("payment_intent.succeeded", serde_json::json!({ "id": "pi_1", "object": "payment_intent" }));

    shop.webhook(&stripe.signed(&forged, "whsec_wrong")).await.expect_err("the signature is wrong");

    let intents: i64 = stripe_payment_intents::table.count().get_result(&mut shop.conn).await?;
    assert_eq!(intents, 0);
    Ok(())
}
