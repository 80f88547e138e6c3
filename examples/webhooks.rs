//! A shop that Stripe tells of its payments: webhooks are received, mirrored, and handled in the transaction of the mirror.
//!
//! ```sh
//! cargo run --features axum --example webhooks
//! ```
//!
//! Stripe is a `FakeStripe` in this process. It delivers over HTTP, signed, and each event twice, as Stripe may. The database is an
//! SQLite file in this folder; `DATABASE_URL` is the path of another.

use std::error::Error;
use std::time::Duration;

use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::{FakeStripe, Fault};
use diesel_stripe::webhook::registration::{Registration, Told};
use diesel_stripe::webhook::signature::WebhookSecret;
use diesel_stripe::webhook::{self, BoxError, Context, Endpoint, HandlerResult, Handlers, Processor, Receiver, Worker};
use diesel_stripe::{migrations, refresh};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

diesel::table! {
    paid_orders (payment_intent) {
        payment_intent -> Text,
        number -> Text,
        total -> BigInt,
    }
}

// An application has a store of secrets, which all its processes read.
diesel::table! {
    webhook_secrets (endpoint) {
        endpoint -> Text,
        secret -> Text,
    }
}

type Connection = SyncConnectionWrapper<SqliteConnection>;

/// In the transaction: the order and the mirrored intent are committed together. The row is at least as new as the event, so the
/// amount is what was paid. It happens once per event; should Stripe tell of one payment by two events, the order's key says so.
async fn paid(mut context: Context<'_, Connection, PaymentIntent>) -> HandlerResult {
    let intent = context.row;
    let number = intent.stripe_data["metadata"]["order"].as_str().ok_or("a payment without an order")?;
    let order = (
        paid_orders::payment_intent.eq(&intent.id),
        paid_orders::number.eq(number),
        paid_orders::total.eq(intent.amount_received.unwrap_or_default()),
    );
    diesel::insert_or_ignore_into(paid_orders::table).values(order).execute(context.conn()).await?;
    Ok(())
}

/// Connections, for each who needs one of its own. An application would ask its pool.
async fn connect() -> Result<Connection, BoxError> {
    let path = std::env::var("DATABASE_URL").unwrap_or_else(|_| "webhooks.sqlite3".to_owned());
    let mut conn = Connection::establish(&path).await?;
    conn.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL").await?;
    Ok(conn)
}

/// Reads again from Stripe what only Stripe knows: of objects that changed several times in a second, which change was the last.
/// Events wait for that, as their handlers are given no row that is older than they are.
async fn read_again(stripe: Client) -> Result<(), BoxError> {
    let mut conn = connect().await?;
    loop {
        if let Err(error) = refresh::drain(&mut conn, &stripe, &Mirror::default()).await {
            eprintln!("reading again: {error}");
            conn = connect().await?;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let fake = FakeStripe::start().await?;
    let stripe = Client::builder(fake.secret_key()).base_url(fake.base_url()).build()?;

    let mut conn = connect().await?;
    migrations::run(&mut conn).await?;
    // Live or test: Stripe's events do not choose, the key does.
    let mirror = Mirror::of(&stripe);
    mirror.ensure_mode(&mut conn).await?;
    let own = "CREATE TABLE IF NOT EXISTS paid_orders (payment_intent TEXT PRIMARY KEY, number TEXT, total BIGINT);
               CREATE TABLE IF NOT EXISTS webhook_secrets (endpoint TEXT PRIMARY KEY, secret TEXT NOT NULL)";
    conn.batch_execute(own).await?;

    // What is to happen.
    let (sent, mut letters) = mpsc::unbounded_channel();
    let handlers = Handlers::new()
        .mirror(mirror)
        .on::<PaymentIntent>("payment_intent.succeeded", paid)
        .on_any(async |context| {
            println!("handling     {}", context.event.kind);
            Ok(())
        })
        .after_commit::<PaymentIntent>("payment_intent.succeeded", move |committed| {
            let sent = sent.clone();
            // An e-mail, say: it cannot be rolled back, so it goes out when all is committed.
            async move { Ok(sent.send(format!("your payment {} has arrived", committed.row.id))?) }
        });

    // Stripe is told where to deliver, and which events.
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/stripe/webhook", listener.local_addr()?);
    let registered = Registration::new(url).events(handlers.event_types()).ensure(&stripe).await?;
    println!("registered   {}", registered.id);
    // It tells the secret once, at the first start. At the next one it is the secret that was kept; without it nothing starts.
    if let Told::Now(secret) = &registered.secret {
        let row = (webhook_secrets::endpoint.eq(&registered.id), webhook_secrets::secret.eq(secret.expose()));
        diesel::replace_into(webhook_secrets::table).values(row).execute(&mut conn).await?;
    }
    let kept = webhook_secrets::table.find(&registered.id).select(webhook_secrets::secret);
    let kept: Option<String> = kept.first(&mut conn).await.optional()?;
    let secret = registered.secret_or(kept.map(WebhookSecret::from))?;

    // Two lines receive, and a worker processes.
    let receiver = Receiver::new(Endpoint::new([secret])?, connect);
    let app = axum::Router::new().route("/stripe/webhook", webhook::axum::route(receiver.clone()));
    let worker = Worker::new(connect, Processor::new(handlers)).woken_by(&receiver);
    tokio::spawn(async move { axum::serve(listener, app).await });
    let (shutdown, shut_down) = oneshot::channel::<()>();
    let working = tokio::spawn(async move {
        let shut_down = async { shut_down.await.unwrap_or_default() };
        worker.run(shut_down).await
    });

    let reading = tokio::spawn(read_again(stripe.clone()));

    // A customer pays.
    fake.inject(Fault::duplicated().on("payment_intent.succeeded"));
    let request = CreatePaymentIntent::new(2_500, Currency::EUR)
        .metadata([("order".to_owned(), "7".to_owned())])
        .payment_method("pm_card_visa")
        .confirm(true);
    let intent = PaymentIntent::api_create(&stripe, &request).await?;
    println!("created      {}", intent.id());
    fake.settled().await;
    for delivery in fake.deliveries() {
        println!("delivered    {}, answered {}", delivery.event_type, delivery.status.unwrap_or_default());
    }
    let letter = tokio::time::timeout(Duration::from_secs(60), letters.recv()).await?;
    println!("letter       {}", letter.ok_or("the worker has ended")?);

    // What the worker has begun, it ends.
    let _ = shutdown.send(());
    working.await??;
    reading.abort();
    let paid: Vec<(String, i64)> = paid_orders::table
        .filter(paid_orders::payment_intent.eq(intent.id()))
        .select((paid_orders::number, paid_orders::total))
        .load(&mut conn)
        .await?;
    for (number, total) in paid {
        println!("paid         order {number}, {total} cents");
    }
    Ok(())
}
