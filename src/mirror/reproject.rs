//! Columns written anew from the stored JSON, without Stripe.

use chrono::Utc;
use diesel::Queryable;
use serde_json::Value;

use super::Mirror;
use super::write::key_of;
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result};
use crate::model::{Column, Table};
use crate::projection::Record;
use crate::sql::{Cell, ColumnType, Statement, quoted};
use crate::stripe_data::{Origin, Snapshot};

/// How many rows are read at once.
const BATCH: usize = 200;

/// What became of the rows of a table whose columns an older declaration had written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reprojected {
    /// Rows whose columns were written anew.
    pub rewritten: usize,
    /// Rows that somebody else wrote at the same time: those have columns of the declaration of whoever wrote them.
    pub written_meanwhile: usize,
    /// Rows whose JSON cannot be read any more. The log names them; they keep their columns.
    pub unreadable: usize,
}

/// A row with columns of an older declaration. `object` is the kind in tables of any kind, otherwise it says nothing.
#[derive(Debug, Queryable)]
struct Outdated {
    object: String,
    id: String,
    stripe_account: String,
    revision: i64,
    stripe_data: Value,
}

crate::__row!(
    Outdated,
    (
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::Text,
        diesel::sql_types::BigInt,
        crate::sql_types::Json,
    )
);

/// Written by the mirror itself, whatever the columns are.
const KEPT: [&str; 8] =
    ["stripe_data", "api_version", "observed_from", "observed_to", "revision", "fingerprint", "deleted", "synced_at"];

pub(crate) async fn due<E: Executor>(mirror: &Mirror, exec: &mut E) -> Result<Vec<&'static Table>> {
    let mut due = Vec::new();
    // What was never declared otherwise has no older rows.
    for table in mirror.all_tables().filter(|table| table.projection > 1) {
        let mut select = select::<E>(table);
        select.sql(" LIMIT 1");
        let doing = || format!("looking for outdated columns in {}", table.name);
        let rows: Vec<Outdated> = exec.load(select).await.map_err(|source| Error::database(doing())(source))?;
        due.extend((!rows.is_empty()).then_some(table));
    }
    Ok(due)
}

pub(crate) async fn reproject<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    table: &'static Table,
) -> Result<Reprojected> {
    let mut done = Reprojected::default();
    let mut after: Option<Vec<Cell>> = None;
    loop {
        let quote = E::DB::QUOTE;
        let mut next = select::<E>(table);
        if let Some(key) = after {
            next.sql(format!(" AND ({}) > (", quoted(table.key.iter().copied(), quote)));
            for (n, cell) in key.into_iter().enumerate() {
                next.sql(if n > 0 { ", " } else { "" }).bind(ColumnType::Text, cell);
            }
            next.sql(")");
        }
        next.sql(format!(" ORDER BY {} LIMIT {BATCH}", quoted(table.key.iter().copied(), quote)));
        let doing = || format!("reading {BATCH} rows of {} to write their columns anew", table.name);
        let rows: Vec<Outdated> = exec.load(next).await.map_err(|source| Error::database(doing())(source))?;
        let Some(last) = rows.last() else { break };
        after = Some(key(table, last));
        for row in rows {
            match record(mirror, table, &row) {
                Ok(record) => match rewrite(mirror, exec, table, &row, record).await? {
                    true => done.rewritten += 1,
                    false => done.written_meanwhile += 1,
                },
                Err(error) => {
                    tracing::warn!(%error, table = table.name, id = row.id, "its columns are not written anew");
                    done.unreadable += 1;
                }
            }
        }
    }
    tracing::info!(table = table.name, ?done, "columns written anew");
    Ok(done)
}

/// Rows that an older declaration wrote.
fn select<E: Executor>(table: &Table) -> Statement {
    let object = if table.object.is_none() { "object" } else { "id" };
    let columns = quoted([object, "id", "stripe_account", "revision", "stripe_data"], E::DB::QUOTE);
    let mut select = Statement::new(true);
    select.sql(format!("SELECT {columns} FROM {} WHERE projection < ", table.name));
    select.bind(ColumnType::BigInt, Cell::BigInt(table.projection));
    select
}

fn key(table: &Table, row: &Outdated) -> Vec<Cell> {
    key_of(table, &row.object, &row.id, &row.stripe_account)
}

fn record(mirror: &Mirror, table: &'static Table, row: &Outdated) -> Result<Record> {
    let origin = Origin::read_at(Utc::now()).stripe_account(&row.stripe_account);
    let snapshot = Snapshot::read(row.stripe_data.to_string().into(), origin)?;
    mirror.record(table, &snapshot.known_by(mirror.kinds))
}

/// Writes a row's columns, if it is still as it was read; whether it was. Its content stays what it is, and so does its
/// `revision`.
async fn rewrite<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    table: &'static Table,
    row: &Outdated,
    record: Record,
) -> Result<bool> {
    let quote = E::DB::QUOTE;
    // Older API versions leave a child's parent out of its JSON; the column has it from the parent.
    let parents = mirror.parents_of(table);
    let is_kept = |column: &Column| table.key.contains(&column.name) || KEPT.contains(&column.name);
    let written = table.all_columns().zip(record.cells).filter(|(column, cell)| {
        let is_parents = || parents.iter().any(|(_, parent)| *parent == column.name);
        !is_kept(column) && (*cell != Cell::Null || !(is_parents() || column.inherited().next().is_some()))
    });
    let mut update = Statement::new(true);
    update.sql(format!("UPDATE {} SET ", table.name));
    for (n, (column, cell)) in written.enumerate() {
        update.sql(if n > 0 { ", " } else { "" }).sql(format!("{quote}{}{quote} = ", column.name));
        update.bind(column.column_type, cell);
    }
    update.sql(" WHERE revision = ").bind(ColumnType::BigInt, Cell::BigInt(row.revision));
    update.sql(" AND projection < ").bind(ColumnType::BigInt, Cell::BigInt(table.projection));
    for (name, cell) in table.key.iter().zip(key(table, row)) {
        update.sql(format!(" AND {quote}{name}{quote} = ")).bind(ColumnType::Text, cell);
    }
    let doing = || format!("writing the columns of {} in {} anew", row.id, table.name);
    Ok(exec.execute(update).await.map_err(|source| Error::database(doing())(source))? == 1)
}
