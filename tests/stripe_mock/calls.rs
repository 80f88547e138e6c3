//! Durable calls of every object that can be created: stripe-mock accepts what is added to their parameters, and the lists in which they
//! are looked for.

use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use diesel_stripe::calls::{self, Recovered};
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::*;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::{
    migrations, stripe_billing as billing, stripe_core as core, stripe_payment as payment, stripe_product as product,
};

use crate::objects::TESTED;
use crate::server::StripeMock;

macro_rules! creations {
    ($($Model:ident: $request:expr),+ $(,)?) => {
        const CREATED: &[&str] = &[$(stringify!($Model)),+];

        #[tokio::test]
        async fn every_creation_is_accepted_and_looked_for() {
            let stripe = Client::builder("sk_test_123").base_url(StripeMock::running().url()).build().unwrap();
            let mut conn = SyncConnectionWrapper::<SqliteConnection>::establish(":memory:").await.unwrap();
            migrations::run(&mut conn).await.unwrap();
            $({
                let (name, request) = (stringify!($Model), $request);
                let row = $Model::create(&mut conn, &stripe, &format!("new:{name}"), &request).await;
                let row = row.unwrap_or_else(|error| panic!("{name}: {error}"));
                let call = calls::find(&mut conn, &format!("new:{name}"), "").await.unwrap().unwrap();
                assert_eq!((call.state.as_str(), call.object_id), ("done", Some(row.id)), "{name}");

                // As if its answer had been lost long ago. stripe-mock has nothing with its metadata.
                drop($Model::store_create(&mut conn, &format!("old:{name}"), &request).await.unwrap());
                let old = "UPDATE stripe_calls SET due_at = '2020-01-01 00:00:00.000000+00:00', first_attempt_at = \
                    '2020-01-01 00:00:00.000000+00:00' WHERE state = 'pending'";
                conn.batch_execute(old).await.unwrap();
                let recovered = calls::recover(&mut conn, &stripe, &Mirror::default()).await.unwrap();
                let unfinished = calls::unfinished(&mut conn, 100).await.unwrap();
                assert_eq!(recovered, Recovered { lost: 1, ..Recovered::default() }, "{name}: {unfinished:?}");
            })+
        }
    };
}

creations! {
    Charge: core::charge::CreateCharge::new().amount(100).currency(Currency::USD).source("tok_visa"),
    Coupon: product::coupon::CreateCoupon::new().id("25 % off").percent_off(25.0),
    Customer: core::customer::CreateCustomer::new().email("jenny@example.com"),
    Invoice: billing::invoice::CreateInvoice::new().customer("cus_1"),
    PaymentIntent: core::payment_intent::CreatePaymentIntent::new(100, Currency::USD).customer("cus_1"),
    PaymentMethod: payment::payment_method::CreatePaymentMethod::new()
        .type_(payment::payment_method::CreatePaymentMethodType::UsBankAccount),
    Price: product::price::CreatePrice::new(Currency::USD).unit_amount(100).product("prod_1"),
    Product: product::product::CreateProduct::new("a book"),
    Refund: core::refund::CreateRefund::new().charge("ch_1").amount(50),
    SetupIntent: core::setup_intent::CreateSetupIntent::new().customer("cus_1"),
    Subscription: billing::subscription::CreateSubscription::new().customer("cus_1"),
    SubscriptionItem: billing::subscription_item::CreateSubscriptionItem::new("sub_1").price("price_1"),
}

#[test]
fn no_object_that_can_be_created_is_left_out() {
    let creatable = TESTED.iter().filter(|(_, _, verbs)| verbs.contains(&"api_create")).map(|(model, ..)| *model);
    let mut creatable: Vec<_> = creatable.collect();
    creatable.sort_unstable();
    assert_eq!(CREATED, creatable);
}
