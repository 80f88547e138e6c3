//! Where connections come from.

use std::error::Error;
use std::future::Future;

use super::MirrorConnection;

/// Any error: what a host's own code fails with.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// Where what runs for long gets its connections from: a function of the host's, which takes one from a pool or makes a new one.
///
/// A webhook's receiver and worker get by with one each, and give it back to its pool when they are idle; with more work they take more,
/// if there are more. [Durable calls](crate::calls) and the [drain](crate::refresh) of the queue take one for each step, and have none
/// while they wait for Stripe.
///
/// ```
/// use diesel_stripe::database::{BoxError, Connect};
///
/// # async fn establish<C>(_: &str) -> Result<C, BoxError> { unimplemented!() }
/// // With diesel-async's PostgreSQL connection: `move || AsyncPgConnection::establish(&url)`;
/// // with a pool: `move || { let pool = pool.clone(); async move { pool.get().await } }`.
/// fn connections<C: diesel_stripe::database::MirrorConnection + 'static>() -> impl Connect<Connection = C> {
///     || establish::<C>("postgres://localhost/shop")
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no function that returns connections",
    label = "a function or closure without arguments is expected, whose future returns a connection",
    note = "`move || AsyncPgConnection::establish(&url)` makes new ones; from a pool: \
            `move || {{ let pool = pool.clone(); async move {{ pool.get().await }} }}`",
    note = "the closure is `Send + Sync + 'static`, its future is `Send`, and its connection is async: enable the feature `postgres`, \
            `mysql` or `sqlite` of diesel-stripe that is the connection's"
)]
pub trait Connect: Send + Sync + 'static {
    /// The connection.
    type Connection: MirrorConnection + 'static;

    /// A connection that works. It is asked for anew after each error.
    fn connect(&self) -> impl Future<Output = Result<Self::Connection, BoxError>> + Send;
}

#[diagnostic::do_not_recommend]
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

/// A connection is waited for so long.
#[cfg(any(feature = "api", feature = "webhook"))]
const WITHIN: std::time::Duration = std::time::Duration::from_secs(10);

/// A connection. A panic of the host's is an error like others, and ends no task; nor is a pool without a free connection waited for
/// without end.
#[cfg(any(feature = "api", feature = "webhook"))]
pub(crate) async fn connect<F: Connect>(connections: &F) -> Result<F::Connection, BoxError> {
    let connecting = std::panic::AssertUnwindSafe(connections.connect());
    let connecting = futures_util::FutureExt::catch_unwind(connecting);
    match tokio::time::timeout(WITHIN, connecting).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err("a panic while connecting to the database".into()),
        Err(_) => Err(format!(
            "no connection to the database within {WITHIN:?}: is the database there, and has the pool a free connection? A \
             receiver needs one and a worker another, beside those that the host uses"
        )
        .into()),
    }
}
