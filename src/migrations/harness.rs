//! The migrations for Diesel's own harness: the crate `diesel_migrations`, and diesel-async's `AsyncMigrationHarness`.

use std::fmt;

use diesel::QueryResult;
use diesel::connection::BoxableConnection;
use diesel::migration::{self, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion};

use super::apply::{Ddl, apply, names_are_free};
use super::lock::{Held, WAIT};
use super::{ALL, Migration, enabled};
use crate::database::{Dialect, VERSIONS, ready};
use crate::error::{Error, Result};

/// The migrations as Diesel's [`MigrationSource`]: see [`source`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Source;

/// The migrations for Diesel's harness, for a host that runs its own ones by it: for each backend, and for any connection of it.
///
/// ```no_run
/// # use diesel::SqliteConnection;
/// # use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
/// # fn example(
/// #     conn: &mut SqliteConnection, async_conn: SyncConnectionWrapper<SqliteConnection>,
/// # ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// use diesel_async::AsyncMigrationHarness;
/// use diesel_migrations::MigrationHarness;
///
/// conn.run_pending_migrations(diesel_stripe::migrations::source())?;
/// // With diesel-async:
/// AsyncMigrationHarness::new(async_conn).run_pending_migrations(diesel_stripe::migrations::source())?;
/// # Ok(())
/// # }
/// ```
///
/// It works beside [`run`](super::run): each records what it did in `stripe_schema_migrations`, does nothing where the other was
/// first, and refuses the same ([edited migrations](Error::MigrationEdited), [names that are taken](Error::NameTaken)). After `run`
/// has run them, the harness counts them as pending until it has been called once.
///
/// The harness records them in the host's `__diesel_schema_migrations` too, as `00000000000000_stripe_0001` and so on: that is no
/// version a file can have, and sorts before those that begin with a date, so that `diesel migration revert` and `redo` go on to
/// find the host's last one. They cannot be reverted: `revert_all_migrations`, and `diesel migration revert --all`, stop at them.
///
/// The harness itself is for one process at a time. Where several start at once, call [`run`](super::run).
pub fn source() -> Source {
    Source
}

impl<DB: Dialect> MigrationSource<DB> for Source {
    fn migrations(&self) -> migration::Result<Vec<Box<dyn migration::Migration<DB>>>> {
        let all = enabled(ALL).map(|migration| Box::new(Harnessed::of::<DB>(migration)) as _);
        Ok(all.collect())
    }
}

struct Harnessed {
    migration: &'static Migration,
    name: Name,
    metadata: Metadata,
}

struct Name {
    version: String,
    name: &'static str,
}

struct Metadata {
    run_in_transaction: bool,
}

impl Harnessed {
    fn of<DB: Dialect>(migration: &'static Migration) -> Self {
        let version = format!("00000000000000_stripe_{}", migration.version);
        let name = Name { version, name: migration.name };
        // MySQL would commit the harness's transaction at the first statement.
        Harnessed { migration, name, metadata: Metadata { run_in_transaction: DB::DDL_IN_TRANSACTION } }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.version, self.name)
    }
}

impl MigrationName for Name {
    fn version(&self) -> MigrationVersion<'_> {
        MigrationVersion::from(&self.version)
    }
}

impl MigrationMetadata for Metadata {
    fn run_in_transaction(&self) -> bool {
        self.run_in_transaction
    }
}

impl<DB: Dialect> migration::Migration<DB> for Harnessed {
    fn run(&self, conn: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Ok(ready(run(&mut Texts { conn }, self.migration))?)
    }

    fn revert(&self, _: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Err(Box::new(Error::Migration(format!(
            "diesel-stripe's migration {} is not reverted: its tables hold what Stripe sent. To be rid of them, drop the tables \
             stripe_* by hand, and delete the versions 00000000000000_stripe_* from __diesel_schema_migrations",
            self.migration
        ))))
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &self.metadata
    }

    fn name(&self) -> &dyn MigrationName {
        &self.name
    }
}

