//! What the crate asks of a database, and of a connection to it.
//!
//! Backends are chosen by the features `postgres`, `mysql` and `sqlite`, which enable only Diesel's backend types; the connection
//! is the host's own. All differences between SQL dialects are in `database/{postgres,mysql,sqlite}.rs`.

use std::future::Future;

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncConnectionCore};

use crate::model::Table;
use crate::sql::{Cell, ColumnType, Row, Statement, join, quoted};

mod connect;
mod executor;
mod insert;
mod migrating;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "api")]
mod pooled;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "api")]
mod shared;
#[cfg(feature = "api")]
mod source;
#[cfg(feature = "sqlite")]
mod sqlite;
mod transaction;
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
mod upsert;

pub use connect::{BoxError, Connect};
#[cfg(feature = "api")]
pub use source::ConnectionSource;

pub use crate::sql::SqlDialect;

#[cfg(feature = "webhook")]
pub(crate) use connect::connect;
pub(crate) use executor::{Async, Blocking, Executor, ready};
pub(crate) use insert::{Insert, Sql, chunks};
pub(crate) use migrating::{Faster, MigrationLock, VERSIONS};
#[cfg(feature = "api")]
pub(crate) use shared::Shared;
#[cfg(any(feature = "api", feature = "webhook"))]
pub(crate) use transaction::execute_again;
pub(crate) use transaction::{ATTEMPTS, Transaction, again, is_lock_timeout, is_transient, is_tried_again};
#[cfg(feature = "webhook")]
pub(crate) use transaction::{Bounds, Savepoint};

/// A connection that the mirror can use: diesel-async's `AsyncPgConnection`, `AsyncMysqlConnection`,
/// `SyncConnectionWrapper<SqliteConnection>`, and pooled ones. This is the only bound that generic host code needs.
///
/// ```
/// # #[cfg(feature = "core")] {
/// use diesel_stripe::{database::MirrorConnection, objects::PaymentIntent, prelude::*, Result, StripeData};
///
/// async fn paid(conn: &mut impl MirrorConnection, data: &StripeData<PaymentIntent>) -> Result<bool> {
///     let intent = PaymentIntent::sync_from_stripe_data(conn, data).await?;
///     Ok(intent.status.as_deref() == Some("succeeded"))
/// }
/// # }
/// ```
///
/// # Futures that are given up
///
/// Any future of this crate may be dropped, by a time-out or a client that went away, wherever it waits. What it had begun is then
/// done as a whole or not at all; a statement that was sent may still be executed, and so may a `COMMIT`. Apply the same data again:
/// that does no harm.
///
/// **The connection may be lost.** Nothing can be sent while a future is dropped, so a transaction that it began stays open. Then,
/// and on MySQL after any statement that was given up (its answer would be taken for the next one's), the connection is marked: from
/// then on this crate refuses it with an error that [says so](crate::Error::is_broken_connection), and Diesel begins and commits no
/// transaction on it, so that a host's own transaction around it cannot be committed either. Close it, and the database rolls back;
/// pools for Diesel (deadpool, bb8, mobc) do that by themselves, and hand out another.
///
/// SQLite's `SyncConnectionWrapper` waits for its statement when it is dropped, which Tokio allows on its multi-threaded runtime only:
/// on a current-thread runtime it panics.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no async connection that the mirror can use",
    label = "an async connection is expected, as diesel-async has them",
    note = "async connections are diesel-async's `AsyncPgConnection`, `AsyncMysqlConnection` and \
            `SyncConnectionWrapper<SqliteConnection>`, and those that a pool hands out: pass `&mut conn`, not the pool",
    note = "for blocking Diesel connections, such as `PgConnection`, there is the same in `diesel_stripe::blocking`"
)]
pub trait MirrorConnection: AsyncConnection<Backend: Dialect> {}

#[diagnostic::do_not_recommend]
impl<C> MirrorConnection for C
where
    C: AsyncConnection,
    <C as AsyncConnectionCore>::Backend: Dialect,
{
}

