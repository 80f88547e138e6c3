//! Events: what happened to an object, with the object as it was then: <https://docs.stripe.com/api/events>.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::error::ApiError;
use super::outbox::{Pending, seconds};
use super::params::TEXT;
use super::routes::{EXPAND, PAGE, Route};
use super::state::{Call, Shelf, text};
use super::{entitlements, lists, versions};

pub(super) static ROUTES: &[Route] = &[
    Route::list("/v1/events", "event", &[PAGE, &["delivery_success", "type", "types"]], &[], page),
    Route::get("/v1/events/{}", "event", &[EXPAND], retrieve),
];

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("event", "event", "id")
}

fn page(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let kind = call.params.filled("type", TEXT)?;
    let kinds = call.params.texts("types")?;
    if kind.is_some() && kinds.is_some() {
        return Err(ApiError::invalid("You may only specify one of these parameters: type, types."));
    }
    let delivered = call.params.boolean("delivery_success")?;
    let late = call.listing.late(call.now);
    let wanted = |event: &Value| {
        let of = text(event, "type");
        !late.contains(text(event, "id"))
            && delivered.is_none_or(|delivered| delivered == (event["pending_webhooks"] == 0))
            && kind.is_none_or(|pattern| matches(pattern, of))
            && kinds.as_ref().is_none_or(|patterns| patterns.iter().any(|pattern| matches(pattern, of)))
    };
    lists::page(call, "event", "event", wanted)
}

/// Whether a type of event is the one that is wanted: `invoice.paid`, `invoice.*`, or `*` for all.
pub(super) fn matches(pattern: &str, kind: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => kind.starts_with(start),
        None => kind == pattern,
    }
}

/// Stores the event that an object, as it is now, is told of by, and posts it. `before` is what it was, for events that tell
/// of it.
pub(super) fn emit(call: &mut Call<'_>, kind: &str, object: &Value, before: Option<&Value>) {
    let before = before.filter(|_| tells_of_the_past(kind));
    let id = call.new_id("evt");
    if let Some((by, lists)) = call.faults.of_listing(kind) {
        call.listing.delay(&id, call.now.saturating_add(seconds(by)), lists);
    }
    let receivers = call.outbox.receivers(call.scope, kind);
    let event = |version: &str| {
        let mut event = json!({
            "api_version": version,
            "created": call.now,
            "data": data(call.shelf, version, object, before),
            "id": id,
            "livemode": call.scope.livemode,
            "object": "event",
            "pending_webhooks": receivers.len(),
            "request": { "id": call.cause.request_id, "idempotency_key": call.cause.idempotency_key },
            "type": kind,
        });
        versions::render_event(&mut event);
        event
    };
    let stored = event(call.api_version);
    let mut posted: Vec<Pending> = Vec::new();
    for (endpoint, version) in &receivers {
        let version = version.as_deref().unwrap_or(call.api_version);
        let same = posted.iter().find(|pending| pending.event["api_version"] == version);
        let event = match same {
            Some(pending) => pending.event.clone(),
            None if version == call.api_version => Arc::new(stored.clone()),
            None => Arc::new(event(version)),
        };
        posted.push(Pending { endpoint: endpoint.clone(), scope: call.scope.clone(), event, attempt: 1, copy: false });
    }
    call.shelf.put(stored);
    for pending in posted {
        let fault = call.faults.of_delivery(kind);
        call.outbox.post(pending, call.now, fault);
    }
    if kind.starts_with("customer.subscription.") {
        entitlements::follow(call, object);
    }
}

/// The object as it is now, and what its changed fields were before, in a version of the API.
fn data(shelf: &Shelf, version: &str, object: &Value, before: Option<&Value>) -> Value {
    let snapshot = versions::rendered(object, version, shelf);
    match before {
        Some(before) if versions::is_current(version) => {
            json!({ "object": snapshot, "previous_attributes": previous_attributes(before, object) })
        }
        Some(before) => {
            let before = versions::rendered(before, version, shelf);
            json!({ "previous_attributes": previous_attributes(&before, &snapshot), "object": snapshot })
        }
        None => json!({ "object": snapshot }),
    }
}

/// The events that are not in `/v1/events` yet.
#[derive(Debug, Default)]
pub(super) struct Listing(HashMap<String, Late>);

#[derive(Debug)]
struct Late {
    until: i64,
    lists: u32,
}

impl Listing {
    fn delay(&mut self, event: &str, until: i64, lists: u32) {
        self.0.insert(event.to_owned(), Late { until, lists });
    }

    /// Those that a list of now misses.
    fn late(&mut self, now: i64) -> HashSet<String> {
        self.0.retain(|_, late| late.until > now || late.lists > 0);
        for late in self.0.values_mut() {
            late.lists = late.lists.saturating_sub(1);
        }
        self.0.keys().cloned().collect()
    }
}

fn tells_of_the_past(kind: &str) -> bool {
    kind.ends_with(".updated") || ["charge.refunded", "payment_method.detached"].contains(&kind)
}

/// What the changed fields were before; of an object within the object, only its changed fields.
fn previous_attributes(before: &Value, after: &Value) -> Value {
    let (Value::Object(old), Value::Object(new)) = (before, after) else { return before.clone() };
    let mut changed = Map::new();
    for (field, value) in new {
        match old.get(field) {
            Some(was) if was == value => {}
            Some(was @ Value::Object(_)) if value.is_object() => {
                changed.insert(field.clone(), previous_attributes(was, value));
            }
            Some(was) => {
                changed.insert(field.clone(), was.clone());
            }
            None => {
                changed.insert(field.clone(), Value::Null);
            }
        }
    }
    for (field, was) in old.iter().filter(|(field, _)| !new.contains_key(*field)) {
        changed.insert(field.clone(), was.clone());
    }
    Value::Object(changed)
}
