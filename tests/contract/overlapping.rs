//! Two transactions at once: each takes the other's objects into account.

use diesel_stripe::database::SqlDialect;
use diesel_stripe::objects::{Coupon, PaymentIntent, Subscription, SubscriptionItem};
use diesel_stripe::{Origin, StripeData};
use serde_json::{Value, json};

use crate::database::Database;
use crate::models::Model;
use crate::sent::{answer, data, event, intent, stub};

const UPDATED: &str = "customer.subscription.updated";

fn item(n: usize, quantity: i64) -> Value {
    json!({
        "id": format!("si_{n}"), "object": "subscription_item", "subscription": format!("sub_{n}"), "quantity": quantity,
    })
}

/// A subscription with all of its items.
fn listing(n: usize, items: &[Value], origin: Origin) -> StripeData<Subscription> {
    let items = json!({"object": "list", "data": items, "has_more": false, "url": "/v1/subscription_items"});
    data(&json!({"id": format!("sub_{n}"), "object": "subscription", "status": "active", "items": items}), origin)
}

async fn is_queued(db: &mut impl Database, id: &str) -> bool {
    db.queued().await.iter().any(|refresh| refresh.id == id)
}

/// Writes the first in a transaction, the second on another connection, and commits when that waits for it, or has not done so.
async fn overlapping<D: Database, A: Model, B: Model>(db: &mut D, first: StripeData<A>, second: StripeData<B>) {
    let (mut other, mut observer) = (db.another().await, db.another().await);
    db.begin().await;
    db.sync(first).await.unwrap();
    if D::DIALECT == SqlDialect::Sqlite {
        // It has one writer: the second begins when the first has ended.
        db.commit().await;
        other.sync(second).await.unwrap();
        return;
    }
    let writing = tokio::spawn(async move {
        other.sync(second).await.unwrap();
    });
    while !writing.is_finished() && !somebody_waits(&mut observer).await {}
    db.commit().await;
    writing.await.unwrap();
}

/// For a lock, within this database. MariaDB shows locks late to who asks often: there it is one that takes so long.
async fn somebody_waits<D: Database>(db: &mut D) -> bool {
    let waiting = match D::DIALECT {
        SqlDialect::Postgres => {
            "SELECT state AS value FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        }
        _ => {
            "SELECT CAST(time_ms AS CHAR) AS value FROM information_schema.processlist \
             WHERE db = DATABASE() AND id <> CONNECTION_ID() AND command <> 'Sleep' AND time_ms > 200"
        }
    };
    !db.values(waiting).await.is_empty()
}

async fn a_child_is_written_while_its_parents_list_loses_it<D: Database>(db: &mut D) {
    db.sync(listing(1, &[], answer(5))).await.unwrap();
    let child = data::<SubscriptionItem>(&item(1, 1), answer(10));
    overlapping(db, child, listing(1, &[], event(20, UPDATED))).await;
    assert!(db.row::<SubscriptionItem>("si_1").await.deleted, "it does not entitle");
}

async fn a_parents_list_loses_a_child_while_that_is_written<D: Database>(db: &mut D) {
    db.sync(listing(1, &[], answer(5))).await.unwrap();
    let child = data::<SubscriptionItem>(&item(1, 1), answer(10));
    overlapping(db, listing(1, &[], event(20, UPDATED)), child).await;
    assert!(db.row::<SubscriptionItem>("si_1").await.deleted, "it does not entitle");
}

/// There is no row to lock: it is deleted all the same, or Stripe is asked.
async fn a_child_and_its_parent_are_new_at_once<D: Database>(db: &mut D) {
    for (n, parent_first) in [(1, false), (2, true)] {
        let (parent, child) = (listing(n, &[], event(20, UPDATED)), data::<SubscriptionItem>(&item(n, 1), answer(10)));
        match parent_first {
            true => overlapping(db, parent, child).await,
            false => overlapping(db, child, parent).await,
        }
        let row: SubscriptionItem = db.row(&format!("si_{n}")).await;
        assert!(row.deleted || is_queued(db, &row.id).await, "the parent first: {parent_first}");
    }
}

/// Writes `theirs` on another connection while a transaction is open that does not see it, and then `mine` in that. A database that
/// refuses this is asked once more.
async fn in_an_older_snapshot<D: Database, A: Model, B: Model>(db: &mut D, theirs: StripeData<A>, mine: StripeData<B>) {
    let mut other = db.another().await;
    let isolation = match D::DIALECT {
        SqlDialect::Postgres => "SET default_transaction_isolation = 'repeatable read'",
        SqlDialect::Mysql => "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        SqlDialect::Sqlite => {
            // A transaction there that reads and then writes is the only one that may.
            other.sync(theirs).await.unwrap();
            db.sync(mine).await.unwrap();
            return;
        }
    };
    db.execute(isolation).await.unwrap();
    db.begin().await;
    // What the transaction sees from here on is as it is now.
    db.count("stripe_refreshes").await;
    other.sync(theirs).await.unwrap();
    match db.sync(mine.clone()).await {
        Ok(_) => db.commit().await,
        Err(error) => {
            let refused = ["could not serialize", "has changed since last read"];
            assert!(refused.iter().any(|words| error.to_string().contains(words)), "{error}");
            db.rollback().await;
            db.sync(mine).await.unwrap();
        }
    }
}

