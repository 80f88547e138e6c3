//! Creates a customer and a PaymentIntent in Stripe, mirrors both, and reads the intent back with Diesel.
//!
//! ```sh
//! cargo run --example create_intent
//! cargo run --example create_intent -- --amount 2500 --currency eur
//! ```
//!
//! With nothing set, Stripe is a `FakeStripe` in this process, and the database an SQLite file in this folder.
//! `STRIPE_SECRET_KEY` uses the real Stripe (`STRIPE_API_BASE`: another server, stripe-mock say), `DATABASE_URL` another
//! database: `postgres://…`, `mysql://…`, or the path of an SQLite file.

use std::error::Error;

use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl};
use diesel_stripe::client::Client;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::migrations;
use diesel_stripe::objects::{Customer, PaymentIntent, stripe_payment_intents};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_shared::PaymentIntentSetupFutureUsage;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::FakeStripe;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (amount, currency) = arguments()?;

    // The fake lives as long as this binding.
    let mut fake = None;
    let stripe = match std::env::var_os("STRIPE_SECRET_KEY") {
        Some(_) => Client::from_env()?,
        None => {
            let fake = fake.insert(FakeStripe::start().await?);
            Client::builder(fake.secret_key()).base_url(fake.base_url()).build()?
        }
    };

    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "create_intent.sqlite3".to_owned());
    // Reading is plain Diesel, on whichever connection the host has.
    macro_rules! create_and_read_back {
        ($Connection:ty) => {{
            let mut conn = <$Connection>::establish(&url).await?;
            let (id, secret) = create(&mut conn, &stripe, amount, currency).await?;
            let intent = stripe_payment_intents::table
                .filter(stripe_payment_intents::id.eq(id))
                .select(PaymentIntent::as_select())
                .first(&mut conn)
                .await?;
            (intent, secret)
        }};
    }
    let ((intent, secret), stored) = match url.split_once("://").map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => (create_and_read_back!(AsyncPgConnection), "PostgreSQL".to_owned()),
        Some("mysql") => (create_and_read_back!(AsyncMysqlConnection), "MySQL".to_owned()),
        _ => (create_and_read_back!(SyncConnectionWrapper<SqliteConnection>), format!("SQLite, {url}")),
    };

    println!("id          {}", intent.id);
    println!("amount      {} (in the currency's minor unit)", intent.amount.unwrap_or_default());
    println!("currency    {}", intent.currency.as_deref().unwrap_or("?"));
    println!("status      {}", intent.status.as_deref().unwrap_or("?"));
    println!("customer    {}", intent.customer.as_deref().unwrap_or("?"));
    // Whoever has the client secret can pay, so it goes to the browser of the one who pays, and nowhere else: not into the table.
    println!("secret      {}", secret.as_deref().map_or_else(|| "none".to_owned(), shortened));
    println!("stored in   {stored}, table stripe_payment_intents");
    Ok(())
}

/// Creates both objects in Stripe, mirrors them, and returns the intent's id and its client secret.
async fn create(
    conn: &mut impl MirrorConnection,
    stripe: &Client,
    amount: i64,
    currency: Currency,
) -> diesel_stripe::Result<(String, Option<String>)> {
    migrations::run(conn).await?;

    let created = Customer::api_create(stripe, &CreateCustomer::new().email("jenny@example.com")).await?;
    let customer = Customer::sync_from_stripe_data(conn, &created).await?;

    let created = PaymentIntent::api_create(
        stripe,
        &CreatePaymentIntent::new(amount, currency)
            .customer(&customer.id)
            .setup_future_usage(PaymentIntentSetupFutureUsage::OffSession),
    )
    .await?;
    let intent = PaymentIntent::sync_from_stripe_data(conn, &created).await?;
    Ok((intent.id, created.client_secret()))
}

fn arguments() -> Result<(i64, Currency), Box<dyn Error>> {
    let (mut amount, mut currency) = (100, Currency::USD);
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--amount" => amount = value.parse().map_err(|_| format!("--amount {value}: not an integer"))?,
            "--currency" => {
                currency = value.to_lowercase().parse().map_err(|_| format!("--currency {value}: not a currency"))?
            }
            _ => return Err(format!("{flag}: there are --amount and --currency").into()),
        }
    }
    Ok((amount, currency))
}

fn shortened(secret: &str) -> String {
    format!("{}…", secret.chars().take(10).collect::<String>())
}
