//! From a request to its answer, without the transport: authorise, find the route, take the idempotency key, work, keep
//! the answer.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::Method;
use hyper::header::{CONTENT_TYPE, DATE, HeaderName, WWW_AUTHENTICATE};
use serde_json::Value;

use super::auth::{self, Scope};
use super::clock::Clock;
use super::error::ApiError;
use super::expand;
use super::form::{self, Branch};
use super::nested;
use super::params::Params;
use super::request::{Answer, RecordedRequest, Request};
use super::routes::Route;
use super::state::{Call, Cause, State, letters};

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const ORIGINAL_REQUEST: HeaderName = HeaderName::from_static("original-request");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const STRIPE_ACCOUNT: HeaderName = HeaderName::from_static("stripe-account");
const STRIPE_SHOULD_RETRY: HeaderName = HeaderName::from_static("stripe-should-retry");
const STRIPE_VERSION: HeaderName = HeaderName::from_static("stripe-version");

/// Stripe itself.
#[derive(Debug)]
pub(super) struct Handler {
    pub clock: Clock,
    /// The version of requests that name none.
    pub api_version: String,
    /// The account that the keys belong to.
    pub platform: String,
    pub state: Mutex<State>,
}

/// What a request has come to before its work.
pub(super) enum Received {
    /// Nothing needs to be worked on.
    Answered(Answer),
    /// To be [done](Handler::work).
    Work(Work),
}

/// A request that is authorised and well formed, and whose idempotency key is taken.
pub(super) struct Work {
    told: Told,
    scope: Scope,
    route: &'static Route,
    path: String,
    ids: [String; 2],
    params: Branch,
}

/// What the headers of an answer repeat of the request.
struct Told {
    request_id: String,
    post: bool,
    version: String,
    account: Option<String>,
    key: Option<String>,
}

impl Handler {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first half: everything before the work.
    pub fn receive(&self, request: &Request) -> Received {
        let now = self.clock.now();
        let mut state = self.state();
        let told = Told {
            request_id: format!("req_{}", letters(&mut state.random, 14)),
            post: request.method == Method::POST,
            version: request.header("stripe-version").unwrap_or_else(|| self.api_version.clone()),
            account: request.header("stripe-account"),
            // Elsewhere a key has no effect.
            key: request.header("idempotency-key").filter(|_| request.method == Method::POST),
        };
        match self.begin(&mut state, request, now, told) {
            Ok(received) => received,
            Err(refused) => {
                let (told, error) = *refused;
                Received::Answered(self.error(&told, error, now))
            }
        }
    }

    fn begin(
        &self,
        state: &mut State,
        request: &Request,
        now: DateTime<Utc>,
        mut told: Told,
    ) -> Result<Received, Box<(Told, ApiError)>> {
        let params = form::pairs(request.query.as_bytes()).and_then(|mut params| {
            params.append(&mut body_pairs(request)?);
            Ok(params)
        });
        state.requests.push(RecordedRequest {
            method: request.method.to_string(),
            path: request.path.clone(),
            params: params.as_ref().cloned().unwrap_or_default(),
            idempotency_key: request.header("idempotency-key"),
            stripe_account: told.account.clone(),
            stripe_version: request.header("stripe-version"),
            received: now,
            request_id: told.request_id.clone(),
        });
        let understood = auth::scope(request, &self.platform).and_then(|scope| {
            let (route, ids) = Route::find(&request.method, &request.path).ok_or_else(|| no_route(request))?;
            if !is_version(&told.version) {
                let refused = ApiError::invalid(format!("Invalid Stripe API version: {}", told.version));
                told.version = self.api_version.clone();
                return Err(refused);
            }
            let params = params?;
            let replayed = match &told.key {
                Some(key) => state.keys.take(&scope, key, &request.path, &params, now)?,
                None => None,
            };
            Ok((scope, route, ids, params, replayed))
        });
        match understood {
            Err(error) => Err(Box::new((told, error))),
            Ok((.., Some(replayed))) => Ok(Received::Answered(self.replay(&told, replayed, now))),
            Ok((scope, route, ids, params, None)) => match form::tree(&params) {
                Ok(params) => Ok(Received::Work(Work { told, scope, route, path: request.path.clone(), ids, params })),
                Err(error) => {
                    if let Some(key) = &told.key {
                        state.keys.release(&scope, key);
                    }
                    Err(Box::new((told, error)))
                }
            },
        }
    }

