//! How long the inbox keeps what it is done with.

use std::time::Duration;

use super::Id;
use super::finished::BATCH;
use super::prune::{prune_with, statement_age};
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, execute_again};
use crate::error::{Error, Result};
use crate::sql::Statement;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long the inbox keeps what it is done with. `None` is for ever.
///
/// An event whose body is emptied stays in the inbox: a later delivery of it is still a duplicate. It cannot be
/// [replayed](super::replay).
///
/// ```
/// use std::time::Duration;
/// use diesel_stripe::webhook::inbox::Retention;
///
/// let day = Duration::from_secs(24 * 60 * 60);
/// let retention = Retention { bodies: Some(7 * day), events: Some(400 * day), ..Retention::default() };
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Bodies of events that are done or ignored are emptied after this time; 30 days by default, as long as Stripe keeps events.
    pub bodies: Option<Duration>,
    /// Bodies of dead letters are emptied after this time; 90 days by default. The dead letters stay, with their errors.
    pub dead_bodies: Option<Duration>,
    /// Events that are done or ignored are [deleted](super::prune) after this time, and not before
    /// [`RETENTION`](super::RETENTION); by default never.
    pub events: Option<Duration>,
}

impl Default for Retention {
    fn default() -> Self {
        Retention { bodies: Some(30 * DAY), dead_bodies: Some(90 * DAY), events: None }
    }
}

impl Retention {
    /// Keeps everything, for ever.
    pub fn keep_everything() -> Self {
        Retention { bodies: None, dead_bodies: None, events: None }
    }
}

/// What [`retain`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retained {
    /// Events whose bodies were emptied, dead letters among them.
    pub emptied: usize,
    /// Events that were deleted.
    pub deleted: usize,
}

/// Empties bodies and deletes events that are older than they are to be kept. A [`Worker`](crate::webhook::Worker) does so by
/// itself.
///
/// In batches of a thousand, each a transaction of its own unless you have one open; it can be interrupted at any time.
///
/// # Errors
/// [`Error::Database`]: what was done before it stays done.
pub async fn retain(conn: &mut impl MirrorConnection, retention: &Retention) -> Result<Retained> {
    retain_with(&mut Async::new(conn), retention, None).await
}

/// `since`: how long ago the last time was. What was old enough then need not be looked at again.
pub(crate) async fn retain_with<E: Executor>(
    exec: &mut E,
    retention: &Retention,
    since: Option<Duration>,
) -> Result<Retained> {
    let mut retained = Retained::default();
    let bodies = [("done", retention.bodies), ("ignored", retention.bodies), ("dead", retention.dead_bodies)];
    for (state, age) in bodies {
        if let Some(age) = age {
            retained.emptied += empty(exec, state, age, since).await?;
        }
    }
    if let Some(age) = retention.events {
        retained.deleted = prune_with(exec, age).await?;
    }
    Ok(retained)
}

/// The clocks of this process and of the database need not agree on how long that was.
const MARGIN: Duration = Duration::from_secs(60 * 60);

async fn empty<E: Executor>(exec: &mut E, state: &str, age: Duration, since: Option<Duration>) -> Result<usize> {
    let until = statement_age(age);
    let from = since.map(|since| statement_age(age.saturating_add(since).saturating_add(MARGIN)));
    let old = |statement: &mut Statement| {
        E::DB::after_now(statement.sql(format!("state = '{state}' AND body <> '' AND finished_at < ")), until);
        if let Some(from) = from {
            E::DB::after_now(statement.sql(" AND finished_at >= "), from);
        }
    };
    // As a rule there is nothing, and nobody waits for a lock because of it.
    let mut select = Statement::new(false);
    select.sql("SELECT id FROM stripe_events WHERE ");
    old(&mut select);
    // What was emptied before is older.
    select.sql(" ORDER BY finished_at DESC LIMIT 1");
    let doing = "looking for old bodies in stripe_events";
    if exec.load::<Id>(select).await.map_err(Error::database(doing))?.is_empty() {
        return Ok(0);
    }
    let mut emptied = 0;
    loop {
        let mut update = Statement::new(false);
        update.sql("UPDATE stripe_events SET body = ''");
        E::DB::where_first(&mut update, "stripe_events", &old, "finished_at", BATCH);
        let updated = execute_again(exec, "emptying old bodies in stripe_events", update).await?;
        emptied += updated;
        if updated < BATCH {
            return Ok(emptied);
        }
    }
}
