//! The fields of a payment intent that a request sets and that change nothing else.

use serde_json::{Value, json};

use crate::testing::addresses::{set_email, set_shipping, set_text};
use crate::testing::error::ApiError;
use crate::testing::metadata;
use crate::testing::params::{Params, TEXT};
use crate::testing::state::{Call, text};

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
    types(intent, params)?;
    transfer_data(intent, params)
}

/// Which kinds of payment method the intent takes: those of the dashboard, of which the fake has only cards, or a list.
fn types(intent: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    let automatic = params.nested("automatic_payment_methods")?;
    let enabled = match &automatic {
        Some(automatic) => {
            automatic.only(&["allow_redirects", "enabled"])?;
            automatic.boolean("enabled")?.ok_or_else(|| automatic.missing("enabled"))?
        }
        None => false,
    };
    let types = params.texts("payment_method_types")?.filter(|types| !types.is_empty());
    match types {
        Some(_) if enabled => {
            let message =
                "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.";
            return Err(ApiError::invalid(message));
        }
        Some(types) => {
            if !types.contains(&"card") {
                let message = "FakeStripe has only cards: the payment method types must contain `card`.";
                return Err(ApiError::parameter("payment_method_types", message));
            }
            intent["payment_method_types"] = types.into();
            intent["automatic_payment_methods"] = Value::Null;
        }
        None => {}
    }
    if let Some(automatic) = automatic {
        let redirects = automatic.choice("allow_redirects", &["always", "never"])?.unwrap_or("always");
        intent["automatic_payment_methods"] =
            if enabled { json!({ "allow_redirects": redirects, "enabled": true }) } else { Value::Null };
    }
    Ok(())
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
