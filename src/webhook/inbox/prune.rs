//! Deleting old events.

use std::time::Duration;

use super::finished::BATCH;
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, execute_again};
use crate::error::Result;
use crate::sql::Statement;

/// Events are kept for so long at least, 30 days: as long as Stripe keeps them, and may deliver them again.
pub const RETENTION: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The longest that every database can go back from now.
const LONGEST: Duration = Duration::from_secs(1_000 * 365 * 24 * 60 * 60);

/// So long ago, in microseconds.
pub(super) fn statement_age(age: Duration) -> i64 {
    -i64::try_from(age.min(LONGEST).as_micros()).unwrap_or(i64::MAX)
}

/// Deletes events that were done, or ignored, longer ago than `older_than`, or than [`RETENTION`] if that is longer. Returns how
/// many. Dead letters stay, until they are [replayed](super::replay) or you delete them. To empty bodies sooner, see
/// [`retain`](super::retain).
///
/// It deletes in batches of a thousand, each a transaction of its own unless you have one open; it can be interrupted at any time.
///
/// # Errors
/// [`Error::Database`](crate::Error::Database).
pub async fn prune(conn: &mut impl MirrorConnection, older_than: Duration) -> Result<usize> {
    prune_with(&mut Async::new(conn), older_than).await
}

pub(crate) async fn prune_with<E: Executor>(exec: &mut E, older_than: Duration) -> Result<usize> {
    let age = statement_age(older_than.max(RETENTION));
    let mut pruned = 0;
    for state in ["done", "ignored"] {
        let old = |statement: &mut Statement| {
            E::DB::after_now(statement.sql(format!("state = '{state}' AND finished_at < ")), age);
        };
        loop {
            let mut delete = Statement::new(false);
            delete.sql("DELETE FROM stripe_events");
            E::DB::where_first(&mut delete, "stripe_events", &old, "finished_at", BATCH);
            let deleted = execute_again(exec, "pruning stripe_events", delete).await?;
            pruned += deleted;
            if deleted < BATCH {
                break;
            }
        }
    }
    Ok(pruned)
}
