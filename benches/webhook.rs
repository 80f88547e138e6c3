//! How fast webhooks are received and processed, against hand-written SQL for the same events in the same run.
//!
//! ```sh
//! ./tests/run cargo bench --all-features --bench webhook
//! ```
//!
//! PostgreSQL should have its default durability, which the server of `tests/run` has not: set `POSTGRES_URL`. It ends with a line
//! for each goal. `WEBHOOK_MINUTES=10` looks at the memory for longer, `WEBHOOK_HISTORY` is how many events there are that are done
//! already, two million by default, and an argument chooses parts by their names.

#[path = "webhook/by_hand.rs"]
mod by_hand;
#[path = "webhook/cpu.rs"]
mod cpu;
#[path = "mirror/database.rs"]
mod database;
#[path = "webhook/events.rs"]
mod events;
#[path = "mirror/goals.rs"]
mod goals;
#[path = "webhook/hostile.rs"]
mod hostile;
#[path = "webhook/http.rs"]
mod http;
#[allow(dead_code, reason = "one of its ways is a yardstick here")]
#[path = "mirror/by_hand.rs"]
mod mirror_by_hand;
#[path = "mirror/payment_intents.rs"]
mod payment_intents;
#[path = "webhook/processes.rs"]
mod processes;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use by_hand::{Batches, Inserter, OneByOne};
use cpu::Cpu;
use diesel_async::AsyncPgConnection;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::{Handlers, Processor, Receiver, Worker};
use events::Events;
use goals::{line, medians};
use http::Senders;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_postgres::Client;

use payment_intents::BATCH;
use processes::Host;

/// How many events there are in a round.
const EVENTS: usize = 10_000;
/// One connection takes its time, and so do handlers that write.
const COMMITS: usize = 1_000;
const ROUNDS: usize = 5;

/// Who has handled how many events.
static HANDLED: AtomicUsize = AtomicUsize::new(0);

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == processes::WORKER) {
        return runtime.block_on(processes::work());
    }
    if arguments.iter().any(|argument| argument == processes::HOST) {
        return runtime.block_on(processes::host());
    }
    let names: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let chosen = |name: &str| names.is_empty() || names.iter().any(|part| name.contains(part.as_str()));
    // `cargo test --benches` only wants to know whether it runs.
    let rounds = if arguments.iter().any(|argument| argument == "--bench") { ROUNDS } else { 0 };
    let mut bench = Bench::start(runtime);
    let mut lines = Vec::new();
    if chosen("store") {
        lines.push(bench.store(rounds));
    }
    let mut rate = 2_000.0;
    if chosen("whole") {
        let (measured, goals) = bench.whole(rounds);
        rate = measured;
        lines.extend(goals);
    }
    if chosen("one") {
        lines.push(bench.one_at_a_time(rounds));
    }
    if chosen("latency") {
        lines.push(bench.latency(rate / 2.0, rounds));
    }
    if chosen("processes") {
        lines.push(bench.processes(rounds));
    }
    if chosen("memory") {
        lines.push(bench.memory(rate / 2.0, rounds));
    }
    if chosen("hostile") {
        lines.push(bench.hostile(rounds));
    }
    if chosen("history") {
        lines.push(bench.history(rounds));
    }
    println!();
    lines.iter().for_each(|(name, measured, goal)| line(name, *measured, goal));
}

type Line = (&'static str, f64, &'static str);

struct Bench {
    runtime: Runtime,
    client: Client,
    receiver: Receiver,
    senders: Senders,
    sender: Senders,
    inserter: Inserter,
    one_by_one: OneByOne,
    one: OneByOne,
    batches: Batches,
    generation: u32,
}

impl Bench {
    fn start(runtime: Runtime) -> Self {
        let (client, (address, receiver)) = runtime.block_on(async {
            // The lock of the benchmarks goes with its connection.
            std::mem::forget(database::start().await);
            let client = database::connect().await;
            let no_vacuum = "ALTER TABLE stripe_events SET (autovacuum_enabled = off)";
            client.batch_execute(no_vacuum).await.expect("no vacuum");
            processes::effects(&client).await;
            (client, http::serve().await)
        });
        let (senders, sender) =
            runtime.block_on(async { (Senders::connect(address).await, Senders::of(address, 1).await) });
        let (inserter, one_by_one, one, batches) = runtime.block_on(async {
            let one_by_one = (OneByOne::prepare(16).await, OneByOne::prepare(1).await);
            (Inserter::prepare().await, one_by_one.0, one_by_one.1, Batches::prepare().await)
        });
        Bench { runtime, client, receiver, senders, sender, inserter, one_by_one, one, batches, generation: 0 }
    }

