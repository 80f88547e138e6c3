//! Delivers events to webhook endpoints, in the background.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future;
use http_body_util::{BodyExt, Full};
use hyper::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::task::{AbortHandle, JoinSet};

use super::handle::Handler;
use super::outbox::{Delivery, Pending};
use super::state::text;
use crate::signature;

/// How long an endpoint may take for its answer, in real time.
const PATIENCE: Duration = Duration::from_secs(10);

type Http = Client<HttpConnector, Full<Bytes>>;

/// The deliveries in the background. Dropping it ends them.
#[derive(Debug)]
pub(super) struct Postman(AbortHandle);

impl Postman {
    pub fn start(handler: Arc<Handler>) -> Self {
        Postman(tokio::spawn(run(handler)).abort_handle())
    }
}

impl Drop for Postman {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Does what becomes due, for ever: at once while the clock stands, and whenever it is moved; by a timer while it runs.
///
/// The deliveries live in this future, and end with it.
async fn run(handler: Arc<Handler>) {
    let http = Client::builder(TokioExecutor::new()).build_http();
    let (mut clock, mut outbox) = (handler.clock.moves(), handler.state().outbox.changes());
    let mut sending = JoinSet::new();
    loop {
        // What changes from here on wakes this up again.
        clock.mark_unchanged();
        outbox.mark_unchanged();
        let next = {
            let now = handler.clock.now().timestamp();
            let mut state = handler.state();
            state.catch_up(now);
            while let Some(pending) = state.outbox.take_due(now) {
                sending.spawn(send(handler.clone(), http.clone(), pending));
            }
            [state.outbox.next_due(now), state.schedule.next_due()].into_iter().flatten().min()
        };
        while sending.try_join_next().is_some() {}
        let moved = pin!(clock.changed());
        let changed = pin!(outbox.changed());
        let woken = future::select(moved, changed);
        match next.and_then(|next| handler.clock.until(DateTime::from_timestamp(next, 0)?)) {
            Some(wait) => {
                let _ = tokio::time::timeout(wait, woken).await;
            }
            None => {
                woken.await;
            }
        }
    }
}

async fn send(handler: Arc<Handler>, http: Http, pending: Pending) {
    let mut delivery = prepare(&handler, &pending);
    if let Some(delivery) = &mut delivery {
        let answered = tokio::time::timeout(PATIENCE, http.request(request(delivery))).await;
        if let Ok(Ok(answer)) = answered {
            delivery.status = Some(answer.status().as_u16());
            // Read to its end, so that the connection can be used again.
            let _ = tokio::time::timeout(PATIENCE, answer.into_body().collect()).await;
        }
    }
    let now = handler.clock.now().timestamp();
    let mut state = handler.state();
    let (event, scope) = (pending.event.clone(), pending.scope.clone());
    if state.outbox.sent(pending, delivery, now)
        && let Some(stored) = state.shelves.get_mut(&scope).and_then(|shelf| shelf.get_mut(text(&event, "id")))
    {
        let left = stored["pending_webhooks"].as_i64().unwrap_or_default();
        stored["pending_webhooks"] = left.saturating_sub(1).into();
    }
}

/// What is sent; nothing if the endpoint is gone.
fn prepare(handler: &Handler, pending: &Pending) -> Option<Delivery> {
    let now = handler.clock.now();
    let state = handler.state();
    let endpoint = state.outbox.endpoint(&pending.endpoint)?;
    let account = state.outbox.connected_account(pending);
    let mut event = Value::clone(&pending.event);
    let id = text(&pending.event, "id");
    if let Some(stored) = state.shelves.get(&pending.scope).and_then(|shelf| shelf.get(id)) {
        event["pending_webhooks"] = stored["pending_webhooks"].clone();
    }
    if let Some(account) = account {
        event["account"] = account.into();
    }
    let body = pretty(&event);
    Some(Delivery {
        endpoint: pending.endpoint.clone(),
        url: endpoint.url.clone(),
        event: id.to_owned(),
        event_type: text(&pending.event, "type").to_owned(),
        account: account.map(str::to_owned),
        attempt: pending.attempt,
        sent: now,
        signature: signature::sign(body.as_bytes(), &endpoint.secret, now),
        body,
        status: None,
    })
}

fn request(delivery: &Delivery) -> Request<Full<Bytes>> {
    let request = Request::builder()
        .method(Method::POST)
        .uri(&delivery.url)
        .header(ACCEPT, "*/*; q=0.5, application/xml")
        .header(CACHE_CONTROL, "no-cache")
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header(USER_AGENT, "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header(signature::HEADER, &delivery.signature);
    // Its parts are known to be good: the URL was parsed when the endpoint was created.
    request.body(Full::from(delivery.body.clone())).unwrap_or_default()
}

/// As Stripe writes its bodies. A `Value` can always be written.
pub(super) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// A webhook delivery made by hand: [`FakeStripe::signed`](super::FakeStripe::signed).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedEvent {
    /// The body of the request.
    pub body: String,
    /// The header `Stripe-Signature`.
    pub signature: String,
}

impl SignedEvent {
    pub(super) fn new(event: &Value, secret: &str, now: DateTime<Utc>) -> Self {
        let body = pretty(event);
        SignedEvent { signature: signature::sign(body.as_bytes(), &secret.into(), now), body }
    }
}
