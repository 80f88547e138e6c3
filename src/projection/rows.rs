//! A model's row from a snapshot alone, without a database.

use chrono::{DateTime, Utc};

use super::Record;
use crate::error::{Result, malformed};
use crate::model::StripeModel;
use crate::sql::{Cell, Cells};
use crate::stripe_data::Snapshot;

/// The row that a snapshot would be, as if it was written at this time. No table has it, so its `revision` is 0.
#[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "webhooks give such rows to handlers"))]
pub(crate) fn row_of<M: StripeModel>(record: Record, snapshot: &Snapshot, at: DateTime<Utc>) -> Result<M> {
    let columns = M::TABLE.all_columns().map(|column| column.name);
    let cells = columns.zip(record.cells);
    let cells = cells.map(|(name, cell)| if name == "revision" { Cell::BigInt(0) } else { cell });
    let row = row_of_cells(cells.collect(), at);
    row.ok_or_else(|| malformed(snapshot.subject(), format!("no row of {}", M::TABLE.name)))
}

/// The row of a record's cells and the time at which they are written; `None` if they are of another model.
#[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "webhooks give such rows to handlers"))]
pub(crate) fn row_of_cells<M: StripeModel>(mut cells: Vec<Cell>, synced_at: DateTime<Utc>) -> Option<M> {
    cells.push(Cell::UtcTimestamp(synced_at));
    M::from_cells(&mut Cells::new(cells))
}
