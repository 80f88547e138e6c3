//! Requests that are under way for as long as a test wants.

use std::sync::Arc;

use tokio::sync::watch;

/// While this lives, requests are received and their idempotency keys taken, but no work begins and no answer comes; or the
/// work is done, and no answer comes ([`hold_answers`](super::FakeStripe::hold_answers)).
///
/// It is how a test meets a request that is under way: a second one with the same key answers 409, a caller that gives up
/// waiting doesn't know whether its work will be done. When it is dropped the work is done, for callers that have hung up
/// too. See [`FakeStripe::hold`](super::FakeStripe::hold).
#[derive(Debug)]
#[must_use = "dropping it lets the requests go on"]
pub struct Hold(Gate);

impl Hold {
    /// Waits until at least `count` requests are held.
    pub async fn requests(&self, count: usize) {
        // An error means that nobody can ever change the number, but this holds a sender.
        let _ = self.0.waiting.subscribe().wait_for(|waiting| *waiting >= count).await;
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.holds.send_modify(|holds| *holds = holds.saturating_sub(1));
    }
}

/// Where requests wait.
#[derive(Debug, Clone)]
pub(super) struct Gates {
    /// Between being received and being worked on.
    pub before: Gate,
    /// Between being worked on and being answered.
    pub after: Gate,
}

impl Gates {
    pub fn new() -> Self {
        Gates { before: Gate::new(), after: Gate::new() }
    }

    pub fn are_open(&self) -> bool {
        self.before.is_open() && self.after.is_open()
    }

    /// Opens both for ever: nothing is worth holding any more.
    pub fn open(&self) {
        self.before.open();
        self.after.open();
    }
}

#[derive(Debug, Clone)]
pub(super) struct Gate {
    holds: Arc<watch::Sender<usize>>,
    waiting: Arc<watch::Sender<usize>>,
}

impl Gate {
    fn new() -> Self {
        Gate { holds: Arc::new(watch::Sender::new(0)), waiting: Arc::new(watch::Sender::new(0)) }
    }

    pub fn hold(&self) -> Hold {
        self.holds.send_modify(|holds| *holds += 1);
        Hold(self.clone())
    }

    fn is_open(&self) -> bool {
        *self.holds.borrow() == 0
    }

    /// Waits until nothing holds.
    pub async fn pass(&self) {
        let mut holds = self.holds.subscribe();
        self.waiting.send_modify(|waiting| *waiting += 1);
        let _ = holds.wait_for(|holds| *holds == 0).await;
        self.waiting.send_modify(|waiting| *waiting -= 1);
    }

    fn open(&self) {
        self.holds.send_replace(0);
    }
}
