//! A host may have every transaction isolated above READ COMMITTED: its database then refuses statements that it cannot serialize.

use diesel_stripe::api::ApiCreate;
use diesel_stripe::client::Client;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, Price, Subscription};
use diesel_stripe::stripe_billing::subscription::{CreateSubscription, CreateSubscriptionItems};
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::stripe_product::price::{
    CreatePrice, CreatePriceProductData, CreatePriceRecurring, CreatePriceRecurringInterval,
};
use diesel_stripe::stripe_types::Currency;

use crate::database::Database;
use crate::refresh::{created, fake, tie};

const INTENTS: usize = 20;
const SUBSCRIPTIONS: usize = 10;

/// Queues a subscription with an item, which the mirror knows.
async fn queue_subscription(db: &mut impl Database, stripe: &Client, customer: &str) {
    let price = CreatePrice::new(Currency::USD)
        .unit_amount(100)
        .product_data(CreatePriceProductData::new("Gold"))
        .recurring(CreatePriceRecurring::new(CreatePriceRecurringInterval::Month));
    let price = Price::api_create(stripe, &price).await.unwrap().id().to_owned();
    let item = CreateSubscriptionItems { price: Some(price), ..CreateSubscriptionItems::new() };
    let request = CreateSubscription::new().customer(customer).items([item]).trial_period_days(30_u32);
    let subscription = Subscription::api_create(stripe, &request).await.unwrap();
    let subject = subscription.subject();
    db.sync(subscription).await.unwrap();
    db.refresh_again(&subject).await.unwrap();
}

async fn two_workers_share_the_queue_above_read_committed<D: Database>(db: &mut D) {
    let (_stripe, client) = fake().await;
    let customer = Customer::api_create(&client, &CreateCustomer::new()).await.unwrap().id().to_owned();
    for level in ["REPEATABLE READ", "SERIALIZABLE"] {
        let mut other = db.another().await;
        let isolation = match D::DIALECT {
            SqlDialect::Postgres => format!("SET default_transaction_isolation = '{}'", level.to_lowercase()),
            _ => format!("SET SESSION TRANSACTION ISOLATION LEVEL {level}"),
        };
        db.execute(&isolation).await.unwrap();
        other.execute(&isolation).await.unwrap();
        for _ in 0..INTENTS {
            let (id, _) = created(&client).await;
            tie(db, &id, "").await;
        }
        for _ in 0..SUBSCRIPTIONS {
            queue_subscription(db, &client, &customer).await;
        }
        let theirs = client.clone();
        let working = tokio::spawn(async move { other.drain(&theirs, &Mirror::default()).await.unwrap() });
        let mine = db.drain(&client, &Mirror::default()).await.unwrap();
        let theirs = working.await.unwrap();
        let refreshed = mine.refreshed + theirs.refreshed;
        assert_eq!((refreshed, mine.failed + theirs.failed), (INTENTS + SUBSCRIPTIONS, 0), "{level}");
        assert_eq!(db.queued().await, [], "{level}");
    }
}

contract! { two_writers: two_workers_share_the_queue_above_read_committed }
