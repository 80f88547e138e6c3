//! What the database refuses: one statement in the place of another, and rows that a host's constraint does not let in.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel_stripe::database::SqlDialect;

use crate::database::Database;

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

/// Refuses payment intents, when they are inserted or updated, on a condition, as a constraint of the host's would.
pub async fn refuse_intents<D: Database>(db: &mut D, written_by: &str, condition: &str) {
    let when = format!("BEFORE {written_by} ON stripe_payment_intents FOR EACH ROW");
    let sql = match D::DIALECT {
        SqlDialect::Postgres => format!(
            "CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN \
             RAISE EXCEPTION 'refused here'; END IF; RETURN NEW; END $$; \
             CREATE TRIGGER refused {when} EXECUTE FUNCTION refused()"
        ),
        SqlDialect::Mysql => format!(
            "CREATE TRIGGER refused {when} IF {condition} THEN SIGNAL SQLSTATE '45000' \
             SET MESSAGE_TEXT = 'refused here'; END IF"
        ),
        SqlDialect::Sqlite => {
            format!("CREATE TRIGGER refused {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'refused here'); END")
        }
    };
    db.execute(&sql).await.unwrap();
}

pub async fn allow_intents<D: Database>(db: &mut D) {
    let sql = match D::DIALECT {
        SqlDialect::Postgres => "DROP TRIGGER refused ON stripe_payment_intents; DROP FUNCTION refused()",
        _ => "DROP TRIGGER refused",
    };
    db.execute(sql).await.unwrap();
}
