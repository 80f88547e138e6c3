//! What the database itself refuses: what is done on the same connection afterwards is done, for all to see. On blocking
//! connections too.

use diesel_stripe::StripeData;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::objects::{Customer, Subscription};
use serde_json::json;

use crate::database::Database;
use crate::sent::{answer, data, subscription};

const TABLES: [&str; 5] =
    ["stripe_mirror", "stripe_subscriptions", "stripe_subscription_items", "stripe_customers", "stripe_refreshes"];

/// A subscription with a list that shows only its beginning: it is queued to be read.
fn batch(n: usize) -> Vec<StripeData<Subscription>> {
    let mut json = subscription(&format!("sub_{n}"));
    json["items"]["has_more"] = json!(true);
    vec![data(&json, answer(5))]
}

async fn count(db: &mut impl Database, n: usize) -> [usize; 4] {
    let mut counts = [0; 4];
    let tables = [
        format!("stripe_subscriptions WHERE id = 'sub_{n}'"),
        format!("stripe_subscription_items WHERE subscription = 'sub_{n}'"),
        format!("stripe_customers WHERE id = 'cus_sub_{n}'"),
        format!("stripe_refreshes WHERE id = 'sub_{n}'"),
    ];
    for (count, table) in counts.iter_mut().zip(&tables) {
        *count = db.count(table).await;
    }
    counts
}

/// Each of the tables is gone for a while.
async fn a_missing_table(db: &mut impl Database) {
    let mut other = db.another().await;
    for (n, table) in TABLES.into_iter().enumerate() {
        other.execute(&format!("ALTER TABLE {table} RENAME TO gone")).await.unwrap();
        let error = db.sync_many(batch(n)).await.unwrap_err();
        assert!(error.to_string().contains(table), "{error}");
        other.execute(&format!("ALTER TABLE gone RENAME TO {table}")).await.unwrap();
        assert_eq!(count(&mut other, n).await, [0; 4], "without {table}");

        db.sync_many(batch(n)).await.unwrap();
        assert_eq!(count(&mut other, n).await, [1, 2, 1, 1], "after {table} came back");
    }
}

/// What the database refuses only when it is asked to commit.
async fn a_commit<D: Database>(db: &mut D) {
    let mut other = db.another().await;
    match D::DIALECT {
        SqlDialect::Postgres => {
            let function = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'refused when it commits'; END $$";
            db.execute(function).await.unwrap();
            let trigger = "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON stripe_customers DEFERRABLE INITIALLY DEFERRED \
                 FOR EACH ROW EXECUTE FUNCTION refuse()";
            db.execute(trigger).await.unwrap();
        }
        SqlDialect::Sqlite => {
            db.execute("PRAGMA foreign_keys = ON; CREATE TABLE parents (id INTEGER PRIMARY KEY)").await.unwrap();
            let child = "CREATE TABLE children (id INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)";
            db.execute(child).await.unwrap();
            let trigger =
                "CREATE TRIGGER refuse AFTER INSERT ON stripe_customers BEGIN INSERT INTO children VALUES (1); END";
            db.execute(trigger).await.unwrap();
        }
        // It refuses nothing that late.
        SqlDialect::Mysql => return,
    }
    let error = db.sync_many(batch(1)).await.unwrap_err();
    assert!(error.to_string().starts_with("committing"), "{error}");
    assert_eq!(count(&mut other, 1).await, [0; 4]);
    let on = if D::DIALECT == SqlDialect::Postgres { " ON stripe_customers" } else { "" };
    other.execute(&format!("DROP TRIGGER refuse{on}")).await.unwrap();

    db.sync_many(batch(1)).await.unwrap();
    assert_eq!(count(&mut other, 1).await, [1, 2, 1, 1]);
}

/// Somebody else holds the row that says the mode, for longer than a statement may wait: what the MySQL family reads there locks.
async fn a_mode_that_is_locked<D: Database>(db: &mut D) {
    let json = json!({"id": "cus_1", "object": "customer", "livemode": false});
    let mut other = db.another().await;
    match D::DIALECT {
        SqlDialect::Postgres => db.execute("SET lock_timeout = '50ms'").await.unwrap(),
        SqlDialect::Mysql => db.execute("SET lock_wait_timeout = 1; SET innodb_lock_wait_timeout = 1").await.unwrap(),
        SqlDialect::Sqlite => db.execute("PRAGMA busy_timeout = 0").await.unwrap(),
    }
    match D::DIALECT {
        SqlDialect::Postgres => {
            other.begin().await;
            other.execute("LOCK TABLE stripe_mirror IN ACCESS EXCLUSIVE MODE").await.unwrap();
        }
        SqlDialect::Mysql => other.execute("LOCK TABLES stripe_mirror WRITE").await.unwrap(),
        SqlDialect::Sqlite => {
            other.begin().await;
            other.execute("DELETE FROM stripe_mirror").await.unwrap();
        }
    }
    db.sync_many(batch(1)).await.unwrap_err();
    match D::DIALECT {
        SqlDialect::Mysql => other.execute("UNLOCK TABLES").await.unwrap(),
        _ => other.rollback().await,
    }

    db.sync(data::<Customer>(&json, answer(5))).await.unwrap();
    assert_eq!(other.count("stripe_customers").await, 1, "it was applied, and others do not see it");
}

contract! { a_missing_table, a_commit, a_mode_that_is_locked }
