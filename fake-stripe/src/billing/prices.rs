//! Prices: <https://docs.stripe.com/api/prices>.

use serde_json::{Value, json};

use super::decimal::Decimal;
use super::products;
use crate::addresses::set_text;
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::routes::{EXPAND, PAGE, Route};
use crate::state::{Call, number, text};
use crate::{currency, lists, metadata};

const PRICE: &[&str] = &[
    "active",
    "currency_options",
    "expand",
    "lookup_key",
    "metadata",
    "nickname",
    "tax_behavior",
    "transfer_lookup_key",
];
const PRICE_CREATE: &[&str] = &[
    "billing_scheme",
    "currency",
    "custom_unit_amount",
    "product",
    "product_data",
    "recurring",
    "tiers",
    "tiers_mode",
    "transform_quantity",
    "unit_amount",
    "unit_amount_decimal",
];
const PRICE_LIST: &[&str] = &["active", "currency", "lookup_keys", "product", "recurring", "type"];
const UNSUPPORTED: &[&str] = &["currency_options", "custom_unit_amount", "tiers", "tiers_mode", "transform_quantity"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/prices", "price", &[PAGE, PRICE_LIST], &[], list),
    Route::post("/v1/prices", "price", &[PRICE, PRICE_CREATE], UNSUPPORTED, create),
    Route::get("/v1/prices/{}", "price", &[EXPAND], retrieve),
    Route::post("/v1/prices/{}", "price", &[PRICE], &["currency_options"], update),
];

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (product, new) = match (params.filled("product", TEXT)?, params.nested("product_data")?) {
        (Some(_), Some(_)) => {
            return Err(ApiError::invalid("You may only specify one of these parameters: product, product_data."));
        }
        (Some(id), None) => {
            call.check_reference("product", "product", id, "product")?;
            (id.to_owned(), None)
        }
        (None, Some(data)) => {
            let product = products::from_data(call, &data)?;
            (text(&product, "id").to_owned(), Some(product))
        }
        (None, None) => return Err(params.missing("product")),
    };
    if params.choice("billing_scheme", &["per_unit", "tiered"])? == Some("tiered") {
        return Err(ApiError::parameter("billing_scheme", "FakeStripe has no tiers: it only supports `per_unit`."));
    }
    let mut price = template(call, &params, &product)?;
    edit(&mut price, &params)?;
    let loser = take_lookup_key(call, &params, &price)?;
    if let Some(product) = new {
        call.create(&product);
    }
    if let Some(loser) = loser {
        call.change(&loser, "price.updated");
    }
    call.create(&price);
    Ok(price)
}

/// The price of `default_price_data`; it is not stored.
pub(super) fn for_product(call: &mut Call<'_>, data: &Params<'_>, product: &str) -> Result<Value, ApiError> {
    data.only(&["currency", "metadata", "recurring", "tax_behavior", "unit_amount", "unit_amount_decimal"])?;
    let mut price = template(call, data, product)?;
    edit(&mut price, data)?;
    Ok(price)
}

/// The price of an item's `price_data`, stored: it is of no use for anything else.
pub(super) fn from_data(call: &mut Call<'_>, data: &Params<'_>) -> Result<String, ApiError> {
    data.only(&["currency", "product", "recurring", "tax_behavior", "unit_amount", "unit_amount_decimal"])?;
    let product = data.required("product", TEXT)?;
    call.check_reference("product", "product", product, &data.full("product"))?;
    for_one_use(call, data, product)
}

/// The same of a checkout session's `price_data`, which may make the product too.
pub(crate) fn for_checkout(call: &mut Call<'_>, data: &Params<'_>) -> Result<String, ApiError> {
    let Some(new) = data.nested("product_data")? else { return from_data(call, data) };
    data.only(&["currency", "product_data", "recurring", "tax_behavior", "unit_amount", "unit_amount_decimal"])?;
    let product = products::from_data(call, &new)?;
    let price = for_one_use(call, data, text(&product, "id"))?;
    call.create(&product);
    Ok(price)
}

fn for_one_use(call: &mut Call<'_>, data: &Params<'_>, product: &str) -> Result<String, ApiError> {
    let mut price = template(call, data, product)?;
    edit(&mut price, data)?;
    price["active"] = false.into();
    call.create(&price);
    Ok(text(&price, "id").to_owned())
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("price", "price", "price")
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut price = retrieve(call)?;
    edit(&mut price, &params)?;
    if let Some(loser) = take_lookup_key(call, &params, &price)? {
        call.change(&loser, "price.updated");
    }
    call.change(&price, "price.updated");
    Ok(price)
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let active = params.boolean("active")?;
    let product = params.filled("product", TEXT)?;
    let kind = params.choice("type", &["one_time", "recurring"])?;
    let keys = params.texts("lookup_keys")?;
    let currency = currency::read(&params)?;
    let (mut interval, mut meter, mut usage) = (None, None, None);
    if let Some(recurring) = params.nested("recurring")? {
        recurring.only(&["interval", "meter", "usage_type"])?;
        interval = recurring.choice("interval", &["day", "week", "month", "year"])?;
        meter = recurring.filled("meter", TEXT)?;
        usage = recurring.choice("usage_type", &["licensed", "metered"])?;
    }
    lists::page(call, "price", "price", |price| {
        active.is_none_or(|active| price["active"] == active)
            && product.is_none_or(|product| price["product"] == product)
            && kind.is_none_or(|kind| price["type"] == kind)
            && keys.as_ref().is_none_or(|keys| keys.contains(&text(price, "lookup_key")))
            && currency.as_ref().is_none_or(|currency| price["currency"] == *currency)
            && interval.is_none_or(|interval| price["recurring"]["interval"] == interval)
            && meter.is_none_or(|meter| price["recurring"]["meter"] == meter)
            && usage.is_none_or(|usage| price["recurring"]["usage_type"] == usage)
    })
}

