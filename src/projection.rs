//! From an object's JSON to a row, to the objects within it, and to the hash of its content.
//!
//! **The raw JSON is the contract; the columns are a projection of it.** What is [left out](Redact) of all that is stored is left out here.

mod convert;
mod extract;
mod fingerprint;
mod list;
mod redact;
mod rows;
mod within;

#[cfg(all(test, feature = "billing", feature = "testing"))]
mod tests;

pub use fingerprint::Fingerprint;
pub use redact::Redact;

pub(crate) use extract::{Nested, Record};
pub(crate) use list::NestedList;
#[cfg(feature = "api")]
pub(crate) use list::{Extent, RawList, element};
#[cfg(feature = "webhook")]
pub(crate) use rows::{row_of, row_of_cells};

/// The cells of a snapshot's row, in the order of the table's columns: for benchmarks.
#[doc(hidden)]
pub fn extract<M: crate::model::StripeModel>(data: &crate::StripeData<M>) -> crate::Result<Vec<crate::sql::Cell>> {
    let redact = Redact::default();
    Ok(Record::of(redact.kinds(), M::TABLE, M::TABLE.lists.iter().collect(), &data.snapshot, &redact)?.cells)
}
