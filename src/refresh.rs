//! Objects to be read again from Stripe.
//!
//! A database transaction never waits for HTTP. What only Stripe knows (which of two tied snapshots is newer, the rest of a
//! list that showed `has_more`) is queued in `stripe_refreshes`, once per object, in the transaction that found it out. `drain`
//! reads the objects under the client's rate limit and writes what Stripe answers.
//!
//! A refresh needs no clock. It notes the row's `revision`, reads the object, and writes the answer if the revision is still the
//! same: the read began after the row's content was known here, so its answer is at least as new. If the row has moved, it
//! starts again. A tie that comes meanwhile ends the lease of the worker that reads the object, and only who has the lease removes
//! it from the queue.
//!
//! An object is read by its id, or, where Stripe serves it only there, under the parent that its row names: a `card` under its
//! customer or account, a `person` under its account. The client's key must be of the mirror's mode and platform, or nothing is
//! written.
//!
//! # Draining
//!
//! A drain claims a few objects by one statement, reads them from Stripe at the same time, and writes each as its answer comes. It ends
//! when nothing is due any more, and at its [`DEADLINE`] at the latest, with what was done until then. [`Drain`] has the settings, and takes
//! a connection for each step from where there are some: it has none while Stripe is waited for. Any number of workers may drain at once: what
//! one has claimed is left to it for five minutes, which begin anew while it waits for Stripe.
//!
//! # What counts as a deletion
//!
//! Only Stripe's word about this very object: `deleted: true`, or a 404 with the code `resource_missing` that names it, without
//! a hint that another key would find it. A 404 is confirmed once, ten seconds later at the earliest, since a replica may not
//! have seen the object's creation; only a row that is a tombstone already needs no confirmation.
//! 401, 403, an unknown URL, a missing parent, an answer about another object: an error, kept in the queue.
//!
//! A child that a list does not show is deleted only if the list is complete, and complete is only what says so: `has_more:
//! false`, or a count of as many elements as are there. A list is read page by page until one says that it is the last. A page
//! that cannot be right (empty or without anything new though there is more, or silent on whether there is) is an error: what
//! was read is written, nothing is deleted, and the object stays queued.
//!
//! # What cannot be read
//!
//! An error is kept in `last_error`, and the object is tried again with delays that double from ten seconds to an hour, each
//! shortened at random by up to a half. If Stripe refuses it for good (403, no such path, a parent that is gone) ten times in a row, it is
//! given up: see `given_up`. A new tie wakes it, and so does `again`. What may pass, and a key that is not valid (401), is tried for ever.
//!
//! # What cannot be known
//!
//! | what | what it costs |
//! |---|---|
//! | Stripe may answer a read from a replica that lags behind | A refresh may write a state that is as old as the lag. The event of the newer state, if it is still to come, corrects that; if it came before, the row stays old until the next event or read. Stripe states no bound for the lag |
//! | `event.created` has whole seconds and is stamped where the event is made | If two events of one object are stamped out of their order across a second, the later second wins, at once and without a tie. The next event or read corrects that |
//! | A proxy may strip `Idempotent-Replayed` | An answer that Stripe gave long ago, for the same idempotency key, is taken for a new one, and its events from in between for stale. Let the header through; [durable calls](crate::calls) never repeat a key whose answer is stored |
//! | Objects of a test clock have a `created` in simulated time | It bounds no interval: see below. Answers without a `Date` header, and replayed ones, tie more often in test mode than in live mode: a read each |
//! | Some kinds change without an event: a `balance_transaction` becomes available, a `customer_balance_transaction` is made | The row is as old as its last read: ask for it with `again`, or list such objects at intervals |
//! | Two whole snapshots tied, and all that is left to be read is that the object is deleted | Nobody can say any more which was the last. The tombstone keeps the values of one of them, and which may depend on their order |
//! | What only a refresh showed, within another object, was never told of by an event of its own | Its row is as old as that reading, and that it was deleted before is not noticed until something tells of it |
//! | A key does not say whose it is, and a 404 says only that there is no such object for this key | The first drain that reads an object of the platform's own asks Stripe whose its key is (`GET /v1/account`) and stores that in `stripe_mirror`; before a 404 is believed the key's account is compared with it. A restricted key may not ask: with one of another platform in the same mode, every queued object would become a tombstone, after a confirmation |
//!
//! A snapshot is not older than its object's creation, which tightens an answer's interval. In simulated time that is not so,
//! and a bound of the clock's would make real changes stale. So it is taken only where `created` is known to be by Stripe's
//! clock (the object is live, or says `test_clock: null`), or, of test objects that do not say, into the interval of an answer
//! with a `Date` header: that is so short that a bound in it is wrong by less than the call took.

use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, again};
use crate::error::{Error, Result, Subject, malformed};
use crate::mirror::queue::{Queue, Reason};
pub use crate::mirror::queue::{Refresh, stripe_refreshes};
use crate::sql::{Cell, ColumnType, Row, Statement};
use crate::stripe_data::is_preview;

