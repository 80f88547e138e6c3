//! Switches of `FakeStripe`, for trying out what goes wrong: only without a key of the real Stripe.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use diesel_stripe::testing::{FakeStripe, Fault, Hold};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::errors::{self, Error};

#[derive(Clone)]
struct Switches {
    stripe: Arc<FakeStripe>,
    held: Arc<Mutex<Option<Hold>>>,
}

pub fn router(stripe: Arc<FakeStripe>) -> Router {
    Router::new()
        .route("/authentication/{intent}", post(authenticate))
        .route("/faults", post(switch))
        .route("/requests", get(requests))
        .with_state(Switches { stripe, held: Arc::default() })
}

#[derive(Deserialize)]
struct Authentication {
    pass: bool,
}

/// What the cardholder's bank does after `requires_action`.
async fn authenticate(
    State(Switches { stripe, .. }): State<Switches>,
    Path(intent): Path<String>,
    body: Result<Json<Authentication>, JsonRejection>,
) -> errors::Result<Json<Value>> {
    let Json(Authentication { pass }) = body?;
    let intent = if pass { stripe.pass_authentication(&intent) } else { stripe.fail_authentication(&intent) };
    let status = intent.ok_or(Error::NotFound)?["status"].clone();
    Ok(Json(json!({ "status": status })))
}

#[derive(Deserialize)]
struct Faults {
    down: Option<bool>,
    hold_answers: Option<bool>,
}

async fn switch(
    State(switches): State<Switches>,
    body: Result<Json<Faults>, JsonRejection>,
) -> errors::Result<Json<Value>> {
    let Json(faults) = body?;
    if let Some(down) = faults.down {
        switches.stripe.clear_faults();
        if down {
            // Browsers go on as they are.
            switches.stripe.inject(Fault::server_error().of_secret_keys().times(u32::MAX));
        }
    }
    if let Some(hold) = faults.hold_answers {
        let held = hold.then(|| switches.stripe.hold_answers());
        *switches.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default = "anything")]
    path: String,
}

fn anything() -> String {
    "*".to_owned()
}

/// What Stripe was asked.
async fn requests(State(Switches { stripe, .. }): State<Switches>, Query(Asked { path }): Query<Asked>) -> Json<Value> {
    let told = stripe.requests_to(&path).into_iter().map(
        |request| json!({ "method": request.method, "path": request.path, "idempotency_key": request.idempotency_key }),
    );
    Json(told.collect())
}
