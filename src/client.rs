//! The HTTP client: async-stripe's [`StripeClient`], with kept connections, retries and a rate limit.
//!
//! In reading order:
//!
//! 1. here: [`Client`], and how a call goes from attempt to attempt;
//! 2. `builder`: the settings, their defaults and their checks; `secret_key`: where the key must not appear;
//! 3. `call`: a request of async-stripe and the settings make the one HTTP request that every attempt sends;
//! 4. `pool`: the connections; `attempt`: sending it once; `answer_headers` and `error_answer`: what is read from an answer;
//! 5. `retry`: whether to send it again, and when, a pure function;
//! 6. `rate_limit` and `endpoint`: when the next one may go.

mod answer_headers;
mod attempt;
mod builder;
mod call;
mod endpoint;
mod error_answer;
mod mirror;
mod pool;
mod rate_limit;
mod retry;
mod secret_key;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use stripe_client_core::{CustomizedStripeRequest, StripeClient, StripeClientErr};
use tracing::Instrument;

use attempt::{Reply, attempt};
use builder::Settings;
use call::Call;
use error_answer::error_answer;
use pool::Pool;
use rate_limit::Limiter;
use retry::Failure;

use crate::api::Answer;
use crate::error::{StripeError, Subject, chain};
use crate::metrics::api as metrics;
use crate::{Error, Result};

pub use builder::ClientBuilder;
pub use rate_limit::RateLimit;

/// An HTTP client for Stripe's API. Every request of async-stripe can be sent with it, and it is what the crate's
/// `api_*` functions and workers take.
///
/// ```no_run
/// use diesel_stripe::client::Client;
/// use diesel_stripe::stripe_core::payment_intent::RetrievePaymentIntent;
///
/// # async fn run() -> diesel_stripe::Result<()> {
/// let stripe = Client::from_env()?;
/// let intent = RetrievePaymentIntent::new("pi_123").send(&stripe).await?;
/// # Ok(())
/// # }
/// ```
///
/// A clone is cheap, and shares connections and rate limit. A client needs a tokio runtime with I/O and time enabled;
/// its connections live in the runtime that opened them, so a program with several runtimes (as tests have) makes a
/// client in each.
///
/// # What a call does
///
/// It waits for the [rate limit](RateLimit). Then, within a [timeout](ClientBuilder::timeout), it sends the request over a
/// kept connection or a new one (HTTP/1.1; TLS by rustls, with Mozilla's roots, or a
/// [connector](ClientBuilder::connector) of yours), and reads the answer up to a
/// [limit](ClientBuilder::max_answer_bytes). Redirects are not followed: the key goes to the base URL and nowhere else.
///
/// # Retries
///
/// What failed and may pass is [tried again](ClientBuilder::max_retries), after a [delay](ClientBuilder::retry_delay)
/// that grows and is partly random. What may pass (<https://docs.stripe.com/error-low-level>):
///
/// - whatever Stripe says: `Stripe-Should-Retry: true` or `false` decides before all else;
/// - a connection that failed or was cut, an answer that did not come in time;
/// - 409: another call holds the same idempotency key, or the object;
/// - 429: the rate limit (<https://docs.stripe.com/rate-limits>), or `lock_timeout`;
/// - 500, 502, 503, 504.
///
/// Stripe's `Retry-After` is the least delay; if it is over a minute, the error is returned at once. Each attempt
/// passes the rate limit.
///
/// Every `POST` has an `Idempotency-Key`, the caller's or a new one, and **all its attempts have the same**: Stripe
/// carries them out once. `GET` and `DELETE` are idempotent by nature, and have none; a `DELETE` whose first answer was
/// lost may be told that there is nothing to delete ([`Error::is_missing`]).
///
/// A request's own [`RequestStrategy`](stripe_client_core::RequestStrategy) is understood so:
///
/// | strategy | attempts | key of a `POST` |
/// |---|---|---|
/// | none | the client's | new |
/// | `Idempotent(key)` | the client's | `key` |
/// | `Once` | one | new |
/// | `Retry(n)`, `ExponentialBackoff(n)` | up to `n` in all, with the client's delays | new |
///
/// # Errors
///
/// - [`Error::Stripe`]: Stripe answered with an error. Its code, decline code, parameter and request id are kept; an
///   answer that is not Stripe's JSON, or was cut, leaves the status.
/// - [`Error::Connection`], [`Error::Timeout`]: no answer came to the last attempt. A `POST` may have been carried out: who
///   has to know gives it a key of their own, and sends it again with that.
/// - [`Error::TooLarge`]: the answer is over the limit. A `POST` has been carried out.
/// - [`Error::Configuration`]: the request cannot be sent: an id in its path that is empty or more than an id, an
///   idempotency key or an account that does not fit in a header.
///
/// The secret key appears in no error, no trace and no `Debug`. Traces (a span `stripe` for each call, at the level
/// `DEBUG`) hold the method, the path, the attempts with their status and request id; neither query nor body.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
    limiter: Option<Limiter>,
    pool: Arc<dyn Pool>,
    secret_key: String,
}

