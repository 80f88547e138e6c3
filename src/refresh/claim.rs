//! The rows of `stripe_refreshes` in a worker's hands: claimed, postponed, given up, given back.

use std::time::Duration;

use super::Refresh;
use crate::backoff::Backoff;
use crate::database::sealed::Words;
use crate::database::{Executor, Sql};
use crate::error::{Error, Result, chain, noted};
use crate::lease::{Claim, Lease, claim, microseconds, update_one};
use crate::sql::{Cell, ColumnType, Statement};

/// How long a claimed object is left to the worker that claimed it, since it was last heard of.
const LEASE: Duration = Duration::from_secs(5 * 60);
/// The delays after failures.
const BACKOFF: Backoff = Backoff::new(Duration::from_secs(10), Duration::from_secs(60 * 60));
/// How often in a row Stripe refuses an object for good until it is given up: for three quarters of an hour at least.
const REFUSALS: i64 = 10;
/// How much later Stripe is asked once more whether an object is gone: a replica has caught up by then.
const CONFIRMED_AFTER: Duration = Duration::from_secs(10);

const TRIED: &str = "attempts = attempts + 1";

/// Leases the objects that are longest due, at most `limit`. Those that another worker is just claiming are left to it.
pub(super) async fn claim_due<E: Executor>(exec: &mut E, limit: usize) -> Result<Vec<Refresh>> {
    let due = format!("given_up_at IS NULL AND due_at <= {}", E::DB::NOW);
    let due = |statement: &mut Statement| {
        statement.sql(&due);
    };
    let rows = |update: &mut Statement| E::DB::where_first(update, "stripe_refreshes", &due, "due_at", limit);
    let doing = "claiming objects in stripe_refreshes";
    claim(exec, &Lease::new(LEASE), &Claim { table: Refresh::TABLE, doing, set: TRIED, rows: &rows }).await
}

/// Leases an object, unless another worker has it.
pub(super) async fn claim_one<E: Executor>(exec: &mut E, refresh: &Refresh) -> Result<Option<Refresh>> {
    let rows = |update: &mut Statement| {
        update.sql(" WHERE object = ").text(&refresh.object).sql(" AND id = ").text(&refresh.id);
        update.sql(" AND stripe_account = ").text(&refresh.stripe_account);
        update.sql(format!(" AND (lease IS NULL OR due_at <= {})", E::DB::NOW));
    };
    let doing = format!("claiming {} in stripe_refreshes", refresh.subject());
    let claimed = Claim { table: Refresh::TABLE, doing: &doing, set: TRIED, rows: &rows };
    claim(exec, &Lease::new(LEASE), &claimed).await.map(|mut claimed| claimed.pop())
}

impl Refresh {
    /// ` WHERE` this row is still left to the worker that claimed it: no other has taken it over, and nothing has asked for the object
    /// since.
    pub(super) fn as_claimed(&self, statement: &mut Statement) {
        statement.sql(" WHERE object = ").text(&self.object).sql(" AND id = ").text(&self.id);
        statement.sql(" AND stripe_account = ").text(&self.stripe_account);
        statement.sql(" AND lease = ").text(self.lease.as_deref().unwrap_or_default());
    }

    fn key(&self) -> [Cell; 3] {
        [&self.object, &self.id, &self.stripe_account].map(|text| Cell::text(text))
    }

    /// Updates the row as long as it is left to the worker that claimed it.
    async fn update<E: Executor>(&self, exec: &mut E, doing: &str, set: Sql<'_>) -> Result<()> {
        let token = self.lease.as_deref().unwrap_or_default();
        let doing = format!("{doing} {}", self.subject());
        update_one(exec, Self::TABLE, (token, self.key()), &doing, set).await
    }
}

/// Begins the lease anew, unless another has the object.
pub(super) async fn renew<E: Executor>(exec: &mut E, refresh: &Refresh) -> Result<()> {
    refresh
        .update(exec, "keeping the lease of", &|set| E::DB::after_now(set.sql("due_at = "), microseconds(LEASE)))
        .await
}

/// Puts an object off that could not be read; one that is refused for good only so often.
pub(super) async fn postpone<E: Executor>(exec: &mut E, refresh: &Refresh, error: &Error) -> Result<()> {
    let set = postponed::<E>(refresh, error);
    refresh.update(exec, "postponing", &|update| set(update)).await
}

