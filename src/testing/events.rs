//! Events: what happened to an object, with the object as it was then: <https://docs.stripe.com/api/events>.

use serde_json::{Map, Value, json};

use super::error::ApiError;
use super::lists;
use super::nested;
use super::params::TEXT;
use super::routes::{EXPAND, PAGE, Route};
use super::state::{Call, text};

pub(super) static ROUTES: &[Route] = &[
    Route::list("/v1/events", "event", &[PAGE, &["delivery_success", "type", "types"]], &["delivery_success"], page),
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
    let wanted = |event: &Value| {
        let of = text(event, "type");
        kind.is_none_or(|pattern| matches(pattern, of))
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

/// Stores the event that an object, as it is now, is told of by. `before` is what it was, for events that tell of it.
pub(super) fn emit(call: &mut Call<'_>, kind: &str, object: &Value, before: Option<&Value>) {
    let mut snapshot = object.clone();
    nested::fill(&mut snapshot, call.shelf);
    let mut data = json!({ "object": snapshot });
    if let Some(before) = before.filter(|_| tells_of_the_past(kind)) {
        data["previous_attributes"] = previous_attributes(before, object);
    }
    let id = call.new_id("evt");
    let event = json!({
        "api_version": call.api_version,
        "created": call.now,
        "data": data,
        "id": id,
        "livemode": call.scope.livemode,
        "object": "event",
        "pending_webhooks": 0,
        "request": { "id": call.cause.request_id, "idempotency_key": call.cause.idempotency_key },
        "type": kind,
    });
    call.shelf.put(event);
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
