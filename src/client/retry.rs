//! Whether a failed attempt is repeated, and when: a pure function of what failed.

use std::time::Duration;

use crate::backoff::Backoff;

/// A longer `Retry-After` than this is not waited for: the caller gets the error, and decides.
pub(super) const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How often and how soon failed attempts are repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RetryPolicy {
    /// Attempts after the first.
    pub max_retries: u32,
    /// The delays before them.
    pub backoff: Backoff,
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The connection failed or was cut, or the time was up.
    NoAnswer,
    /// Stripe answered with an error.
    Answer {
        status: u16,
        /// `Stripe-Should-Retry`.
        should_retry: Option<bool>,
        /// `Retry-After`.
        retry_after: Option<Duration>,
    },
}

impl Failure {
    /// Stripe's own word decides; without it, the statuses that are known to pass:
    /// <https://docs.stripe.com/error-low-level>.
    fn may_pass(self) -> bool {
        match self {
            Failure::NoAnswer => true,
            Failure::Answer { should_retry: Some(should_retry), .. } => should_retry,
            // 409: another call holds the idempotency key, or the object. 429: the rate limit, or `lock_timeout`.
            Failure::Answer { status, .. } => matches!(status, 409 | 429 | 500 | 502 | 503 | 504),
        }
    }
}

impl RetryPolicy {
    /// How long to wait before the next attempt; `None` if there shall be none.
    ///
    /// `retries` counts the attempts already repeated. `jitter`, from 0 to 1, spreads clients that failed together over
    /// the later half of the delay.
    pub fn delay(&self, failure: Failure, retries: u32, jitter: f64) -> Option<Duration> {
        if retries >= self.max_retries || !failure.may_pass() {
            return None;
        }
        let delay = self.backoff.spread(retries.saturating_add(1), jitter);
        match failure {
            Failure::Answer { retry_after: Some(asked), .. } if asked > LONGEST_RETRY_AFTER => None,
            Failure::Answer { retry_after: Some(asked), .. } => Some(delay.max(asked)),
            _ => Some(delay),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RetryPolicy =
        RetryPolicy { max_retries: 3, backoff: Backoff::new(Duration::from_millis(500), Duration::from_secs(8)) };

    fn answer(status: u16) -> Failure {
        Failure::Answer { status, should_retry: None, retry_after: None }
    }

    fn answer_with(status: u16, should_retry: impl Into<Option<bool>>, retry_after: impl Into<Option<u64>>) -> Failure {
        let retry_after = retry_after.into().map(Duration::from_secs);
        Failure::Answer { status, should_retry: should_retry.into(), retry_after }
    }

    #[test]
    fn what_may_pass_is_repeated() {
        for (failure, repeated) in [
            (Failure::NoAnswer, true),
            (answer(301), false),
            (answer(400), false),
            (answer(401), false),
            (answer(402), false),
            (answer(403), false),
            (answer(404), false),
            (answer(409), true),
            (answer(424), false),
            (answer(429), true),
            (answer(500), true),
            (answer(501), false),
            (answer(502), true),
            (answer(503), true),
            (answer(504), true),
            (answer_with(400, true, None), true),
            (answer_with(402, true, None), true),
            (answer_with(409, false, None), false),
            (answer_with(429, false, None), false),
            (answer_with(429, false, 1), false),
            (answer_with(500, false, None), false),
            (answer_with(400, None, 1), false),
        ] {
            assert_eq!(POLICY.delay(failure, 0, 0.5).is_some(), repeated, "{failure:?}");
        }
    }

    #[test]
    fn retries_end() {
        assert!(POLICY.delay(answer(500), 2, 0.0).is_some());
        assert_eq!(POLICY.delay(answer(500), 3, 0.0), None);
        assert_eq!(POLICY.delay(answer_with(500, true, None), 3, 0.0), None);
        assert_eq!(RetryPolicy { max_retries: 0, ..POLICY }.delay(Failure::NoAnswer, 0, 0.0), None);
    }

    #[test]
    fn retry_after_is_the_least_delay() {
        let delay = |seconds| POLICY.delay(answer_with(429, None, seconds), 0, 1.0);
        assert_eq!(delay(0), Some(Duration::from_millis(500)));
        assert_eq!(delay(7), Some(Duration::from_secs(7)));
        assert_eq!(delay(60), Some(Duration::from_secs(60)));
        assert_eq!(delay(61), None, "the caller had better know");
        assert_eq!(POLICY.delay(answer_with(400, true, 2), 0, 0.0), Some(Duration::from_secs(2)));
    }
}
