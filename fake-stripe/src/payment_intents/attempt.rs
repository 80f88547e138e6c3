//! An attempt to pay: what the card does with it, and what that makes of the intent.

use serde_json::Value;

use super::REQUIRES_CAPTURE;
use crate::cards::{AUTHENTICATION, Behaviour, Decline, Payment};
use crate::error::ApiError;
use crate::intents::{self, REQUIRES_ACTION, REQUIRES_CONFIRMATION, SUCCEEDED, Terms, fail, method, next_action};
use crate::state::{Call, text};
use crate::{charges, payment_methods};

const PAYMENT_FAILED: &str = "payment_intent.payment_failed";

pub(super) const NO_PAYMENT_METHOD: &str = "You cannot confirm this PaymentIntent because it's missing a payment method. You \
    can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a \
    payment method or ConfirmationToken.";

/// Tries to pay the intent with its payment method. Whatever happens is stored; a decline is an error nevertheless.
pub(super) fn attempt(call: &mut Call<'_>, mut intent: Value, terms: &Terms<'_>) -> Result<Value, ApiError> {
    let id = text(&intent, "payment_method");
    let card = call.shelf.cards.get(id);
    let (behaviour, set_up) = card.map_or((Behaviour::Approves, false), |card| (card.behaviour, card.set_up));
    if call.shelf.authenticated.remove(text(&intent, "id")).is_some_and(|method| method == id) {
        return after_authentication(call, intent);
    }
    match behaviour.pays(set_up, terms.off_session) {
        Payment::Declined(decline) => return Err(decline_with(call, intent, decline)),
        Payment::Approved => return Ok(approve(call, intent, false)),
        Payment::Authentication => {}
    }
    if terms.off_session {
        return Err(decline_with(call, intent, &AUTHENTICATION));
    }
    if terms.error_on_requires_action {
        return Err(refuse_action(call, intent));
    }
    intent["status"] = REQUIRES_ACTION.into();
    intent["last_payment_error"] = Value::Null;
    intent["next_action"] = next_action(call, &intent, terms);
    call.change(&intent, "payment_intent.requires_action");
    Ok(intent)
}

/// The customer has authenticated the payment that waits for it.
pub(crate) fn pass_authentication(call: &mut Call<'_>, mut intent: Value) -> Value {
    if intent["setup_future_usage"] == "off_session"
        && let Some(card) = call.shelf.cards.get_mut(text(&intent, "payment_method"))
    {
        card.set_up = true;
    }
    if intent["confirmation_method"] == "manual" {
        // The server wants to confirm it again; no event tells of this.
        let (id, method) = (text(&intent, "id").to_owned(), text(&intent, "payment_method").to_owned());
        call.shelf.authenticated.insert(id, method);
        intent["status"] = REQUIRES_CONFIRMATION.into();
        intent["next_action"] = Value::Null;
        call.save(&intent);
        return intent;
    }
    match after_authentication(call, intent) {
        Ok(intent) => intent,
        Err(mut declined) => declined.error.remove("payment_intent").unwrap_or_default(),
    }
}

fn after_authentication(call: &mut Call<'_>, intent: Value) -> Result<Value, ApiError> {
    match payment_methods::behaviour(call, text(&intent, "payment_method")) {
        Behaviour::AuthenticatesThenDeclines(decline) => Err(decline_with(call, intent, decline)),
        _ => Ok(approve(call, intent, true)),
    }
}

/// The customer has failed to authenticate the payment that waits for it.
pub(crate) fn fail_authentication(call: &mut Call<'_>, mut intent: Value) -> Value {
    let error = intents::authentication_failure(call, &intent);
    fail(&mut intent, error);
    call.change(&intent, PAYMENT_FAILED);
    intent
}

fn approve(call: &mut Call<'_>, mut intent: Value, authenticated: bool) -> Value {
    let charge = charges::approved(call, &intent, authenticated);
    let manual = intent["capture_method"] == "manual";
    intent["status"] = if manual { REQUIRES_CAPTURE } else { SUCCEEDED }.into();
    let amount = if manual { "amount_capturable" } else { "amount_received" };
    intent[amount] = intent["amount"].clone();
    intent["latest_charge"] = charge["id"].clone();
    intent["last_payment_error"] = Value::Null;
    intent["next_action"] = Value::Null;
    call.change(&charge, "charge.succeeded");
    keep_for_later(call, &intent);
    call.change(&intent, if manual { "payment_intent.amount_capturable_updated" } else { "payment_intent.succeeded" });
    intent
}

/// A payment method that has paid is the customer's if it is set up for future usage, or it cannot be used again.
fn keep_for_later(call: &mut Call<'_>, intent: &Value) {
    let (id, customer) = (text(intent, "payment_method"), text(intent, "customer"));
    let owned = call.shelf.get(id).is_some_and(|method| !method["customer"].is_null());
    if owned {
        return;
    }
    if !customer.is_empty() && !intent["setup_future_usage"].is_null() {
        payment_methods::attach(call, id, customer);
    } else if let Some(card) = call.shelf.cards.get_mut(id) {
        card.spent = true;
    }
}

/// Stores the failed charge and the intent, which is in the error.
fn decline_with(call: &mut Call<'_>, mut intent: Value, decline: &Decline) -> ApiError {
    let charge = charges::declined(call, &intent, decline);
    let method = method(call, &intent);
    let error = decline.error().with("charge", charge["id"].clone()).with("payment_method", method);
    intent["latest_charge"] = charge["id"].clone();
    fail(&mut intent, Value::Object(error.error.clone()));
    call.change(&charge, "charge.failed");
    call.change(&intent, PAYMENT_FAILED);
    error.with("payment_intent", intent)
}

/// The payment needs the customer, and the request would rather have an error.
fn refuse_action(call: &mut Call<'_>, mut intent: Value) -> ApiError {
    let message = "This payment required an authentication action to complete, but `error_on_requires_action` was set. When \
        you're ready, you can upgrade your integration to handle actions at \
        https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions.";
    let method = method(call, &intent);
    let error = ApiError::card(AUTHENTICATION.code, message).with("payment_method", method).during_work();
    fail(&mut intent, Value::Object(error.error.clone()));
    call.change(&intent, PAYMENT_FAILED);
    error.with("payment_intent", intent)
}
