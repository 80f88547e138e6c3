//! What every mirrored row says of itself.

use chrono::{DateTime, Utc};

use crate::observed::{Observed, Seen};

/// Which object a row is, and from when: what the ordering rule needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct RowState {
    /// Stripe's id.
    pub id: String,
    /// The connected account that owns the object; empty for the platform's own.
    pub stripe_account: String,
    /// The row is not older than this, on Stripe's clock. Of a tombstone: the values that it keeps are not.
    pub observed_from: DateTime<Utc>,
    /// The row is older than this, on Stripe's clock. Of a tombstone: by then the object was deleted; [`FOREVER`](crate::observed::FOREVER)
    /// if its id is never used again.
    pub observed_to: DateTime<Utc>,
    /// How often the row was written.
    pub revision: i64,
    /// The hash of the object's canonical JSON.
    pub fingerprint: String,
    /// Whether Stripe has deleted the object.
    pub deleted: bool,
    /// When a snapshot was last applied, by the local clock.
    pub synced_at: DateTime<Utc>,
    /// The number of the declaration that wrote the row's columns.
    pub projection: i64,
}

impl RowState {
    /// The interval in which the row's content was true.
    pub fn observed(&self) -> Observed {
        Observed { from: self.observed_from, to: self.observed_to }
    }

    /// What the ordering rule needs to know of the row.
    pub fn seen(&self) -> Seen<'_> {
        Seen { observed: self.observed(), fingerprint: &self.fingerprint, deleted: self.deleted }
    }
}
