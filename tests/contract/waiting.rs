//! Waiting has an end: durable calls and the drain while Stripe, or another that makes the call, does not come to an end.

use std::time::Duration;

use diesel_stripe::api::{ApiCreate, RequestExt};
use diesel_stripe::calls::Recovered;
use diesel_stripe::client::Client;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::refresh::Drained;
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::testing::Hold;
use diesel_stripe::{Error, Result};

use crate::calling::Calling;
use crate::calls::{due, of, stripe};
use crate::refresh::{fake, reads, tie_customer};
use crate::refusal::{allow_intents, refuse_intents};

/// Longer than anything here takes, unless it waits.
pub const SOON: Duration = Duration::from_secs(1);

pub fn is_out_of_time<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(error @ Error::DeadlineExceeded { .. }) => error.to_string(),
        result => panic!("{result:?}"),
    }
}

/// Waits until so many requests are under way at once; a minute, since it waits for ever if they are not.
pub async fn are_held(hold: &Hold, requests: usize) {
    tokio::time::timeout(60 * SOON, hold.requests(requests)).await.expect("that many requests at once");
}

/// Queues so many customers that Stripe has.
pub async fn queue(db: &mut impl Calling, client: &Client, objects: usize) {
    for _ in 0..objects {
        let created = Customer::api_create(client, &CreateCustomer::new().name("Cem")).await.unwrap();
        tie_customer(db, created.id()).await;
    }
}

async fn a_drain_reads_several_objects_at_once(db: &mut impl Calling) {
    let (stripe, client) = fake().await;
    queue(db, &client, 12).await;
    stripe.clear_requests();
    let hold = stripe.hold();
    let held = async {
        are_held(&hold, 8).await;
        drop(hold);
    };
    let (drained, ()) = tokio::join!(async { db.drain(&client, &Default::default()).await.unwrap() }, held);
    assert_eq!(drained, Drained { refreshed: 12, ..Drained::default() });
    assert_eq!((reads(&stripe), db.queued().await), (12, vec![]));
    assert_eq!(db.values("SELECT DISTINCT name AS value FROM stripe_customers").await, [Some("Cem".to_owned())]);
}

async fn a_call_has_a_deadline_and_is_recovered(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let hold = stripe.hold();
    let request = of(100);
    let created = db.create::<PaymentIntent>(&client, "order:1", request.on_account("").deadline(SOON)).await;
    let error = is_out_of_time(created);
    assert!(error.contains("call order:1: waiting for Stripe"), "{error}");
    let call = db.found("order:1", "").await.unwrap();
    assert_eq!((&*call.state, call.lease), ("pending", None));
    assert!(call.last_error.unwrap().contains("waiting for Stripe"));

    drop(hold);
    due(db).await;
    assert_eq!(db.recover(&client).await.unwrap(), Recovered { done: 1, ..Recovered::default() });
    assert_eq!(db.create::<PaymentIntent>(&client, "order:1", &request).await.unwrap().amount, Some(100));
}

async fn a_call_does_not_wait_for_ever_for_another_that_makes_it<D: Calling>(db: &mut D) {
    let (_stripe, client) = stripe().await;
    let stored = db.store_create::<PaymentIntent>("order:1", &of(100)).await.unwrap().deadline(SOON);
    let zone = if D::DIALECT == SqlDialect::Mysql { "" } else { "+00:00" };
    let lease = format!("UPDATE stripe_calls SET lease = 'theirs', due_at = '2999-01-01 00:00:00.000000{zone}'");
    db.execute(&lease).await.unwrap();
    let error = is_out_of_time(db.make(&client, &stored).await);
    assert!(error.contains("call order:1: waiting for another that makes it"), "{error}");
}

async fn what_the_database_refuses_of_a_call_holds_up_no_other(db: &mut impl Calling) {
    let (_stripe, client) = stripe().await;
    for (key, amount) in [("order:1", 666), ("order:2", 200)] {
        let _ = db.store_create::<PaymentIntent>(key, &of(amount)).await.unwrap();
    }
    refuse_intents(db, "INSERT", "NEW.amount = 666").await;
    due(db).await;
    let recovered = db.recover(&client).await.unwrap();
    assert_eq!(recovered, Recovered { done: 1, pending: 1, ..Recovered::default() });
    let call = db.found("order:1", "").await.unwrap();
    assert_eq!((&*call.state, call.lease), ("pending", None));
    assert!(call.last_error.as_deref().is_some_and(|error| error.contains("refused here")), "{:?}", call.last_error);

    allow_intents(db).await;
    due(db).await;
    assert_eq!(db.recover(&client).await.unwrap(), Recovered { done: 1, ..Recovered::default() });
}

contract! {
    a_drain_reads_several_objects_at_once,
    a_call_has_a_deadline_and_is_recovered,
    a_call_does_not_wait_for_ever_for_another_that_makes_it,
    what_the_database_refuses_of_a_call_holds_up_no_other,
}
