//! What Stripe tells browsers, for Stripe.js: a page of any origin may ask, with a publishable key.

use bytes::Bytes;
use hyper::Method;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderName,
};

use super::auth;
use super::request::{Answer, Request};

const METHODS: &str = "GET, HEAD, PUT, PATCH, POST, DELETE";
/// Named one by one: `*` would not stand for `Authorization`.
const ASKED: &str = "authorization, content-type, idempotency-key, stripe-account, stripe-version";
const TOLD: &str = "Request-Id, Stripe-Should-Retry";

/// The answer to what a browser asks before it sends a page's request. There is no key in it yet.
pub(super) fn preflight(request: &Request) -> Option<Answer> {
    request.header(ACCESS_CONTROL_REQUEST_METHOD.as_str()).filter(|_| request.method == Method::OPTIONS)?;
    let headers = vec![
        allow_origin(),
        (ACCESS_CONTROL_ALLOW_METHODS, METHODS.to_owned()),
        (ACCESS_CONTROL_ALLOW_HEADERS, ASKED.to_owned()),
        (ACCESS_CONTROL_MAX_AGE, "300".to_owned()),
    ];
    Some(Answer { status: 204, headers, body: Bytes::new() })
}

/// The headers of the answer without which a browser would not show it to the page. A secret key has no place in a page.
pub(super) fn headers(request: &Request) -> Vec<(HeaderName, String)> {
    match auth::has_publishable_key(request) {
        true => vec![allow_origin(), (ACCESS_CONTROL_EXPOSE_HEADERS, TOLD.to_owned())],
        false => Vec::new(),
    }
}

fn allow_origin() -> (HeaderName, String) {
    (ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned())
}
