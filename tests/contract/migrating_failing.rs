//! Each statement of the migrations fails once: the next run goes on where it failed, and the tables are those of a run that nothing
//! disturbed.

use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::migrations::{self, ALL, Migration};
use diesel_stripe::{Error, Result};

use crate::database::Database;
use crate::failing::Failing;
use crate::refusal::Refusal;

/// Every table, column and index, as the database describes it, and what has run.
async fn described<D: Database>(db: &mut D) -> Vec<String> {
    let queries: &[&str] = match D::DIALECT {
        SqlDialect::Postgres => &[
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS value \
             FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1",
            "SELECT indexdef AS value FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
        ],
        SqlDialect::Mysql => &[
            "SELECT CAST(CONCAT_WS(' ', table_name, column_name, column_type, is_nullable, column_default) AS CHAR) AS value \
             FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1",
            "SELECT CAST(CONCAT_WS(' ', table_name, index_name, seq_in_index, column_name) AS CHAR) AS value \
             FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1",
        ],
        SqlDialect::Sqlite => &["SELECT name || ' ' || coalesce(sql, '') AS value FROM sqlite_master ORDER BY name"],
    };
    let mut lines = Vec::new();
    for query in queries {
        lines.extend(db.values(query).await.into_iter().flatten());
    }
    if lines.iter().any(|line| line.contains("stripe_schema_migrations")) {
        let versions = "SELECT CONCAT(version, ' ', hash) AS value FROM stripe_schema_migrations ORDER BY 1";
        let versions = versions.replace(
            "CONCAT(version, ' ', hash)",
            match D::DIALECT {
                SqlDialect::Mysql => "CONCAT(version, ' ', hash)",
                _ => "version || ' ' || hash",
            },
        );
        lines.extend(db.values(&versions).await.into_iter().flatten());
    }
    lines
}

/// Runs these migrations so often that each statement has failed once.
async fn fails_everywhere<D, F>(db: &mut D, run: F) -> usize
where
    D: Database<Connection: MirrorConnection>,
    F: AsyncFn(&mut Failing<D::Connection>) -> Result<Vec<&'static Migration>>,
{
    let mut undisturbed: D = crate::fresh::empty().await;
    run(&mut Failing::new(undisturbed.another().await.into_connection())).await.unwrap();
    let (empty, whole) = (described(db).await, described(&mut undisturbed).await);
    crate::fresh::discard(undisturbed).await;

    let mut conn = Failing::new(db.another().await.into_connection());
    for statement in 0.. {
        conn.refusal = Refusal::after(statement);
        let ended = run(&mut conn).await;
        if conn.refusal.has_not_come() {
            ended.unwrap();
            assert_eq!(described(db).await, whole);
            return statement;
        }
        let error = ended.expect_err("a statement failed");
        assert!(matches!(error, Error::Database { .. }), "{statement}: {error}");
        if D::DIALECT == SqlDialect::Mysql {
            // As if a minute had passed since: what failed may be that the lock was given back.
            let _ = db.execute("UPDATE stripe_schema_lock SET held_until = '2020-01-01'").await;
        } else {
            // What begins a transaction on SQLite needs the version table.
            let made: Vec<String> = described(db).await;
            let made = made.iter().filter(|line| !empty.contains(line) && !line.contains("stripe_schema_migrations"));
            assert!(made.count() == 0 || described(db).await == whole, "half done when {statement} failed: {error}");
        }
    }
    unreachable!("it goes on until no statement fails")
}

async fn the_next_run_completes_it<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    // Those of the other product areas are more of the same.
    let statements = fails_everywhere(db, async |conn| migrations::run_these(conn, &ALL[..4]).await).await;
    assert!(statements > 20, "{statements}");
    db.migrate().await.unwrap();
    db.check().await.unwrap();
}

/// Statements that MySQL executes once: a column and an index of tables that are there.
pub static TO_COME: &[Migration] = &[
    Migration::new("0001", "orders", [ORDERS; 3]),
    Migration::new("0002", "notes", [NOTES, NOTES, NOTES]),
    Migration::new("0003", "lines", [LINES; 3]),
];
const ORDERS: &str = "CREATE TABLE IF NOT EXISTS stripe_orders (\n    id INTEGER NOT NULL PRIMARY KEY\n);";
const NOTES: &str = "-- A comment; it is none of the statements;\n\
     ALTER TABLE stripe_orders ADD COLUMN note VARCHAR(20);\n\
     ALTER TABLE stripe_orders ADD COLUMN amount BIGINT;\nCREATE INDEX stripe_orders_note ON stripe_orders (note, amount);";
const LINES: &str = "CREATE TABLE IF NOT EXISTS stripe_lines (\n    id INTEGER NOT NULL PRIMARY KEY,\n    line INTEGER\n);\n\
     CREATE INDEX stripe_lines_line ON stripe_lines (line);\nALTER TABLE stripe_orders ADD COLUMN line BIGINT;";

