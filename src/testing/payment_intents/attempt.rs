//! An attempt to pay: what the card does with it, and what that makes of the intent.

use serde_json::{Value, json};

use super::{REQUIRES_ACTION, REQUIRES_CAPTURE, REQUIRES_PAYMENT_METHOD, SUCCEEDED};
use crate::testing::cards::{AUTHENTICATION, Behaviour, Decline};
use crate::testing::error::{ApiError, doc_url};
use crate::testing::params::{Params, TEXT};
use crate::testing::state::{Call, letters, text};
use crate::testing::{charges, payment_methods};

const PAYMENT_FAILED: &str = "payment_intent.payment_failed";

pub(super) const NO_PAYMENT_METHOD: &str = "You cannot confirm this PaymentIntent because it's missing a payment method. You \
    can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a \
    payment method or ConfirmationToken.";

/// How the customer takes part in the payment.
pub(super) struct Terms<'a> {
    off_session: bool,
    error_on_requires_action: bool,
    use_stripe_sdk: bool,
    return_url: Option<&'a str>,
}

impl<'a> Terms<'a> {
    pub fn read(params: &Params<'a>) -> Result<Self, ApiError> {
        // `one_off` and `recurring` are what `off_session` was before it was a boolean.
        let off_session = match params.filled("off_session", TEXT)? {
            Some("one_off" | "recurring") => true,
            _ => params.boolean("off_session")?.unwrap_or(false),
        };
        let return_url = params.filled("return_url", TEXT)?;
        if return_url.is_some_and(|url| !url.contains("://")) {
            return Err(ApiError::parameter("return_url", "Not a valid URL").code("url_invalid"));
        }
        Ok(Terms {
            off_session,
            error_on_requires_action: params.boolean("error_on_requires_action")?.unwrap_or(false),
            use_stripe_sdk: params.boolean("use_stripe_sdk")?.unwrap_or(false),
            return_url,
        })
    }

    /// Refuses terms without an attempt that they are for.
    pub fn only_with_confirm(&self, params: &Params<'_>) -> Result<(), ApiError> {
        match ["off_session", "error_on_requires_action", "return_url"].iter().find(|name| params.has(name)) {
            None => Ok(()),
            Some(name) => {
                let message = format!(
                    "The parameter `{name}` cannot be passed when creating a PaymentIntent unless `confirm` is \
                    set to true."
                );
                Err(ApiError::parameter(*name, message))
            }
        }
    }
}

/// Tries to pay the intent with its payment method. Whatever happens is stored; a decline is an error nevertheless.
pub(super) fn attempt(call: &mut Call<'_>, mut intent: Value, terms: &Terms<'_>) -> Result<Value, ApiError> {
    let card = call.shelf.cards.get(text(&intent, "payment_method"));
    let (behaviour, set_up) = card.map_or((Behaviour::Approves, false), |card| (card.behaviour, card.set_up));
    let authenticate = match behaviour {
        Behaviour::Declines(decline) => return decline_with(call, intent, decline),
        Behaviour::Approves => false,
        Behaviour::AlwaysAuthenticates => true,
        Behaviour::AuthenticatesUnlessSetUp => !(set_up && terms.off_session),
    };
    if !authenticate {
        return Ok(approve(call, intent, false));
    }
    if terms.off_session {
        return decline_with(call, intent, &AUTHENTICATION);
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
pub(in crate::testing) fn pass_authentication(call: &mut Call<'_>, intent: Value) -> Value {
    if intent["setup_future_usage"] == "off_session"
        && let Some(card) = call.shelf.cards.get_mut(text(&intent, "payment_method"))
    {
        card.set_up = true;
    }
    approve(call, intent, true)
}

/// The customer has failed to authenticate the payment that waits for it.
pub(in crate::testing) fn fail_authentication(call: &mut Call<'_>, mut intent: Value) -> Value {
    let code = "payment_intent_authentication_failure";
    let message = "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new \
        PaymentMethod to attempt to fulfill this PaymentIntent again.";
    let error = json!({
        "code": code, "doc_url": doc_url(code), "message": message, "payment_method": method(call, &intent),
        "type": "invalid_request_error",
    });
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

fn decline_with(call: &mut Call<'_>, mut intent: Value, decline: &Decline) -> Result<Value, ApiError> {
    let charge = charges::declined(call, &intent, decline);
    let method = method(call, &intent);
    let mut error = ApiError::card(decline.code, decline.message)
        .with("charge", charge["id"].clone())
        .with("decline_code", decline.decline_code)
        .with("payment_method", method)
        .during_work();
    if let Some(advice) = decline.advice_code {
        error = error.with("advice_code", advice);
    }
    if decline.code == "incorrect_cvc" {
        error = error.param("cvc");
    }
    intent["latest_charge"] = charge["id"].clone();
    fail(&mut intent, Value::Object(error.error.clone()));
    call.change(&charge, "charge.failed");
    call.change(&intent, PAYMENT_FAILED);
    Err(error.with("payment_intent", intent))
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

/// Back to where another payment method can be tried.
fn fail(intent: &mut Value, error: Value) {
    intent["status"] = REQUIRES_PAYMENT_METHOD.into();
    intent["payment_method"] = Value::Null;
    intent["next_action"] = Value::Null;
    intent["last_payment_error"] = error;
}

fn method(call: &Call<'_>, intent: &Value) -> Value {
    call.shelf.get(text(intent, "payment_method")).cloned().unwrap_or_default()
}

fn next_action(call: &mut Call<'_>, intent: &Value, terms: &Terms<'_>) -> Value {
    let source = letters(call.random, 24);
    match terms.return_url.filter(|_| !terms.use_stripe_sdk) {
        Some(return_url) => json!({
            "redirect_to_url": {
                "return_url": return_url,
                "url": format!("https://hooks.stripe.com/3d_secure_2/hosted?payment_intent={}", text(intent, "id")),
            },
            "type": "redirect_to_url",
        }),
        None => json!({
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {
                "source": format!("src_{source}"),
                "three_d_secure_2_source": format!("payatt_{source}"),
                "type": "stripe_3ds2_fingerprint",
            },
        }),
    }
}
