//! How long is waited before what failed is tried again.

use std::time::Duration;

/// Delays that double with each attempt, up to the longest. Each is shortened at random by up to a half: what failed together is
/// not tried again together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Backoff {
    pub(crate) const fn new(first: Duration, longest: Duration) -> Self {
        Backoff { first, longest }
    }

    /// The delay after so many failures in a row, from the first on.
    pub(crate) fn after(&self, failures: u32) -> Duration {
        self.spread(failures, fastrand::f64())
    }

    /// The same with this jitter, from 0 for half of the delay to 1 for all of it.
    pub(crate) fn spread(&self, failures: u32, jitter: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
        let full = doubled.min(self.longest);
        full / 2 + (full / 2).mul_f64(jitter.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_from_half_to_full_up_to_a_limit() {
        let backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(8));
        for (failures, full) in [(1, 500), (2, 1000), (3, 2000), (4, 4000), (5, 8000), (6, 8000), (4_000_000_000, 8000)]
        {
            let full = Duration::from_millis(full);
            assert_eq!(backoff.spread(failures, 0.0), full / 2, "after {failures}");
            assert_eq!(backoff.spread(failures, 1.0), full, "after {failures}");
        }
        assert_eq!(backoff.spread(0, 1.0), backoff.spread(1, 1.0));
    }
}
