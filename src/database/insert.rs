//! Rows that are inserted: how many a statement takes, and those of the crate's own tables.

use super::sealed::Words;
use crate::sql::{Cell, OwnColumn, OwnTable, Statement, quoted};

/// A statement's size on its way to the server: MySQL takes 16 MiB, unless it is told otherwise.
const BYTES_PER_STATEMENT: usize = 8 << 20;

/// Rows in their order, in parts of which a statement takes each: at most so many rows, and no more bytes than the server takes, unless
/// one row alone has more.
pub(crate) fn chunks<T>(mut rows: &[T], at_most: usize, bytes: impl Fn(&T) -> usize) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let mut sum = 0;
        let fits = rows.iter().take(at_most).take_while(|row| {
            sum += bytes(row);
            sum <= BYTES_PER_STATEMENT
        });
        let (chunk, rest) = rows.split_at(fits.count().max(1).min(rows.len()));
        rows = rest;
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// Writes SQL.
pub(crate) type Sql<'s> = &'s (dyn Fn(&mut Statement) + Sync);

/// An `INSERT` of rows into one of the crate's own tables. A column is bound, or computed by the database, or left out.
#[doc(hidden)]
pub struct Insert<'i> {
    pub(super) table: &'static str,
    pub(super) bound: Vec<&'static OwnColumn>,
    pub(super) computed: &'i [(&'static str, Sql<'i>)],
    /// Which of a row's cells are bound.
    is_bound: Vec<bool>,
}

impl<'i> Insert<'i> {
    /// `left_out` are the columns that get their default, or null. What is `computed` may name the columns that are bound.
    pub(crate) fn into(table: &'static OwnTable, left_out: &[&str], computed: &'i [(&'static str, Sql<'i>)]) -> Self {
        let is_computed = |name| computed.iter().any(|(computed, _)| *computed == name);
        let is_bound = |column: &OwnColumn| !left_out.contains(&column.name) && !is_computed(column.name);
        let bound = table.columns.iter().filter(|column| is_bound(column)).collect();
        Insert { table: table.name, bound, computed, is_bound: table.columns.iter().map(is_bound).collect() }
    }

    /// The statement: each row has the cells of all columns.
    pub(crate) fn rows<DB: Words>(&self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Statement {
        let rows = rows.into_iter().map(|row| {
            row.into_iter().zip(&self.is_bound).filter_map(|(cell, is_bound)| is_bound.then_some(cell)).collect()
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        DB::insert(self, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// The names of the columns that are bound.
    pub(super) fn bound_names(&self, quote: char) -> String {
        quoted(self.bound.iter().map(|column| column.name), quote)
    }

    /// The names of all columns that it writes, the computed ones last.
    pub(super) fn names(&self, quote: char) -> String {
        let computed = self.computed.iter().map(|(name, _)| *name);
        quoted(self.bound.iter().map(|column| column.name).chain(computed), quote)
    }

    /// `, ` and what is computed.
    pub(super) fn compute(&self, statement: &mut Statement) {
        for (_, sql) in self.computed {
            sql(statement.sql(", "));
        }
    }
}
