//! A webhook endpoint: its secrets, and the answers that Stripe gets.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::inbox::store_with;
use super::signature::{self, SignatureError, WebhookSecret};
use super::whose::Whose;
use super::{Delivery, metrics};
use crate::database::{Async, Executor, MirrorConnection};
use crate::error::{Error, Result};
use crate::json::MAX_BODY;
use crate::projection::Redact;

/// A webhook endpoint: what its deliveries are verified with, and whose events they are.
///
/// ```
/// use diesel_stripe::webhook::Endpoint;
///
/// // Two secrets while one is being rotated.
/// let endpoint = Endpoint::new(["whsec_old", "whsec_new"])?;
/// # Ok::<(), diesel_stripe::Error>(())
/// ```
///
/// # Whose events
///
/// A secret speaks for what its endpoint is, and for nothing else:
///
/// | endpoint | speaks for | refuses |
/// |---|---|---|
/// | [`Endpoint::new`] | the platform itself: events that name no account | every event that names one, unless that is the [platform](Self::platform) |
/// | [`connect`](Self::connect) | connected accounts, or those of an organisation: each event is the account's that it names | events that name none |
/// | [`stripe_account`](Self::stripe_account) | one account: its events need not name it | events that name another |
///
/// An event names an account by its `account`, or by its `context`, whose last account is meant: `acct_platform/acct_1` is of
/// `acct_1`. An empty one is none.
///
/// A delivery that is signed with a secret of the endpoint and is none of its events is answered with 400
/// ([`Answer::WrongAccount`]), logged and [counted](super::metrics). It is not stored. Stripe comes again for three days and shows
/// the answer in its dashboard, so nothing is lost if the endpoint was declared wrongly and is put right.
///
/// Where several endpoints have one URL, [`and`](Self::and) makes them one, in which each secret still speaks for its own:
///
/// ```
/// # use diesel_stripe::webhook::Endpoint;
/// let own = Endpoint::new(["whsec_own"])?;
/// let endpoint = own.and(Endpoint::new(["whsec_of_connect"])?.connect());
/// # Ok::<(), diesel_stripe::Error>(())
/// ```
#[derive(Clone)]
pub struct Endpoint {
    keys: Vec<Keys>,
    tolerance: Duration,
    redact: Redact,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

/// Secrets, and whose events they speak for.
#[derive(Debug, Clone)]
struct Keys {
    secrets: Arc<[WebhookSecret]>,
    whose: Whose,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("keys", &self.keys).field("tolerance", &self.tolerance).finish_non_exhaustive()
    }
}

impl Endpoint {
    /// The platform's own endpoint, with these signing secrets, each of which is good: `whsec_…`. Blank ones are left out, so that a
    /// second one may be an empty setting.
    ///
    /// # Errors
    /// [`Error::Endpoint`] if there is no secret: nothing could be verified, and every delivery would be answered with 400. So it is
    /// if one is no signing secret of Stripe's, but an API key, say.
    ///
    /// ```
    /// # use diesel_stripe::webhook::Endpoint;
    /// // As it was pasted into a setting.
    /// assert!(Endpoint::new([" \"whsec_1\"\n"]).is_ok());
    /// assert!(Endpoint::new([""]).is_err());
    /// assert!(Endpoint::new(["sk_test_1"]).is_err());
    /// ```
    pub fn new<S: Into<WebhookSecret>>(secrets: impl IntoIterator<Item = S>) -> Result<Self> {
        let secrets: Arc<[WebhookSecret]> =
            secrets.into_iter().map(Into::into).filter(|secret: &WebhookSecret| !secret.expose().is_empty()).collect();
        if secrets.is_empty() {
            let why = "no signing secret (whsec_…): nothing could be verified. Stripe tells it when the endpoint is made, \
                       and shows it in the dashboard";
            return Err(Error::Endpoint(why.to_owned()));
        }
        if let Some(n) = secrets.iter().position(|secret| !secret.is_plausible()) {
            let what = secrets.get(n).map_or("it", |secret| what_it_is(secret.expose()));
            let why = format!(
                "secret {} of {} does not begin with whsec_: {what} is no signing secret",
                n + 1,
                secrets.len()
            );
            return Err(Error::Endpoint(why));
        }
        let keys = vec![Keys { secrets, whose: Whose::Platform(None) }];
        Ok(Endpoint { keys, tolerance: signature::TOLERANCE, redact: Redact::default(), clock: Arc::new(Utc::now) })
    }

    /// The endpoint of a platform's connected accounts, or of an organisation's: see [whose events](Self#whose-events).
    #[must_use]
    pub fn connect(self) -> Self {
        self.of(&Whose::Connected)
    }

    /// The endpoint of one account, which is not the platform: see [whose events](Self#whose-events). An empty id is the platform.
    #[must_use]
    pub fn stripe_account(self, account: impl AsRef<str>) -> Self {
        match account.as_ref().trim() {
            "" => self.of(&Whose::Platform(None)),
            account => self.of(&Whose::Account(account.into())),
        }
    }

