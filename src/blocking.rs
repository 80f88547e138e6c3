//! The same for blocking Diesel connections: `PgConnection`, `MysqlConnection`, `SqliteConnection`, and pooled ones.
//!
//! The traits and functions have the names of the async ones; import those from here instead.
//!
//! ```no_run
//! # #[cfg(all(feature = "core", feature = "sqlite"))]
//! # fn example(conn: &mut impl diesel_stripe::blocking::MirrorConnection, json: &[u8]) -> diesel_stripe::Result<()> {
//! use diesel_stripe::{blocking::{migrations, SyncFromStripe}, objects::PaymentIntent, Origin};
//!
//! migrations::run(conn)?;
//! let intent = PaymentIntent::sync_from_stripe_data(conn, (json, &Origin::read_at(chrono::Utc::now())))?;
//! # Ok(())
//! # }
//! ```

use diesel::connection::LoadConnection;

use crate::database::{Blocking, Dialect, ready};
use crate::error::Result;
use crate::mirror::{self, Mirror, Outcome, Reprojected, Synced};
use crate::model::{StripeModel, Table};
use crate::stripe_data::{IntoStripeData, StripeData};

/// A blocking connection that the mirror can use. This is the only bound that generic host code needs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no blocking connection that the mirror can use",
    label = "a blocking connection of Diesel's is expected",
    note = "blocking connections are Diesel's `PgConnection`, `MysqlConnection` and `SqliteConnection`, and those that a pool hands out",
    note = "for async connections of diesel-async's use the names outside of `diesel_stripe::blocking`"
)]
pub trait MirrorConnection: LoadConnection<Backend: Dialect> {}

#[diagnostic::do_not_recommend]
impl<C: LoadConnection<Backend: Dialect>> MirrorConnection for C {}

/// Mirrors one kind of Stripe object into the host's database, on a blocking connection:
/// see [`SyncFromStripe`](crate::SyncFromStripe).
pub trait SyncFromStripe: StripeModel {
    /// [`SyncFromStripe::sync_from_stripe_data`](crate::SyncFromStripe::sync_from_stripe_data).
    ///
    /// # Errors
    /// Those of [`Mirror::sync`].
    fn sync_from_stripe_data(conn: &mut impl MirrorConnection, data: impl IntoStripeData<Self>) -> Result<Self> {
        Ok(Self::sync(conn, data)?.row)
    }

    /// [`SyncFromStripe::sync`](crate::SyncFromStripe::sync).
    ///
    /// # Errors
    /// Those of [`Mirror::sync`].
    fn sync(conn: &mut impl MirrorConnection, data: impl IntoStripeData<Self>) -> Result<Synced<Self>> {
        sync(&Mirror::default(), conn, data)
    }

    /// [`SyncFromStripe::sync_many`](crate::SyncFromStripe::sync_many).
    ///
    /// # Errors
    /// Those of [`Mirror::sync_many`].
    fn sync_many(
        conn: &mut impl MirrorConnection,
        batch: impl IntoIterator<Item = StripeData<Self>>,
    ) -> Result<Vec<Result<Outcome>>> {
        let batch = batch.into_iter().map(|data| data.snapshot).collect();
        Ok(ready(mirror::many(&Mirror::default(), &mut Blocking::new(conn), Some(Self::TABLE), batch))?.results)
    }
}

impl<M: StripeModel> SyncFromStripe for M {}

/// [`Mirror::sync`].
///
/// # Errors
/// Those of [`Mirror::sync`].
pub fn sync<M: StripeModel>(
    mirror: &Mirror,
    conn: &mut impl MirrorConnection,
    data: impl IntoStripeData<M>,
) -> Result<Synced<M>> {
    ready(mirror::one(mirror, &mut Blocking::new(conn), data.into_stripe_data()?))
}

/// [`Mirror::reproject`].
///
/// # Errors
/// Those of [`Mirror::reproject`].
pub fn reproject(mirror: &Mirror, conn: &mut impl MirrorConnection, table: &'static Table) -> Result<Reprojected> {
    ready(mirror::reproject(mirror, &mut Blocking::new(conn), table))
}

/// [`Mirror::reproject_due`].
///
/// # Errors
/// Those of [`Mirror::reproject_due`].
pub fn reproject_due(mirror: &Mirror, conn: &mut impl MirrorConnection) -> Result<Vec<&'static Table>> {
    ready(mirror::reproject_due(mirror, &mut Blocking::new(conn)))
}

/// [`Mirror::sync_many`].
///
/// # Errors
/// Those of [`Mirror::sync_many`].
pub fn sync_many<M>(
    mirror: &Mirror,
    conn: &mut impl MirrorConnection,
    batch: impl IntoIterator<Item = StripeData<M>>,
) -> Result<Vec<Result<Outcome>>> {
    let batch = batch.into_iter().map(|data| data.snapshot).collect();
    Ok(ready(mirror::many(mirror, &mut Blocking::new(conn), None, batch))?.results)
}

/// [`mirror::livemode`].
///
/// # Errors
/// Those of [`mirror::livemode`].
pub fn livemode(conn: &mut impl MirrorConnection) -> Result<Option<bool>> {
    ready(mirror::livemode_with(&mut Blocking::new(conn)))
}

/// [`Mirror::ensure_mode`].
///
/// # Errors
/// Those of [`Mirror::ensure_mode`].
pub fn ensure_mode(mirror: &Mirror, conn: &mut impl MirrorConnection) -> Result<bool> {
    ready(mirror::ensure(mirror, &mut Blocking::new(conn), "starting"))
}

