//! The mirror's tables: run the migrations, see which are pending, print their SQL for the host's own tool, or hand them to Diesel's
//! migration harness.
//!
//! ```no_run
//! # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
//! // At start: bring the tables up to date. Any number of processes may do so at once.
//! diesel_stripe::migrations::run(conn).await?;
//! // Or, where migrations are somebody else's job: fail with what is to be done.
//! diesel_stripe::migrations::check(conn).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Where migrations are run by the crate `diesel_migrations`, [`source`] is ours.
//!
//! # What an upgrade may rely on
//!
//! - **They only add.** None drops or rewrites what is there, and a new column may be left out of an `INSERT`: while a new version is
//!   deployed, the old one goes on writing. The columns that it does not know are filled [afterwards](#columns-that-are-new).
//! - **Each is recorded with its hash** in `stripe_schema_migrations`. A recorded one whose text is another in this version is
//!   [`Error::MigrationEdited`]. The host's `__diesel_schema_migrations` is used by [`source`] alone.
//! - **A failure is resumed.** On PostgreSQL and SQLite all pending ones are one transaction. MySQL commits each statement: the next
//!   run goes on where the last one ended. There, a transaction of the host's that is open is committed too.
//! - **One process migrates**, and the others wait, for five minutes at most: then [`Error::MigrationLocked`] says for whom. On SQLite
//!   they wait as long as the connection's `busy_timeout` says. On MySQL the lock is the row of `stripe_schema_lock`: it lasts for a
//!   minute after a process that was killed.
//! - **With nothing pending, nothing but `SELECT` is executed**: an application's role needs no right to make tables, only to read
//!   `stripe_schema_migrations`.
//! - **Nothing of the host's is taken for ours.** A table or an index that has a name of ours and is not as ours is
//!   [`Error::NameTaken`], before anything is made. The tables have no prefix to choose; on PostgreSQL they are where the connection's
//!   `search_path` says, in `current_schema()`, and on MySQL in the connection's database.
//!
//! # An older version at a newer schema
//!
//! [`Error::NewerSchema`] is what [`run`] and [`check`] say if a newer version of the crate has migrated. That is so in every rolling
//! deployment in which an old process is started again, and the host decides what it means. As migrations only add, the old version
//! works:
//!
//! ```no_run
//! # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
//! use diesel_stripe::{Error, migrations};
//!
//! match migrations::run(conn).await {
//!     Err(Error::NewerSchema { versions }) => eprintln!("an older version starts; newer migrations: {versions:?}"),
//!     result => drop(result?),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Columns that are new
//!
//! A migration that adds a column leaves it empty in the rows that are there, and a new version may read a column from other
//! places: [`Mirror::reproject`] fills it from the stored JSON, without Stripe and beside everything else. [`status`] says for which
//! tables that is due, and which mode the mirror has. Ask it after each run that returned migrations, and once more when the last
//! process of the old version has ended: rows that it wrote meanwhile are due too. Neither [`run`] nor [`check`] asks, because that
//! reads whole tables.

use std::fmt;
use std::time::Duration;

use diesel::Queryable;
use sha2::{Digest as _, Sha256};

use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, SqlDialect, Transaction, VERSIONS};
use crate::error::{Error, Result};
use crate::mirror::{Mirror, livemode_with, reproject_due};
use crate::model::Table;
use crate::sql::Statement;

mod apply;
mod create_table;
mod harness;
mod lock;
mod statements;

use apply::{Ddl, apply, names_are_free};
#[doc(hidden)]
pub use create_table::create_own_table;
pub use create_table::create_table;
pub use harness::{Source, source};
use lock::Held;

pub(crate) use lock::WAIT;

/// One step of the schema, the same in name and number for every database.
#[derive(PartialEq, Eq)]
pub struct Migration {
    /// Its number: `0001`. Migrations run in the order of their versions.
    pub version: &'static str,
    /// What it is about.
    pub name: &'static str,
    /// Whether its tables are in this build: those of a product area are, with the feature of its name.
    pub is_enabled: bool,
    postgres: &'static str,
    mysql: &'static str,
    sqlite: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        migration!($version, $name, true)
    };
    ($version:literal, $name:literal, $is_enabled:expr) => {
        Migration {
            version: $version,
            name: $name,
            is_enabled: $is_enabled,
            postgres: include_str!(concat!("../migrations/postgres/", $version, "_", $name, ".sql")),
            mysql: include_str!(concat!("../migrations/mysql/", $version, "_", $name, ".sql")),
            sqlite: include_str!(concat!("../migrations/sqlite/", $version, "_", $name, ".sql")),
        }
    };
}

