//! The fake's time: the machine's, or one that the test moves.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The time that a [`FakeStripe`](super::FakeStripe) lives in. Clones share one time.
///
/// `created`, the `Date` header, and the age of an idempotency key come from it.
///
/// ```
/// use std::time::Duration;
/// use chrono::DateTime;
/// use diesel_stripe::testing::Clock;
///
/// let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
/// let clock = Clock::at(start);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!((clock.now() - start).num_seconds(), 60);
/// ```
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<Time>>);

#[derive(Debug)]
enum Time {
    /// The machine's time, moved by this much.
    Running(TimeDelta),
    Standing(DateTime<Utc>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Clock(Arc::new(Mutex::new(Time::Running(TimeDelta::zero()))))
    }

    /// A clock that stands still at `time` until it is [set](Clock::set) or [advanced](Clock::advance).
    pub fn at(time: DateTime<Utc>) -> Self {
        Clock(Arc::new(Mutex::new(Time::Standing(time))))
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
    }

    /// Stops the clock at `time`, which may be in the past.
    pub fn set(&self, time: DateTime<Utc>) {
        *self.time() = Time::Standing(time);
    }

    fn time(&self) -> std::sync::MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
