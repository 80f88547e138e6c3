//! Which events go to which webhook endpoint, when, and what became of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::watch;

use super::auth::Scope;
use super::events::matches;
use super::faults::Kind;
use super::state::text;
use crate::signature::WebhookSecret;

/// How long after an attempt the next one is made, in seconds, as long as none succeeds: for about three days, like Stripe's
/// in live mode. Stripe documents no more than that it waits longer each time.
const BACKOFF: [i64; 9] = [300, 1_800, 7_200, 18_000, 36_000, 43_200, 43_200, 43_200, 43_200];

/// A webhook endpoint, as far as deliveries go.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    id: String,
    scope: Scope,
    /// Whether it gets the events of the platform's connected accounts, rather than of its own.
    connect: bool,
    pub url: String,
    pub api_version: Option<String>,
    types: Vec<String>,
    enabled: bool,
    pub secret: WebhookSecret,
}

impl Endpoint {
    pub fn new(scope: &Scope, object: &Value, connect: bool, secret: &str) -> Self {
        let mut endpoint = Endpoint {
            id: text(object, "id").to_owned(),
            scope: scope.clone(),
            connect,
            url: String::new(),
            api_version: object["api_version"].as_str().map(str::to_owned),
            types: Vec::new(),
            enabled: true,
            secret: WebhookSecret::new(secret),
        };
        endpoint.change(object);
        endpoint
    }

    fn change(&mut self, object: &Value) {
        let types = object["enabled_events"].as_array().into_iter().flatten();
        self.types = types.filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
        self.url = text(object, "url").to_owned();
        self.enabled = object["status"] == "enabled";
    }

    fn wants(&self, scope: &Scope, kind: &str, platform: &str) -> bool {
        let its_own = if self.connect {
            scope.account != platform && scope.livemode == self.scope.livemode && self.scope.account == platform
        } else {
            *scope == self.scope
        };
        its_own && self.enabled && self.types.iter().any(|pattern| matches(pattern, kind))
    }
}

/// A webhook delivery that was tried, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The id of the endpoint.
    pub endpoint: String,
    /// Where it was sent.
    pub url: String,
    /// The id of the event.
    pub event: String,
    /// The event's type: `customer.created`.
    pub event_type: String,
    /// The connected account, in deliveries to an endpoint with `connect`.
    pub account: Option<String>,
    /// 1 for the first.
    pub attempt: usize,
    /// When it was sent, by the fake's [`Clock`](super::Clock).
    pub sent: DateTime<Utc>,
    /// What was sent.
    pub body: String,
    /// The header `Stripe-Signature`.
    pub signature: String,
    /// The status of the answer; `None` if there was none within ten seconds of real time.
    pub status: Option<u16>,
}

/// An event on its way to an endpoint.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub endpoint: String,
    pub scope: Scope,
    /// As the endpoint's API version has it. `pending_webhooks` is filled in when it is sent.
    pub event: Arc<Value>,
    pub attempt: usize,
    /// A second one of the same: whether the event was received is the first one's business.
    pub copy: bool,
}

/// What is to be delivered, and what was.
#[derive(Debug)]
pub(super) struct Outbox {
    platform: String,
    endpoints: Vec<Endpoint>,
    /// By time, in seconds since 1970.
    queue: BTreeMap<(i64, u64), Pending>,
    next: u64,
    /// Those that wait until another one has been delivered.
    held_back: Vec<Pending>,
    /// How many are being sent, by endpoint.
    sending: HashMap<String, usize>,
    at_once: usize,
    pub deliveries: Vec<Delivery>,
    changed: watch::Sender<()>,
}

impl Outbox {
    /// `at_once` is how many deliveries an endpoint gets at the same time.
    pub fn new(platform: &str, at_once: usize) -> Self {
        Outbox {
            platform: platform.to_owned(),
            endpoints: Vec::new(),
            queue: BTreeMap::new(),
            next: 0,
            held_back: Vec::new(),
            sending: HashMap::new(),
            at_once: at_once.max(1),
            deliveries: Vec::new(),
            changed: watch::Sender::new(()),
        }
    }

    /// Tells of each change of what is to be delivered.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Lets what watches the changes look again: something else is due.
    pub fn wake(&self) {
        self.changed.send_replace(());
    }

    pub fn add_endpoint(&mut self, endpoint: Endpoint) {
        self.endpoints.push(endpoint);
    }

