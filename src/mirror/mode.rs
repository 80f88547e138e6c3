//! A mirror serves one mode: live or test.
//!
//! The first object with a `livemode` decides, and the database keeps it. Test and live objects share id spaces where users
//! choose the ids, so one table cannot hold both.

use diesel::Queryable;

use crate::database::sealed::Words;
use crate::database::{Executor, SqlDialect, Statement};
use crate::error::{Error, Result};

#[derive(Debug, Queryable)]
pub(crate) struct Mode {
    pub(crate) livemode: bool,
}

crate::__row!(Mode, (diesel::sql_types::Bool,));

impl Mode {
    /// The mirror's mode; `livemode`, if it has none yet.
    pub(crate) async fn of<E: Executor>(exec: &mut E, livemode: bool) -> Result<Mode> {
        const DOING: &str = "reading the mirror's mode from stripe_mirror";
        for attempt in 0..2 {
            let mut statement = Statement::new(true);
            statement.sql("SELECT livemode FROM stripe_mirror");
            if attempt > 0 && E::DB::DIALECT == SqlDialect::Mysql {
                // A plain read would not see the mode that another stored after this transaction began.
                statement.sql(" FOR UPDATE");
            }
            if let Some(mode) = exec.load::<Mode>(statement).await.map_err(Error::database(DOING))?.pop() {
                return Ok(mode);
            }
            exec.execute(E::DB::insert_mode(livemode)).await.map_err(Error::database(DOING))?;
        }
        Ok(Mode { livemode })
    }

    /// Waits until no other transaction holds this lock. SQLite has one writer at a time anyway.
    pub(crate) async fn lock<E: Executor>(exec: &mut E) -> Result<()> {
        if E::DB::DIALECT != SqlDialect::Sqlite {
            let mut statement = Statement::new(true);
            statement.sql("SELECT livemode FROM stripe_mirror FOR UPDATE");
            exec.load::<Mode>(statement).await.map_err(Error::database("locking stripe_mirror"))?;
        }
        Ok(())
    }
}

/// The mirror's mode, if it has one yet.
#[cfg(feature = "api")]
pub(crate) async fn compare<E: Executor>(_mirror: &super::Mirror, exec: &mut E) -> Result<Option<bool>> {
    let mut statement = Statement::new(true);
    statement.sql("SELECT livemode FROM stripe_mirror");
    let modes: Vec<Mode> =
        exec.load(statement).await.map_err(Error::database("reading the mirror's mode from stripe_mirror"))?;
    Ok(modes.first().map(|mode| mode.livemode))
}
