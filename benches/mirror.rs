//! How fast the mirror writes, against hand-written SQL of the same rows in the same run.
//!
//! ```sh
//! ./tests/run cargo bench --all-features
//! ```
//!
//! It ends with a line for each goal: the name, what was measured, and what it should be. `batch_insert` and `batch_update` are
//! rates relative to the fastest of three ways to write the batch by hand, `single_upsert` is a time relative to the
//! hand-written one's. The memory of a batch has a bench of its own, `memory`.

#[path = "mirror/by_hand.rs"]
mod by_hand;
#[path = "webhook/cpu.rs"]
mod cpu;
#[path = "mirror/database.rs"]
mod database;
#[path = "mirror/goals.rs"]
mod goals;
#[path = "mirror/payment_intents.rs"]
mod payment_intents;

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use diesel::connection::InstrumentationEvent;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use diesel_stripe::Outcome;
use diesel_stripe::model::StripeModel;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::prelude::*;
use diesel_stripe::projection::extract;
use diesel_stripe::sql::Cell;
use tokio::runtime::Runtime;

use by_hand::ByHand;
use cpu::Cpu;
use goals::{line, medians};
use payment_intents::{BATCH, Batch};

const ROUNDS_OF_BATCHES: usize = 40;
const ROUNDS_OF_SINGLES: usize = 1000;
const ROUNDS_OF_EXTRACTIONS: usize = 100;

/// Who writes: the mirror, or one of the yardsticks.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Writer {
    Mirror,
    JsonArray,
    Unnest,
    Copy,
}

const WRITERS: [Writer; 4] = [Writer::Mirror, Writer::JsonArray, Writer::Unnest, Writer::Copy];

/// Whether a batch's rows are new, or there in an older generation.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Rows {
    New,
    Updated,
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut bench = Bench::start();
    bench.check_that_all_write_the_same();

    with_criterion(&mut bench, &mut criterion);
    criterion.final_summary();
    // `cargo test --benches` only wants to know whether it runs.
    if std::env::args().any(|argument| argument == "--bench") {
        ratios(&mut bench);
    }
}

fn with_criterion(bench: &mut Bench, criterion: &mut Criterion) {
    for (name, rows) in [("batch_insert", Rows::New), ("batch_update", Rows::Updated)] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(BATCH as u64)).sample_size(10);
        for writer in WRITERS {
            group.bench_function(format!("{writer:?}"), |bencher| {
                bencher.iter_custom(|times| (0..times).map(|_| bench.batch(writer, rows)).sum());
            });
        }
    }
    let mut group = criterion.benchmark_group("single_upsert");
    group.bench_function("Mirror", |bencher| bencher.iter_custom(|times| (0..times).map(|_| bench.single()).sum()));
    group.bench_function("ByHand", |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| bench.single_by_hand()).sum());
    });
    group.finish();
    let one = Batch::of(1, 1);
    criterion.bench_function("extraction", |bencher| bencher.iter(|| extract_all(&one)));
}

fn ratios(bench: &mut Bench) {
    let mut lines = Vec::new();
    for (name, rows) in [("batch_insert", Rows::New), ("batch_update", Rows::Updated)] {
        let medians = medians(ROUNDS_OF_BATCHES, WRITERS.len(), |n| bench.batch(WRITERS[n], rows));
        for (writer, median) in WRITERS.iter().zip(&medians) {
            println!("{name} {writer:?}: {median:.2?}, {:.0} rows/s", BATCH as f64 / median.as_secs_f64());
        }
        let [mirror, by_hand @ ..] = medians.as_slice() else { unreachable!("WRITERS begins with the mirror") };
        let yardstick = by_hand.iter().min().expect("three of them");
        lines.push((name, yardstick.as_secs_f64() / mirror.as_secs_f64(), ">=0.9"));
    }

    let single = medians(ROUNDS_OF_SINGLES, 2, |n| if n == 0 { bench.single() } else { bench.single_by_hand() });
    println!("single_upsert Mirror: {:.2?}, ByHand: {:.2?}", single[0], single[1]);
    let cpu = bench.processor_time_of_a_single();
    println!("single_upsert: processor time, the database's included: Mirror {:.1?}, ByHand {:.1?}", cpu[0], cpu[1]);
    lines.push(("single_upsert", single[0].as_secs_f64() / single[1].as_secs_f64(), "<=1.1"));
    lines.push(("statements_per_sync", bench.statements_of_a_single() as f64, "<=1"));

    let batch = Batch::of(BATCH, 1);
    let extraction = medians(ROUNDS_OF_EXTRACTIONS, 1, |_| timed(|| extract_all(&batch)));
    lines.push(("extraction_us", extraction[0].as_secs_f64() * 1e6 / BATCH as f64, "<=15"));

    println!();
    lines.iter().for_each(|(name, measured, goal)| line(name, *measured, goal));
}