    pub fn change_endpoint(&mut self, object: &Value) {
        if let Some(endpoint) = self.endpoints.iter_mut().find(|endpoint| endpoint.id == text(object, "id")) {
            endpoint.change(object);
        }
    }

    pub fn remove_endpoint(&mut self, id: &str) {
        self.endpoints.retain(|endpoint| endpoint.id != id);
    }

    /// An endpoint that still wants its deliveries.
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.id == id && endpoint.enabled)
    }

    /// The connected account that a delivery names; none if the event is the platform's or the endpoint the account's own.
    pub fn connected_account<'p>(&self, pending: &'p Pending) -> Option<&'p str> {
        let connect = self.endpoints.iter().any(|endpoint| endpoint.id == pending.endpoint && endpoint.connect);
        connect.then_some(&pending.scope.account)
    }

    /// The endpoints that an event goes to: ids and API versions.
    pub fn receivers(&self, scope: &Scope, kind: &str) -> Vec<(String, Option<String>)> {
        let wanting = self.endpoints.iter().filter(|endpoint| endpoint.wants(scope, kind, &self.platform));
        wanting.map(|endpoint| (endpoint.id.clone(), endpoint.api_version.clone())).collect()
    }

    /// Takes an event that has just happened, to deliver it now, or as a fault wants.
    pub fn post(&mut self, pending: Pending, now: i64, fault: Option<Kind>) {
        match fault {
            Some(Kind::Dropped) => return,
            Some(Kind::Reordered) => self.held_back.push(pending),
            Some(Kind::Delayed(by)) => self.queue_at(now.saturating_add(seconds(by)), pending),
            Some(Kind::Duplicated) => {
                self.queue_at(now, pending.clone());
                self.queue_at(now, Pending { copy: true, ..pending });
            }
            _ => self.queue_at(now, pending),
        }
        self.wake();
    }

    fn queue_at(&mut self, at: i64, pending: Pending) {
        self.queue.insert((at, self.next), pending);
        self.next += 1;
    }

    /// The next event that is due, of an endpoint that can take one.
    pub fn take_due(&mut self, now: i64) -> Option<Pending> {
        let due = self.queue.range(..(now.saturating_add(1), 0));
        let free = |pending: &Pending| self.sending.get(&pending.endpoint).is_none_or(|count| *count < self.at_once);
        let place = due.into_iter().find(|(_, pending)| free(pending)).map(|(place, _)| *place)?;
        let pending = self.queue.remove(&place)?;
        *self.sending.entry(pending.endpoint.clone()).or_default() += 1;
        Some(pending)
    }

    /// When the first is due that is not due yet.
    pub fn next_due(&self, now: i64) -> Option<i64> {
        self.queue.range((now.saturating_add(1), 0)..).next().map(|((at, _), _)| *at)
    }

    /// A delivery has ended. Whether the endpoint has the event now; if not, it may be tried again.
    pub fn sent(&mut self, pending: Pending, delivery: Option<Delivery>, now: i64) -> bool {
        if let Some(count) = self.sending.get_mut(&pending.endpoint) {
            *count = count.saturating_sub(1);
        }
        let tried = delivery.is_some();
        let received = delivery.as_ref().and_then(|delivery| delivery.status).is_some_and(|status| status / 100 == 2);
        self.deliveries.extend(delivery);
        let (waited, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.held_back).into_iter().partition(|held| held.endpoint == pending.endpoint);
        self.held_back = others;
        for held in waited {
            self.queue_at(now, held);
        }
        if pending.copy {
            self.wake();
            return false;
        }
        if tried
            && !received
            && let Some(wait) = pending.attempt.checked_sub(1).and_then(|tried| BACKOFF.get(tried))
        {
            self.queue_at(now.saturating_add(*wait), Pending { attempt: pending.attempt + 1, ..pending });
        }
        self.wake();
        received
    }

    /// Whether all that is due has been delivered, or given up for now. What was held back is due when nothing else is.
    pub fn is_settled(&mut self, now: i64) -> bool {
        let due = self.queue.range(..(now.saturating_add(1), 0)).next().is_some();
        if due || self.sending.values().any(|count| *count > 0) {
            return false;
        }
        for held in std::mem::take(&mut self.held_back) {
            self.queue_at(now, held);
        }
        let settled = self.queue.range(..(now.saturating_add(1), 0)).next().is_none();
        if !settled {
            self.wake();
        }
        settled
    }
}

pub(super) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
