//! The example server, asked over HTTP, with a `FakeStripe` of its own or one of the test's. There is no browser in it: the page has
//! tests of its own.
//!
//! `cargo test` builds the example first. `cargo test --test server` does not: `cargo build --example server` does.
#![cfg(all(feature = "billing", feature = "client", feature = "testing", feature = "webhook"))]

use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};

/// Makes a module of what the contract suite has already.
macro_rules! shared {
    ($($file:literal as $module:ident),+ $(,)?) => {
        $( #[path = $file] #[allow(dead_code, reason = "the contract suite uses the rest")] mod $module; )+
    };
}

shared! {
    "../contract/database.rs" as database,
    "../contract/fresh.rs" as fresh,
    "../contract/models.rs" as models,
    "../contract/sent.rs" as sent,
    "../contract/webhook.rs" as webhook,
}

database::async_database!(Postgres, AsyncPgConnection, Postgres, "SELECT 1");
database::async_database!(Mysql, AsyncMysqlConnection, Mysql, "DO 0");
database::async_database!(Sqlite, SyncConnectionWrapper<SqliteConnection>, Sqlite, fresh::SQLITE_HOST);

/// Makes a test of each case on each database.
macro_rules! each_database {
    ($($case:ident),+ $(,)?) => {
        each_database! { sqlite: $($case),+ }
        each_database! { @on postgres: Postgres: $($case),+ }
        each_database! { @on mysql: Mysql: $($case),+ }
    };
    (sqlite: $($case:ident),+ $(,)?) => {
        each_database! { @on sqlite: Sqlite: $($case),+ }
    };
    (@on $name:ident: $Database:ident: $($case:ident),+) => {
        mod $name {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let mut db = crate::fresh::empty::<crate::$Database>().await;
                    super::$case(&mut db).await;
                    crate::fresh::discard(db).await;
                }
            )+
        }
    };
}
use each_database;

mod at_stripe;
mod failures;
mod payments;
mod process;
mod requests;
mod switches;
mod visitor;
