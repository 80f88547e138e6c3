//! Requests that are under way for as long as a test wants.

use std::sync::Arc;

use tokio::sync::watch;

/// While this lives, requests are received and their idempotency keys taken, but no work begins and no answer comes.
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

/// What requests pass between being received and being worked on. Faults belong here.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    holds: Arc<watch::Sender<usize>>,
    waiting: Arc<watch::Sender<usize>>,
}

impl Gate {
    pub fn new() -> Self {
        Gate { holds: Arc::new(watch::Sender::new(0)), waiting: Arc::new(watch::Sender::new(0)) }
    }

    pub fn hold(&self) -> Hold {
        self.holds.send_modify(|holds| *holds += 1);
        Hold(self.clone())
    }

    pub fn is_open(&self) -> bool {
        *self.holds.borrow() == 0
    }

    /// Waits until nothing holds.
    pub async fn pass(&self) {
        let mut holds = self.holds.subscribe();
        self.waiting.send_modify(|waiting| *waiting += 1);
        let _ = holds.wait_for(|holds| *holds == 0).await;
        self.waiting.send_modify(|waiting| *waiting -= 1);
    }

    /// Opens for ever: nothing is worth holding any more.
    pub fn open(&self) {
        self.holds.send_replace(0);
    }
}
