//! Payment intents: <https://docs.stripe.com/payments/paymentintents/lifecycle>.

mod attempt;
mod edit;
mod for_invoice;
mod routes;
mod template;

use serde_json::Value;

use super::error::ApiError;
use super::intents::{
    self, CANCELED, OPEN, PROCESSING, REQUIRES_ACTION, REQUIRES_CONFIRMATION, REQUIRES_PAYMENT_METHOD, SUCCEEDED,
    Terms, check_client_secret,
};
use super::params::TEXT;
use super::state::{Call, number, text};
use super::{charges, currency, lists, payment_methods};
use template::template;

pub(super) use attempt::{fail_authentication, pass_authentication};
pub(super) use for_invoice::{Bill, bill, pay_bill, void_bill, why_unpaid};
pub(super) use routes::ROUTES;

const REQUIRES_CAPTURE: &str = "requires_capture";

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    if !params.has("amount") {
        return Err(params.missing("amount"));
    }
    let currency = currency::read(&params)?.ok_or_else(|| params.missing("currency"))?;
    let amount = currency::amount(&params, "amount", &currency)?;
    let terms = Terms::read(&params)?;
    let confirm = params.boolean("confirm")?.unwrap_or(false);
    if !confirm {
        intents::terms_only_with_confirm(&params, "PaymentIntent")?;
    }

    let mut intent = template(call, amount.unwrap_or_default(), &currency);
    if let Some(method) = params.choice("confirmation_method", &["automatic", "manual"])? {
        intent["confirmation_method"] = method.into();
    }
    edit::edit(call, &mut intent, &params)?;
    if let Some(method) = payment_methods::choose(call, &params)? {
        payment_methods::check_usable(call, &method, text(&intent, "customer"))?;
        intent["payment_method"] = method.into();
        intent["status"] = REQUIRES_CONFIRMATION.into();
    } else if confirm {
        return Err(ApiError::invalid(attempt::NO_PAYMENT_METHOD).code("payment_intent_unexpected_state"));
    }
    call.create(&intent);
    if confirm { attempt::attempt(call, intent, &terms) } else { Ok(intent) }
}

pub(super) fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let intent = named(call)?;
    check_client_secret(&intent, &call.params)?;
    Ok(intent)
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut intent = named(call)?;
    let status = text(&intent, "status").to_owned();
    let fixed = ["amount", "currency", "customer", "payment_method", "payment_method_data", "setup_future_usage"];
    let refused = fixed.iter().chain(&["capture_method", "payment_method_types"]).find(|name| params.has(name));
    if let Some(name) = refused.filter(|_| !OPEN.contains(&status.as_str())) {
        let message = format!(
            "This PaymentIntent's {name} could not be updated because it has a status of {status}. You may only update the \
             {name} of a PaymentIntent with one of the following statuses: {}.",
            OPEN.join(", ")
        );
        return Err(ApiError::unexpected_state(message, intent));
    }
    if let Some(currency) = currency::read(&params)? {
        intent["currency"] = currency.into();
    }
    if let Some(amount) = currency::amount(&params, "amount", text(&intent, "currency"))? {
        intent["amount"] = amount.into();
    }
    edit::edit(call, &mut intent, &params)?;
    if let Some(method) = payment_methods::choose(call, &params)? {
        payment_methods::check_usable(call, &method, text(&intent, "customer"))?;
        intent["payment_method"] = method.into();
        intent["status"] = REQUIRES_CONFIRMATION.into();
        intent["next_action"] = Value::Null;
    }
    call.save(&intent);
    Ok(intent)
}

pub(super) fn confirm(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let terms = Terms::read(&params)?;
    let mut intent = named(call)?;
    check_client_secret(&intent, &params)?;
    let status = text(&intent, "status").to_owned();
    if !OPEN.contains(&status.as_str()) {
        let message = if status == SUCCEEDED {
            "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
                .to_owned()
        } else {
            format!(
                "You cannot confirm this PaymentIntent because it has a status of {status}. Only a PaymentIntent with one of \
                 the following statuses may be confirmed: {REQUIRES_CONFIRMATION}, {REQUIRES_ACTION}."
            )
        };
        return Err(ApiError::unexpected_state(message, intent));
    }
    if params.integer("amount_to_confirm")?.is_some_and(|amount| amount != number(&intent, "amount")) {
        let message = "The amount to confirm is not the amount of this PaymentIntent.";
        return Err(ApiError::parameter("amount_to_confirm", message));
    }
    edit::edit(call, &mut intent, &params)?;
    if let Some(method) = payment_methods::choose(call, &params)? {
        intent["payment_method"] = method.into();
    }
    if intent["payment_method"].is_null() {
        return Err(ApiError::unexpected_state(attempt::NO_PAYMENT_METHOD, named(call)?));
    }
    payment_methods::check_usable(call, text(&intent, "payment_method"), text(&intent, "customer"))?;
    attempt::attempt(call, intent, &terms)
}

