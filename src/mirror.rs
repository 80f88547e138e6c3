//! The one writer of mirrored tables.
//!
//! Every snapshot of an object, wherever it came from, goes through the same guarded statement: see
//! [`observed`](crate::observed) for the rule. [`SyncFromStripe`] is the way in for one kind of object, [`Mirror`] for all.

use std::future::Future;

use chrono::{DateTime, Utc};

use crate::database::{Async, MirrorConnection};
use crate::error::Result;
use crate::model::{Redact, StripeModel, Table};
use crate::objects;
use crate::observed::Observed;
pub use crate::observed::Outcome;
use crate::stripe_data::{IntoStripeData, StripeData};

mod apply;
mod batch;
mod hydrate;
mod lists;
mod mode;
mod replace;
#[cfg(feature = "api")]
mod reread;
mod scope;
mod ties;
mod write;

/// The mirror's settings; [`Mirror::default`] is what [`SyncFromStripe`] uses.
///
/// ```
/// # #[cfg(feature = "core")] {
/// use diesel_stripe::{mirror::Mirror, model::Redact};
///
/// let mirror = Mirror::default().redact(Redact::default().client_secrets());
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Mirror {
    pub(crate) redact: Redact,
    pub(crate) ties: Ties,
    pub(crate) hydrate: Hydrate,
    pub(crate) tables: Vec<&'static Table>,
}

/// What becomes of two snapshots of which only Stripe knows which is newer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ties {
    /// The object is queued in `stripe_refreshes`; [`refresh::drain`](crate::refresh) reads it again from Stripe. Of the few
    /// kinds that Stripe does not serve by their ids (`card`, `discount`, …), see below.
    #[default]
    Refresh,
    /// For a host that has no Stripe client: an event wins if its `previous_attributes` are what the row holds. This is a best
    /// effort, and can be wrong: an object may change from A to B and back to A within a second. The object is queued all the
    /// same, for the day there is a client.
    PreviousAttributes,
}

/// Whether what rows refer to is read from Stripe, where the mirror does not hold it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hydrate {
    /// References may dangle.
    #[default]
    Nothing,
    /// An object that an applied row refers to, and that has no row, is queued in `stripe_refreshes`, as far as its id says
    /// what it is (`cus_…`, not a chosen id). A row with references is then applied in a transaction with one more query for
    /// each kind that it refers to.
    Missing,
}

impl Default for Mirror {
    fn default() -> Self {
        Mirror {
            redact: Redact::default(),
            ties: Ties::default(),
            hydrate: Hydrate::default(),
            tables: objects::TABLES.to_vec(),
        }
    }
}

impl Mirror {
    /// Leaves these paths out of what is stored.
    #[must_use]
    pub fn redact(mut self, redact: Redact) -> Self {
        self.redact = redact;
        self
    }

    /// What becomes of ties.
    #[must_use]
    pub fn ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    /// Whether objects that rows refer to are read from Stripe too.
    #[must_use]
    pub fn hydrate(mut self, hydrate: Hydrate) -> Self {
        self.hydrate = hydrate;
        self
    }

    /// Mirrors objects into the host's own model too, wherever they come from.
    #[must_use]
    pub fn with<M: StripeModel>(mut self) -> Self {
        if !self.tables.contains(&M::TABLE) {
            self.tables.push(M::TABLE);
        }
        self
    }

    /// Applies one snapshot to its model's table, and returns the row as it stands with what became of the snapshot.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed), [`Error::WrongObject`](crate::Error::WrongObject),
    /// [`Error::WrongMode`](crate::Error::WrongMode) and [`Error::TooLarge`](crate::Error::TooLarge) refuse the snapshot and
    /// change nothing; [`Error::Database`](crate::Error::Database) says what was being written.
    pub async fn sync<M: StripeModel>(
        &self,
        conn: &mut impl MirrorConnection,
        data: impl IntoStripeData<M> + Send,
    ) -> Result<Synced<M>> {
        apply::one(self, &mut Async::new(conn), data.into_stripe_data()?).await
    }

    /// Applies many snapshots of any kinds of objects in one transaction, each to every table of its kind; a kind without a
    /// table goes to `stripe_objects`. What became of each is returned in their order: one bad object does not cost the others.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database): nothing was changed. An object's own error is in its place in the list.
    pub async fn sync_many<M>(
        &self,
        conn: &mut impl MirrorConnection,
        batch: impl IntoIterator<Item = StripeData<M>> + Send,
    ) -> Result<Vec<Result<Outcome>>> {
        let batch = batch.into_iter().map(|data| data.snapshot).collect();
        Ok(apply::many(self, &mut Async::new(conn), None, batch).await?.results)
    }

