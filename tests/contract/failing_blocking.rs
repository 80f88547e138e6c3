//! Each statement of a blocking connection fails once: what is done on the same connection afterwards is done, for all to see.

use diesel::connection::{
    AnsiTransactionManager, CacheSize, Connection, Instrumentation, LoadConnection, SimpleConnection,
};
use diesel::expression::QueryMetadata;
use diesel::internal::derives::multiconnection::ConnectionSealed;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::{ConnectionResult, QueryResult};
use diesel_stripe::Result;
use diesel_stripe::blocking::webhook::{Handlers, inbox, process_pending, processor};
use diesel_stripe::blocking::{MirrorConnection, refresh, sync, sync_many};
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, Subscription};
use serde_json::{Value, json};

use crate::database::Database;
use crate::refusal::{REFUSED, Refusal, Refused};
use crate::sent::{answer, data, subscription};
use crate::webhook::{body, deliveries};

/// A connection on which one statement fails. `BEGIN`, `COMMIT` and `ROLLBACK` are statements too.
struct Failing<C> {
    conn: C,
    refusal: Refusal,
    transactions: AnsiTransactionManager,
}

impl<C: SimpleConnection> SimpleConnection for Failing<C> {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        let query = if self.refusal.is_due() { REFUSED } else { query };
        self.conn.batch_execute(query)
    }
}

impl<C> ConnectionSealed for Failing<C> {}

impl<C: Connection> Connection for Failing<C> {
    type Backend = C::Backend;
    type TransactionManager = AnsiTransactionManager;

    fn establish(url: &str) -> ConnectionResult<Self> {
        let transactions = AnsiTransactionManager::default();
        Ok(Failing { conn: C::establish(url)?, refusal: Refusal::never(), transactions })
    }

    fn execute_returning_count<T: QueryFragment<C::Backend> + QueryId>(&mut self, source: &T) -> QueryResult<usize> {
        if self.refusal.is_due() {
            self.conn.execute_returning_count(&Refused)
        } else {
            self.conn.execute_returning_count(source)
        }
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.conn.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.conn.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.conn.set_prepared_statement_cache_size(size);
    }
}

impl<C: LoadConnection> LoadConnection for Failing<C> {
    type Cursor<'conn, 'query>
        = C::Cursor<'conn, 'query>
    where
        Self: 'conn;
    type Row<'conn, 'query>
        = C::Row<'conn, 'query>
    where
        Self: 'conn;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<C::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<C::Backend> + QueryId + 'query,
        C::Backend: QueryMetadata<T::SqlType>,
    {
        if self.refusal.is_due() {
            self.conn.execute_returning_count(&Refused)?;
        }
        self.conn.load(source)
    }
}

/// What is done, and the rows that tell how far it came: counts of these tables, and what they may be.
struct Work<C> {
    run: fn(&mut Failing<C>, usize) -> Result<()>,
    tables: fn(usize) -> Vec<String>,
    steps: &'static [&'static [usize]],
}

async fn seen<D: Database, C>(db: &mut D, work: &Work<C>, n: usize) -> Vec<usize> {
    let mut counts = Vec::new();
    for table in (work.tables)(n) {
        counts.push(db.count(&table).await);
    }
    counts
}

async fn failing<D: Database<Connection: MirrorConnection>>(db: &mut D, work: Work<D::Connection>) {
    let mut conn = Failing {
        conn: db.another().await.into_connection(),
        refusal: Refusal::never(),
        transactions: AnsiTransactionManager::default(),
    };
    for statement in 0.. {
        conn.refusal = Refusal::after(statement);
        let ended = (work.run)(&mut conn, statement);
        let is_over = conn.refusal.has_not_come();

        let came_to = seen(db, &work, statement).await;
        let all = work.steps[work.steps.len() - 1];
        assert!(work.steps.contains(&&*came_to), "half done when statement {statement} failed: {came_to:?}");
        let customer = json!({"id": format!("cus_after_{statement}"), "object": "customer"});
        sync(&Mirror::default(), &mut conn, data::<Customer>(&customer, answer(5))).unwrap();
        let is_there = db.count(&format!("stripe_customers WHERE id = 'cus_after_{statement}'")).await;
        assert_eq!(is_there, 1, "after statement {statement} failed: {ended:?}");
        let again = (work.run)(&mut conn, statement);
        assert_eq!(seen(db, &work, statement).await, all, "{statement}: {again:?}");
        if is_over {
            assert!(statement > 0 && ended.is_ok(), "{ended:?}");
            return;
        }
    }
}

/// A subscription with two items and its customer, and a list that shows only its beginning.
fn of_more(n: usize) -> Value {
    let mut json = subscription(&format!("sub_{n}"));
    json["items"]["has_more"] = json!(true);
    json
}

fn of_subscription(n: usize) -> Vec<String> {
    vec![
        format!("stripe_subscriptions WHERE id = 'sub_{n}'"),
        format!("stripe_subscription_items WHERE subscription = 'sub_{n}'"),
        format!("stripe_customers WHERE id = 'cus_sub_{n}'"),
        format!("stripe_refreshes WHERE id = 'sub_{n}'"),
    ]
}

async fn a_batch_is_written_or_not<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let run = |conn: &mut Failing<D::Connection>, n| {
        sync_many(&Mirror::default(), conn, vec![data::<Subscription>(&of_more(n), answer(5))]).map(|_| ())
    };
    failing(db, Work { run, tables: of_subscription, steps: &[&[0, 0, 0, 0], &[1, 2, 1, 1]] }).await;
}

async fn one_object_is_written_or_not<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let run = |conn: &mut Failing<D::Connection>, n| {
        sync(&Mirror::default(), conn, data::<Subscription>(&of_more(n), answer(5))).map(|_| ())
    };
    failing(db, Work { run, tables: of_subscription, steps: &[&[0, 0, 0, 0], &[1, 2, 1, 1]] }).await;
}

async fn an_event_is_stored_and_done_or_not<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let run = |conn: &mut Failing<D::Connection>, n| {
        let event = body(&format!("evt_{n}"), 5, "customer.subscription.updated", subscription(&format!("sub_{n}")));
        inbox::store(conn, &deliveries([&event]))?;
        // Whatever came of the last try, it is due.
        conn.conn.batch_execute("UPDATE stripe_events SET due_at = received_at WHERE state = 'pending'").unwrap();
        process_pending(&processor(Handlers::new()), conn).map(|_| ())
    };
    let tables = |n| {
        vec![
            format!("stripe_events WHERE id = 'evt_{n}'"),
            format!("stripe_subscriptions WHERE id = 'sub_{n}'"),
            format!("stripe_subscription_items WHERE subscription = 'sub_{n}'"),
            format!("stripe_events WHERE id = 'evt_{n}' AND state = 'done'"),
        ]
    };
    failing(db, Work { run, tables, steps: &[&[0, 0, 0, 0], &[1, 0, 0, 0], &[1, 1, 2, 1]] }).await;
}

async fn an_object_is_queued_or_not<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let run = |conn: &mut Failing<D::Connection>, n| {
        let subject = data::<Customer>(&json!({"id": format!("cus_{n}"), "object": "customer"}), answer(5)).subject();
        refresh::again(conn, &subject)
    };
    let tables = |n| vec![format!("stripe_refreshes WHERE id = 'cus_{n}'")];
    failing(db, Work { run, tables, steps: &[&[0], &[1]] }).await;
}

contract! { blocking:
    a_batch_is_written_or_not,
    one_object_is_written_or_not,
    an_event_is_stored_and_done_or_not,
    an_object_is_queued_or_not,
}
