//! The calls of payment intents, with their parameters in Stripe's specification.

use super::{cancel, capture, confirm, create, list, retrieve, update};
use crate::routes::{EXPAND, PAGE, Route};

/// Create, update and confirm.
const INTENT: &[&str] = &[
    "allowed_payment_method_types",
    "amount_details",
    "capture_method",
    "excluded_payment_method_types",
    "expand",
    "hooks",
    "payment_details",
    "payment_method",
    "payment_method_data",
    "payment_method_options",
    "payment_method_types",
    "receipt_email",
    "setup_future_usage",
    "shipping",
];
/// Create and update.
const INTENT_FIELDS: &[&str] = &[
    "amount",
    "application_fee_amount",
    "currency",
    "customer",
    "customer_account",
    "description",
    "metadata",
    "payment_method_configuration",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
];
/// Create and confirm.
const INTENT_CONFIRM: &[&str] = &[
    "confirmation_token",
    "error_on_requires_action",
    "mandate",
    "mandate_data",
    "off_session",
    "radar_options",
    "return_url",
    "use_stripe_sdk",
];
const INTENT_CREATE: &[&str] = &["automatic_payment_methods", "confirm", "confirmation_method", "on_behalf_of"];
const INTENT_CAPTURE: &[&str] = &[
    "amount_details",
    "amount_to_capture",
    "application_fee_amount",
    "expand",
    "final_capture",
    "hooks",
    "metadata",
    "payment_details",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
];
const INTENT_UNSUPPORTED: &[&str] = &["confirmation_token", "customer_account", "mandate"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list(
        "/v1/payment_intents",
        "payment_intent",
        &[PAGE, &["customer", "customer_account"]],
        &["customer_account"],
        list,
    ),
    Route::post(
        "/v1/payment_intents",
        "payment_intent",
        &[INTENT, INTENT_FIELDS, INTENT_CONFIRM, INTENT_CREATE],
        INTENT_UNSUPPORTED,
        create,
    ),
    Route::get("/v1/payment_intents/{}", "payment_intent", &[EXPAND, &["client_secret"]], retrieve)
        .with_client_secret(),
    Route::post(
        "/v1/payment_intents/{}/confirm",
        "payment_intent",
        &[INTENT, INTENT_CONFIRM, &["amount_to_confirm", "client_secret"]],
        INTENT_UNSUPPORTED,
        confirm,
    )
    .with_client_secret(),
    Route::post("/v1/payment_intents/{}/capture", "payment_intent", &[INTENT_CAPTURE], &[], capture),
    Route::post("/v1/payment_intents/{}/cancel", "payment_intent", &[EXPAND, &["cancellation_reason"]], &[], cancel),
    Route::post("/v1/payment_intents/{}", "payment_intent", &[INTENT, INTENT_FIELDS], INTENT_UNSUPPORTED, update),
];
