//! Leases under dispute: handlers that hang past theirs, workers that share one, clocks that say otherwise.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::inbox::Claim;
use diesel_stripe::webhook::{Context, Handler, HandlerResult, Handlers, Processor, Worker};
use serde_json::Value;
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};

use crate::database::Database;
use crate::delivering::connections;
use crate::end::assert_done_once;
use crate::process::processor;
use crate::webhook::{Act, Script, deliveries, due, effects, paid, stored, with_effects};

const MINUTE: Duration = Duration::from_secs(60);

fn copy(claim: &Claim) -> Claim {
    Claim { token: claim.token.clone(), events: claim.events.clone(), lease: claim.lease, since: claim.since }
}

async fn a_handler_that_hangs_past_its_lease_has_no_effect<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (hangs, go_on) = (Arc::new(Notify::new()), Arc::new(Barrier::new(2)));
    let (say, wait) = (Arc::clone(&hangs), Arc::clone(&go_on));
    let script = Script::new(move |seen| {
        if seen.attempt == 1 {
            say.notify_one();
            // It blocks its thread: nobody can interrupt it.
            tokio::task::block_in_place(|| wait.wait());
        }
        Act::Succeed
    });
    let bodies = [paid("evt_1", 1, "pi_1", 1)];
    db.store(&deliveries(&bodies)).await.unwrap();
    let (mut first, mut second) = (db.another().await, db.another().await);
    let (one, two) = (D::processor(&script, None), processor::<D>(|_| {}));
    let claim = first.claim(1, MINUTE).await.unwrap();
    let hanging = tokio::spawn(async move { first.apply(&one, claim).await.unwrap() });
    hangs.notified().await;
    // On SQLite, nobody can write while another does: its lease cannot end before its transaction.
    let can_be_lost = D::DIALECT != SqlDialect::Sqlite;
    if can_be_lost {
        due(db).await;
    }
    let claimed = Arc::new(Notify::new());
    let says = Arc::clone(&claimed);
    let other = tokio::spawn(async move {
        let claim = second.claim(1, MINUTE).await.unwrap();
        says.notify_one();
        let events = claim.events.len();
        (events, second.apply(&two, claim).await.unwrap(), second.process(&two).await.unwrap())
    });
    if can_be_lost {
        claimed.notified().await;
    }
    go_on.wait();
    let (first, (events, second, _)) = (hanging.await.unwrap(), other.await.unwrap());
    assert_eq!(first.done + second.done, 1);
    if can_be_lost {
        assert_eq!((events, first.left, second.done), (1, 1, 1));
    }
    assert_done_once(db, &bodies).await;
}

