//! Objects to be read again from Stripe.
//!
//! A database transaction never waits for HTTP. What only Stripe knows (which of two tied snapshots is newer, the rest of a
//! list that showed `has_more`) is queued in `stripe_refreshes`, once per object, in the transaction that found it out. `drain`
//! reads the objects under the client's rate limit and writes what Stripe answers.
//!
//! A refresh needs no clock. It notes the row's `revision`, reads the object, and writes the answer if the revision is still the
//! same: the read began after the row's content was known here, so its answer is at least as new. If the row has moved, it
//! starts again. A tie that comes meanwhile counts the queue's `generation` up, and only the refresh that saw the last one
//! removes the object from the queue.

use chrono::{DateTime, Utc};
use diesel::Queryable;

use crate::database::{Async, Executor, MirrorConnection, Statement};
use crate::error::{Error, Result, Subject};
use crate::model::{Cell, Kind};

#[cfg(feature = "api")]
mod drain;
#[cfg(feature = "api")]
pub use drain::{Drained, drain, one};
#[cfg(feature = "api")]
pub(crate) use drain::{drain_with, one_with};

/// An object that waits to be read again: a row of `stripe_refreshes`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Refresh {
    /// The kind of object.
    pub object: String,
    /// Its id.
    pub id: String,
    /// The connected account that owns it; empty for the platform's own.
    pub stripe_account: String,
    /// Why: `tied` or `list`.
    pub reason: String,
    /// How often it was asked for.
    pub generation: i64,
    /// Not before this time, by the local clock. UTC.
    pub due_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it could not be read the last time.
    pub last_error: Option<String>,
}

crate::__row!(
    Refresh,
    (
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::BigInt,
        crate::sql_types::UtcTimestamp,
        diesel::sql_types::BigInt,
        diesel::sql_types::Nullable<diesel::sql_types::Text>,
    )
);

const COLUMNS: &str = "object, id, stripe_account, reason, generation, due_at, attempts, last_error";

impl Refresh {
    /// The object.
    pub fn subject(&self) -> Subject {
        Subject::new(&self.object, &self.id, &self.stripe_account)
    }

    /// ` WHERE` this row, as it was seen.
    #[cfg(feature = "api")]
    fn as_seen(&self, statement: &mut Statement) {
        statement.sql(" WHERE object = ").text(&self.object).sql(" AND id = ").text(&self.id);
        statement.sql(" AND stripe_account = ").text(&self.stripe_account);
        statement.sql(" AND generation = ").bind(Kind::BigInt, Cell::BigInt(self.generation));
    }
}

/// The objects that wait, the longest due first, at most `limit`.
///
/// # Errors
/// [`Error::Database`].
pub async fn queued(conn: &mut impl MirrorConnection, limit: u32) -> Result<Vec<Refresh>> {
    queued_with(&mut Async::new(conn), None, limit).await
}

/// Its row in the queue, if an object waits.
#[cfg(feature = "api")]
async fn queued_one<E: Executor>(exec: &mut E, object: &Subject) -> Result<Option<Refresh>> {
    let mut select = Statement::new(true);
    select.sql(format!("SELECT {COLUMNS} FROM stripe_refreshes WHERE object = "));
    select.text(object.object.as_deref().unwrap_or_default());
    select.sql(" AND id = ").text(object.id.as_deref().unwrap_or_default());
    select.sql(" AND stripe_account = ").text(&object.stripe_account);
    let doing = || format!("reading {object} in stripe_refreshes");
    Ok(exec.load(select).await.map_err(|source| Error::database(doing())(source))?.pop())
}

pub(crate) async fn queued_with<E: Executor>(
    exec: &mut E,
    due: Option<DateTime<Utc>>,
    limit: u32,
) -> Result<Vec<Refresh>> {
    let mut select = Statement::new(true);
    select.sql(format!("SELECT {COLUMNS} FROM stripe_refreshes"));
    if let Some(now) = due {
        select.sql(" WHERE due_at <= ").bind(Kind::UtcTimestamp, Cell::UtcTimestamp(now));
    }
    select.sql(" ORDER BY due_at LIMIT ").bind(Kind::BigInt, Cell::BigInt(limit.into()));
    exec.load(select).await.map_err(Error::database("reading stripe_refreshes"))
}
