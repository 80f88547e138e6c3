//! Refunds: <https://docs.stripe.com/api/refunds>, and how the test cards' refunds go on: <https://docs.stripe.com/testing#refunds>.

mod outcome;
mod routes;

use serde_json::{Value, json};

use super::cards::Behaviour;
use super::error::ApiError;
use super::params::{Params, TEXT};
use super::state::{Call, number, text};
use super::{currency, disputes, events, lists, metadata, payment_methods};

pub(super) use routes::ROUTES;

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let charge = charge(call)?;
    refund(call, charge)
}

/// `/v1/charges/{}/refunds`
fn create_of_charge(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let charge = call.named("charge", "charge", "charge")?;
    refund(call, charge)
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("refund", "refund", "id")
}

/// `/v1/charges/{}/refunds/{}`
fn retrieve_of_charge(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("charge", "charge", "charge")?;
    let found = call.shelf.get(call.second_id).filter(|refund| refund["object"] == "refund");
    let found = found.filter(|refund| refund["charge"] == call.id).cloned();
    found.ok_or_else(|| ApiError::no_such("refund", call.second_id, "refund"))
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let refund = retrieve(call)?;
    describe(call, refund)
}

fn update_of_charge(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let refund = retrieve_of_charge(call)?;
    describe(call, refund)
}

fn describe(call: &mut Call<'_>, mut refund: Value) -> Result<Value, ApiError> {
    let params = call.params.clone();
    metadata::merge(&mut refund, &params)?;
    change(call, &refund, &[]);
    Ok(refund)
}

/// Only refunds that wait for the customer can be canceled, and those of cards never do.
fn cancel(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let refund = retrieve(call)?;
    let message = format!(
        "You cannot cancel this refund because it has a status of {}. Only a refund with the status requires_action can be \
         canceled.",
        text(&refund, "status")
    );
    Err(ApiError::invalid(message).during_work())
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let charge = call.params.filled("charge", TEXT)?;
    let intent = call.params.filled("payment_intent", TEXT)?;
    for (id, kind) in [(charge, "charge"), (intent, "payment_intent")] {
        if let Some(id) = id
            && call.shelf.place(kind, id).is_none()
        {
            return Err(ApiError::no_such_reference(kind, id, kind));
        }
    }
    lists::page(call, "refund", "refund", |refund| {
        charge.is_none_or(|charge| refund["charge"] == charge)
            && intent.is_none_or(|intent| refund["payment_intent"] == intent)
    })
}

fn list_of_charge(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let charge = call.named("charge", "charge", "charge")?;
    lists::page(call, "refund", "refund", |refund| refund["charge"] == charge["id"])
}

/// The charge that the request wants to refund: it names it, or its intent.
fn charge(call: &Call<'_>) -> Result<Value, ApiError> {
    let params = &call.params;
    let (charge, intent) = (params.filled("charge", TEXT)?, params.filled("payment_intent", TEXT)?);
    if let Some(id) = charge {
        call.check_reference("charge", "charge", id, "charge")?;
        let charge = call.shelf.get(id).cloned().unwrap_or_default();
        if intent.is_some_and(|intent| charge["payment_intent"] != intent) {
            let message = format!("The charge {id} is not one of the PaymentIntent in `payment_intent`.");
            return Err(ApiError::parameter("payment_intent", message));
        }
        return Ok(charge);
    }
    let Some(intent) = intent else {
        let message = "One of the following params should be provided for this request: payment_intent or charge.";
        return Err(ApiError::invalid(message).code("parameter_missing"));
    };
    call.check_reference("payment_intent", "payment_intent", intent, "payment_intent")?;
    let latest = call.shelf.get(intent).map(|intent| text(intent, "latest_charge")).unwrap_or_default();
    call.shelf.get(latest).cloned().ok_or_else(|| nothing_paid(intent))
}

fn nothing_paid(intent: &str) -> ApiError {
    let message = format!("This PaymentIntent ({intent}) does not have a successful charge to refund.");
    ApiError::parameter("payment_intent", message).during_work()
}

fn refund(call: &mut Call<'_>, mut charge: Value) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let amount = params.at_least("amount", 1)?;
    let reason = params.choice("reason", &["duplicate", "fraudulent", "requested_by_customer"])?;
    // No email is sent.
    params.text("instructions_email", TEXT)?;
    let amount = refundable(call, &charge, amount, &params)?;
    let card = payment_methods::behaviour(call, text(&charge, "payment_method"));

    let mut refund = template(call, &charge, amount);
    refund["reason"] = reason.into();
    metadata::merge(&mut refund, &params)?;
    if card == Behaviour::RefundsLater {
        refund["status"] = "pending".into();
    } else {
        outcome::withdraw(call, &mut refund, &charge);
    }
    let refunded = number(&charge, "amount_refunded") + amount;
    charge["amount_refunded"] = refunded.into();
    charge["refunded"] = (refunded == number(&charge, "amount")).into();
    call.create(&refund);
    call.change(&charge, "charge.refunded");
    outcome::expect(call, &refund, card);
    Ok(refund)
}

/// How much of the charge the request may have back.
fn refundable(call: &Call<'_>, charge: &Value, amount: Option<i64>, params: &Params<'_>) -> Result<i64, ApiError> {
    let id = text(charge, "id");
    let left = number(charge, "amount") - number(charge, "amount_refunded");
    if charge["status"] != "succeeded" || (charge["captured"] != true && left > 0) {
        return Err(nothing_paid(text(charge, "payment_intent")));
    }
    if left == 0 {
        let message = format!("Charge {id} has already been refunded.");
        return Err(ApiError::invalid(message).code("charge_already_refunded").during_work());
    }
    if disputes::withdrawn(call, charge) {
        let message = format!("Charge {id} has been charged back; cannot issue a refund.");
        return Err(ApiError::invalid(message).code("charge_disputed").during_work());
    }
    match amount {
        Some(amount) if amount > left => {
            let shown = |amount| currency::shown(amount, text(charge, "currency"));
            let message = format!(
                "Refund amount ({}) is greater than unrefunded amount on charge ({})",
                shown(amount),
                shown(left)
            );
            Err(ApiError::parameter(params.full("amount"), message).during_work())
        }
        amount => Ok(amount.unwrap_or(left)),
    }
}

fn template(call: &mut Call<'_>, charge: &Value, amount: i64) -> Value {
    json!({
        "amount": amount,
        "balance_transaction": null,
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": null,
        "destination_details": {
            "card": {
                "reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund",
            },
            "type": "card",
        },
        "id": call.new_id("re"),
        "metadata": {},
        "object": "refund",
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": null,
        "receipt_number": null,
        "source_transfer_reversal": null,
        "status": "succeeded",
        "transfer_reversal": null,
    })
}

/// Stores a changed refund, which Stripe tells of twice, and by `more`.
fn change(call: &mut Call<'_>, refund: &Value, more: &[&str]) {
    let before = call.shelf.put(refund.clone());
    for event in ["refund.updated", "charge.refund.updated"].iter().chain(more) {
        events::emit(call, event, refund, before.as_ref());
    }
}
