//! How the inbox stands.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::Queryable;

use super::State;
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection};
use crate::error::{Error, Result};
use crate::sql::Statement;

/// How the inbox stands: what is to be done, and what was not done. What is done is not counted, however much it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Events to be processed, those included that somebody is processing or that are due only later.
    pub pending: u64,
    /// Events with effects that are committed, of which something is still to be done after the commit.
    pub applied: u64,
    /// Events that were given up.
    pub dead: u64,
    /// Events of the mode that this mirror does not serve, until they are [pruned](super::prune): see
    /// [which mode](crate::mirror#live-or-test). A few are ordinary where Stripe sends test events to a live endpoint, as it does to
    /// Connect's. If all are ignored, the mirror has the wrong mode.
    pub ignored: u64,
    /// For how long the oldest pending event has been in the inbox.
    pub oldest_pending: Option<Duration>,
}

#[derive(Queryable)]
struct Counted {
    state: String,
    events: i64,
    oldest: DateTime<Utc>,
}

crate::__row!(Counted, (diesel::sql_types::Text, diesel::sql_types::BigInt, crate::sql_types::UtcTimestamp));

#[derive(Queryable)]
pub(super) struct Now {
    pub(super) now: DateTime<Utc>,
}

crate::__row!(Now, (crate::sql_types::UtcTimestamp,));

/// The database's time.
pub(super) async fn now<E: Executor>(exec: &mut E) -> Result<DateTime<Utc>> {
    const DOING: &str = "asking the database for its time";
    let rows: Vec<Now> = exec.load(E::DB::select_now()).await.map_err(Error::database(DOING))?;
    rows.first().map(|row| row.now).ok_or(diesel::result::Error::NotFound).map_err(Error::database(DOING))
}

/// How the inbox stands. It looks at every event that is pending, dead or ignored, and at no other.
///
/// # Errors
/// [`Error::Database`].
pub async fn stats(conn: &mut impl MirrorConnection) -> Result<Stats> {
    stats_with(&mut Async::new(conn)).await
}

pub(crate) async fn stats_with<E: Executor>(exec: &mut E) -> Result<Stats> {
    let now = now(exec).await?;
    let mut select = Statement::new(true);
    select.sql(
        "SELECT state, COUNT(*), MIN(received_at) FROM stripe_events \
         WHERE state IN ('pending', 'applied', 'dead', 'ignored') GROUP BY state",
    );
    let counted: Vec<Counted> = exec.load(select).await.map_err(Error::database("counting stripe_events"))?;
    let of = |state: State| counted.iter().find(|counted| counted.state == state.as_str());
    let events = |state| of(state).map_or(0, |counted| u64::try_from(counted.events).unwrap_or_default());
    Ok(Stats {
        pending: events(State::Pending),
        applied: events(State::Applied),
        dead: events(State::Dead),
        ignored: events(State::Ignored),
        oldest_pending: of(State::Pending).map(|counted| {
            now.signed_duration_since(counted.oldest).max(TimeDelta::zero()).to_std().unwrap_or_default()
        }),
    })
}
