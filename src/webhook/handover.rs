//! From a receiver to a worker of the same process: events that are claimed when they are stored, and not read again.
//!
//! It is what the worker would claim next, without the statement, the commit and the reading of the bodies. Only while the worker
//! keeps up: otherwise events wait in the inbox, where every worker can claim them.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, futures::Notified};

use super::inbox::{Claim, InboxEvent, new_token};

/// So many batches wait in memory at most, and so many bytes of bodies.
const BATCHES: usize = 4;
const BYTES: usize = 32 << 20;
/// An event that waited so long is a worker's that does not keep up: others may.
const KEEPS_UP: Duration = Duration::from_millis(500);

/// Between a receiver and the workers that it wakes.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    wake: Notify,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    takers: usize,
    /// The lease on all that waits here. None if there are no takers.
    lease: Option<Lease>,
    batch: usize,
    /// More was stored than is handed over: until a worker has claimed that, all else is left to the inbox.
    behind: bool,
    /// Something may be due in the inbox.
    look: bool,
    looked: Option<Instant>,
    waiting: VecDeque<(Instant, InboxEvent)>,
    bytes: usize,
}

/// The lease with which events are stored that are handed over.
#[derive(Debug, Clone)]
pub(crate) struct Lease {
    pub(crate) token: String,
    pub(crate) time: Duration,
}

impl Handover {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lease to store the next events with, if a worker takes them.
    pub(super) fn lease(&self) -> Option<Lease> {
        let mut state = self.state();
        let waits_long = state.waiting.front().is_some_and(|(since, _)| since.elapsed() > KEEPS_UP);
        if waits_long || state.waiting.len() >= BATCHES * state.batch || state.bytes >= BYTES {
            state.behind = true;
        }
        if state.behind { None } else { state.lease.clone() }
    }

    /// Hands over what was stored with a lease since then. Returns what nobody takes any more.
    pub(super) fn put(&self, lease: &Lease, since: Instant, events: Vec<InboxEvent>) -> Vec<InboxEvent> {
        {
            let mut state = self.state();
            if state.lease.as_ref().is_none_or(|now| now.token != lease.token) {
                return events;
            }
            state.bytes += events.iter().map(|event| event.body.len()).sum::<usize>();
            state.waiting.extend(events.into_iter().map(|event| (since, event)));
        }
        self.wake.notify_one();
        Vec::new()
    }

    /// Says that there is something in the inbox.
    pub(super) fn wake(&self) {
        self.state().look = true;
        self.wake.notify_one();
    }

    pub(super) fn woken(&self) -> Notified<'_> {
        self.wake.notified()
    }

    /// Whether to look into the inbox now, which is as often as `poll` at least. Whoever is told so, looks.
    pub(super) fn is_time_to_look(&self, poll: Duration) -> bool {
        let mut state = self.state();
        let is_left = state.behind && state.waiting.is_empty();
        let is_time = is_left || state.look || state.looked.is_none_or(|looked| looked.elapsed() >= poll);
        if is_time {
            state.look = false;
            state.looked = Some(Instant::now());
        }
        is_time
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.state().waiting.is_empty()
    }

    /// What waits, for a worker of batches of this size.
    pub(super) fn take(&self, batch: usize) -> Option<Claim> {
        let mut state = self.state();
        let (since, _) = *state.waiting.front()?;
        let lease = state.lease.clone()?;
        let most = batch.min(state.waiting.len());
        let events: Vec<InboxEvent> = state.waiting.drain(..most).map(|(_, event)| event).collect();
        state.bytes -= events.iter().map(|event| event.body.len()).sum::<usize>();
        Some(Claim::of(lease.token, events, lease.time, since))
    }

    /// Says what a look into the inbox found: whether all that is due was claimed.
    pub(super) fn looked(&self, all: bool) {
        if all {
            self.state().behind = false;
        } else {
            // There may be more than one worker can do.
            self.wake();
        }
    }

    /// Opens it for a worker, until that stops.
    pub(super) fn open(&self, batch: usize, lease: Duration) -> Open<'_> {
        let mut state = self.state();
        state.takers += 1;
        if state.lease.is_none() {
            state.lease = Some(Lease { token: new_token(), time: lease });
            state.batch = batch;
            state.behind = true;
        }
        state.look = true;
        Open { handover: self, is_open: true }
    }
}

/// A worker's hold on a handover.
pub(super) struct Open<'h> {
    handover: &'h Handover,
    is_open: bool,
}

impl Open<'_> {
    /// Closes it. Returns what is left, if there are no other workers: it is to be released.
    pub(super) fn close(&mut self) -> Option<(String, Vec<InboxEvent>)> {
        if !std::mem::replace(&mut self.is_open, false) {
            return None;
        }
        let mut state = self.handover.state();
        state.takers -= 1;
        if state.takers > 0 {
            return None;
        }
        state.bytes = 0;
        let left: Vec<_> = state.waiting.drain(..).map(|(_, event)| event).collect();
        let lease = state.lease.take()?;
        (!left.is_empty()).then_some((lease.token, left))
    }
}

/// Of a worker that is cut off, what is left is due when the lease ends.
impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.close();
    }
}
