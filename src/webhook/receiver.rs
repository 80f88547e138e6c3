//! Group commit: concurrent deliveries are committed together.
//!
//! A task has a connection. While it commits, deliveries gather; then it commits all of them, in one statement and with one fsync.
//! While there are many, on PostgreSQL a second task helps, so that one inserts while the other waits for its fsync. Each delivery
//! waits for its own commit, and no longer than is bounded.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::{Mutex, OwnedSemaphorePermit, mpsc, oneshot};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::connect::Kept;
use super::handover::Handover;
use super::inbox::{InboxEvent, Stored, keys, release_with, store_claimed, store_with};
use super::memory::Memory;
use super::{Answer, BoxError, Connect, Delivery, Endpoint, metrics};
use crate::database::sealed::Words;
use crate::database::{Async, Executor};
use crate::error::{Error, chain};
use crate::json::MAX_BODY;
use crate::lease::Lease;

/// A delivery waits for its commit no longer than this, unless it is told otherwise.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most deliveries that wait, and the most that are committed together.
const WAITING: usize = 4_096;
const TOGETHER: usize = 1_024;
/// The bytes of bodies in memory, unless it is told otherwise.
const MEMORY: usize = 64 << 20;
/// A body of so many bytes is verified on a thread where that may take its time.
const LARGE: usize = 64 << 10;
/// For so long a second connection helps.
const HELPS: Duration = Duration::from_secs(1);
/// One that helps has a connection within this time, or does not help: others of the host wait for one, too.
const SOON: Duration = Duration::from_secs(1);

/// Receives webhooks: verifies them, commits them to the inbox, and says what to answer.
///
/// Cheap to clone; all clones commit together. See the [module](super) for an example.
#[derive(Debug, Clone)]
pub struct Receiver {
    endpoint: Endpoint,
    patience: Duration,
    committer: mpsc::Sender<Waiting>,
    memory: Arc<Memory>,
    handover: Arc<Handover>,
}

struct Waiting {
    delivery: Delivery,
    committed: oneshot::Sender<bool>,
    /// The memory of its body.
    memory: Option<OwnedSemaphorePermit>,
}

impl Receiver {
    /// Receives this endpoint's deliveries, with connections of the host's. It gets by with one, which it gives back when it is idle; on
    /// PostgreSQL a second one helps while there is much to do, if the host has one.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime: the task that commits runs on the one that calls this.
    pub fn new(endpoint: Endpoint, connections: impl Connect) -> Self {
        let (sender, waiting) = mpsc::channel(WAITING);
        let handover = Arc::new(Handover::default());
        Committer::spawn(connections, waiting, &handover);
        crate::metrics::webhook::describe();
        Receiver { endpoint, patience: PATIENCE, committer: sender, memory: Memory::of(MEMORY), handover }
    }

    /// The same for another endpoint, with secrets of its own. Their deliveries are committed together.
    #[must_use]
    pub fn for_endpoint(&self, endpoint: Endpoint) -> Self {
        Receiver { endpoint, ..self.clone() }
    }

    /// How long a delivery may wait for the database before the answer is 503; ten seconds by default.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// How many bytes of bodies are in memory at a time: those that are being read, and those that wait to be committed; 64 MiB by
    /// default, and at least the largest body, 4 MiB. While there is no more, the [route](Self) for axum reads no body but
    /// gives up those that have been coming for the longest, so that thousands of connections that announce bodies and never send them
    /// hold up no delivery of Stripe's.
    #[must_use]
    pub fn memory(mut self, bytes: usize) -> Self {
        self.memory = Memory::of(bytes);
        self
    }

    /// The endpoint, for what is to be known before a body is read: [`Endpoint::check_head`].
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// To a [`Worker`](super::Worker) of the same process.
    pub(super) fn handover(&self) -> Arc<Handover> {
        Arc::clone(&self.handover)
    }

    /// A body that is about to be read.
    #[cfg(feature = "axum")]
    pub(super) fn body(&self) -> super::memory::Body {
        self.memory.body()
    }

