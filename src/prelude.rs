//! The traits that a caller needs: `use diesel_stripe::prelude::*`.

#[cfg(feature = "api")]
pub use crate::api::{ApiCreate, ApiDelete, ApiList, ApiRetrieve, ApiUpdate, RequestExt};
#[cfg(feature = "api")]
pub use crate::calls::DurableCall;
pub use crate::mirror::SyncFromStripe;
