//! Where connections come from.

use std::error::Error;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use tokio::time::timeout;

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
///
/// A receiver and a worker get by with one connection each, and give it back to its pool when they are idle; with more work they take
/// more, if there are more: see [`Worker::new`](super::Worker::new) and [`Receiver::new`](super::Receiver::new).
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
const WITHIN: Duration = Duration::from_secs(10);

/// A connection. A panic of the host's is an error like others, and ends no task; nor is a pool without a free connection waited for
/// without end.
pub(super) async fn connect<F: Connect>(connections: &F) -> Result<F::Connection, BoxError> {
    let connecting = AssertUnwindSafe(connections.connect()).catch_unwind();
    match timeout(WITHIN, connecting).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err("a panic while connecting to the database".into()),
        Err(_) => Err(format!(
            "no connection to the database within {WITHIN:?}: is the database there, and has the pool a free connection? A \
             receiver needs one and a worker another, beside those that the host uses"
        )
        .into()),
    }
}

/// A connection that is kept for the next piece of work, and given back when it is idle.
///
/// To give one back is worth while if it comes from a pool, where others may wait for it. Whether it does can be told by the time in
/// which one is had: a host's function may as well log in anew. Where that is not known, or was once had to be waited for, a pool is
/// assumed: to log in too often costs less than to hold the only connection.
pub(super) struct Kept<C> {
    conn: Option<C>,
    /// The shortest time in which a connection was had at once.
    cheapest: Option<Duration>,
    used: Instant,
}

impl<C: MirrorConnection + 'static> Kept<C> {
    /// A connection that takes longer was waited for.
    const AT_ONCE: Duration = Duration::from_millis(50);
    /// An idle connection is kept for so many times as long as a new one takes.
    const WORTH: u32 = 300;
    /// An idle connection is kept so long where it is not known how long a new one takes.
    const UNKNOWN: Duration = Duration::from_millis(50);

    pub(super) fn none() -> Self {
        Kept { conn: None, cheapest: None, used: Instant::now() }
    }

    /// The connection that is kept, or a new one. A connection that fails is not kept again.
    pub(super) async fn take<F: Connect<Connection = C>>(&mut self, connections: &F) -> Result<C, BoxError> {
        if let Some(conn) = self.conn.take() {
            return Ok(conn);
        }
        let since = Instant::now();
        let conn = connect(connections).await?;
        let took = since.elapsed();
        if took < Self::AT_ONCE {
            self.cheapest = Some(self.cheapest.map_or(took, |cheapest| cheapest.min(took)));
        }
        Ok(conn)
    }

    /// Keeps a connection that was of use.
    pub(super) fn keep(&mut self, conn: C) {
        self.conn = Some(conn);
        self.used = Instant::now();
    }

    /// Keeps a connection with which nothing was found to do: it is as idle as before.
    pub(super) fn keep_idle(&mut self, conn: C) {
        self.conn = Some(conn);
    }

    pub(super) fn is_kept(&self) -> bool {
        self.conn.is_some()
    }

    pub(super) fn give_back(&mut self) {
        self.conn = None;
    }

    /// Waits for something to do, and gives the connection back if that takes long.
    pub(super) async fn idle_until<T>(&mut self, something: impl Future<Output = T>) -> T {
        let mut something = pin!(something);
        if self.is_kept() {
            let idle = self.cheapest.map_or(Self::UNKNOWN, |cheapest| cheapest * Self::WORTH);
            let left = idle.saturating_sub(self.used.elapsed());
            if let Ok(something) = timeout(left, something.as_mut()).await {
                return something;
            }
            self.give_back();
        }
        something.await
    }
}
