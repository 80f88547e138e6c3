//! The mirror's tables: run the migrations, see which are pending, or print their SQL for the host's own tool.
//!
//! Migrations only add; none drops or rewrites what is there. They keep their versions in a table of their own,
//! `stripe_schema_migrations`, so the host's `diesel migration` commands are undisturbed.
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
//! A migration that adds a column leaves it empty in the rows that are there, and a new version may read a column from other
//! places: [`Mirror::reproject`] fills it from the stored JSON, without Stripe and beside everything else. [`status`] says for which
//! tables that is due, and which mode the mirror has. Ask it after each run that returned migrations; neither [`run`] nor [`check`]
//! does, because it reads whole tables.

use std::fmt;

use diesel::Queryable;

use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, SqlDialect, Statement, Transaction};
use crate::error::{Error, Result};
use crate::mirror::{Mirror, livemode_with, reproject_due};
use crate::model::Table;

mod create_table;

pub use create_table::create_table;

/// One step of the schema, the same in name and number for every database.
#[derive(PartialEq, Eq)]
pub struct Migration {
    /// Its number: `0001`. Migrations run in the order of their versions.
    pub version: &'static str,
    /// What it is about.
    pub name: &'static str,
    postgres: &'static str,
    mysql: &'static str,
    sqlite: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            postgres: include_str!(concat!("../migrations/postgres/", $version, "_", $name, ".sql")),
            mysql: include_str!(concat!("../migrations/mysql/", $version, "_", $name, ".sql")),
            sqlite: include_str!(concat!("../migrations/sqlite/", $version, "_", $name, ".sql")),
        }
    };
}

/// All migrations, in their order.
pub const ALL: &[Migration] = &[migration!("0001", "mirror"), migration!("0002", "inbox"), migration!("0003", "calls")];

/// The version table, in SQL that all three databases read.
pub(crate) const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS stripe_schema_migrations \
     (version VARCHAR(50) NOT NULL PRIMARY KEY, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

/// Its SQL is long, and the same for all who have this version.
impl fmt::Debug for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Migration({}_{})", self.version, self.name)
    }
}

impl Migration {
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
        format!(
            "-- {}_{}\n{VERSIONS};\n{}\nINSERT INTO stripe_schema_migrations (version) VALUES ('{}');\n",
            self.version,
            self.name,
            self.sql(dialect).trim(),
            self.version
        )
    }
}

/// Runs the pending migrations, and returns them: where there were any,
/// [`Mirror::reproject_due`](crate::mirror::Mirror::reproject_due) tells which tables' columns are to be filled. Any number of processes may call it at once: one runs them, the others wait.
///
/// On PostgreSQL and SQLite all of it is one transaction. MySQL commits each statement; a migration that was interrupted there
/// is completed by the next run.
///
/// # Errors
/// [`Error::Database`] says which migration failed.
pub async fn run(conn: &mut impl MirrorConnection) -> Result<Vec<&'static Migration>> {
    run_with(&mut Async::new(conn)).await
}

/// The migrations that have not run yet. Changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn pending(conn: &mut impl MirrorConnection) -> Result<Vec<&'static Migration>> {
    pending_with(&mut Async::new(conn)).await
}

/// Fails if there are pending migrations, and says what to do. For a host that runs them by a tool of its own.
///
/// # Errors
/// [`Error::Migration`], whose text holds the SQL to paste.
pub async fn check(conn: &mut impl MirrorConnection) -> Result<()> {
    check_with(&mut Async::new(conn)).await
}

/// What there is to know of the tables before a program uses them: see [`status`]. Its `Display` is a line for each.
#[derive(Debug, Clone)]
pub struct Status {
    /// The migrations that have not run yet. If there are any, nothing else is known.
    pub pending: Vec<&'static Migration>,
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
/// [`Error::Database`].
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
    let pending = pending_with(exec).await?;
    if !pending.is_empty() {
        return Ok(Status { pending, livemode: None, reproject_due: Vec::new() });
    }
    let livemode = livemode_with(exec).await?;
    Ok(Status { pending, livemode, reproject_due: reproject_due(mirror, exec).await? })
}

