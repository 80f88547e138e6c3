//! Webhook endpoints: <https://docs.stripe.com/api/webhook_endpoints>.

use serde_json::{Value, json};

use super::addresses::set_text;
use super::error::ApiError;
use super::outbox::Endpoint;
use super::params::{Params, TEXT};
use super::routes::{CURSOR, EXPAND, Route};
use super::state::{Call, letters, text};
use super::versions;
use super::{lists, metadata};

const KIND: &str = "webhook_endpoint";
const NOUN: &str = "webhook endpoint";
const PATH: &str = "/v1/webhook_endpoints";
const PATH_OF_ONE: &str = "/v1/webhook_endpoints/{}";

const ENDPOINT: &[&str] = &["description", "enabled_events", "expand", "metadata", "url"];

pub(super) static ROUTES: &[Route] = &[
    Route::list(PATH, KIND, &[CURSOR], &[], list),
    Route::post(PATH, KIND, &[ENDPOINT, &["api_version", "connect"]], &[], create),
    Route::get(PATH_OF_ONE, KIND, &[EXPAND], retrieve),
    Route::post(PATH_OF_ONE, KIND, &[ENDPOINT, &["disabled"]], &[], update),
    Route::delete(PATH_OF_ONE, KIND, &[], delete),
];

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    for name in ["url", "enabled_events"] {
        if !params.has(name) {
            return Err(params.missing(name));
        }
    }
    let version = params.filled("api_version", TEXT)?;
    if let Some(version) = version.filter(|version| !versions::is_version(version)) {
        return Err(ApiError::parameter("api_version", format!("Invalid API version: {version}")));
    }
    let connect = params.boolean("connect")?.unwrap_or(false);
    let mut endpoint = json!({
        "api_version": version,
        "application": null,
        "created": call.now,
        "description": null,
        "enabled_events": [],
        "id": call.new_id("we"),
        "livemode": call.scope.livemode,
        "metadata": {},
        "object": KIND,
        "status": "enabled",
        "url": null,
    });
    edit(&mut endpoint, &params)?;
    call.save(&endpoint);
    let secret = format!("whsec_{}", letters(call.random, 32));
    call.outbox.add_endpoint(Endpoint::new(call.scope, &endpoint, connect, &secret));
    // Stripe tells it once.
    endpoint["secret"] = secret.into();
    Ok(endpoint)
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let endpoint = call.named(KIND, NOUN, KIND)?;
    if endpoint["deleted"] == true { Err(ApiError::no_such(NOUN, call.id, KIND)) } else { Ok(endpoint) }
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut endpoint = retrieve(call)?;
    edit(&mut endpoint, &params)?;
    if let Some(disabled) = params.boolean("disabled")? {
        endpoint["status"] = if disabled { "disabled" } else { "enabled" }.into();
    }
    call.save(&endpoint);
    call.outbox.change_endpoint(&endpoint);
    Ok(endpoint)
}

/// Stripe has no event for it.
fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let endpoint = retrieve(call)?;
    call.outbox.remove_endpoint(text(&endpoint, "id"));
    let deleted = json!({ "id": endpoint["id"], "object": KIND, "deleted": true });
    call.save(&deleted);
    Ok(deleted)
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    lists::page(call, KIND, NOUN, |_| true)
}

fn edit(endpoint: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    if let Some(url) = params.filled("url", TEXT)? {
        let http = url.starts_with("https://") || (url.starts_with("http://") && endpoint["livemode"] == false);
        if !http || url.parse::<hyper::Uri>().is_err() {
            return Err(ApiError::parameter(
                "url",
                "Invalid URL: An explicit scheme (such as https) must be provided.",
            )
            .code("url_invalid"));
        }
        endpoint["url"] = url.into();
    }
    if let Some(types) = params.texts("enabled_events")? {
        if types.is_empty() {
            return Err(ApiError::parameter("enabled_events", "You must provide at least one event type."));
        }
        if let Some(other) = types.iter().find(|kind| !is_event_type(kind)) {
            return Err(ApiError::parameter("enabled_events", format!("Invalid event type: {other}")));
        }
        endpoint["enabled_events"] = types.into();
    }
    set_text(endpoint, params, "description", TEXT)?;
    metadata::merge(endpoint, params)
}

/// `*`, or `charge.refund.updated`. Stripe knows each type; the fake doesn't, since there are new ones with every version.
fn is_event_type(kind: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    kind == "*" || (kind.contains('.') && kind.split('.').all(word))
}
