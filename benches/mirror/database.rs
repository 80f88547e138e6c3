//! Where the benchmarks write: a schema of their own.

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use diesel_stripe::migrations;
use diesel_stripe::mirror::Mirror;
use tokio_postgres::{Client, NoTls};

const SCHEMA: &str = "SET search_path TO diesel_stripe_bench";
const AT: &str = "PostgreSQL at POSTGRES_URL";

/// Makes the schema anew; the connection is the mirror's.
pub async fn start() -> AsyncPgConnection {
    let mut conn = AsyncPgConnection::establish(&url()).await.expect(AT);
    // One run at a time: another would take this one's schema, and time.
    conn.batch_execute("SELECT pg_advisory_lock(x'62656e6368'::bigint)").await.expect("the lock of the benchmarks");
    for sql in ["DROP SCHEMA IF EXISTS diesel_stripe_bench CASCADE", "CREATE SCHEMA diesel_stripe_bench", SCHEMA] {
        conn.batch_execute(sql).await.expect("a schema for the benchmarks");
    }
    migrations::run(&mut conn).await.expect("the tables");
    Mirror::test().ensure_mode(&mut conn).await.expect("the mode");
    // Whether it runs during one writer's turn or another's is a matter of luck.
    let no_vacuum = "ALTER TABLE stripe_payment_intents SET (autovacuum_enabled = off)";
    conn.batch_execute(no_vacuum).await.expect("no vacuum");
    // A table written by hand has one declaration.
    let projection = "ALTER TABLE stripe_payment_intents ALTER projection SET DEFAULT 1";
    conn.batch_execute(projection).await.expect("a default");
    conn
}

/// A connection for SQL by hand.
#[allow(dead_code, reason = "not every benchmark asks")]
pub async fn connect() -> Client {
    let (client, connection) = tokio_postgres::connect(&url(), NoTls).await.expect(AT);
    tokio::spawn(connection);
    client.batch_execute(SCHEMA).await.expect("the schema");
    client
}

/// Another connection for the crate, in the schema that is there.
#[allow(dead_code, reason = "not every benchmark asks")]
pub async fn another() -> diesel::ConnectionResult<AsyncPgConnection> {
    let mut conn = AsyncPgConnection::establish(&url()).await?;
    conn.batch_execute(SCHEMA).await.map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

fn url() -> String {
    std::env::var("POSTGRES_URL").unwrap_or_else(|_| {
        eprintln!("POSTGRES_URL is not set; to have a PostgreSQL started: ./tests/run cargo bench --all-features");
        std::process::exit(1)
    })
}
