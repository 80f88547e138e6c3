//! Processing events once more.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::Queryable;

use super::finished::{BATCH, Pieces};
use super::stats::now;
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, execute_again};
use crate::error::{Error, Result};
use crate::sql::{Cell, ColumnType, Statement};
use crate::webhook::Pattern;

/// Which events are to be processed once more: all that fit everything that is said here.
///
/// ```
/// use diesel_stripe::webhook::inbox::Replay;
/// # let (from, to) = (chrono::Utc::now(), chrono::Utc::now());
///
/// let given_up = Replay::dead();
/// let invoices_of_a_bad_day = Replay::all().kind("invoice.*").created(from..to);
/// ```
#[derive(Debug, Clone)]
pub struct Replay {
    states: &'static [&'static str],
    id: Option<String>,
    kind: Option<Pattern>,
    created: Option<Range<DateTime<Utc>>>,
    received: Option<Range<DateTime<Utc>>>,
}

impl Replay {
    fn of(states: &'static [&'static str]) -> Self {
        Replay { states, id: None, kind: None, created: None, received: None }
    }

    /// Dead letters. Of one whose effects are committed already, only what is to be done after the commit is done again.
    pub fn dead() -> Self {
        Replay::of(&["dead"])
    }

    /// Events that were ignored: after the mirror's mode was [changed](crate::mirror::Mirror::change_mode). Those of the mode that
    /// it does not serve now are ignored again.
    pub fn ignored() -> Self {
        Replay::of(&["ignored"])
    }

    /// Whatever became of them. **Effects that are committed already are repeated.** The mirror's are harmless: a snapshot that
    /// is older than its row changes nothing.
    pub fn all() -> Self {
        Replay::of(&["done", "dead", "ignored"])
    }

    /// With this id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Of this type, or of those that begin so: `invoice.paid`, `invoice.*`.
    #[must_use]
    pub fn kind(mut self, pattern: impl Into<Pattern>) -> Self {
        self.kind = Some(pattern.into());
        self
    }

    /// That Stripe created in this time.
    #[must_use]
    pub fn created(mut self, range: Range<DateTime<Utc>>) -> Self {
        self.created = Some(range);
        self
    }

    /// That were stored in this time, by the database's clock.
    #[must_use]
    pub fn received(mut self, range: Range<DateTime<Utc>>) -> Self {
        self.received = Some(range);
        self
    }

    /// When an event that fits was finished at the earliest, if that is known.
    fn finished_after(&self) -> Option<DateTime<Utc>> {
        // Nothing is finished before it is stored; and Stripe's clock and the database's may differ.
        let created = self.created.as_ref().and_then(|range| range.start.checked_sub_signed(SKEW));
        let received =
            self.received.as_ref().and_then(|range| range.start.checked_sub_signed(TimeDelta::microseconds(1)));
        created.max(received)
    }

    /// ` AND` what is asked for beside the states.
    fn condition(&self, statement: &mut Statement) {
        let time = |time: DateTime<Utc>| (ColumnType::UtcTimestamp, Cell::UtcTimestamp(time));
        if let Some(id) = &self.id {
            statement.sql(" AND id = ").text(id);
        }
        if let Some(kind) = &self.kind {
            statement.sql(" AND type LIKE ").text(&kind.like('!')).sql(" ESCAPE '!'");
        }
        for (column, range) in [("created", &self.created), ("received_at", &self.received)] {
            if let Some(range) = range {
                let ((kind, from), (_, to)) = (time(range.start), time(range.end));
                statement.sql(format!(" AND {column} >= ")).bind(kind, from);
                statement.sql(format!(" AND {column} < ")).bind(kind, to);
            }
        }
    }
}

/// How much sooner than it says Stripe may have created an event, by the database's clock.
const SKEW: TimeDelta = TimeDelta::days(1);

/// What [`replay`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Events that are pending now.
    pub events: usize,
    /// Events that fit and stay as they are: their bodies were [emptied](super::retain), and nothing is left to process.
    pub without_body: usize,
}

#[derive(Queryable)]
struct Count {
    events: i64,
}

crate::__row!(Count, (diesel::sql_types::BigInt,));

/// Makes events pending again, as new: due at once, with no attempts made. Returns how many, and how many it cannot. Those that are
/// pending or being processed are left alone.
///
/// # Errors
/// [`Error::Database`](crate::Error::Database). It updates in batches of a thousand; those before the error are replayed.
pub async fn replay(conn: &mut impl MirrorConnection, which: &Replay) -> Result<Replayed> {
    replay_with(&mut Async::new(conn), which).await
}

pub(crate) async fn replay_with<E: Executor>(exec: &mut E, which: &Replay) -> Result<Replayed> {
    // Not those that are done again meanwhile.
    let before = now(exec).await?;
    let mut replayed = Replayed::default();
    if which.id.is_some() {
        // One event is found by its key.
        let states = which.states.join("', '");
        let condition = |statement: &mut Statement| {
            statement.sql(format!("state IN ('{states}') AND finished_at <= "));
            statement.bind(ColumnType::UtcTimestamp, Cell::UtcTimestamp(before));
            which.condition(statement);
        };
        replay_all(exec, &condition, "id", &mut replayed).await?;
        return Ok(replayed);
    }
    for state in which.states {
        let mut pieces = Pieces::new(state, which.finished_after(), before);
        while let Some(piece) = pieces.next(exec).await? {
            let condition = |statement: &mut Statement| {
                piece.condition(statement);
                which.condition(statement);
            };
            replay_all(exec, &condition, "finished_at", &mut replayed).await?;
        }
    }
    Ok(replayed)
}

/// Replays the events of which the condition holds.
async fn replay_all<E: Executor>(
    exec: &mut E,
    condition: &(dyn Fn(&mut Statement) + Sync),
    order: &str,
    replayed: &mut Replayed,
) -> Result<()> {
    let with_body = |statement: &mut Statement| {
        condition(statement);
        statement.sql(" AND body <> ''");
    };
    let only_after = "state = 'dead' AND applied_at IS NOT NULL";
    loop {
        let mut update = Statement::new(false);
        // MySQL assigns from left to right: what the others read comes last.
        update.sql(format!(
            "UPDATE stripe_events SET tied_at = CASE WHEN {only_after} THEN tied_at ELSE NULL END, \
             applied_at = CASE WHEN {only_after} THEN applied_at ELSE NULL END, \
             state = CASE WHEN {only_after} THEN 'applied' ELSE 'pending' END, \
             attempts = 0, lease = NULL, last_error = NULL, finished_at = NULL, due_at = {}",
            E::DB::NOW
        ));
        E::DB::where_first(&mut update, "stripe_events", &with_body, order, BATCH);
        let updated = execute_again(exec, "replaying events of stripe_events", update).await?;
        replayed.events += updated;
        if updated < BATCH {
            break;
        }
    }
    let mut select = Statement::new(false);
    select.sql("SELECT COUNT(*) FROM stripe_events WHERE ");
    condition(&mut select);
    select.sql(" AND body = ''");
    let doing = "counting events without a body in stripe_events";
    let counted: Vec<Count> = exec.load(select).await.map_err(Error::database(doing))?;
    replayed.without_body += counted.first().map_or(0, |count| usize::try_from(count.events).unwrap_or_default());
    Ok(())
}
