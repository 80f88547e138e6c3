//! Whether the object that a call would make is there: it carries the call's idempotency key in its metadata.
//!
//! Stripe's search would find it by that, but shows an object only some time after it was made, and not of every kind. Its lists show
//! everything at once: the objects made since the call was first tried are read.

use std::collections::HashMap;
use std::pin::pin;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt;
use serde::Deserialize;
use stripe_client_core::{RequestBuilder, StripeMethod};

use super::{METADATA, StripeCall};
use crate::api::{ApiClient, Call, objects};
use crate::error::Result;
use crate::model::StripeObject;
use crate::stripe_data::StripeData;

/// How far Stripe's clock may be from the database's, and how long a request may be on its way.
const SLACK: TimeDelta = TimeDelta::minutes(30);

/// The lists that cannot be asked for a time. They too are newest first.
const WITHOUT_TIME: [&str; 3] = ["/payment_methods", "/subscription_items", "/webhook_endpoints"];

#[derive(Deserialize)]
struct Marked {
    #[serde(default)]
    created: Option<i64>,
    #[serde(default)]
    metadata: Option<HashMap<String, String>>,
}

/// The object that a call has made, if there is one.
pub(super) async fn lookup(stripe: &impl ApiClient, call: &StripeCall) -> Result<Option<StripeData>> {
    let from = (call.first_attempt_at.unwrap_or(call.stored_at) - SLACK).timestamp();
    let to = (call.last_attempt_at.unwrap_or_else(Utc::now).max(DateTime::UNIX_EPOCH) + SLACK).timestamp();
    let request = RequestBuilder {
        query: Some(query(call, from, to)),
        body: None,
        path: call.path.clone(),
        method: StripeMethod::Get,
    };
    let list = Call::<()>::of(request).on_account(&call.stripe_account);
    let mut list = pin!(objects::<StripeObject, _>(stripe, list));
    let mut unread = None;
    while let Some(object) = list.next().await {
        let data = match object {
            Ok(data) => data,
            // It may be the one, or the page that has it.
            Err(error) => {
                unread = Some(error);
                continue;
            }
        };
        let Ok(marked) = serde_json::from_str::<Marked>(data.json()) else { continue };
        if marked.metadata.is_some_and(|metadata| metadata.get(METADATA) == Some(&call.idempotency_key)) {
            return Ok(Some(data));
        }
        if marked.created.is_some_and(|created| created < from) {
            break;
        }
    }
    unread.map_or(Ok(None), Err)
}

fn query(call: &StripeCall, from: i64, to: i64) -> String {
    let mut query = vec!["limit=100".to_owned()];
    if !WITHOUT_TIME.contains(&call.path.as_str()) {
        query.push(format!("created[gte]={from}&created[lte]={to}"));
    }
    match call.path.as_str() {
        // Those that were canceled since are left out otherwise.
        "/subscriptions" => query.push("status=all".to_owned()),
        // A list of all there are is not to be had.
        "/subscription_items" => query.extend(parameter(call, "subscription")),
        "/payment_methods" => query.extend(parameter(call, "customer")),
        _ => {}
    }
    query.join("&")
}

/// A parameter of the call, as its form has it.
fn parameter(call: &StripeCall, name: &str) -> Option<String> {
    let of_it = |pair: &&str| pair.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
    call.body.split('&').find(of_it).map(str::to_owned)
}
