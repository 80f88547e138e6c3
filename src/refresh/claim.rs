//! The rows of `stripe_refreshes` in a worker's hands: claimed, postponed, given up, given back.
//!
//! Each is one statement. Above READ COMMITTED, a database may refuse a statement because another worker was at the same row: it
//! is executed again.

use chrono::{DateTime, TimeDelta, Utc};

use super::{COLUMNS, Refresh};
use crate::database::sealed::Words;
use crate::database::{Executor, SqlDialect, execute_again, is_tried_again};
use crate::error::{Error, Result, chain, noted};
use crate::mirror::unique_now;
use crate::sql::{Cell, ColumnType, Statement};

/// How long a claimed object is left to the worker that claimed it, since it was last heard of.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// The first delay after a failure; it doubles up to [`LONGEST_DELAY`].
const DELAY: TimeDelta = TimeDelta::seconds(10);
const LONGEST_DELAY: TimeDelta = TimeDelta::hours(1);
/// How often in a row Stripe refuses an object for good until it is given up: for more than an hour.
const REFUSALS: i64 = 10;
/// How much later Stripe is asked once more whether an object is gone: a replica has caught up by then.
pub(super) const CONFIRMED_AFTER: TimeDelta = TimeDelta::seconds(10);

/// Leases the objects that are longest due, at most `limit`. Those that another worker is just claiming are left to it.
pub(super) async fn claim_due<E: Executor>(exec: &mut E, limit: usize) -> Result<Vec<Refresh>> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        match claim_once(exec, limit).await {
            Err(error) if is_tried_again(exec, &error, attempt) => tracing::debug!(%error, "claiming again"),
            result => return result,
        }
    }
}

async fn claim_once<E: Executor>(exec: &mut E, limit: usize) -> Result<Vec<Refresh>> {
    let failed = || Error::database("claiming objects in stripe_refreshes");
    let now = unique_now();
    let due = |statement: &mut Statement| {
        statement.sql("given_up_at IS NULL AND due_at <= ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(now));
    };
    let until = now + LEASE;
    // As for a claim of events, PostgreSQL plans it for the table as it is now.
    let mut update = Statement::new(E::DB::DIALECT != SqlDialect::Postgres);
    leased(&mut update, until);
    E::DB::where_first(&mut update, "stripe_refreshes", &due, "due_at", limit);
    if E::DB::UPDATE_RETURNS {
        update.sql(format!(" RETURNING {COLUMNS}"));
        return exec.load(update).await.map_err(failed());
    }
    if exec.execute(update).await.map_err(failed())? == 0 {
        return Ok(Vec::new());
    }
    // The time tells this claim from all others. Another worker's of the same microsecond would be harmless: both read the object,
    // and one of them writes it.
    let mut select = Statement::new(true);
    select.sql(format!("SELECT {COLUMNS} FROM stripe_refreshes WHERE given_up_at IS NULL AND due_at = "));
    select.bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(until)).sql(" AND claimed_until = ");
    select.bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(until));
    exec.load(select).await.map_err(failed())
}

/// `UPDATE stripe_refreshes SET` what a claim sets.
fn leased(update: &mut Statement, until: DateTime<Utc>) {
    update.sql("UPDATE stripe_refreshes SET attempts = attempts + 1, due_at = ");
    update.bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(until));
    update.sql(", claimed_until = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(until));
}

