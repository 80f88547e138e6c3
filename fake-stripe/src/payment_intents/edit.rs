//! The fields of a payment intent that a request sets and that change nothing else.

use serde_json::{Value, json};

use crate::addresses::{set_email, set_shipping, set_text};
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::state::{Call, text};
use crate::{metadata, payment_method_types};

/// Applies what create, update, confirm and capture share: each has the parameters that its route admits.
pub(super) fn edit(call: &Call<'_>, intent: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    if let Some(customer) = params.filled("customer", TEXT)? {
        call.check_reference("customer", "customer", customer, "customer")?;
        intent["customer"] = customer.into();
    }
    set_text(intent, params, "description", 1000)?;
    set_text(intent, params, "on_behalf_of", TEXT)?;
    set_text(intent, params, "statement_descriptor", 22)?;
    set_text(intent, params, "statement_descriptor_suffix", 22)?;
    set_text(intent, params, "transfer_group", TEXT)?;
    set_email(intent, params, "receipt_email")?;
    set_shipping(intent, params, &["carrier", "name", "phone", "tracking_number"])?;
    metadata::merge(intent, params)?;
    if let Some(method) = params.choice("capture_method", &["automatic", "automatic_async", "manual"])? {
        intent["capture_method"] = method.into();
    }
    if params.unsets("setup_future_usage") {
        intent["setup_future_usage"] = Value::Null;
    } else if let Some(usage) = params.choice("setup_future_usage", &["off_session", "on_session"])? {
        intent["setup_future_usage"] = usage.into();
    }
    if params.unsets("application_fee_amount") {
        intent["application_fee_amount"] = Value::Null;
    } else if let Some(fee) = params.at_least("application_fee_amount", 0)? {
        intent["application_fee_amount"] = fee.into();
    }
    payment_method_types::set(intent, params)?;
    transfer_data(intent, params)
}

fn transfer_data(intent: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    let Some(given) = params.nested("transfer_data")? else { return Ok(()) };
    given.only(&["amount", "description", "destination", "metadata", "payment_data"])?;
    let destination = match given.filled("destination", TEXT)? {
        Some(destination) => destination.to_owned(),
        None => text(&intent["transfer_data"], "destination").to_owned(),
    };
    if destination.is_empty() {
        return Err(given.missing("destination"));
    }
    let mut data = json!({ "destination": destination });
    if let Some(amount) = given.at_least("amount", 0)? {
        data["amount"] = amount.into();
    }
    intent["transfer_data"] = data;
    Ok(())
}
