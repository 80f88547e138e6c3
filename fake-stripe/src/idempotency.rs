//! Idempotency keys as Stripe keeps them: <https://docs.stripe.com/api/idempotent_requests>.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::auth::Scope;
use super::error::ApiError;
use super::request::Answer;

/// How long Stripe keeps a key.
const KEPT: TimeDelta = TimeDelta::hours(24);
const MAX_LENGTH: usize = 255;

/// The keys of all accounts.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<(Scope, String), Use>);

/// The first use of a key.
#[derive(Debug)]
struct Use {
    path: String,
    /// Sorted: the order in a form says nothing.
    params: Vec<(String, String)>,
    since: DateTime<Utc>,
    /// None while the work is under way.
    answer: Option<Answer>,
}

impl Keys {
    /// Takes a key for a request; the first one's answer, if there is one.
    pub fn take(
        &mut self,
        scope: &Scope,
        key: &str,
        path: &str,
        params: &[(String, String)],
        now: DateTime<Utc>,
    ) -> Result<Option<Answer>, ApiError> {
        if key.chars().count() > MAX_LENGTH {
            let message = format!("Invalid idempotency key: keys can be at most {MAX_LENGTH} characters long.");
            return Err(ApiError::new(400, "idempotency_error", message));
        }
        let mut params = params.to_vec();
        params.sort();
        let slot = (scope.clone(), key.to_owned());
        let Some(first) = self.0.get(&slot).filter(|first| first.answer.is_none() || now - first.since < KEPT) else {
            self.0.insert(slot, Use { path: path.to_owned(), params, since: now, answer: None });
            return Ok(None);
        };
        if first.path != path {
            return Err(misused(format!(
                "Keys for idempotent requests can only be used for the same endpoint they were first used for \
                 ('{path}' vs '{}'). Try using a key other than '{key}' if you meant to execute a different request.",
                first.path
            )));
        }
        if first.params != params {
            return Err(misused(format!(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try \
                 using a key other than '{key}' if you meant to execute a different request."
            )));
        }
        match &first.answer {
            Some(answer) => Ok(Some(answer.clone())),
            None => Err(in_use(key)),
        }
    }

    /// The work is done: keeps its answer.
    pub fn keep(&mut self, scope: &Scope, key: &str, answer: &Answer) {
        if let Some(first) = self.0.get_mut(&(scope.clone(), key.to_owned())) {
            first.answer = Some(answer.clone());
        }
    }

    /// The work did not begin: the key is free again.
    pub fn release(&mut self, scope: &Scope, key: &str) {
        self.0.remove(&(scope.clone(), key.to_owned()));
    }
}

fn misused(message: String) -> ApiError {
    ApiError::new(400, "idempotency_error", message)
}

pub(super) fn in_use(key: &str) -> ApiError {
    let message = format!(
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted \
         twice, and the other request is still going through): {key}. Please try again later."
    );
    ApiError::new(409, "idempotency_error", message).code("idempotency_key_in_use")
}