/// All migrations, in their order: those of areas whose feature is off are known, and are not run.
pub const ALL: &[Migration] = &[
    migration!("0001", "mirror"),
    migration!("0002", "inbox"),
    migration!("0003", "calls"),
    migration!("0004", "core", cfg!(feature = "core")),
    migration!("0005", "billing", cfg!(feature = "billing")),
    migration!("0006", "checkout", cfg!(feature = "checkout")),
    migration!("0007", "connect", cfg!(feature = "connect")),
    migration!("0008", "fraud", cfg!(feature = "fraud")),
    migration!("0009", "issuing", cfg!(feature = "issuing")),
    migration!("0010", "misc", cfg!(feature = "misc")),
    migration!("0011", "payment", cfg!(feature = "payment")),
    migration!("0012", "product", cfg!(feature = "product")),
    migration!("0013", "terminal", cfg!(feature = "terminal")),
    migration!("0014", "treasury", cfg!(feature = "treasury")),
];

const VERSION_TABLE: &str = "stripe_schema_migrations";

/// Its SQL is long, and the same for all who have this version.
impl fmt::Debug for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Migration({}_{})", self.version, self.name)
    }
}

/// As it is named in errors and logs: `0001_mirror`.
impl fmt::Display for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.version, self.name)
    }
}

impl Migration {
    /// For tests of what migrations to come may do: `sql` for PostgreSQL, MySQL and SQLite.
    #[doc(hidden)]
    pub const fn new(version: &'static str, name: &'static str, sql: [&'static str; 3]) -> Self {
        let [postgres, mysql, sqlite] = sql;
        Migration { version, name, is_enabled: true, postgres, mysql, sqlite }
    }

    /// Its SQL for one database, to be run by any tool.
    pub fn sql(&self, dialect: SqlDialect) -> &'static str {
        match dialect {
            SqlDialect::Postgres => self.postgres,
            SqlDialect::Mysql => self.mysql,
            SqlDialect::Sqlite => self.sqlite,
        }
    }

    /// Its SQL with the statements that record that it was run: what to paste.
    pub fn script(&self, dialect: SqlDialect) -> String {
        let sql = self.sql(dialect).trim();
        format!("-- {self}\n{VERSIONS};\n{sql}\n{};\n", self.record(dialect))
    }

    /// The SHA-256 of its SQL for one database, in hexadecimal digits. The line endings of a checkout are no difference.
    pub fn hash(&self, dialect: SqlDialect) -> String {
        let text = self.sql(dialect).replace("\r\n", "\n");
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn record(&self, dialect: SqlDialect) -> String {
        let hash = self.hash(dialect);
        format!("INSERT INTO stripe_schema_migrations (version, hash) VALUES ('{}', '{hash}')", self.version)
    }
}

/// Runs the pending migrations, and returns them: where there were any,
/// [`Mirror::reproject_due`](crate::mirror::Mirror::reproject_due) tells which tables' columns are to be filled. Any number of
/// processes may call it at once: one runs them, the others wait. With nothing pending it only reads. See
/// [what an upgrade may rely on](self#what-an-upgrade-may-rely-on).
///
/// # Errors
/// Before anything is changed: [`Error::NewerSchema`] if a newer version of the crate has migrated, [`Error::MigrationEdited`],
/// [`Error::NameTaken`], [`Error::Migration`] if the tables are in another schema of the `search_path`; and
/// [`Error::MigrationLocked`] if another process has not come to an end within five minutes. [`Error::Database`] says which
/// statement of which migration failed: call it again, it goes on there.
pub async fn run(conn: &mut impl MirrorConnection) -> Result<Vec<&'static Migration>> {
    run_with(&mut Async::new(conn), ALL, WAIT).await
}

/// [`run`], which waits at most so long for another process that migrates. On SQLite, the connection's `busy_timeout` says how long.
///
/// # Errors
/// Those of [`run`].
pub async fn run_within(conn: &mut impl MirrorConnection, wait: Duration) -> Result<Vec<&'static Migration>> {
    run_with(&mut Async::new(conn), ALL, wait).await
}

/// [`run`] of other migrations than [`ALL`]: for tests of what migrations to come may do.
#[doc(hidden)]
pub async fn run_these(conn: &mut impl MirrorConnection, all: &'static [Migration]) -> Result<Vec<&'static Migration>> {
    run_with(&mut Async::new(conn), all, WAIT).await
}

/// The migrations that have not run yet. Changes nothing.
///
/// # Errors
/// [`Error::Database`], and those of [`run`] that come before anything is changed, but for [`Error::NewerSchema`] and
/// [`Error::NameTaken`] for others than `stripe_schema_migrations`.
pub async fn pending(conn: &mut impl MirrorConnection) -> Result<Vec<&'static Migration>> {
    pending_with(&mut Async::new(conn)).await
}