impl Client {
    /// A client with this secret key (`sk_…`) or restricted key (`rk_…`), and the defaults of [`ClientBuilder`].
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] if the string cannot be a key. It does not hold the key.
    pub fn new(secret_key: impl Into<String>) -> Result<Self> {
        Client::builder(secret_key).build()
    }

    /// The settings of a client with this key, to be changed one by one.
    ///
    /// ```
    /// # use diesel_stripe::client::Client;
    /// let stripe = Client::builder("sk_test_123").base_url("http://localhost:12111").no_rate_limit().build()?;
    /// assert_eq!(stripe.livemode(), Some(false));
    /// # Ok::<(), diesel_stripe::Error>(())
    /// ```
    pub fn builder(secret_key: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(secret_key.into())
    }

    /// A client with the key in the environment variable `STRIPE_SECRET_KEY`, and, if `STRIPE_API_BASE` is set and not
    /// empty, with that base URL.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] if there is no key, or one of the two cannot be used.
    pub fn from_env() -> Result<Self> {
        Client::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let secret_key = variable("STRIPE_SECRET_KEY")
            .ok_or_else(|| Error::Configuration("the environment variable STRIPE_SECRET_KEY is not set".into()))?;
        let builder = Client::builder(secret_key);
        match variable("STRIPE_API_BASE") {
            Some(base_url) if !base_url.is_empty() => builder.base_url(base_url).build(),
            _ => builder.build(),
        }
    }

    /// The mode that the key is for: `Some(true)` for live (`sk_live_…`), `Some(false)` for test (`sk_test_…`), `None`
    /// if the key does not tell.
    pub fn livemode(&self) -> Option<bool> {
        self.inner.settings.livemode
    }

    /// The connected account on whose behalf calls are made, unless they name another.
    pub fn stripe_account(&self) -> Option<&str> {
        self.inner.settings.stripe_account.as_deref()
    }
}

/// Without the key.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.inner.settings;
        f.debug_struct("Client")
            .field("base_url", &settings.base_url)
            .field("livemode", &settings.livemode)
            .field("api_version", &settings.api_version)
            .field("stripe_account", &settings.stripe_account)
            .field("timeout", &settings.timeout)
            .field("retry", &settings.retry)
            .field("rate_limit", &settings.rate_limit)
            .finish_non_exhaustive()
    }
}

impl StripeClient for Client {
    type Err = Error;

    /// Makes the call: see [`Client`]. The bytes of the answer are as Stripe sent them.
    ///
    /// It [reports](Answer::report) the headers of the last answer, also of an error.
    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes> {
        Answer::refuse_key_of(self.livemode())?;
        let call = Call::new(&self.inner.settings, request)?;
        let span = tracing::debug_span!("stripe", method = %call.request.method(), path = call.request.uri().path());
        let start = Instant::now();
        let result = self.inner.carry_out(&call).instrument(span).await;
        metrics::called(&call.endpoint, &result, start.elapsed());
        result
    }
}

/// async-stripe's typed `send` asks for this, for answers that do not fit its types.
impl StripeClientErr for Error {
    fn deserialize_err(reason: impl fmt::Display) -> Self {
        Error::Malformed { subject: Subject::default(), reason: reason.to_string() }
    }
}

impl Inner {
    async fn carry_out(&self, call: &Call) -> Result<Bytes> {
        let mut first_start = None;
        let mut retries = 0;
        loop {
            if let Some(limiter) = &self.limiter {
                limiter.acquire(&call.endpoint).await;
            }
            let start = *first_start.get_or_insert_with(Instant::now);
            let (failure, error, answer) = match attempt(&*self.pool, call, self.settings.max_answer_bytes).await {
                Ok(reply) => {
                    let status = reply.status.as_u16();
                    let answer = answer(&reply, call, reply.arrived.duration_since(start));
                    tracing::debug!(attempt = retries + 1, status, request_id = answer.request_id, "Stripe answered");
                    if reply.status.is_success() {
                        answer.report();
                        return Ok(reply.body);
                    }
                    let failure = Failure::Answer {
                        status,
                        should_retry: reply.headers.should_retry,
                        retry_after: reply.headers.retry_after,
                    };
                    (failure, self.error(&reply, call), Some(answer))
                }
                Err(error @ (Error::Connection { .. } | Error::Timeout { .. })) => {
                    tracing::debug!(attempt = retries + 1, error = chain(&error), "no answer");
                    (Failure::NoAnswer, error, None)
                }
                Err(error) => return Err(error),
            };
            let Some(delay) = call.retry.delay(failure, retries, fastrand::f64()) else {
                if let Some(answer) = answer {
                    answer.report();
                }
                return Err(error);
            };
            retries += 1;
            metrics::retried(&call.endpoint);
            tracing::warn!(retries, delay_ms = delay.as_millis(), "trying again");
            tokio::time::sleep(delay).await;
        }
    }

    fn error(&self, reply: &Reply, call: &Call) -> Error {
        let error = error_answer(reply.status.as_u16(), &reply.body, reply.headers.request_id.clone());
        let without_key = |text: Option<String>| text.map(|text| secret_key::without(&self.secret_key, text));
        let error = StripeError { message: without_key(error.message), param: without_key(error.param), ..error };
        Error::Stripe { call: call.name.clone(), error: Box::new(error) }
    }
}

/// What is reported of an answer's headers.
fn answer(reply: &Reply, call: &Call, elapsed: Duration) -> Answer {
    Answer {
        date: reply.headers.date,
        elapsed,
        request_id: reply.headers.request_id.clone(),
        stripe_version: reply.headers.stripe_version.clone(),
        stripe_account: call.stripe_account.clone(),
        // Under a key of this very call, what is replayed was first said to an earlier attempt: within `elapsed`.
        replayed: reply.headers.replayed && !call.key_is_new,
    }
}

#[cfg(test)]
mod tests;
