//! Checkout sessions: <https://docs.stripe.com/api/checkout/sessions>. What is read, listed and changed of them is as of
//! [any](super::any) object.

mod complete;

use serde_json::{Value, json};

use super::addresses::{set_email, set_text};
use super::billing::prices;
use super::error::ApiError;
use super::params::{Params, TEXT};
use super::routes::{EXPAND, Route};
use super::state::{Call, letters, number, text};
use super::{currency, events, metadata};

const KIND: &str = "checkout.session";
const PATH: &str = "/v1/checkout/sessions";
/// How long a session is open, unless it is told otherwise.
const DAY: i64 = 86_400;

/// The names in the specification.
const SESSION: &[&str] = &[
    "adaptive_pricing",
    "after_expiration",
    "allow_promotion_codes",
    "automatic_tax",
    "billing_address_collection",
    "branding_settings",
    "cancel_url",
    "client_reference_id",
    "consent_collection",
    "currency",
    "custom_fields",
    "custom_text",
    "customer",
    "customer_account",
    "customer_creation",
    "customer_email",
    "customer_update",
    "discounts",
    "excluded_payment_method_types",
    "expand",
    "expires_at",
    "integration_identifier",
    "invoice_creation",
    "line_items",
    "locale",
    "managed_payments",
    "metadata",
    "mode",
    "name_collection",
    "optional_items",
    "origin_context",
    "payment_intent_data",
    "payment_method_collection",
    "payment_method_configuration",
    "payment_method_data",
    "payment_method_options",
    "payment_method_types",
    "permissions",
    "phone_number_collection",
    "redirect_on_completion",
    "return_url",
    "saved_payment_method_options",
    "setup_intent_data",
    "shipping_address_collection",
    "shipping_options",
    "submit_type",
    "subscription_data",
    "success_url",
    "tax_id_collection",
    "ui_mode",
    "wallet_options",
];

/// What would change what is paid, or who is asked for it.
const UNSUPPORTED: &[&str] =
    &["customer_account", "discounts", "invoice_creation", "managed_payments", "optional_items", "shipping_options"];

