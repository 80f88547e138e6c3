//! From a receiver to a worker of the same process: events that are claimed when they are stored, and not read again.
//!
//! It is what the worker would claim next, without the statement, the commit and the reading of the bodies. Only while the worker
//! keeps up: otherwise events wait in the inbox, where every worker can claim them.
//!
//! An event that comes alone is taken at once. Those that come shortly after it are taken together, in one transaction in place of
//! many: each of them takes time of the database from the deliveries that are being committed.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, futures::Notified};

use super::inbox::{Claim, InboxEvent};
use crate::lease::Lease;

/// So many batches wait in memory at most, and so many bytes of bodies.
const BATCHES: usize = 4;
const BYTES: usize = 32 << 20;
/// Between the beginnings of batches that could be larger.
const APART: Duration = Duration::from_millis(10);
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
    /// Something new is in the inbox.
    stored: bool,
    looked: Option<Instant>,
    taken: Option<Instant>,
    waiting: VecDeque<(Instant, InboxEvent)>,
    bytes: usize,
}

impl State {
    /// How long until the inbox is to be looked into, which is as often as `poll` at least.
    fn look_in(&self, now: Instant, poll: Duration) -> Duration {
        let is_left = self.behind && self.waiting.is_empty();
        let apart = match () {
            () if self.look || is_left => Duration::ZERO,
            () if self.stored => APART.min(poll),
            () => poll,
        };
        left(apart, self.looked, now)
    }

    /// How long until what waits is to be taken; `None` if nothing waits.
    fn take_in(&self, now: Instant) -> Option<Duration> {
        match self.waiting.len() {
            0 => None,
            waiting if waiting >= self.batch => Some(Duration::ZERO),
            _ => Some(left(APART, self.taken, now)),
        }
    }
}

