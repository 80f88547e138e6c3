//! Group commit: concurrent deliveries are committed together.
//!
//! A task has a connection. While it commits, deliveries gather; then it commits all of them, in one statement and with one fsync.
//! While there are many, on PostgreSQL a second task helps, so that one inserts while the other waits for its fsync. Each delivery
//! waits for its own commit, and no longer than is bounded.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::{Mutex, Semaphore, mpsc, oneshot};
use tokio::time::timeout;

use super::connect::connect;
use super::handover::{Handover, Lease};
use super::inbox::{InboxEvent, Stored, keys, release_with, store_claimed, store_with};
use super::{Answer, BoxError, Connect, Delivery, Endpoint, metrics};
use crate::database::sealed::Words;
use crate::database::{Async, Executor};

/// A delivery waits for its commit no longer than this, unless it is told otherwise.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most deliveries that wait, and the most that are committed together.
const WAITING: usize = 4_096;
const TOGETHER: usize = 1_024;
/// The most kibibytes of bodies that wait.
const WAITING_KIB: usize = 256 << 10;
/// A connection that is not used for so long is given back.
const IDLE: Duration = Duration::from_secs(60);
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
    room: Arc<Semaphore>,
    handover: Arc<Handover>,
}

struct Waiting {
    delivery: Delivery,
    committed: oneshot::Sender<bool>,
}

impl Receiver {
    /// Receives this endpoint's deliveries, with connections of the host's. It keeps one while there is something to do, and on
    /// PostgreSQL a second one while there is much, if the host has one.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime: the task that commits runs on the one that calls this.
    pub fn new(endpoint: Endpoint, connections: impl Connect) -> Self {
        let (sender, waiting) = mpsc::channel(WAITING);
        let handover = Arc::new(Handover::default());
        Committer::spawn(connections, waiting, &handover);
        let room = Arc::new(Semaphore::new(WAITING_KIB));
        Receiver { endpoint, patience: PATIENCE, committer: sender, room, handover }
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

    /// To a [`Worker`](super::Worker) of the same process.
    pub(super) fn handover(&self) -> Arc<Handover> {
        Arc::clone(&self.handover)
    }

    /// Verifies a delivery, waits until it is committed, and says what to answer. `signature` is the value of the
    /// `Stripe-Signature` header, if there was one; `body` is what was received, and not what was made of it.
    ///
    /// The future may be dropped: the event may be stored all the same, and the receiver goes on with its connections.
    pub async fn receive(&self, signature: Option<impl AsRef<[u8]>>, body: impl Into<Bytes>) -> Answer {
        let delivery = match self.endpoint.verify(signature, body) {
            Ok(delivery) => delivery,
            Err(answer) => return answer,
        };
        let id = delivery.id().to_owned();
        match timeout(self.patience, self.commit(delivery)).await {
            Ok(Some(true)) => Answer::Stored,
            _ => {
                tracing::error!(id, "the inbox cannot take an event: Stripe will deliver it again");
                Answer::Unavailable
            }
        }
    }

    async fn commit(&self, delivery: Delivery) -> Option<bool> {
        let kib = u32::try_from(delivery.size() / 1_024 + 1).unwrap_or(u32::MAX);
        let _room = self.room.acquire_many(kib).await.ok()?;
        let (sender, committed) = oneshot::channel();
        self.committer.send(Waiting { delivery, committed: sender }).await.ok()?;
        committed.await.ok()
    }
}

/// One that commits what waits.
struct Committer<F: Connect> {
    connections: Arc<F>,
    conn: Option<F::Connection>,
    waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>,
    handover: Arc<Handover>,
}

impl<F: Connect> Committer<F> {
    /// One, and if the database has something of it, another that helps.
    fn spawn(connections: F, waiting: mpsc::Receiver<Waiting>, handover: &Arc<Handover>) {
        let (connections, waiting) = (Arc::new(connections), Arc::new(Mutex::new(waiting)));
        let new = || Committer {
            connections: Arc::clone(&connections),
            conn: None,
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
        while let Some(batch) = self.next(IDLE).await {
            if batch.len() > 1 {
                let _ = much.try_send(());
            }
            self.commit_all(batch).await;
        }
    }

    /// When it is asked to, for a while. Takes no delivery before it has a connection: there may be none for it.
    async fn help(mut self, mut asked: mpsc::Receiver<()>) {
        while asked.recv().await.is_some() {
            self.conn = timeout(SOON, connect(&*self.connections)).await.ok().and_then(Result::ok);
            let until = Instant::now() + IDLE;
            while self.conn.is_some() && Instant::now() < until {
                let Some(batch) = self.next(until.saturating_duration_since(Instant::now())).await else { return };
                self.commit_all(batch).await;
            }
            self.conn = None;
        }
    }

    /// The deliveries that wait, or the next one. Empty if none came within this time, and then the connection is given back; `None`
    /// when all receivers are gone.
    async fn next(&mut self, within: Duration) -> Option<Vec<Waiting>> {
        let mut batch = Vec::new();
        let received = async { self.waiting.lock().await.recv_many(&mut batch, TOGETHER).await };
        match timeout(within, received).await {
            Ok(0) => return None,
            Ok(_) => {}
            Err(_) => self.conn = None,
        }
        // Whoever gave up has answered already. Stripe comes again; there is no need to store its event now.
        batch.retain(|waiting| !waiting.committed.is_closed());
        Some(batch)
    }

    /// Commits deliveries together or, if that fails, each alone, and answers them.
    async fn commit_all(&mut self, batch: Vec<Waiting>) {
        if batch.is_empty() {
            return;
        }
        let (deliveries, answers): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|Waiting { delivery, committed }| (delivery, committed)).unzip();
        match self.commit(&deliveries).await {
            Err(error) if deliveries.len() > 1 => {
                tracing::warn!(%error, deliveries = deliveries.len(), "committing deliveries one by one");
                for (delivery, answer) in deliveries.into_iter().zip(answers) {
                    let committed = report(self.commit(&[delivery]).await);
                    let _ = answer.send(committed);
                }
            }
            result => {
                let committed = report(result);
                for answer in answers {
                    let _ = answer.send(committed);
                }
            }
        }
    }

