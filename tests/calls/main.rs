//! Durable calls when processes die: however often, and wherever, there is one object in Stripe and one row here.
#![cfg(all(feature = "billing", feature = "client", feature = "testing", feature = "webhook"))]

use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};

/// Makes a module of what other suites have already.
macro_rules! shared {
    ($($file:literal as $module:ident),+ $(,)?) => {
        $( #[path = $file] #[allow(dead_code, reason = "other suites use the rest")] mod $module; )+
    };
}

shared! {
    "../contract/calling.rs" as calling,
    "../contract/database.rs" as database,
    "../contract/fresh.rs" as fresh,
    "../contract/models.rs" as models,
    "../contract/sent.rs" as sent,
    "../contract/webhook.rs" as webhook,
    "../support/process.rs" as process,
    "../support/stored.rs" as stored,
}

database::async_database!(Postgres, AsyncPgConnection, Postgres, "SELECT 1");
database::async_database!(Mysql, AsyncMysqlConnection, Mysql, "DO 0");
database::async_database!(Sqlite, SyncConnectionWrapper<SqliteConnection>, Sqlite, fresh::SQLITE_HOST);

calling::async_calling!(Postgres);
calling::async_calling!(Mysql);
calling::async_calling!(Sqlite);

mod killed;
mod shop;
