//! A payment intent to which nothing has happened yet.

use serde_json::{Value, json};

use crate::intents::REQUIRES_PAYMENT_METHOD;
use crate::state::{Call, letters};

/// What is null until something happens.
const NULL_AT_FIRST: [&str; 25] = [
    "allowed_payment_method_types",
    "application",
    "application_fee_amount",
    "canceled_at",
    "cancellation_reason",
    "customer",
    "customer_account",
    "description",
    "excluded_payment_method_types",
    "last_payment_error",
    "latest_charge",
    "next_action",
    "on_behalf_of",
    "payment_method",
    "payment_method_configuration_details",
    "processing",
    "receipt_email",
    "review",
    "setup_future_usage",
    "shipping",
    "source",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
];

pub(super) fn template(call: &mut Call<'_>, amount: i64, currency: &str) -> Value {
    let id = call.new_id("pi");
    let mut intent = json!({
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": { "tip": {} },
        "amount_received": 0,
        "automatic_payment_methods": { "allow_redirects": "always", "enabled": true },
        "capture_method": "automatic_async",
        "client_secret": format!("{id}_secret_{}", letters(call.random, 25)),
        "confirmation_method": "automatic",
        "created": call.now,
        "currency": currency,
        "id": id,
        "livemode": call.scope.livemode,
        "managed_payments": { "enabled": false },
        "metadata": {},
        "object": "payment_intent",
        "payment_method_options": {
            "card": {
                "installments": null, "mandate_options": null, "network": null, "request_three_d_secure": "automatic",
            },
        },
        "payment_method_types": ["card"],
        "status": REQUIRES_PAYMENT_METHOD,
    });
    for field in NULL_AT_FIRST {
        intent[field] = Value::Null;
    }
    intent
}
