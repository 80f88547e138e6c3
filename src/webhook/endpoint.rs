//! A webhook endpoint: its secrets, and the answers that Stripe gets.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::inbox::store_with;
use super::signature::{self, SignatureError, WebhookSecret};
use super::{Delivery, metrics};
use crate::database::{Async, Executor, MirrorConnection};
use crate::model::Redact;
use crate::stripe_data::MAX_BODY;

/// A webhook endpoint: what its deliveries are verified with, and whose events they are.
///
/// ```
/// use diesel_stripe::webhook::Endpoint;
///
/// // Two secrets while one is being rotated.
/// let endpoint = Endpoint::new(["whsec_old", "whsec_new"]);
/// ```
#[derive(Clone)]
pub struct Endpoint {
    secrets: Arc<[WebhookSecret]>,
    stripe_account: Arc<str>,
    tolerance: Duration,
    redact: Redact,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("secrets", &self.secrets)
            .field("stripe_account", &self.stripe_account)
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}

impl Endpoint {
    /// An endpoint with these signing secrets, each of which is good. Without any, nothing is verified.
    pub fn new<S: Into<WebhookSecret>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Endpoint {
            secrets: secrets.into_iter().map(Into::into).collect(),
            stripe_account: "".into(),
            tolerance: signature::TOLERANCE,
            redact: Redact::default(),
            clock: Arc::new(Utc::now),
        }
    }

    /// The account whose endpoint it is, where that is not the platform: its events that name no account belong to this one.
    #[must_use]
    pub fn stripe_account(mut self, account: impl AsRef<str>) -> Self {
        self.stripe_account = account.as_ref().into();
        self
    }

    /// How old a delivery may be; [`signature::TOLERANCE`] by default.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Leaves this out of the bodies, once they are verified and before they are stored; by default secrets. Tell the
    /// [mirror](crate::mirror::Mirror::redact) the same.
    #[must_use]
    pub fn redact(mut self, redact: Redact) -> Self {
        self.redact = redact;
        self
    }

    /// The clock by which deliveries are old: for tests, with `FakeStripe`'s.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Verifies a delivery: the value of its `Stripe-Signature` header, if there was one, and its body as it was received.
    ///
    /// # Errors
    /// What to answer: [`Answer::Rejected`] or [`Answer::TooLarge`].
    pub fn verify(&self, signature: Option<impl AsRef<[u8]>>, body: impl Into<Bytes>) -> Result<Delivery, Answer> {
        let body = body.into();
        let result = match signature {
            _ if body.len() > MAX_BODY => Err(Answer::TooLarge),
            None => Err(Answer::Rejected(SignatureError::Malformed("is missing"))),
            Some(header) => match std::str::from_utf8(header.as_ref()) {
                Err(_) => Err(Answer::Rejected(SignatureError::Malformed("is no text"))),
                Ok(header) => signature::verify_at(&body, header, &self.secrets, self.tolerance, (self.clock)())
                    .map_err(Answer::Rejected),
            },
        };
        if let Err(answer) = &result {
            metrics::rejected();
            tracing::warn!(status = answer.status(), reason = %answer, "webhook not accepted");
        }
        result.map(|_| Delivery::read_with(body, &self.stripe_account, &self.redact))
    }

    /// Verifies a delivery and stores it on this connection; what to answer. For hosts without many deliveries at once:
    /// otherwise a [`Receiver`](super::Receiver) commits them together.
    ///
    /// Outside of a transaction, please: Stripe may be answered only when the event is committed.
    pub async fn receive(
        &self,
        conn: &mut impl MirrorConnection,
        signature: Option<impl AsRef<[u8]>>,
        body: impl Into<Bytes>,
    ) -> Answer {
        match self.verify(signature, body) {
            Ok(delivery) => store(&mut Async::new(conn), delivery).await,
            Err(answer) => answer,
        }
    }
}

pub(crate) async fn store<E: Executor>(exec: &mut E, delivery: Delivery) -> Answer {
    match store_with(exec, std::slice::from_ref(&delivery)).await {
        Ok(stored) => {
            metrics::stored(stored);
            Answer::Stored
        }
        Err(error) => {
            tracing::error!(%error, id = delivery.id(), "the inbox cannot take an event: Stripe will deliver it again");
            Answer::Unavailable
        }
    }
}

/// What Stripe is answered. There is nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 200: the event is committed to the inbox, now or before.
    Stored,
    /// 400: it was not signed with this endpoint's secrets.
    Rejected(SignatureError),
    /// 413: the body is larger than [`MAX_BODY`].
    TooLarge,
    /// 503 with `Retry-After`: the database could not take it in time. Stripe comes again.
    Unavailable,
}

impl Answer {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Answer::Stored => 200,
            Answer::Rejected(_) => 400,
            Answer::TooLarge => 413,
            Answer::Unavailable => 503,
        }
    }

    /// The value of the `Retry-After` header in seconds, if there is to be one.
    pub fn retry_after(&self) -> Option<u32> {
        (*self == Answer::Unavailable).then_some(10)
    }
}

/// The body of the answer, which Stripe's dashboard shows.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Stored => f.write_str("stored"),
            Answer::Rejected(error) => error.fmt(f),
            Answer::TooLarge => write!(f, "the body is over the limit of {MAX_BODY} bytes"),
            Answer::Unavailable => f.write_str("the database cannot take the event now"),
        }
    }
}
