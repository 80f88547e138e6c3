//! The rate limit: one token bucket for all calls, and one for each endpoint.
//!
//! [`Bucket`] is a pure function of time. [`Limiter`] is the queue in front of the buckets: callers are served in the
//! order in which they came, and one that goes away while it waits has taken nothing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::{Error, Result};

/// How many requests a client sends per second.
///
/// A pause saves up a quarter of a second's requests, at least one, which may then go at once. So in no second do more
/// than one and a quarter times these numbers go out: with the defaults, exactly as many as Stripe allows
/// (<https://docs.stripe.com/rate-limits>: 25 a second for an endpoint; in all 100 in live mode and 25 in a sandbox).
///
/// The limit is one client's: it is shared by the client's clones, but not by other processes. Several processes that
/// call Stripe at full speed should share the numbers out among them. Some of Stripe's endpoints have lower limits
/// (search: 20); what they refuse is sent again.
///
/// ```
/// use diesel_stripe::client::RateLimit;
///
/// assert_eq!(RateLimit::live(), RateLimit { per_endpoint: 20, overall: 80 });
/// assert_eq!(RateLimit::sandbox(), RateLimit { per_endpoint: 20, overall: 20 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateLimit {
    /// Requests per second for one endpoint: a method and a path without its ids, as `POST
    /// /payment_intents/{}/confirm`.
    pub per_endpoint: u32,
    /// Requests per second in all.
    pub overall: u32,
}

impl RateLimit {
    /// For live mode: 20 a second for one endpoint, 80 in all.
    pub const fn live() -> Self {
        RateLimit { per_endpoint: 20, overall: 80 }
    }

    /// For test mode and sandboxes: 20 a second.
    pub const fn sandbox() -> Self {
        RateLimit { per_endpoint: 20, overall: 20 }
    }
}

/// How fast a bucket fills, and how much it holds.
#[derive(Debug, Clone, Copy)]
struct Rate {
    /// The time that one token takes to come.
    interval: Duration,
    /// The tokens in a full bucket; at least one.
    burst: u32,
}

impl Rate {
    fn per_second(requests: u32) -> Self {
        let requests = requests.max(1);
        Rate { interval: Duration::from_secs(1) / requests, burst: (requests / 4).max(1) }
    }
}

/// A token bucket, kept as the one instant at which it will be full again.
#[derive(Debug)]
struct Bucket {
    rate: Rate,
    full_at: Instant,
}

impl Bucket {
    fn full(rate: Rate, now: Instant) -> Self {
        Bucket { rate, full_at: now }
    }

    /// How long until there is a token; zero if there is one.
    fn wait(&self, now: Instant) -> Duration {
        self.full_at.saturating_duration_since(now).saturating_sub(self.rate.interval * (self.rate.burst - 1))
    }

    fn take(&mut self, now: Instant) {
        self.full_at = self.full_at.max(now) + self.rate.interval;
    }

    fn is_full(&self, now: Instant) -> bool {
        self.full_at <= now
    }

    async fn ready(&self) {
        loop {
            let wait = self.wait(Instant::now());
            if wait.is_zero() {
                return;
            }
            tokio::time::sleep(wait).await;
        }
    }
}

/// tokio's mutex is fair: waiting for it is the queue.
type Queue = tokio::sync::Mutex<Bucket>;

/// When there are more endpoints than this, those that have been quiet are forgotten.
const ENDPOINTS_KEPT: usize = 256;

#[derive(Debug)]
pub(super) struct Limiter {
    overall: Queue,
    per_endpoint: Rate,
    endpoints: Mutex<HashMap<String, Arc<Queue>>>,
}

impl Limiter {
    pub fn new(limit: RateLimit) -> Result<Self> {
        if limit.per_endpoint == 0 || limit.overall == 0 {
            return Err(Error::Configuration("a rate limit of zero lets nothing through".into()));
        }
        Ok(Limiter::of(Rate::per_second(limit.overall), Rate::per_second(limit.per_endpoint)))
    }

    fn of(overall: Rate, per_endpoint: Rate) -> Self {
        let overall = Queue::new(Bucket::full(overall, Instant::now()));
        Limiter { overall, per_endpoint, endpoints: Mutex::default() }
    }

    /// Waits until one request may go to this endpoint.
    ///
    /// The head of an endpoint's queue waits in the common queue, so a busy endpoint has one place there, and the
    /// others' calls are not behind all of its own. Tokens are taken only when both buckets have one: a call that is
    /// dropped while it waits gives up its places, and no token.
    pub async fn acquire(&self, endpoint: &str) {
        let queue = self.queue(endpoint);
        let mut own = queue.lock().await;
        own.ready().await;
        let mut overall = self.overall.lock().await;
        overall.ready().await;
        let now = Instant::now();
        own.take(now);
        overall.take(now);
    }