pub(super) static ROUTES: &[Route] = &[
    Route::post(PATH, KIND, &[SESSION], UNSUPPORTED, create),
    Route::post("/v1/checkout/sessions/{}/expire", KIND, &[EXPAND], &[], expire),
];

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mode = params.choice("mode", &["payment", "setup", "subscription"])?.ok_or_else(|| params.missing("mode"))?;
    let ui_mode = params.choice("ui_mode", &["elements", "embedded_page", "hosted_page"])?.unwrap_or("hosted_page");
    let is_hosted = ui_mode == "hosted_page";
    let url = if is_hosted { "success_url" } else { "return_url" };
    if !params.has(url) && params.filled("redirect_on_completion", TEXT)? != Some("never") {
        return Err(params.missing(url));
    }
    let customer = params.filled("customer", TEXT)?;
    if let Some(customer) = customer {
        call.check_reference("customer", "customer", customer, "customer")?;
        if params.has("customer_email") {
            let message = "You may only specify one of these parameters: customer, customer_email.";
            return Err(ApiError::invalid(message));
        }
    }
    let id = format!("cs_{}_{}", if call.scope.livemode { "live" } else { "test" }, letters(call.random, 58));
    let items = line_items(call, &params)?;
    if items.is_empty() && mode != "setup" {
        return Err(params.missing("line_items"));
    }
    let recurring = items.iter().filter(|item| item["price"]["recurring"].is_object()).count();
    let wrong = match mode {
        "payment" if recurring > 0 => {
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time \
             prices."
        }
        "subscription" if recurring == 0 => "You must provide at least one recurring price in `subscription` mode.",
        "setup" if !items.is_empty() => "You can not pass `line_items` in `setup` mode.",
        _ => "",
    };
    if !wrong.is_empty() {
        return Err(ApiError::invalid(wrong));
    }
    let expires_at = params.integer("expires_at")?.unwrap_or(call.now + DAY);
    if !(1_800..=DAY).contains(&(expires_at - call.now)) {
        let message = "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session creation.";
        return Err(ApiError::parameter("expires_at", message));
    }
    let total: i64 = items.iter().map(|item| number(item, "amount_total")).sum();
    let currency = match items.first() {
        Some(item) => item["currency"].clone(),
        None => currency::read(&params)?.map_or(Value::Null, Value::String),
    };
    let mut session = template(call, &id, mode, customer);
    session["currency"] = currency;
    session["expires_at"] = expires_at.into();
    if mode != "setup" {
        session["amount_subtotal"] = total.into();
        session["amount_total"] = total.into();
        session["total_details"] = json!({ "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 });
    }
    session["ui_mode"] = ui_mode.into();
    if is_hosted {
        session["url"] = format!("https://checkout.stripe.com/c/pay/{id}").into();
    } else {
        session["client_secret"] = format!("{id}_secret_{}", letters(call.random, 40)).into();
    }
    for name in ["cancel_url", "client_reference_id", "locale", "return_url", "submit_type", "success_url"] {
        set_text(&mut session, &params, name, TEXT)?;
    }
    set_email(&mut session, &params, "customer_email")?;
    session["allow_promotion_codes"] = params.boolean("allow_promotion_codes")?.into();
    metadata::merge(&mut session, &params)?;
    for mut item in items {
        item["id"] = call.new_id("li").into();
        call.shelf.parents.insert(text(&item, "id").to_owned(), format!("{PATH}/{id}/line_items"));
        call.save(&item);
    }
    call.shelf.notes.insert(id.clone(), data_of(&params)?);
    call.save(&session);
    call.by_itself(expires_at, &id, expire_when_due);
    Ok(session)
}

/// What the session is to make its intent or subscription with, as forms.
fn data_of(params: &Params<'_>) -> Result<Value, ApiError> {
    let mut data = json!({});
    for name in ["payment_intent_data", "setup_intent_data", "subscription_data"] {
        let Some(given) = params.nested(name)? else { continue };
        let known = ["capture_method", "description", "metadata", "setup_future_usage", "trial_period_days"];
        if let Some((other, _)) = given.iter().find(|(given, _)| !known.contains(given)) {
            let message = format!("FakeStripe does not support the parameter `{other}` of `{name}`.");
            return Err(ApiError::parameter(given.full(other), message));
        }
        for known in known.into_iter().filter(|known| *known != "metadata") {
            if let Some(value) = given.filled(known, TEXT)? {
                data[name][known] = value.into();
            }
        }
        let mut of = json!({});
        metadata::merge(&mut of, &given)?;
        data[name]["metadata"] = of["metadata"].take();
    }
    Ok(data)
}

fn line_items(call: &mut Call<'_>, params: &Params<'_>) -> Result<Vec<Value>, ApiError> {
    let mut items = Vec::new();
    for given in params.objects("line_items")?.unwrap_or_default() {
        given.only(&[
            "adjustable_quantity",
            "dynamic_tax_rates",
            "metadata",
            "price",
            "price_data",
            "quantity",
            "tax_rates",
        ])?;
        let price = match (given.filled("price", TEXT)?, given.nested("price_data")?) {
            (Some(id), None) => id.to_owned(),
            (None, Some(data)) => prices::for_checkout(call, &data)?,
            _ => {
                return Err(ApiError::invalid(
                    "You must specify either `price` or `price_data` when creating a line item.",
                ));
            }
        };
        call.check_reference("price", "price", &price, &given.full("price"))?;
        let price = call.shelf.of_kind("price", &price).cloned().unwrap_or_default();
        let quantity = given.at_least("quantity", 1)?.ok_or_else(|| given.missing("quantity"))?;
        let amount = prices::amount(&price, quantity);
        let product = call.shelf.of_kind("product", text(&price, "product")).cloned().unwrap_or_default();
        items.push(json!({
            "adjustable_quantity": null, "amount_discount": 0, "amount_subtotal": amount, "amount_tax": 0,
            "amount_total": amount, "currency": price["currency"], "description": product["name"], "id": null,
            "metadata": {}, "object": "item", "price": price, "quantity": quantity,
        }));
    }
    Ok(items)
}

fn template(call: &Call<'_>, id: &str, mode: &str, customer: Option<&str>) -> Value {
    json!({
        "adaptive_pricing": { "enabled": false },
        "after_expiration": null,
        "allow_promotion_codes": null,
        "amount_subtotal": null,
        "amount_total": null,
        "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
        "billing_address_collection": null,
        "cancel_url": null,
        "client_reference_id": null,
        "client_secret": null,
        "collected_information": null,
        "consent": null,
        "consent_collection": null,
        "created": call.now,
        "currency": null,
        "currency_conversion": null,
        "custom_fields": [],
        "custom_text": { "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null },
        "customer": customer,
        "customer_account": null,
        "customer_creation": if mode == "payment" && customer.is_none() { json!("if_required") } else { Value::Null },
        "customer_details": null,
        "customer_email": null,
        "discounts": [],
        "expires_at": null,
        "id": id,
        "integration_identifier": null,
        "invoice": null,
        "invoice_creation": null,
        "livemode": call.scope.livemode,
        "locale": null,
        "managed_payments": null,
        "metadata": {},
        "mode": mode,
        "object": KIND,
        "origin_context": null,
        "payment_intent": null,
        "payment_link": null,
        "payment_method_collection": if mode == "payment" { "if_required" } else { "always" },
        "payment_method_configuration_details": null,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_status": if mode == "setup" { "no_payment_required" } else { "unpaid" },
        "permissions": null,
        "phone_number_collection": { "enabled": false },
        "recovered_from": null,
        "saved_payment_method_options": null,
        "setup_intent": null,
        "shipping_address_collection": null,
        "shipping_cost": null,
        "shipping_options": [],
        "status": "open",
        "submit_type": null,
        "subscription": null,
        "success_url": null,
        "total_details": null,
        "ui_mode": null,
        "url": null,
        "wallet_options": null,
    })
}

fn expire(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let session = call.named(KIND, "checkout.session", "session")?;
    if session["status"] != "open" {
        let message = format!(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{}`.",
            text(&session, "status")
        );
        return Err(ApiError::invalid(message));
    }
    Ok(end(call, session, "expired"))
}

fn expire_when_due(call: &mut Call<'_>) {
    if let Some(session) = call.shelf.get(call.id).filter(|session| session["status"] == "open").cloned() {
        end(call, session, "expired");
    }
}

/// It is open no more.
fn end(call: &mut Call<'_>, mut session: Value, status: &str) -> Value {
    session["status"] = status.into();
    session["url"] = Value::Null;
    session["client_secret"] = Value::Null;
    call.save(&session);
    let event = if status == "expired" { "checkout.session.expired" } else { "checkout.session.completed" };
    events::emit(call, event, &session, None);
    session
}