/// The statement of [`postpone`], for the transaction in which what could be read is written.
pub(super) fn postponed_with<E: Executor>(refresh: &Refresh, error: &Error) -> Statement {
    let mut update = Statement::new(true);
    postponed::<E>(refresh, error)(update.sql("UPDATE stripe_refreshes SET "));
    refresh.as_claimed(&mut update);
    update
}

fn postponed<E: Executor>(refresh: &Refresh, error: &Error) -> impl Fn(&mut Statement) + Sync + use<E> {
    let delay = BACKOFF.after(u32::try_from(refresh.attempts).unwrap_or(u32::MAX));
    let refusals = if is_permanent(error) { refresh.refusals + 1 } else { 0 };
    if refusals >= REFUSALS {
        tracing::error!(error = chain(error), object = %refresh.subject(), "given up: it is not read again unless it is asked for");
    }
    let error = noted(error);
    move |set| {
        due::<E>(set, delay, &error);
        set.sql(", refusals = ").bind(ColumnType::BigInt, Cell::BigInt(refusals));
        if refusals >= REFUSALS {
            set.sql(format!(", given_up_at = {}", E::DB::NOW));
        }
    }
}

/// Puts an object off that Stripe says it does not have, though its row is no tombstone.
pub(super) async fn confirm<E: Executor>(exec: &mut E, refresh: &Refresh, error: &Error) -> Result<()> {
    let error = format!("{} (Stripe is asked once more)", noted(error));
    let set = |set: &mut Statement| {
        due::<E>(set, CONFIRMED_AFTER, &error);
        set.sql(format!(", missing_at = COALESCE(missing_at, {})", E::DB::NOW));
    };
    refresh.update(exec, "postponing", &set).await
}

/// Whether Stripe said long enough before this claim that it does not have the object.
pub(super) fn is_confirmed(refresh: &Refresh) -> bool {
    let claimed_at = refresh.due_at - LEASE;
    refresh.missing_at.is_some_and(|missing| missing + CONFIRMED_AFTER <= claimed_at)
}

/// Gives a claimed object back as if it had not been claimed.
pub(super) async fn release<E: Executor>(exec: &mut E, refresh: &Refresh) -> Result<()> {
    let set = format!("attempts = attempts - 1, lease = NULL, due_at = {}", E::DB::NOW);
    refresh
        .update(exec, "releasing", &|update| {
            update.sql(&set);
        })
        .await
}

/// The assignments of an object that is due so much later.
fn due<E: Executor>(set: &mut Statement, delay: Duration, last_error: &str) {
    set.sql("last_error = ").text(last_error).sql(", lease = NULL, due_at = ");
    E::DB::after_now(set, microseconds(delay));
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
    use diesel::connection::SimpleConnection as _;
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
        assert!(first.iter().all(|refresh| refresh.id != second[0].id && refresh.lease == first[0].lease));
        assert!(first.iter().all(|refresh| refresh.attempts == 1));
    }

    #[test]
    fn a_lease_is_renewed_while_it_is_ours() {
        let mut conn = queue(&["cus_1"]);
        let refresh = ready(claim_due(&mut Blocking::new(&mut conn), 1)).unwrap().remove(0);
        assert!(ready(claim_one(&mut Blocking::new(&mut conn), &refresh)).unwrap().is_none(), "it is claimed");
        let ends = "UPDATE stripe_refreshes SET due_at = '2020-01-01 00:00:00.000000+00:00'";
        let is_renewed = |conn: &mut SqliteConnection| {
            conn.batch_execute(ends).unwrap();
            ready(renew(&mut Blocking::new(conn), &refresh)).unwrap();
            blocking::refresh::queued(conn, 1).unwrap()[0].due_at >= refresh.due_at
        };
        assert!(is_renewed(&mut conn));
        blocking::refresh::again(&mut conn, &refresh.subject()).unwrap();
        assert!(!is_renewed(&mut conn), "it was asked for since");
        assert!(ready(claim_one(&mut Blocking::new(&mut conn), &refresh)).unwrap().is_some(), "another may have it");
        assert!(!is_renewed(&mut conn), "another has it");
    }
}
