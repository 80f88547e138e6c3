//! What goes wrong between Stripe and its users: by hand, or by chance from a seed.

mod plan;

use std::time::Duration;

use super::error::ApiError;
use super::events::matches;
use super::{idempotency, request};

pub use plan::Faults;
pub(super) use plan::Plan;
use plan::Target;

/// Something that goes wrong: with a request, with a webhook delivery, or with an event.
///
/// Give it to [`FakeStripe::inject`](super::FakeStripe::inject) for the next one that it fits, or to [`Faults`] for a share of
/// all. With requests, it happens to those whose work would begin: what is refused anyhow, or answered from an idempotency
/// key, is left alone.
///
/// ```
/// use fake_stripe::{FakeStripe, Fault};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let stripe = FakeStripe::start().await?;
/// // The payment is made, but its caller will not know.
/// stripe.inject(Fault::cut().after_work().on("POST /v1/payment_intents"));
/// stripe.inject(Fault::rate_limit().times(2).on("GET *"));
/// stripe.inject(Fault::duplicated().on("charge.*"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub(super) kind: Kind,
    /// After the work of the request.
    pub(super) after: bool,
    on: String,
    /// Not to requests of browsers and apps.
    of_secret_keys: bool,
    times: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Refuse(Refusal),
    Cut,
    Slow(Duration),
    Duplicated,
    Reordered,
    Delayed(Duration),
    Dropped,
    Late { by: Duration, lists: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    BadRequest,
    KeyInUse,
    Conflict,
    LockTimeout,
    RateLimit,
    ServerError,
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Fault { kind, after: false, on: "*".to_owned(), of_secret_keys: false, times: 1 }
    }

    /// A request is answered 400.
    pub fn bad_request() -> Self {
        Fault::new(Kind::Refuse(Refusal::BadRequest))
    }

    /// A request is answered 409 `idempotency_key_in_use`.
    pub fn key_in_use() -> Self {
        Fault::new(Kind::Refuse(Refusal::KeyInUse))
    }

    /// A request is answered 409 `lock_timeout`.
    pub fn conflict() -> Self {
        Fault::new(Kind::Refuse(Refusal::Conflict))
    }

    /// A request is answered 429 `lock_timeout`.
    pub fn lock_timeout() -> Self {
        Fault::new(Kind::Refuse(Refusal::LockTimeout))
    }

    /// A request is answered 429 `rate_limit`, with `Retry-After: 1`.
    pub fn rate_limit() -> Self {
        Fault::new(Kind::Refuse(Refusal::RateLimit))
    }

    /// A request is answered 500.
    pub fn server_error() -> Self {
        Fault::new(Kind::Refuse(Refusal::ServerError))
    }

    /// A request's connection is closed without an answer.
    pub fn cut() -> Self {
        Fault::new(Kind::Cut)
    }

    /// A request waits for so long, in real time, before its work begins (or before its answer is sent:
    /// [`after_work`](Fault::after_work)). To wait on a test's terms see [`FakeStripe::hold`](super::FakeStripe::hold).
    pub fn slow(by: Duration) -> Self {
        Fault::new(Kind::Slow(by))
    }

    /// An event is delivered twice to an endpoint.
    pub fn duplicated() -> Self {
        Fault::new(Kind::Duplicated)
    }

    /// An event is delivered to an endpoint after the next one; or, if none comes, when all others are
    /// [settled](super::FakeStripe::settled).
    pub fn reordered() -> Self {
        Fault::new(Kind::Reordered)
    }

    /// An event is delivered to an endpoint so much later, by the fake's clock.
    pub fn delayed(by: Duration) -> Self {
        Fault::new(Kind::Delayed(by))
    }

    /// An event is never delivered to an endpoint.
    pub fn dropped() -> Self {
        Fault::new(Kind::Dropped)
    }

    /// An event is missing from `/v1/events` for so long, by the fake's clock. Then it takes its place among older ones.
    pub fn late(by: Duration) -> Self {
        Fault::new(Kind::Late { by, lists: 0 })
    }

    /// An event is missing from the next `lists` pages of `/v1/events`. Then it takes its place among older ones.
    pub fn late_by_lists(lists: u32) -> Self {
        Fault::new(Kind::Late { by: Duration::ZERO, lists })
    }

    /// With requests: the work is done first.
    ///
    /// The idempotency key then keeps what Stripe's would: a 400 or 500 is replayed; with a 409, a 429 or a cut connection,
    /// which are never saved, the real answer is.
    pub fn after_work(mut self) -> Self {
        self.after = true;
        self
    }

    /// Only with requests of a path (`/v1/customers`, `POST /v1/customers`), or only with events of a type
    /// (`customer.created`). With a `*` at its end it fits whatever begins so.
    pub fn on(mut self, pattern: impl Into<String>) -> Self {
        self.on = pattern.into();
        self
    }

    /// Only with requests of secret and restricted keys: a server's own, and not those of its customers' browsers, which have the
    /// [publishable key](super::FakeStripe::publishable_key).
    pub fn of_secret_keys(mut self) -> Self {
        self.of_secret_keys = true;
        self
    }

    /// So many times, when [injected](super::FakeStripe::inject).
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    fn hits(&self, target: &Target<'_>) -> bool {
        if self.times == 0 || self.kind.class() != target.class() {
            return false;
        }
        match *target {
            Target::Request { publishable: true, .. } if self.of_secret_keys => false,
            Target::Request { method, path, .. } => request::fits(&self.on, method.as_str(), path),
            Target::Delivery(kind) | Target::Listing(kind) => matches(&self.on, kind),
        }
    }
}

impl Kind {
    fn class(self) -> usize {
        match self {
            Kind::Refuse(_) | Kind::Cut | Kind::Slow(_) => 0,
            Kind::Duplicated | Kind::Reordered | Kind::Delayed(_) | Kind::Dropped => 1,
            Kind::Late { .. } => 2,
        }
    }
}

impl Refusal {
    /// Stripe's words. `key` is the request's.
    pub fn error(self, key: &str) -> ApiError {
        const LOCKED: &str = "This object cannot be accessed right now because another API request or Stripe process is \
            currently accessing it. If you see this error intermittently, retry the request.";
        match self {
            Refusal::BadRequest => ApiError::invalid("This request is refused by a fault of FakeStripe."),
            Refusal::KeyInUse => idempotency::in_use(key),
            Refusal::Conflict => ApiError::new(409, "invalid_request_error", LOCKED).code("lock_timeout"),
            Refusal::LockTimeout => ApiError::new(429, "invalid_request_error", LOCKED).code("lock_timeout"),
            Refusal::RateLimit => rate_limit(),
            Refusal::ServerError => {
                ApiError::new(500, "api_error", "Something went wrong on Stripe's end: a fault of FakeStripe.")
            }
        }
    }

    /// Whether an idempotency key keeps this answer, once the work has begun.
    pub fn is_saved(self) -> bool {
        matches!(self, Refusal::BadRequest | Refusal::ServerError)
    }
}

pub(super) fn rate_limit() -> ApiError {
    let message = "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";
    ApiError::new(429, "invalid_request_error", message).code("rate_limit")
}
