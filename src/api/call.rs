//! One call: a request, on whose behalf it is made, and under which idempotency key.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use miniserde::de::Visitor;
use stripe_client_core::{
    CustomizableStripeRequest, CustomizedStripeRequest, IdempotencyKey, RequestBuilder, RequestStrategy, StripeClient,
    StripeMethod, StripeRequest,
};

use super::{Answer, ApiClient};
use crate::error::{Error, Result, StripeError};
use crate::model::StripeModel;
use crate::observed::SKEW;
use crate::stripe_data::{Origin, StripeData};

/// A request of async-stripe's, with what is not a parameter of it. A `&request` alone is one too.
///
/// ```
/// # #[cfg(feature = "core")] {
/// use diesel_stripe::api::RequestExt;
/// use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
/// use diesel_stripe::stripe_types::Currency;
///
/// let request = CreatePaymentIntent::new(100, Currency::USD);
/// let call = request.on_account("acct_1").idempotency_key("order:123");
/// # }
/// ```
pub struct Call<'r, R> {
    request: RequestBuilder,
    stripe_account: Option<String>,
    idempotency_key: Option<String>,
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    livemode: Option<bool>,
    of: PhantomData<fn() -> &'r R>,
}

impl<'r, R: StripeRequest> From<&'r R> for Call<'r, R> {
    fn from(request: &'r R) -> Self {
        Call::of(request.build())
    }
}

impl<R> Call<'_, R> {
    pub(crate) fn of(request: RequestBuilder) -> Self {
        Call {
            request,
            stripe_account: None,
            idempotency_key: None,
            timeout: None,
            deadline: None,
            livemode: None,
            of: PhantomData,
        }
    }

    /// Makes the call on behalf of a connected account (`Stripe-Account`), which then owns the object.
    ///
    /// An empty one is the platform's own, as in a row's `stripe_account`, even where this crate's
    /// [`Client`](crate::client::Client) has another account by default. Of another client's default nothing is known here.
    #[must_use]
    pub fn on_account(mut self, account: impl Into<String>) -> Self {
        self.stripe_account = Some(account.into());
        self
    }

    /// Makes the call under this key: Stripe does it once, however often it is asked. At most 255 characters.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Allows one attempt this time.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Allows a [durable call](crate::calls) this time in all, with every attempt and every wait, in place of
    /// [`calls::DEADLINE`](crate::calls::DEADLINE). Other calls are not bounded by it.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How long a durable call may take in all, if that is said.
    pub(crate) fn allowed(&self) -> Option<Duration> {
        self.deadline
    }

    /// Refuses to make the call with a key of another mode, where the client knows its key's.
    pub(crate) fn in_mode(mut self, livemode: Option<bool>) -> Self {
        self.livemode = livemode;
        self
    }

    /// `POST /v1/payment_intents`: what errors say of the call.
    pub(crate) fn name(&self) -> String {
        let method = match self.request.method {
            StripeMethod::Get => "GET",
            StripeMethod::Post => "POST",
            StripeMethod::Delete => "DELETE",
        };
        format!("{method} /v1{}", self.request.path)
    }

    /// The request, the connected account, and the idempotency key.
    pub(crate) fn into_parts(self) -> (RequestBuilder, Option<String>, Option<String>) {
        (self.request, self.stripe_account, self.idempotency_key)
    }

    pub(crate) fn query(&mut self) -> &mut Option<String> {
        &mut self.request.query
    }

    /// The same call once more, for the next page.
    pub(crate) fn again(&self) -> Self {
        let RequestBuilder { query, body, path, method } = &self.request;
        Call {
            request: RequestBuilder { query: query.clone(), body: body.clone(), path: path.clone(), method: *method },
            stripe_account: self.stripe_account.clone(),
            idempotency_key: None,
            timeout: self.timeout,
            deadline: self.deadline,
            livemode: self.livemode,
            of: PhantomData,
        }
    }

    fn customized(self) -> Result<CustomizableStripeRequest<Ignored>> {
        let mut request = self.request.customize();
        if let Some(account) = self.stripe_account.filter(|account| !account.is_empty()) {
            request = request.account_id(account.into());
        }
        if let Some(key) = self.idempotency_key {
            let key = IdempotencyKey::new(key).map_err(|error| Error::Configuration(error.to_string()))?;
            request = request.request_strategy(RequestStrategy::Idempotent(key));
        }
        Ok(match self.timeout {
            Some(timeout) => request.timeout(timeout),
            None => request,
        })
    }
}

/// The parameters may be card numbers or secrets.
impl<R> fmt::Debug for Call<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.name())
            .field("stripe_account", &self.stripe_account)
            .field("idempotency_key", &self.idempotency_key)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .finish()
    }
}

/// Turns a request into a [`Call`].
pub trait RequestExt: StripeRequest + Sized {
    /// [`Call::on_account`].
    fn on_account(&self, account: impl Into<String>) -> Call<'_, Self> {
        Call::from(self).on_account(account)
    }

    /// [`Call::idempotency_key`].
    fn idempotency_key(&self, key: impl Into<String>) -> Call<'_, Self> {
        Call::from(self).idempotency_key(key)
    }
}

impl<R: StripeRequest> RequestExt for R {}

/// Makes a call whose answer is one object.
pub(crate) async fn call<M: StripeModel, R>(stripe: &impl ApiClient, call: Call<'_, R>) -> Result<StripeData<M>> {
    let (body, origin) = fetch(stripe, call).await?;
    StripeData::from_bytes(body, origin)
}

/// Makes a call: the answer's body, and where it came from.
pub(crate) async fn fetch<R>(stripe: &impl ApiClient, call: Call<'_, R>) -> Result<(Bytes, Origin)> {
    let (body, origin) = try_fetch(stripe, call).await;
    Ok((body?, origin))
}