/// From bytes to the cells of the rows.
fn extract_all(batch: &Batch) {
    for data in batch.stripe_data() {
        black_box(extract(&data).expect("a PaymentIntent"));
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

struct Bench {
    runtime: Runtime,
    conn: AsyncPgConnection,
    by_hand: ByHand,
    /// Prepares the table for everybody: who has just written the rows has them at hand.
    stage: ByHand,
    old: Batch,
    new: Batch,
    /// Those of the old and of the new batch, for the yardsticks.
    fingerprints: [Vec<String>; 2],
    /// Of the single object, which is written again and again.
    generation: u32,
}

impl Bench {
    fn start() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let (conn, by_hand, stage) = runtime.block_on(async {
            let conn = database::start().await;
            let by_hand = ByHand::prepare(database::connect().await).await.expect("hand-written SQL");
            let stage = ByHand::prepare(database::connect().await).await.expect("hand-written SQL");
            (conn, by_hand, stage)
        });
        let (old, new) = (Batch::of(BATCH, 1), Batch::of(BATCH, 2));
        let fingerprints = [fingerprints(&old), fingerprints(&new)];
        Bench { runtime, conn, by_hand, stage, old, new, fingerprints, generation: 0 }
    }

    /// How long a batch takes.
    fn batch(&mut self, writer: Writer, rows: Rows) -> Duration {
        let (by_hand, stage) = (&mut self.by_hand, &self.stage);
        let [old, new] = &self.fingerprints;
        self.runtime.block_on(async {
            stage.client.batch_execute("TRUNCATE stripe_payment_intents").await.expect("an empty table");
            if rows == Rows::Updated {
                stage.unnest(&self.old, old).await.expect("the old rows");
            }
            let start = Instant::now();
            match writer {
                Writer::Mirror => {
                    let outcomes = PaymentIntent::sync_many(&mut self.conn, self.new.stripe_data()).await;
                    let time = start.elapsed();
                    let outcomes = outcomes.expect("a batch");
                    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Outcome::Applied))));
                    return time;
                }
                Writer::JsonArray => by_hand.json_array(&self.new, new).await.expect("a batch"),
                Writer::Unnest => by_hand.unnest(&self.new, new).await.expect("a batch"),
                Writer::Copy => by_hand.copy(&self.new, new).await.expect("a batch"),
            }
            start.elapsed()
        })
    }

    fn check_that_all_write_the_same(&mut self) {
        for rows in [Rows::New, Rows::Updated] {
            let tables = WRITERS.map(|writer| {
                self.batch(writer, rows);
                self.runtime.block_on(contents(&self.stage.client))
            });
            assert!(tables.iter().all(|table| *table == tables[0]), "not the same rows: {tables:?}");
        }
    }

    /// How long one object takes, from its bytes to its row.
    fn single(&mut self) -> Duration {
        let batch = self.next_generation();
        self.runtime.block_on(async {
            let start = Instant::now();
            let data = batch.stripe_data().pop().expect("one");
            let row = PaymentIntent::sync_from_stripe_data(&mut self.conn, data).await.expect("a row");
            let time = start.elapsed();
            assert_eq!(row.observed_from, batch.answered_at);
            time
        })
    }

    fn single_by_hand(&mut self) -> Duration {
        let batch = self.next_generation();
        let fingerprint = fingerprints(&batch).pop().expect("one");
        self.runtime.block_on(async {
            let start = Instant::now();
            black_box(self.by_hand.single(&batch, &fingerprint).await.expect("a row"));
            start.elapsed()
        })
    }

    fn processor_time_of_a_single(&mut self) -> [Duration; 2] {
        const TIMES: u32 = 8_000;
        let (conn, by_hand) = (&mut self.conn, &self.by_hand);
        let backends = self.runtime.block_on(async {
            use diesel_async::RunQueryDsl;
            let pid = diesel::dsl::sql::<diesel::sql_types::Integer>("pg_backend_pid()");
            let ours: i32 = diesel::select(pid).get_result(conn).await.expect("a process");
            [ours, by_hand.client.query_one("SELECT pg_backend_pid()", &[]).await.expect("a process").get(0)]
        });
        [0, 1].map(|n| {
            // What it takes to make the object is not counted.
            let before = Cpu::of_backend(backends[n]);
            (0..TIMES).for_each(|_| drop(self.next_generation()));
            let making = before.elapsed();
            let (before, alone) = (Cpu::of_backend(backends[n]), Cpu::of_backend(0));
            (0..TIMES).for_each(|_| _ = if n == 0 { self.single() } else { self.single_by_hand() });
            let (all, alone) = (before.elapsed().saturating_sub(making), alone.elapsed().saturating_sub(making));
            println!("single_upsert: {:.1?} here, {:.1?} in the database", alone / TIMES, (all - alone) / TIMES);
            all / TIMES
        })
    }

    fn next_generation(&mut self) -> Batch {
        self.generation += 1;
        Batch::of(1, 10 + self.generation)
    }

    fn statements_of_a_single(&mut self) -> usize {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        self.conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        self.single();
        count.load(Ordering::Relaxed)
    }
}

/// A hash of all rows, but for the time at which they were written, and the client secrets, which only the mirror leaves out.
async fn contents(client: &tokio_postgres::Client) -> String {
    let hash = "SELECT md5(string_agg((to_jsonb(t) - 'synced_at' #- '{stripe_data,client_secret}')::text, '' ORDER BY id)) \
                FROM stripe_payment_intents AS t";
    client.query_one(hash, &[]).await.expect("the rows").get(0)
}

fn fingerprints(batch: &Batch) -> Vec<String> {
    let column = PaymentIntent::TABLE.all_columns().position(|column| column.name == "fingerprint").expect("a column");
    let of = |data| match extract(&data).expect("a PaymentIntent").swap_remove(column) {
        Cell::Text(fingerprint) => fingerprint,
        _ => unreachable!("a fingerprint is text"),
    };
    batch.stripe_data().into_iter().map(of).collect()
}
