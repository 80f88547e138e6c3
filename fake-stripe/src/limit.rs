//! A rate limit like Stripe's, by the fake's clock.

use std::collections::HashMap;

use super::auth::Scope;
use super::error::ApiError;
use super::faults;

/// How many requests an account makes in a second.
#[derive(Debug)]
pub(super) struct Limit {
    per_second: Option<u32>,
    /// The second, and the requests in it.
    made: HashMap<Scope, (i64, u32)>,
}

impl Limit {
    pub fn new(per_second: Option<u32>) -> Self {
        Limit { per_second, made: HashMap::new() }
    }

    /// Counts a request, or refuses it.
    pub fn admit(&mut self, scope: &Scope, now: i64) -> Result<(), ApiError> {
        let Some(limit) = self.per_second else { return Ok(()) };
        if !self.made.contains_key(scope) {
            self.made.insert(scope.clone(), (now, 0));
        }
        let Some((second, count)) = self.made.get_mut(scope) else { return Ok(()) };
        if *second != now {
            (*second, *count) = (now, 0);
        }
        if *count >= limit {
            return Err(faults::rate_limit());
        }
        *count += 1;
        Ok(())
    }
}
