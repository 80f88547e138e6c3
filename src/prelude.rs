#[cfg(feature = "api")]
pub use crate::api::{ApiCreate, ApiDelete, ApiList, ApiRetrieve, ApiUpdate, RequestExt};
pub use crate::mirror::SyncFromStripe;
