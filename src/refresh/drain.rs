//! The worker's side: claim an object, read it from Stripe, write it, and take it off the queue.

use chrono::{DateTime, Utc};

use super::claim::{CONFIRMED_AFTER, claim, confirm, postpone, postponed, release};
use super::platform::Key;
use super::read::{Read, path_of, read};
use super::{Refresh, Which, queued_one, queued_with};
use crate::api::ApiClient;
use crate::database::is_transient;
use crate::database::{Async, Executor, MirrorConnection, Statement};
use crate::error::{Error, Result, Subject};
use crate::mirror::{Known, Mirror, compare};
use crate::objects::is_chosen;

/// How often an object is read again at once because its row moved meanwhile.
const RESTARTS: usize = 5;

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

/// Reads every object that is due from Stripe, under the client's rate limit, and writes it. Returns when none is due any more.
///
/// No transaction is open while Stripe is waited for. Several workers may drain at once. An object that Stripe does not have (any
/// more) becomes a [tombstone](super#what-counts-as-a-deletion); one that fails is tried again later, with growing delays, and
/// [given up](super#what-cannot-be-read) if Stripe refuses it for good.
///
/// # Errors
/// [`Error::WrongKey`] if the client's key is of the mode that the mirror does not serve, as far as the client knows, as
/// [`Client`](crate::client::Client) does; [`Error::WrongPlatform`] if it is of another platform's account;
/// [`Error::WrongMirrorMode`] if the mirror says another mode than its database; [`Error::OpenTransaction`]. Nothing was written then.
/// [`Error::Database`] if the queue can't be read or written. What Stripe or the database refuses of an object is kept in the queue's
/// `last_error`, and counted.
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
    drain_with(&mut Async::new(conn), stripe, mirror).await
}

pub(crate) async fn drain_with<E: Executor>(exec: &mut E, stripe: &impl ApiClient, mirror: &Mirror) -> Result<Drained> {
    refuse_transaction(exec, "reading objects again")?;
    let ours = Ours { mirror, livemode: compare(mirror, exec).await? };
    let (mut key, mut drained) = (Key::default(), Drained::default());
    loop {
        let due = queued_with(exec, Which::Due(Utc::now()), 100).await?;
        if due.is_empty() {
            return Ok(drained);
        }
        for refresh in due {
            match claim_and_refresh(exec, stripe, &ours, &mut key, refresh).await? {
                Some(End::Done) => drained.refreshed += 1,
                Some(End::Failed) => drained.failed += 1,
                Some(End::Unconfirmed) => drained.unconfirmed += 1,
                None => {}
            }
        }
    }
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
    one_with(&mut Async::new(conn), stripe, mirror, object).await
}

pub(crate) async fn one_with<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    object: &Subject,
) -> Result<Refreshed> {
    refuse_transaction(exec, &format!("reading {object} again"))?;
    let ours = Ours { mirror, livemode: compare(mirror, exec).await? };
    let Some(refresh) = queued_one(exec, object).await? else { return Ok(Refreshed::NotQueued) };
    if refresh.is_claimed(Utc::now()) {
        return Ok(Refreshed::Claimed);
    }
    Ok(match claim_and_refresh(exec, stripe, &ours, &mut Key::default(), refresh).await? {
        Some(End::Done) => Refreshed::Done,
        Some(End::Failed | End::Unconfirmed) => Refreshed::Postponed,
        None => Refreshed::Claimed,
    })
}

fn refuse_transaction<E: Executor>(exec: &mut E, doing: &str) -> Result<()> {
    if exec.in_transaction() { Err(Error::OpenTransaction { doing: doing.to_owned() }) } else { Ok(()) }
}

/// What the mirror holds.
struct Ours<'m> {
    mirror: &'m Mirror,
    livemode: Option<bool>,
}

/// How a refresh ended.
enum End {
    Done,
    Failed,
    Unconfirmed,
}

