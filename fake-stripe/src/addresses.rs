//! Addresses, shipping and other plain fields that several objects share.

use serde_json::{Value, json};

use super::error::ApiError;
use super::params::{Params, TEXT};

const ADDRESS: [&str; 6] = ["city", "country", "line1", "line2", "postal_code", "state"];

/// An address: what the request doesn't say is null.
pub(super) fn address(params: &Params<'_>) -> Result<Value, ApiError> {
    params.only(&ADDRESS)?;
    let mut address = json!({});
    for field in ADDRESS {
        address[field] = nullable(params.text(field, TEXT)?);
    }
    Ok(address)
}

/// Sets `address` or the like on an object, or unsets it.
pub(super) fn set_address(object: &mut Value, params: &Params<'_>, field: &str) -> Result<(), ApiError> {
    if params.unsets(field) {
        object[field] = Value::Null;
    } else if let Some(given) = params.nested(field)? {
        object[field] = address(&given)?;
    }
    Ok(())
}

/// Sets `shipping`, which needs a name and an address. `fields` are those that this object's has besides the address.
pub(super) fn set_shipping(object: &mut Value, params: &Params<'_>, fields: &[&str]) -> Result<(), ApiError> {
    if params.unsets("shipping") {
        object["shipping"] = Value::Null;
        return Ok(());
    }
    let Some(given) = params.nested("shipping")? else { return Ok(()) };
    let known: Vec<&str> = fields.iter().copied().chain(["address"]).collect();
    given.only(&known)?;
    let to = given.nested("address")?.ok_or_else(|| given.missing("address"))?;
    let mut shipping = json!({ "address": address(&to)? });
    for field in fields {
        shipping[*field] = nullable(given.text(field, TEXT)?);
    }
    given.required("name", TEXT)?;
    object["shipping"] = shipping;
    Ok(())
}

/// Sets a text on an object, if the request has it; an empty one unsets it.
pub(super) fn set_text(object: &mut Value, params: &Params<'_>, field: &str, max: usize) -> Result<(), ApiError> {
    if let Some(text) = params.text(field, max)? {
        object[field] = nullable(Some(text));
    }
    Ok(())
}

/// Sets an `email` or the like, which must look like one.
pub(super) fn set_email(object: &mut Value, params: &Params<'_>, field: &str) -> Result<(), ApiError> {
    let Some(email) = params.text(field, 512)? else { return Ok(()) };
    let plausible = email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !host.contains('@') && !email.contains(char::is_whitespace)
    });
    if !email.is_empty() && !plausible {
        let message = format!("Invalid email address: {email}");
        return Err(ApiError::parameter(params.full(field), message).code("email_invalid"));
    }
    object[field] = nullable(Some(email));
    Ok(())
}

fn nullable(text: Option<&str>) -> Value {
    match text {
        Some(text) if !text.is_empty() => text.into(),
        _ => Value::Null,
    }
}