/// What is left of the time since something was done last.
fn left(time: Duration, last: Option<Instant>, now: Instant) -> Duration {
    last.map_or(Duration::ZERO, |last| time.saturating_sub(now.saturating_duration_since(last)))
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

    /// Says that something was stored that is not handed over.
    pub(super) fn stored(&self) {
        self.state().stored = true;
        self.wake.notify_one();
    }

    /// Says that something may be due in the inbox, and has waited already.
    pub(super) fn wake(&self) {
        self.state().look = true;
        self.wake.notify_one();
    }

    /// Says that a worker has something to do for a while: another one sees to what else waits.
    pub(super) fn begun(&self) {
        if !self.state().waiting.is_empty() {
            self.wake.notify_one();
        }
    }

    pub(super) fn woken(&self) -> Notified<'_> {
        self.wake.notified()
    }

    /// Whether to look into the inbox now. Whoever is told so, looks.
    pub(super) fn is_time_to_look(&self, now: Instant, poll: Duration) -> bool {
        let mut state = self.state();
        let is_time = state.look_in(now, poll).is_zero();
        if is_time {
            state.look = false;
            state.stored = false;
            state.looked = Some(now);
        }
        is_time
    }

    /// Whether to take what waits now.
    pub(super) fn is_time_to_take(&self, now: Instant) -> bool {
        self.state().take_in(now).is_some_and(|left| left.is_zero())
    }

    /// How long until there is something to do, unless somebody says so before.
    pub(super) fn idle(&self, now: Instant, poll: Duration) -> Duration {
        let state = self.state();
        let look = state.look_in(now, poll);
        state.take_in(now).map_or(look, |take| take.min(look))
    }

    /// What waits, for a worker of batches of this size.
    pub(super) fn take(&self, now: Instant, batch: usize) -> Option<Claim> {
        let mut state = self.state();
        let (since, _) = *state.waiting.front()?;
        let lease = state.lease.clone()?;
        state.taken = Some(now);
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
            state.lease = Some(Lease::new(lease));
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::super::Delivery;
    use super::*;

    const POLL: Duration = Duration::from_secs(1);
    const BATCH: usize = 3;

    fn events<const N: usize>(ids: [&str; N]) -> Vec<InboxEvent> {
        let event = |id: &str| {
            let body = format!(r#"{{"id": "{id}", "object": "event"}}"#);
            Delivery::read(body, "").row(None)
        };
        ids.map(event).to_vec()
    }

    fn put<const N: usize>(handover: &Handover, ids: [&str; N]) {
        let lease = handover.lease().expect("a worker that keeps up");
        assert!(handover.put(&lease, Instant::now(), events(ids)).is_empty(), "they are handed over");
    }

    fn take(handover: &Handover, now: Instant) -> Vec<String> {
        let claim = handover.take(now, BATCH);
        claim.map_or(Vec::new(), |claim| claim.events.into_iter().map(|event| event.id).collect())
    }

    /// A worker that has seen that nothing is left in the inbox, and when that was.
    fn keeps_up(handover: &Handover) -> (Open<'_>, Instant) {
        let open = handover.open(BATCH, Duration::from_secs(60));
        let now = Instant::now();
        assert!(handover.is_time_to_look(now, POLL), "at the start");
        handover.looked(true);
        (open, now)
    }

    /// A worker that has taken an event just now.
    fn has_taken_one(handover: &Handover) -> (Open<'_>, Instant) {
        let (open, now) = keeps_up(handover);
        put(handover, ["evt_1"]);
        assert_eq!(take(handover, now), ["evt_1"]);
        (open, now)
    }

    fn is_woken(handover: &Handover) -> bool {
        handover.woken().now_or_never().is_some()
    }

    #[test]
    fn an_event_that_comes_alone_is_taken_at_once() {
        let handover = Handover::default();
        let (_open, start) = keeps_up(&handover);
        assert!(!handover.is_time_to_take(start), "nothing is there");
        for (event, now) in [("evt_1", start), ("evt_2", start + APART)] {
            put(&handover, [event]);
            assert!(handover.is_time_to_take(now) && handover.idle(now, POLL).is_zero());
            assert_eq!(take(&handover, now), [event]);
        }
    }

    #[test]
    fn events_that_come_after_it_are_taken_together() {
        let handover = Handover::default();
        let (_open, start) = has_taken_one(&handover);
        put(&handover, ["evt_2"]);
        let soon = start + APART / 2;
        assert!(!handover.is_time_to_take(soon));
        assert_eq!(handover.idle(soon, POLL), APART / 2);
        put(&handover, ["evt_3"]);
        assert!(handover.is_time_to_take(start + APART));
        assert_eq!(take(&handover, start + APART), ["evt_2", "evt_3"]);
    }

    #[test]
    fn a_whole_batch_is_taken_at_once() {
        let handover = Handover::default();
        let (_open, start) = has_taken_one(&handover);
        put(&handover, ["evt_2", "evt_3"]);
        assert!(!handover.is_time_to_take(start));
        put(&handover, ["evt_4", "evt_5"]);
        assert!(handover.is_time_to_take(start));
        assert_eq!(take(&handover, start), ["evt_2", "evt_3", "evt_4"]);
        assert_eq!(handover.idle(start, POLL), APART, "the rest is no whole batch");
    }

    #[test]
    fn whoever_begins_a_batch_wakes_another_for_what_waits() {
        let handover = Handover::default();
        let (_open, start) = has_taken_one(&handover);
        put(&handover, ["evt_2", "evt_3", "evt_4", "evt_5"]);
        assert!(is_woken(&handover) && !is_woken(&handover), "one worker");
        take(&handover, start);
        handover.begun();
        assert!(is_woken(&handover), "the first may take long, and nothing else may come");
        take(&handover, start + APART);
        handover.begun();
        assert!(!is_woken(&handover), "nothing waits");
    }

    #[test]
    fn what_is_stored_and_not_handed_over_is_looked_for_soon_and_what_has_waited_at_once() {
        let handover = Handover::default();
        let (_open, start) = keeps_up(&handover);
        assert_eq!(handover.idle(start, POLL), POLL);
        handover.stored();
        assert!(!handover.is_time_to_look(start, POLL));
        assert_eq!(handover.idle(start, POLL), APART);
        assert!(handover.is_time_to_look(start + APART, POLL));
        assert!(!handover.is_time_to_look(start + APART, POLL), "one worker looks");
        handover.wake();
        assert!(handover.is_time_to_look(start + APART, POLL));
    }
}