/// A database that the mirror can live in: Diesel's `Pg`, `Mysql` and `Sqlite`, each with the feature that enables it.
#[diagnostic::on_unimplemented(
    message = "diesel-stripe has no support for the database `{Self}` in this build",
    label = "this connection's database is not enabled",
    note = "enable the feature `postgres`, `mysql` or `sqlite` of the crate `diesel-stripe`, as the connection needs it"
)]
pub trait Dialect: diesel::backend::Backend + sealed::Words {
    /// Executes a statement; the number of rows it touched.
    #[doc(hidden)]
    fn execute<C>(conn: &mut C, statement: Statement) -> impl Future<Output = QueryResult<usize>> + Send
    where
        C: AsyncConnection<Backend = Self>;

    /// Loads a statement's rows.
    #[doc(hidden)]
    fn load<R: Row, C>(conn: &mut C, statement: Statement) -> impl Future<Output = QueryResult<Vec<R>>> + Send
    where
        C: AsyncConnection<Backend = Self>;

    /// Executes a statement on a blocking connection.
    #[doc(hidden)]
    fn execute_blocking<C>(conn: &mut C, statement: Statement) -> QueryResult<usize>
    where
        C: diesel::connection::LoadConnection<Backend = Self>;

    /// Loads a statement's rows from a blocking connection.
    #[doc(hidden)]
    fn load_blocking<R: Row, C>(conn: &mut C, statement: Statement) -> QueryResult<Vec<R>>
    where
        C: diesel::connection::LoadConnection<Backend = Self>;
}

/// How rows are written into a table.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Upsert<'t> {
    pub(crate) table: &'static Table,
    /// The rows are of copies within other objects, which revive no tombstone.
    pub(crate) nested: bool,
    /// Some of the rows are deletions.
    pub(crate) deletes: bool,
    /// The statement is the whole rule. Otherwise it is what happens to live rows whose columns are of this declaration, and writes
    /// no row to say only that it was seen once more: nearly always that is all, and the server takes a third less time for it.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "sqlite")),
        allow(dead_code, reason = "MySQL's is always whole")
    )]
    pub(crate) whole: bool,
    /// The mode that the host says the mirror has.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "sqlite")),
        allow(dead_code, reason = "MySQL is asked for the mode before")
    )]
    pub(crate) livemode: Option<bool>,
    /// The kinds of the parents in whose lists the rows' objects are, and the columns that refer to them. Such a column keeps its
    /// value where a new row has none: some API versions leave it out of the child.
    pub(crate) parents: &'t [(&'static str, &'static str)],
}

impl Upsert<'_> {
    /// Whether a column refers to a parent.
    fn is_kept(&self, column: &str) -> bool {
        let is_inherited =
            |name| self.table.columns.iter().any(|column| column.name == name && column.inherited().next().is_some());
        self.parents.iter().any(|(_, parent)| *parent == column) || is_inherited(column)
    }
}

pub(crate) mod sealed {
    #[cfg(feature = "webhook")]
    use super::Bounds;
    use super::{Cell, Faster, Insert, MigrationLock, SqlDialect, Statement, Table, Upsert};
    use crate::sql::OwnTable;

    /// What differs between the dialects' texts.
    pub trait Words {
        const DIALECT: SqlDialect;

        /// The quotes around a name.
        const QUOTE: char;

        /// The most rows of this many columns that one statement may write.
        fn rows_per_statement(columns: usize) -> usize;

        /// Whether [`upsert`](Self::upsert) returns the rows that it touched, and refuses objects of the wrong mode.
        const UPSERT_RETURNS: bool;