async fn a_child_that_changed_since_a_transaction_began_is_in_doubt<D: Database>(db: &mut D) {
    db.sync(listing(1, &[item(1, 1)], answer(5))).await.unwrap();
    let theirs = data::<SubscriptionItem>(&item(1, 2), answer(7));
    in_an_older_snapshot(db, theirs, listing(1, &[], answer(7))).await;
    let row: SubscriptionItem = db.row("si_1").await;
    assert_eq!((row.deleted, row.quantity), (false, Some(2)));
    assert!(is_queued(db, "si_1").await, "only Stripe knows");
}

async fn a_child_that_is_new_since_a_transaction_began_is_in_doubt<D: Database>(db: &mut D) {
    db.sync(listing(1, &[], answer(5))).await.unwrap();
    let theirs = data::<SubscriptionItem>(&item(1, 2), answer(7));
    in_an_older_snapshot(db, theirs, listing(1, &[], answer(7))).await;
    assert!(!db.row::<SubscriptionItem>("si_1").await.deleted);
    assert!(is_queued(db, "si_1").await, "only Stripe knows");
}

async fn a_tie_with_what_a_transaction_does_not_see_is_queued<D: Database>(db: &mut D) {
    let paid =
        |amount, second| data::<PaymentIntent>(&intent("pi_1", amount), event(second, "payment_intent.processing"));
    db.sync(paid(1, 5)).await.unwrap();
    in_an_older_snapshot(db, paid(2, 7), paid(3, 7)).await;
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(2));
    assert!(is_queued(db, "pi_1").await);
}

async fn a_deletion_stands_though_a_transaction_does_not_see_the_row_it_ties_with<D: Database>(db: &mut D) {
    let coupon = |name: &str, second| {
        data::<Coupon>(&json!({"id": "gold", "object": "coupon", "name": name}), event(second, "coupon.updated"))
    };
    db.sync(coupon("first", 5)).await.unwrap();
    in_an_older_snapshot(db, coupon("second", 7), data::<Coupon>(&stub("coupon", "gold"), answer(7))).await;
    let row: Coupon = db.row("gold").await;
    assert_eq!((row.deleted, row.name.as_deref()), (true, Some("second")));
    assert!(is_queued(db, "gold").await, "the id may be in use again");
}

contract! {
    a_child_is_written_while_its_parents_list_loses_it,
    a_parents_list_loses_a_child_while_that_is_written,
    a_child_and_its_parent_are_new_at_once,
    a_child_that_changed_since_a_transaction_began_is_in_doubt,
    a_child_that_is_new_since_a_transaction_began_is_in_doubt,
    a_tie_with_what_a_transaction_does_not_see_is_queued,
    a_deletion_stands_though_a_transaction_does_not_see_the_row_it_ties_with,
}
