//! Invoice items: what a customer's next invoice takes up. <https://docs.stripe.com/api/invoiceitems>

use serde_json::{Value, json};

use super::{invoices, prices};
use crate::addresses::set_text;
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::routes::{EXPAND, PAGE, Route};
use crate::state::{Call, text};
use crate::{currency, lists, metadata};

/// Create and update.
const ITEM: &[&str] = &[
    "amount",
    "description",
    "discountable",
    "discounts",
    "expand",
    "metadata",
    "period",
    "price_data",
    "pricing",
    "quantity",
    "quantity_decimal",
    "tax_behavior",
    "tax_code",
    "tax_rates",
    "unit_amount_decimal",
];
const ITEM_CREATE: &[&str] = &["currency", "customer", "customer_account", "invoice", "subscription"];
const UNSUPPORTED: &[&str] = &[
    "customer_account",
    "discounts",
    "invoice",
    "period",
    "price_data",
    "quantity_decimal",
    "subscription",
    "tax_rates",
    "unit_amount_decimal",
];
const LIST: &[&str] = &["customer", "customer_account", "invoice", "pending"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/invoiceitems", "invoiceitem", &[PAGE, LIST], &["customer_account"], list),
    Route::post("/v1/invoiceitems", "invoiceitem", &[ITEM, ITEM_CREATE], UNSUPPORTED, create),
    Route::get("/v1/invoiceitems/{}", "invoiceitem", &[EXPAND], retrieve),
    Route::delete("/v1/invoiceitems/{}", "invoiceitem", &[], delete),
];

/// What an invoice item is for.
pub(super) struct Pending<'a> {
    pub amount: i64,
    pub currency: &'a str,
    pub customer: &'a str,
    pub description: &'a str,
    pub period: (i64, i64),
    pub price: Option<&'a Value>,
    pub quantity: i64,
    /// The subscription and its item that it is a proration of.
    pub proration_of: Option<(&'a str, &'a str)>,
}

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let customer = params.required("customer", TEXT)?;
    call.check_reference("customer", "customer", customer, "customer")?;
    let quantity = params.at_least("quantity", 0)?.unwrap_or(1);
    let price = price(call, &params)?;
    let (amount, currency) = match (&price, params.integer("amount")?) {
        (Some(_), Some(_)) => {
            return Err(ApiError::invalid("You may only specify one of these parameters: amount, pricing."));
        }
        (Some(price), None) => (prices::amount(price, quantity), text(price, "currency").to_owned()),
        (None, Some(amount)) => (amount, currency::read(&params)?.ok_or_else(|| params.missing("currency"))?),
        (None, None) => return Err(params.missing("amount")),
    };
    let mut item = pending(
        call,
        &Pending {
            amount,
            currency: &currency,
            customer,
            description: "",
            period: (call.now, call.now),
            price: price.as_ref(),
            quantity,
            proration_of: None,
        },
    );
    item["description"] = Value::Null;
    set_text(&mut item, &params, "description", TEXT)?;
    if let Some(discountable) = params.boolean("discountable")? {
        item["discountable"] = discountable.into();
    }
    metadata::merge(&mut item, &params)?;
    call.create(&item);
    Ok(item)
}

fn price(call: &Call<'_>, params: &Params<'_>) -> Result<Option<Value>, ApiError> {
    let Some(pricing) = params.nested("pricing")? else { return Ok(None) };
    pricing.only(&["price"])?;
    let id = pricing.required("price", TEXT)?;
    call.check_reference("price", "price", id, &pricing.full("price"))?;
    let price = call.shelf.of_kind("price", id).cloned().unwrap_or_default();
    if price["type"] != "one_time" {
        let message = format!(
            "The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`: {id}"
        );
        return Err(ApiError::parameter(pricing.full("price"), message));
    }
    Ok(Some(price))
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.living("invoiceitem", "invoiceitem", "invoiceitem")
}

fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let item = retrieve(call)?;
    if !item["invoice"].is_null() {
        let message = "FakeStripe does not delete invoice items that are on an invoice.";
        return Err(ApiError::invalid(message).during_work());
    }
    Ok(call.delete(&item, "invoiceitem.deleted"))
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (customer, invoice) = (params.filled("customer", TEXT)?, params.filled("invoice", TEXT)?);
    let pending = params.boolean("pending")?;
    lists::page(call, "invoiceitem", "invoiceitem", |item| {
        customer.is_none_or(|customer| item["customer"] == customer)
            && invoice.is_none_or(|invoice| item["invoice"] == invoice)
            && pending.is_none_or(|pending| item["invoice"].is_null() == pending)
    })
}

/// An invoice item that waits for an invoice; it is not stored.
pub(super) fn pending(call: &mut Call<'_>, item: &Pending<'_>) -> Value {
    let parent = item.proration_of.map(|(subscription, subscription_item)| {
        json!({
            "subscription_details": { "subscription": subscription, "subscription_item": subscription_item },
            "type": "subscription_details",
        })
    });
    json!({
        "amount": item.amount,
        "currency": item.currency,
        "customer": item.customer,
        "customer_account": null,
        "date": call.now,
        "description": item.description,
        "discountable": item.proration_of.is_none(),
        "discounts": [],
        "id": call.new_id("ii"),
        "invoice": null,
        "livemode": call.scope.livemode,
        "metadata": {},
        "net_amount": item.amount,
        "object": "invoiceitem",
        "parent": parent,
        "period": { "end": item.period.1, "start": item.period.0 },
        "pricing": item.price.map(invoices::pricing),
        "proration": item.proration_of.is_some(),
        "quantity": item.quantity,
        "quantity_decimal": item.quantity.to_string(),
        "tax_rates": [],
        "test_clock": null,
    })
}