/// What a price costs, this many times.
pub(crate) fn amount(price: &Value, quantity: i64) -> i64 {
    let unit = Decimal::parse(text(price, "unit_amount_decimal"));
    unit.unwrap_or(Decimal::integer(0)).times(quantity)
}

/// A price as the plan that it was before there were prices.
pub(super) fn plan(price: &Value) -> Value {
    json!({
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": price["billing_scheme"],
        "created": price["created"],
        "currency": price["currency"],
        "id": price["id"],
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "livemode": price["livemode"],
        "metadata": price["metadata"],
        "meter": null,
        "nickname": price["nickname"],
        "object": "plan",
        "product": price["product"],
        "tiers_mode": null,
        "transform_usage": null,
        "trial_period_days": price["recurring"]["trial_period_days"],
        "usage_type": "licensed",
    })
}

/// A lookup key is of one price. Returns the one that loses it.
fn take_lookup_key(call: &Call<'_>, params: &Params<'_>, price: &Value) -> Result<Option<Value>, ApiError> {
    let transfer = params.boolean("transfer_lookup_key")?.unwrap_or(false);
    let Some(key) = params.text("lookup_key", 200)?.filter(|key| !key.is_empty()) else { return Ok(None) };
    let owner = call.shelf.range("price", ..).find(|other| other["lookup_key"] == key && other["id"] != price["id"]);
    let Some(mut owner) = owner.cloned() else { return Ok(None) };
    if !transfer {
        let message = format!("A price (`{}`) already uses that lookup key.", text(&owner, "id"));
        return Err(ApiError::parameter("lookup_key", message));
    }
    owner["lookup_key"] = Value::Null;
    Ok(Some(owner))
}

fn edit(price: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    if let Some(active) = params.boolean("active")? {
        price["active"] = active.into();
    }
    set_text(price, params, "lookup_key", 200)?;
    set_text(price, params, "nickname", TEXT)?;
    if let Some(behavior) = params.choice("tax_behavior", &["exclusive", "inclusive", "unspecified"])? {
        if price["tax_behavior"] != "unspecified" && price["tax_behavior"] != behavior {
            let message = "The tax behavior of a price cannot be changed once it is exclusive or inclusive.";
            return Err(ApiError::parameter(params.full("tax_behavior"), message));
        }
        price["tax_behavior"] = behavior.into();
    }
    metadata::merge(price, params)
}

fn template(call: &mut Call<'_>, params: &Params<'_>, product: &str) -> Result<Value, ApiError> {
    let currency = currency::read(params)?.ok_or_else(|| params.missing("currency"))?;
    let amount = match (params.at_least("unit_amount", 0)?, Decimal::read(params, "unit_amount_decimal")?) {
        (Some(_), Some(_)) => {
            let message = "You may only specify one of these parameters: unit_amount, unit_amount_decimal.";
            return Err(ApiError::invalid(message));
        }
        (Some(amount), None) => Decimal::integer(amount),
        (None, Some(amount)) => amount,
        (None, None) => return Err(params.missing("unit_amount")),
    };
    let recurring = match params.nested("recurring")? {
        Some(recurring) => recurrence(&recurring)?,
        None => Value::Null,
    };
    Ok(json!({
        "active": true,
        "billing_scheme": "per_unit",
        "created": call.now,
        "currency": currency,
        "custom_unit_amount": null,
        "id": call.new_id("price"),
        "livemode": call.scope.livemode,
        "lookup_key": null,
        "metadata": {},
        "nickname": null,
        "object": "price",
        "product": product,
        "recurring": recurring,
        "tax_behavior": "unspecified",
        "tiers_mode": null,
        "transform_quantity": null,
        "type": if recurring.is_null() { "one_time" } else { "recurring" },
        "unit_amount": amount.whole(),
        "unit_amount_decimal": amount.text(),
    }))
}

fn recurrence(params: &Params<'_>) -> Result<Value, ApiError> {
    params.only(&["interval", "interval_count", "meter", "trial_period_days", "usage_type"])?;
    let interval = params.choice("interval", &["day", "week", "month", "year"])?;
    let interval = interval.ok_or_else(|| params.missing("interval"))?;
    let count = params.at_least("interval_count", 1)?.unwrap_or(1);
    let most = match interval {
        "day" => 1095,
        "week" => 156,
        "month" => 36,
        _ => 3,
    };
    if count > most {
        let message = "You cannot set a recurring price's interval to more than three years.".to_owned();
        return Err(params.out_of_range("interval_count", message));
    }
    if params.has("meter") || params.choice("usage_type", &["licensed", "metered"])? == Some("metered") {
        let message = "FakeStripe has no meters: it only supports the usage type `licensed`.";
        return Err(ApiError::parameter(params.full("usage_type"), message));
    }
    Ok(json!({
        "interval": interval, "interval_count": count, "meter": null,
        "trial_period_days": params.at_least("trial_period_days", 0)?, "usage_type": "licensed",
    }))
}

/// How often a price is billed: `month` and 3.
pub(super) fn interval(price: &Value) -> (&str, i64) {
    (text(&price["recurring"], "interval"), number(&price["recurring"], "interval_count"))
}
