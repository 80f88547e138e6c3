//! The worker's side: claim an object, read it from Stripe, write it, and take it off the queue.

use chrono::{TimeDelta, Utc};

use super::{Refresh, queued_one, queued_with};
use crate::api::{ApiClient, fetch, get, segment, try_fetch};
use crate::database::{Async, Executor, MirrorConnection, Statement};
use crate::error::{Error, Result, Subject, masked};
use crate::mirror::{Known, Mirror, Reading, unique_now};
use crate::model::{Cell, Kind, RawList};
use crate::stripe_data::{JsonText, Origin, Snapshot, malformed, reason};

/// How long a claimed object is left to the worker that claimed it.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// The first delay after a failure; it doubles up to [`LONGEST_DELAY`].
const DELAY: TimeDelta = TimeDelta::seconds(10);
const LONGEST_DELAY: TimeDelta = TimeDelta::hours(1);
/// How often an object is read again at once because its row moved meanwhile.
const RESTARTS: usize = 5;

/// What [`drain`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drained {
    /// Objects read again and taken off the queue.
    pub refreshed: usize,
    /// Objects that could not be read; they stay in the queue with their error, and are due later.
    pub failed: usize,
}

/// Reads every object that is due from Stripe, under the client's rate limit, and writes it. Returns when none is due any more.
///
/// No transaction is open while Stripe is waited for, so don't call it within one. Several workers may drain at once. An object
/// that Stripe does not have (any more) becomes a tombstone; one that fails is tried again later, with growing delays.
///
/// # Errors
/// [`Error::Database`]. What Stripe refuses is kept in the queue's `last_error`, and counted.
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
    drain_with(&mut Async(conn), stripe, mirror).await
}

pub(crate) async fn drain_with<E: Executor>(exec: &mut E, stripe: &impl ApiClient, mirror: &Mirror) -> Result<Drained> {
    let mut drained = Drained::default();
    loop {
        let due = queued_with(exec, Some(Utc::now()), 100).await?;
        if due.is_empty() {
            return Ok(drained);
        }
        for refresh in due {
            match claim_and_refresh(exec, stripe, mirror, refresh).await? {
                Some(true) => drained.refreshed += 1,
                Some(false) => drained.failed += 1,
                None => {}
            }
        }
    }
}

/// Reads one object from Stripe at once, if it is in the queue, and writes it; whether it is out of the queue then.
///
/// For who cannot wait for [`drain`]: who has just changed an object, say, and was [told](crate::Outcome::Tied) that it tied.
/// It stays in the queue, and `false` is returned, if Stripe cannot be asked or another worker is reading it.
///
/// # Errors
/// [`Error::Database`].
///
/// ```no_run
/// # #[cfg(all(feature = "core", feature = "client"))]
/// # async fn example(
/// #     conn: &mut impl diesel_stripe::database::MirrorConnection, stripe: &diesel_stripe::client::Client,
/// #     updated: diesel_stripe::StripeData<diesel_stripe::objects::PaymentIntent>,
/// # ) -> diesel_stripe::Result<()> {
/// use diesel_stripe::{Outcome, mirror::Mirror, objects::PaymentIntent, prelude::*, refresh};
///
/// let synced = PaymentIntent::sync(conn, &updated).await?;
/// if synced.outcome == Outcome::Tied {
///     refresh::one(conn, stripe, &Mirror::default(), &updated.subject()).await?;
/// }
/// # Ok(())
/// # }
/// ```
pub async fn one(
    conn: &mut impl MirrorConnection,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    object: &Subject,
) -> Result<bool> {
    one_with(&mut Async(conn), stripe, mirror, object).await
}

pub(crate) async fn one_with<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    object: &Subject,
) -> Result<bool> {
    let Some(refresh) = queued_one(exec, object).await? else { return Ok(true) };
    Ok(claim_and_refresh(exec, stripe, mirror, refresh).await? == Some(true))
}

/// Whether it was refreshed; `None` if another worker was faster to claim it.
async fn claim_and_refresh<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    refresh: Refresh,
) -> Result<Option<bool>> {
    let Some(refresh) = claim(exec, refresh).await? else { return Ok(None) };
    match refresh_one(exec, stripe, mirror, &refresh).await {
        Ok(()) => Ok(Some(true)),
        Err(error @ Error::Database { .. }) => Err(error),
        Err(error) => {
            tracing::warn!(%error, object = %refresh.subject(), "refresh failed");
            postpone(exec, &refresh, &error).await?;
            Ok(Some(false))
        }
    }
}

