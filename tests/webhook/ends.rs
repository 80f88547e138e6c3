//! An event whose handlers end the process: it is given up, and what was processed beside it is not.

use std::collections::BTreeSet;

use crate::database::Database;
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

each_database! {
    an_event_that_ends_its_process_is_given_up_alone,
    one_that_does_so_after_its_commit_is_given_up_alone,
}