async fn a_column_and_an_index_are_added_once<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    fails_everywhere(db, async |conn| migrations::run_these(conn, TO_COME).await).await;
    db.execute("INSERT INTO stripe_orders (id, note, amount, line) VALUES (1, 'a', 2, 3)").await.unwrap();
}

/// Rows are there when the column comes.
async fn a_column_is_added_to_rows_that_are_there<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let mut conn = db.another().await.into_connection();
    assert_eq!(migrations::run_these(&mut conn, &TO_COME[..1]).await.unwrap(), [&TO_COME[0]]);
    db.execute("INSERT INTO stripe_orders (id) VALUES (1), (2)").await.unwrap();
    assert_eq!(migrations::run_these(&mut conn, TO_COME).await.unwrap(), [&TO_COME[1], &TO_COME[2]]);
    // The old program goes on, and the new one.
    db.execute("INSERT INTO stripe_orders (id) VALUES (3)").await.unwrap();
    db.execute("UPDATE stripe_orders SET note = 'new' WHERE id = 1").await.unwrap();
    assert_eq!((db.count("stripe_orders").await, db.count("stripe_orders WHERE note IS NULL").await), (3, 2));
    // And is started again.
    let older = migrations::run_these(&mut conn, &TO_COME[..1]).await;
    assert!(matches!(&older, Err(Error::NewerSchema { versions }) if *versions == ["0002", "0003"]), "{older:?}");
}

/// As if a statement had taken so long that another process took the lock over.
async fn who_has_lost_the_lock_stops<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    if D::DIALECT != SqlDialect::Mysql {
        return; // There the lock ends with the transaction.
    }
    static LOSING: &[Migration] = &[Migration::new("0001", "orders", [LOSE; 3])];
    const LOSE: &str = "UPDATE stripe_schema_lock SET owner = 'another', holder = 'another', held_until = '9999-01-01';\n\
         CREATE TABLE IF NOT EXISTS stripe_orders (\n    id INTEGER NOT NULL PRIMARY KEY\n);";
    let mut conn = db.another().await.into_connection();
    let lost = migrations::run_these(&mut conn, LOSING).await;
    assert!(matches!(&lost, Err(Error::MigrationLocked { holder, .. }) if holder.starts_with("another,")), "{lost:?}");
    assert!(db.count("stripe_schema_migrations").await == 0 && db.execute("DELETE FROM stripe_orders").await.is_err());
    assert_eq!(db.count("stripe_schema_lock WHERE owner = 'another'").await, 1, "it is the other's");
}

/// Waits until so many connections wait to alter a table that another one uses. Queries of `information_schema`, which come before the
/// lock is taken, may wait for a moment, too.
async fn are_waiting<D: Database>(db: &mut D, connections: usize) {
    let waiting = "information_schema.processlist WHERE db = DATABASE() AND state = 'Waiting for table metadata lock' \
                   AND info LIKE 'ALTER TABLE %'";
    while db.count(waiting).await < connections {
        tokio::task::yield_now().await;
    }
}

/// Both add the same column, one after the other: the first has lost its lock meanwhile, and the second completes the migrations.
async fn a_statement_that_outlasts_the_lock_does_no_harm<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    if D::DIALECT != SqlDialect::Mysql {
        return; // There the lock ends with the transaction.
    }
    let mut first = db.another().await.into_connection();
    let mut second = db.another().await.into_connection();
    migrations::run_these(&mut first, &TO_COME[..1]).await.unwrap();
    let mut reader = db.another().await;
    reader.execute("BEGIN; SELECT * FROM stripe_orders").await.unwrap();

    let (mut other, mut watcher) = (db.another().await, db.another().await);
    let (first, second, ()) = tokio::join!(
        migrations::run_these(&mut first, TO_COME),
        async {
            are_waiting(&mut other, 1).await;
            other.execute("UPDATE stripe_schema_lock SET held_until = '2020-01-01'").await.unwrap();
            migrations::run_these(&mut second, TO_COME).await
        },
        async {
            are_waiting(&mut watcher, 2).await;
            reader.execute("ROLLBACK").await.unwrap();
        },
    );

    assert!(matches!(&first, Err(Error::MigrationLocked { .. })), "{first:?}");
    assert_eq!(second.unwrap(), [&TO_COME[1], &TO_COME[2]]);
    db.execute("INSERT INTO stripe_orders (id, note, amount, line) VALUES (1, 'a', 2, 3)").await.unwrap();
}

contract! { async_empty:
    a_statement_that_outlasts_the_lock_does_no_harm,
    the_next_run_completes_it,
    a_column_and_an_index_are_added_once,
    a_column_is_added_to_rows_that_are_there,
    who_has_lost_the_lock_stops,
}
