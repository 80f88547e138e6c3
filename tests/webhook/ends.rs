//! An event whose handlers end the process: it is given up, and what was processed beside it is not.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel_stripe::database::MirrorConnection;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{Committed, Context, Handler, HandlerResult, Handlers, Processor, Worker};

use crate::database::Database;
use crate::delivering::connections;
use crate::own_process::At;
use crate::process::{ENDS, When, Work, start};
use crate::webhook::{deliveries, due, effects, paid, stored, with_effects};

const INNOCENTS: usize = 60;
/// It may take so many processes: those in which it was one of a batch, those in which it was alone, and one that gives it up.
const PROCESSES: usize = 2 + 3 + 1;

async fn is_given_up_alone<D: Database>(db: &mut D, when: When) {
    with_effects(db).await;
    let innocents: BTreeSet<String> = (0..INNOCENTS).map(|n| format!("evt_{n:03}")).collect();
    let mut bodies: Vec<_> = innocents.iter().map(|id| paid(id, 1, id, 1)).collect();
    bodies.insert(INNOCENTS / 2, paid(ENDS, 1, ENDS, 1));
    db.store(&deliveries(&bodies)).await.unwrap();
    let (mut after, mut ended) = (BTreeSet::new(), 0);
    loop {
        db.is_alone().await;
        due(db).await;
        let (said, has_finished) = start(db, Work::Ending(when), usize::MAX, At::GoOn).end().await;
        after.extend(said);
        if has_finished {
            break;
        }
        ended += 1;
        assert!(ended < PROCESSES, "{:#?}", db.inbox().await);
    }
    let dead = stored(db, ENDS).await;
    assert_eq!((&*dead.state, dead.attempts), ("dead", 5), "{dead:?}");
    assert!(dead.last_error.as_ref().unwrap().contains("did not finish"), "{dead:?}");
    let others: Vec<_> = db.inbox().await.into_iter().filter(|event| event.id != ENDS).collect();
    assert_eq!(others.iter().find(|event| event.state != "done"), None);
    let mut all = innocents.clone();
    if when == When::AfterTheCommit {
        all.insert(ENDS.to_owned());
    }
    assert_eq!(effects(db).await, all.iter().cloned().collect::<Vec<_>>(), "no effect is lost or doubled");
    assert_eq!(after, all, "what follows the commit happened at least once for each event");
}

async fn an_event_that_ends_its_process_is_given_up_alone<D: Database>(db: &mut D) {
    is_given_up_alone(db, When::Within).await;
}

async fn one_that_does_so_after_its_commit_is_given_up_alone<D: Database>(db: &mut D) {
    is_given_up_alone(db, When::AfterTheCommit).await;
}

/// How many suspected events are processed, and the most of them at once.
#[derive(Clone, Default)]
struct AtOnce(Arc<[AtomicUsize; 2]>);

impl AtOnce {
    async fn count(&self) {
        let [now, most] = &*self.0;
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        for _ in 0..200 {
            tokio::task::yield_now().await; // for others to come, if they can
        }
        now.fetch_sub(1, Ordering::SeqCst);
    }
}

impl<C: MirrorConnection> Handler<C, PaymentIntent> for AtOnce {
    async fn handle(&self, _: Context<'_, C, PaymentIntent>) -> HandlerResult {
        self.count().await;
        Ok(())
    }
}

async fn of_suspects_one_is_processed_at_a_time<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let ids = |prefix: &'static str| (0..8).map(move |n| format!("evt_{prefix}_{n}"));
    let bodies: Vec<_> = ids("within").chain(ids("after")).map(|id| paid(&id, 1, &id, 1)).collect();
    db.store(&deliveries(&bodies)).await.unwrap();
    db.execute("UPDATE stripe_events SET attempts = 2, lease = 'gone'").await.unwrap();
    db.execute("UPDATE stripe_events SET state = 'applied' WHERE id LIKE 'evt_after%'").await.unwrap();
    let at_once = AtOnce::default();
    let after = at_once.clone();
    let handlers = Handlers::new().on_handler::<PaymentIntent>("*", at_once.clone()).after_commit_of_event(
        "*",
        move |committed: Committed| {
            let after = after.clone();
            async move {
                // What was committed is suspected of nothing.
                if committed.event.id.starts_with("evt_after") {
                    after.count().await;
                }
                Ok(())
            }
        },
    );
    // As many batches at once as there can be.
    let worker = Worker::new(connections(db), Processor::new(handlers).batch(1)).batches(3);
    let is_done = async {
        while db.stats().await.is_ok_and(|stats| stats.pending + stats.applied > 0) {
            tokio::task::yield_now().await;
        }
    };
    worker.poll_every(Duration::from_millis(5)).run(is_done).await.unwrap();
    let attempts: Vec<i64> = db.inbox().await.iter().map(|event| event.attempts).collect();
    assert_eq!(attempts.iter().sum::<i64>(), 8 * 3 + 8, "those within began anew after their commit: {attempts:?}");
    assert_eq!(at_once.0[1].load(Ordering::SeqCst), 1);
}

each_database! {
    of_suspects_one_is_processed_at_a_time,
    an_event_that_ends_its_process_is_given_up_alone,
    one_that_does_so_after_its_commit_is_given_up_alone,
}
