//! The mirror's main claim, and that the proof of it would notice if it were false: see `examples/convergence`.

#[path = "../../examples/convergence/end.rs"]
mod end;
#[path = "../../examples/convergence/faults.rs"]
mod faults;
#[path = "../../examples/convergence/history.rs"]
mod history;
#[path = "../../examples/convergence/moods.rs"]
mod moods;
#[path = "../../examples/convergence/proof.rs"]
mod proof;
#[path = "../../examples/convergence/snapshot.rs"]
mod snapshot;
#[path = "../../examples/convergence/stripe.rs"]
mod stripe;

use proof::{Tally, converge};
use snapshot::Mutation;

use crate::database::Database;

const HISTORIES: u64 = 200;
const STEPS: usize = 24;

async fn every_row_ends_as_stripe_has_the_object(db: &mut impl Database) {
    let mut all = Tally::default();
    for seed in 0..HISTORIES {
        match converge(db, seed, STEPS, None).await {
            Ok(tally) => all.add(tally),
            Err(failure) => panic!("{failure}"),
        }
    }
    // A proof in which nothing is hard proves nothing.
    assert!(all.rows > 2_000 && all.news > 2 * all.rows && all.reads > 100 && all.killed > 50, "{all:?}");
}

async fn every_other_rule_is_refuted(db: &mut impl Database) {
    for mutation in Mutation::ALL {
        let mut refuted = false;
        for seed in 0..HISTORIES {
            refuted = converge(db, seed, STEPS, Some(mutation)).await.is_err();
            // The next rule has the same accounts.
            db.execute(&empty()).await.unwrap();
            if refuted {
                break;
            }
        }
        assert!(refuted, "{mutation:?} survives {HISTORIES} histories");
    }
}

fn empty() -> String {
    let tables =
        diesel_stripe::objects::KINDS.tables().map(|table| table.name).chain(["stripe_objects", "stripe_refreshes"]);
    tables.map(|table| format!("DELETE FROM {table};")).collect()
}

contract! {
    every_row_ends_as_stripe_has_the_object,
    every_other_rule_is_refuted,
}