    /// The platform's own endpoint, and its id: events may name it, as they do at an organisation's endpoint.
    #[must_use]
    pub fn platform(self, id: impl AsRef<str>) -> Self {
        self.of(&Whose::Platform(Some(id.as_ref().trim().into())))
    }

    fn of(mut self, whose: &Whose) -> Self {
        self.keys.iter_mut().for_each(|keys| keys.whose = whose.clone());
        self
    }

    /// Receives the deliveries of another endpoint, too, each for what it is: see [whose events](Self#whose-events). Tolerance and
    /// clock stay as they are here. A secret that both have speaks for both: Stripe's command line has only one.
    #[must_use]
    pub fn and(mut self, other: Endpoint) -> Self {
        self.keys.extend(other.keys);
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
    /// What to answer: [`Answer::Rejected`], [`Answer::TooLarge`] or [`Answer::WrongAccount`].
    pub fn verify(&self, signature: Option<impl AsRef<[u8]>>, body: impl Into<Bytes>) -> Result<Delivery, Answer> {
        let body = body.into();
        let signed = match text(&signature) {
            _ if body.len() > MAX_BODY => Err(Answer::TooLarge),
            Err(error) => Err(Answer::Rejected(error)),
            Ok(header) => self.signed(&body, header).map_err(Answer::Rejected),
        };
        let result = signed.and_then(|signed| {
            let by: Vec<&Whose> = signed.iter().map(|keys| &keys.whose).collect();
            Delivery::signed(body, &by).map_err(|named| {
                metrics::wrong_account();
                Answer::WrongAccount { account: named.owner().unwrap_or_default().to_owned() }
            })
        });
        result.map(|delivery| delivery.redacted(&self.redact)).inspect_err(Answer::note)
    }

    /// What can be said of a delivery before its body is read: whether it has a `Stripe-Signature` header that Stripe may have sent just
    /// now, and a body that is not too large, as far as its `Content-Length`, in bytes, says so.
    ///
    /// For frameworks other than axum, where anybody could send bodies to be buffered otherwise. The body is verified all the same.
    ///
    /// # Errors
    /// What to answer at once: [`Answer::Rejected`] or [`Answer::TooLarge`].
    pub fn check_head(&self, signature: Option<impl AsRef<[u8]>>, content_length: Option<u64>) -> Result<(), Answer> {
        let checked = match text(&signature) {
            _ if content_length.is_some_and(|length| length > MAX_BODY as u64) => Err(Answer::TooLarge),
            Err(error) => Err(Answer::Rejected(error)),
            Ok(header) => signature::check_header(header, self.tolerance, (self.clock)()).map_err(Answer::Rejected),
        };
        checked.inspect_err(Answer::note)
    }

    /// The keys by which a body was signed: at least one.
    fn signed(&self, body: &[u8], header: &str) -> Result<Vec<&Keys>, SignatureError> {
        let (mut signed, mut refused, now) = (Vec::new(), SignatureError::NoMatch, (self.clock)());
        for keys in &self.keys {
            match signature::verify_at(body, header, &keys.secrets, self.tolerance, now) {
                Ok(_) => signed.push(keys),
                Err(SignatureError::NoMatch) => {}
                Err(error) => refused = error,
            }
        }
        if signed.is_empty() { Err(refused) } else { Ok(signed) }
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
    match store_with(exec, &[&delivery]).await {
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

/// The text of a header.
fn text(header: &Option<impl AsRef<[u8]>>) -> Result<&str, SignatureError> {
    let header = header.as_ref().ok_or(SignatureError::Malformed("is missing"))?;
    std::str::from_utf8(header.as_ref()).map_err(|_| SignatureError::Malformed("is no text"))
}

/// What a string is that begins as Stripe's other ones do.
fn what_it_is(secret: &str) -> &'static str {
    match secret.split('_').next() {
        Some("sk" | "rk") => "an API key",
        Some("pk") => "a publishable key",
        Some("we" | "ed") => "an endpoint's id",
        _ => "it",
    }
}

/// What Stripe is answered. There is nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 200: the event is committed to the inbox, now or before.
    Stored,
    /// 400: it was not signed with this endpoint's secrets.
    Rejected(SignatureError),
    /// 400: it was signed with a secret of this endpoint, but that does not speak for the account that the event names; see
    /// [whose events](Endpoint#whose-events).
    WrongAccount {
        /// The account; empty if the event names none.
        account: String,
    },
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
            Answer::Rejected(_) | Answer::WrongAccount { .. } => 400,
            Answer::TooLarge => 413,
            Answer::Unavailable => 503,
        }
    }

    /// Logs and counts a delivery that is not accepted.
    pub(super) fn note(&self) {
        metrics::rejected();
        tracing::warn!(status = self.status(), reason = %self, "webhook not accepted");
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
            Answer::WrongAccount { account } if account.is_empty() => {
                f.write_str("the event names no account, and this endpoint receives those of connected accounts only")
            }
            Answer::WrongAccount { account } => {
                write!(f, "the event is of {account}, and this endpoint's secret does not speak for that account")
            }
            Answer::TooLarge => write!(f, "the body is over the limit of {MAX_BODY} bytes"),
            Answer::Unavailable => f.write_str("the database cannot take the event now"),
        }
    }
}
