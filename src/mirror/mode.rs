//! A mirror serves one mode: live or test. The host says which, and the database keeps it.
//!
//! Test and live objects share id spaces where users choose the ids, so one table cannot hold both. An event never chooses the
//! mode: Stripe sends test events to the endpoints of live platforms, too.

use diesel::{Identifiable, Queryable, Selectable};

use super::Mirror;
#[cfg(feature = "webhook")]
use crate::database::Bounds;
use crate::database::sealed::Words;
use crate::database::{Async, Executor, Insert, MirrorConnection, SqlDialect};
use crate::error::{Error, Result};
use crate::sql::{Cell, ColumnType, Statement, own_table};
use crate::stripe_data::Snapshot;

own_table! {
    /// Whose objects the mirror holds: one row. The mode is as the host says, no event writes it; the platform's account is the one of
    /// the first key that read an object again.
    stripe_mirror (id)

    /// Whose objects the mirror holds: the row of `stripe_mirror`.
    #[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = stripe_mirror)]
    pub struct Holder {
        /// 1: there is one row.
        id: BigInt = "CHECK (id = 1)",
        /// Live or test mode.
        livemode: Bool,
        /// The platform's account.
        platform: Nullable<Text>,
    }
}

/// The mode of the mirror.
#[derive(Debug, Queryable)]
struct Mode {
    livemode: bool,
    /// Whether an object waits to be read again, if that was asked.
    is_queued: bool,
}

crate::__row!(Mode, (diesel::sql_types::Bool, diesel::sql_types::Bool));

/// What a table is asked for, of which only it matters whether there is a row.
#[derive(Debug, Queryable)]
#[allow(dead_code, reason = "rows are only counted")]
struct One {
    one: bool,
}

crate::__row!(One, (diesel::sql_types::Bool,));

/// What the host says of the mode: by its mirror's settings, or else by an answer to a call that was made with its key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Said {
    mirror: Option<bool>,
    answer: Option<bool>,
}

impl Said {
    /// Of a write of these snapshots. `None` if none of them has a mode, and the mirror says none: then it need not be known.
    pub(super) fn of<'s>(mirror: &Mirror, snapshots: impl IntoIterator<Item = &'s Snapshot>) -> Option<Self> {
        let mut with_mode = snapshots.into_iter().filter(|snapshot| snapshot.livemode.is_some()).peekable();
        if mirror.livemode.is_none() {
            with_mode.peek()?;
        }
        let answer = with_mode.filter(|snapshot| snapshot.origin.is_answer()).find_map(|answer| answer.livemode);
        Some(Said { mirror: mirror.livemode, answer })
    }

    /// The mode of the database; where it has none, what is said here is stored. `None` if nothing is said either.
    pub(crate) async fn mode<E: Executor>(self, exec: &mut E) -> Result<Option<bool>> {
        Ok(self.mode_by(exec, NOTHING, |_| {}).await?.0)
    }

    /// [`mode`](Self::mode), and whether any object waits to be read again.
    pub(super) async fn mode_and_queue<E: Executor>(self, exec: &mut E) -> Result<(Option<bool>, bool)> {
        // `EXISTS` would look for a row among all that were there and are gone; this looks into the index.
        self.mode_by(exec, "(SELECT MIN(object) FROM stripe_refreshes) IS NOT NULL", |_| {}).await
    }

    /// [`mode`](Self::mode) by a query that asks this, and says more.
    async fn mode_by<E: Executor>(
        self,
        exec: &mut E,
        asks: &str,
        more: impl Fn(&mut Statement) + Send + Sync,
    ) -> Result<(Option<bool>, bool)> {
        let said = self.mirror.or(self.answer);
        for attempt in 0..2 {
            // On MySQL a plain read does not see the mode that another stored after this transaction began.
            let lock = attempt > 0 && E::DB::DIALECT == SqlDialect::Mysql;
            match (load(exec, lock, asks, &more).await?, self.mirror) {
                (Some(stored), Some(livemode)) if stored.livemode != livemode => {
                    return Err(Error::WrongMirrorMode { livemode });
                }
                (Some(stored), _) => return Ok((Some(stored.livemode), stored.is_queued)),
                (None, _) => {}
            }
            if let Some(livemode) = said {
                let holder = Holder { id: 1, livemode, platform: None };
                let mut insert = Insert::into(Holder::TABLE, &[], &[]).rows::<E::DB>([holder.into_cells()]);
                insert.sql(E::DB::or_nothing(Holder::TABLE));
                exec.execute(insert).await.map_err(Error::database("writing stripe_mirror"))?;
            }
        }
        Ok((said, true))
    }
}

