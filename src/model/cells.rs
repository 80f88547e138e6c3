//! A model's row from a snapshot alone, without a database.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Cell, Record, Redact, StripeModel};
use crate::error::Result;
use crate::stripe_data::{Snapshot, malformed};

/// The cells of a row, on their way into the fields of a model, which are in the order of the table's columns.
#[doc(hidden)]
#[derive(Debug)]
pub struct Cells(std::vec::IntoIter<Cell>);

impl Cells {
    /// The value of the next column; `None` if it is not of the field's type.
    pub fn take<T: FromCell>(&mut self) -> Option<T> {
        T::from_cell(self.0.next()?)
    }
}

/// The type of a model's field.
#[doc(hidden)]
pub trait FromCell: Sized {
    /// The cell's value, if it is of this type.
    fn from_cell(cell: Cell) -> Option<Self>;
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

macro_rules! from_cell {
    ($($Variant:ident: $Type:ty),+ $(,)?) => {
        $(impl FromCell for $Type {
            fn from_cell(cell: Cell) -> Option<Self> {
                match cell {
                    Cell::$Variant(value) => Some(value),
                    _ => None,
                }
            }
        })+
    };
}

from_cell!(Text: String, BigInt: i64, Double: f64, Bool: bool, UtcTimestamp: DateTime<Utc>);

impl FromCell for Value {
    fn from_cell(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Json(json) => serde_json::from_str(json.as_str()).ok(),
            _ => None,
        }
    }
}

/// The row that a snapshot would be, as if it was written at this time. No table has it, so its `revision` is 0.
#[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "webhooks give such rows to handlers"))]
pub(crate) fn row_of<M: StripeModel>(snapshot: &Snapshot, redact: &Redact, at: DateTime<Utc>) -> Result<M> {
    let record = Record::of(M::TABLE, snapshot, redact)?;
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
    M::from_cells(&mut Cells(cells.into_iter()))
}
