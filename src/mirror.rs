//! The one writer of mirrored tables.
//!
//! Every snapshot of an object, wherever it came from, goes through the same guarded statement: see
//! [`observed`](crate::observed) for the rule. [`SyncFromStripe`] is the way in for one kind of object, [`Mirror`] for all.
//!
//! # Live or test
//!
//! A mirror serves one mode, and its database keeps it in `stripe_mirror`: objects and events of the other mode are refused. The
//! mode is the host's to say:
//!
//! | who | may say it, where the database has none |
//! |---|---|
//! | a [`Mirror`]: [`Mirror::live`], [`Mirror::test`], `Mirror::of(&client)` | always |
//! | an API answer | if the mirror says none: the call was made with the host's own key |
//! | an event | **never**: Stripe sends test events to the endpoints of live platforms, too |
//!
//! So a program that makes a call before the first event comes need not say anything. One that begins with webhooks says it once,
//! by [`Mirror::ensure_mode`] after the migrations, or by the mirror of its handlers. Where nobody said it, an event is
//! [`Error::NoMode`](crate::Error::NoMode), and a worker does not start; the events stay in the inbox. A mirror that says another
//! mode than the database's is [`Error::WrongMirrorMode`](crate::Error::WrongMirrorMode) there, and wherever it is used.
//!
//! [`livemode`] shows the mode, and [`Mirror::change_mode`] changes it. How many events were ignored because they are of the other
//! mode is in [`inbox::stats`](crate::webhook::inbox::stats).

use std::future::Future;

use crate::database::{Async, MirrorConnection};
use crate::error::Result;
use crate::model::{Kinds, List, ListIn, RowState, StripeModel, StripeObject, Table};
use crate::observed::Observed;
pub use crate::observed::Outcome;
use crate::projection::{Record, Redact};
use crate::stripe_data::{IntoStripeData, Snapshot, StripeData};

mod apply;
mod batch;
mod family;
mod hydrate;
#[cfg(feature = "webhook")]
mod inserted;
mod lists;
mod mode;
pub(crate) mod queue;
mod replace;
mod reproject;
#[cfg(feature = "api")]
mod reread;
mod scope;
mod ties;
mod write;

/// The mirror's settings; [`Mirror::default`] is what [`SyncFromStripe`] uses. It says no [mode](self#live-or-test).
///
/// ```
/// # #[cfg(feature = "core")] {
/// use diesel_stripe::{mirror::Mirror, projection::Redact};
///
/// let mirror = Mirror::live().redact(Redact::default().personal_data());
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Mirror {
    pub(crate) redact: Redact,
    pub(crate) ties: Ties,
    pub(crate) hydrate: Hydrate,
    pub(crate) kinds: &'static Kinds,
    /// The tables of the host's own models.
    pub(crate) own: Vec<&'static Table>,
    pub(crate) livemode: Option<bool>,
}

/// What becomes of two snapshots of which only Stripe knows which is newer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ties {
    /// The object is queued in `stripe_refreshes`; [`refresh::drain`](crate::refresh) reads it again from Stripe. What Stripe
    /// serves only under a parent (`card`, `person`, …) is read there. Of the few kinds that it does not serve at all
    /// (`discount`, …), see below.
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

