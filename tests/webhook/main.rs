//! Webhooks when things fail: workers that are killed, databases that stop, clocks that are wrong. No event is lost, none has its
//! effects twice, and the newest snapshot stays.
#![cfg(all(feature = "axum", feature = "billing", feature = "client", feature = "testing", feature = "webhook"))]

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
    "../contract/delivering.rs" as delivering,
    "../contract/fresh.rs" as fresh,
    "../contract/models.rs" as models,
    "../contract/sent.rs" as sent,
    "../contract/webhook.rs" as webhook,
    "../support/process.rs" as own_process,
}

database::async_database!(Postgres, AsyncPgConnection, Postgres, "SELECT 1");
database::async_database!(Mysql, AsyncMysqlConnection, Mysql, "DO 0");
database::async_database!(Sqlite, SyncConnectionWrapper<SqliteConnection>, Sqlite, fresh::SQLITE_HOST);

/// Makes a test of each case on each database.
macro_rules! each_database {
    (servers: $($case:ident),+ $(,)?) => {
        each_database! { @on postgres: Postgres: $($case),+ }
        each_database! { @on mysql: Mysql: $($case),+ }
    };
    ($($case:ident),+ $(,)?) => {
        each_database! { servers: $($case),+ }
        each_database! { @on sqlite: Sqlite: $($case),+ }
    };
    (@on $name:ident: $Database:ident: $($case:ident),+) => {
        mod $name {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $case() {
                    let mut db = crate::fresh::migrated::<crate::$Database>().await;
                    super::$case(&mut db).await;
                    crate::fresh::discard(db).await;
                }
            )+
        }
    };
}

mod convergence;
mod end;
mod ends;
mod input;
mod killed;
mod lease;
mod lost;
mod postgres_server;
mod process;
mod proxy;
mod stopped;
mod stopped_sqlite;
