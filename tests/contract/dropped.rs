//! Futures that are given up, at every place where they wait: what is done on the same connection afterwards is done, or refused.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::Poll;

use diesel_async::{AsyncConnection, SimpleAsyncConnection as _, TransactionManager as _};
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::migrations::ALL;
use diesel_stripe::objects::Subscription;
use diesel_stripe::webhook::{Context, Handler, HandlerResult, Handlers, Processor};
use diesel_stripe::{SyncFromStripe as _, migrations};

use crate::calling::Calling;
use crate::migrating_failing::TO_COME;
use crate::operations::{Operation, Stripe, is_usable};
use crate::sent::{answer, data, subscription};
use crate::webhook::{deliveries, effect, paid, with_effects};

/// Polls a future so often that it waits for the `place`th time, and drops it: at once, or when what it waits for has come.
async fn give_up<F: Future>(future: F, place: usize) -> Option<F::Output> {
    let (mut waits, at_once) = (place / 2, place.is_multiple_of(2));
    let mut future = pin!(future);
    poll_fn(|context| {
        if waits == 0 && !at_once {
            return Poll::Ready(None);
        }
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if waits == 0 => Poll::Ready(None),
            Poll::Pending => {
                waits -= 1;
                Poll::Pending
            }
        }
    })
    .await
}

/// A connection of the host's own.
async fn connect<D: Calling>(db: &D) -> D::Connection {
    db.another().await.into_connection()
}

/// How many connections were refused.
async fn given_up<D: Calling<Connection: MirrorConnection>>(db: &mut D, operation: Operation) -> usize {
    let stripe = Stripe::start().await;
    let mut other = db.another().await;
    let mut conn = connect(db).await;
    let mut refused = 0;
    with_effects(db).await;
    for place in 0.. {
        let case = operation.prepare(&mut other, &stripe, format!("{place:04}")).await;
        let ended = give_up(operation.run(&mut conn, &stripe.client, &case), place).await;
        let is_over = ended.map(|ended| ended.unwrap_or_else(|error| panic!("{place}: {error}")));

        if !is_usable(&mut conn, &mut other, &format!("cus_after_{place:04}")).await {
            refused += 1;
            conn = connect(db).await;
        }
        let seen = operation.seen(&mut other, &case).await;
        assert!(operation.steps().contains(&seen), "given up at {place}, {operation:?} was half done: {seen}");
        if is_over == Some(true) {
            assert_eq!(seen, operation.all(), "{operation:?}");
            return refused;
        }
        // It is done again, and is done.
        operation.prepare_again(&mut other).await;
        operation.run(&mut conn, &stripe.client, &case).await.unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(operation.seen(&mut other, &case).await, operation.all(), "{operation:?} again, after {place}");
    }
    refused
}

type Transactions<C> = <C as AsyncConnection>::TransactionManager;

/// The same within a transaction of the host's, who goes on as if nothing had happened.
async fn given_up_within<D: Calling<Connection: MirrorConnection>>(db: &mut D, operation: Operation) {
    let stripe = Stripe::start().await;
    let mut other = db.another().await;
    db.execute("CREATE TABLE orders (number INTEGER NOT NULL PRIMARY KEY)").await.unwrap();
    let mut conn = connect(db).await;
    for place in 0.. {
        let case = operation.prepare(&mut other, &stripe, format!("{place:04}")).await;
        Transactions::<D::Connection>::begin_transaction(&mut conn).await.unwrap();
        let order = format!("INSERT INTO orders VALUES ({place})");
        conn.batch_execute(&order).await.unwrap();
        let is_over = give_up(operation.run(&mut conn, &stripe.client, &case), place).await.is_some();

        let committed = Transactions::<D::Connection>::commit_transaction(&mut conn).await;
        let orders = other.count(&format!("orders WHERE number = {place}")).await;
        let seen = operation.seen(&mut other, &case).await;
        match committed {
            Ok(()) => {
                assert_eq!(orders, 1, "the host's own was lost at {place}");
                assert!(
                    operation.steps().contains(&seen),
                    "the host committed a half of {operation:?} at {place}: {seen}"
                );
            }
            Err(error) => {
                assert!(matches!(error, diesel::result::Error::BrokenTransactionManager), "{error}");
                assert_eq!((orders, seen), (0, 0), "{operation:?} at {place}");
                conn = connect(db).await;
            }
        }
        if is_over {
            return assert_eq!((orders, seen), (1, operation.all()));
        }
    }
}

macro_rules! given_up {
    ($($case:ident: $operation:ident),+ $(,)?) => {
        $(
            async fn $case<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
                given_up(db, Operation::$operation).await;
            }
        )+
    };
}

