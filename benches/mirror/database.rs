//! Where the benchmarks write: a schema of their own, made anew.

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use diesel_stripe::migrations;
use tokio_postgres::{Client, NoTls};

/// A connection for the mirror, and one for SQL by hand.
pub async fn connect() -> (AsyncPgConnection, Client) {
    const SCHEMA: &str = "SET search_path TO diesel_stripe_bench";
    let Ok(url) = std::env::var("POSTGRES_URL") else {
        eprintln!("POSTGRES_URL is not set; to have a PostgreSQL started: ./tests/run cargo bench --all-features");
        std::process::exit(1)
    };
    let mut conn = AsyncPgConnection::establish(&url).await.expect("PostgreSQL at POSTGRES_URL");
    for sql in ["DROP SCHEMA IF EXISTS diesel_stripe_bench CASCADE", "CREATE SCHEMA diesel_stripe_bench", SCHEMA] {
        conn.batch_execute(sql).await.expect("a schema for the benchmarks");
    }
    migrations::run(&mut conn).await.expect("the tables");
    // Whether it runs during one writer's turn or another's is a matter of luck.
    let no_vacuum = "ALTER TABLE stripe_payment_intents SET (autovacuum_enabled = off)";
    conn.batch_execute(no_vacuum).await.expect("no vacuum");

    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("PostgreSQL at POSTGRES_URL");
    tokio::spawn(connection);
    client.batch_execute(SCHEMA).await.expect("the schema");
    (conn, client)
}
