//! Relations that no single column has, as queries of Diesel's: filter them further, select from them, load them with any connection.

#[cfg(feature = "billing")]
mod invoices;

#[cfg(feature = "billing")]
pub use invoices::{Invoices, Payments};