    /// Stores deliveries, and hands over what is new. A connection that failed is replaced by a new one, once: it may have been
    /// closed long ago.
    async fn commit(&mut self, deliveries: &[Delivery]) -> Result<Stored, BoxError> {
        let kept = self.conn.is_some();
        match self.commit_once(deliveries).await {
            Err(_) if kept => self.commit_once(deliveries).await,
            result => result,
        }
    }

    async fn commit_once(&mut self, deliveries: &[Delivery]) -> Result<Stored, BoxError> {
        let (kept, since, lease) = (self.conn.take(), Instant::now(), self.handover.lease());
        let attempt = async {
            let mut conn = match kept {
                Some(conn) => conn,
                None => connect(&*self.connections).await?,
            };
            let mut exec = Async::new(&mut conn);
            let (stored, claimed) = match &lease {
                Some(lease) => store_claimed(&mut exec, deliveries, lease).await?,
                None => (store_with(&mut exec, deliveries).await?, Vec::new()),
            };
            drop(exec);
            Ok::<_, BoxError>((stored, claimed, conn))
        };
        // What was committed all the same, with a lease, is due when that ends.
        let attempt = timeout(PATIENCE, attempt).await.unwrap_or_else(|_| Err("the database does not answer".into()));
        let (stored, claimed, conn) = attempt?;
        self.conn = Some(conn);
        if stored.new > claimed.len() {
            self.handover.wake();
        }
        if let Some(lease) = lease.filter(|_| !claimed.is_empty()) {
            let left = self.handover.put(&lease, since, claimed);
            self.release(&lease, left).await;
        }
        Ok(stored)
    }

    /// Gives back what no worker takes any more.
    async fn release(&mut self, lease: &Lease, left: Vec<InboxEvent>) {
        let Some(mut conn) = self.conn.take_if(|_| !left.is_empty()) else { return };
        let released = timeout(PATIENCE, release_with(&mut Async::new(&mut conn), &lease.token, keys(&left))).await;
        match released {
            Ok(Ok(())) => {
                self.conn = Some(conn);
                self.handover.wake();
            }
            _ => tracing::warn!("events that were not released are due again when the lease ends"),
        }
    }
}

fn report(result: Result<Stored, BoxError>) -> bool {
    match result {
        Ok(stored) => {
            metrics::stored(stored);
            true
        }
        Err(error) => {
            tracing::error!(%error, "storing events");
            false
        }
    }
}
