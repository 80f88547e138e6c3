//! Proves the mirror's main claim, for as many random histories as you like:
//!
//!     cargo run --release --example convergence -- --seeds 100000
//!
//! `--from 42 --seeds 1` repeats one, `--steps 24` makes them longer; `--mutation LastWriteWins` (or another of `Mutation`) shows how a wrong rule fails. It runs on
//! SQLite files, one for each core. The suite runs a few hundred histories on each database.

#[path = "../../tests/contract/database.rs"]
#[allow(dead_code, reason = "the contract suite uses the rest")]
mod database;
#[path = "../../tests/contract/fresh.rs"]
#[allow(dead_code, reason = "the contract suite uses the rest")]
mod fresh;
#[path = "../../tests/contract/models.rs"]
mod models;
#[path = "../../tests/contract/sent.rs"]
#[allow(dead_code, reason = "the contract suite uses the rest")]
mod sent;
#[path = "../../tests/contract/webhook.rs"]
#[allow(dead_code, reason = "the contract suite uses the rest")]
mod webhook;

mod end;
mod faults;
mod history;
mod moods;
mod proof;
mod snapshot;
mod stripe;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use diesel::SqliteConnection;
use proof::{Failure, Tally};
use snapshot::Mutation;

database::blocking_database!(Sqlite, SqliteConnection, Sqlite, fresh::SQLITE_HOST);

struct Arguments {
    seeds: u64,
    from: u64,
    steps: usize,
    mutation: Option<Mutation>,
}

fn main() -> ExitCode {
    let arguments = match read_arguments() {
        Ok(arguments) => arguments,
        Err(reason) => {
            eprintln!("{reason}\nusage: convergence [--seeds N] [--from SEED] [--steps N] [--mutation NAME]");
            return ExitCode::from(2);
        }
    };
    let (start, end) = (arguments.from, arguments.from + arguments.seeds);
    let (next, failed, began) = (Arc::new(AtomicU64::new(start)), Arc::new(AtomicBool::new(false)), Instant::now());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers: Vec<_> = (0..cores)
        .map(|_| {
            let (next, failed) = (next.clone(), failed.clone());
            std::thread::spawn(move || work(&next, end, &failed, arguments.steps, arguments.mutation))
        })
        .collect();
    let mut all = Tally::default();
    for worker in workers {
        all.add(worker.join().expect("a worker"));
    }
    let done = next.load(Ordering::Relaxed).min(end) - start;
    println!(
        "{done} histories in {:.0} s: {} news, {} rows, {} batches killed, {} objects read again ({:.1} % of the news), by {} calls: {:.3} for each of {} events",
        began.elapsed().as_secs_f64(),
        all.news,
        all.rows,
        all.killed,
        all.reads,
        100.0 * all.reads as f64 / all.news.max(1) as f64,
        all.calls,
        all.calls as f64 / all.events.max(1) as f64,
        all.events,
    );
    if failed.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn read_arguments() -> Result<Arguments, String> {
    let mut arguments = Arguments { seeds: 1_000, from: 0, steps: 15, mutation: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{value} is not a number"));
        match word.as_str() {
            "--seeds" => arguments.seeds = number()?,
            "--from" => arguments.from = number()?,
            "--steps" => arguments.steps = usize::try_from(number()?).map_err(|error| error.to_string())?,
            "--mutation" => {
                let named = Mutation::ALL.into_iter().find(|mutation| format!("{mutation:?}") == value);
                arguments.mutation = Some(named.ok_or_else(|| format!("the mutations are {:?}", Mutation::ALL))?);
            }
            _ => return Err(format!("{word} is unknown")),
        }
    }
    Ok(arguments)
}

/// Takes seeds until there are no more, or one fails.
fn work(next: &AtomicU64, end: u64, failed: &AtomicBool, steps: usize, mutation: Option<Mutation>) -> Tally {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut all = Tally::default();
        let mut db: Sqlite = fresh::migrated().await;
        for n in 1.. {
            if failed.load(Ordering::Relaxed) {
                break;
            }
            // The comparison reads whole tables: they are kept short.
            if n % 50 == 0 {
                fresh::discard(std::mem::replace(&mut db, fresh::migrated().await)).await;
            }
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                break;
            }
            match proof::converge(&mut db, seed, steps, mutation).await {
                Ok(tally) => all.add(tally),
                Err(failure) => {
                    report(&failure);
                    failed.store(true, Ordering::Relaxed);
                }
            }
        }
        fresh::discard(db).await;
        all
    })
}

fn report(failure: &Failure) {
    eprintln!("{failure}repeat it with --from {} --seeds 1", failure.seed);
}
