//! The order in which a batch is written.

use std::collections::BTreeMap;

use super::Mirror;
use super::write::Item;
use crate::model::Table;
use crate::observed::Outcome;
use crate::stripe_data::Snapshot;

/// Where a table's rows stand in the order in which all writers lock rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Rows with lists of children.
    Parent,
    /// The children.
    Child,
    /// Everything else.
    Other,
}

impl Rank {
    fn of(mirror: &Mirror, table: &'static Table, object: &str) -> Rank {
        match (mirror.lists(table, object).is_empty(), is_in_lists(mirror, table)) {
            (false, _) => Rank::Parent,
            (true, true) => Rank::Child,
            (true, false) => Rank::Other,
        }
    }
}

/// Whether a table's objects are in lists of others, which say when they are there no more.
pub(super) fn is_in_lists(mirror: &Mirror, table: &'static Table) -> bool {
    mirror.lists_of(table).next().is_some()
}

/// Items that wait to be written.
#[derive(Default)]
pub(super) struct Pending(BTreeMap<Rank, Vec<(&'static Table, Item)>>);

impl Pending {
    pub(super) fn extend(&mut self, mirror: &Mirror, items: impl IntoIterator<Item = (&'static Table, Item)>) {
        for (table, item) in items {
            self.0.entry(Rank::of(mirror, table, &item.snapshot.object)).or_default().push((table, item));
        }
    }

    /// All that come next.
    pub(super) fn next(&mut self) -> Option<(Rank, Vec<(&'static Table, Item)>)> {
        self.0.pop_first()
    }
}

/// A batch in the order in which it is written: sorted, so that two writers cannot deadlock, and no key twice in a statement.
#[derive(Clone, Default)]
pub(super) struct Batch {
    pub(super) groups: Vec<Group>,
    /// Items that need not be written, because others of the batch say more or the same. What is within them is news all the same.
    pub(super) needless: Vec<(&'static Table, Item, Outcome)>,
}

/// Items of one table, of one kind of object and of different keys, sorted by their keys.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) table: &'static Table,
    /// They are copies within other objects.
    pub(super) nested: bool,
    pub(super) items: Vec<Item>,
}

impl Batch {
    /// Items of which several are for one row are `read` at once: one that cannot be read makes no other needless.
    pub(super) fn of(items: Vec<(&'static Table, Item)>, mut read: impl FnMut(&'static Table, &Item) -> bool) -> Self {
        type Of<K> = BTreeMap<K, (&'static Table, Vec<Item>)>;
        let mut by_row: Of<(&str, String, String, String)> = BTreeMap::new();
        for (table, item) in items {
            let Snapshot { object, id, origin, .. } = &*item.snapshot;
            let row = (table.name, object.clone(), id.clone(), origin.stripe_account.clone());
            by_row.entry(row).or_insert_with(|| (table, Vec::new())).1.push(item);
        }
        let mut batch = Batch::default();
        let mut rounds: Of<(usize, &str, String, bool)> = BTreeMap::new();
        for ((name, object, _, _), (table, mut items)) in by_row {
            if items.len() > 1 {
                items.retain(|item| read(table, item));
            }
            // What is later in the batch is later here too, if it is of the same time.
            items.sort_by_key(|item| item.snapshot.observed);
            let mut kept: Vec<Item> = Vec::with_capacity(1);
            for item in items {
                if let Some(older) = kept.pop_if(|last| item.replaces(last)) {
                    batch.needless.push((table, older, Outcome::Stale));
                    kept.push(item);
                } else if item.place.is_none() && kept.iter().any(|kept| kept.says_the_same(&item)) {
                    // The same customer, expanded in each of many objects.
                    batch.needless.push((table, item, Outcome::Unchanged));
                } else {
                    kept.push(item);
                }
            }
            for (round, item) in kept.into_iter().enumerate() {
                let group = (round, name, object.clone(), item.snapshot.nested);
                rounds.entry(group).or_insert_with(|| (table, Vec::new())).1.push(item);
            }
        }
        batch.groups =
            rounds.into_iter().map(|((.., nested), (table, items))| Group { table, nested, items }).collect();
        batch
    }
}
