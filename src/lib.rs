#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod error;
pub mod observed;

#[cfg(feature = "api")]
pub mod api;
#[cfg(feature = "client")]
pub mod client;

#[cfg(feature = "testing")]
pub mod testing;

pub use error::{Error, Result};