pub(super) fn capture(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let amount = params.at_least("amount_to_capture", 1)?;
    let final_capture = params.boolean("final_capture")?.unwrap_or(true);
    let mut intent = named(call)?;
    if intent["status"] != REQUIRES_CAPTURE {
        let message = format!(
            "This PaymentIntent could not be captured because it has a status of {}. Only a PaymentIntent with one of the \
             following statuses may be captured: {REQUIRES_CAPTURE}.",
            text(&intent, "status")
        );
        return Err(ApiError::unexpected_state(message, intent));
    }
    if !final_capture {
        let message = "This PaymentIntent cannot be captured more than once: FakeStripe does not support multicapture.";
        return Err(ApiError::parameter("final_capture", message));
    }
    let capturable = number(&intent, "amount_capturable");
    let amount = amount.unwrap_or(capturable);
    check_capturable(&intent, amount, "amount_to_capture")?;
    edit::edit(call, &mut intent, &params)?;
    Ok(take(call, intent, amount))
}

/// Refuses to capture more than was authorised.
pub(super) fn check_capturable(intent: &Value, amount: i64, param: &str) -> Result<(), ApiError> {
    if amount <= number(intent, "amount_capturable") {
        return Ok(());
    }
    let message = "The payment could not be captured because the requested capture amount is greater than the amount you \
        can capture for this charge.";
    Err(ApiError::parameter(param, message).code("amount_too_large").during_work())
}

/// Captures this much, and gives up the rest.
pub(super) fn take(call: &mut Call<'_>, mut intent: Value, amount: i64) -> Value {
    intent["status"] = SUCCEEDED.into();
    intent["amount_capturable"] = 0.into();
    intent["amount_received"] = amount.into();
    change_charge(call, &intent, "charge.captured", |call, charge| charges::capture(call, charge, amount));
    call.change(&intent, "payment_intent.succeeded");
    intent
}

pub(super) fn cancel(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let reasons = ["duplicate", "fraudulent", "requested_by_customer", "abandoned"];
    let reason = call.params.choice("cancellation_reason", &reasons)?;
    let mut intent = named(call)?;
    let status = text(&intent, "status").to_owned();
    if status == SUCCEEDED || status == CANCELED {
        let message = format!(
            "You cannot cancel this PaymentIntent because it has a status of {status}. Only a PaymentIntent with one of the \
             following statuses may be canceled: {REQUIRES_PAYMENT_METHOD}, {REQUIRES_CAPTURE}, requires_reauthorization, \
             {REQUIRES_CONFIRMATION}, {REQUIRES_ACTION}, {PROCESSING}."
        );
        return Err(ApiError::unexpected_state(message, intent));
    }
    intent["status"] = CANCELED.into();
    intent["canceled_at"] = call.now.into();
    intent["cancellation_reason"] = reason.into();
    intent["amount_capturable"] = 0.into();
    intent["next_action"] = Value::Null;
    if status == REQUIRES_CAPTURE {
        change_charge(call, &intent, "charge.refunded", |_, charge| charges::release(charge));
    }
    call.change(&intent, "payment_intent.canceled");
    Ok(intent)
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = call.params.filled("customer", TEXT)?;
    if let Some(id) = customer
        && call.shelf.place("customer", id).is_none()
    {
        return Err(ApiError::no_such_reference("customer", id, "customer"));
    }
    lists::page(call, "payment_intent", "payment_intent", |intent| {
        customer.is_none_or(|customer| intent["customer"] == customer)
    })
}

fn named(call: &Call<'_>) -> Result<Value, ApiError> {
    call.named("payment_intent", "payment_intent", "intent")
}

fn change_charge(call: &mut Call<'_>, intent: &Value, event: &str, change: impl FnOnce(&mut Call<'_>, &mut Value)) {
    if let Some(mut charge) = call.shelf.get(text(intent, "latest_charge")).cloned() {
        change(call, &mut charge);
        call.change(&charge, event);
    }
}