    fn queue(&self, endpoint: &str) -> Arc<Queue> {
        let mut endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = endpoints.get(endpoint) {
            return queue.clone();
        }
        let now = Instant::now();
        if endpoints.len() >= ENDPOINTS_KEPT {
            // A full bucket in which nobody waits is as good as a new one. The others are the calls under way and those
            // of the last quarter of a second, so the map stays small.
            endpoints.retain(|_, queue| {
                Arc::strong_count(queue) > 1 || !queue.try_lock().is_ok_and(|bucket| bucket.is_full(now))
            });
        }
        let queue = Arc::new(Queue::new(Bucket::full(self.per_endpoint, now)));
        endpoints.insert(endpoint.to_owned(), queue.clone());
        queue
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// Whether a call waits, without waiting.
    fn waits(call: impl Future<Output = ()>) -> bool {
        pin!(call).poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    /// No token comes while a test runs.
    fn never_again(burst: u32) -> Rate {
        Rate { interval: Duration::from_secs(86_400), burst }
    }

    #[test]
    fn a_bucket_admits_its_burst_and_then_spaces() {
        let start = Instant::now();
        let mut bucket = Bucket::full(Rate::per_second(20), start);
        for _ in 0..5 {
            assert_eq!(bucket.wait(start), Duration::ZERO);
            bucket.take(start);
        }
        let mut now = start;
        for _ in 0..100 {
            assert_eq!(bucket.wait(now), Duration::from_millis(50));
            now += Duration::from_millis(50);
            assert_eq!(bucket.wait(now), Duration::ZERO);
            bucket.take(now);
        }
        assert!(!bucket.is_full(now));
        assert!(bucket.is_full(now + Duration::from_millis(250)));
        let later = now + Duration::from_secs(3600);
        for _ in 0..5 {
            assert_eq!(bucket.wait(later), Duration::ZERO);
            bucket.take(later);
        }
        assert_ne!(bucket.wait(later), Duration::ZERO, "a long pause saves up no more than the burst");
    }

    /// Stripe counts in seconds that begin when it likes: no second may hold more than it allows.
    #[test]
    fn no_second_holds_more_than_stripe_allows() {
        for (rate, allowed) in [(20, 25), (80, 100)] {
            let start = Instant::now();
            let mut bucket = Bucket::full(Rate::per_second(rate), start);
            let mut sent: Vec<Instant> = Vec::new();
            let mut now = start;
            for step in 0..2_000_u64 {
                // A pause now and then, which fills the bucket.
                now += bucket.wait(now) + Duration::from_millis(if step % 97 == 0 { 300 } else { 0 });
                bucket.take(now);
                sent.push(now);
            }
            for (first, start) in sent.iter().enumerate() {
                let second = sent[first..].iter().take_while(|at| **at < *start + Duration::from_secs(1)).count();
                assert!(second <= allowed, "{second} in a second at {rate}/s");
            }
        }
    }

    #[tokio::test]
    async fn endpoints_have_their_own_limits_and_one_in_common() {
        let limiter = Limiter::of(never_again(2), never_again(1));
        assert!(!waits(limiter.acquire("GET /a")));
        assert!(waits(limiter.acquire("GET /a")), "its one token is gone");
        assert!(!waits(limiter.acquire("GET /b")), "another endpoint");
        assert!(waits(limiter.acquire("GET /c")), "the two tokens in common are gone");
    }

    #[tokio::test]
    async fn a_dropped_call_takes_no_token_and_keeps_no_place() {
        let limiter = Limiter::of(never_again(1), never_again(1));
        limiter.acquire("GET /a").await;
        let full_at = limiter.overall.lock().await.full_at;
        for endpoint in ["GET /a", "GET /b"] {
            for _ in 0..100 {
                assert!(waits(limiter.acquire(endpoint)));
            }
        }
        assert_eq!(limiter.overall.lock().await.full_at, full_at, "nothing was taken");
        let b = limiter.queue("GET /b");
        assert!(
            b.try_lock().unwrap().is_full(Instant::now()),
            "nor from the endpoint that waited for the common bucket"
        );
    }

    #[tokio::test]
    async fn calls_are_served_in_the_order_in_which_they_came() {
        let limiter = Limiter::of(Rate::per_second(500), Rate::per_second(500));
        let served = Mutex::new(Vec::new());
        let mut calls: Vec<_> = (0..200)
            .map(|number| {
                let (limiter, served) = (&limiter, &served);
                Box::pin(async move {
                    limiter.acquire("GET /a").await;
                    served.lock().unwrap().push(number);
                })
            })
            .collect();
        // Each call takes its place once, in order; then they are asked in the opposite order.
        let mut context = Context::from_waker(Waker::noop());
        let mut waiting: Vec<_> = Vec::new();
        for mut call in calls.drain(..) {
            if call.as_mut().poll(&mut context) == Poll::Pending {
                waiting.push(call);
            }
        }
        assert!(!waiting.is_empty());
        waiting.reverse();
        futures_util::future::join_all(waiting).await;
        assert_eq!(*served.lock().unwrap(), (0..200).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn quiet_endpoints_are_forgotten() {
        let limiter = Limiter::of(never_again(1), never_again(1));
        for number in 0..10 * ENDPOINTS_KEPT {
            limiter.queue(&format!("GET /{number}"));
        }
        assert!(limiter.endpoints.lock().unwrap().len() <= ENDPOINTS_KEPT);
    }

    #[test]
    fn a_limit_of_zero_is_refused() {
        assert!(matches!(
            Limiter::new(RateLimit { per_endpoint: 0, overall: 1 }),
            Err(Error::Configuration(reason)) if reason.contains("zero")
        ));
    }
}
