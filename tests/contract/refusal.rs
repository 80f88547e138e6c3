//! One statement that the database refuses, in the place of another.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// When it comes.
pub struct Refusal {
    /// How many statements succeed before.
    before: usize,
    has_come: bool,
}

impl Refusal {
    pub fn never() -> Self {
        Refusal { before: usize::MAX, has_come: false }
    }

    pub fn after(before: usize) -> Self {
        Refusal { before, has_come: false }
    }

    /// Whether there were fewer statements. From now on none fails.
    pub fn has_not_come(&mut self) -> bool {
        !std::mem::replace(&mut self.has_come, true)
    }

    /// Asked once for each statement.
    pub fn is_due(&mut self) -> bool {
        let is_due = self.before == 0 && !self.has_come;
        self.before = self.before.saturating_sub(1);
        self.has_come |= is_due;
        is_due
    }
}

/// No database has such a table.
pub struct Refused;

pub const REFUSED: &str = "SELECT 1 FROM no_such_table";

impl<DB: diesel::backend::Backend> QueryFragment<DB> for Refused {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(REFUSED);
        Ok(())
    }
}

impl QueryId for Refused {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Refused {
    type SqlType = diesel::sql_types::Integer;
}