/// Fails if there are pending migrations, and says what to do. For a host that runs them by a tool of its own. Changes nothing.
///
/// # Errors
/// [`Error::Migration`], whose text holds the SQL to paste; [`Error::NewerSchema`]; [`Error::NameTaken`]; and those of [`pending`].
pub async fn check(conn: &mut impl MirrorConnection) -> Result<()> {
    check_with(&mut Async::new(conn)).await
}

/// What there is to know of the tables before a program uses them: see [`status`]. Its `Display` is a line for each.
#[derive(Debug, Clone)]
pub struct Status {
    /// The migrations that have not run yet. If there are any, nothing else is known.
    pub pending: Vec<&'static Migration>,
    /// Versions that have run and that this version of the crate does not know: a newer one made the tables.
    pub newer: Vec<String>,
    /// Whether the mirror is of live objects or of test ones; `None` if [nobody has said it](crate::mirror#live-or-test).
    pub livemode: Option<bool>,
    /// The tables, a host's among them, for which [`Mirror::reproject`] is due.
    pub reproject_due: Vec<&'static Table>,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |names: Vec<&str>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let pending = self.pending.iter().map(|migration| migration.version).collect();
        writeln!(f, "pending migrations: {}", names(pending))?;
        if !self.newer.is_empty() {
            writeln!(f, "migrations of a newer version: {}", self.newer.join(", "))?;
        }
        let mode = match self.livemode {
            Some(true) => "live",
            Some(false) => "test",
            None => "not said yet",
        };
        writeln!(f, "mode: {mode}")?;
        writeln!(f, "to be reprojected: {}", names(self.reproject_due.iter().map(|table| table.name).collect()))
    }
}

/// What there is to know of a mirror's tables before a program uses them. Changes nothing. Where a declaration's `projection` was
/// counted up, it reads whole tables.
///
/// # Errors
/// Those of [`pending`].
///
/// ```no_run
/// # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
/// use diesel_stripe::{migrations, mirror::Mirror};
///
/// let status = migrations::status(conn, &Mirror::default()).await?;
/// println!("{status}");
/// for table in status.reproject_due {
///     Mirror::default().reproject(conn, table).await?;
/// }
/// # Ok(())
/// # }
/// ```
pub async fn status(conn: &mut impl MirrorConnection, mirror: &Mirror) -> Result<Status> {
    status_with(&mut Async::new(conn), mirror).await
}

pub(crate) async fn status_with<E: Executor>(exec: &mut E, mirror: &Mirror) -> Result<Status> {
    let Survey { pending, newer } = survey(exec, ALL).await?;
    if !pending.is_empty() {
        return Ok(Status { pending, newer, livemode: None, reproject_due: Vec::new() });
    }
    let livemode = livemode_with(exec).await?;
    Ok(Status { pending, newer, livemode, reproject_due: reproject_due(mirror, exec).await? })
}

#[derive(Debug, Queryable)]
struct Recorded {
    version: String,
    hash: String,
}

crate::__row!(Recorded, (diesel::sql_types::Text, diesel::sql_types::Text));

/// The migrations whose tables are in this build.
fn enabled(all: &'static [Migration]) -> impl Iterator<Item = &'static Migration> {
    all.iter().filter(|migration| migration.is_enabled)
}

/// What the version table says.
struct Survey {
    pending: Vec<&'static Migration>,
    newer: Vec<String>,
}

const READING: &str = "reading stripe_schema_migrations";

/// Reads what has run. No statement of it fails because the table is missing: that would end the host's transaction.
async fn survey<E: Executor>(exec: &mut E, all: &'static [Migration]) -> Result<Survey> {
    is_in_one_schema(exec).await?;
    if !exec.holds(&E::DB::has_relation(VERSION_TABLE)).await.map_err(Error::database(READING))? {
        return Ok(Survey { pending: enabled(all).collect(), newer: Vec::new() });
    }
    names_are_free(exec, &[]).await?;
    let mut select = Statement::new(false);
    select.sql("SELECT version, hash FROM stripe_schema_migrations ORDER BY version");
    let recorded: Vec<Recorded> = exec.load(select).await.map_err(Error::database(READING))?;
    let mut pending: Vec<&Migration> = enabled(all).collect();
    let mut newer = Vec::new();
    for Recorded { version, hash } in recorded {
        let Some(migration) = all.iter().find(|migration| migration.version == version) else {
            newer.push(version);
            continue;
        };
        if migration.hash(E::DB::DIALECT) != hash {
            return Err(Error::MigrationEdited { migration: migration.to_string() });
        }
        pending.retain(|pending| pending.version != version);
    }
    Ok(Survey { pending, newer })
}

/// Fails if the version table that a statement finds is not where tables would be made.
async fn is_in_one_schema<D: Ddl>(ddl: &mut D) -> Result<()> {
    let Some(elsewhere) = D::DB::VERSIONS_ELSEWHERE else { return Ok(()) };
    if ddl.holds(&format!("NOT EXISTS ({elsewhere})")).await.map_err(Error::database(READING))? {
        return Ok(());
    }
    let schema = ddl.text(elsewhere).await.map_err(Error::database(READING))?;
    Err(Error::Migration(format!(
        "diesel-stripe's tables are not in the schema in which tables are made, current_schema(), but in another one of the          search_path{}: set the connection's search_path so that the schema of the tables comes first, or to the one schema in          which they are to be made",
        schema.map(|schema| format!(" ({schema})")).unwrap_or_default()
    )))
}

pub(crate) async fn pending_with<E: Executor>(exec: &mut E) -> Result<Vec<&'static Migration>> {
    Ok(survey(exec, ALL).await?.pending)
}

