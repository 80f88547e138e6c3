//! Answers: their headers, and their bodies as Stripe writes them.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::header::{CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::Value;

use super::error::ApiError;
use super::request::Answer;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const ORIGINAL_REQUEST: HeaderName = HeaderName::from_static("original-request");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const STRIPE_ACCOUNT: HeaderName = HeaderName::from_static("stripe-account");
const STRIPE_SHOULD_RETRY: HeaderName = HeaderName::from_static("stripe-should-retry");
const STRIPE_VERSION: HeaderName = HeaderName::from_static("stripe-version");

/// What the headers of an answer repeat of the request.
pub(super) struct Told {
    pub request_id: String,
    pub post: bool,
    pub version: String,
    pub account: Option<String>,
    pub key: Option<String>,
}

impl Told {
    pub fn error(&self, error: ApiError, now: DateTime<Utc>) -> Answer {
        let status = error.status;
        let rate_limited = error.error.get("code").is_some_and(|code| code == "rate_limit");
        let saved = error.work_had_begun && self.key.is_some();
        // Without an account there is no log to look into.
        let log = (status != 401)
            .then(|| format!("https://dashboard.stripe.com/test/logs/{}?t={}", self.request_id, now.timestamp()));
        let mut answer = self.answer(status, &error.body(log), now);
        match status {
            401 => answer.headers.push((WWW_AUTHENTICATE, r#"Basic realm="Stripe""#.into())),
            409 | 429 => answer.headers.push((STRIPE_SHOULD_RETRY, "true".into())),
            500 => answer.headers.push((STRIPE_SHOULD_RETRY, (!saved).to_string())),
            // To say the same again would bring the same answer.
            400 | 402 | 404 if self.post => answer.headers.push((STRIPE_SHOULD_RETRY, "false".into())),
            _ => {}
        }
        if rate_limited {
            answer.headers.push((RETRY_AFTER, "1".into()));
        }
        answer
    }

    pub fn answer(&self, status: u16, body: &Value, now: DateTime<Utc>) -> Answer {
        let mut headers = Vec::with_capacity(8);
        headers.extend([
            (CONTENT_TYPE, "application/json".to_owned()),
            (DATE, date(now)),
            (REQUEST_ID, self.request_id.clone()),
            (STRIPE_VERSION, self.version.clone()),
        ]);
        if let Some(account) = &self.account {
            headers.push((STRIPE_ACCOUNT, account.clone()));
        }
        if let Some(key) = &self.key {
            headers.push((IDEMPOTENCY_KEY, key.clone()));
            headers.push((ORIGINAL_REQUEST, self.request_id.clone()));
        }
        // A `Value` can always be written.
        let body = serde_json::to_vec_pretty(body).unwrap_or_default();
        Answer { status, headers, body: Bytes::from(body) }
    }

    /// The first answer again, now.
    pub fn replay(&self, mut answer: Answer, now: DateTime<Utc>) -> Answer {
        for (name, value) in &mut answer.headers {
            if *name == DATE {
                *value = date(now);
            } else if *name == REQUEST_ID {
                value.clone_from(&self.request_id);
            }
        }
        answer.headers.push((IDEMPOTENT_REPLAYED, "true".into()));
        answer
    }
}

fn date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