impl Mirror {
    /// Leaves this out of what is stored; by default secrets, client secrets among them. A webhook endpoint wants to be told the
    /// same, for the bodies in the inbox: see [`Redact`].
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
        self.add(M::TABLE);
        self
    }

    /// Adds the table of a host's model, unless there is one of its name.
    pub(crate) fn add(&mut self, table: &'static Table) {
        if !self.all_tables().any(|known| known == table) {
            self.own.push(table);
        }
    }

    /// Applies one snapshot to its model's table, and returns the row as it stands with what became of the snapshot.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed), [`Error::WrongObject`](crate::Error::WrongObject),
    /// [`Error::WrongMode`](crate::Error::WrongMode) and [`Error::TooLarge`](crate::Error::TooLarge) refuse the snapshot and
    /// change nothing; so do [`Error::NoMode`](crate::Error::NoMode) and
    /// [`Error::WrongMirrorMode`](crate::Error::WrongMirrorMode), as it is not known or not right [which
    /// mode](self#live-or-test) this mirror serves. [`Error::Database`](crate::Error::Database) says what was being written.
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
    /// [`Error::Database`](crate::Error::Database), [`Error::NoMode`](crate::Error::NoMode),
    /// [`Error::WrongMirrorMode`](crate::Error::WrongMirrorMode): nothing was changed. An object's own error is in its place in
    /// the list.
    pub async fn sync_many<M>(
        &self,
        conn: &mut impl MirrorConnection,
        batch: impl IntoIterator<Item = StripeData<M>> + Send,
    ) -> Result<Vec<Result<Outcome>>> {
        let batch = batch.into_iter().map(|data| data.snapshot).collect();
        Ok(apply::many(self, &mut Async::new(conn), None, batch).await?.results)
    }

    /// Writes the columns of a table anew, from the stored JSON and without Stripe, in the rows that an older declaration of
    /// the table wrote: an older version of this crate, or a host's model before it counted up its `projection`.
    ///
    /// Rows are read in batches by key, and each is written by a statement of its own that does nothing if the row changed
    /// meanwhile, so any number of writers may be at work. What is done is done: if it is interrupted, call it again. Neither
    /// the rows' content nor their `revision` changes.
    ///
    /// ```
    /// # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
    /// use diesel_stripe::mirror::Mirror;
    ///
    /// let mirror = Mirror::default();
    /// // After `migrations::run`, and for as long as it takes beside everything else.
    /// for table in mirror.reproject_due(conn).await? {
    ///     let done = mirror.reproject(conn, table).await?;
    ///     println!("{}: {} rows", table.name, done.rewritten);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database): the rows before that are written.
    pub async fn reproject(&self, conn: &mut impl MirrorConnection, table: &'static Table) -> Result<Reprojected> {
        reproject::reproject(self, &mut Async::new(conn), table).await
    }

    /// The tables, a host's among them, with rows whose columns an older declaration wrote: those for which
    /// [`reproject`](Self::reproject) is due. Such a row's columns are right, but those that are new or read from other places;
    /// it is written anew too when an object of equal content is applied.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub async fn reproject_due(&self, conn: &mut impl MirrorConnection) -> Result<Vec<&'static Table>> {
        reproject::due(self, &mut Async::new(conn)).await
    }

    /// The paths below `/v1` that serve such an object by its id: see [`Kind::served`](crate::model::Kind::served).
    pub(crate) fn served(&self, object: &str) -> impl Iterator<Item = &'static str> {
        let own = self.own.iter().filter(move |table| table.object == Some(object)).filter_map(|table| table.endpoint);
        own.chain(self.kinds.get(object).into_iter().flat_map(|kind| kind.served.iter().copied()))
    }

    /// The one of them that names no parent: with it, an object can be read of which nothing but the id is known.
    pub(crate) fn served_alone(&self, object: &str) -> Option<&'static str> {
        self.served(object).find(|path| !path.contains('{'))
    }

    /// On whose behalf Stripe is asked for an object: its owner's, or the platform's for what connected accounts are and have.
    #[cfg(feature = "api")]
    pub(crate) fn asked_for<'a>(&self, object: &str, stripe_account: &'a str) -> &'a str {
        let says_its_owner = self.kinds.get(object).is_some_and(|kind| kind.owner.is_some());
        if says_its_owner { "" } else { stripe_account }
    }

    /// Whether Stripe can be asked for such an object alone: by its id, or by its parent's and its own.
    pub(crate) fn is_served(&self, object: &str) -> bool {
        self.served(object).next().is_some()
    }

    /// The lists within an object of this kind, in this table, that are kept: whose elements are rows of their own.
    pub(crate) fn lists(&self, table: &'static Table, object: &str) -> Vec<&'static List> {
        if table.object.is_some() {
            return table.lists.iter().collect();
        }
        // Where the object lies whole in `stripe_objects`, the host may have a model for the elements of its lists all the same.
        if self.tables_of(object) != [table] {
            return Vec::new();
        }
        let has = |table: &&Table, list: &List| table.columns.iter().any(|column| column.name == list.parent);
        let is_kept = |list: &&'static List| self.tables_of(list.object).iter().any(|table| has(table, list));
        self.kinds.get(object).into_iter().flat_map(|kind| kind.lists).filter(is_kept).collect()
    }

    /// The lists in whose elements objects of a table are.
    pub(crate) fn lists_of(&self, child: &'static Table) -> impl Iterator<Item = ListIn> {
        let own = self.own.iter().filter_map(|table| Some((table.object?, *table)));
        let own = own.flat_map(|(parent, table)| table.lists.iter().map(move |list| ListIn { parent, table, list }));
        let own = own.filter(|own| child.object == Some(own.list.object));
        child.object.map_or(&[][..], |object| self.kinds.lists_of(object)).iter().copied().chain(own)
    }

    /// Those of them for which the table has a column.
    fn parents(&self, child: &'static Table) -> impl Iterator<Item = ListIn> {
        let has = |name: &str| child.columns.iter().any(|column| column.name == name);
        self.lists_of(child).filter(move |list_in| has(list_in.list.parent))
    }

    /// The lists in which objects own those of this table.
    pub(crate) fn owners_of(&self, child: &'static Table) -> impl Iterator<Item = ListIn> {
        self.parents(child).filter(|list_in| list_in.list.owned)
    }

    /// The kinds of the parents in whose lists a table's objects are, and the columns that refer to them.
    pub(crate) fn parents_of(&self, child: &'static Table) -> Vec<(&'static str, &'static str)> {
        self.parents(child).map(|ListIn { parent, list, .. }| (parent, list.parent)).collect()
    }

    /// The tables of all kinds, the host's own, and the one of those kinds that have none.
    pub(crate) fn all_tables(&self) -> impl Iterator<Item = &'static Table> {
        self.kinds.tables().chain(self.own.iter().copied()).chain([StripeObject::TABLE])
    }

    pub(crate) fn tables_of(&self, object: &str) -> Vec<&'static Table> {
        let own = self.own.iter().copied().filter(|table| table.object == Some(object));
        let known = self.kinds.table(object);
        let tables: Vec<_> = known.into_iter().chain(own).collect();
        if tables.is_empty() { vec![StripeObject::TABLE] } else { tables }
    }

    /// The row of a snapshot in a table.
    pub(crate) fn record(&self, table: &'static Table, snapshot: &Snapshot) -> Result<Record> {
        Record::of(self.kinds, table, self.lists(table, &snapshot.object), snapshot, &self.redact)
    }

    /// The interval in which an object was true, as the [ordering rule](crate::observed) takes it: that of its
    /// [origin](StripeData::observed), narrowed by what is known of its kind. Nothing is older than its creation and nothing newer than its
    /// deletion, unless users choose the ids of such objects.
    pub fn observed<M: ?Sized>(&self, data: &StripeData<M>) -> Observed {
        data.snapshot.clone().known_by(self.kinds).observed
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
    /// Those of [`Mirror::sync_many`].
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

pub use mode::{Holder, livemode, stripe_mirror};
pub use reproject::Reprojected;

pub(crate) use apply::{many, one};
#[cfg(feature = "webhook")]
pub(crate) use mode::mode_within;
pub(crate) use mode::{change_with, ensure, livemode_with};
pub(crate) use reproject::{due as reproject_due, reproject};
#[cfg(any(feature = "api", feature = "webhook"))]
pub(crate) use write::key_of;
#[cfg(feature = "api")]
pub(crate) use {
    apply::one_and,
    mode::{compare, keep_platform, platform},
    reread::{Known, Reading},
    ties::stored_json,
    write::find,
};
#[cfg(feature = "webhook")]
pub(crate) use {inserted::Inserted, mode::lock, ties::read_again, write::Item, write::rows};

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
        diesel::sql_types::BigInt,
    )
);
