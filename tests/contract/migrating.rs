//! Making the tables, on an empty database, and bringing them up to date.

use diesel_stripe::Error;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations::ALL;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, PaymentIntent};
use serde_json::json;

use crate::database::{Database, Harness};
use crate::models::{Model, ShopPayment};
use crate::sent::{answer, data, intent};
use crate::webhook::{deliveries, paid};

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
    let versions: Vec<_> = ALL.iter().map(|migration| migration.version).collect();
    let pending = format!("pending migrations: {}", versions.join(", "));
    assert_eq!(status.to_string().lines().next(), Some(&*pending));
    db.migrate().await.unwrap();
    assert_eq!(db.status(&mirror).await.unwrap().livemode, None, "nobody has said it");
    db.ensure_mode(&Mirror::live()).await.unwrap();
    let status = db.status(&mirror).await.unwrap();
    assert_eq!((status.pending.len(), status.livemode), (0, Some(true)));
    assert_eq!(status.to_string(), "pending migrations: none\nmode: live\nto be reprojected: none\n");
}

/// Whichever of the two has run the migrations.
async fn json_is_compressed_by_the_fastest_that_the_server_has<D: Database>(db: &mut D) {
    let [offered, chosen] = match D::DIALECT {
        SqlDialect::Postgres => [
            "SELECT CASE WHEN 'lz4' = ANY (enumvals) THEN 'l' ELSE '' END AS value FROM pg_settings \
             WHERE name = 'default_toast_compression'",
            "SELECT DISTINCT attcompression::text AS value FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid \
             WHERE attname = 'stripe_data' AND relkind = 'r' AND relnamespace = current_schema()::regnamespace",
        ],
        // There is nothing to choose.
        SqlDialect::Mysql | SqlDialect::Sqlite => ["SELECT 'l' AS value"; 2],
    };
    let mut by_harness: D = crate::fresh::empty().await;
    by_harness.another().await.by_harness(&Harness::Run).await.unwrap();
    db.migrate().await.unwrap();

    for db in [&mut *db, &mut by_harness] {
        assert_eq!(db.values(chosen).await, db.values(offered).await);
    }
    crate::fresh::discard(by_harness).await;
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

/// From the state of older versions to this one: of one that has the first area's tables, and of the last one.
async fn an_upgrade_keeps_the_data<D: Database>(db: &mut D) {
    for older in [4, ALL.len() - 1] {
        let mut db: D = crate::fresh::empty().await;
        for migration in &ALL[..older] {
            db.execute(&migration.script(D::DIALECT)).await.unwrap();
        }
        db.ensure_mode(&Mirror::test()).await.unwrap();
        let row = db.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap().row;
        assert_eq!(db.pending().await.unwrap(), ALL[older..].iter().collect::<Vec<_>>());
        assert!(matches!(db.check().await, Err(Error::Migration(_))));

        assert_eq!(db.migrate().await.unwrap(), ALL[older..].iter().collect::<Vec<_>>());

        assert_eq!(db.row::<PaymentIntent>("pi_1").await, row, "as it was");
        db.check().await.unwrap();
        let newer = db.sync(data::<PaymentIntent>(&intent("pi_1", 200), answer(9))).await.unwrap().row;
        assert_eq!((newer.amount, newer.revision), (Some(200), row.revision + 1), "and it goes on");
        let event = paid("evt_1", 11, "pi_1", 300);
        assert_eq!(db.store(&deliveries([&event])).await.unwrap().new, 1, "the new tables are used");
        crate::fresh::discard(db).await;
    }
    // The harness of this suite expects it so.
    db.migrate().await.unwrap();
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

/// An old process is started again while a newer version is deployed.
async fn a_newer_schema_is_said_to_be_one(db: &mut impl Database) {
    db.migrate().await.unwrap();
    db.execute("INSERT INTO stripe_schema_migrations (version, hash) VALUES ('9998', 'a'), ('9999', 'b')")
        .await
        .unwrap();
    for result in [db.migrate().await.map(|_| ()), db.check().await] {
        let Err(Error::NewerSchema { versions }) = result else { panic!("{result:?}") };
        assert_eq!(versions, ["9998", "9999"]);
    }
    assert!(db.pending().await.unwrap().is_empty());
    let status = db.status(&Mirror::default()).await.unwrap();
    assert!(status.to_string().contains("\nmigrations of a newer version: 9998, 9999\n"), "{status}");
    db.ensure_mode(&Mirror::test()).await.unwrap();
    db.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap();

    // Nor does it run what it knows, between what it does not know.
    db.execute("DELETE FROM stripe_schema_migrations WHERE version = '0003'").await.unwrap();
    assert!(matches!(db.migrate().await, Err(Error::NewerSchema { .. })));
    assert_eq!(db.pending().await.unwrap(), [&ALL[2]]);
}

async fn an_edited_migration_is_an_error_that_names_it<D: Database>(db: &mut D) {
    db.migrate().await.unwrap();
    let hash = db.values("SELECT hash AS value FROM stripe_schema_migrations WHERE version = '0002'").await;
    assert_eq!(hash, [Some(ALL[1].hash(D::DIALECT))]);
    db.execute("UPDATE stripe_schema_migrations SET hash = 'another' WHERE version = '0002'").await.unwrap();
    let results = [db.migrate().await.map(|_| ()), db.pending().await.map(|_| ()), db.check().await];
    for result in results {
        let Err(error @ Error::MigrationEdited { .. }) = result else { panic!("{result:?}") };
        assert!(error.to_string().contains("0002_inbox") && error.to_string().contains("stripe_schema_migrations"));
    }
    assert_eq!(db.count("stripe_schema_migrations WHERE hash = 'another'").await, 1, "and nothing is changed");
}

async fn fails_with<M: Model>(db: &mut impl Database, object: &str, words: &str) {
    let object = json!({"id": "x_1", "object": object, "livemode": false});
    let error = db.sync(data::<M>(&object, answer(5))).await.unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

/// An operator reads it at night.
async fn a_missing_table_or_column_is_said_with_what_to_call<D: Database>(db: &mut D) {
    const CALL: &str = "call `diesel_stripe::migrations::run(&mut conn)` at start";
    fails_with::<Customer>(db, "customer", CALL).await;
    let error = db.store(&deliveries([&paid("evt_1", 11, "pi_1", 300)])).await.unwrap_err().to_string();
    assert!(error.contains(CALL), "{error}");
    let error = db.ensure_mode(&Mirror::test()).await.unwrap_err().to_string();
    assert!(error.contains(CALL), "{error}");

    db.migrate().await.unwrap();
    db.ensure_mode(&Mirror::test()).await.unwrap();
    db.execute("ALTER TABLE stripe_customers DROP COLUMN email").await.unwrap();
    fails_with::<Customer>(db, "customer", CALL).await;
    db.execute("ALTER TABLE stripe_events DROP COLUMN last_error").await.unwrap();
    let error = db.store(&deliveries([&paid("evt_1", 11, "pi_1", 300)])).await.unwrap_err().to_string();
    assert!(error.contains(CALL), "{error}");

    fails_with::<ShopPayment>(db, "payment_intent", "`diesel_stripe::migrations::create_table` prints the SQL").await;
    // No other test gets these tables.
    db.execute("CREATE TABLE altered (id INTEGER)").await.unwrap();
}

contract! { empty:
    every_migration_runs_once,
    the_status_says_what_is_to_be_done,
    json_is_compressed_by_the_fastest_that_the_server_has,
    running_again_keeps_the_data,
    an_upgrade_keeps_the_data,
    the_check_fails_with_what_to_paste,
    ten_at_once_run_each_migration_once,
    the_hosts_tables_are_undisturbed,
    a_newer_schema_is_said_to_be_one,
    an_edited_migration_is_an_error_that_names_it,
    a_missing_table_or_column_is_said_with_what_to_call,
}
