//! One process at a time migrates, and the others wait, but not for ever.

use std::time::Duration;

use diesel_stripe::Error;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations::ALL;

use crate::database::Database;

const SHORT: Duration = Duration::from_millis(300);

/// Something is pending again, and its tables are there.
async fn with_one_pending<D: Database>(db: &mut D) {
    db.migrate().await.unwrap();
    db.execute("DELETE FROM stripe_schema_migrations WHERE version = '0003'").await.unwrap();
}

/// As a process does in the middle of a migration.
async fn lock<D: Database>(db: &mut D) {
    match D::DIALECT {
        SqlDialect::Postgres => {
            db.execute("BEGIN; SELECT pg_advisory_xact_lock(x'737472697065'::bigint)").await.unwrap();
        }
        SqlDialect::Mysql => {
            let owner = "owner = 'x', holder = 'shop@10.0.0.7 (connection 7)', taken_at = '2026-01-01'";
            db.execute(&format!("UPDATE stripe_schema_lock SET {owner}, held_until = '9999-01-01'")).await.unwrap();
        }
        SqlDialect::Sqlite => db.execute("BEGIN IMMEDIATE").await.unwrap(),
    }
}

async fn unlock<D: Database>(db: &mut D) {
    let unlock = match D::DIALECT {
        SqlDialect::Postgres | SqlDialect::Sqlite => "ROLLBACK",
        // It was killed, and a minute has passed.
        SqlDialect::Mysql => "UPDATE stripe_schema_lock SET held_until = '2026-01-02'",
    };
    db.execute(unlock).await.unwrap();
}

async fn a_wait_that_is_over_says_for_whom<D: Database>(db: &mut D) {
    with_one_pending(db).await;
    let mut other = db.another().await;
    lock(&mut other).await;
    if D::DIALECT == SqlDialect::Sqlite {
        db.execute("PRAGMA busy_timeout = 10").await.unwrap();
    }

    let error = db.migrate_within(SHORT).await.unwrap_err();

    let holder = match &error {
        Error::MigrationLocked { holder, waited } => {
            assert_eq!(*waited, SHORT);
            holder.clone()
        }
        error => error.to_string(),
    };
    let words = match D::DIALECT {
        SqlDialect::Postgres => "(pid ",
        SqlDialect::Mysql => "shop@10.0.0.7 (connection 7), since 2026-01-01",
        SqlDialect::Sqlite => "locked",
    };
    assert!(holder.contains(words), "{error}");
    assert!(error.to_string().contains(&holder), "{error}");
    assert_eq!(db.pending().await.unwrap(), [&ALL[2]], "and it can be asked meanwhile");

    unlock(&mut other).await;
    assert_eq!(db.migrate().await.unwrap(), [&ALL[2]]);
    db.check().await.unwrap();
}

async fn who_waits_goes_on_when_the_other_has_ended<D: Database>(db: &mut D) {
    with_one_pending(db).await;
    let mut other = db.another().await;
    lock(&mut other).await;
    let mut waiting = db.another().await;
    let waiting = tokio::spawn(async move { waiting.migrate().await });
    unlock(&mut other).await;
    assert_eq!(waiting.await.unwrap().unwrap(), [&ALL[2]]);
}

/// What the others have committed is seen, however isolated transactions are.
async fn ten_at_once_under_serializable_isolation<D: Database>(db: &mut D) {
    let isolated = match D::DIALECT {
        SqlDialect::Postgres => "SET default_transaction_isolation = 'serializable'",
        SqlDialect::Mysql => "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        SqlDialect::Sqlite => "SELECT 1",
    };
    let mut running = Vec::new();
    for _ in 0..10 {
        let mut other = db.another().await;
        other.execute(isolated).await.unwrap();
        running.push(tokio::spawn(async move { other.migrate().await.unwrap().len() }));
    }
    let mut ran = 0;
    for migrating in running {
        ran += migrating.await.unwrap();
    }
    assert_eq!(ran, ALL.len());
    db.check().await.unwrap();
}

contract! { empty:
    a_wait_that_is_over_says_for_whom,
    who_waits_goes_on_when_the_other_has_ended,
    ten_at_once_under_serializable_isolation,
}
