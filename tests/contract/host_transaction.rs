//! The transaction is the host's.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, PaymentIntent, Subscription};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, data, event, intent};

/// An object with one expanded within it: the mirror needs a transaction for both.
fn with_customer() -> Value {
    let mut json = intent("pi_1", 100);
    json["customer"] = json!({"id": "cus_1", "object": "customer", "name": "Ann"});
    json
}

async fn a_rollback_undoes_what_was_mirrored(db: &mut impl Database) {
    // Nobody has said the mode: the answers will.
    db.execute("DELETE FROM stripe_mirror").await.unwrap();
    db.begin().await;
    db.sync(data::<PaymentIntent>(&with_customer(), answer(5))).await.unwrap();
    db.sync(data::<PaymentIntent>(&intent("pi_1", 7), answer(5))).await.unwrap();
    let subscription = json!({
        "id": "sub_1", "object": "subscription",
        "items": {"object": "list", "data": [{"id": "si_1", "object": "subscription_item"}], "has_more": true},
    });
    let outcomes = db.sync_any(&Mirror::default(), vec![data::<Subscription>(&subscription, answer(5))]).await.unwrap();
    assert!(outcomes[0].is_ok());
    assert_eq!(db.queued().await.len(), 2, "a tie, and a list to complete");
    db.rollback().await;

    for table in [
        "stripe_payment_intents",
        "stripe_customers",
        "stripe_subscriptions",
        "stripe_subscription_items",
        "stripe_mirror",
    ] {
        assert_eq!(db.count(table).await, 0, "{table}");
    }
    assert_eq!(db.queued().await, []);
    // The mirror chose no mode, and the connection goes on.
    let mut live = intent("pi_2", 1);
    live["livemode"] = json!(true);
    db.sync(data::<PaymentIntent>(&live, answer(5))).await.unwrap();
}

async fn nothing_is_committed_before_the_host_commits(db: &mut impl Database) {
    let mut other = db.another().await;
    // The mode is chosen, so that this is about the objects.
    db.sync(data::<PaymentIntent>(&intent("pi_0", 1), answer(5))).await.unwrap();
    db.begin().await;
    db.sync(data::<PaymentIntent>(&with_customer(), answer(5))).await.unwrap();
    db.sync_many(vec![data::<Customer>(&json!({"id": "cus_2", "object": "customer"}), answer(5))]).await.unwrap();
    assert_eq!(other.count("stripe_payment_intents").await, 1);
    assert_eq!(other.count("stripe_customers").await, 0);

    db.commit().await;

    assert_eq!(other.count("stripe_payment_intents").await, 2);
    assert_eq!(other.count("stripe_customers").await, 2);
}

async fn the_hosts_own_writes_commit_with_the_mirrors(db: &mut impl Database) {
    db.execute("CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY, payment VARCHAR(255))").await.unwrap();
    for commit in [false, true] {
        db.begin().await;
        db.execute("INSERT INTO orders (id, payment) VALUES (1, 'pi_1')").await.unwrap();
        db.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap();
        if commit {
            db.commit().await
        } else {
            db.rollback().await
        }
        let written = usize::from(commit);
        assert_eq!((db.count("orders").await, db.count("stripe_payment_intents").await), (written, written));
    }
}

async fn a_savepoint_is_the_hosts_too(db: &mut impl Database) {
    db.begin().await;
    db.sync(data::<PaymentIntent>(&intent("pi_1", 1), event(5, "x"))).await.unwrap();
    db.begin().await;
    db.sync(data::<PaymentIntent>(&intent("pi_1", 2), event(7, "x"))).await.unwrap();
    db.sync(data::<PaymentIntent>(&intent("pi_2", 2), event(7, "x"))).await.unwrap();
    db.rollback().await;
    db.commit().await;
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(1));
    assert!(db.rows::<PaymentIntent>("pi_2", "").await.is_empty());
}

contract! {
    a_rollback_undoes_what_was_mirrored,
    nothing_is_committed_before_the_host_commits,
    the_hosts_own_writes_commit_with_the_mirrors,
    a_savepoint_is_the_hosts_too,
}
