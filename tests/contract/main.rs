//! What the mirror promises, on every database, with async and blocking connections.
//!
//! Each case is written once, over [`database::Database`], and [`contract!`] makes a test of it for every connection: here the
//! async ones and blocking SQLite, in `tests/blocking` those that need the databases' own client libraries.
#![cfg(all(feature = "all", feature = "client", feature = "testing", feature = "webhook"))]

use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};

mod calling;
mod database;
mod delivering;
mod fresh;
mod models;
mod operations;
#[path = "../support/own_tables.rs"]
mod own_tables;
mod sent;
#[path = "../support/stored.rs"]
mod stored;
mod webhook;

database::async_database!(PostgresAsync, AsyncPgConnection, Postgres, "SELECT 1");
database::async_database!(MysqlAsync, AsyncMysqlConnection, Mysql, "DO 0");
database::async_database!(SqliteAsync, SyncConnectionWrapper<SqliteConnection>, Sqlite, fresh::SQLITE_HOST);
database::blocking_database!(SqliteBlocking, SqliteConnection, Sqlite, fresh::SQLITE_HOST);

calling::async_calling!(PostgresAsync);
calling::async_calling!(MysqlAsync);
calling::async_calling!(SqliteAsync);
calling::blocking_calling!(SqliteBlocking);

/// Makes a test of each case on each of this binary's connections.
macro_rules! contract {
    ($($case:ident),+ $(,)?) => {
        contract! { @on postgres_async: PostgresAsync, migrated: $($case),+ }
        contract! { @on mysql_async: MysqlAsync, migrated: $($case),+ }
        contract! { @on sqlite_async: SqliteAsync, migrated: $($case),+ }
        contract! { @on sqlite_blocking: SqliteBlocking, migrated: $($case),+ }
    };
    (empty: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_async: PostgresAsync, empty: $($case),+ }
        contract! { @on mysql_async: MysqlAsync, empty: $($case),+ }
        contract! { @on sqlite_async: SqliteAsync, empty: $($case),+ }
        contract! { @on sqlite_blocking: SqliteBlocking, empty: $($case),+ }
    };
    (without_mode: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_async: PostgresAsync, without_mode: $($case),+ }
        contract! { @on mysql_async: MysqlAsync, without_mode: $($case),+ }
        contract! { @on sqlite_async: SqliteAsync, without_mode: $($case),+ }
        contract! { @on sqlite_blocking: SqliteBlocking, without_mode: $($case),+ }
    };
    (async without_mode: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_async: PostgresAsync, without_mode: $($case),+ }
        contract! { @on mysql_async: MysqlAsync, without_mode: $($case),+ }
        contract! { @on sqlite_async: SqliteAsync, without_mode: $($case),+ }
    };
    (async: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_async: PostgresAsync, migrated: $($case),+ }
        contract! { @on mysql_async: MysqlAsync, migrated: $($case),+ }
        contract! { @on sqlite_async: SqliteAsync, migrated: $($case),+ }
    };
    (async_empty: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_async: PostgresAsync, empty: $($case),+ }
        contract! { @on mysql_async: MysqlAsync, empty: $($case),+ }
        contract! { @on sqlite_async: SqliteAsync, empty: $($case),+ }
    };
    (blocking: $($case:ident),+ $(,)?) => {
        contract! { @on sqlite_blocking: SqliteBlocking, migrated: $($case),+ }
    };
    // On SQLite, nothing can be written while a transaction waits.
    (two_writers: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_async: PostgresAsync, migrated: $($case),+ }
        contract! { @on mysql_async: MysqlAsync, migrated: $($case),+ }
    };
    (@on $connection:ident: $Database:ident, $fresh:ident: $($case:ident),+) => {
        mod $connection {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 16)]
                async fn $case() {
                    let mut db = crate::fresh::$fresh::<crate::$Database>().await;
                    super::$case(&mut db).await;
                    crate::fresh::discard(db).await;
                }
            )+
        }
    };
}

mod accounts;
mod bad_input;
mod calls;
mod calls_owned;
mod canaries;
mod causes;
mod children;
mod concurrency;
mod convergence;
mod customers;
mod deletion;
mod diesel_harness;
mod dropped;
mod entitlements;
mod every_kind;
mod every_order;
mod expanded;
mod explained;
mod failing;
mod failing_blocking;
mod fixtures;
mod histories;
mod host_model;
mod host_transaction;
mod invoice_lines;
mod migrating;
mod migrating_alone;
mod migrating_failing;
mod migrating_names;
mod mode;
mod old_payloads;
mod ordering;
mod overlapping;
mod permutations;
mod previews;
mod redaction;
mod refresh;
mod refresh_given_up;
mod refresh_isolation;
mod refresh_lists;
mod refresh_many;
mod refresh_missing;
mod refresh_under_parents;
mod refusal;
mod refused;
mod reprojecting;
mod rolling;
mod schema;
mod scripted;
mod test_clocks;
mod unchanged;
mod unexpected;
mod waiting;
mod waiting_pooled;
mod webhook_accounts;
mod webhook_batches;
mod webhook_bulk;
mod webhook_handover;
mod webhook_inbox;
mod webhook_locked;
mod webhook_mode;
mod webhook_processing;
mod webhook_receiver;
mod webhook_rows;
mod webhook_start;
mod webhook_ties;
mod webhook_worker;