/// Begins the lease anew; until when it lasts, or `None` if it is not ours any more.
pub(super) async fn renew<E: Executor>(
    exec: &mut E,
    refresh: &Refresh,
    claimed_until: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let until = unique_now() + LEASE;
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_refreshes SET due_at = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(until));
    update.sql(", claimed_until = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(until));
    refresh.as_seen(&mut update);
    update.sql(" AND claimed_until = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(claimed_until));
    let doing = format!("keeping the lease of {} in stripe_refreshes", refresh.subject());
    Ok((execute_again(exec, &doing, update).await? == 1).then_some(until))
}

/// Leases an object, unless another worker has it.
pub(super) async fn claim<E: Executor>(exec: &mut E, refresh: Refresh) -> Result<Option<Refresh>> {
    let until = unique_now() + LEASE;
    let mut update = Statement::new(true);
    leased(&mut update, until);
    refresh.as_seen(&mut update);
    update.sql(" AND due_at = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(refresh.due_at));
    let claimed =
        execute_again(exec, &format!("claiming {} in stripe_refreshes", refresh.subject()), update).await? == 1;
    let attempts = refresh.attempts + 1;
    Ok(claimed.then_some(Refresh { due_at: until, claimed_until: Some(until), attempts, ..refresh }))
}

/// Puts an object off that could not be read; one that is refused for good only so often.
pub(super) async fn postpone<E: Executor>(exec: &mut E, refresh: &Refresh, error: &Error) -> Result<()> {
    let postponed = postponed(refresh, error);
    execute_again(exec, &format!("postponing {} in stripe_refreshes", refresh.subject()), postponed).await.map(|_| ())
}

/// The statement of [`postpone`].
pub(super) fn postponed(refresh: &Refresh, error: &Error) -> Statement {
    let doublings = u32::try_from(refresh.attempts.clamp(1, 16)).unwrap_or(16) - 1;
    let delay = (DELAY * 2_i32.pow(doublings)).min(LONGEST_DELAY);
    let now = unique_now();
    let mut update = due(now + delay, &noted(error));
    let refusals = if is_permanent(error) { refresh.refusals + 1 } else { 0 };
    update.sql(", refusals = ").bind(ColumnType::BigInt, Cell::BigInt(refusals));
    if refusals >= REFUSALS {
        tracing::error!(error = chain(error), object = %refresh.subject(), "given up: it is not read again unless it is asked for");
        update.sql(", given_up_at = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(now));
    }
    refresh.as_seen(&mut update);
    update
}

/// Puts an object off that Stripe says it does not have, though its row is no tombstone.
pub(super) async fn confirm<E: Executor>(exec: &mut E, refresh: &Refresh, error: &Error) -> Result<()> {
    let now = unique_now();
    let mut update = due(now + CONFIRMED_AFTER, &format!("{} (Stripe is asked once more)", noted(error)));
    if refresh.missing_at.is_none() {
        update.sql(", missing_at = ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(now));
    }
    refresh.as_seen(&mut update);
    execute_again(exec, &format!("postponing {} in stripe_refreshes", refresh.subject()), update).await.map(|_| ())
}

/// Gives a claimed object back as if it had not been claimed.
pub(super) async fn release<E: Executor>(exec: &mut E, refresh: &Refresh) -> Result<()> {
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_refreshes SET attempts = attempts - 1, claimed_until = NULL, due_at = ");
    update.bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(unique_now()));
    refresh.as_seen(&mut update);
    execute_again(exec, &format!("releasing {} in stripe_refreshes", refresh.subject()), update).await.map(|_| ())
}

fn due(at: DateTime<Utc>, last_error: &str) -> Statement {
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_refreshes SET last_error = ").text(last_error).sql(", claimed_until = NULL, due_at = ");
    update.bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(at));
    update
}

/// Whether Stripe will say the same whenever it is asked: that there is no such path, or no permission; or answers with what is
/// not this object. Of an answer that the key is not valid (401) it says nothing of the object: that waits for another key.
fn is_permanent(error: &Error) -> bool {
    match error {
        Error::Stripe { error, .. } => matches!(error.status, 400 | 403..=405 | 410),
        Error::Malformed { .. } | Error::TooLarge { .. } | Error::WrongMode { .. } | Error::Preview { .. } => true,
        _ => false,
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use diesel::{Connection, SqliteConnection};

    use super::*;
    use crate::blocking;
    use crate::database::{Blocking, ready};
    use crate::error::Subject;

    fn queue(ids: &[&str]) -> SqliteConnection {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        blocking::migrations::run(&mut conn).unwrap();
        for id in ids {
            blocking::refresh::again(&mut conn, &Subject::new("customer", *id, "")).unwrap();
        }
        conn
    }

    #[test]
    fn a_claim_is_of_as_many_as_asked_for_and_of_none_twice() {
        let mut conn = queue(&["cus_1", "cus_2", "cus_3"]);
        let mut claim = |limit| ready(claim_due(&mut Blocking::new(&mut conn), limit)).unwrap();
        let (first, second) = (claim(2), claim(2));
        assert_eq!((first.len(), second.len(), claim(2).len()), (2, 1, 0));
        assert!(first.iter().all(|refresh| refresh.id != second[0].id && refresh.is_claimed(Utc::now())));
        assert!(first.iter().all(|refresh| refresh.attempts == 1));
    }

    #[test]
    fn a_lease_is_renewed_while_it_is_ours() {
        let mut conn = queue(&["cus_1"]);
        let refresh = ready(claim_due(&mut Blocking::new(&mut conn), 1)).unwrap().remove(0);
        let until = refresh.claimed_until.unwrap();
        let renewed = ready(renew(&mut Blocking::new(&mut conn), &refresh, until)).unwrap().unwrap();
        assert!(renewed > until);
        assert_eq!(blocking::refresh::queued(&mut conn, 1).unwrap()[0].claimed_until, Some(renewed));
        assert_eq!(
            ready(renew(&mut Blocking::new(&mut conn), &refresh, until)).unwrap(),
            None,
            "it was another's since"
        );
        blocking::refresh::again(&mut conn, &refresh.subject()).unwrap();
        assert_eq!(
            ready(renew(&mut Blocking::new(&mut conn), &refresh, renewed)).unwrap(),
            None,
            "it was asked for since"
        );
    }
}
