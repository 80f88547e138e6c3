//! Workers that are processes of their own: this program, started again.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use diesel_async::AsyncPgConnection;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{Handlers, Processor, Worker, inbox};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio_postgres::Client;

use crate::events::Events;
use crate::{database, http};

/// The arguments by which this program is a worker, or a host: the endpoint with a worker beside it.
pub const WORKER: &str = "--worker";
pub const HOST: &str = "--host";

/// Makes the table that the handlers write. A second effect of an event is another row.
pub async fn effects(client: &Client) {
    client.batch_execute("CREATE TABLE effects (event text NOT NULL)").await.expect("a table");
}

/// A worker, until its standard input ends. It begins when a line comes.
pub async fn work() {
    let handlers = Handlers::<AsyncPgConnection>::new().on::<PaymentIntent>("payment_intent.*", async |mut context| {
        use diesel::sql_types::Text;
        use diesel_async::RunQueryDsl;
        let insert = diesel::sql_query("INSERT INTO effects VALUES ($1)").bind::<Text, _>(&context.event.id);
        insert.execute(context.conn()).await?;
        Ok(())
    });
    let worker = Worker::new(database::another, Processor::new(handlers)).poll_every(Duration::from_millis(10));
    drop(database::another().await.expect("a connection"));
    println!("ready");
    let mut input = tokio::io::stdin();
    input.read_u8().await.expect("a line");
    worker.run(async move { drop(input.read_u8().await) }).await.expect("it starts");
}

/// How long so many workers take for these events. None has its effect twice, and none is lost.
pub async fn measure(client: &Client, workers: usize, events: &Events) -> Duration {
    client.batch_execute("TRUNCATE stripe_events, stripe_payment_intents, effects").await.expect("empty tables");
    let mut conn = database::another().await.expect("a connection");
    let deliveries: Vec<_> = events.bodies.iter().map(|body| webhook_delivery(body.clone())).collect();
    inbox::store(&mut conn, &deliveries).await.expect("an inbox");

    let mut children = Vec::new();
    for _ in 0..workers {
        children.push(start(WORKER).await.0);
    }
    let start = Instant::now();
    for child in &mut children {
        child.stdin.as_mut().expect("piped").write_all(b"\n").await.expect("a worker that begins");
    }
    until_done(client).await;
    let time = start.elapsed();
    for mut child in children {
        drop(child.stdin.take());
        assert!(child.wait().await.expect("an end").success());
    }
    let counts = "SELECT count(*), count(DISTINCT event) FROM effects";
    let counts = client.query_one(counts, &[]).await.expect("effects");
    let all = i64::try_from(events.bodies.len()).expect("not so many");
    assert_eq!((counts.get::<_, i64>(0), counts.get::<_, i64>(1)), (all, all), "each event once");
    time
}

fn webhook_delivery(body: bytes::Bytes) -> diesel_stripe::webhook::Delivery {
    diesel_stripe::webhook::Delivery::read(body, "")
}

/// A process, when it is ready, and what it says then.
async fn start(role: &str) -> (Child, String) {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.arg(role).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("a process");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("piped")).read_line(&mut line).await.expect("a process that is ready");
    (child, line.trim().to_owned())
}

/// A host, until its standard input ends.
pub async fn host() {
    let (address, receiver) = http::serve().await;
    let handlers = Handlers::<AsyncPgConnection>::new().on::<PaymentIntent>("payment_intent.*", async |context| {
        assert!(!context.row.id.is_empty());
        Ok(())
    });
    let worker = Worker::new(database::another, Processor::new(handlers)).woken_by(&receiver);
    println!("{address}");
    let mut input = tokio::io::stdin();
    worker.run(async move { drop(input.read_u8().await) }).await.expect("it starts");
}

/// A host that is another process.
pub struct Host {
    child: Child,
    pub address: SocketAddr,
}

impl Host {
    pub async fn start() -> Self {
        let (child, address) = start(HOST).await;
        Host { child, address: address.parse().expect("an address") }
    }

    /// The most memory that it ever had, in KiB.
    pub fn most_memory(&self) -> u64 {
        let pid = self.child.id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("VmHWM");
        line.split_whitespace().next().expect("a number").parse().expect("a number")
    }

    pub async fn stop(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().await.expect("an end").success());
    }
}

/// Waits until nothing is pending.
pub async fn until_done(client: &Client) {
    let pending = "SELECT EXISTS (SELECT FROM stripe_events WHERE state = 'pending')";
    let pending = client.prepare(pending).await.expect("SQL");
    while client.query_one(&pending, &[]).await.expect("an answer").get(0) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
