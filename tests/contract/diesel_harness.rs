//! The migrations as a `MigrationSource`, run by the crate `diesel_migrations`, beside the host's own and beside `migrations::run`.

use std::fs;
use std::path::PathBuf;

use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations::ALL;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;

use crate::database::{Database, Harness};
use crate::sent::{answer, data, intent};

/// The versions that the harness records.
fn ours() -> Vec<String> {
    ALL.iter().map(|migration| format!("00000000000000_stripe_{}", migration.version)).collect()
}

async fn ask<D: Database>(db: &D, act: Harness) -> Result<Vec<String>, String> {
    db.another().await.by_harness(&act).await
}

async fn is_used(db: &mut impl Database) {
    db.check().await.unwrap();
    db.ensure_mode(&Mirror::test()).await.unwrap();
    db.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap();
}

async fn what_the_harness_did_is_done(db: &mut impl Database) {
    assert_eq!(ask(db, Harness::Run).await.unwrap(), ours());
    assert_eq!(ask(db, Harness::Run).await.unwrap(), [""; 0]);
    is_used(db).await;
    assert!(db.migrate().await.unwrap().is_empty());
    assert_eq!(db.count("__diesel_schema_migrations").await, ALL.len());
    assert_eq!(db.count("stripe_schema_migrations").await, ALL.len());
}

async fn what_run_did_is_done_for_the_harness(db: &mut impl Database) {
    db.migrate().await.unwrap();
    is_used(db).await;
    let row: PaymentIntent = db.row("pi_1").await;
    let names = ALL.iter().map(|migration| format!("00000000000000_stripe_{migration}"));
    assert_eq!(ask(db, Harness::Pending).await.unwrap(), names.collect::<Vec<_>>());
    // Nor does it matter that a newer version has run more.
    db.execute("INSERT INTO stripe_schema_migrations (version, hash) VALUES ('9999', 'a')").await.unwrap();
    assert_eq!(ask(db, Harness::Run).await.unwrap(), ours());
    assert_eq!(ask(db, Harness::Pending).await.unwrap(), [""; 0]);
    assert_eq!(db.row::<PaymentIntent>("pi_1").await, row);
    assert_eq!(db.count("stripe_schema_migrations").await, ALL.len() + 1);
}

/// And the other way round.
async fn each_goes_on_where_the_other_ended<D: Database>(db: &mut D) {
    db.execute(&ALL[0].script(D::DIALECT)).await.unwrap();
    // As if the next one had been interrupted on MySQL.
    let inbox = ALL[1].sql(D::DIALECT);
    let table = &inbox[..inbox.find(';').unwrap()];
    db.execute(table).await.unwrap();
    assert_eq!(ask(db, Harness::Run).await.unwrap(), ours());
    is_used(db).await;

    db.execute("DELETE FROM stripe_schema_migrations WHERE version = '0003'; DROP TABLE stripe_calls").await.unwrap();
    assert_eq!(db.migrate().await.unwrap(), [&ALL[2]]);
    is_used(db).await;
}

/// A host's migrations in a directory, as the command line tool makes them.
fn hosts(name: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("{}_migrations", name.rsplit('/').next().unwrap()));
    let _ = fs::remove_dir_all(&root);
    let migrations = [
        ("00000000000000_diesel_initial_setup", "SELECT 1", "SELECT 1"),
        (
            "2024-05-06-070809_orders",
            "CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY, customer VARCHAR(255))",
            "DROP TABLE orders",
        ),
        ("2025-05-06-070809_notes", "CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY)", "DROP TABLE notes"),
    ];
    for (name, up, down) in migrations {
        fs::create_dir_all(root.join(name)).unwrap();
        fs::write(root.join(name).join("up.sql"), up).unwrap();
        fs::write(root.join(name).join("down.sql"), down).unwrap();
    }
    root
}

async fn it_runs_beside_the_hosts_own(db: &mut impl Database) {
    let path = hosts(db.url());
    let own = ["00000000000000", "20240506070809", "20250506070809"];
    assert_eq!(ask(db, Harness::RunHosts(path.clone())).await.unwrap(), own);
    assert_eq!(ask(db, Harness::Run).await.unwrap(), ours());
    assert_eq!(ask(db, Harness::RunHosts(path.clone())).await.unwrap(), [""; 0]);
    is_used(db).await;

    // The last one is the host's, though ours were run later.
    assert_eq!(ask(db, Harness::RevertHosts(path.clone())).await.unwrap(), [own[2]]);
    assert_eq!(ask(db, Harness::RunHosts(path.clone())).await.unwrap(), [own[2]]);
    assert_eq!(ask(db, Harness::RevertHosts(path.clone())).await.unwrap(), [own[2]]);
    assert_eq!(ask(db, Harness::RevertHosts(path.clone())).await.unwrap(), [own[1]]);

    let refused = ask(db, Harness::Revert).await.unwrap_err();
    let last = ALL.last().unwrap();
    assert!(refused.contains(&format!("{last} is not reverted")), "{refused}");
    is_used(db).await;
    assert_eq!(ask(db, Harness::RunHosts(path.clone())).await.unwrap(), own[1..]);
    fs::remove_dir_all(path).unwrap();
}

async fn it_refuses_what_run_refuses<D: Database>(db: &mut D) {
    db.execute("CREATE TABLE stripe_calls (id INTEGER NOT NULL PRIMARY KEY, phone VARCHAR(20))").await.unwrap();
    let refused = ask(db, Harness::Run).await.unwrap_err();
    assert!(refused.contains("stripe_calls is there already"), "{refused}");
    // The last one's name is known before the first is run.
    assert!(db.execute("SELECT * FROM stripe_mirror").await.is_err());
    assert_eq!(db.count("__diesel_schema_migrations").await, 0);
    db.execute("DROP TABLE stripe_calls").await.unwrap();
    db.execute("CREATE TABLE stripe_schema_migrations (number INTEGER NOT NULL PRIMARY KEY)").await.unwrap();
    let refused = ask(db, Harness::Run).await.unwrap_err();
    assert!(refused.contains("stripe_schema_migrations is there already"), "{refused}");
    db.execute("DROP TABLE stripe_schema_migrations").await.unwrap();

    db.migrate().await.unwrap();
    db.execute("UPDATE stripe_schema_migrations SET hash = 'another' WHERE version = '0002'").await.unwrap();
    let refused = ask(db, Harness::Run).await.unwrap_err();
    assert!(refused.contains("0002_inbox has another text"), "{refused}");
    assert_eq!(db.count("__diesel_schema_migrations").await, 1, "the first is known to be done");
    if D::DIALECT == SqlDialect::Postgres {
        let mut other = db.another().await;
        other.execute("CREATE SCHEMA other; SET search_path = other, public").await.unwrap();
        let refused = other.by_harness(&Harness::Run).await.unwrap_err();
        assert!(refused.contains("search_path"), "{refused}");
    }
}

contract! { empty:
    what_the_harness_did_is_done,
    what_run_did_is_done_for_the_harness,
    each_goes_on_where_the_other_ended,
    it_runs_beside_the_hosts_own,
    it_refuses_what_run_refuses,
}
