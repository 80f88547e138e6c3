//! From a request to its answer, without the transport: authorise, find the route, take the idempotency key, work, keep
//! the answer.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::Method;
use serde_json::Value;

use super::answers::Told;
use super::auth::{self, Access, Scope};
use super::clock::Clock;
use super::error::ApiError;
use super::faults::{Fault, Kind, Refusal};
use super::form::{self, Branch};
use super::params::Params;
use super::request::{Answer, RecordedRequest, Request};
use super::routes::Route;
use super::state::{Call, Cause, State, letters};
use super::versions::{self, is_version};
use super::{any, expand, nested, publishable};

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
    Work(Box<Work>),
}

/// A request that is authorised and well formed, and whose idempotency key is taken.
pub(super) struct Work {
    told: Told,
    scope: Scope,
    publishable: bool,
    route: &'static Route,
    path: String,
    ids: [String; 2],
    params: Branch,
    /// What goes wrong with it.
    pub fault: Option<Fault>,
}

impl Handler {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first half: everything before the work.
    pub fn receive(&self, request: &Request) -> Received {
        let now = self.clock.now();
        let mut state = self.state();
        // First, as whatever else draws ids: so they don't depend on who notices that something is due.
        state.catch_up(now.timestamp());
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
                Received::Answered(told.error(error, now))
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
        let understood = auth::access(request, &self.platform).and_then(|access| {
            let Access { scope, publishable } = access;
            let (route, ids) = Route::find(&request.method, &request.path).ok_or_else(|| no_route(request))?;
            if publishable && !route.publishable {
                return Err(auth::publishable_key());
            }
            if !is_version(&told.version) {
                let refused = ApiError::invalid(format!("Invalid Stripe API version: {}", told.version));
                told.version = self.api_version.clone();
                return Err(refused);
            }
            state.limit.admit(&scope, now.timestamp())?;
            let params = params?;
            let replayed = match &told.key {
                Some(key) => state.keys.take(&scope, key, &request.path, &params, now)?,
                None => None,
            };
            Ok((Access { scope, publishable }, route, ids, params, replayed))
        });
        match understood {
            Err(error) => Err(Box::new((told, error))),
            Ok((.., Some(replayed))) => Ok(Received::Answered(told.replay(replayed, now))),
            Ok((Access { scope, publishable }, route, ids, params, None)) => match form::tree(&params) {
                Ok(params) => {
                    let path = request.path.clone();
                    let fault = state.faults.of_request(&request.method, &path, publishable);
                    let work = Work { told, scope, publishable, route, path, ids, params, fault };
                    Ok(Received::Work(Box::new(work)))
                }
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
            route: work.route,
            path: &work.path,
            second_id: &work.ids[1],
            ..state.call(&work.scope, &cause, &work.ids[0], now.timestamp())
        };
        let checked = if work.publishable { publishable::check_secret(&call) } else { Ok(()) };
        let done = checked.and_then(|()| run(work.route, &mut call));
        let shown = |value: &mut Value| {
            versions::render(value, &work.told.version, call.shelf);
            if work.publishable {
                publishable::redact(value);
            }
        };
        let begun = done.as_ref().err().is_none_or(|error| error.work_had_begun);
        let answer = match done {
            Ok(mut object) => {
                shown(&mut object);
                work.told.answer(200, &object, now)
            }
            Err(mut error) => {
                error.error.values_mut().for_each(shown);
                work.told.error(error, now)
            }
        };
        match &work.told.key {
            Some(key) if begun => state.keys.keep(&work.scope, key, &answer),
            Some(key) => state.keys.release(&work.scope, key),
            None => {}
        }
        answer
    }

    /// The answer that a fault makes of a request, instead of the work, or of the work's own answer. `None` if there is to be
    /// none.
    pub fn fail(&self, work: &Work, fault: &Fault) -> Option<Answer> {
        let now = self.clock.now();
        let key = work.told.key.as_deref();
        let mut state = self.state();
        let refusal = match fault.kind {
            Kind::Refuse(refusal) => Some(refusal),
            _ => None,
        };
        let error = refusal.map(|refusal| refusal.error(key.unwrap_or_default()));
        let saved = fault.after && refusal.is_some_and(Refusal::is_saved);
        let answer = error.map(|error| work.told.error(ApiError { work_had_begun: saved, ..error }, now));
        match (key, &answer) {
            (Some(key), Some(answer)) if saved => state.keys.keep(&work.scope, key, answer),
            (Some(key), _) if !fault.after => state.keys.release(&work.scope, key),
            _ => {}
        }
        answer
    }
}

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
    if any::is_known(request.method.as_str(), &request.path) {
        let message = format!(
            "FakeStripe does not do {} {}. Put the object in as it is then, with FakeStripe::put.",
            request.method, request.path
        );
        return ApiError::new(501, "invalid_request_error", message);
    }
    let message = format!(
        "Unrecognized request URL ({}: {}). Please see https://stripe.com/docs or we can help at \
         https://support.stripe.com/.",
        request.method, request.path
    );
    ApiError::new(404, "invalid_request_error", message)
}
