//! What a migration needs of a connection, and how one is applied: the same for [`run`](super::run) and for Diesel's harness.

use std::collections::BTreeSet;

use diesel::QueryResult;
use diesel::Queryable;

use super::Migration;
use super::lock::Held;
use super::statements::{Makes, is_made, is_taken, makes, statements};
use crate::database::sealed::Words;
use crate::database::{Dialect, Executor, Faster, VERSIONS};
use crate::error::{Error, Result};
use crate::sql::Statement;

/// A connection that executes text and answers whether a condition holds. Diesel's harness gives no more.
pub(super) trait Ddl {
    type DB: Dialect;

    /// Executes one statement.
    async fn statement(&mut self, sql: &str) -> QueryResult<()>;
    /// Whether a condition, in SQL, holds. It is `TRUE` or `FALSE`, and the same if asked twice.
    async fn holds(&mut self, condition: &str) -> QueryResult<bool>;
    /// The first row of a query of one text; `None` also where the connection gives no rows.
    async fn text(&mut self, select: &str) -> QueryResult<Option<String>>;
}

#[derive(Debug, Queryable)]
pub(super) struct Text {
    pub(super) text: String,
}

crate::__row!(Text, (diesel::sql_types::Text,));

impl<E: Executor> Ddl for E {
    type DB = E::DB;

    async fn statement(&mut self, sql: &str) -> QueryResult<()> {
        self.batch(sql).await
    }

    async fn holds(&mut self, condition: &str) -> QueryResult<bool> {
        let answer = self.text(&format!("SELECT CASE WHEN {condition} THEN 'yes' ELSE 'no' END")).await?;
        Ok(answer.as_deref() == Some("yes"))
    }

    async fn text(&mut self, select: &str) -> QueryResult<Option<String>> {
        let mut statement = Statement::new(false);
        statement.sql(select);
        Ok(self.load::<Text>(statement).await?.into_iter().next().map(|row| row.text))
    }
}

/// Fails if a table (or an index, or a view) that is not ours has a name that these migrations need, or that keeps the migrations
/// themselves. A table is ours if it has all columns: what an interrupted migration has made is known by that.
pub(super) async fn names_are_free<D: Ddl>(ddl: &mut D, migrations: &[&Migration]) -> Result<()> {
    let dialect = D::DB::DIALECT;
    let own = D::DB::MIGRATION_LOCK.before.iter().map(|statement| (*statement).to_owned()).chain([VERSIONS.to_owned()]);
    let all = migrations.iter().flat_map(|migration| statements(migration.sql(dialect)));
    let names: Vec<(String, String)> = own.chain(all).filter_map(|statement| is_taken::<D::DB>(&statement)).collect();
    let mut taken = BTreeSet::new();
    // Few enough that no statement's depth or length is too much for SQLite.
    for names in names.chunks(20) {
        let any = names.iter().map(|(_, is_taken)| format!("({is_taken})")).collect::<Vec<_>>().join(" OR ");
        if holds(ddl, &format!("NOT ({any})")).await? {
            continue;
        }
        for (name, is_taken) in names {
            if holds(ddl, is_taken).await? {
                taken.insert(name.clone());
            }
        }
    }
    if taken.is_empty() { Ok(()) } else { Err(Error::NameTaken { names: taken.into_iter().collect() }) }
}

async fn holds<D: Ddl>(ddl: &mut D, condition: &str) -> Result<bool> {
    ddl.holds(condition).await.map_err(Error::database("looking whether the names of diesel-stripe's tables are free"))
}

/// What chooses a faster compression for the objects' JSON in the tables that these statements make. It depends on the server, and so it
/// is no part of the migration's text.
fn compressions<D: Ddl>(statements: &[String]) -> Vec<Faster> {
    const JSON: &str = "stripe_data";
    let tables = statements.iter().filter_map(|statement| match makes(statement) {
        Makes::Table { name, columns } if columns.contains(&JSON) => Some(name),
        _ => None,
    });
    tables.filter_map(|table| D::DB::compress_faster(table, JSON)).collect()
}

/// Runs a migration, statement by statement, and records it. Where it was interrupted before, it goes on.
pub(super) async fn apply<D: Ddl>(ddl: &mut D, held: &Held, migration: &Migration) -> Result<()> {
    let statements = statements(migration.sql(D::DB::DIALECT));
    for (n, statement) in statements.iter().enumerate() {
        let doing = || format!("running statement {} of {} of the migration {migration}", n + 1, statements.len());
        let failed = |source| Error::database(doing())(source);
        held.renew(ddl).await?;
        let made = is_made::<D::DB>(statement);
        if let Some(is_made) = &made
            && ddl.holds(is_made).await.map_err(failed)?
        {
            continue;
        }
        if let Err(error) = ddl.statement(statement).await {
            // A process whose lock was taken over, because the statement took longer than the lock lasts, may have made it.
            let Some(is_made) = made.filter(|_| !D::DB::DDL_IN_TRANSACTION) else { return Err(failed(error)) };
            if !ddl.holds(&is_made).await.is_ok_and(|is_made| is_made) {
                return Err(failed(error));
            }
        }
    }
    held.renew(ddl).await?;
    let faster = compressions::<D>(&statements);
    let compressing =
        || Error::database(format!("choosing the compression of stripe_data for the migration {migration}"));
    if let Some(first) = faster.first()
        && ddl.holds(first.is_possible).await.map_err(compressing())?
    {
        for faster in &faster {
            ddl.statement(&faster.statement).await.map_err(compressing())?;
        }
    }
    let record = migration.record(D::DB::DIALECT);
    ddl.statement(&record)
        .await
        .map_err(|source| Error::database(format!("recording the migration {migration}"))(source))?;
    tracing::info!(version = migration.version, name = migration.name, "migrated");
    Ok(())
}
