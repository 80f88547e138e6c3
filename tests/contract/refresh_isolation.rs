//! A host may have every transaction serializable: its database then refuses statements that it cannot serialize.

use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;

use crate::database::Database;
use crate::refresh::{created, fake, tie};

async fn two_workers_share_the_queue_above_read_committed<D: Database>(db: &mut D) {
    let (stripe, client) = fake().await;
    let mut other = db.another().await;
    let isolation = match D::DIALECT {
        SqlDialect::Postgres => "SET default_transaction_isolation = 'serializable'",
        _ => "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    };
    db.execute(isolation).await.unwrap();
    other.execute(isolation).await.unwrap();
    for _ in 0..30 {
        let (id, _) = created(&client).await;
        tie(db, &id, "").await;
    }
    stripe.clear_requests();
    let theirs = client.clone();
    let working = tokio::spawn(async move { other.drain(&theirs, &Mirror::default()).await.unwrap() });
    let mine = db.drain(&client, &Mirror::default()).await.unwrap();
    let theirs = working.await.unwrap();
    assert_eq!((mine.refreshed + theirs.refreshed, mine.failed + theirs.failed), (30, 0));
    assert_eq!(db.queued().await, []);
}

contract! { two_writers: two_workers_share_the_queue_above_read_committed }
