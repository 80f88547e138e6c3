//! Where connections come from, and how long a task keeps one: see [`database::Connect`](crate::database::Connect).

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use tokio::time::timeout;

pub use crate::database::{BoxError, Connect};

use crate::database::MirrorConnection;
pub(super) use crate::database::connect;

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
