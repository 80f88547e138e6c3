//! The order in which a batch is written.

use std::collections::BTreeMap;

use super::Write;
use super::write::Item;
use crate::model::Table;
use crate::observed::{Outcome, decide};
use crate::stripe_data::Snapshot;

/// A batch in the order in which it is written: sorted, so that two writers cannot deadlock, and no key twice in a statement.
#[derive(Clone, Default)]
pub(super) struct Batch {
    pub(super) groups: Vec<(&'static Table, Write, Vec<Item>)>,
    /// Items that a newer one of the same batch makes stale.
    pub(super) superseded: Vec<(usize, Outcome)>,
}

impl Batch {
    pub(super) fn of(items: Vec<(&'static Table, Item)>) -> Self {
        type Of<K> = BTreeMap<K, (&'static Table, Vec<Item>)>;
        let mut by_row: Of<(&str, String, String, String)> = BTreeMap::new();
        for (table, item) in items {
            let Snapshot { object, id, origin, .. } = &*item.snapshot;
            let row = (table.name, object.clone(), id.clone(), origin.stripe_account.clone());
            by_row.entry(row).or_insert_with(|| (table, Vec::new())).1.push(item);
        }
        let mut batch = Batch::default();
        let mut rounds: Of<(usize, &str, String)> = BTreeMap::new();
        for ((name, object, _, _), (table, mut items)) in by_row {
            items.sort_by_key(|item| item.snapshot.observed);
            let mut kept: Vec<Item> = Vec::with_capacity(1);
            for item in items {
                if let Some(last) = kept.last_mut()
                    && last.write() == item.write()
                    && decide(last.snapshot.observed, item.snapshot.observed, false) == Outcome::Applied
                {
                    batch.superseded.push((last.place, Outcome::Stale));
                    *last = item;
                } else {
                    kept.push(item);
                }
            }
            for (round, item) in kept.into_iter().enumerate() {
                rounds.entry((round, name, object.clone())).or_insert_with(|| (table, Vec::new())).1.push(item);
            }
        }
        batch.groups = rounds
            .into_values()
            .map(|(table, items)| {
                let write = match items.iter().filter(|item| item.snapshot.deleted).count() {
                    0 => Write::Live,
                    deleted if deleted == items.len() => Write::Tombstone,
                    _ => Write::Mixed,
                };
                (table, write, items)
            })
            .collect();
        batch
    }
}