given_up! {
    a_sync_is_done_or_not: Sync,
    a_mode_is_stored_or_not: EnsureMode,
    columns_are_written_anew_or_not: Reproject,
    a_drain_is_done_or_not: Drain,
    a_list_is_read_to_its_end_or_not: DrainList,
    a_deletion_is_confirmed_or_not: DrainMissing,
    a_refresh_is_done_or_not: RefreshOne,
    an_object_is_queued_or_not: RefreshAgain,
    a_created_object_is_mirrored_or_not: Create,
    a_changed_object_is_mirrored_or_not: Call,
    a_call_is_stored_or_not: StoreCreate,
    a_stored_call_is_made_or_not: Make,
    a_recovery_is_done_or_not: Recover,
    an_owner_has_one_customer: GetOrCreate,
    a_call_is_stored_again_or_not: Retry,
    a_delivery_is_stored_or_not: Receive,
    an_event_that_waits_is_handled_or_not: ProcessTied,
    what_follows_a_commit_is_done_or_not: ProcessAfterCommit,
    who_only_looks_leaves_a_connection_that_is_good: Look,
}

async fn an_object_is_mirrored_with_what_is_within_it<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    assert!(given_up(db, Operation::SyncNested).await > 0, "transactions were left open");
}

async fn a_batch_is_mirrored_or_not<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    assert!(given_up(db, Operation::SyncMany).await > 0, "transactions were left open");
}

async fn objects_of_any_kinds_are_mirrored_or_not<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    assert!(given_up(db, Operation::SyncAny).await > 0, "transactions were left open");
}

async fn deliveries_are_stored_or_not<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    assert!(given_up(db, Operation::Store).await > 0, "transactions were left open");
}

async fn events_are_processed_or_not<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    assert!(given_up(db, Operation::Process).await > 0, "transactions were left open");
}

async fn a_host_commits_no_half_of_an_object<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    given_up_within(db, Operation::SyncNested).await;
}

async fn a_host_commits_no_half_of_a_batch<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    given_up_within(db, Operation::SyncAny).await;
}

async fn a_host_commits_no_half_of_what_was_delivered<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    given_up_within(db, Operation::Store).await;
}

/// As if the minute were over for which the lock of the migrations lasts on MySQL. The table of it may not be there yet.
async fn lock_expires<D: Calling>(db: &mut D) {
    if D::DIALECT == SqlDialect::Mysql {
        let _ = db.execute("UPDATE stripe_schema_lock SET held_until = '2020-01-01'").await;
    }
}

/// On MySQL, which commits each statement, the next run completes them. They are so many that every seventh place is enough.
async fn migrations_run_or_not<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let mut other = db.another().await;
    let mut conn = connect(db).await;
    // Those of the product areas are more of the same.
    let (own, of_areas) = ALL.split_at(3);
    for place in (0..).step_by(7) {
        let is_over = give_up(migrations::run_these(&mut conn, own), place).await;
        match (migrations::pending(&mut conn).await, D::DIALECT) {
            // They are seen to be pending by others too, if this connection has no transaction of its own any more.
            (Ok(pending), SqlDialect::Postgres | SqlDialect::Sqlite) => {
                assert_eq!(other.pending().await.unwrap(), pending)
            }
            (Ok(_), SqlDialect::Mysql) => {}
            (Err(error), _) => {
                assert!(error.is_broken_connection(), "{error}");
                conn = connect(db).await;
            }
        }
        lock_expires(&mut other).await;
        if let Some(ran) = is_over {
            ran.unwrap();
            assert_eq!(other.pending().await.unwrap(), of_areas.iter().collect::<Vec<_>>());
            break;
        }
    }
    other.migrate().await.unwrap();
    other.check().await.unwrap();
    assert!(is_usable(&mut conn, &mut other, "cus_1").await);
}

/// Statements that MySQL executes once, at every place.
async fn a_column_is_added_once<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let mut other = db.another().await;
    for place in 0.. {
        let mut conn = connect(db).await;
        let is_over = give_up(migrations::run_these(&mut conn, TO_COME), place).await;
        drop(conn);
        lock_expires(&mut other).await;
        if let Some(ran) = is_over {
            ran.unwrap();
            break;
        }
    }
    assert_eq!(other.count("stripe_schema_migrations").await, TO_COME.len());
    other.execute("INSERT INTO stripe_orders (id, note, amount, line) VALUES (1, 'a', 2, 3)").await.unwrap();
}

/// Gives up what it does itself in the middle, for one of the events, and says nothing of it.
struct Impatient {
    place: usize,
    /// How often it was called for that event.
    calls: Arc<AtomicUsize>,
}

impl<C: MirrorConnection + 'static> Handler<C> for Impatient {
    async fn handle(&self, mut context: Context<'_, C>) -> HandlerResult {
        let effect = effect(&context.event.id);
        context.conn().batch_execute(&effect).await?;
        let json = subscription(&format!("sub_{}", context.event.id));
        let gives_up = context.event.id.ends_with("_1");
        self.calls.fetch_add(usize::from(gives_up), Relaxed);
        let place = if gives_up { self.place } else { usize::MAX };
        let sync = Subscription::sync(context.conn(), data::<Subscription>(&json, answer(5)));
        give_up(sync, place).await.transpose()?;
        Ok(())
    }
}

