//! No connection of a pool is held while Stripe is waited for; and a database that does not answer is given up.

use std::sync::Arc;

use diesel_stripe::calls::Owner;
use diesel_stripe::calls::{Calls, Recovered};
use diesel_stripe::database::{Connect, MirrorConnection, SqlDialect};
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::refresh::{Drain, Drained, Refreshed};
use tokio::sync::{AcquireError, Semaphore};

use crate::calling::Calling;
use crate::calls::{due, of, stripe};
use crate::database::Database;
use crate::failing::Failing;
use crate::refresh::fake;
use crate::waiting::{SOON, are_held, is_out_of_time, queue};

/// One connection at a time.
struct Pool(Arc<Semaphore>);

impl Pool {
    fn new() -> Self {
        Pool(Arc::new(Semaphore::new(1)))
    }

    fn connections<D: Database<Connection: MirrorConnection>>(&self, db: &D) -> impl Connect + use<D> {
        let (places, url) = (Arc::clone(&self.0), db.url().to_owned());
        move || {
            let (places, url) = (Arc::clone(&places), url.clone());
            async move {
                let place = places.acquire_owned().await?;
                let conn = D::connect(&url).await.expect("a connection").into_connection();
                Ok::<_, AcquireError>(Failing::of_pool(conn, place))
            }
        }
    }

    /// Nobody has the connection.
    fn is_idle(&self) -> bool {
        self.0.available_permits() == 1
    }
}

async fn calls_hold_no_connection_while_stripe_is_waited_for<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let (stripe, client) = stripe().await;
    let (pool, calls) = (Pool::new(), Calls::new(client));
    let connections = pool.connections(db);
    let hold = stripe.hold();
    let (one, two) = (of(100), of(200));
    let creating = futures_util::future::join(
        calls.create::<PaymentIntent>(&connections, "order:1", &one),
        calls.create::<PaymentIntent>(&connections, "order:2", &two),
    );
    let held = async {
        are_held(&hold, 2).await;
        assert!(pool.is_idle());
        drop(hold);
    };
    let ((one, two), ()) = tokio::join!(creating, held);
    assert_eq!((one.unwrap().amount, two.unwrap().amount), (Some(100), Some(200)));
    assert!(pool.is_idle());
}

async fn a_drain_holds_no_connection_while_stripe_is_waited_for<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let (stripe, client) = fake().await;
    queue(db, &client, 3).await;
    let (pool, drain) = (Pool::new(), Drain::new(client));
    let connections = pool.connections(db);
    let hold = stripe.hold();
    let held = async {
        are_held(&hold, 3).await;
        assert!(pool.is_idle());
        drop(hold);
    };
    let (drained, ()) = tokio::join!(drain.run(&connections), held);
    assert_eq!(drained.unwrap(), Drained { refreshed: 3, ..Drained::default() });
    assert!(pool.is_idle());
}

async fn a_drain_ends_at_its_deadline_with_what_it_did<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let (stripe, client) = fake().await;
    queue(db, &client, 3).await;
    let subject = db.queued().await[0].subject();
    let drain = Drain::new(client).at_once(2).deadline(SOON);
    let pool = Pool::new();
    let connections = pool.connections(db);
    let hold = stripe.hold();
    let drained = drain.run(&connections).await.unwrap();
    assert_eq!(drained, Drained { out_of_time: true, ..Drained::default() });
    assert_eq!(drain.one(&connections, &subject).await.unwrap(), Refreshed::Postponed);
    for refresh in db.queued().await {
        assert_eq!((refresh.attempts, refresh.lease, refresh.last_error), (0, None, None));
    }
    drop(hold);
    let mut conn = db.another().await.into_connection();
    let drained = drain.deadline(60 * SOON).run(&mut conn).await.unwrap();
    assert_eq!(drained, Drained { refreshed: 3, ..Drained::default() });
}

async fn a_recovery_and_an_owners_customer_need_one_connection<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    struct User;
    impl Owner for User {
        fn key(&self) -> String {
            "user:7".to_owned()
        }
    }
    let (_stripe, client) = stripe().await;
    let stored = db.store_create::<PaymentIntent>("order:1", &of(100)).await.unwrap();
    due(db).await;
    let (pool, calls) = (Pool::new(), Calls::new(client));
    let connections = pool.connections(db);
    assert_eq!(calls.recover(&connections).await.unwrap(), Recovered { done: 1, ..Recovered::default() });
    assert_eq!(calls.make(&connections, &stored).await.unwrap().amount, Some(100));
    let customer = calls.customer_of(&connections, &User).await.unwrap();
    assert_eq!(db.row::<Customer>(&customer.id).await, customer);
    assert!(pool.is_idle());
}

contract! {
    async: calls_hold_no_connection_while_stripe_is_waited_for,
    a_drain_holds_no_connection_while_stripe_is_waited_for,
    a_drain_ends_at_its_deadline_with_what_it_did,
    a_recovery_and_an_owners_customer_need_one_connection,
}

/// Somebody has locked the tables.
async fn a_database_that_does_not_answer_is_given_up<D: Calling<Connection: MirrorConnection>>(db: &mut D) {
    let (_stripe, client) = stripe().await;
    let pool = Pool::new();
    let connections = pool.connections(db);
    let lock = match D::DIALECT {
        SqlDialect::Postgres => "BEGIN; LOCK TABLE stripe_calls, stripe_refreshes IN ACCESS EXCLUSIVE MODE",
        _ => "LOCK TABLES stripe_calls WRITE, stripe_refreshes WRITE",
    };
    let mut other = db.another().await;
    other.execute(lock).await.unwrap();
    let request = of(100);
    let calls = Calls::new(client.clone()).deadline(SOON);
    let drain = Drain::new(client).deadline(SOON);
    let mut conn = db.another().await.into_connection();
    let (created, drained) =
        tokio::join!(calls.create::<PaymentIntent>(&mut conn, "order:1", &request), drain.run(&connections),);
    for error in [is_out_of_time(created), is_out_of_time(drained)] {
        assert!(error.contains("the database does not answer"), "{error}");
    }
    other.execute(if D::DIALECT == SqlDialect::Postgres { "COMMIT" } else { "UNLOCK TABLES" }).await.unwrap();
    assert_eq!(drain.run(&connections).await.unwrap(), Drained::default(), "on another connection");
    let again = calls.create::<PaymentIntent>(&mut conn, "order:1", &request).await.unwrap_err();
    assert!(again.is_broken_connection(), "{again}");
    assert_eq!(calls.create::<PaymentIntent>(&connections, "order:1", &request).await.unwrap().amount, Some(100));
}

mod unanswered {
    use super::a_database_that_does_not_answer_is_given_up;

    contract! { two_writers: a_database_that_does_not_answer_is_given_up }
}
