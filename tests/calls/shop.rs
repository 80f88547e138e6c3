//! A shop in a process of its own, which sells one thing, or recovers what was left.

use std::fmt::Write as _;

use diesel_stripe::Error;
use diesel_stripe::client::Client;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;

use crate::calling::Calling;
use crate::process::{At, Process, finished, job};
use crate::{Mysql, Postgres, Sqlite};

/// What the process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// It makes the payment intent of the order with this number, in one step.
    Create(u64),
    /// It stores its own order with the call, in one transaction, and makes it then.
    Order(u64),
    /// It recovers what is pending.
    Recover,
}

/// What a shop is to do, and where.
pub fn start<D: Calling>(db: &D, base_url: &str, work: Work, step: usize, at: At) -> Process {
    let mut job = format!("{:?} {base_url} ", D::DIALECT);
    // Writing into a string does not fail.
    let _ = match work {
        Work::Create(number) => write!(job, "create {number}"),
        Work::Order(number) => write!(job, "order {number}"),
        Work::Recover => write!(job, "recover 0"),
    };
    Process::start("shop::a_shop", &format!("{job} {}", db.url()), step, at)
}

pub fn key(number: u64) -> String {
    format!("order:{number}")
}

pub fn request(number: u64) -> CreatePaymentIntent {
    CreatePaymentIntent::new(100 + i64::try_from(number).unwrap(), Currency::USD)
}

/// A client that asks once.
pub fn client(base_url: &str) -> Client {
    Client::builder("sk_test_shop").base_url(base_url).no_rate_limit().max_retries(0).build().unwrap()
}

/// The process itself, if this is one; otherwise there is nothing to do.
#[test]
fn a_shop() {
    let Some(job) = job() else { return };
    let [dialect, base_url, work, number, url] = job.splitn(5, ' ').collect::<Vec<_>>()[..] else { panic!("{job}") };
    let number = number.parse().unwrap();
    let work = match work {
        "create" => Work::Create(number),
        "order" => Work::Order(number),
        _ => Work::Recover,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        match dialect {
            "Postgres" => run::<Postgres>(work, base_url, url).await,
            "Mysql" => run::<Mysql>(work, base_url, url).await,
            "Sqlite" => run::<Sqlite>(work, base_url, url).await,
            other => panic!("{other}"),
        }
    });
    finished();
}

async fn run<D: Calling>(work: Work, base_url: &str, url: &str) {
    let (mut db, stripe) = (D::connect(url).await.unwrap(), client(base_url));
    let result = match work {
        Work::Create(number) => db.create::<PaymentIntent>(&stripe, &key(number), &request(number)).await.map(drop),
        Work::Order(number) => order(&mut db, &stripe, number).await,
        Work::Recover => db.recover(&stripe).await.map(drop),
    };
    match result {
        // Stripe did not answer: the call is pending.
        Ok(()) | Err(Error::Connection { .. } | Error::Stripe { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn order(db: &mut impl Calling, stripe: &Client, number: u64) -> diesel_stripe::Result<()> {
    db.begin().await;
    // Whoever was killed after the commit has the order already.
    let order =
        format!("INSERT INTO orders SELECT {number} WHERE NOT EXISTS (SELECT 1 FROM orders WHERE number = {number})");
    db.execute(&order).await.unwrap();
    let stored = db.store_create::<PaymentIntent>(&key(number), &request(number)).await?;
    db.commit().await;
    db.make(stripe, &stored).await.map(drop)
}