/// The event fails, and no other; or all of the batch, if the connection cannot be used any more.
async fn a_handler_that_gives_up_costs_its_own_event<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let mut other = db.another().await;
    let mut conn = connect(db).await;
    with_effects(db).await;
    let (mut failed, mut refused) = (0, 0);
    for place in 0..16 {
        let of = |n: usize| paid(&format!("evt_{place:04}_{n}"), 5, &format!("pi_{place:04}_{n}"), 100);
        other.store(&deliveries(&[of(0), of(1)])).await.unwrap();
        let calls = Arc::new(AtomicUsize::new(0));
        let impatient = Impatient { place, calls: calls.clone() };
        let processor = Processor::new(Handlers::new().on_event_handler("*", impatient));
        // On a busy machine the first event may take a transaction's time.
        let processor = processor.transaction_time(std::time::Duration::from_secs(3600));
        let processed = processor.process_pending(&mut conn).await;

        let done = format!("stripe_events WHERE id LIKE 'evt_{place:04}_%' AND state = 'done'");
        let done = other.count(&done).await;
        assert_eq!(other.count(&format!("effects WHERE event LIKE 'evt_{place:04}_%'")).await, done, "{place}");
        assert_eq!(
            other.count(&format!("stripe_payment_intents WHERE id LIKE 'pi_{place:04}_%'")).await,
            done,
            "{place}"
        );
        match processed {
            Ok(processed) => {
                assert_eq!((processed.done, processed.failed), (done, 2 - done), "{place}");
                assert!(done > 0, "the other event is done");
                assert!(is_usable(&mut conn, &mut other, &format!("cus_after_{place:04}")).await);
                failed += processed.failed;
            }
            Err(error) => {
                assert!(error.is_broken_connection(), "{error}");
                assert!(!is_usable(&mut conn, &mut other, &format!("cus_after_{place:04}")).await);
                // What it leaves behind depends on what was answered meanwhile. The first time it may be rolled back with the other
                // event, and that is processed by itself; then the connection is lost.
                let calls = calls.load(Relaxed);
                assert!(done == 0 || (done, calls) == (1, 2), "{place}: {done} done after {calls} calls, {error:?}");
                conn = connect(db).await;
                refused += 1;
            }
        }
        other.execute("DELETE FROM stripe_events").await.unwrap();
    }
    match D::DIALECT {
        SqlDialect::Mysql => assert!(refused > 0, "an answer that was not waited for comes to the next statement"),
        SqlDialect::Postgres | SqlDialect::Sqlite => assert!(failed > 0, "rolled back, and gone on with"),
    }
}

/// Pools ask Diesel before they take a connection back.
async fn what_is_refused_is_what_pools_throw_away<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let stripe = Stripe::start().await;
    let operation = Operation::SyncNested;
    let mut broken = 0;
    for place in 0..8 {
        let case = operation.prepare(db, &stripe, format!("{place:04}")).await;
        let mut conn = connect(db).await;
        let _ = give_up(operation.run(&mut conn, &stripe.client, &case), place).await;
        let is_broken = Transactions::<D::Connection>::is_broken_transaction_manager(&mut conn);
        assert_eq!(is_usable(&mut conn, db, &format!("cus_after_{place:04}")).await, !is_broken, "at {place}");
        broken += usize::from(is_broken);
    }
    assert!(broken > 0);
}

contract! { async:
    a_sync_is_done_or_not,
    an_object_is_mirrored_with_what_is_within_it,
    a_batch_is_mirrored_or_not,
    objects_of_any_kinds_are_mirrored_or_not,
    a_mode_is_stored_or_not,
    columns_are_written_anew_or_not,
    a_drain_is_done_or_not,
    a_list_is_read_to_its_end_or_not,
    a_deletion_is_confirmed_or_not,
    a_refresh_is_done_or_not,
    an_object_is_queued_or_not,
    a_created_object_is_mirrored_or_not,
    a_changed_object_is_mirrored_or_not,
    a_call_is_stored_or_not,
    a_stored_call_is_made_or_not,
    a_recovery_is_done_or_not,
    an_owner_has_one_customer,
    a_call_is_stored_again_or_not,
    a_delivery_is_stored_or_not,
    deliveries_are_stored_or_not,
    events_are_processed_or_not,
    an_event_that_waits_is_handled_or_not,
    what_follows_a_commit_is_done_or_not,
    who_only_looks_leaves_a_connection_that_is_good,
    a_host_commits_no_half_of_an_object,
    a_host_commits_no_half_of_a_batch,
    a_host_commits_no_half_of_what_was_delivered,
    a_handler_that_gives_up_costs_its_own_event,
    what_is_refused_is_what_pools_throw_away,
}

mod empty {
    use super::{a_column_is_added_once, migrations_run_or_not};

    contract! { async_empty: migrations_run_or_not, a_column_is_added_once }
}