    /// The second half: the work, in one step.
    pub fn work(&self, work: &Work) -> Answer {
        let now = self.clock.now();
        let mut state = self.state();
        let state = &mut *state;
        state.catch_up(now.timestamp());
        let cause = Cause { request_id: Some(work.told.request_id.clone()), idempotency_key: work.told.key.clone() };
        let mut call = Call {
            params: Params::new(&work.params),
            path: &work.path,
            second_id: &work.ids[1],
            ..state.call(&work.scope, &cause, &work.ids[0], now.timestamp())
        };
        let done = run(work.route, &mut call);
        let begun = done.as_ref().err().is_none_or(|error| error.work_had_begun);
        let answer = match done {
            Ok(object) => self.answer(&work.told, 200, &object, now),
            Err(error) => self.error(&work.told, error, now),
        };
        match &work.told.key {
            Some(key) if begun => state.keys.keep(&work.scope, key, &answer),
            Some(key) => state.keys.release(&work.scope, key),
            None => {}
        }
        answer
    }

    fn error(&self, told: &Told, error: ApiError, now: DateTime<Utc>) -> Answer {
        let status = error.status;
        // Without an account there is no log to look into.
        let log = (status != 401)
            .then(|| format!("https://dashboard.stripe.com/test/logs/{}?t={}", told.request_id, now.timestamp()));
        let mut answer = self.answer(told, status, &error.body(log), now);
        match status {
            401 => answer.headers.push((WWW_AUTHENTICATE, r#"Basic realm="Stripe""#.into())),
            409 => answer.headers.push((STRIPE_SHOULD_RETRY, "true".into())),
            // To say the same again would bring the same answer.
            400 | 402 | 404 if told.post => answer.headers.push((STRIPE_SHOULD_RETRY, "false".into())),
            _ => {}
        }
        answer
    }

    fn answer(&self, told: &Told, status: u16, body: &Value, now: DateTime<Utc>) -> Answer {
        let mut headers = vec![
            (CONTENT_TYPE, "application/json".to_owned()),
            (DATE, date(now)),
            (REQUEST_ID, told.request_id.clone()),
            (STRIPE_VERSION, told.version.clone()),
        ];
        if let Some(account) = &told.account {
            headers.push((STRIPE_ACCOUNT, account.clone()));
        }
        if let Some(key) = &told.key {
            headers.push((IDEMPOTENCY_KEY, key.clone()));
            headers.push((ORIGINAL_REQUEST, told.request_id.clone()));
        }
        // A `Value` can always be written.
        let body = serde_json::to_vec_pretty(body).unwrap_or_default();
        Answer { status, headers, body: Bytes::from(body) }
    }

    /// The first answer again, now.
    fn replay(&self, told: &Told, mut answer: Answer, now: DateTime<Utc>) -> Answer {
        for (name, value) in &mut answer.headers {
            if *name == DATE {
                *value = date(now);
            } else if *name == REQUEST_ID {
                value.clone_from(&told.request_id);
            }
        }
        answer.headers.push((IDEMPOTENT_REPLAYED, "true".into()));
        answer
    }
}

/// An answer's rendering in another version of the API belongs here, after the expansion.
fn run(route: &Route, call: &mut Call<'_>) -> Result<Value, ApiError> {
    route.check_params(call)?;
    let expanded = expand::paths(&call.params, route.kind, route.list)?;
    let result = (route.run)(call);
    result.map(|mut answer| {
        match answer.get_mut("data").and_then(Value::as_array_mut).filter(|_| route.list) {
            Some(data) => data.iter_mut().for_each(|object| nested::fill(object, call.shelf)),
            None => nested::fill(&mut answer, call.shelf),
        }
        expand::expand(&mut answer, &expanded, call.shelf);
        answer
    })
}

fn body_pairs(request: &Request) -> Result<Vec<(String, String)>, ApiError> {
    let kind = request.header("content-type").unwrap_or_default();
    if !request.body.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        let message = format!(
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded). It is {kind:?}."
        );
        return Err(ApiError::invalid(message));
    }
    form::pairs(&request.body)
}

fn no_route(request: &Request) -> ApiError {
    let message = format!(
        "Unrecognized request URL ({}: {}). Please see https://stripe.com/docs or we can help at \
         https://support.stripe.com/.",
        request.method, request.path
    );
    ApiError::new(404, "invalid_request_error", message)
}

/// `2026-09-30.endive`, or the older `2024-06-20`.
fn is_version(version: &str) -> bool {
    let (day, name) = version.split_once('.').unwrap_or((version, "-"));
    let shape = day.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(*b"0000-00-00")
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

fn date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