async fn two_workers_with_one_lease_have_each_effect_once<D: Database>(db: &mut D) {
    with_effects(db).await;
    let bodies: Vec<Value> = (0..40).map(|n| paid(&format!("evt_{n:02}"), n, &format!("pi_{}", n % 5), n)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    let claim = db.claim(500, MINUTE).await.unwrap();
    let mut working = Vec::new();
    for _ in 0..4 {
        let (mut other, claim) = (db.another().await, copy(&claim));
        working.push(tokio::spawn(async move { other.apply(&processor::<D>(|_| {}), claim).await.unwrap() }));
    }
    let (mut done, mut left) = (0, 0);
    for working in working {
        let processed = working.await.unwrap();
        done += processed.done;
        left += processed.left;
    }
    assert_eq!((done, left), (40, 120));
    db.process(&processor::<D>(|_| {})).await.unwrap();
    assert_done_once(db, &bodies).await;
}

/// Whatever a worker believes, the inbox says whose an event is.
async fn a_worker_that_is_wrong_about_time_does_no_harm<D: Database>(db: &mut D) {
    with_effects(db).await;
    let processor = processor::<D>(|_| {});
    let mut bodies = Vec::new();
    for (n, wrong) in [-120_i64, 120].into_iter().enumerate() {
        let believes = |claim: &Claim| {
            let mut claim = copy(claim);
            let by = Duration::from_secs(wrong.unsigned_abs());
            let since = if wrong < 0 { Instant::now().checked_sub(by) } else { Instant::now().checked_add(by) };
            claim.since = since.unwrap();
            claim
        };
        // Its own lease, of which it believes that it is long over, or that it has just begun.
        let own = paid(&format!("evt_{n}_own"), 1, &format!("pi_{n}_own"), 1);
        db.store(&deliveries([&own])).await.unwrap();
        let claim = db.claim(1, MINUTE).await.unwrap();
        assert_eq!(db.apply(&processor, believes(&claim)).await.unwrap().done, 1);

        // One that is over, and another's.
        let lost = paid(&format!("evt_{n}_lost"), 1, &format!("pi_{n}_lost"), 1);
        db.store(&deliveries([&lost])).await.unwrap();
        let claim = db.claim(1, MINUTE).await.unwrap();
        due(db).await;
        let theirs = db.claim(1, MINUTE).await.unwrap();
        let processed = db.apply(&processor, believes(&claim)).await.unwrap();
        assert_eq!((processed.done, processed.left), (0, 1));
        assert!(!effects(db).await.contains(&format!("evt_{n}_lost")));
        assert_eq!(db.apply(&processor, theirs).await.unwrap().done, 1);
        bodies.extend([own, lost]);
    }
    db.process(&processor).await.unwrap();
    assert_done_once(db, &bodies).await;
}

/// The clock of leases is the database's. What its sessions call the time does not matter.
async fn sessions_in_other_time_zones_agree_on_leases<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (mut east, mut west) = (db.another().await, db.another().await);
    for (session, hours) in [(&mut east, 13), (&mut west, -11)] {
        let zone = match D::DIALECT {
            SqlDialect::Mysql => format!("SET time_zone = '{hours:+03}:00'"),
            _ => format!("SET TIME ZONE {hours}"),
        };
        session.execute(&zone).await.unwrap();
    }
    let bodies: Vec<Value> = (1..=3).map(|n| paid(&format!("evt_{n}"), n, &format!("pi_{n}"), n)).collect();
    let now = Utc::now();
    for (session, body) in [&mut east, &mut west, db].into_iter().zip(&bodies) {
        session.store(&deliveries([body])).await.unwrap();
    }
    for body in &bodies {
        let received_at = stored(db, body["id"].as_str().unwrap()).await.received_at;
        assert!((received_at - now).abs() < TimeDelta::minutes(5), "{received_at} is not near {now}");
    }
    // Each gets what the others have not claimed: nobody's lease is over for another.
    let mut claims = Vec::new();
    for session in [&mut east, &mut west, db] {
        claims.push(session.claim(1, MINUTE).await.unwrap());
        assert_eq!(claims.last().unwrap().events.len(), 1);
    }
    for session in [&mut east, &mut west] {
        assert!(session.claim(1, MINUTE).await.unwrap().events.is_empty());
    }
    for (session, claim) in [&mut east, &mut west, db].into_iter().zip(claims) {
        assert_eq!(session.apply(&processor::<D>(|_| {}), claim).await.unwrap().done, 1);
    }
    db.process(&processor::<D>(|_| {})).await.unwrap();
    assert_done_once(db, &bodies).await;
}

/// Says that it is called, and waits until it may end.
struct Slow {
    called: mpsc::UnboundedSender<()>,
    may_end: Arc<Semaphore>,
}

impl<C: MirrorConnection> Handler<C, PaymentIntent> for Slow {
    async fn handle(&self, _: Context<'_, C, PaymentIntent>) -> HandlerResult {
        self.called.send(())?;
        self.may_end.acquire().await?.forget();
        Ok(())
    }
}

/// Events that have failed often are committed alone. Those that a worker does not begin in time are others' to claim.
async fn slow_events_that_are_committed_alone_hold_up_no_others<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    const EVENTS: usize = 6;
    let ids: Vec<String> = (0..EVENTS).map(|n| format!("evt_{n}")).collect();
    db.store(&deliveries(&ids.iter().map(|id| paid(id, 1, id, 1)).collect::<Vec<_>>())).await.unwrap();
    db.execute("UPDATE stripe_events SET attempts = 5").await.unwrap();
    let (called, mut calls) = mpsc::unbounded_channel();
    let may_end = Arc::new(Semaphore::new(0));
    let slow = Slow { called, may_end: Arc::clone(&may_end) };
    let processor = Processor::new(Handlers::new().on_handler::<PaymentIntent>("*", slow));
    let worker = Worker::new(connections(db), processor.transaction_time(Duration::ZERO)).batches(1);
    let worker = worker.poll_every(Duration::from_millis(5));
    let (stop, stopped) = oneshot::channel();
    let running = tokio::spawn(async move { worker.run(async { drop(stopped.await) }).await.unwrap() });
    for n in 0..EVENTS {
        calls.recv().await.unwrap();
        let leased = db.inbox().await.iter().filter(|event| event.lease.is_some()).count();
        assert!(n == 0 || leased <= 2, "{leased} are held at call {n}");
        may_end.add_permits(1);
    }
    let _ = stop.send(());
    running.await.unwrap();
    let inbox = db.inbox().await;
    assert!(inbox.iter().all(|event| event.state == "done" && event.attempts == 6), "{inbox:?}");
}

mod servers {
    use super::*;
    each_database! {
        servers:
        sessions_in_other_time_zones_agree_on_leases,
        slow_events_that_are_committed_alone_hold_up_no_others,
    }
}

each_database! {
    a_handler_that_hangs_past_its_lease_has_no_effect,
    two_workers_with_one_lease_have_each_effect_once,
    a_worker_that_is_wrong_about_time_does_no_harm,
}