#[cfg(feature = "api")]
mod claim;
#[cfg(feature = "api")]
mod depth;
#[cfg(feature = "api")]
mod drain;
#[cfg(feature = "api")]
mod object;
#[cfg(feature = "api")]
mod platform;
#[cfg(feature = "api")]
mod read;
#[cfg(feature = "api")]
pub use drain::{AT_ONCE, DEADLINE, Drain, Drained, Refreshed, drain, one};
#[cfg(feature = "api")]
pub(crate) use drain::{Settings, drain_with, one_with};

impl Refresh {
    /// The object.
    pub fn subject(&self) -> Subject {
        Subject::new(&self.object, &self.id, &self.stripe_account)
    }
}

/// The objects that wait, the longest due first, at most `limit`; those that were given up come last.
///
/// # Errors
/// [`Error::Database`].
pub async fn queued(conn: &mut impl MirrorConnection, limit: u32) -> Result<Vec<Refresh>> {
    queued_with(&mut Async::new(conn), Which::All, limit).await
}

/// The objects that are not tried any more, since Stripe refused them for good, at most `limit`: their `last_error` says why.
///
/// Their rows may differ from Stripe's objects. An object is tried again when something new ties with its row, or when it is
/// [asked for](again).
///
/// # Errors
/// [`Error::Database`].
pub async fn given_up(conn: &mut impl MirrorConnection, limit: u32) -> Result<Vec<Refresh>> {
    queued_with(&mut Async::new(conn), Which::GivenUp, limit).await
}

/// Queues an object to be read from Stripe: one that was [given up](given_up) or waits for its next try, which is due at once
/// then, or any other.
///
/// # Errors
/// [`Error::Database`]; [`Error::Malformed`] if the object does not say what it is or its id; [`Error::Preview`] of an invoice that does
/// not exist yet.
///
/// ```no_run
/// # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
/// use diesel_stripe::refresh;
///
/// // The key may read them now.
/// for refresh in refresh::given_up(conn, 100).await? {
///     println!("{}: {}", refresh.subject(), refresh.last_error.as_deref().unwrap_or_default());
///     refresh::again(conn, &refresh.subject()).await?;
/// }
/// # Ok(())
/// # }
/// ```
pub async fn again(conn: &mut impl MirrorConnection, object: &Subject) -> Result<()> {
    again_with(&mut Async::new(conn), object).await
}

pub(crate) async fn again_with<E: Executor>(exec: &mut E, object: &Subject) -> Result<()> {
    let (Some(kind), Some(id)) = (&object.object, &object.id) else {
        return Err(malformed(object.clone(), "to be read again it must be known what it is, and its id"));
    };
    if is_preview(kind, id) {
        return Err(Error::Preview { subject: object.clone() });
    }
    let mut queue = Queue::default();
    queue.add(object.clone(), Reason::Asked);
    queue.write(exec).await.map(|_| ())
}

/// Its row in the queue, if an object waits.
#[cfg(feature = "api")]
async fn queued_one<E: Executor>(exec: &mut E, object: &Subject) -> Result<Option<Refresh>> {
    let mut select = Statement::new(true);
    let columns = Refresh::TABLE.names(E::DB::QUOTE);
    select.sql(format!("SELECT {columns} FROM stripe_refreshes WHERE object = "));
    select.text(object.object.as_deref().unwrap_or_default());
    select.sql(" AND id = ").text(object.id.as_deref().unwrap_or_default());
    select.sql(" AND stripe_account = ").text(&object.stripe_account);
    Ok(load(exec, select, || format!("reading {object} in stripe_refreshes")).await?.pop())
}

/// Which rows of the queue.
pub(crate) enum Which {
    All,
    GivenUp,
}

pub(crate) async fn queued_with<E: Executor>(exec: &mut E, which: Which, limit: u32) -> Result<Vec<Refresh>> {
    let columns = Refresh::TABLE.names(E::DB::QUOTE);
    let mut queued = Vec::new();
    // Each has an index of its own, and both together have none.
    let waiting = matches!(which, Which::All).then_some("given_up_at IS NULL ORDER BY due_at");
    for rows in waiting.into_iter().chain(["given_up_at IS NOT NULL ORDER BY given_up_at"]) {
        let left = i64::from(limit).saturating_sub(i64::try_from(queued.len()).unwrap_or(i64::MAX));
        if left > 0 {
            let mut select = Statement::new(true);
            select.sql(format!("SELECT {columns} FROM stripe_refreshes WHERE {rows} LIMIT "));
            select.bind(ColumnType::BigInt, Cell::BigInt(left));
            queued.extend(load::<E, Refresh>(exec, select, || "reading stripe_refreshes".to_owned()).await?);
        }
    }
    Ok(queued)
}

/// Executes a query of its own.
async fn load<E: Executor, R: Row>(exec: &mut E, select: Statement, doing: impl Fn() -> String) -> Result<Vec<R>> {
    again!(exec, exec.load(select.clone()).await.map_err(|source| Error::database(doing())(source)))
}
