//! The rule above all, on every database: every order and every batching of what is delivered gives the same tables. See
//! `tests/permutations`, which tries many more sets on SQLite alone.

#[path = "../permutations/delivery.rs"]
mod delivery;
#[path = "../permutations/history.rs"]
mod history;
#[path = "../permutations/mutation.rs"]
#[allow(dead_code, reason = "wrong rules are tried on SQLite alone")]
mod mutation;
#[path = "../permutations/property.rs"]
#[allow(dead_code, reason = "kinds of faults are told apart on SQLite alone")]
mod property;
#[path = "../permutations/server.rs"]
mod server;
#[path = "../permutations/shrink.rs"]
mod shrink;
#[path = "../permutations/stripe.rs"]
mod stripe;
#[path = "../permutations/tables.rs"]
mod tables;

use property::{Tally, check, runs};
use shrink::shrink;

use crate::database::Database;

const SETS: u64 = 30;
const ORDERS: usize = 3;

async fn every_order_and_every_batching_gives_the_same_tables(db: &mut impl Database) {
    let mut all = Tally::default();
    for seed in 0..SETS {
        let set = history::set(seed);
        match check(db, &set, &runs(&set, ORDERS, 0), None).await {
            Ok(tally) => all.add(tally),
            Err(fault) => panic!("{}", shrink(db, set, fault, None).await),
        }
    }
    // Sets of which none is hard prove nothing.
    assert!(all.deliveries > 100 && all.tombstones > 10 && all.queued > 5 && all.reads > 20, "{all:?}");
}

contract! {
    every_order_and_every_batching_gives_the_same_tables,
}