async fn run<DB: Dialect>(ddl: &mut Texts<'_, DB>, migration: &Migration) -> Result<()> {
    // Where a transaction takes back what it made, it writes first: on SQLite, one that begins by reading may not write any more.
    if !DB::DDL_IN_TRANSACTION {
        unrecorded_names_are_free(ddl).await?;
    }
    for statement in DB::MIGRATION_LOCK.before {
        ddl.statement(statement).await.map_err(Error::database("preparing the migrations"))?;
    }
    let held = Held::take(ddl, WAIT).await?;
    let result = locked(ddl, &held, migration).await;
    let released = held.release(ddl).await;
    result.and(released)
}

async fn locked<DB: Dialect>(ddl: &mut Texts<'_, DB>, held: &Held, migration: &Migration) -> Result<()> {
    if DB::DDL_IN_TRANSACTION {
        unrecorded_names_are_free(ddl).await?;
    }
    ddl.statement(VERSIONS).await.map_err(Error::database("preparing the migrations"))?;
    if !is_recorded(ddl, migration).await? {
        return apply(ddl, held, migration).await;
    }
    let hash = migration.hash(DB::DIALECT);
    let is_same = format!(
        "EXISTS (SELECT 1 FROM stripe_schema_migrations WHERE version = '{}' AND hash = '{hash}')",
        migration.version
    );
    match ddl.holds(&is_same).await.map_err(Error::database("reading stripe_schema_migrations"))? {
        true => Ok(()),
        false => Err(Error::MigrationEdited { migration: migration.to_string() }),
    }
}

async fn unrecorded_names_are_free<DB: Dialect>(ddl: &mut Texts<'_, DB>) -> Result<()> {
    super::is_in_one_schema(ddl).await?;
    names_are_free(ddl, &[]).await?;
    let mut unrecorded = Vec::new();
    for migration in ALL {
        if !is_recorded(ddl, migration).await? {
            unrecorded.push(migration);
        }
    }
    names_are_free(ddl, &unrecorded).await
}

async fn is_recorded<DB: Dialect>(ddl: &mut Texts<'_, DB>, migration: &Migration) -> Result<bool> {
    let doing = || Error::database("reading stripe_schema_migrations");
    // Where the table is missing, a condition that names it could not be asked.
    if ddl.holds(&format!("NOT {}", DB::has_relation(super::VERSION_TABLE))).await.map_err(doing())? {
        return Ok(false);
    }
    let is_new = format!("NOT EXISTS (SELECT 1 FROM stripe_schema_migrations WHERE version = '{}')", migration.version);
    Ok(!ddl.holds(&is_new).await.map_err(doing())?)
}

/// The connection that the harness lends: of its type nothing is known, and so it executes text and returns no rows.
struct Texts<'c, DB: Dialect> {
    conn: &'c mut dyn BoxableConnection<DB>,
}

impl<DB: Dialect> Texts<'_, DB> {
    /// Succeeds if the condition holds, and fails otherwise, on all databases: the number is out of range.
    fn demand(&mut self, condition: &str) -> QueryResult<()> {
        let sql = format!("SELECT ABS(-9223372036854775807 - CASE WHEN {condition} THEN 0 ELSE 1 END)");
        if !DB::DDL_IN_TRANSACTION {
            return self.conn.batch_execute(&sql);
        }
        // PostgreSQL ends the transaction at an error.
        self.conn.batch_execute("SAVEPOINT diesel_stripe_asks")?;
        let result = self.conn.batch_execute(&sql);
        if result.is_err() {
            self.conn.batch_execute("ROLLBACK TO SAVEPOINT diesel_stripe_asks")?;
        }
        self.conn.batch_execute("RELEASE SAVEPOINT diesel_stripe_asks")?;
        result
    }
}

impl<DB: Dialect> Ddl for Texts<'_, DB> {
    type DB = DB;

    async fn statement(&mut self, sql: &str) -> QueryResult<()> {
        self.conn.batch_execute(sql)
    }

    async fn holds(&mut self, condition: &str) -> QueryResult<bool> {
        let Err(error) = self.demand(condition) else { return Ok(true) };
        // If it failed for another reason than the condition, the opposite fails too.
        self.demand(&format!("NOT ({condition})")).map(|()| false).map_err(|_| error)
    }

    async fn text(&mut self, _: &str) -> QueryResult<Option<String>> {
        Ok(None)
    }
}