    /// The path below `/v1` that serves such an object by its id.
    pub(crate) fn endpoint(&self, object: &str) -> Option<&'static str> {
        self.tables_of(object).into_iter().find_map(|table| table.endpoint).or_else(|| objects::endpoint(object))
    }

    pub(crate) fn tables_of(&self, object: &str) -> Vec<&'static Table> {
        let own: Vec<_> = self.tables.iter().copied().filter(|table| table.object == Some(object)).collect();
        if own.is_empty() { vec![objects::StripeObject::TABLE] } else { own }
    }
}

/// The row as it stands after a snapshot was applied, and what became of the snapshot.
#[derive(Debug, Clone)]
pub struct Synced<M> {
    /// The row; the newer one, if the snapshot was stale.
    pub row: M,
    /// What became of the snapshot.
    pub outcome: Outcome,
}

/// Which object a row is, and from when: what the ordering rule needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct RowState {
    /// Stripe's id.
    pub id: String,
    /// The connected account that owns the object; empty for the platform's own.
    pub stripe_account: String,
    /// The row is not older than this, on Stripe's clock.
    pub observed_from: DateTime<Utc>,
    /// The row is older than this, on Stripe's clock.
    pub observed_to: DateTime<Utc>,
    /// How often the row was written.
    pub revision: i64,
    /// The hash of the object's canonical JSON.
    pub fingerprint: String,
    /// Whether Stripe has deleted the object.
    pub deleted: bool,
    /// When a snapshot was last applied, by the local clock.
    pub synced_at: DateTime<Utc>,
}

impl RowState {
    /// The interval in which the row's content was true.
    pub fn observed(&self) -> Observed {
        Observed { from: self.observed_from, to: self.observed_to }
    }
}

/// Whether rows are written whole, or only marked as deleted.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    Live,
    Tombstone,
    /// Each as its own `deleted` says. Two statements would lock the rows in two orders.
    Mixed,
}

/// Mirrors one kind of Stripe object into the host's database. Every [`StripeModel`] has it.
///
/// The connection is the host's; so is its transaction, if one is open. For blocking Diesel connections there is the same trait
/// in [`blocking`](crate::blocking).
pub trait SyncFromStripe: StripeModel {
    /// Applies what Stripe sent to this model's table, unless the row is newer, and returns the row as it stands.
    ///
    /// `data` is a [`StripeData`], or raw JSON with its [`Origin`](crate::Origin): `(bytes, &origin)`, `(&value, &origin)`. One
    /// statement, if it applies; objects within it (expanded references, lists of children) are applied in the same
    /// transaction. A tie is [queued](crate::refresh), and the row returned unchanged. If the future is dropped,
    /// nothing is half done, though what was sent to the database may still happen; within a transaction it costs the
    /// [connection](MirrorConnection#futures-that-are-given-up).
    ///
    /// # Errors
    /// Those of [`Mirror::sync`].
    fn sync_from_stripe_data(
        conn: &mut impl MirrorConnection,
        data: impl IntoStripeData<Self> + Send,
    ) -> impl Future<Output = Result<Self>> + Send {
        async { Ok(Self::sync(conn, data).await?.row) }
    }

    /// [`sync_from_stripe_data`](Self::sync_from_stripe_data) that also says what became of the snapshot.
    ///
    /// # Errors
    /// Those of [`Mirror::sync`].
    fn sync(
        conn: &mut impl MirrorConnection,
        data: impl IntoStripeData<Self> + Send,
    ) -> impl Future<Output = Result<Synced<Self>>> + Send {
        async { Mirror::default().sync(conn, data).await }
    }

    /// Applies a batch to this model's table in one transaction, a statement for every hundred rows or so, and says what became
    /// of each, in order.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database): nothing was changed. An object's own error is in its place in the list.
    fn sync_many(
        conn: &mut impl MirrorConnection,
        batch: impl IntoIterator<Item = StripeData<Self>> + Send,
    ) -> impl Future<Output = Result<Vec<Result<Outcome>>>> + Send {
        async {
            let batch = batch.into_iter().map(|data| data.snapshot).collect();
            Ok(apply::many(&Mirror::default(), &mut Async::new(conn), Some(Self::TABLE), batch).await?.results)
        }
    }
}

impl<M: StripeModel> SyncFromStripe for M {}

#[cfg(feature = "webhook")]
pub(crate) use crate::database::is_transient;
pub(crate) use apply::{many, one};
#[cfg(any(feature = "api", feature = "webhook"))]
pub(crate) use write::key_of;
#[cfg(feature = "api")]
pub(crate) use {
    apply::one_and,
    reread::{Known, Reading},
    write::{find, unique_now},
};
pub(crate) use {mode::Mode, write::rows};

crate::__row!(
    RowState,
    (
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        crate::sql_types::UtcTimestamp,
        crate::sql_types::UtcTimestamp,
        diesel::sql_types::BigInt,
        diesel::sql_types::Text,
        diesel::sql_types::Bool,
        crate::sql_types::UtcTimestamp,
    )
);
