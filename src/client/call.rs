//! A call: async-stripe's request and the client's settings, made into the one HTTP request that every attempt sends.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, USER_AGENT};
use hyper::{Method, Request, Uri};
use stripe_client_core::{CustomizedStripeRequest, IdempotencyKey, RequestStrategy, StripeMethod};

use super::builder::Settings;
use super::endpoint::endpoint;
use super::retry::RetryPolicy;
use crate::api::Answer;
use crate::{Error, Result};

pub(super) struct Call {
    /// `POST /v1/payment_intents`: what errors and traces say of the call.
    pub name: String,
    /// What the rate limit counts by.
    pub endpoint: String,
    pub request: Request<Full<Bytes>>,
    /// For one attempt.
    pub timeout: Duration,
    pub retry: RetryPolicy,
    /// The `Stripe-Account` that is sent.
    pub stripe_account: Option<String>,
    /// The idempotency key is new and nobody else's.
    pub key_is_new: bool,
}

impl Call {
    pub fn new(settings: &Settings, request: CustomizedStripeRequest) -> Result<Self> {
        let (request, overrides) = request.into_pieces();
        let method = match request.method {
            StripeMethod::Get => Method::GET,
            StripeMethod::Post => Method::POST,
            StripeMethod::Delete => Method::DELETE,
        };
        let path = request.path.trim_start_matches('/');
        let name = format!("{method} /v1/{path}");
        let refuse = |reason: &str| Error::Configuration(format!("{name}: {reason}"));

        // Ids come into the path as they are. One that is empty, or was made to be more than an id, must not reach
        // another endpoint.
        if path.contains(['?', '#']) || path.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
            return Err(refuse("this is not a path of Stripe's API"));
        }
        let query = request.query.filter(|query| !query.is_empty());
        let uri = match query {
            Some(query) => format!("{}/v1/{path}?{query}", settings.base_url),
            None => format!("{}/v1/{path}", settings.base_url),
        };
        let uri: Uri = uri.parse().map_err(|_| refuse("the path or the query is not part of a URL"))?;

        let (retry, key) = strategy(overrides.request_strategy, settings.retry);
        let stripe_account = match overrides.account_id {
            Some(account) => Some(account.as_str().to_owned()).filter(|account| !account.is_empty()),
            None if Answer::is_for_the_platform() => None,
            None => settings.stripe_account.clone(),
        };

        let endpoint = endpoint(method.as_str(), path);
        let is_post = method == Method::POST;
        let mut http = Request::builder()
            .method(method)
            .uri(uri)
            .header(AUTHORIZATION, settings.authorization.clone())
            .header(USER_AGENT, settings.user_agent.clone())
            .header("stripe-version", settings.api_version.clone());
        if let Some(account) = &stripe_account {
            http = http.header("stripe-account", header(account, || refuse("the connected account is not an id"))?);
        }
        let key_is_new = key.is_none();
        // Stripe takes keys with POST only: https://docs.stripe.com/api/idempotent_requests
        if is_post {
            let key = key.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
            http = http.header("idempotency-key", header(&key, || refuse("the idempotency key is not ASCII"))?);
        }
        if is_post || request.body.is_some() {
            http = http.header(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        }
        let body = request.body.unwrap_or_default();
        if is_post && body.is_empty() {
            // hyper says nothing of an empty body, and there are proxies that answer 411 to a `POST` without a length.
            http = http.header(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let body = Full::new(Bytes::from(body));
        let request = http.body(body).map_err(|_| refuse("this is not an HTTP request"))?;

        let timeout = overrides.timeout.unwrap_or(settings.timeout);
        Ok(Call { name, endpoint, request, timeout, retry, stripe_account, key_is_new })
    }
}

fn header(value: &str, error: impl FnOnce() -> Error) -> Result<HeaderValue> {
    // `HeaderValue` would take other bytes than ASCII, which the two ends of a connection need not read alike.
    if value.is_ascii() { HeaderValue::from_str(value).map_err(|_| error()) } else { Err(error()) }
}

/// What a request's own strategy makes of the client's retries, and the caller's idempotency key.
fn strategy(strategy: Option<RequestStrategy>, default: RetryPolicy) -> (RetryPolicy, Option<String>) {
    let attempts = |n: u32| RetryPolicy { max_retries: n.saturating_sub(1), ..default };
    match strategy {
        None => (default, None),
        Some(RequestStrategy::Once) => (attempts(1), None),
        Some(RequestStrategy::Idempotent(key)) => (default, Some(IdempotencyKey::into_inner(key))),
        Some(RequestStrategy::Retry(n) | RequestStrategy::ExponentialBackoff(n)) => (attempts(n), None),
    }
}
