//! A worker starts where it is known, and right, which mode the mirror serves.
#![cfg(feature = "axum")]

use diesel_stripe::Error;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::webhook::{Answer, Handlers, Processor, Worker};

use crate::database::Database;
use crate::delivering::{connections, deliver, receiver};
use crate::webhook::*;

async fn without_a_mode_or_with_a_wrong_one_it_does_not_start<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let receiver = receiver(db);
    assert_eq!(deliver(&receiver, &paid("evt_1", 1, "pi_1", 1)).await, Answer::Stored);
    let worker = |mirror| {
        let processor = Processor::new(Handlers::new().mirror(mirror));
        Worker::new(connections(db), processor).woken_by(&receiver)
    };
    let started = worker(Mirror::default()).run(std::future::pending()).await;
    assert!(matches!(started, Err(Error::NoMode { .. })), "{started:?}");
    let live = worker(Mirror::live());
    let wrong = worker(Mirror::test());
    live.run(std::future::ready(())).await.unwrap();
    assert!(db.ensure_mode(&Mirror::live()).await.unwrap());
    let started = wrong.run(std::future::pending()).await;
    assert!(matches!(started, Err(Error::WrongMirrorMode { livemode: false })), "{started:?}");
    assert_eq!(states(db).await, "evt_1 pending");
    assert_eq!(stored(db, "evt_1").await.attempts, 0);
}

contract! { async without_mode:
    without_a_mode_or_with_a_wrong_one_it_does_not_start,
}
