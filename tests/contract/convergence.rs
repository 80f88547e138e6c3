//! The mirror's main claim, and that the proof of it would notice if it were false: see `examples/convergence`.

#[path = "../../examples/convergence/end.rs"]
mod end;
#[path = "../../examples/convergence/history.rs"]
mod history;
#[path = "../../examples/convergence/proof.rs"]
mod proof;
#[path = "../../examples/convergence/snapshot.rs"]
mod snapshot;
#[path = "../../examples/convergence/stripe.rs"]
mod stripe;

use proof::converge;
use snapshot::Mutation;

use crate::database::Database;

const HISTORIES: u64 = 200;

async fn every_row_ends_as_stripe_has_the_object(db: &mut impl Database) {
    for seed in 0..HISTORIES {
        if let Err(failure) = converge(db, seed, None).await {
            panic!("{failure}");
        }
    }
}

async fn every_other_rule_is_refuted(db: &mut impl Database) {
    for mutation in Mutation::ALL {
        let mut refuted = false;
        for seed in 0..HISTORIES {
            refuted = converge(db, seed, Some(mutation)).await.is_err();
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
        diesel_stripe::objects::TABLES.iter().map(|table| table.name).chain(["stripe_objects", "stripe_refreshes"]);
    tables.map(|table| format!("DELETE FROM {table};")).collect()
}

contract! {
    every_row_ends_as_stripe_has_the_object,
    every_other_rule_is_refuted,
}