        /// The guarded upsert: writes each row where the ordering rule applies it, or advances its interval.
        ///
        /// The rows' cells are those of all columns but the last, `synced_at`. Where it returns rows, these are of the columns
        /// `returning`.
        fn upsert(upsert: &Upsert<'_>, rows: &[&[Cell]], synced_at: &Cell, returning: &str) -> Statement;

        /// Writes rows over those that are there, without the ordering rule: each over the one whose revision is the one before its own.
        /// MySQL compares none: there, the rows are compared and locked before.
        ///
        /// The rows' cells are as for [`upsert`](Self::upsert).
        #[cfg(feature = "api")]
        fn overwrite(table: &'static Table, rows: &[&[Cell]], synced_at: &Cell) -> Statement;

        /// ` WHERE` it is one of these rows and still has this revision: the cells are the key's and the revision.
        #[cfg(feature = "api")]
        fn where_unmoved(statement: &mut Statement, table: &Table, rows: &[&[Cell]]);

        /// `SELECT what FROM table WHERE (key) IN (keys)`, and what follows a query: [`READ_LATEST`](Self::READ_LATEST), say.
        fn select(table: &Table, what: &str, keys: &[&[Cell]], last: &str) -> Statement;

        /// What follows a query that is to see what the statements of the same transaction see that write.
        const READ_LATEST: &'static str;

        /// What follows a query that locks its rows until the transaction ends.
        const LOCK_ROWS: &'static str;

        /// `INSERT` of rows into one of the crate's own tables.
        fn insert(insert: &Insert<'_>, rows: &[&[Cell]]) -> Statement;

        /// What follows an `INSERT` of rows that may be there already: assignments follow, which are made then, one after the other.
        fn or_update(key: &[&str]) -> String {
            format!(" ON CONFLICT ({}) DO UPDATE SET ", key.join(", "))
        }

        /// In such an assignment, the value that was to be inserted.
        fn inserted(column: &str) -> String {
            format!("excluded.{column}")
        }

        /// The time of the statement, by the database's clock: workers on several machines need not agree on theirs.
        const NOW: &'static str;

        /// [`NOW`](Self::NOW), and so many microseconds later.
        fn after_now(statement: &mut Statement, microseconds: i64);

        /// `SELECT` the database's time.
        fn select_now() -> Statement {
            let mut statement = Statement::new(true);
            statement.sql(format!("SELECT {}", Self::NOW));
            statement
        }

        /// Adds to a query, as a condition that always holds, that the statements of this transaction are bounded from now on.
        #[cfg(feature = "webhook")]
        fn bounded(statement: &mut Statement, bounds: &Bounds) {
            let _ = (statement, bounds);
        }

        /// What bounds the statements of the session, where that of a transaction alone can't be said, and what undoes it.
        #[cfg(feature = "webhook")]
        fn bound_session(bounds: &Bounds) -> Option<[String; 2]> {
            let _ = bounds;
            None
        }

        /// What follows an `INSERT` of rows that may be there already, and then stay as they are.
        fn or_nothing(_table: &OwnTable) -> String {
            " ON CONFLICT DO NOTHING".to_owned()
        }

        /// Whether two transactions that insert events make progress at the same time.
        const COMMITS_TOGETHER: bool = false;

        /// Whether an `INSERT` can return the rows that are new.
        const INSERT_RETURNS: bool;

        /// Whether an `INSERT` counts the rows that are new, and no others.
        const COUNTS_INSERTED: bool;

        /// Whether a connection is good after an async statement on it was given up. Otherwise it may take the answer to that one
        /// for the answer to the next.
        const INTERRUPTIBLE: bool;

        /// Whether an `UPDATE` can return the rows that it touched.
        const UPDATE_RETURNS: bool;

        /// ` WHERE` the condition holds: the first `limit` rows of a table of the crate's own in this order. Rows that others have locked
        /// may be left to them.
        fn where_first(
            statement: &mut Statement,
            table: &str,
            condition: &dyn Fn(&mut Statement),
            order: &str,
            limit: usize,
        );

        /// `(key) IN (keys)`.
        fn is_one_of(statement: &mut Statement, table: &OwnTable, keys: &[&[Cell]]);

        /// Whether a transaction may hold DDL.
        const DDL_IN_TRANSACTION: bool;

        /// How other processes are kept from migrating.
        const MIGRATION_LOCK: MigrationLock;

        /// `SELECT` the schema of the migrations' version table, if a statement would find it in another schema than the one in which
        /// tables are made.
        const VERSIONS_ELSEWHERE: Option<&'static str> = None;

        /// The condition that something has this name where tables are made, so that no table (or index) can have it.
        fn has_relation(name: &str) -> String;

        /// The condition that there is a table that has these columns.
        fn has_columns(table: &str, columns: &[&str]) -> String;

        /// The condition that a table has an index of this name.
        fn has_index(index: &str, table: &str) -> String;

        /// A statement after which a new table's column of JSON is written faster, and the condition that the server can execute it.
        fn compress_faster(_table: &str, _column: &str) -> Option<Faster> {
            None
        }
    }
}

/// Implements [`Dialect`] for a backend whose [`Row`]s and statements are known to be its own.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
macro_rules! dialect {
    ($DB:ty) => {
        impl super::Dialect for $DB {
            async fn execute<C>(conn: &mut C, statement: Statement) -> diesel::QueryResult<usize>
            where
                C: diesel_async::AsyncConnection<Backend = Self>,
            {
                diesel_async::RunQueryDsl::execute(statement, conn).await
            }

            async fn load<R: crate::sql::Row, C>(conn: &mut C, statement: Statement) -> diesel::QueryResult<Vec<R>>
            where
                C: diesel_async::AsyncConnection<Backend = Self>,
            {
                <R as crate::sql::LoadFrom<$DB>>::load(conn, statement).await
            }

            fn execute_blocking<C>(conn: &mut C, statement: Statement) -> diesel::QueryResult<usize>
            where
                C: diesel::connection::LoadConnection<Backend = Self>,
            {
                diesel::RunQueryDsl::execute(statement, conn)
            }

            fn load_blocking<R: crate::sql::Row, C>(conn: &mut C, statement: Statement) -> diesel::QueryResult<Vec<R>>
            where
                C: diesel::connection::LoadConnection<Backend = Self>,
            {
                <R as crate::sql::LoadFrom<$DB>>::load_blocking(conn, statement)
            }
        }
    };
}
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
use dialect;

/// `(?, ?), (?, ?)`: rows of values, each completed by `last`.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
fn values(
    statement: &mut Statement,
    kinds: impl IntoIterator<Item = ColumnType> + Clone,
    rows: &[&[Cell]],
    last: &Cell,
) {
    for (n, row) in rows.iter().enumerate() {
        statement.sql(if n > 0 { "), (" } else { "(" });
        for (n, kind) in kinds.clone().into_iter().enumerate() {
            statement.sql(if n > 0 { ", " } else { "" }).bind(kind, row.get(n).unwrap_or(last).clone());
        }
    }
    statement.sql(")");
}

/// The names of a row's key and of its revision, and their kinds.
#[cfg(all(feature = "api", any(feature = "postgres", feature = "mysql", feature = "sqlite")))]
fn state_columns(table: &Table, quote: char) -> (String, impl Iterator<Item = ColumnType> + Clone) {
    let names = quoted(table.key.iter().copied().chain(["revision"]), quote);
    (names, std::iter::repeat_n(ColumnType::Text, table.key.len()).chain([ColumnType::BigInt]))
}

/// ` ON CONFLICT` with a row of the revision before, everything but the key is written.
#[cfg(all(feature = "api", any(feature = "postgres", feature = "sqlite")))]
fn over_the_revision_before(table: &Table) -> String {
    let written = table.all_columns().filter(|column| !table.key.contains(&column.name));
    let written = join(written, ", ", |out, column| {
        out.push_str(&format!("\"{0}\" = excluded.\"{0}\"", column.name));
    });
    let key = quoted(table.key.iter().copied(), '"');
    format!(" ON CONFLICT ({key}) DO UPDATE SET {written} WHERE t.revision = excluded.revision - 1")
}

/// `'a', 'b'`: names of columns, as text.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
fn literals(names: &[&str]) -> String {
    quoted(names.iter().copied(), '\'')
}

#[cfg(any(feature = "mysql", feature = "sqlite"))]
fn no_arrays() -> diesel::QueryResult<()> {
    Err(diesel::result::Error::QueryBuilderError("an array in a statement for a database without arrays".into()))
}
