//! Where connections come from.

use std::error::Error;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use crate::database::MirrorConnection;

/// Any error: what a host's own code fails with.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// Where [`Receiver`](super::Receiver) and [`Worker`](super::Worker) get their connections from: a function of the host's, which
/// takes one from a pool or makes a new one.
///
/// ```
/// use diesel_stripe::webhook::{BoxError, Connect};
///
/// # async fn establish<C>(_: &str) -> Result<C, BoxError> { unimplemented!() }
/// // With diesel-async's PostgreSQL connection: `move || AsyncPgConnection::establish(&url)`;
/// // with a pool: `move || { let pool = pool.clone(); async move { pool.get().await } }`.
/// fn connections<C: diesel_stripe::database::MirrorConnection + 'static>() -> impl Connect<Connection = C> {
///     || establish::<C>("postgres://localhost/shop")
/// }
/// ```
pub trait Connect: Send + Sync + 'static {
    /// The connection.
    type Connection: MirrorConnection + 'static;

    /// A connection that works. It is asked for anew after each error.
    fn connect(&self) -> impl Future<Output = Result<Self::Connection, BoxError>> + Send;
}

impl<F, Fut, C, E> Connect for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<C, E>> + Send,
    C: MirrorConnection + 'static,
    E: Into<BoxError>,
{
    type Connection = C;

    async fn connect(&self) -> Result<C, BoxError> {
        self().await.map_err(Into::into)
    }
}

/// A connection; a panic of the host's is an error like others, and ends no task.
pub(super) async fn connect<F: Connect>(connections: &F) -> Result<F::Connection, BoxError> {
    let connecting = AssertUnwindSafe(connections.connect()).catch_unwind();
    connecting.await.unwrap_or_else(|_| Err("a panic while connecting to the database".into()))
}
