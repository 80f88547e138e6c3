//! A host's own model over payment intents, with a column from `metadata`.
//!
//! ```sh
//! cargo run --example own_model
//! ```

use std::collections::HashMap;
use std::error::Error;

use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_stripe::api::ApiModel;
use diesel_stripe::client::Client;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeModel;
use diesel_stripe::objects::stripe_payment_intents;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::FakeStripe;

diesel_stripe::stripe_model! {
    /// A payment as our shop sees it.
    pub struct ShopPayment {
        object: "payment_intent",
        table: shop_payments,
        endpoint: "/payment_intents",
        columns: {
            /// The amount to collect, in the currency's minor unit.
            amount: BigInt,
            /// The currency.
            currency: Text,
            /// Where the payment stands.
            status: Text,
            /// Our order's number, which we put into the metadata.
            order_number: Text = ["/metadata/order_number"],
        }
    }
}

diesel_stripe::allow_tables_to_appear_in_same_query!(shop_payments, stripe_payment_intents);

impl ApiModel for ShopPayment {
    type Typed = diesel_stripe::stripe_shared::PaymentIntent;
}

impl ApiCreate for ShopPayment {
    type Create = CreatePaymentIntent;
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeStripe::start().await?;
    let stripe = Client::builder(fake.secret_key()).base_url(fake.base_url()).build()?;

    let mut conn = SyncConnectionWrapper::<SqliteConnection>::establish(":memory:").await?;
    migrations::run(&mut conn).await?;
    // A real host puts this SQL into a migration of its own.
    conn.batch_execute(&migrations::create_table(ShopPayment::TABLE, SqlDialect::Sqlite)).await?;

    let metadata = HashMap::from([("order_number".to_owned(), "A-1041".to_owned())]);
    let request = CreatePaymentIntent::new(2500, Currency::EUR).metadata(metadata);
    let created = ShopPayment::api_create(&stripe, &request).await?;

    // Into our table alone …
    let payment = ShopPayment::sync_from_stripe_data(&mut conn, &created).await?;
    println!("order {:?} is paid by {}, {:?}", payment.order_number, payment.id, payment.status);

    // … or wherever payment intents go: the crate's table and ours.
    let mirror = Mirror::default().with::<ShopPayment>();
    for outcome in mirror.sync_many(&mut conn, [created]).await? {
        println!("mirrored: {:?}", outcome?);
    }
    let both: Vec<(Option<String>, Option<i64>)> = shop_payments::table
        .inner_join(stripe_payment_intents::table.on(shop_payments::id.eq(stripe_payment_intents::id)))
        .select((shop_payments::order_number, stripe_payment_intents::amount))
        .load(&mut conn)
        .await?;
    println!("both tables know it: {both:?}");
    Ok(())
}
