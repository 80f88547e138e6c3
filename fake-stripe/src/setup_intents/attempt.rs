//! An attempt to set up a card: what its issuer does, what that makes of the intent, and the setup attempt that remains.

use serde_json::{Value, json};

use crate::cards::{Behaviour, Decline};
use crate::error::ApiError;
use crate::intents::{REQUIRES_ACTION, SUCCEEDED, Terms, authentication_failure, fail, method, next_action};
use crate::lists;
use crate::params::TEXT;
use crate::payment_methods;
use crate::state::{Call, text};

const SETUP_FAILED: &str = "setup_intent.setup_failed";

/// Tries to set up the intent's payment method. Whatever happens is stored; a decline is an error nevertheless.
pub(super) fn attempt(call: &mut Call<'_>, mut intent: Value, terms: &Terms<'_>) -> Result<Value, ApiError> {
    let behaviour = payment_methods::behaviour(call, text(&intent, "payment_method"));
    begin(call, &mut intent);
    match behaviour {
        Behaviour::Declines(decline) => return Err(decline_with(call, intent, decline)),
        Behaviour::AlwaysAuthenticates
        | Behaviour::AuthenticatesThenDeclines(_)
        | Behaviour::AuthenticatesUnlessSetUp => {}
        _ => return Ok(succeed(call, intent)),
    }
    intent["status"] = REQUIRES_ACTION.into();
    intent["last_setup_error"] = Value::Null;
    intent["next_action"] = next_action(call, &intent, terms);
    call.change(&intent, "setup_intent.requires_action");
    Ok(intent)
}

/// The customer has authenticated the setup that waits for it.
pub(crate) fn pass_authentication(call: &mut Call<'_>, intent: Value) -> Value {
    succeed(call, intent)
}

/// The customer has failed to authenticate the setup that waits for it.
pub(crate) fn fail_authentication(call: &mut Call<'_>, mut intent: Value) -> Value {
    let error = authentication_failure(call, &intent);
    end(call, &intent, "failed", error.clone());
    fail(&mut intent, error);
    call.change(&intent, SETUP_FAILED);
    intent
}

/// The payment method is the customer's, and its issuer knows of later payments.
fn succeed(call: &mut Call<'_>, mut intent: Value) -> Value {
    let id = text(&intent, "payment_method").to_owned();
    if let Some(card) = call.shelf.cards.get_mut(&id) {
        card.set_up |= intent["usage"] == "off_session";
    }
    end(call, &intent, SUCCEEDED, Value::Null);
    let owned = call.shelf.get(&id).is_some_and(|method| !method["customer"].is_null());
    if !owned && !intent["customer"].is_null() {
        payment_methods::attach(call, &id, text(&intent, "customer"));
    }
    intent["status"] = SUCCEEDED.into();
    intent["last_setup_error"] = Value::Null;
    intent["next_action"] = Value::Null;
    call.change(&intent, "setup_intent.succeeded");
    intent
}

fn decline_with(call: &mut Call<'_>, mut intent: Value, decline: &Decline) -> ApiError {
    let error = decline.error().with("payment_method", method(call, &intent));
    end(call, &intent, "failed", Value::Object(error.error.clone()));
    fail(&mut intent, Value::Object(error.error.clone()));
    call.change(&intent, SETUP_FAILED);
    error.with("setup_intent", intent)
}

/// Stores the setup attempt, of which no event tells.
fn begin(call: &mut Call<'_>, intent: &mut Value) {
    let card = method(call, intent)["card"].clone();
    let id = call.new_id("setatt");
    let attempt = json!({
        "application": null,
        "created": call.now,
        "customer": intent["customer"],
        "customer_account": null,
        "flow_directions": null,
        "id": id,
        "livemode": call.scope.livemode,
        "object": "setup_attempt",
        "on_behalf_of": intent["on_behalf_of"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {
            "card": {
                "brand": card["brand"],
                "checks": card["checks"],
                "country": card["country"],
                "exp_month": card["exp_month"],
                "exp_year": card["exp_year"],
                "fingerprint": card["fingerprint"],
                "funding": card["funding"],
                "last4": card["last4"],
                "network": card["brand"],
                "three_d_secure": null,
                "wallet": null,
            },
            "type": "card",
        },
        "setup_error": null,
        "setup_intent": intent["id"],
        "status": REQUIRES_ACTION,
        "usage": intent["usage"],
    });
    intent["latest_attempt"] = id.into();
    call.save(&attempt);
}

/// What has become of the intent's attempt.
pub(super) fn end(call: &mut Call<'_>, intent: &Value, status: &str, error: Value) {
    if let Some(mut attempt) = call.shelf.get(text(intent, "latest_attempt")).cloned() {
        attempt["status"] = status.into();
        attempt["setup_error"] = error;
        call.save(&attempt);
    }
}

/// `/v1/setup_attempts`
pub(super) fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let intent = call.params.required("setup_intent", TEXT)?;
    call.check_reference("setup_intent", "setupintent", intent, "setup_intent")?;
    lists::page(call, "setup_attempt", "setup_attempt", |attempt| attempt["setup_intent"] == intent)
}
