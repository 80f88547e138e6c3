//! What a mirrored resource is.
//!
//! A [`Kind`] is all that is known of a kind of Stripe object. A model is a row struct, its `table!`, and a [`Table`] that says where in
//! Stripe's JSON each column is found; [`stripe_model!`](crate::stripe_model) declares all three at once, and everything else follows
//! from the declaration.

mod any_object;
mod declare;
mod joins;
mod kind;
mod kinds;
mod row_state;
mod table;

pub use any_object::{StripeObject, stripe_objects};
pub use kind::{Ids, Kind, Listed};
pub use kinds::Kinds;
pub(crate) use kinds::{Known, ListIn};
pub use row_state::RowState;
pub use table::{Column, List, Table};

use crate::sql::{Cells, Row};

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
