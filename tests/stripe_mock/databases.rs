//! A new database of each kind, with the mirror's tables.

use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::migrations;

/// Connections to three empty mirrors, which nobody else uses.
pub struct Databases {
    /// The schema of PostgreSQL, and the database of MariaDB.
    name: String,
    pub postgres: AsyncPgConnection,
    pub mysql: AsyncMysqlConnection,
    pub sqlite: SyncConnectionWrapper<SqliteConnection>,
}

impl Databases {
    pub async fn new() -> Self {
        let name = format!("mock_{}", uuid::Uuid::new_v4().simple());
        let mut postgres = connect::<AsyncPgConnection>("POSTGRES_URL").await;
        postgres.batch_execute(&format!("CREATE SCHEMA {name}; SET search_path TO {name}")).await.unwrap();
        let mut mysql = connect::<AsyncMysqlConnection>("MYSQL_URL").await;
        mysql.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        mysql.batch_execute(&format!("USE {name}")).await.unwrap();
        let mut sqlite = SyncConnectionWrapper::<SqliteConnection>::establish(":memory:").await.unwrap();
        migrate(&mut postgres).await;
        migrate(&mut mysql).await;
        migrate(&mut sqlite).await;
        Databases { name, postgres, mysql, sqlite }
    }

    /// After a test that succeeds; after one that fails, the rows can be looked at.
    pub async fn remove(mut self) {
        self.postgres.batch_execute(&format!("DROP SCHEMA {} CASCADE", self.name)).await.unwrap();
        self.mysql.batch_execute(&format!("DROP DATABASE {}", self.name)).await.unwrap();
    }
}

async fn connect<C: AsyncConnection>(variable: &str) -> C {
    let url = std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: `./tests/run` starts the databases, and runs the tests"));
    C::establish(&url)
        .await
        .unwrap_or_else(|error| panic!("no database answers at {variable}: {error}. `./tests/run` starts them"))
}

async fn migrate(conn: &mut impl MirrorConnection) {
    migrations::run(conn).await.unwrap();
}
