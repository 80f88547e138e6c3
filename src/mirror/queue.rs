//! The queue of objects that are to be read again from Stripe.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{Identifiable, Queryable, Selectable};

use crate::database::sealed::Words;
use crate::database::{Executor, Insert};
use crate::error::{Error, Result, Subject};
use crate::sql::{Cell, own_table};
use crate::stripe_data::is_preview;

own_table! {
    /// Objects to be read again from Stripe.
    stripe_refreshes (object, id, stripe_account)

    /// An object that waits to be read again: a row of `stripe_refreshes`. All times are the database's.
    #[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = stripe_refreshes, primary_key(object, id, stripe_account))]
    pub struct Refresh {
        /// The kind of object.
        object: Text,
        /// Its id.
        id: Text,
        /// The connected account that owns it; empty for the platform's own.
        stripe_account: Text,
        /// Why: it `tied`, it has a `list` of more than was shown, it is `missing`, it is a child `unlisted` by its parent, or it was
        /// `asked` for.
        reason: Text,
        /// How often it was asked for.
        generation: BigInt = "DEFAULT 1",
        /// When it is due, or while a worker is reading it, when that lease ends. UTC.
        due_at: UtcTimestamp,
        /// The token of the worker that is reading it, unless it was asked for since.
        lease: Nullable<Text>,
        /// How often it was tried.
        attempts: BigInt = "DEFAULT 0",
        /// Why it could not be read the last time.
        last_error: Nullable<Text>,
        /// When Stripe first said that it does not have the object, if it is to be asked once more. UTC.
        missing_at: Nullable<UtcTimestamp>,
        /// How often in a row Stripe has refused it for good.
        refusals: BigInt = "DEFAULT 0",
        /// When it was given up, if it was: see [`given_up`](crate::refresh::given_up). UTC.
        given_up_at: Nullable<UtcTimestamp>,
    }
    index stripe_refreshes_due_at (due_at) where "given_up_at IS NULL" on Postgres | Sqlite;
    index stripe_refreshes_given_up_at (given_up_at) where "given_up_at IS NOT NULL" on Postgres | Sqlite;
    index stripe_refreshes_due_at (given_up_at, due_at) on Mysql;
    index stripe_refreshes_lease (lease) on Mysql;
}

/// Why an object is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Two snapshots overlap.
    Tied,
    /// A list within it has more elements than it showed.
    List,
    /// It came alone, and its parent's row does not name it.
    Unlisted,
    /// A row refers to it, and the mirror does not hold it.
    Missing,
    /// The host asked for it.
    Asked,
}

impl Reason {
    /// Its text in `stripe_refreshes.reason`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Reason::Tied => "tied",
            Reason::List => "list",
            Reason::Unlisted => "unlisted",
            Reason::Missing => "missing",
            Reason::Asked => "asked",
        }
    }
}

/// Objects to be queued: each once, in one statement at the end of a transaction, and sorted, so that two writers cannot
/// deadlock.
#[derive(Default)]
pub(crate) struct Queue(BTreeMap<(String, String, String), Reason>);

impl Queue {
    pub(crate) fn add(&mut self, object: Subject, reason: Reason) {
        if let Subject { object: Some(kind), id: Some(id), stripe_account } = object
            && !is_preview(&kind, &id)
        {
            self.0.entry((kind, id, stripe_account)).or_insert(reason);
        }
    }

    /// Returns how many objects were queued. One that was given up is tried again; one that a worker is reading is due at once, as what
    /// was asked for since may be newer than what that worker reads.
    pub(crate) async fn write<E: Executor>(self, exec: &mut E) -> Result<usize> {
        let left_out = ["generation", "lease", "attempts", "last_error", "missing_at", "refusals", "given_up_at"];
        let computed: [(_, crate::database::Sql<'_>); 1] = [("due_at", &|statement| {
            statement.sql(E::DB::NOW);
        })];
        let insert = Insert::into(Refresh::TABLE, &left_out, &computed);
        let rows: Vec<Vec<Cell>> = self.0.into_iter().map(|(key, reason)| waiting(key, reason).into_cells()).collect();
        for rows in rows.chunks(E::DB::rows_per_statement(4)) {
            let doing = format!("queueing {} objects in stripe_refreshes", rows.len());
            let mut statement = insert.rows::<E::DB>(rows.iter().cloned());
            let due_at = E::DB::inserted("due_at");
            // In this order: to MySQL, a column has its new value from there on.
            statement.sql(E::DB::or_update(Refresh::TABLE.key)).sql(format!(
                "generation = stripe_refreshes.generation + 1, reason = {}, lease = NULL, \
                 attempts = CASE WHEN stripe_refreshes.given_up_at IS NULL THEN stripe_refreshes.attempts ELSE 0 END, \
                 refusals = CASE WHEN stripe_refreshes.given_up_at IS NULL THEN stripe_refreshes.refusals ELSE 0 END, \
                 missing_at = NULL, given_up_at = NULL, \
                 due_at = CASE WHEN {due_at} < stripe_refreshes.due_at THEN {due_at} ELSE stripe_refreshes.due_at END",
                E::DB::inserted("reason"),
            ));
            exec.execute(statement).await.map_err(Error::database(doing))?;
        }
        Ok(rows.len())
    }
}

/// The row of an object that was asked for once.
fn waiting((object, id, stripe_account): (String, String, String), reason: Reason) -> Refresh {
    Refresh {
        object,
        id,
        stripe_account,
        reason: reason.as_str().to_owned(),
        generation: 1,
        due_at: DateTime::<Utc>::UNIX_EPOCH,
        lease: None,
        attempts: 0,
        last_error: None,
        missing_at: None,
        refusals: 0,
        given_up_at: None,
    }
}