#[derive(Debug, Queryable)]
struct Version {
    version: String,
}

crate::__row!(Version, (diesel::sql_types::Text,));

pub(crate) async fn pending_with<E: Executor>(exec: &mut E) -> Result<Vec<&'static Migration>> {
    // Whether the version table exists is asked in words that never fail: a failed statement would end the host's transaction.
    let exists = match E::DB::DIALECT {
        SqlDialect::Postgres => {
            "SELECT tablename::text FROM pg_tables WHERE tablename = 'stripe_schema_migrations' \
             AND schemaname = ANY (current_schemas(false))"
        }
        SqlDialect::Mysql => {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() \
             AND table_name = 'stripe_schema_migrations'"
        }
        SqlDialect::Sqlite => "SELECT name FROM sqlite_master WHERE name = 'stripe_schema_migrations'",
    };
    if versions(exec, exists).await?.is_empty() {
        return Ok(ALL.iter().collect());
    }
    let applied = versions(exec, "SELECT version FROM stripe_schema_migrations").await?;
    Ok(ALL.iter().filter(|migration| !applied.iter().any(|version| version == migration.version)).collect())
}

async fn versions<E: Executor>(exec: &mut E, select: &str) -> Result<Vec<String>> {
    let mut statement = Statement::new(false);
    statement.sql(select);
    let rows = exec.load::<Version>(statement).await.map_err(Error::database("reading stripe_schema_migrations"))?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

pub(crate) async fn check_with<E: Executor>(exec: &mut E) -> Result<()> {
    let pending = pending_with(exec).await?;
    if pending.is_empty() {
        return Ok(());
    }
    let names: Vec<String> =
        pending.iter().map(|migration| format!("{}_{}", migration.version, migration.name)).collect();
    let scripts: Vec<String> = pending.iter().map(|migration| migration.script(E::DB::DIALECT)).collect();
    Err(Error::Migration(format!(
        "diesel-stripe's tables are not those of this version: {} pending. Call `diesel_stripe::migrations::run(&mut conn)` at \
         start, or run this SQL:\n\n{}",
        names.join(", "),
        scripts.join("\n")
    )))
}

pub(crate) async fn run_with<E: Executor>(exec: &mut E) -> Result<Vec<&'static Migration>> {
    let [before, within, after] = E::DB::MIGRATION_LOCK;
    all(exec, before).await?;
    let result = if E::DB::DDL_IN_TRANSACTION {
        const DOING: &str = "the migrations";
        let transaction = Transaction::of(exec);
        transaction.begin(exec, DOING).await?;
        let result = locked(exec, within).await;
        transaction.end(exec, DOING, result).await
    } else {
        locked(exec, within).await
    };
    // What failed says more than that the lock, then, could not be given back.
    let released = all(exec, after).await;
    let ran = result?;
    released.map(|()| ran)
}

async fn locked<E: Executor>(exec: &mut E, lock: &[&str]) -> Result<Vec<&'static Migration>> {
    all(exec, lock).await?;
    all(exec, &[VERSIONS]).await?;
    let pending = pending_with(exec).await?;
    for migration in &pending {
        let doing = || format!("running the migration {}_{}", migration.version, migration.name);
        exec.batch(migration.sql(E::DB::DIALECT)).await.map_err(|source| Error::database(doing())(source))?;
        let mut insert = Statement::new(false);
        insert.sql("INSERT INTO stripe_schema_migrations (version) VALUES (").text(migration.version).sql(")");
        exec.execute(insert).await.map_err(|source| Error::database(doing())(source))?;
        tracing::info!(version = migration.version, name = migration.name, "migrated");
    }
    Ok(pending)
}

async fn all<E: Executor>(exec: &mut E, statements: &[&str]) -> Result<()> {
    for statement in statements {
        exec.batch(statement).await.map_err(Error::database("preparing the migrations"))?;
    }
    Ok(())
}
