//! The rule above all: the database is a function of the set of what was delivered, not of its order or batching.
//!
//! A seed makes a history at a small Stripe, and of it a set of deliveries. `SEED=42` repeats one; `PERMUTATION_SETS=50000` asks for so
//! many instead of as many as fit into some seconds, `FROM` another first seed, `FAULTS` more faults than the first, and `MUTATION` one
//! wrong rule alone:
//!
//!     PERMUTATION_SETS=50000 cargo test --release --all-features --test permutations
#![cfg(all(feature = "all", feature = "sqlite", feature = "client", feature = "testing"))]

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

mod delivery;
mod history;
mod mutation;
mod property;
mod server;
mod shrink;
mod stripe;
mod tables;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use database::Database;
use diesel::SqliteConnection;
use mutation::Mutation;
use property::{Tally, check, runs};

database::blocking_database!(Sqlite, SqliteConnection, Sqlite, "SELECT 1");

/// So many orders of each set are tried.
const ORDERS: usize = 4;
/// The time for sets where no number of them is asked for.
const TIME: Duration = Duration::from_secs(20);

fn number(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name}={value} is not a number")))
}

async fn in_memory() -> Sqlite {
    let mut db = Sqlite::connect(":memory:").await.expect("a database in memory");
    db.migrate().await.expect("the mirror's tables");
    db
}

#[tokio::test]
async fn every_order_and_every_batching_gives_the_same_tables() {
    let mut db = in_memory().await;
    let (seed, sets) = (number("SEED"), number("PERMUTATION_SETS"));
    let first = seed.or_else(|| number("FROM")).unwrap_or(0);
    let sets = if seed.is_some() { Some(1) } else { sets };
    // So many kinds of faults are told of before the test ends.
    let most = number("FAULTS").unwrap_or(1);
    let (mut all, mut faults, began) = (Tally::default(), BTreeMap::new(), Instant::now());
    for seed in first.. {
        if sets.map_or(began.elapsed() > TIME, |sets| seed - first >= sets) {
            break;
        }
        let set = history::set(seed);
        match check(&mut db, &set, &runs(&set, ORDERS, 0), None).await {
            Ok(tally) => all.add(tally),
            Err(fault) => {
                let failure = shrink::shrink(&mut db, set, fault, None).await;
                let seeds: &mut Vec<u64> = faults.entry(failure.fault.class()).or_default();
                if seeds.is_empty() {
                    eprintln!("{failure}");
                }
                seeds.push(seed);
                if faults.len() as u64 >= most {
                    break;
                }
            }
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{all:?} in {seconds:.0} s");
    let told: String =
        faults.iter().map(|(class, seeds)| format!("\n{} sets: {class}: {seeds:?}", seeds.len())).collect();
    assert!(faults.is_empty(), "sets depend on their order:{told}");
}

/// Every other rule is refuted within so many sets.
const REFUTED_WITHIN: u64 = 3_000;

#[tokio::test]
async fn every_other_rule_is_refuted() {
    let mut unnoticed = Vec::new();
    let asked = std::env::var("MUTATION").ok();
    let is_asked = |mutation: &Mutation| asked.as_ref().is_none_or(|asked| *asked == format!("{mutation:?}"));
    for mutation in Mutation::ALL.into_iter().filter(is_asked) {
        let mut db = in_memory().await;
        let mut plain = in_memory().await;
        db.execute(mutation.triggers()).await.expect("a trigger");
        let mut noticed = None;
        for seed in 0..REFUTED_WITHIN {
            let set = history::set(seed);
            if !mutation.concerns(&set) {
                continue;
            }
            let runs = runs(&set, ORDERS, 0);
            let failed = check(&mut db, &set, &runs, Some(mutation)).await.is_err();
            // Only a set that the rule itself passes says something about another.
            if failed && check(&mut plain, &set, &runs, None).await.is_ok() {
                noticed = Some(seed);
                break;
            }
        }
        match noticed {
            Some(seed) => println!("{mutation:?}: at set {seed}"),
            None => unnoticed.push(mutation),
        }
    }
    assert!(unnoticed.is_empty(), "nothing is noticed of {unnoticed:?} within {REFUTED_WITHIN} sets");
}