    fn events(&mut self, size: usize) -> Events {
        self.generation += 1;
        Events::of(size, self.generation)
    }

    /// One of the database's processes.
    fn backend(&self) -> i32 {
        let pid = self.runtime.block_on(self.client.query_one("SELECT pg_backend_pid()", &[]));
        pid.expect("a process").get(0)
    }

    fn empty(&self) {
        let empty = "TRUNCATE stripe_events, stripe_payment_intents";
        self.runtime.block_on(self.client.batch_execute(empty)).expect("empty tables");
    }

    /// Verified and stored, against one connection that commits one event at a time.
    fn store(&mut self, rounds: usize) -> Line {
        let sizes = [EVENTS, COMMITS];
        let medians = medians(rounds.max(1), sizes.len(), |n| {
            self.empty();
            let events = self.events(sizes[n]);
            let requests = Arc::new(events.requests());
            self.runtime.block_on(timed(async {
                match n {
                    0 => self.senders.send(&requests).await,
                    _ => drop(self.inserter.run(&events).await),
                }
            }))
        });
        let rates = rates(&medians, &sizes);
        println!("store: {:.0} events/s over HTTP, one commit each: {:.0} events/s", rates[0], rates[1]);
        ("store", rates[0] / rates[1], ">=8")
    }

    /// From HTTP to done, against two ways to commit the same events and rows by hand.
    fn whole(&mut self, rounds: usize) -> (f64, [Line; 2]) {
        let worker = self.work();
        let backend = self.backend();
        let mut cpu = [Duration::ZERO; 3];
        let medians = medians(rounds.max(1), 3, |n| {
            self.empty();
            let events = self.events(EVENTS);
            let before = Cpu::since_now(backend);
            let time = match n {
                0 => self.whole_once(&events),
                1 => self.runtime.block_on(timed(self.one_by_one.run(&events))),
                _ => {
                    let places = (0..EVENTS).step_by(BATCH);
                    let batches: Vec<Events> = places.map(|n| events.slice(n, EVENTS.min(n + BATCH))).collect();
                    self.runtime.block_on(timed(self.batches.run(&batches)))
                }
            };
            cpu[n] += before.elapsed();
            time
        });
        worker.abort();
        // The warm-up counts too.
        let cpu = cpu.map(|all| all / u32::try_from(EVENTS * (rounds.max(1) + 1)).expect("not so many"));
        println!(
            "whole: processor time of an event, the database's included: {:.0?}, {:.0?}, {:.0?}",
            cpu[0], cpu[1], cpu[2]
        );
        let rates = rates(&medians, &[EVENTS; 3]);
        println!(
            "whole: {:.0} events/s from HTTP to done, 16 connections: {:.0} events/s, batches: {:.0} events/s",
            rates[0], rates[1], rates[2]
        );
        let against = |n: usize| rates[0] / rates[n];
        (rates[0], [("whole_to_16_connections", against(1), ">=1"), ("whole_to_batches", against(2), ">=0.75")])
    }

