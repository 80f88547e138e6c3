//! What a worker does after commits.
//!
//! Handlers of up to [`AT_ONCE`] events run at the same time. Each event ends by itself, and makes room for the next: a slow handler
//! holds up none but itself. While handlers run, the lease on their events is renewed, and no connection is held.

use std::collections::BTreeMap;
use std::future::pending;
use std::pin::pin;
use std::time::Instant;

use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use super::{BACKOFF, Worker};
use crate::database::{Async, Executor};
use crate::error::{Result, chain};
use crate::sql::Cell;
use crate::webhook::connect::Kept;
use crate::webhook::inbox::renew;
use crate::webhook::processor::{AT_ONCE, Ended, Job, claim_committed, end_committed};
use crate::webhook::{BoxError, Connect};

/// Events whose handlers run or have run, and the worker's hold on each.
#[derive(Default)]
struct Running {
    held: BTreeMap<(String, String), u64>,
    ended: Vec<Ended>,
}

impl<F: Connect> Worker<F> {
    /// Runs what is to be done after commits, for ever.
    pub(super) async fn after_commits(&self, committed: &Notify, mut stopped: watch::Receiver<bool>) {
        if !self.processor.registry.runs_after_commit() {
            return;
        }
        let third = self.processor.settings.lease / 3;
        let (mut kept, mut running, mut failures) = (Kept::none(), Running::default(), 0);
        let mut jobs = FuturesUnordered::new();
        let mut renewed = Instant::now();
        loop {
            let is_stopped = *stopped.borrow();
            let room = if !is_stopped { AT_ONCE.saturating_sub(running.held.len()) } else { 0 };
            let is_to_be_renewed = renewed.elapsed() >= third && !running.held.is_empty();
            if room > 0 || is_to_be_renewed || !running.ended.is_empty() {
                match self.after_commits_once(&mut kept, &mut running, room, is_to_be_renewed).await {
                    Ok(claimed) => {
                        failures = 0;
                        jobs.extend(
                            claimed.into_iter().map(|job| job.run::<Async<'_, F::Connection>>(&self.processor)),
                        );
                        if is_to_be_renewed {
                            renewed = Instant::now();
                        }
                    }
                    Err(error) => {
                        tracing::error!(error = chain(&*error), "processing events after their commits");
                        failures += 1;
                        sleep(BACKOFF.after(failures)).await;
                        continue;
                    }
                }
            }
            if is_stopped && jobs.is_empty() && running.ended.is_empty() {
                return;
            }
            if running.held.is_empty() {
                renewed = Instant::now();
            }
            let ended = async {
                match jobs.next().await {
                    Some(ended) => ended,
                    None => pending().await,
                }
            };
            let woken = async {
                let stopped = async {
                    match is_stopped {
                        true => pending().await,
                        false => drop(stopped.wait_for(|stopped| *stopped).await),
                    }
                };
                select(pin!(timeout(self.poll.min(third), committed.notified())), pin!(stopped)).await;
            };
            let next = async {
                match select(pin!(ended), pin!(woken)).await {
                    Either::Left((ended, _)) => Some(ended),
                    Either::Right(_) => None,
                }
            };
            running.ended.extend(kept.idle_until(next).await);
            // Those that have ended at the same time are noted together.
            while let Some(Some(ended)) = jobs.next().now_or_never() {
                running.ended.push(ended);
            }
        }
    }

    /// Begins the lease anew on all events whose handlers run.
    async fn renew_all<E: Executor>(&self, exec: &mut E, held: &BTreeMap<(String, String), u64>) -> Result<()> {
        let mut by_token: BTreeMap<String, Vec<[Cell; 2]>> = BTreeMap::new();
        {
            let all = self.held();
            for (token, keys) in held.values().filter_map(|held| all.batches.get(held)) {
                by_token.entry(token.clone()).or_default().extend(keys.iter().cloned());
            }
        }
        for (token, keys) in by_token {
            renew(exec, &token, self.processor.settings.lease, &keys).await?;
        }
        Ok(())
    }

    /// Notes what has ended, keeps the lease on what has not, and claims more.
    async fn after_commits_once(
        &self,
        kept: &mut Kept<F::Connection>,
        running: &mut Running,
        room: usize,
        is_to_be_renewed: bool,
    ) -> Result<Vec<Job>, BoxError> {
        let mut conn = kept.take(&self.connections).await?;
        let mut exec = Async::new(&mut conn);
        let Running { held, ended } = running;
        let is_of_use = !ended.is_empty() || is_to_be_renewed;
        let once = async {
            if is_to_be_renewed {
                self.renew_all(&mut exec, held).await?;
            }
            end_committed(&self.processor, &mut exec, ended).await?;
            for ended in ended.drain(..) {
                if let Some(held) = held.remove(&ended.key()) {
                    self.let_go(held);
                }
            }
            if room == 0 {
                return Ok(Vec::new());
            }
            let room = u32::try_from(room).unwrap_or(u32::MAX);
            let (jobs, notes) = claim_committed(&self.processor, &mut exec, room, &self.one_suspect).await?;
            for job in &jobs {
                let key = job.key();
                let event = [Cell::text(&key.0), Cell::text(&key.1)];
                held.insert(key, self.hold(job.token(), vec![event]));
            }
            ended.extend(notes);
            Ok(jobs)
        };
        let jobs = self.answered("noting what was done after commits", once).await?;
        drop(exec);
        match is_of_use || !jobs.is_empty() {
            true => kept.keep(conn),
            false => kept.keep_idle(conn),
        }
        Ok(jobs)
    }
}
