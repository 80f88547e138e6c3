//! Stripe's API through the models: against `FakeStripe`, and for faults against a server that is a script.

mod answers;
mod calls;
mod clients;
mod errors;
mod lists;
mod mirrored;
#[path = "../support/scripted_server.rs"]
mod scripted_server;
mod secrets;
#[path = "../support/stored.rs"]
mod stored;

use chrono::{DateTime, Utc};
use diesel_stripe::client::Client;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::{Clock, FakeStripe};

const START: i64 = 1_700_000_000;

fn second(n: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(START + n, 0).unwrap()
}

/// One whose clock stands still, and a client of it.
async fn fake() -> (FakeStripe, Client) {
    let fake = FakeStripe::builder().clock(Clock::at(second(0))).start().await.unwrap();
    let stripe = client_of(&fake);
    (fake, stripe)
}

fn client_of(fake: &FakeStripe) -> Client {
    Client::builder(fake.secret_key()).base_url(fake.base_url()).no_rate_limit().build().unwrap()
}

fn async_stripes_client_of(fake: &FakeStripe) -> stripe::Client {
    stripe::ClientBuilder::new(fake.secret_key()).url(format!("{}/", fake.base_url())).build().unwrap()
}

fn a_dollar() -> CreatePaymentIntent {
    CreatePaymentIntent::new(100, Currency::USD)
}
