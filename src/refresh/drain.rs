//! The worker's side: objects are claimed, and several are read at the same time.
//!
//! ```text
//!            claim ──► as many as may be read at once
//!                         │         │         │
//!     known rows ◄────────┤         │         │    one at a time: there is one connection
//!                      Stripe    Stripe    Stripe  at the same time, without a connection
//!     written ◄───────────┤         │         │    one at a time
//! ```

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::claim::{claim_due, claim_one};
use super::depth;
use super::object::{End, Work};
use super::queued_one;
use crate::api::ApiClient;
use crate::database::{Async, ConnectionSource, Executor, MirrorConnection};
use crate::deadline::Deadline;
use crate::error::{Error, Result, Subject};
use crate::mirror::{Mirror, compare};

/// How long a [drain](drain) takes at most, unless it is [told otherwise](Drain::deadline): five minutes.
pub const DEADLINE: Duration = Duration::from_secs(5 * 60);

/// How many objects a [drain](drain) reads at once, unless it is [told otherwise](Drain::at_once).
pub const AT_ONCE: usize = 8;

/// What [`drain`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drained {
    /// Objects read again and taken off the queue.
    pub refreshed: usize,
    /// Objects that could not be read; they stay in the queue with their error, and are due later, unless they are
    /// [given up](super::given_up).
    pub failed: usize,
    /// Objects that Stripe says it does not have, though their rows are no tombstones; they stay in the queue, and Stripe is asked
    /// once more, later.
    pub unconfirmed: usize,
    /// Whether the [deadline](Drain::deadline) came before the queue was empty: what is left is for the next drain.
    pub out_of_time: bool,
}

/// What [`one`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refreshed {
    /// It was read from Stripe, and its row is what Stripe answered. It is out of the queue.
    Done,
    /// It is not in the queue: there is nothing to be read again.
    NotQueued,
    /// Another worker is reading it. Its row will be what Stripe answers to that one.
    Claimed,
    /// It could not be read, or not yet, and stays in the queue: its `last_error` says why, its `due_at` when it is tried again.
    Postponed,
}

/// Reads every object that is due from Stripe, under the client's rate limit, and writes it. Returns when none is due any more, or
/// after [`DEADLINE`].
///
/// No transaction is open while Stripe is waited for; the connection is lent all the time. [`Drain`] takes one for each step instead,
/// and has the settings. Several workers may drain at once. An object that Stripe does not have (any
/// more) becomes a [tombstone](super#what-counts-as-a-deletion); one that fails is tried again later, with growing delays, and
/// [given up](super#what-cannot-be-read) if Stripe refuses it for good.
///
/// # Errors
/// [`Error::WrongKey`] if the client's key is of the mode that the mirror does not serve, as far as the client knows, as
/// [`Client`](crate::client::Client) does; [`Error::WrongPlatform`] if it is of another platform's account;
/// [`Error::WrongMirrorMode`] if the mirror says another mode than its database; [`Error::OpenTransaction`]. Nothing was written then.
/// [`Error::Database`] if the queue can't be read or written; [`Error::DeadlineExceeded`] if the database does not answer, and the
/// connection is [lost](MirrorConnection#futures-that-are-given-up) then. What Stripe or the database refuses of an object is kept in
/// the queue's `last_error`, and counted.
///
/// ```no_run
/// # #[cfg(feature = "client")]
/// # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
/// use diesel_stripe::{client::Client, mirror::Mirror, refresh};
///
/// let stripe = Client::from_env()?;
/// let drained = refresh::drain(conn, &stripe, &Mirror::default()).await?;
/// # Ok(())
/// # }
/// ```
pub async fn drain(conn: &mut impl MirrorConnection, stripe: &impl ApiClient, mirror: &Mirror) -> Result<Drained> {
    drain_with(&mut Async::new(conn), stripe, &Settings::of(mirror)).await
}

