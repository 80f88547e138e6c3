//! Rows that a host's transaction has locked while events of their objects are processed.

use std::time::Duration;

use diesel_stripe::Error;
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{Handlers, Processor};

use crate::database::Database;
use crate::sent::{answer, data, intent};
use crate::webhook::*;
use crate::webhook_batches::{calls, events};

const MINUTE: Duration = Duration::from_secs(60);

/// A host's transaction holds one row, and does not end.
async fn a_locked_row_sets_its_event_aside<D: Database>(db: &mut D) {
    with_effects(db).await;
    for n in 0..6 {
        db.sync(data::<PaymentIntent>(&intent(&format!("pi_{n:02}"), 100), answer(-9))).await.unwrap();
    }
    let mut host = db.another().await;
    host.begin().await;
    host.execute("UPDATE stripe_payment_intents SET amount = 7 WHERE id = 'pi_03'").await.unwrap();

    let script = Script::succeeding();
    let processor = D::processor(&script, None).lock_wait(Duration::from_millis(100)).delays(MINUTE, MINUTE);
    db.store(&deliveries(&events(6))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();

    assert_eq!((processed.done, processed.failed), (5, 1));
    let event = stored(db, "evt_03").await;
    let error = event.last_error.unwrap().to_lowercase();
    assert!(error.contains("lock timeout") || error.contains("lock wait timeout"), "{error}");
    assert_eq!(calls(&script).len(), 5);
    host.rollback().await;
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(db.row::<PaymentIntent>("pi_03").await.amount, Some(3));
    assert!(calls(&script).values().all(|calls| *calls == 1));
    waits_as_before(db).await;
}

/// The session is as it was: the host's own statements wait as long as they did.
async fn waits_as_before<D: Database>(db: &mut D) {
    let wait = match D::DIALECT {
        SqlDialect::Postgres => "SELECT current_setting('lock_timeout') AS value",
        _ => "SELECT CAST(@@SESSION.innodb_lock_wait_timeout = @@GLOBAL.innodb_lock_wait_timeout AS CHAR) AS value",
    };
    let wait = db.values(wait).await.remove(0).unwrap();
    assert_eq!(wait, if D::DIALECT == SqlDialect::Postgres { "0" } else { "1" });
}

/// The transaction ends by an error of the mirror's mode, and the connection is good.
async fn a_session_is_as_it_was_after_an_error<D: Database>(db: &mut D) {
    with_effects(db).await;
    db.store(&deliveries(&events(1))).await.unwrap();
    let claim = db.claim(1, MINUTE).await.unwrap();
    let processor = D::processor_in(&Script::succeeding(), Mirror::live());
    assert!(matches!(db.apply(&processor, claim).await, Err(Error::WrongMirrorMode { .. })));
    waits_as_before(db).await;
}

/// Events that do not say their mode wait no longer than others.
async fn events_without_a_mode_are_set_aside_too<D: Database>(db: &mut D) {
    with_effects(db).await;
    db.sync(data::<PaymentIntent>(&intent("pi_00", 100), answer(-9))).await.unwrap();
    let mut host = db.another().await;
    host.begin().await;
    host.execute("UPDATE stripe_payment_intents SET amount = 7 WHERE id = 'pi_00'").await.unwrap();
    let mut event = events(1).remove(0);
    event.as_object_mut().unwrap().remove("livemode");
    db.store(&deliveries([&event])).await.unwrap();
    let processor =
        D::processor(&Script::succeeding(), None).lock_wait(Duration::from_millis(100)).delays(MINUTE, MINUTE);
    assert_eq!(db.process(&processor).await.unwrap().failed, 1);
    host.rollback().await;
}

async fn a_statement_that_waits_too_long_says_so<D: Database>(db: &mut D) {
    db.sync(data::<PaymentIntent>(&intent("pi_00", 100), answer(-9))).await.unwrap();
    let mut host = db.another().await;
    host.begin().await;
    host.execute("UPDATE stripe_payment_intents SET amount = 7 WHERE id = 'pi_00'").await.unwrap();
    let bound = match D::DIALECT {
        SqlDialect::Postgres => "SET lock_timeout = '50ms'",
        _ => "SET SESSION innodb_lock_wait_timeout = 1",
    };
    db.execute(bound).await.unwrap();
    let error = db.sync(data::<PaymentIntent>(&intent("pi_00", 101), answer(9))).await.unwrap_err();
    assert!(error.is_database_timeout(), "{error}");
    host.rollback().await;
}

/// The same without handlers: the objects are written in bulk.
async fn a_locked_row_sets_its_event_aside_in_bulk<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    for n in 0..6 {
        db.sync(data::<PaymentIntent>(&intent(&format!("pi_{n:02}"), 100), answer(-9))).await.unwrap();
    }
    let mut host = db.another().await;
    host.begin().await;
    host.execute("UPDATE stripe_payment_intents SET amount = 7 WHERE id = 'pi_03'").await.unwrap();
    let processor = Processor::new(Handlers::new()).lock_wait(Duration::from_millis(100)).delays(MINUTE, MINUTE);
    db.store(&deliveries(&events(6))).await.unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed), (5, 1));
    host.rollback().await;
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(db.row::<PaymentIntent>("pi_03").await.amount, Some(3));
}

contract! {
    two_writers: a_locked_row_sets_its_event_aside, a_locked_row_sets_its_event_aside_in_bulk,
    a_session_is_as_it_was_after_an_error, events_without_a_mode_are_set_aside_too, a_statement_that_waits_too_long_says_so,
}
