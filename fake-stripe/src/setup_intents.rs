//! Setup intents: a card that is set up for later payments: <https://docs.stripe.com/payments/setupintents/lifecycle>.

mod attempt;
mod routes;

use serde_json::{Value, json};

use super::addresses::set_text;
use super::error::ApiError;
use super::intents::{
    self, CANCELED, OPEN, REQUIRES_ACTION, REQUIRES_CONFIRMATION, REQUIRES_PAYMENT_METHOD, SUCCEEDED, Terms,
    check_client_secret,
};
use super::params::{Params, TEXT};
use super::state::{Call, letters, text};
use super::{lists, metadata, payment_method_types, payment_methods};

pub(super) use attempt::{fail_authentication, pass_authentication};
pub(super) use routes::ROUTES;

const NO_PAYMENT_METHOD: &str = "You cannot confirm this SetupIntent because it's missing a payment method. Update the \
    SetupIntent with a payment method and then confirm it again.";

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let terms = Terms::read(&params)?;
    let confirm = params.boolean("confirm")?.unwrap_or(false);
    if !confirm {
        intents::terms_only_with_confirm(&params, "SetupIntent")?;
    }
    let mut intent = template(call);
    if let Some(usage) = params.choice("usage", &["off_session", "on_session"])? {
        intent["usage"] = usage.into();
    }
    set_text(&mut intent, &params, "on_behalf_of", TEXT)?;
    edit(call, &mut intent, &params)?;
    if confirm && intent["payment_method"].is_null() {
        return Err(ApiError::invalid(NO_PAYMENT_METHOD).code("setup_intent_unexpected_state"));
    }
    call.create(&intent);
    if confirm { attempt::attempt(call, intent, &terms) } else { Ok(intent) }
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let intent = named(call)?;
    check_client_secret(&intent, &call.params)?;
    Ok(intent)
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut intent = named(call)?;
    let fixed = ["customer", "payment_method", "payment_method_data", "payment_method_types"];
    let refused = fixed.iter().find(|name| params.has(name));
    if let Some(name) = refused.filter(|_| !OPEN.contains(&text(&intent, "status"))) {
        let message = format!(
            "This SetupIntent's {name} cannot be updated because it has a status of {}. You may only update it with one of \
             the following statuses: {}.",
            text(&intent, "status"),
            OPEN.join(", ")
        );
        return Err(ApiError::unexpected_state(message, intent));
    }
    edit(call, &mut intent, &params)?;
    call.save(&intent);
    Ok(intent)
}

fn confirm(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let terms = Terms::read(&params)?;
    let mut intent = named(call)?;
    check_client_secret(&intent, &params)?;
    let status = text(&intent, "status").to_owned();
    if !OPEN.contains(&status.as_str()) {
        let message = if status == SUCCEEDED {
            "You cannot confirm this SetupIntent because it has already succeeded.".to_owned()
        } else {
            format!(
                "You cannot confirm this SetupIntent because it has a status of {status}. Only a SetupIntent with one of the \
                 following statuses may be confirmed: {REQUIRES_CONFIRMATION}, {REQUIRES_ACTION}."
            )
        };
        return Err(ApiError::unexpected_state(message, intent));
    }
    edit(call, &mut intent, &params)?;
    if intent["payment_method"].is_null() {
        return Err(ApiError::unexpected_state(NO_PAYMENT_METHOD, named(call)?));
    }
    payment_methods::check_usable(call, text(&intent, "payment_method"), text(&intent, "customer"))?;
    attempt::attempt(call, intent, &terms)
}

fn cancel(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let reason = call.params.choice("cancellation_reason", &["abandoned", "requested_by_customer", "duplicate"])?;
    let mut intent = named(call)?;
    if !OPEN.contains(&text(&intent, "status")) {
        let message = format!(
            "You cannot cancel this SetupIntent because it has a status of {}. Only a SetupIntent with one of the following \
             statuses may be canceled: {}.",
            text(&intent, "status"),
            OPEN.join(", ")
        );
        return Err(ApiError::unexpected_state(message, intent));
    }
    if intent["status"] == REQUIRES_ACTION {
        attempt::end(call, &intent, "abandoned", Value::Null);
    }
    intent["status"] = CANCELED.into();
    intent["cancellation_reason"] = reason.into();
    intent["next_action"] = Value::Null;
    call.change(&intent, "setup_intent.canceled");
    Ok(intent)
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = call.params.filled("customer", TEXT)?;
    let method = call.params.filled("payment_method", TEXT)?;
    for (id, kind, noun) in [(customer, "customer", "customer"), (method, "payment_method", "PaymentMethod")] {
        if let Some(id) = id
            && call.shelf.place(kind, id).is_none()
        {
            return Err(ApiError::no_such_reference(noun, id, kind));
        }
    }
    lists::page(call, "setup_intent", "setup_intent", |intent| {
        customer.is_none_or(|customer| intent["customer"] == customer)
            && method.is_none_or(|method| intent["payment_method"] == method)
    })
}

fn named(call: &Call<'_>) -> Result<Value, ApiError> {
    call.named("setup_intent", "setupintent", "intent")
}

/// Applies what create, update and confirm share: each has the parameters that its route admits.
fn edit(call: &mut Call<'_>, intent: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    if let Some(customer) = params.filled("customer", TEXT)? {
        call.check_reference("customer", "customer", customer, "customer")?;
        intent["customer"] = customer.into();
    }
    set_text(intent, params, "description", 1000)?;
    metadata::merge(intent, params)?;
    payment_method_types::set(intent, params)?;
    if let Some(method) = payment_methods::choose(call, params)? {
        payment_methods::check_usable(call, &method, text(intent, "customer"))?;
        intent["payment_method"] = method.into();
        intent["status"] = REQUIRES_CONFIRMATION.into();
        intent["next_action"] = Value::Null;
    }
    Ok(())
}

fn template(call: &mut Call<'_>) -> Value {
    let id = call.new_id("seti");
    json!({
        "allowed_payment_method_types": null,
        "application": null,
        "automatic_payment_methods": { "allow_redirects": "always", "enabled": true },
        "cancellation_reason": null,
        "client_secret": format!("{id}_secret_{}", letters(call.random, 25)),
        "created": call.now,
        "customer": null,
        "description": null,
        "excluded_payment_method_types": null,
        "flow_directions": null,
        "id": id,
        "last_setup_error": null,
        "latest_attempt": null,
        "livemode": call.scope.livemode,
        "mandate": null,
        "metadata": {},
        "next_action": null,
        "object": "setup_intent",
        "on_behalf_of": null,
        "payment_method": null,
        "payment_method_configuration_details": null,
        "payment_method_options": {
            "card": { "mandate_options": null, "network": null, "request_three_d_secure": "automatic" },
        },
        "payment_method_types": ["card"],
        "single_use_mandate": null,
        "status": REQUIRES_PAYMENT_METHOD,
        "usage": "off_session",
    })
}
