//! Rows that a batch has inserted: what they hold is known without reading them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::Mirror;
use super::apply::Done;
use super::batch::is_in_lists;
use super::write::Item;
use crate::model::{StripeModel, Table};
use crate::observed::Outcome;
use crate::projection::row_of_cells;

/// The name of a table, the kind of the object, its id and its account.
type Key = (&'static str, String, String, String);

/// A row, and when it was written.
struct New {
    table: &'static Table,
    item: Item,
    synced_at: DateTime<Utc>,
}

/// The rows that a batch has inserted and not touched since.
#[derive(Default)]
pub(crate) struct Inserted(HashMap<Key, New>);

impl Inserted {
    /// Of what was written, in that order.
    pub(crate) fn of(mirror: &Mirror, written: Vec<Done>) -> Self {
        let mut rows = HashMap::new();
        for Done { table, item, outcome, row } in written {
            let Some(row) = row else { continue };
            let snapshot = &item.snapshot;
            // A row that was there before may keep some of its values.
            let is_new = row.revision == 1 && outcome == Outcome::Applied && !snapshot.deleted;
            let key = key(table, &snapshot.object, &row.id, &row.stripe_account);
            // Children are marked as deleted by statements of their own.
            if is_new && !is_in_lists(mirror, table) {
                rows.insert(key, New { table, item, synced_at: row.synced_at });
            } else {
                rows.remove(&key);
            }
        }
        Inserted(rows)
    }

    /// The object's row, if it is one of these.
    pub(crate) fn row<M: StripeModel>(&self, object: &str, id: &str, stripe_account: &str) -> Option<M> {
        let new = self.0.get(&key(M::TABLE, object, id, stripe_account))?;
        let is_of_the_model = new.table.has_columns_of(M::TABLE);
        is_of_the_model.then(|| row_of_cells(new.item.record().cells.clone(), new.synced_at))?
    }
}

fn key(table: &'static Table, object: &str, id: &str, stripe_account: &str) -> Key {
    (table.name, object.to_owned(), id.to_owned(), stripe_account.to_owned())
}
