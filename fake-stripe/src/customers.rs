//! Customers: <https://docs.stripe.com/api/customers>.

use serde_json::{Value, json};

use super::addresses::{set_address, set_email, set_shipping, set_text};
use super::error::ApiError;
use super::params::{Params, TEXT};
use super::routes::{EXPAND, PAGE, Route};
use super::state::{Call, letters, text};
use super::{lists, metadata, payment_methods};

const CUSTOMER: &[&str] = &[
    "address",
    "balance",
    "business_name",
    "cash_balance",
    "description",
    "email",
    "expand",
    "individual_name",
    "invoice_prefix",
    "invoice_settings",
    "metadata",
    "name",
    "next_invoice_sequence",
    "phone",
    "preferred_locales",
    "shipping",
    "source",
    "tax",
    "tax_exempt",
];
const CUSTOMER_CREATE: &[&str] = &["payment_method", "tax_id_data", "test_clock"];
const CUSTOMER_UPDATE: &[&str] =
    &["bank_account", "card", "default_alipay_account", "default_bank_account", "default_card", "default_source"];

pub(super) static ROUTES: &[Route] = &[
    Route::list("/v1/customers", "customer", &[PAGE, &["email", "test_clock"]], &["test_clock"], list),
    Route::post(
        "/v1/customers",
        "customer",
        &[CUSTOMER, CUSTOMER_CREATE],
        &["source", "tax_id_data", "test_clock"],
        create,
    ),
    Route::get("/v1/customers/{}", "customer", &[EXPAND], retrieve),
    Route::post(
        "/v1/customers/{}",
        "customer",
        &[CUSTOMER, CUSTOMER_UPDATE],
        &["source", "bank_account", "card", "default_card", "default_source"],
        update,
    ),
    Route::delete("/v1/customers/{}", "customer", &[], delete),
];

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut customer = json!({
        "address": null,
        "balance": 0,
        "created": call.now,
        "currency": null,
        "default_source": null,
        "delinquent": false,
        "description": null,
        "discount": null,
        "email": null,
        "id": call.new_id("cus"),
        "invoice_prefix": letters(call.random, 8).to_uppercase(),
        "invoice_settings": {
            "custom_fields": null, "default_payment_method": null, "footer": null, "rendering_options": null,
        },
        "livemode": call.scope.livemode,
        "metadata": {},
        "name": null,
        "next_invoice_sequence": 1,
        "object": "customer",
        "phone": null,
        "preferred_locales": [],
        "shipping": null,
        "tax_exempt": "none",
        "test_clock": null,
    });
    // The payment methods of `create` become the customer's.
    let default = edit(&mut customer, &params)?;
    let method = params.filled("payment_method", TEXT)?;
    for (id, param) in [(method, "payment_method"), (default, "invoice_settings[default_payment_method]")] {
        let Some(id) = id else { continue };
        let owner = text(&customer, "id").to_owned();
        let id = payment_methods::by_id_or_token(call, id, param)?;
        payment_methods::check_usable(call, &id, &owner)?;
        payment_methods::check_attachable(call, &id)?;
        payment_methods::attach(call, &id, &owner);
        if param != "payment_method" {
            customer["invoice_settings"]["default_payment_method"] = id.into();
        }
    }
    call.create(&customer);
    Ok(customer)
}

pub(super) fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("customer", "customer", "id")
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut customer = living(call)?;
    if let Some(id) = edit(&mut customer, &params)? {
        let param = "invoice_settings[default_payment_method]";
        call.check_reference("payment_method", "PaymentMethod", id, param)?;
        if call.shelf.get(id).is_some_and(|method| method["customer"] != customer["id"]) {
            let message = format!(
                "The customer does not have a payment method with the ID {id}. The payment method must be attached to the \
                 customer."
            );
            return Err(ApiError::parameter(param, message).code("resource_missing"));
        }
        customer["invoice_settings"]["default_payment_method"] = id.into();
    }
    call.change(&customer, "customer.updated");
    Ok(customer)
}

/// Stripe keeps no more of a deleted customer than that there was one.
pub(super) fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = living(call)?;
    Ok(call.delete(&customer, "customer.deleted"))
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let email = call.params.filled("email", 512)?;
    lists::page(call, "customer", "customer", |customer| email.is_none_or(|email| customer["email"] == email))
}

fn living(call: &Call<'_>) -> Result<Value, ApiError> {
    call.living("customer", "customer", "id")
}

/// Applies what `create` and `update` share; the default payment method that the request wants.
fn edit<'a>(customer: &mut Value, params: &Params<'a>) -> Result<Option<&'a str>, ApiError> {
    set_address(customer, params, "address")?;
    set_email(customer, params, "email")?;
    set_shipping(customer, params, &["name", "phone"])?;
    set_text(customer, params, "name", 256)?;
    set_text(customer, params, "phone", 20)?;
    set_text(customer, params, "description", TEXT)?;
    set_text(customer, params, "business_name", 150)?;
    set_text(customer, params, "individual_name", 150)?;
    if let Some(balance) = params.integer("balance")? {
        customer["balance"] = balance.into();
    }
    if let Some(sequence) = params.at_least("next_invoice_sequence", 1)? {
        customer["next_invoice_sequence"] = sequence.into();
    }
    if let Some(prefix) = params.filled("invoice_prefix", 12)? {
        customer["invoice_prefix"] = prefix.into();
    }
    if params.unsets("tax_exempt") {
        customer["tax_exempt"] = "none".into();
    } else if let Some(choice) = params.choice("tax_exempt", &["none", "exempt", "reverse"])? {
        customer["tax_exempt"] = choice.into();
    }
    if let Some(locales) = params.texts("preferred_locales")? {
        customer["preferred_locales"] = locales.into();
    }
    metadata::merge(customer, params)?;

    let Some(settings) = params.nested("invoice_settings")? else { return Ok(None) };
    settings.only(&["custom_fields", "default_payment_method", "footer", "rendering_options"])?;
    set_text(&mut customer["invoice_settings"], &settings, "footer", TEXT)?;
    if settings.unsets("default_payment_method") {
        customer["invoice_settings"]["default_payment_method"] = Value::Null;
        return Ok(None);
    }
    settings.filled("default_payment_method", TEXT)
}
