//! A database server that stops before, during and after a commit and in the middle of a batch, and is started again.

use std::time::Duration;

use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::webhook::{Answer, Endpoint, Receiver, Worker};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::database::Database;
use crate::delivering::{connections, deliver};
use crate::end::{assert_done_once, others_take_over};
use crate::process::processor;
use crate::proxy::{Proxy, When};
use crate::webhook::{deliveries, due, paid, states, with_effects};

/// A database by way of a proxy.
async fn by_way_of<D: Database>(proxy: &Proxy) -> D {
    D::connect(&proxy.url).await.unwrap()
}

/// The insert of a delivery is its commit.
async fn what_stripe_was_not_told_is_delivered_again_and_stored_once<D: Database<Connection: MirrorConnection>>(
    db: &mut D,
) {
    let proxy = Proxy::start(db.url()).await;
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connections(&by_way_of::<D>(&proxy).await));
    assert_eq!(deliver(&receiver, &paid("evt_0", 1, "pi_0", 1)).await, Answer::Stored);
    for (n, when, there) in [(1, When::Before, false), (2, When::After, true)] {
        let id = format!("evt_{n}");
        let intent = format!("pi_{n}");
        let body = paid(&id, n, &intent, n);
        // It is in what is inserted, and nowhere else.
        proxy.stop_at(&intent, when);
        assert_eq!(deliver(&receiver, &body).await, Answer::Unavailable);
        assert_eq!(states(db).await.contains(&id), there);
        assert_eq!(deliver(&receiver, &body).await, Answer::Unavailable, "no connection is taken");
        proxy.start_again();
        assert_eq!(deliver(&receiver, &body).await, Answer::Stored);
    }
    assert_eq!(states(db).await, "evt_0 pending, evt_1 pending, evt_2 pending");
}

/// Deliveries that were to be committed together, each of which is answered for itself.
async fn deliveries_at_once_survive_a_stop<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let bodies: Vec<Value> = (0..40).map(|n| paid(&format!("evt_{n:02}"), n, &format!("pi_{n:02}"), n)).collect();
    for (round, when) in [When::Before, When::After].into_iter().enumerate() {
        let proxy = Proxy::start(db.url()).await;
        let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connections(&by_way_of::<D>(&proxy).await));
        let some = &bodies[round * 20..][..20];
        proxy.stop_at(some[7]["data"]["object"]["id"].as_str().unwrap(), when);
        let delivering: Vec<_> = some
            .iter()
            .map(|body| {
                let (receiver, body) = (receiver.clone(), body.clone());
                tokio::spawn(async move { deliver(&receiver, &body).await })
            })
            .collect();
        let mut refused = Vec::new();
        for (delivering, body) in delivering.into_iter().zip(some) {
            match delivering.await.unwrap() {
                Answer::Stored => assert!(states(db).await.contains(body["id"].as_str().unwrap())),
                answer => {
                    assert_eq!(answer, Answer::Unavailable);
                    refused.push(body);
                }
            }
        }
        assert!(!refused.is_empty());
        proxy.start_again();
        for body in refused {
            assert_eq!(deliver(&receiver, body).await, Answer::Stored);
        }
    }
    assert_eq!(db.count("stripe_events").await, bodies.len());
}

/// Waits for something, as if time passed quickly: a claim of somebody who is gone may come late, and ends too.
async fn while_leases_end<T>(db: &mut impl Database, wanted: impl Future<Output = T>) -> T {
    let mut wanted = std::pin::pin!(wanted);
    loop {
        due(db).await;
        if let Ok(done) = timeout(Duration::from_millis(100), &mut wanted).await {
            return done;
        }
    }
}

/// A worker goes on by itself when the server is back.
async fn a_worker_survives_a_stop_at_any_step<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    with_effects(db).await;
    let proxy = Proxy::start(db.url()).await;
    let connections = connections(&by_way_of::<D>(&proxy).await);
    let mut bodies = Vec::new();
    let quote = if D::DIALECT == SqlDialect::Mysql { '`' } else { '"' };
    let upsert = format!("INTO {quote}stripe_payment_intents{quote}");
    let steps = ["SET begun = NOT", &upsert, "VALUES ('evt_{n}_2')", "applied_at = COALESCE", "COMMIT"];
    for (n, (step, when)) in steps.iter().flat_map(|step| [(step, When::Before), (step, When::After)]).enumerate() {
        let event = |place: i64| paid(&format!("evt_{n}_{place}"), place, &format!("pi_{n}_{}", place % 2), place);
        let new: Vec<Value> = (1..=4).map(event).collect();
        db.store(&deliveries(&new)).await.unwrap();
        proxy.stop_at(&step.replace("{n}", &n.to_string()), when);
        // On a new connection, the text of each statement is sent once.
        let (tell, mut told) = mpsc::unbounded_channel();
        let telling = processor::<D>(move |event| drop(tell.send(event.to_owned())));
        let worker = Worker::new(connections.clone(), telling).poll_every(Duration::from_millis(5));
        let running = tokio::spawn(async move { worker.run(std::future::pending()).await.unwrap() });
        while_leases_end(db, proxy.stopped()).await;
        proxy.start_again();
        let mut missing: Vec<&str> = new.iter().map(|body| body["id"].as_str().unwrap()).collect();
        while !missing.is_empty() {
            let event = while_leases_end(db, told.recv()).await.unwrap();
            missing.retain(|id| *id != event);
        }
        running.abort();
        let _ = running.await;
        bodies.extend(new);
    }
    others_take_over(db, &processor::<D>(|_| {})).await;
    assert_done_once(db, &bodies).await;
}

each_database! { servers:
    what_stripe_was_not_told_is_delivered_again_and_stored_once,
    deliveries_at_once_survive_a_stop,
    a_worker_survives_a_stop_at_any_step,
}
