//! From the cells of a row to the fields of a model.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Cell;

/// The cells of a row, on their way into the fields of a model, which are in the order of the table's columns.
#[doc(hidden)]
#[derive(Debug)]
pub struct Cells(std::vec::IntoIter<Cell>);

impl Cells {
    #[cfg_attr(not(feature = "webhook"), allow(dead_code, reason = "webhooks give such rows to handlers"))]
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Cells(cells.into_iter())
    }

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

macro_rules! into_cell {
    ($($Variant:ident: $Type:ty),+ $(,)?) => {
        $(impl From<$Type> for Cell {
            fn from(value: $Type) -> Cell {
                Cell::$Variant(value)
            }
        })+
    };
}

into_cell!(Text: String, BigInt: i64, Bool: bool, UtcTimestamp: DateTime<Utc>);

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Null, Into::into)
    }
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