    /// Verifies a delivery, waits until it is committed, and says what to answer. `signature` is the value of the
    /// `Stripe-Signature` header, if there was one; `body` is what was received, and not what was made of it. Ask
    /// [`Endpoint::check_head`] before a body is read.
    ///
    /// The future may be dropped: the event may be stored all the same, and the receiver goes on with its connections.
    pub async fn receive(&self, signature: Option<impl AsRef<[u8]>>, body: impl Into<Bytes>) -> Answer {
        let body = body.into();
        match timeout(self.patience, self.memory.of_body(body.len().min(MAX_BODY))).await {
            Ok(memory) => self.receive_body(signature, body, memory).await,
            Err(_) => Answer::Unavailable,
        }
    }

    /// [`receive`](Self::receive) for a body that has its memory.
    pub(super) async fn receive_body(
        &self,
        signature: Option<impl AsRef<[u8]>>,
        body: Bytes,
        memory: Option<OwnedSemaphorePermit>,
    ) -> Answer {
        let verified = if body.len() < LARGE {
            self.endpoint.verify(signature, body)
        } else {
            let (endpoint, signature) = (self.endpoint.clone(), signature.map(|header| header.as_ref().to_vec()));
            let verifying = spawn_blocking(move || endpoint.verify(signature, body));
            verifying.await.unwrap_or(Err(Answer::Unavailable))
        };
        let delivery = match verified {
            Ok(delivery) => delivery,
            Err(answer) => return answer,
        };
        let id = delivery.id().to_owned();
        match timeout(self.patience, self.commit(delivery, memory)).await {
            Ok(Some(true)) => Answer::Stored,
            _ => {
                tracing::error!(id, "the inbox cannot take an event: Stripe will deliver it again");
                Answer::Unavailable
            }
        }
    }

    async fn commit(&self, delivery: Delivery, memory: Option<OwnedSemaphorePermit>) -> Option<bool> {
        let (sender, committed) = oneshot::channel();
        self.committer.send(Waiting { delivery, committed: sender, memory }).await.ok()?;
        committed.await.ok()
    }
}

/// A task that commits deliveries.
struct Committer<F: Connect> {
    connections: Arc<F>,
    conn: Kept<F::Connection>,
    waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>,
    handover: Arc<Handover>,
}

/// Why deliveries were not committed.
#[derive(Debug, thiserror::Error)]
enum NotCommitted {
    #[error("{0}")]
    NoConnection(BoxError),
    #[error("the database does not answer within {0:?}")]
    NoAnswer(Duration),
    #[error("{}", chain(.0))]
    Refused(#[from] Error),
}

impl NotCommitted {
    /// Whether the database has refused something of the deliveries, and may take the others.
    fn is_of_one(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
        match self {
            NotCommitted::Refused(Error::Database { source: DatabaseError(kind, _), .. }) => {
                !matches!(kind, DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::ReadOnlyTransaction)
            }
            _ => false,
        }
    }
}

impl<F: Connect> Committer<F> {
    /// One, and if the database has something of it, another that helps.
    fn spawn(connections: F, waiting: mpsc::Receiver<Waiting>, handover: &Arc<Handover>) {
        let (connections, waiting) = (Arc::new(connections), Arc::new(Mutex::new(waiting)));
        let new = || Committer {
            connections: Arc::clone(&connections),
            conn: Kept::none(),
            waiting: Arc::clone(&waiting),
            handover: Arc::clone(handover),
        };
        let (much, asked) = mpsc::channel(1);
        tokio::spawn(new().run(much));
        if <Async<'_, F::Connection> as Executor>::DB::COMMITS_TOGETHER {
            tokio::spawn(new().help(asked));
        }
    }

    /// Until all receivers are gone. Says when there is much to do.
    async fn run(mut self, much: mpsc::Sender<()>) {
        let waiting = Arc::clone(&self.waiting);
        while let Some(batch) = self.conn.idle_until(next(&waiting)).await {
            if batch.len() > 1 {
                let _ = much.try_send(());
            }
            self.commit_all(batch).await;
        }
    }

