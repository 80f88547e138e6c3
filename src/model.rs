//! What a mirrored resource is.
//!
//! A model is a row struct, its `table!`, and a [`Table`] that says where in Stripe's JSON each column is found.
//! [`stripe_model!`](crate::stripe_model) declares all three at once; everything else follows from the declaration.

mod cells;
mod convert;
mod declare;
mod extract;
mod fingerprint;
mod joins;
mod json;
mod kinds;
mod list;
mod raw;
mod redact;
mod table;
mod within;

#[doc(hidden)]
pub use cells::{Cells, FromCell};
pub use fingerprint::Fingerprint;
pub use redact::Redact;
pub use table::{Cell, Column, Kind, List, Table};

#[cfg(feature = "webhook")]
pub(crate) use cells::{row_of, row_of_cells};
pub(crate) use convert::{boolean, time, time_of};
pub(crate) use extract::{Nested, Record};
#[cfg(feature = "core")]
pub(crate) use joins::allow_all_pairs;
pub(crate) use json::Node;
pub(crate) use kinds::ids_are_chosen;
pub(crate) use list::NestedList;
#[cfg(feature = "api")]
pub(crate) use list::{Extent, RawList, element};

use crate::database::Row;
use crate::mirror::RowState;
use crate::stripe_data::StripeData;

/// A row of a mirrored table: a Diesel model of one kind of Stripe object.
///
/// Declared by [`stripe_model!`](crate::stripe_model), by this crate for its own [objects](crate::objects) and by a host for
/// its own. Reads are plain Diesel; the one way to write is [`SyncFromStripe`](crate::SyncFromStripe).
pub trait StripeModel: Row + 'static {
    /// The table, and where its columns are in Stripe's JSON.
    const TABLE: &'static Table;

    /// Which object this row is, and from when.
    fn state(&self) -> RowState;

    /// The row of these cells.
    #[doc(hidden)]
    fn from_cells(cells: &mut Cells) -> Option<Self>
    where
        Self: Sized;
}

/// The cells of a snapshot's row, in the order of the table's columns: for benchmarks.
#[doc(hidden)]
pub fn extract<M: StripeModel>(data: &StripeData<M>) -> crate::Result<Vec<Cell>> {
    Ok(Record::of(M::TABLE, &data.snapshot, &Redact::default())?.cells)
}
