//! The calls of setup intents, with their parameters in Stripe's specification.

use super::{attempt, cancel, confirm, create, list, retrieve, update};
use crate::routes::{EXPAND, PAGE, Route};

/// Create, update and confirm.
const INTENT: &[&str] =
    &["allowed_payment_method_types", "expand", "payment_method", "payment_method_data", "payment_method_options"];
/// Create and update.
const INTENT_FIELDS: &[&str] = &[
    "attach_to_self",
    "customer",
    "customer_account",
    "description",
    "excluded_payment_method_types",
    "flow_directions",
    "metadata",
    "payment_method_configuration",
    "payment_method_types",
];
/// Create and confirm.
const INTENT_CONFIRM: &[&str] = &["confirmation_token", "mandate_data", "return_url", "use_stripe_sdk"];
const INTENT_CREATE: &[&str] = &["automatic_payment_methods", "confirm", "on_behalf_of", "single_use", "usage"];
const INTENT_UNSUPPORTED: &[&str] =
    &["attach_to_self", "confirmation_token", "customer_account", "flow_directions", "single_use"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list(
        "/v1/setup_intents",
        "setup_intent",
        &[PAGE, &["attach_to_self", "customer", "customer_account", "payment_method"]],
        &["attach_to_self", "customer_account"],
        list,
    ),
    Route::post(
        "/v1/setup_intents",
        "setup_intent",
        &[INTENT, INTENT_FIELDS, INTENT_CONFIRM, INTENT_CREATE],
        INTENT_UNSUPPORTED,
        create,
    ),
    Route::get("/v1/setup_intents/{}", "setup_intent", &[EXPAND, &["client_secret"]], retrieve).with_client_secret(),
    Route::post("/v1/setup_intents/{}", "setup_intent", &[INTENT, INTENT_FIELDS], INTENT_UNSUPPORTED, update),
    Route::post(
        "/v1/setup_intents/{}/confirm",
        "setup_intent",
        &[INTENT, INTENT_CONFIRM, &["client_secret"]],
        INTENT_UNSUPPORTED,
        confirm,
    )
    .with_client_secret(),
    Route::post("/v1/setup_intents/{}/cancel", "setup_intent", &[EXPAND, &["cancellation_reason"]], &[], cancel),
    Route::list("/v1/setup_attempts", "setup_attempt", &[PAGE, &["setup_intent"]], &[], attempt::list),
];
