//! From a set that fails to the smallest one that still does.

use std::fmt;

use super::delivery::Set;
use super::mutation::Mutation;
use super::property::{Fault, all_runs, check, runs};
use crate::database::Database;

/// A set of so few deliveries is tried in every order.
const FEW: usize = 4;
/// Of a larger one, so many orders are tried.
const ORDERS: usize = 24;

/// A set that fails, and how.
pub struct Failure {
    pub set: Set,
    pub fault: Fault,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "SEED={}: {}", self.set.seed, self.fault)?;
        for (n, delivery) in self.set.deliveries.iter().enumerate() {
            writeln!(f, "    {n}: {delivery}")?;
        }
        Ok(())
    }
}

/// Leaves out deliveries while the set still fails.
pub async fn shrink<D: Database>(db: &mut D, set: Set, fault: Fault, mutation: Option<Mutation>) -> Failure {
    let mut smallest = Failure { set, fault };
    loop {
        let mut smaller = None;
        for n in (0..smallest.set.deliveries.len()).rev() {
            let mut set = smallest.set.clone();
            set.deliveries.remove(n);
            if set.deliveries.is_empty() || !set.is_whole() {
                continue;
            }
            if let Err(fault) = fails(db, &set, mutation).await {
                smaller = Some(Failure { set, fault });
                break;
            }
        }
        match smaller {
            Some(found) => smallest = found,
            None => return smallest,
        }
    }
}

async fn fails<D: Database>(db: &mut D, set: &Set, mutation: Option<Mutation>) -> Result<(), Fault> {
    let runs = if set.deliveries.len() <= FEW { all_runs(set) } else { runs(set, ORDERS, 1) };
    check(db, set, &runs, mutation).await.map(|_| ())
}