/// A [`drain`] with settings, on a connection or with one from a pool for each step.
///
/// ```no_run
/// # #[cfg(feature = "client")]
/// # async fn example(pool: impl diesel_stripe::database::Connect) -> diesel_stripe::Result<()> {
/// use std::time::Duration;
/// use diesel_stripe::{client::Client, mirror::Mirror, refresh::Drain};
///
/// let stripe = Client::from_env()?;
/// let drain = Drain::new(stripe).at_once(20).deadline(Duration::from_secs(60));
/// // On a schedule, or when something was queued. No connection of the pool is held while Stripe is waited for.
/// let drained = drain.run(&pool).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Drain<S> {
    stripe: S,
    mirror: Mirror,
    at_once: usize,
    deadline: Duration,
}

impl<S: ApiClient> Drain<S> {
    /// With the default [`Mirror`], [`AT_ONCE`] and [`DEADLINE`].
    pub fn new(stripe: S) -> Self {
        Drain { stripe, mirror: Mirror::default(), at_once: AT_ONCE, deadline: DEADLINE }
    }

    /// Writes to the tables of this mirror.
    #[must_use]
    pub fn mirror(mut self, mirror: Mirror) -> Self {
        self.mirror = mirror;
        self
    }

    /// Reads at most so many objects at the same time; at least one. The client's rate limit holds for all of them together.
    #[must_use]
    pub fn at_once(mut self, objects: usize) -> Self {
        self.at_once = objects.max(1);
        self
    }

    /// Ends after this time, with what was done until then: no object is claimed any more, and what Stripe has not answered is given
    /// back to the queue. What is being written is written, which takes a moment longer.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Drains the queue, `on` `&mut conn` or with `&connections`.
    ///
    /// # Errors
    /// Those of [`drain`].
    pub async fn run(&self, on: impl ConnectionSource) -> Result<Drained> {
        self.run_with(&mut on.executor()).await
    }

    /// Reads one object, as [`one`] does, `on` `&mut conn` or with `&connections`.
    ///
    /// # Errors
    /// Those of [`drain`].
    pub async fn one(&self, on: impl ConnectionSource, object: &Subject) -> Result<Refreshed> {
        let deadline = Deadline::after(self.deadline);
        one_with(&mut on.executor(), &self.stripe, &self.mirror, object, deadline).await
    }

    pub(crate) async fn run_with<E: Executor>(&self, exec: &mut E) -> Result<Drained> {
        let Drain { stripe, mirror, at_once, deadline } = self;
        drain_with(exec, stripe, &Settings { mirror, at_once: *at_once, deadline: *deadline }).await
    }
}

pub(crate) struct Settings<'m> {
    mirror: &'m Mirror,
    at_once: usize,
    deadline: Duration,
}

impl<'m> Settings<'m> {
    pub(crate) fn of(mirror: &'m Mirror) -> Self {
        Settings { mirror, at_once: AT_ONCE, deadline: DEADLINE }
    }
}

pub(crate) async fn drain_with<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    settings: &Settings<'_>,
) -> Result<Drained> {
    const DOING: &str = "reading objects again";
    refuse_transaction(exec, DOING)?;
    let deadline = Deadline::after(settings.deadline);
    let drained = deadline.bound(Box::pin(drain_until(exec, stripe, settings, deadline))).await;
    drained.unwrap_or_else(|| Err(deadline.unanswered(exec, DOING)))
}