    /// A worker in this process, beside the endpoint.
    fn work(&self) -> JoinHandle<()> {
        let handlers = Handlers::<AsyncPgConnection>::new().on::<PaymentIntent>("payment_intent.*", async |context| {
            assert!(!context.row.id.is_empty());
            HANDLED.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        let _inside = self.runtime.enter();
        let worker = Worker::new(database::another, Processor::new(handlers)).woken_by(&self.receiver);
        tokio::spawn(async move { worker.run(std::future::pending()).await.expect("it starts") })
    }

    fn whole_once(&mut self, events: &Events) -> Duration {
        let requests = Arc::new(events.requests());
        let before = HANDLED.load(Ordering::Relaxed);
        let time = self.runtime.block_on(timed(async {
            self.senders.send(&requests).await;
            processes::until_done(&self.client).await;
        }));
        assert_eq!(HANDLED.load(Ordering::Relaxed) - before, requests.len(), "each event once");
        time
    }

    /// One delivery in flight, from HTTP to done, against one connection that commits an event and its row at a time.
    fn one_at_a_time(&mut self, rounds: usize) -> Line {
        let worker = self.work();
        let medians = medians(rounds.max(1), 2, |n| {
            self.empty();
            let events = self.events(COMMITS);
            let requests = Arc::new(events.requests());
            self.runtime.block_on(timed(async {
                match n {
                    0 => {
                        self.sender.send(&requests).await;
                        processes::until_done(&self.client).await;
                    }
                    _ => self.one.run(&events).await,
                }
            }))
        });
        worker.abort();
        let rates = rates(&medians, &[COMMITS; 2]);
        println!("one: {:.0} events/s, one in flight, by hand: {:.0} events/s", rates[0], rates[1]);
        ("one_at_a_time", rates[0] / rates[1], ">=0.75")
    }

    /// From a request to its 200 at a given load, and from an insertion to its commit at none.
    fn latency(&mut self, rate: f64, rounds: usize) -> Line {
        self.empty();
        let worker = self.work();
        let interval = Duration::from_secs_f64(1.0 / rate);
        let mut answered = Vec::new();
        for _ in 0..rounds.max(1) {
            let requests = Arc::new(self.events(EVENTS).requests());
            answered.extend(self.runtime.block_on(self.senders.send_at(&requests, interval)));
        }
        self.runtime.block_on(processes::until_done(&self.client));
        worker.abort();
        let events = self.events(COMMITS * rounds.max(1));
        let committed = self.runtime.block_on(self.inserter.run(&events));
        let [answered, committed] =
            [("from request to 200", answered), ("a bare commit", committed)].map(|(name, mut times)| {
                times.sort_unstable();
                let at = |percent: usize| times[(times.len() - 1) * percent / 100];
                println!("latency at {rate:.0} events/s: {name}: median {:.2?}, p99 {:.2?}", at(50), at(99));
                at(99)
            });
        ("latency_to_bare_commit", answered.as_secs_f64() / committed.as_secs_f64(), "<=4")
    }

    /// Two worker processes, against one.
    fn processes(&mut self, rounds: usize) -> Line {
        let medians = medians(rounds.max(1), 2, |n| {
            let events = self.events(2 * COMMITS);
            self.runtime.block_on(processes::measure(&self.client, n + 1, &events))
        });
        let rates = rates(&medians, &[2 * COMMITS; 2]);
        println!("processes: one worker {:.0} events/s, two {:.0} events/s", rates[0], rates[1]);
        ("two_processes", rates[1] / rates[0], ">=1")
    }

    /// The most memory that a process which receives and processes has ever had: after many events, against after a few.
    fn memory(&mut self, rate: f64, rounds: usize) -> Line {
        self.empty();
        let (host, mut senders) = self.runtime.block_on(async {
            let host = Host::start().await;
            let senders = Senders::connect(host.address).await;
            (host, senders)
        });
        let minutes: f64 = std::env::var("WEBHOOK_MINUTES").map_or(0.5, |minutes| minutes.parse().expect("minutes"));
        let interval = Duration::from_secs_f64(1.0 / rate);
        // As after a stall: more than the worker can do, so that its batches are full.
        let requests = Arc::new(self.events(EVENTS).requests());
        self.runtime.block_on(async {
            senders.send(&requests).await;
            processes::until_done(&self.client).await;
        });
        let (mut sizes, mut events) = (Vec::new(), 0);
        let start = Instant::now();
        loop {
            let requests = Arc::new(self.events(EVENTS).requests());
            self.runtime.block_on(senders.send_at(&requests, interval));
            events += requests.len();
            sizes.push(host.most_memory());
            if start.elapsed().as_secs_f64() > minutes * 60.0 || rounds == 0 {
                break;
            }
        }
        self.runtime.block_on(async {
            processes::until_done(&self.client).await;
            host.stop().await;
        });
        // The first fifth warms up.
        let (warm, end) = (sizes[sizes.len() / 5], sizes[sizes.len() - 1]);
        println!(
            "memory: {events} events in {:.0?}, at most {warm} KiB after a fifth of them, {end} KiB in all",
            start.elapsed()
        );
        ("memory_growth", end as f64 / warm as f64, "<=1.1")
    }

    /// Honest deliveries beside thousands of connections that announce bodies and do not send them: how long those take, and how much
    /// memory the host has at most.
    fn hostile(&mut self, rounds: usize) -> Line {
        self.empty();
        let (host, mut senders) = self.runtime.block_on(async {
            let host = Host::start().await;
            let senders = Senders::connect(host.address).await;
            (host, senders)
        });
        let mut honest = |bench: &mut Self| {
            let requests = Arc::new(bench.events(if rounds == 0 { 10 } else { 2 * COMMITS }).requests());
            let mut times = bench.runtime.block_on(senders.send_at(&requests, Duration::from_millis(5)));
            times.sort_unstable();
            [50, 99].map(|percent| times[(times.len() - 1) * percent / 100])
        };
        let alone = honest(self);
        let before = host.most_memory();
        let attack = self.runtime.block_on(hostile::attack(host.address));
        let beside = honest(self);
        let most = host.most_memory();
        drop(attack);
        self.runtime.block_on(async {
            processes::until_done(&self.client).await;
            host.stop().await;
        });
        println!(
            "hostile: 200 deliveries/s alone: median {:.2?}, p99 {:.2?}; beside {} hostile connections: median {:.2?}, p99 {:.2?}; \
             at most {before} KiB alone, {most} KiB beside them",
            alone[0],
            alone[1],
            hostile::CONNECTIONS,
            beside[0],
            beside[1]
        );
        ("hostile_mib", (most - before) as f64 / 1024.0, "<=128")
    }

    /// The whole way with a long history in the inbox, against an empty one.
    fn history(&mut self, rounds: usize) -> Line {
        let old: i64 = std::env::var("WEBHOOK_HISTORY").map_or(2_000_000, |old| old.parse().expect("a number"));
        let worker = self.work();
        let backend = self.backend();
        let mut rates = [0.0, 0.0];
        let mut cpu = [Duration::ZERO; 2];
        for (n, history) in [0, if rounds == 0 { 1_000 } else { old }].into_iter().enumerate() {
            self.empty();
            self.runtime.block_on(fill(&self.client, history));
            let before = Cpu::since_now(backend);
            let times = medians(rounds.max(1), 1, |_| {
                let empty = "TRUNCATE stripe_payment_intents";
                self.runtime.block_on(self.client.batch_execute(empty)).expect("no rows");
                let events = self.events(EVENTS);
                self.whole_once(&events)
            });
            rates[n] = EVENTS as f64 / times[0].as_secs_f64();
            cpu[n] = before.elapsed() / u32::try_from(EVENTS * (rounds.max(1) + 1)).expect("not so many");
        }
        worker.abort();
        println!("history: {:.0} events/s without, {:.0} events/s with {old} old events", rates[0], rates[1]);
        println!("history: processor time of an event: {:.0?} without, {:.0?} with them", cpu[0], cpu[1]);
        self.empty();
        ("history", rates[1] / rates[0], ">=0.8")
    }
}

/// Events that are done, with ids that are older than all others.
async fn fill(client: &Client, events: i64) {
    let sql = "INSERT INTO stripe_events (id, stripe_account, livemode, created, type, api_version, object_kind, object_id, \
        request_id, idempotency_key, body, state, attempts, due_at, received_at, applied_at, finished_at) \
        SELECT 'evt_1A' || lpad(to_hex(n), 10, '0') || substr(md5(n::text), 1, 17), '', false, at, 'payment_intent.succeeded', \
        '2025-01-01', 'payment_intent', 'pi_' || md5(n::text), 'req_' || md5(n::text), md5(n::text), \
        '{\"id\": \"evt\", \"data\": \"' || repeat(md5(n::text), 20) || '\"}', 'done', 1, at, at, at, at \
        FROM generate_series(1, $1::bigint) AS n, LATERAL (SELECT now() - (3000000 - n) * interval '1 second' AS at) AS time";
    client.execute(sql, &[&events]).await.expect("a history");
    for settle in ["VACUUM ANALYZE stripe_events", "CHECKPOINT"] {
        client.batch_execute(settle).await.expect("a settled history");
    }
}

async fn timed(work: impl Future<Output = ()>) -> Duration {
    let start = Instant::now();
    work.await;
    start.elapsed()
}

fn rates(times: &[Duration], sizes: &[usize]) -> Vec<f64> {
    times.iter().zip(sizes).map(|(time, size)| *size as f64 / time.as_secs_f64()).collect()
}
