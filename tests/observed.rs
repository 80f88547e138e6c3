//! What a host can observe of API calls, durable calls and the queue: metrics.
//!
//! Alone in its process: a recorder of metrics is the process's.
#![cfg(all(feature = "client", feature = "core", feature = "metrics", feature = "sqlite", feature = "testing"))]

use std::time::Duration;

use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use diesel_stripe::calls::{self, Calls, DurableCall};
use diesel_stripe::client::Client;
use diesel_stripe::error::Subject;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::refresh::{self, Drain};
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::{FakeStripe, Fault};
use diesel_stripe::{Error, migrations};

#[path = "support/counted.rs"]
mod counted;

use counted::Counted;

const POST: &str = "POST /payment_intents";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_and_the_queue_are_counted() {
    let counted = Counted::default();
    metrics::set_global_recorder(counted.clone()).unwrap_or_else(|_| panic!("another recorder"));
    diesel_stripe::metrics::describe();
    let stripe = FakeStripe::start().await.unwrap();
    let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).no_rate_limit();
    let client = client.max_retries(1).retry_delay(Duration::ZERO, Duration::ZERO).build().unwrap();
    let mut conn = SyncConnectionWrapper::<SqliteConnection>::establish(":memory:").await.unwrap();
    migrations::run(&mut conn).await.unwrap();

    let request = CreatePaymentIntent::new(100, Currency::USD);
    stripe.inject(Fault::rate_limit().on("POST *"));
    PaymentIntent::create(&mut conn, &client, "order:1", &request).await.unwrap();
    let refused = CreatePaymentIntent::new(100, Currency::USD).customer("cus_none");
    PaymentIntent::create(&mut conn, &client, "order:2", &refused).await.unwrap_err();
    stripe.inject(Fault::cut().times(2).on("POST *"));
    PaymentIntent::create(&mut conn, &client, "order:3", &request).await.unwrap_err();
    let hold = stripe.hold();
    let in_time = Calls::new(client.clone()).deadline(Duration::from_millis(1));
    let late = in_time.create::<PaymentIntent>(&mut conn, "order:4", &request).await;
    assert!(matches!(late, Err(Error::DeadlineExceeded { .. })), "{late:?}");
    drop(hold);
    conn.batch_execute("UPDATE stripe_calls SET due_at = stored_at WHERE call_key = 'order:3'").await.unwrap();
    calls::recover(&mut conn, &client, &Mirror::default()).await.unwrap();

    let customer = Customer::create(&mut conn, &client, "customer:1", &CreateCustomer::new()).await.unwrap();
    for (kind, id) in [("customer", &*customer.id), ("customer", "cus_none"), ("payout", "po_1")] {
        refresh::again(&mut conn, &Subject::new(kind, id, "")).await.unwrap();
    }
    let given_up = "UPDATE stripe_refreshes SET given_up_at = due_at WHERE object = 'payout'";
    conn.batch_execute(given_up).await.unwrap();
    Drain::new(client.clone()).run(&mut conn).await.unwrap();

    for (name, expected) in [
        (format!("stripe_api_calls_total{{endpoint={POST}}}{{status=2xx}}"), 2),
        (format!("stripe_api_calls_total{{endpoint={POST}}}{{status=4xx}}"), 1),
        (format!("stripe_api_calls_total{{endpoint={POST}}}{{status=none}}"), 1),
        (format!("stripe_api_call_seconds{{endpoint={POST}}}"), 4),
        (format!("stripe_api_retries_total{{endpoint={POST}}}"), 2),
        ("stripe_api_calls_total{endpoint=GET /customers/{}}{status=4xx}".to_owned(), 1),
        ("stripe_durable_calls_total{end=done}".to_owned(), 3),
        ("stripe_durable_calls_total{end=refused}".to_owned(), 1),
        ("stripe_durable_calls_total{end=unknown}".to_owned(), 2),
        ("stripe_refreshes_total{end=done}".to_owned(), 1),
        ("stripe_refreshes_total{end=unconfirmed}".to_owned(), 1),
    ] {
        assert_eq!(counted.count(&name), expected, "{name}");
    }
    assert_eq!(counted.gauge("stripe_refreshes_waiting"), 1.0);
    assert_eq!(counted.gauge("stripe_refreshes_given_up"), 1.0);
    for name in counted.names() {
        assert!(counted.description(&name).is_some(), "{name} is not described");
    }
}
