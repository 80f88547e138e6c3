//! The mirror is a part of the host's database: it joins with the host's tables, and its writes commit or roll back with the
//! host's own.
//!
//! ```sh
//! cargo run --example join_orders
//! ```

use std::error::Error;

use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_stripe::client::Client;
use diesel_stripe::migrations;
use diesel_stripe::objects::{PaymentIntent, stripe_payment_intents};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::FakeStripe;

diesel::table! {
    orders (number) {
        number -> BigInt,
        total -> BigInt,
        payment_intent -> Nullable<Text>,
    }
}
diesel_stripe::allow_tables_to_appear_in_same_query!(orders, stripe_payment_intents);

type Connection = SyncConnectionWrapper<SqliteConnection>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeStripe::start().await?;
    let stripe = Client::builder(fake.secret_key()).base_url(fake.base_url()).build()?;

    let mut conn = Connection::establish(":memory:").await?;
    migrations::run(&mut conn).await?;
    conn.batch_execute("CREATE TABLE orders (number BIGINT PRIMARY KEY, total BIGINT NOT NULL, payment_intent TEXT)")
        .await?;

    for (number, total) in [(1, 500), (2, 1500)] {
        // Stripe is asked before the transaction begins: none ever waits for the network.
        let request = CreatePaymentIntent::new(total, Currency::USD);
        let created = PaymentIntent::api_create(&stripe, request.idempotency_key(format!("order:{number}"))).await?;

        // The order and the mirrored intent are committed together, or not at all.
        conn.transaction::<_, Box<dyn Error + Send + Sync>, _>(async |conn| {
            let intent = PaymentIntent::sync_from_stripe_data(conn, &created).await?;
            let order =
                (orders::number.eq(number), orders::total.eq(total), orders::payment_intent.eq(Some(intent.id)));
            diesel::insert_into(orders::table).values(order).execute(conn).await?;
            Ok(())
        })
        .await
        .map_err(|error| error.to_string())?;
    }

    // References are plain ids without foreign keys: an object may be mentioned before it is mirrored. So joins name their
    // columns.
    let open: Vec<(i64, i64, PaymentIntent)> = orders::table
        .inner_join(stripe_payment_intents::table.on(orders::payment_intent.eq(stripe_payment_intents::id.nullable())))
        .filter(stripe_payment_intents::status.ne("succeeded"))
        .order(orders::number)
        .select((orders::number, orders::total, PaymentIntent::as_select()))
        .load(&mut conn)
        .await?;
    for (number, total, intent) in open {
        println!("order {number} of {total}: {} is {}", intent.id, intent.status.as_deref().unwrap_or("?"));
    }
    Ok(())
}