/// Asks for nothing but the mode.
const NOTHING: &str = "FALSE";

/// Reads `stripe_mirror`, and locks its row where that is asked for.
async fn load<E: Executor>(
    exec: &mut E,
    lock: bool,
    asks: &str,
    more: &(impl Fn(&mut Statement) + Sync),
) -> Result<Option<Mode>> {
    let mut statement = Statement::new(true);
    statement.sql(format!("SELECT livemode, {asks} FROM stripe_mirror"));
    more(&mut statement);
    if lock {
        statement.sql(" FOR UPDATE");
    }
    let modes: Vec<Mode> =
        exec.load(statement).await.map_err(Error::database("reading the mirror's mode from stripe_mirror"))?;
    Ok(modes.into_iter().next())
}

/// Waits until no other transaction holds this lock. SQLite has one writer at a time anyway.
pub(crate) async fn lock<E: Executor>(exec: &mut E) -> Result<()> {
    if E::DB::DIALECT != SqlDialect::Sqlite {
        load(exec, true, NOTHING, &|_| {}).await?;
    }
    Ok(())
}

/// Compares the mirror's mode with the database's, where both have one.
#[cfg(feature = "api")]
pub(crate) async fn compare<E: Executor>(mirror: &Mirror, exec: &mut E) -> Result<Option<bool>> {
    Said { mirror: mirror.livemode, answer: None }.mode(exec).await
}

/// The account of the platform whose own objects are in this database, if that is known.
#[cfg(feature = "api")]
pub(crate) async fn platform<E: Executor>(exec: &mut E) -> Result<Option<String>> {
    let mut select = Statement::new(true);
    select.sql(format!("SELECT {} FROM stripe_mirror", Holder::TABLE.names(E::DB::QUOTE)));
    let rows: Vec<Holder> =
        exec.load(select).await.map_err(Error::database("reading the mirror's platform from stripe_mirror"))?;
    Ok(rows.into_iter().next().and_then(|row| row.platform))
}

/// Stores the platform's account, unless there is one.
#[cfg(feature = "api")]
pub(crate) async fn keep_platform<E: Executor>(exec: &mut E, account: &str) -> Result<()> {
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_mirror SET platform = ").text(account).sql(" WHERE id = 1 AND platform IS NULL");
    exec.execute(update).await.map(|_| ()).map_err(Error::database("writing the mirror's platform to stripe_mirror"))
}

/// [`Mirror::ensure_mode`], before `doing` something.
pub(crate) async fn ensure<E: Executor>(mirror: &Mirror, exec: &mut E, doing: &str) -> Result<bool> {
    let mode = Said { mirror: mirror.livemode, answer: None }.mode(exec).await?;
    mode.ok_or_else(|| Error::NoMode { doing: doing.to_owned() })
}

/// The mode, if it is known, at the beginning of a transaction, whose statements are bounded from then on.
#[cfg(feature = "webhook")]
pub(crate) async fn mode_within<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    bounds: Option<Bounds>,
) -> Result<Option<bool>> {
    let bounded = |statement: &mut Statement| {
        if let Some(bounds) = &bounds {
            E::DB::bounded(statement, bounds);
        }
    };
    let (mode, _) = Said { mirror: mirror.livemode, answer: None }.mode_by(exec, NOTHING, bounded).await?;
    Ok(mode)
}

/// Refuses an object of the other mode before anything of it is written.
#[cfg(feature = "api")]
pub(super) async fn expect<E: Executor>(mirror: &Mirror, exec: &mut E, snapshot: &Snapshot) -> Result<()> {
    let (Some(said), Some(livemode)) = (Said::of(mirror, [snapshot]), snapshot.livemode) else { return Ok(()) };
    match said.mode(exec).await? {
        Some(mode) if mode != livemode => Err(Error::WrongMode { subject: snapshot.subject(), livemode }),
        _ => Ok(()),
    }
}

/// [`livemode`] on any connection.
pub(crate) async fn livemode_with<E: Executor>(exec: &mut E) -> Result<Option<bool>> {
    Ok(load(exec, false, NOTHING, &|_| {}).await?.map(|mode| mode.livemode))
}

/// Tables of the mirror with rows that are of the mode it had when they were written, whether they say so or not.
const OWN: [&str; 2] = ["stripe_refreshes", "stripe_calls"];

