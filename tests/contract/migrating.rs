//! Making the tables, on an empty database.

use diesel_stripe::Error;
use diesel_stripe::migrations::ALL;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;

use crate::database::Database;
use crate::sent::{answer, data, intent};

async fn every_migration_runs_once(db: &mut impl Database) {
    assert_eq!(db.pending().await.unwrap(), ALL.iter().collect::<Vec<_>>());
    assert_eq!(db.pending().await.unwrap().len(), ALL.len(), "asking changes nothing");
    assert_eq!(db.migrate().await.unwrap(), ALL.iter().collect::<Vec<_>>());
    assert_eq!(db.pending().await.unwrap(), Vec::<&_>::new());
    db.check().await.unwrap();
}

async fn the_status_says_what_is_to_be_done(db: &mut impl Database) {
    let mirror = Mirror::default();
    let status = db.status(&mirror).await.unwrap();
    assert_eq!((status.pending.len(), status.livemode), (ALL.len(), None));
    assert_eq!(status.to_string().lines().next(), Some("pending migrations: 0001, 0002, 0003"));
    db.migrate().await.unwrap();
    assert_eq!(db.status(&mirror).await.unwrap().livemode, None, "nobody has said it");
    db.ensure_mode(&Mirror::live()).await.unwrap();
    let status = db.status(&mirror).await.unwrap();
    assert_eq!((status.pending.len(), status.livemode), (0, Some(true)));
    assert_eq!(status.to_string(), "pending migrations: none\nmode: live\nto be reprojected: none\n");
}

async fn running_again_keeps_the_data(db: &mut impl Database) {
    db.migrate().await.unwrap();
    let row = db.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap().row;
    assert!(db.migrate().await.unwrap().is_empty());
    assert_eq!(db.row::<PaymentIntent>("pi_1").await, row);

    // A migration that was run by hand, without its version.
    db.execute("DELETE FROM stripe_schema_migrations").await.unwrap();
    assert_eq!(db.migrate().await.unwrap().len(), ALL.len());
    assert_eq!(db.row::<PaymentIntent>("pi_1").await, row, "an upgrade drops nothing");
}

async fn the_check_fails_with_what_to_paste(db: &mut impl Database) {
    let Err(Error::Migration(text)) = db.check().await else { panic!("nothing is pending") };
    let (said, sql) = text.split_once("\n\n").unwrap();
    assert!(said.contains("0001_mirror") && said.contains("0002_inbox") && said.contains("migrations::run"), "{said}");

    db.execute(sql).await.unwrap();

    db.check().await.unwrap();
    assert!(db.migrate().await.unwrap().is_empty());
    db.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap();
}

async fn ten_at_once_run_each_migration_once<D: Database>(db: &mut D) {
    let mut running = Vec::new();
    for _ in 0..10 {
        let mut other = db.another().await;
        running.push(tokio::spawn(async move { other.migrate().await.unwrap().len() }));
    }
    let mut ran = 0;
    for migrating in running {
        ran += migrating.await.unwrap();
    }
    assert_eq!(ran, ALL.len());
    assert_eq!(db.count("stripe_schema_migrations").await, ALL.len());
    db.check().await.unwrap();
}

async fn the_hosts_tables_are_undisturbed(db: &mut impl Database) {
    db.execute("CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) NOT NULL PRIMARY KEY)").await.unwrap();
    db.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('0001')").await.unwrap();
    assert_eq!(db.migrate().await.unwrap().len(), ALL.len());
    assert_eq!(db.count("__diesel_schema_migrations").await, 1);
}

contract! { empty:
    every_migration_runs_once,
    the_status_says_what_is_to_be_done,
    running_again_keeps_the_data,
    the_check_fails_with_what_to_paste,
    ten_at_once_run_each_migration_once,
    the_hosts_tables_are_undisturbed,
}