/// [`Mirror::change_mode`].
///
/// # Errors
/// Those of [`Mirror::change_mode`].
pub fn change_mode(mirror: &Mirror, conn: &mut impl MirrorConnection) -> Result<()> {
    ready(mirror::change_with(mirror, &mut Blocking::new(conn)))
}

#[cfg(feature = "api")]
pub mod calls;
#[cfg(feature = "webhook")]
pub mod webhook;

/// [`migrations`](crate::migrations) on a blocking connection.
pub mod migrations {
    use super::{Blocking, MirrorConnection, Result, ready};
    use std::time::Duration;

    use crate::migrations::{ALL, Migration, Status, WAIT, check_with, pending_with, run_with, status_with};
    use crate::mirror::Mirror;

    // Diesel's harness is blocking itself.
    pub use crate::migrations::source;

    /// [`migrations::run`](crate::migrations::run).
    ///
    /// # Errors
    /// Those of [`migrations::run`](crate::migrations::run).
    pub fn run(conn: &mut impl MirrorConnection) -> Result<Vec<&'static Migration>> {
        ready(run_with(&mut Blocking::new(conn), ALL, WAIT))
    }

    /// [`migrations::run_within`](crate::migrations::run_within).
    ///
    /// # Errors
    /// Those of [`migrations::run`](crate::migrations::run).
    pub fn run_within(conn: &mut impl MirrorConnection, wait: Duration) -> Result<Vec<&'static Migration>> {
        ready(run_with(&mut Blocking::new(conn), ALL, wait))
    }

    /// [`migrations::pending`](crate::migrations::pending).
    ///
    /// # Errors
    /// Those of [`migrations::pending`](crate::migrations::pending).
    pub fn pending(conn: &mut impl MirrorConnection) -> Result<Vec<&'static Migration>> {
        ready(pending_with(&mut Blocking::new(conn)))
    }

    /// [`migrations::check`](crate::migrations::check).
    ///
    /// # Errors
    /// Those of [`migrations::check`](crate::migrations::check).
    pub fn check(conn: &mut impl MirrorConnection) -> Result<()> {
        ready(check_with(&mut Blocking::new(conn)))
    }

    /// [`migrations::status`](crate::migrations::status).
    ///
    /// # Errors
    /// Those of [`migrations::status`](crate::migrations::status).
    pub fn status(conn: &mut impl MirrorConnection, mirror: &Mirror) -> Result<Status> {
        ready(status_with(&mut Blocking::new(conn), mirror))
    }
}

/// [`refresh`](crate::refresh) on a blocking connection.
pub mod refresh {
    use super::{Blocking, MirrorConnection, Result, ready};
    use crate::error::Subject;
    use crate::refresh::{Refresh, Which, again_with, queued_with};

    /// [`refresh::queued`](crate::refresh::queued).
    ///
    /// # Errors
    /// Those of [`refresh::queued`](crate::refresh::queued).
    pub fn queued(conn: &mut impl MirrorConnection, limit: u32) -> Result<Vec<Refresh>> {
        ready(queued_with(&mut Blocking::new(conn), Which::All, limit))
    }

    /// [`refresh::given_up`](crate::refresh::given_up).
    ///
    /// # Errors
    /// Those of [`refresh::given_up`](crate::refresh::given_up).
    pub fn given_up(conn: &mut impl MirrorConnection, limit: u32) -> Result<Vec<Refresh>> {
        ready(queued_with(&mut Blocking::new(conn), Which::GivenUp, limit))
    }

    /// [`refresh::again`](crate::refresh::again).
    ///
    /// # Errors
    /// Those of [`refresh::again`](crate::refresh::again).
    pub fn again(conn: &mut impl MirrorConnection, object: &Subject) -> Result<()> {
        ready(again_with(&mut Blocking::new(conn), object))
    }

    /// [`refresh::drain`](crate::refresh::drain). It waits for Stripe asynchronously and for the database by blocking its thread:
    /// run it where that is allowed, by `Handle::block_on` in `spawn_blocking`, or on a runtime of its own.
    ///
    /// # Errors
    /// Those of [`refresh::drain`](crate::refresh::drain).
    #[cfg(feature = "api")]
    pub async fn drain(
        conn: &mut impl MirrorConnection,
        stripe: &impl crate::api::ApiClient,
        mirror: &crate::mirror::Mirror,
    ) -> Result<crate::refresh::Drained> {
        crate::refresh::drain_with(&mut Blocking::new(conn), stripe, &crate::refresh::Settings::of(mirror)).await
    }

    /// [`Drain::run`](crate::refresh::Drain::run). It waits as [`drain`] does, and a database that does not answer is waited for
    /// without end.
    ///
    /// # Errors
    /// Those of [`refresh::drain`](crate::refresh::drain).
    #[cfg(feature = "api")]
    pub async fn run<S: crate::api::ApiClient>(
        drain: &crate::refresh::Drain<S>,
        conn: &mut impl MirrorConnection,
    ) -> Result<crate::refresh::Drained> {
        drain.run_with(&mut Blocking::new(conn)).await
    }

    /// [`refresh::one`](crate::refresh::one). It waits as [`drain`] does.
    ///
    /// # Errors
    /// Those of [`refresh::one`](crate::refresh::one).
    #[cfg(feature = "api")]
    pub async fn one(
        conn: &mut impl MirrorConnection,
        stripe: &impl crate::api::ApiClient,
        mirror: &crate::mirror::Mirror,
        object: &Subject,
    ) -> Result<crate::refresh::Refreshed> {
        let deadline = crate::deadline::Deadline::after(crate::refresh::DEADLINE);
        crate::refresh::one_with(&mut Blocking::new(conn), stripe, mirror, object, deadline).await
    }
}
