//! The fake's time: the machine's, or one that the test moves.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// The time that a [`FakeStripe`](super::FakeStripe) lives in. Clones share one time.
///
/// `created`, the `Date` header, and the age of an idempotency key come from it.
///
/// ```
/// use std::time::Duration;
/// use chrono::DateTime;
/// use fake_stripe::Clock;
///
/// let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
/// let clock = Clock::at(start);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!((clock.now() - start).num_seconds(), 60);
/// ```
#[derive(Debug, Clone)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    time: Mutex<Time>,
    moved: watch::Sender<()>,
}

#[derive(Debug)]
enum Time {
    /// The machine's time, moved by this much.
    Running(TimeDelta),
    Standing(DateTime<Utc>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Clock::new(Time::Running(TimeDelta::zero()))
    }

    /// A clock that stands still at `time` until it is [set](Clock::set) or [advanced](Clock::advance).
    pub fn at(time: DateTime<Utc>) -> Self {
        Clock::new(Time::Standing(time))
    }

    fn new(time: Time) -> Self {
        Clock(Arc::new(Inner { time: Mutex::new(time), moved: watch::Sender::new(()) }))
    }

    /// What time it is.
    pub fn now(&self) -> DateTime<Utc> {
        match *self.time() {
            Time::Running(offset) => add(Utc::now(), offset),
            Time::Standing(time) => time,
        }
    }

    /// Moves the clock forward. One that runs goes on running.
    pub fn advance(&self, by: Duration) {
        let by = TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX);
        let mut time = self.time();
        *time = match *time {
            Time::Running(offset) => Time::Running(offset.checked_add(&by).unwrap_or(TimeDelta::MAX)),
            Time::Standing(time) => Time::Standing(add(time, by)),
        };
        drop(time);
        self.0.moved.send_replace(());
    }

    /// Stops the clock at `time`, which may be in the past.
    pub fn set(&self, time: DateTime<Utc>) {
        *self.time() = Time::Standing(time);
        self.0.moved.send_replace(());
    }

    /// Tells of each time that the clock is moved by hand.
    pub(super) fn moves(&self) -> watch::Receiver<()> {
        self.0.moved.subscribe()
    }

    /// How long it takes until `time` by itself; `None` if the clock stands.
    pub(super) fn until(&self, time: DateTime<Utc>) -> Option<Duration> {
        match *self.time() {
            Time::Running(offset) => Some((time - add(Utc::now(), offset)).to_std().unwrap_or_default()),
            Time::Standing(_) => None,
        }
    }

    fn time(&self) -> std::sync::MutexGuard<'_, Time> {
        self.0.time.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Clock::system()
    }
}

fn add(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
