//! Charges: what attempts to pay have become: <https://docs.stripe.com/api/charges>.

mod attempted;
mod settlement;

use serde_json::{Value, json};

use super::addresses::{set_email, set_shipping, set_text};
use super::error::ApiError;
use super::params::TEXT;
use super::routes::{EXPAND, PAGE, Route};
use super::state::{Call, number, text};
use super::{lists, metadata, payment_intents};

pub(super) use attempted::{approved, declined};
pub(super) use settlement::{capture, release};

pub(super) static ROUTES: &[Route] = &[
    Route::list("/v1/charges", "charge", &[PAGE, &["customer", "payment_intent", "transfer_group"]], &[], list),
    Route::get("/v1/charges/{}", "charge", &[EXPAND], retrieve),
    Route::post(
        "/v1/charges/{}",
        "charge",
        &[&[
            "customer",
            "description",
            "expand",
            "fraud_details",
            "metadata",
            "receipt_email",
            "shipping",
            "transfer_group",
        ]],
        &[],
        update,
    ),
    Route::post(
        "/v1/charges/{}/capture",
        "charge",
        &[&[
            "amount",
            "application_fee",
            "application_fee_amount",
            "expand",
            "receipt_email",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "transfer_data",
            "transfer_group",
        ]],
        &["application_fee", "application_fee_amount", "transfer_data"],
        capture_by_charge,
    ),
];

pub(super) fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("charge", "charge", "id")
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = call.params.filled("customer", TEXT)?;
    let intent = call.params.filled("payment_intent", TEXT)?;
    let group = call.params.filled("transfer_group", TEXT)?;
    for (id, kind) in [(customer, "customer"), (intent, "payment_intent")] {
        if let Some(id) = id
            && call.shelf.place(kind, id).is_none()
        {
            return Err(ApiError::no_such_reference(kind, id, kind));
        }
    }
    lists::page(call, "charge", "charge", |charge| {
        customer.is_none_or(|customer| charge["customer"] == customer)
            && intent.is_none_or(|intent| charge["payment_intent"] == intent)
            && group.is_none_or(|group| charge["transfer_group"] == group)
    })
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut charge = retrieve(call)?;
    if let Some(customer) = params.filled("customer", TEXT)? {
        call.check_reference("customer", "customer", customer, "customer")?;
        if !charge["customer"].is_null() && charge["customer"] != customer {
            let message = "This charge already has a customer: it can be set only once.";
            return Err(ApiError::parameter("customer", message).during_work());
        }
        charge["customer"] = customer.into();
    }
    set_text(&mut charge, &params, "description", TEXT)?;
    set_email(&mut charge, &params, "receipt_email")?;
    set_shipping(&mut charge, &params, &["carrier", "name", "phone", "tracking_number"])?;
    set_text(&mut charge, &params, "transfer_group", TEXT)?;
    metadata::merge(&mut charge, &params)?;
    if let Some(details) = params.nested("fraud_details")? {
        details.only(&["user_report"])?;
        charge["fraud_details"] = match details.choice("user_report", &["fraudulent", "safe"]) {
            _ if details.unsets("user_report") => json!({}),
            report => json!({ "user_report": report?.ok_or_else(|| details.missing("user_report"))? }),
        };
    }
    call.change(&charge, "charge.updated");
    Ok(charge)
}

/// A charge is captured with its intent.
fn capture_by_charge(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut charge = retrieve(call)?;
    let id = text(&charge, "id").to_owned();
    if charge["captured"] == true {
        let message = format!("Charge {id} has already been captured.");
        return Err(ApiError::invalid(message).code("charge_already_captured").during_work());
    }
    let intent = call.shelf.get(text(&charge, "payment_intent")).cloned().unwrap_or_default();
    if charge["status"] != "succeeded" || charge["refunded"] == true || intent["latest_charge"] != id.as_str() {
        let message = format!("Charge {id} cannot be captured: it has failed, or has been refunded.");
        return Err(ApiError::invalid(message).during_work());
    }
    let amount = params.at_least("amount", 1)?.unwrap_or_else(|| number(&charge, "amount"));
    payment_intents::check_capturable(&intent, amount, "amount")?;
    set_email(&mut charge, &params, "receipt_email")?;
    set_text(&mut charge, &params, "statement_descriptor", 22)?;
    set_text(&mut charge, &params, "statement_descriptor_suffix", 22)?;
    set_text(&mut charge, &params, "transfer_group", TEXT)?;
    call.save(&charge);
    payment_intents::take(call, intent, amount);
    Ok(call.shelf.get(&id).cloned().unwrap_or(charge))
}