/// [`Mirror::change_mode`] on any connection.
pub(crate) async fn change_with<E: Executor>(mirror: &Mirror, exec: &mut E) -> Result<()> {
    let doing = "changing the mirror's mode";
    let livemode = mirror.livemode.ok_or_else(|| Error::NoMode { doing: doing.to_owned() })?;
    let tables = || mirror.all_tables().map(|table| table.name).chain(OWN);
    // One statement: no transaction is needed.
    let mut update = Statement::new(false);
    update.sql("UPDATE stripe_mirror SET livemode = ").bind(ColumnType::Bool, Cell::Bool(livemode));
    update.sql(", platform = NULL WHERE id = 1");
    for table in tables() {
        update.sql(format!(" AND NOT EXISTS (SELECT 1 FROM {table})"));
    }
    exec.execute(update).await.map_err(Error::database(doing))?;
    match livemode_with(exec).await? {
        None => Said { mirror: Some(livemode), answer: None }.mode(exec).await.map(|_| ()),
        Some(stored) if stored == livemode => Ok(()),
        Some(_) => {
            let mut with_rows = Vec::new();
            for table in tables() {
                let mut select = Statement::new(false);
                select.sql(format!("SELECT TRUE FROM {table} LIMIT 1"));
                let rows: Vec<One> = exec.load(select).await.map_err(Error::database(doing))?;
                with_rows.extend(rows.first().map(|_| table.to_owned()));
            }
            Err(Error::ModeInUse { livemode, tables: with_rows })
        }
    }
}

/// The mode of the mirror in this database: `Some(true)` if it is live, `Some(false)` if it is test, `None` if nobody has said it
/// yet. See [which mode](super#live-or-test).
///
/// # Errors
/// [`Error::Database`].
pub async fn livemode(conn: &mut impl MirrorConnection) -> Result<Option<bool>> {
    livemode_with(&mut Async::new(conn)).await
}

impl Mirror {
    /// A mirror of live objects. See [which mode](super#live-or-test).
    pub fn live() -> Self {
        Mirror::default().livemode(true)
    }

    /// A mirror of test objects. See [which mode](super#live-or-test).
    pub fn test() -> Self {
        Mirror::default().livemode(false)
    }

    /// Which objects it is of: live ones, or those of test mode. See [which mode](super#live-or-test).
    #[must_use]
    pub fn livemode(mut self, livemode: bool) -> Self {
        self.livemode = Some(livemode);
        self
    }

    /// Stores the mode that this mirror says, if the database has none, and compares it otherwise; returns it. Call it when your
    /// program starts, after the migrations: what is wrong then is wrong before anything has come.
    ///
    /// A mirror that says none, such as [`Mirror::default`], asks whether the database has one.
    ///
    /// # Errors
    /// [`Error::WrongMirrorMode`] if the database's is the other one: the wrong database, or the wrong key.
    /// [`Error::NoMode`] if neither has one. [`Error::Database`].
    ///
    /// ```no_run
    /// # #[cfg(feature = "client")]
    /// # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
    /// use diesel_stripe::{client::Client, migrations, mirror::Mirror};
    ///
    /// let stripe = Client::from_env()?;
    /// migrations::run(conn).await?;
    /// Mirror::of(&stripe).ensure_mode(conn).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn ensure_mode(&self, conn: &mut impl MirrorConnection) -> Result<bool> {
        ensure(self, &mut Async::new(conn), "starting").await
    }

    /// Changes the database's mode to the one that this mirror says: after a database was tried out with a test key, say, or was
    /// given the wrong mode by mistake.
    ///
    /// It is refused while there are rows of the other mode. All rows are, those without a `livemode` too; so are the
    /// refreshes that are queued and the durable calls. Only the tables are looked at that this mirror knows: tell it of your own
    /// [models](Mirror::with). Delete the rows first, with the programs stopped that write them; or, better, keep the other mode in
    /// another database or schema. The inbox may stay: events of the mode that is served from now on are
    /// processed by [`inbox::replay`](crate::webhook::inbox::replay) of [those that were ignored].
    ///
    /// [those that were ignored]: crate::webhook::inbox::Replay::ignored
    ///
    /// # Errors
    /// [`Error::ModeInUse`] names the tables with rows; nothing was changed. [`Error::NoMode`] if this mirror says none.
    /// [`Error::Database`].
    ///
    /// ```no_run
    /// # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
    /// use diesel_stripe::mirror::{self, Mirror};
    ///
    /// Mirror::live().change_mode(conn).await?;
    /// assert_eq!(mirror::livemode(conn).await?, Some(true));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn change_mode(&self, conn: &mut impl MirrorConnection) -> Result<()> {
        change_with(self, &mut Async::new(conn)).await
    }
}
