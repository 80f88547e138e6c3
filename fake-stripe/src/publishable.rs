//! What a publishable key may do: look at an intent, or confirm it, that it knows the client secret of.

use serde_json::Value;

use super::error::ApiError;
use super::params::TEXT;
use super::state::{Call, text};

/// The fields that Stripe's reference calls retrievable with a publishable key.
const VISIBLE: &[(&str, &[&str])] = &[
    (
        "payment_intent",
        &[
            "id",
            "object",
            "amount",
            "amount_details",
            "automatic_payment_methods",
            "canceled_at",
            "cancellation_reason",
            "capture_method",
            "client_secret",
            "confirmation_method",
            "created",
            "currency",
            "description",
            "last_payment_error",
            "livemode",
            "next_action",
            "payment_method",
            "payment_method_configuration_details",
            "payment_method_types",
            "processing",
            "receipt_email",
            "setup_future_usage",
            "shipping",
            "source",
            "status",
        ],
    ),
    (
        "setup_intent",
        &[
            "id",
            "object",
            "automatic_payment_methods",
            "cancellation_reason",
            "client_secret",
            "created",
            "description",
            "last_setup_error",
            "livemode",
            "next_action",
            "payment_method",
            "payment_method_configuration_details",
            "payment_method_types",
            "status",
            "usage",
        ],
    ),
];

/// Refuses a request that doesn't know the client secret of its object.
pub(super) fn check_secret(call: &Call<'_>) -> Result<(), ApiError> {
    let given = call.params.required("client_secret", TEXT)?;
    match call.shelf.get(call.id) {
        Some(object) if object["client_secret"] != given => {
            let kind = text(object, "object");
            let message = "The client_secret provided does not match the client_secret associated with this object.";
            Err(ApiError::parameter("client_secret", message).code(&format!("{kind}_invalid_parameter")))
        }
        // That there is none is said by the work itself.
        _ => Ok(()),
    }
}

/// Leaves out what a customer's browser is not to know, of an object and of the objects in an error.
pub(super) fn redact(value: &mut Value) {
    let Value::Object(object) = value else { return };
    let kind = object.get("object").and_then(Value::as_str);
    match VISIBLE.iter().find(|(visible, _)| Some(*visible) == kind) {
        Some((_, fields)) => object.retain(|field, _| fields.contains(&field.as_str())),
        None => object.values_mut().for_each(redact),
    }
}
