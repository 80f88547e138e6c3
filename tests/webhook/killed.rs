//! Workers that are killed by the system (`SIGKILL`), at every step and at random moments.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::database::Database;
use crate::end::{assert_done_once, others_take_over};
use crate::process::{At, Told, Work, processor, start};
use crate::webhook::{deliveries, due, paid, with_effects};

const KILLS: usize = 36;
const WORKERS: usize = 2;

/// Events of a batch, the newest of each payment intent neither first nor last.
pub fn batch(n: usize) -> Vec<Value> {
    let event = |(place, second): (usize, i64)| {
        paid(&format!("evt_{n:03}_{place}"), second, &format!("pi_{n}_{}", place % 2), second * 10)
    };
    [3, 1, 5, 4, 2].into_iter().enumerate().map(event).collect()
}

async fn a_worker_killed_at_any_step_loses_and_doubles_nothing<D: Database>(db: &mut D) {
    with_effects(db).await;
    let after = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&after);
    let processor = processor::<D>(move |event| told.lock().unwrap().push(event.to_owned()));
    let (mut bodies, mut steps) = (Vec::new(), Vec::new());
    for step in 1.. {
        bodies.extend(batch(step));
        db.store(&deliveries(&batch(step))).await.unwrap();
        let mut worker = start(db, Work::Pending, step, At::Stay);
        let told = worker.wait().await;
        let said = worker.kill().await;
        after.lock().unwrap().extend(said);
        others_take_over(db, &processor).await;
        assert_done_once(db, &bodies).await;
        match told {
            Told::Step(step) => steps.push(step),
            Told::Finished => break,
        }
    }
    // They were those steps.
    let among = |words: &str| steps.iter().any(|step| step.contains(words));
    for step in
        ["before UPDATE stripe_events SET begun", "after UPDATE stripe_events SET begun", "before a transaction"]
    {
        assert!(among(step), "{step} is not among {steps:#?}");
    }
    for step in ["before INSERT INTO effects", "after INSERT INTO effects", "before a commit", "after COMMIT"] {
        assert!(among(step), "{step} is not among {steps:#?}");
    }
    let after: BTreeSet<String> = after.lock().unwrap().iter().cloned().collect();
    assert_eq!(after.len(), bodies.len(), "what follows the commit happened at least once for each event");
}

async fn a_server_killed_at_any_step_loses_and_doubles_nothing<D: Database>(db: &mut D) {
    with_effects(db).await;
    let after = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&after);
    let processor = processor::<D>(move |event| told.lock().unwrap().push(event.to_owned()));
    let (mut bodies, mut leased) = (Vec::new(), false);
    for step in 1.. {
        bodies.extend(batch(step));
        // Its last poll may come after the work.
        let mut server = start(db, Work::Received(step), 2 * step, At::Stay);
        let told = server.wait().await;
        let said = server.kill().await;
        after.lock().unwrap().extend(said);
        leased |= db.inbox().await.iter().any(|event| event.state == "pending" && event.lease.is_some());
        // What was not answered, Stripe delivers again; and what was answered is not stored twice.
        db.store(&deliveries(&batch(step))).await.unwrap();
        others_take_over(db, &processor).await;
        assert_done_once(db, &bodies).await;
        if told == Told::Finished {
            break;
        }
    }
    assert!(leased, "it was killed with events of its own");
    let after: BTreeSet<String> = after.lock().unwrap().iter().cloned().collect();
    assert_eq!(after.len(), bodies.len(), "what follows the commit happened at least once for each event");
}

async fn workers_killed_at_random_lose_and_double_nothing<D: Database>(db: &mut D) {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    with_effects(db).await;
    let after = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&after);
    let processor = processor::<D>(move |event| told.lock().unwrap().push(event.to_owned()));
    let start = |db: &D, random: &mut fastrand::Rng| start(db, Work::ForEver, random.usize(1..70), At::GoOn);
    let mut workers: Vec<_> = (0..WORKERS).map(|_| start(db, &mut random)).collect();
    let mut bodies = Vec::new();
    for kill in 0..KILLS {
        let mut new = batch(kill);
        random.shuffle(&mut new);
        bodies.extend(new.iter().cloned());
        db.store(&deliveries(&new)).await.unwrap();
        let mut worker = workers.remove(random.usize(..WORKERS));
        worker.wait().await;
        let said = worker.kill().await;
        after.lock().unwrap().extend(said);
        // The lease of the other one ends as well: it must notice.
        due(db).await;
        workers.push(start(db, &mut random));
    }
    for worker in workers {
        let said = worker.kill().await;
        after.lock().unwrap().extend(said);
    }
    others_take_over(db, &processor).await;
    assert_done_once(db, &bodies).await;
    let after: BTreeSet<String> = after.lock().unwrap().iter().cloned().collect();
    assert_eq!(after.len(), bodies.len(), "what follows the commit happened at least once for each event");
}

each_database! {
    a_server_killed_at_any_step_loses_and_doubles_nothing,
    a_worker_killed_at_any_step_loses_and_doubles_nothing,
    workers_killed_at_random_lose_and_double_nothing,
}
