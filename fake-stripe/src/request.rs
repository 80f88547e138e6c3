//! What comes in and what goes out, without the transport.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::Method;
use hyper::header::{HeaderMap, HeaderName};

use super::events::matches;

/// A request as the transport received it.
#[derive(Debug)]
pub(super) struct Request {
    pub method: Method,
    /// Still percent-encoded.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned()).filter(|value| !value.is_empty())
    }
}

/// An answer as the transport sends it.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub status: u16,
    pub headers: Vec<(HeaderName, String)>,
    pub body: Bytes,
}

/// A request that a [`FakeStripe`](super::FakeStripe) received, whatever it answered.
///
/// The key that it was authorised with is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// `GET`, `POST`, `DELETE`.
    pub method: String,
    /// `/v1/customers/cus_123`.
    pub path: String,
    /// The parameters of the query and of the form, decoded, in the request's order: `("metadata[order]", "7")`.
    pub params: Vec<(String, String)>,
    /// The `Idempotency-Key` header.
    pub idempotency_key: Option<String>,
    /// The `Stripe-Account` header.
    pub stripe_account: Option<String>,
    /// The `Stripe-Version` header.
    pub stripe_version: Option<String>,
    /// When it came, by the fake's [`Clock`](super::Clock).
    pub received: DateTime<Utc>,
    /// The `Request-Id` of the answer.
    pub request_id: String,
}

/// Whether a request is of a path (`/v1/customers`, `POST /v1/customers`), or begins so (`POST /v1/customers*`).
pub(super) fn fits(pattern: &str, method: &str, path: &str) -> bool {
    match pattern.split_once(' ') {
        Some((only, pattern)) => method.eq_ignore_ascii_case(only) && matches(pattern, path),
        None => matches(pattern, path),
    }
}

impl RecordedRequest {
    /// The value of a parameter, by its whole name: `param("metadata[order]")`.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(param, _)| param == name).map(|(_, value)| value.as_str())
    }
}