/// Leases an object, unless another worker was faster.
async fn claim<E: Executor>(exec: &mut E, refresh: Refresh) -> Result<Option<Refresh>> {
    let until = unique_now() + LEASE;
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_refreshes SET attempts = attempts + 1, due_at = ");
    update.bind(Kind::UtcTimestamp, Cell::UtcTimestamp(until));
    refresh.as_seen(&mut update);
    update.sql(" AND due_at = ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(refresh.due_at));
    let doing = || format!("claiming {} in stripe_refreshes", refresh.subject());
    let claimed = exec.execute(update).await.map_err(|source| Error::database(doing())(source))? == 1;
    Ok(claimed.then(|| Refresh { due_at: until, attempts: refresh.attempts + 1, ..refresh }))
}

async fn postpone<E: Executor>(exec: &mut E, refresh: &Refresh, error: &Error) -> Result<()> {
    let doublings = u32::try_from(refresh.attempts.clamp(1, 16)).unwrap_or(16) - 1;
    let delay = (DELAY * 2_i32.pow(doublings)).min(LONGEST_DELAY);
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_refreshes SET last_error = ").text(&masked(&error.to_string()));
    update.sql(", due_at = ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(unique_now() + delay));
    refresh.as_seen(&mut update);
    let doing = || format!("postponing {} in stripe_refreshes", refresh.subject());
    exec.execute(update).await.map_err(|source| Error::database(doing())(source))?;
    Ok(())
}

async fn refresh_one<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    refresh: &Refresh,
) -> Result<()> {
    for _ in 0..RESTARTS {
        let known = Known::of(mirror, exec, &refresh.subject()).await?;
        let reading = read(stripe, mirror, refresh).await?;
        let mut done = Statement::new(true);
        done.sql("DELETE FROM stripe_refreshes");
        refresh.as_seen(&mut done);
        if known.write(mirror, exec, &reading, done).await? {
            return Ok(());
        }
    }
    Err(malformed(refresh.subject(), "its row changes as often as it is read"))
}

/// Reads an object, and the rest of its lists. No transaction is open.
async fn read(stripe: &impl ApiClient, mirror: &Mirror, refresh: &Refresh) -> Result<Reading> {
    let endpoint = mirror.endpoint(&refresh.object).ok_or_else(|| {
        malformed(refresh.subject(), "Stripe serves no such object by its id, so it cannot be read again")
    })?;
    let call = get(format!("{endpoint}/{}", segment(&refresh.id))).on_account(&refresh.stripe_account);
    let (body, origin) = match try_fetch(stripe, call).await {
        (Ok(body), origin) => (body, origin),
        (Err(error), origin) if error.is_missing() => return tombstone(mirror, refresh, origin),
        (Err(error), _) => return Err(error),
    };
    let snapshot = Snapshot::read(JsonText::new(body)?, origin.stripe_account(&refresh.stripe_account))?;
    if snapshot.id != refresh.id || snapshot.object != refresh.object {
        return Err(malformed(refresh.subject(), format!("Stripe answered with {}", snapshot.subject())));
    }
    let mut reading = Reading::of(mirror, snapshot);
    for list in reading.unfinished() {
        list.children.extend(rest(stripe, refresh, list.url.as_deref(), list.children.last()).await?);
        (list.complete, list.has_more) = (!list.unread, false);
    }
    Ok(reading)
}

fn tombstone(mirror: &Mirror, refresh: &Refresh, origin: Origin) -> Result<Reading> {
    let stub = serde_json::json!({ "id": refresh.id, "object": refresh.object, "deleted": true });
    let origin = origin.stripe_account(&refresh.stripe_account);
    Ok(Reading::of(mirror, Snapshot::read(stub.to_string().into(), origin)?))
}

/// The pages of a list after those that the parent showed.
async fn rest(
    stripe: &impl ApiClient,
    refresh: &Refresh,
    url: Option<&str>,
    last: Option<&Snapshot>,
) -> Result<Vec<Snapshot>> {
    let path = url.and_then(|url| url.strip_prefix("/v1")).filter(|path| path.starts_with('/'));
    let path = path.ok_or_else(|| malformed(refresh.subject(), format!("a list's url is {url:?}")))?;
    let (path, filter) = path.split_once('?').unwrap_or((path, ""));
    let mut children: Vec<Snapshot> = Vec::new();
    let mut last = last.map(|child| child.id.clone());
    loop {
        let mut call = get(path).on_account(&refresh.stripe_account);
        let after = last.map(|id| format!("&starting_after={}", segment(&id))).unwrap_or_default();
        *call.query() = Some(format!("{filter}&limit=100{after}").trim_start_matches('&').to_owned());
        let (body, origin) = fetch(stripe, call).await?;
        let json = JsonText::new(body)?;
        let page: RawList<'_> = serde_json::from_str(json.as_str())
            .map_err(|error| malformed(refresh.subject(), format!("a page of its list: {}", reason(&error))))?;
        let origin = origin.stripe_account(&refresh.stripe_account);
        for raw in &page.data {
            children.push(Snapshot::read(json.slice(raw.get()), origin.clone())?);
        }
        last = children.last().map(|child| child.id.clone());
        if !page.has_more || page.data.is_empty() {
            return Ok(children);
        }
    }
}