async fn drain_until<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    &Settings { mirror, at_once, .. }: &Settings<'_>,
    deadline: Deadline,
) -> Result<Drained> {
    let livemode = compare(mirror, exec).await?;
    depth::tell(exec).await;
    let work = &Work::new(exec, stripe, mirror, livemode, deadline);
    let (mut drained, mut failed) = (Drained::default(), None);
    let mut reading = FuturesUnordered::new();
    let mut is_empty = false;
    loop {
        drained.out_of_time |= !is_empty && deadline.has_passed();
        // What is claimed together takes one statement.
        if failed.is_none() && !is_empty && !drained.out_of_time && reading.len() <= at_once / 2 {
            let places = at_once - reading.len();
            match claim_due(&mut *work.db.turn().await, places).await {
                Ok(claimed) => {
                    // Those that are due meanwhile are looked for when these are done.
                    is_empty = claimed.len() < places;
                    reading.extend(claimed.into_iter().map(async |refresh| work.refresh(&refresh).await));
                }
                Err(error) => failed = Some(error),
            }
        }
        match reading.next().await {
            Some(Ok(End::Done)) => drained.refreshed += 1,
            Some(Ok(End::Failed)) => drained.failed += 1,
            Some(Ok(End::Unconfirmed)) => drained.unconfirmed += 1,
            Some(Ok(End::Left)) => drained.out_of_time = true,
            // The others come to their end first: they are told the same, or give their objects back.
            Some(Err(error)) => drop(failed.get_or_insert(error)),
            None => break,
        }
        is_empty &= !reading.is_empty();
    }
    drop(reading);
    depth::tell(&mut *work.db.turn().await).await;
    failed.map_or(Ok(drained), Err)
}

/// Reads one object from Stripe at once, if it is in the queue and no other worker is reading it, and writes it.
///
/// For who cannot wait for [`drain`]: who has just changed an object, say, and was [told](crate::Outcome::Tied) that it tied.
/// It does not wait until an object that failed is due again, nor that a tie wakes one that was given up.
///
/// # Errors
/// Those of [`drain`].
///
/// ```no_run
/// # #[cfg(all(feature = "core", feature = "client"))]
/// # async fn example(
/// #     conn: &mut impl diesel_stripe::database::MirrorConnection, stripe: &diesel_stripe::client::Client,
/// #     updated: diesel_stripe::StripeData<diesel_stripe::objects::PaymentIntent>,
/// # ) -> diesel_stripe::Result<()> {
/// use diesel_stripe::{Outcome, mirror::Mirror, objects::PaymentIntent, prelude::*, refresh, refresh::Refreshed};
///
/// let synced = PaymentIntent::sync(conn, &updated).await?;
/// if synced.outcome == Outcome::Tied {
///     match refresh::one(conn, stripe, &Mirror::default(), &updated.subject()).await? {
///         Refreshed::Done | Refreshed::NotQueued => println!("the row is as Stripe has it"),
///         Refreshed::Claimed => println!("another worker is about to write it"),
///         Refreshed::Postponed => println!("Stripe could not be asked: the row is as it was"),
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub async fn one(
    conn: &mut impl MirrorConnection,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    object: &Subject,
) -> Result<Refreshed> {
    one_with(&mut Async::new(conn), stripe, mirror, object, Deadline::after(DEADLINE)).await
}

pub(crate) async fn one_with<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    object: &Subject,
    deadline: Deadline,
) -> Result<Refreshed> {
    let doing = format!("reading {object} again");
    refuse_transaction(exec, &doing)?;
    let refreshed = deadline.bound(Box::pin(one_until(exec, stripe, mirror, object, deadline))).await;
    refreshed.unwrap_or_else(|| Err(deadline.unanswered(exec, &doing)))
}

async fn one_until<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    object: &Subject,
    deadline: Deadline,
) -> Result<Refreshed> {
    let livemode = compare(mirror, exec).await?;
    let Some(refresh) = queued_one(exec, object).await? else { return Ok(Refreshed::NotQueued) };
    let Some(refresh) = claim_one(exec, &refresh).await? else { return Ok(Refreshed::Claimed) };
    let work = Work::new(exec, stripe, mirror, livemode, deadline);
    Ok(match work.refresh(&refresh).await? {
        End::Done => Refreshed::Done,
        End::Failed | End::Unconfirmed | End::Left => Refreshed::Postponed,
    })
}

fn refuse_transaction<E: Executor>(exec: &mut E, doing: &str) -> Result<()> {
    if exec.in_transaction() { Err(Error::OpenTransaction { doing: doing.to_owned() }) } else { Ok(()) }
}