/// Makes a call. An error has an origin too: that there is no such object was true at some time.
pub(crate) async fn try_fetch<R>(stripe: &impl ApiClient, call: Call<'_, R>) -> (Result<Bytes>, Origin) {
    let (name, call_name) = (call.name(), call.name());
    let (account, livemode) = (call.stripe_account.clone(), call.livemode);
    let under_a_key = call.idempotency_key.is_some() && matches!(call.request.method, StripeMethod::Post);
    let capture = Capture { client: stripe, body: Mutex::new(None) };
    let start = Utc::now();
    let (result, answer) = match call.customized() {
        Ok(request) => Answer::of(account.as_deref() == Some(""), livemode, request.send(&capture)).await,
        Err(error) => return (Err(error), origin(Answer::default(), false, account, start, start)),
    };
    let end = Utc::now();
    let body = match (capture.body.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner), result) {
        (Some(body), _) => Ok(body),
        (None, Err(error)) => Err(of_client(error, name)),
        (None, Ok(_)) => Err(Error::Client { call: name, source: "the client returned no answer".into() }),
    };
    let body = match (&account, answer.as_ref().and_then(|answer| answer.stripe_account.as_deref())) {
        (Some(asked), Some(answered)) if asked != answered => {
            let reason = format!("the client asked on behalf of {answered}, and not of {}", whose(asked));
            Err(Error::Client { call: call_name, source: reason.into() })
        }
        _ => body,
    };
    // Of a client that doesn't know the headers it is not known whether Stripe only said again what it had said before.
    let replayed = answer.as_ref().map_or(under_a_key, |answer| answer.replayed);
    (body, origin(answer.unwrap_or_default(), replayed, account, start, end))
}

/// An account as an error names it.
fn whose(stripe_account: &str) -> &str {
    if stripe_account.is_empty() { "the platform" } else { stripe_account }
}

fn origin(answer: Answer, replayed: bool, account: Option<String>, start: DateTime<Utc>, end: DateTime<Utc>) -> Origin {
    // A client that reports no time leaves the local clock's.
    let elapsed = TimeDelta::from_std(answer.elapsed).ok().filter(|elapsed| !elapsed.is_zero()).unwrap_or(end - start);
    let mut origin = match answer.date {
        Some(date) if replayed => Origin::replayed(date),
        Some(date) => Origin::answer(date, elapsed),
        None if replayed => Origin::replayed(end + SKEW),
        None => Origin::local(start, end),
    };
    origin.stripe_account = account.or(answer.stripe_account).unwrap_or_default();
    origin.api_version = answer.stripe_version;
    origin.request_id = answer.request_id;
    origin
}

/// async-stripe hands out parsed answers only; this client keeps the bytes as they pass.
struct Capture<'c, C> {
    client: &'c C,
    body: Mutex<Option<Bytes>>,
}

impl<C: ApiClient> StripeClient for Capture<'_, C> {
    type Err = C::Err;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, C::Err> {
        let body = self.client.execute(request).await?;
        *self.body.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(body.clone());
        Ok(body)
    }
}

/// Any JSON, unread: what the answer is will be seen from its bytes.
struct Ignored;

impl miniserde::Deserialize for Ignored {
    fn begin(out: &mut Option<Self>) -> &mut dyn Visitor {
        *out = Some(Ignored);
        <dyn Visitor>::ignore()
    }
}

/// What a client's error says: this crate's own as it is, async-stripe's with its code, any other boxed.
fn of_client<E: std::error::Error + Send + Sync + 'static>(error: E, call: String) -> Error {
    let error: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
    let error = match error.downcast::<Error>() {
        Ok(own) => return *own,
        Err(other) => other,
    };
    match error.downcast::<stripe::StripeError>() {
        Ok(error) => match *error {
            stripe::StripeError::Stripe(error, status) => {
                let text = |text: Option<&str>| text.map(str::to_owned);
                let of = |kind: &str, id: &str| (kind.to_owned(), id.to_owned());
                let intent = error.payment_intent.as_ref().map(|intent| of("payment_intent", intent.id.as_str()));
                let intent = intent.or_else(|| Some(of("setup_intent", error.setup_intent.as_ref()?.id.as_str())));
                let answer = StripeError {
                    status,
                    kind: text(Some(error.type_.as_str())),
                    code: text(error.code.as_ref().map(|code| code.as_str())),
                    decline_code: error.decline_code,
                    param: error.param,
                    message: error.message,
                    object: intent.or_else(|| error.charge.as_deref().map(|charge| of("charge", charge))),
                    // The crate's client captures the header; of async-stripe's the log's address is all there is.
                    request_id: error.request_log_url.as_deref().and_then(request_of_log).map(str::to_owned),
                };
                Error::Stripe { call, error: Box::new(answer) }
            }
            other => Error::Client { call, source: Box::new(other) },
        },
        Err(source) => Error::Client { call, source },
    }
}

/// `…/logs/req_123?t=1` names the request.
fn request_of_log(url: &str) -> Option<&str> {
    let start = url.find("req_")?;
    let length = url[start..].find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    Some(&url[start..length.map_or(url.len(), |length| start + length)])
}

/// The `GET` of one object by its path.
pub(crate) fn get<'r>(path: impl Into<Cow<'r, str>>) -> Call<'r, ()> {
    Call::of(RequestBuilder::new(StripeMethod::Get, path.into().into_owned()))
}

/// A value as a part of a path or a query (RFC 3986's unreserved characters are kept): ids that users choose may hold any.
pub(crate) fn segment(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