    /// When it is asked to, for a while. Takes no delivery before it has a connection: there may be none for it.
    async fn help(mut self, mut asked: mpsc::Receiver<()>) {
        let waiting = Arc::clone(&self.waiting);
        while asked.recv().await.is_some() {
            let Ok(Ok(conn)) = timeout(SOON, self.conn.take(&*self.connections)).await else { continue };
            self.conn.keep(conn);
            while self.conn.is_kept() {
                match timeout(HELPS, next(&waiting)).await {
                    Ok(Some(batch)) => self.commit_all(batch).await,
                    Ok(None) => return,
                    Err(_) => self.conn.give_back(),
                }
            }
        }
    }

    /// Commits deliveries together or, if something of them is refused, in halves, and answers them.
    async fn commit_all(&mut self, batch: Vec<Waiting>) {
        let mut batches = vec![batch];
        while let Some(mut batch) = batches.pop() {
            // Whoever gave up has answered already. Stripe comes again; there is no need to store its event now.
            batch.retain(|waiting| !waiting.committed.is_closed());
            if batch.is_empty() {
                continue;
            }
            let deliveries: Vec<&Delivery> = batch.iter().map(|waiting| &waiting.delivery).collect();
            let result = self.commit(&deliveries).await;
            match &result {
                Err(error) if deliveries.len() > 1 && error.is_of_one() => {
                    tracing::warn!(%error, deliveries = deliveries.len(), "committing deliveries in halves");
                    let later = batch.split_off(batch.len() / 2);
                    batches.extend([later, batch]);
                    continue;
                }
                Err(error) => tracing::error!(%error, deliveries = deliveries.len(), "storing events"),
                Ok(stored) => metrics::stored(*stored),
            }
            for Waiting { committed, memory, .. } in batch {
                drop(memory);
                let _ = committed.send(result.is_ok());
            }
        }
    }

    /// Stores deliveries, and hands over what is new. A connection that failed is replaced by a new one, once: it may have been
    /// closed long ago.
    async fn commit(&mut self, deliveries: &[&Delivery]) -> Result<Stored, NotCommitted> {
        let kept = self.conn.is_kept();
        match self.commit_once(deliveries).await {
            Err(NotCommitted::Refused(_)) if kept => self.commit_once(deliveries).await,
            result => result,
        }
    }

    async fn commit_once(&mut self, deliveries: &[&Delivery]) -> Result<Stored, NotCommitted> {
        let (since, lease) = (Instant::now(), self.handover.lease());
        let mut conn = self.conn.take(&*self.connections).await.map_err(NotCommitted::NoConnection)?;
        let mut exec = Async::new(&mut conn);
        let attempt = async {
            Ok::<_, Error>(match &lease {
                Some(lease) => store_claimed(&mut exec, deliveries, lease).await?,
                None => (store_with(&mut exec, deliveries).await?, Vec::new()),
            })
        };
        // What was committed all the same, with a lease, is due when that ends.
        let attempt = timeout(PATIENCE, attempt).await.map_err(|_| NotCommitted::NoAnswer(PATIENCE))?;
        drop(exec);
        let (stored, claimed) = attempt?;
        self.conn.keep(conn);
        if stored.new > claimed.len() {
            self.handover.stored();
        }
        if let Some(lease) = lease.filter(|_| !claimed.is_empty()) {
            let left = self.handover.put(&lease, since, claimed);
            self.release(&lease, left).await;
        }
        Ok(stored)
    }

    /// Gives back what no worker takes any more.
    async fn release(&mut self, lease: &Lease, left: Vec<InboxEvent>) {
        if left.is_empty() {
            return;
        }
        let released = async {
            let mut conn = self.conn.take(&*self.connections).await?;
            release_with(&mut Async::new(&mut conn), &lease.token, keys(&left)).await?;
            Ok::<_, BoxError>(conn)
        };
        match timeout(PATIENCE, released).await {
            Ok(Ok(conn)) => {
                self.conn.keep(conn);
                self.handover.wake();
            }
            _ => tracing::warn!("events that were not released are due again when the lease ends"),
        }
    }
}

/// The deliveries that wait, or the next one; `None` when all receivers are gone.
async fn next(waiting: &Mutex<mpsc::Receiver<Waiting>>) -> Option<Vec<Waiting>> {
    let mut batch = Vec::new();
    (waiting.lock().await.recv_many(&mut batch, TOGETHER).await > 0).then_some(batch)
}