/// `None` if another worker was faster to claim it.
async fn claim_and_refresh<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    ours: &Ours<'_>,
    key: &mut Key,
    refresh: Refresh,
) -> Result<Option<End>> {
    let Some(refresh) = claim(exec, refresh).await? else { return Ok(None) };
    match refresh_one(exec, stripe, ours, key, &refresh).await {
        Ok(end) => Ok(Some(end)),
        Err(error @ (Error::WrongKey { .. } | Error::WrongPlatform { .. })) => {
            release(exec, &refresh).await?;
            Err(error)
        }
        Err(error) => {
            tracing::warn!(%error, object = %refresh.subject(), "refresh failed");
            let postponed = postpone(exec, &refresh, &error).await;
            match (error, postponed) {
                (_, Ok(())) => Ok(Some(End::Failed)),
                // What ails the database is not of this object.
                (error @ Error::Database { .. }, Err(_)) | (_, Err(error)) => Err(error),
            }
        }
    }
}

/// Reads an object and writes it, again and again if its row moves meanwhile.
async fn refresh_one<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    ours: &Ours<'_>,
    key: &mut Key,
    refresh: &Refresh,
) -> Result<End> {
    // Children that were read, but are not known as this parent's: their rows must be known before the next reading.
    let mut read_before = Vec::new();
    for _ in 0..RESTARTS {
        match read_and_write(exec, stripe, ours, key, refresh, &mut read_before).await {
            Ok(Some(end)) => return Ok(end),
            Ok(None) => {}
            Err(error) if is_transient(&error) => {}
            Err(error) => return Err(error),
        }
    }
    let doing = format!("writing {} as Stripe has it: its row changes as often as it is read", refresh.subject());
    Err(Error::Database { doing, source: diesel::result::Error::NotFound })
}

/// `None` if the row moved meanwhile.
async fn read_and_write<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    Ours { mirror, livemode }: &Ours<'_>,
    key: &mut Key,
    refresh: &Refresh,
    read_before: &mut Vec<Subject>,
) -> Result<Option<End>> {
    let is_own = refresh.stripe_account.is_empty();
    let is_chosen = is_chosen(&refresh.object, &refresh.id);
    if is_own && is_chosen {
        key.expect_platform(exec, stripe).await?;
    }
    let known = Known::of(mirror, exec, &refresh.subject(), read_before).await?;
    let path = path_of(mirror, exec, refresh).await?;
    let (reading, failed) = match read(stripe, mirror, *livemode, refresh, path).await? {
        Read::Object(reading, failed) => {
            if is_own && !is_chosen {
                key.has_read(exec, stripe).await?;
            }
            (reading, failed)
        }
        Read::Missing(reading, error) => {
            if is_own {
                key.expect_platform(exec, stripe).await?;
            }
            if !known.is_gone() && !is_confirmed(refresh, Utc::now()) {
                tracing::info!(%error, object = %refresh.subject(), "asked once more before it is deleted");
                confirm(exec, refresh, &error).await?;
                return Ok(Some(End::Unconfirmed));
            }
            (reading, None)
        }
    };
    // What was read is written, though a list of it could not be read to its end: that deletes nothing.
    let then = match &failed {
        Some(error) => postponed(refresh, error),
        None => {
            let mut done = Statement::new(true);
            done.sql("DELETE FROM stripe_refreshes");
            refresh.as_seen(&mut done);
            done
        }
    };
    *read_before = reading.children();
    let is_written = known.write(mirror, exec, &reading, then).await?;
    Ok(is_written.then_some(if failed.is_some() { End::Failed } else { End::Done }))
}

/// Whether Stripe said long enough ago that it does not have the object.
fn is_confirmed(refresh: &Refresh, now: DateTime<Utc>) -> bool {
    refresh.missing_at.is_some_and(|missing| now - missing >= CONFIRMED_AFTER)
}
