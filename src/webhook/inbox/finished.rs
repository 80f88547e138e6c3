//! Finished events in the order in which they were finished, a thousand or so at a time.
//!
//! What is emptied, deleted or replayed is found by an index of states and times. It is looked at piece by piece, so that no statement
//! is long and nothing is looked at again and again, however much of it does not fit.

use chrono::{DateTime, Utc};
use diesel::Queryable;

use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result};
use crate::sql::{Cell, ColumnType, Statement};

/// How many rows a statement changes.
pub(super) const BATCH: usize = 1_000;

/// Events of one state that were finished between two times.
pub(super) struct Piece {
    state: &'static str,
    after: Option<DateTime<Utc>>,
    until: DateTime<Utc>,
}

impl Piece {
    /// `state = … AND finished_at …`
    pub(super) fn condition(&self, statement: &mut Statement) {
        statement.sql(format!("state = '{}' AND finished_at <= ", self.state));
        statement.bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(self.until));
        if let Some(after) = self.after {
            statement.sql(" AND finished_at > ").bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(after));
        }
    }
}

/// All of a state that were finished between two times, piece by piece.
pub(super) struct Pieces {
    state: &'static str,
    after: Option<DateTime<Utc>>,
    until: DateTime<Utc>,
    is_over: bool,
}

#[derive(Queryable)]
struct Finished {
    at: DateTime<Utc>,
}

crate::__row!(Finished, (crate::sql_types::UtcTimestamp,));

impl Pieces {
    /// Those finished after the one time, if it is given, and not after the other.
    pub(super) fn new(state: &'static str, after: Option<DateTime<Utc>>, until: DateTime<Utc>) -> Self {
        Pieces { state, after, until, is_over: false }
    }

    /// The next ones, a thousand, and those that were finished together with the last of them.
    pub(super) async fn next<E: Executor>(&mut self, exec: &mut E) -> Result<Option<Piece>> {
        if self.is_over {
            return Ok(None);
        }
        let mut piece = Piece { state: self.state, after: self.after, until: self.until };
        let mut select = Statement::new(E::DB::DIALECT != crate::database::SqlDialect::Postgres);
        select.sql("SELECT finished_at FROM stripe_events WHERE ");
        piece.condition(&mut select);
        select.sql(format!(" ORDER BY finished_at LIMIT 1 OFFSET {}", BATCH - 1));
        let doing = "looking for finished events in stripe_events";
        let last: Vec<Finished> = exec.load(select).await.map_err(Error::database(doing))?;
        match last.first() {
            Some(last) => piece.until = last.at,
            None => self.is_over = true,
        }
        self.after = Some(piece.until);
        Ok(Some(piece))
    }
}
