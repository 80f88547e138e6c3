//! A SQLite file that cannot be written for a while: others have locked it, or the disk is full.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::webhook::{Answer, BoxError, Connect, Endpoint, Receiver, Worker};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::database::Database;
use crate::delivering::deliver;
use crate::end::{assert_done_once, others_take_over};
use crate::process::processor;
use crate::webhook::{deliveries, due, paid, states, with_effects};
use crate::{Sqlite, fresh};

/// Connections that first execute this.
fn connections<D>(
    url: &str,
    setting: impl Fn() -> &'static str + Send + Sync + 'static,
) -> impl Connect<Connection = D::Connection>
where
    D: Database<Connection: MirrorConnection + SimpleAsyncConnection>,
{
    let url = url.to_owned();
    move || {
        let (url, setting) = (url.clone(), setting());
        async move {
            let mut conn = D::connect(&url).await?.into_connection();
            conn.batch_execute(setting).await?;
            Ok::<_, BoxError>(conn)
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn deliveries_are_503_while_another_has_the_file_locked() {
    let mut db: Sqlite = fresh::migrated().await;
    let impatient = connections::<Sqlite>(db.url(), || "PRAGMA busy_timeout = 1");
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), impatient);
    let bodies = [1, 2].map(|n| paid(&format!("evt_{n}"), n, "pi_1", n));
    assert_eq!(deliver(&receiver, &bodies[0]).await, Answer::Stored);
    db.execute("BEGIN EXCLUSIVE").await.unwrap();
    assert_eq!(deliver(&receiver, &bodies[1]).await, Answer::Unavailable);
    db.execute("COMMIT").await.unwrap();
    assert_eq!(deliver(&receiver, &bodies[1]).await, Answer::Stored);
    assert_eq!(states(&mut db).await, "evt_1 pending, evt_2 pending");
    fresh::discard(db).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn deliveries_are_503_while_the_disk_is_full() {
    let mut db: Sqlite = fresh::migrated().await;
    let full = Arc::new(AtomicBool::new(true));
    let is_full = Arc::clone(&full);
    // SQLite's own word for it; it never goes below the pages that there are.
    let setting = move || if is_full.load(Ordering::SeqCst) { "PRAGMA max_page_count = 1" } else { "SELECT 1" };
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connections::<Sqlite>(db.url(), setting));
    let mut body = paid("evt_1", 1, "pi_1", 1);
    body["data"]["object"]["description"] = "x".repeat(1 << 20).into();
    assert_eq!(deliver(&receiver, &body).await, Answer::Unavailable);
    assert_eq!(db.count("stripe_events").await, 0);
    full.store(false, Ordering::SeqCst);
    assert_eq!(deliver(&receiver, &body).await, Answer::Stored);
    assert_eq!(states(&mut db).await, "evt_1 pending");
    fresh::discard(db).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_worker_goes_on_when_the_file_is_unlocked() {
    let mut db: Sqlite = fresh::migrated().await;
    with_effects(&mut db).await;
    let (tell, mut told) = mpsc::unbounded_channel();
    let telling = processor::<Sqlite>(move |event| drop(tell.send(event.to_owned())));
    let asked = Arc::new(tokio::sync::Notify::new());
    let asks = Arc::clone(&asked);
    let impatient = connections::<Sqlite>(db.url(), move || {
        asks.notify_one();
        "PRAGMA busy_timeout = 1"
    });
    let worker = Worker::new(impatient, telling).poll_every(Duration::from_millis(1));
    let running = tokio::spawn(async move { worker.run(std::future::pending()).await.unwrap() });
    let mut bodies: Vec<Value> = Vec::new();
    for n in 0..5 {
        let new: Vec<Value> =
            (1..=4).map(|place| paid(&format!("evt_{n}_{place}"), place, &format!("pi_{n}"), place)).collect();
        db.execute("BEGIN EXCLUSIVE").await.unwrap();
        db.store(&deliveries(&new)).await.unwrap();
        // It has met the lock, and wants another connection.
        asked.notified().await;
        db.execute("COMMIT").await.unwrap();
        due(&mut db).await;
        for _ in &new {
            told.recv().await.unwrap();
        }
        bodies.extend(new);
    }
    running.abort();
    let _ = running.await;
    others_take_over(&mut db, &processor::<Sqlite>(|_| {})).await;
    assert_done_once(&mut db, &bodies).await;
    fresh::discard(db).await;
}