pub(crate) async fn check_with<E: Executor>(exec: &mut E) -> Result<()> {
    let Survey { pending, newer } = survey(exec, ALL).await?;
    if !newer.is_empty() {
        return Err(Error::NewerSchema { versions: newer });
    }
    if pending.is_empty() {
        return Ok(());
    }
    names_are_free(exec, &pending).await?;
    let names: Vec<String> = pending.iter().map(ToString::to_string).collect();
    let scripts: Vec<String> = pending.iter().map(|migration| migration.script(E::DB::DIALECT)).collect();
    Err(Error::Migration(format!(
        "diesel-stripe's tables are not those of this version: {} pending. Call `diesel_stripe::migrations::run(&mut conn)` at \
         start, or run this SQL:\n\n{}",
        names.join(", "),
        scripts.join("\n")
    )))
}

/// What is to be run, unless it is found that it must not be.
async fn to_run<E: Executor>(exec: &mut E, all: &'static [Migration]) -> Result<Vec<&'static Migration>> {
    let Survey { pending, newer } = survey(exec, all).await?;
    if newer.is_empty() { Ok(pending) } else { Err(Error::NewerSchema { versions: newer }) }
}

pub(crate) async fn run_with<E: Executor>(
    exec: &mut E,
    all: &'static [Migration],
    wait: Duration,
) -> Result<Vec<&'static Migration>> {
    const DOING: &str = "the migrations";
    let pending = to_run(exec, all).await?;
    if pending.is_empty() {
        return Ok(pending);
    }
    names_are_free(exec, &pending).await?;
    let lock = E::DB::MIGRATION_LOCK;
    for statement in lock.before {
        exec.statement(statement).await.map_err(Error::database("preparing the migrations"))?;
    }
    if !E::DB::DDL_IN_TRANSACTION {
        return locked(exec, all, wait).await;
    }
    let transaction = Transaction::of(exec);
    transaction.begin(exec, DOING).await?;
    let result = match lock.first.filter(|_| transaction.is_outermost()) {
        Some(first) => exec.statement(first).await.map_err(Error::database("preparing the migrations")),
        None => Ok(()),
    };
    let result = match result {
        Ok(()) => locked(exec, all, wait).await,
        Err(error) => Err(error),
    };
    transaction.end(exec, DOING, result).await
}

async fn locked<E: Executor>(
    exec: &mut E,
    all: &'static [Migration],
    wait: Duration,
) -> Result<Vec<&'static Migration>> {
    let held = Held::take(exec, wait).await?;
    let result = run_pending(exec, &held, all).await;
    // What failed says more than that the lock, then, could not be given back.
    let released = held.release(exec).await;
    let ran = result?;
    released.map(|()| ran)
}

async fn run_pending<E: Executor>(
    exec: &mut E,
    held: &Held,
    all: &'static [Migration],
) -> Result<Vec<&'static Migration>> {
    exec.statement(VERSIONS).await.map_err(Error::database("making stripe_schema_migrations"))?;
    // Another process may have run them meanwhile.
    let pending = to_run(exec, all).await?;
    for migration in &pending {
        apply(exec, held, migration).await?;
    }
    Ok(pending)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A checkout may write them otherwise, and the hash is recorded in databases.
    #[test]
    fn line_endings_are_no_difference_and_everything_else_is() {
        let of = |sql| Migration::new("0001", "a", [sql; 3]).hash(SqlDialect::Mysql);
        let hash = of("CREATE TABLE a (\n    id TEXT\n);\n");
        assert_eq!(hash, "b4dff15f8788e5f073965fe1456e2a6abcd376dd3619ced6d759acee772a48c2");
        assert_eq!(of("CREATE TABLE a (\r\n    id TEXT\r\n);\r\n"), hash);
        assert_ne!(of("CREATE TABLE a (\n    id  TEXT\n);\n"), hash);
    }

    #[test]
    fn versions_are_in_order_and_there_once() {
        assert!(ALL.windows(2).all(|two| two[0].version < two[1].version));
    }
}
