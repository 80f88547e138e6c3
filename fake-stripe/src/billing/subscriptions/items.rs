//! What a request says of a subscription's items.

use serde_json::{Value, json};

use super::items_of;
use crate::billing::prices;
use crate::error::ApiError;
use crate::metadata;
use crate::params::{Params, TEXT};
use crate::state::{Call, number, text};

/// Stripe's limit.
const MOST: usize = 20;

/// What of an item would change what happens, and the fake does not know how.
pub(in crate::billing) const UNSUPPORTED_ITEM: &[&str] = &["billing_thresholds", "discounts", "tax_rates"];

/// What is to become of one item.
pub(in crate::billing) struct Change {
    /// The item as it is to be; a new one has an id already.
    pub item: Value,
    pub new: bool,
    pub deleted: bool,
}

/// Reads `items`: new ones, and changes of those that are there.
pub(super) fn read(
    call: &mut Call<'_>,
    params: &Params<'_>,
    subscription: &str,
    currency: Option<&str>,
) -> Result<Vec<Change>, ApiError> {
    let Some(given) = params.objects("items")? else { return Ok(Vec::new()) };
    let mut changes = Vec::new();
    for given in given {
        given.only(&[
            "billing_thresholds",
            "clear_usage",
            "current_trial",
            "deleted",
            "discounts",
            "id",
            "metadata",
            "plan",
            "price",
            "price_data",
            "quantity",
            "tax_rates",
            "trial",
        ])?;
        let unsupported = UNSUPPORTED_ITEM.iter().chain(&["current_trial", "trial"]);
        if let Some(name) = unsupported.into_iter().find(|name| given.has(name) && !given.unsets(name)) {
            let message = format!("FakeStripe does not support the parameter `{name}` of an item.");
            return Err(ApiError::parameter(given.full(name), message));
        }
        let existing = match given.filled("id", TEXT)? {
            Some(id) => {
                let found = items_of(call, subscription).into_iter().find(|item| item["id"] == id);
                Some(found.ok_or_else(|| ApiError::no_such_reference("subscription_item", id, &given.full("id")))?)
            }
            None => None,
        };
        changes.push(read_change(call, &given, subscription, existing, currency)?);
    }
    Ok(changes)
}

/// Reads one item: its price, quantity and metadata.
pub(in crate::billing) fn read_change(
    call: &mut Call<'_>,
    given: &Params<'_>,
    subscription: &str,
    existing: Option<Value>,
    currency: Option<&str>,
) -> Result<Change, ApiError> {
    let new = existing.is_none();
    let deleted = given.boolean("deleted")?.unwrap_or(false);
    let price = match (given.filled("price", TEXT)?, given.filled("plan", TEXT)?, given.nested("price_data")?) {
        (Some(id), None, None) | (None, Some(id), None) => Some(id.to_owned()),
        (None, None, Some(data)) => Some(prices::from_data(call, &data)?),
        (None, None, None) => None,
        _ => {
            return Err(ApiError::invalid("You may only specify one of these parameters: price, plan, price_data."));
        }
    };
    if let Some(price) = &price {
        check_price(call, price, &given.full("price"), currency)?;
    }
    let mut item = match (existing, &price) {
        (Some(item), _) => item,
        (None, Some(_)) => template(call, subscription),
        (None, None) => return Err(given.missing("price")),
    };
    if let Some(price) = price {
        item["price"] = price.into();
    }
    if let Some(quantity) = given.at_least("quantity", 0)? {
        item["quantity"] = quantity.into();
    }
    metadata::merge(&mut item, given)?;
    Ok(Change { item, new, deleted })
}

fn check_price(call: &Call<'_>, id: &str, param: &str, currency: Option<&str>) -> Result<(), ApiError> {
    call.check_reference("price", "price", id, param)?;
    let price = call.shelf.of_kind("price", id).cloned().unwrap_or_default();
    if price["type"] != "recurring" {
        let message = format!(
            "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`: {id}"
        );
        return Err(ApiError::parameter(param, message));
    }
    if currency.is_some_and(|currency| price["currency"] != currency) {
        let message = format!("The price specified supports currencies of `{}` only.", text(&price, "currency"));
        return Err(ApiError::parameter(param, message));
    }
    Ok(())
}

/// Refuses changes that leave no items, too many, the same price twice, or prices that are billed apart.
pub(super) fn check_all(call: &Call<'_>, subscription: &str, changes: &[Change]) -> Result<(), ApiError> {
    let mut items = items_of(call, subscription);
    items.retain(|item| !changes.iter().any(|change| change.item["id"] == item["id"]));
    items.extend(changes.iter().filter(|change| !change.deleted).map(|change| change.item.clone()));
    if items.is_empty() {
        return Err(ApiError::parameter("items", "A subscription must have at least one active plan."));
    }
    if items.len() > MOST {
        let message = format!("A subscription can have at most {MOST} items.");
        return Err(ApiError::parameter("items", message));
    }
    let price = |item: &Value| call.shelf.of_kind("price", text(item, "price")).cloned().unwrap_or_default();
    let first = price(&items[0]);
    for (index, item) in items.iter().enumerate() {
        let own = price(item);
        if items[..index].iter().any(|other| other["price"] == item["price"]) {
            let message = format!("Cannot add multiple subscription items with the same plan: {}", text(item, "price"));
            return Err(ApiError::parameter("items", message));
        }
        if prices::interval(&own) != prices::interval(&first) || own["currency"] != first["currency"] {
            let message = "FakeStripe bills the items of a subscription together: their prices must have the same currency \
                and the same interval.";
            return Err(ApiError::parameter("items", message));
        }
    }
    Ok(())
}

/// Stores a change of an item: its subscription's event tells of it.
pub(in crate::billing) fn apply_one(call: &mut Call<'_>, change: &Change, (start, end): (i64, i64)) {
    if change.deleted {
        call.save(&json!({ "id": change.item["id"], "object": "subscription_item", "deleted": true }));
        return;
    }
    let mut item = change.item.clone();
    if change.new {
        item["current_period_start"] = start.into();
        item["current_period_end"] = end.into();
    }
    call.save(&item);
}

/// What an item costs in a full period.
pub(super) fn amount(call: &Call<'_>, item: &Value) -> i64 {
    let price = call.shelf.of_kind("price", text(item, "price"));
    price.map_or(0, |price| prices::amount(price, number(item, "quantity")))
}

fn template(call: &mut Call<'_>, subscription: &str) -> Value {
    json!({
        "billing_thresholds": null,
        "created": call.now,
        "current_period_end": call.now,
        "current_period_start": call.now,
        "discounts": [],
        "id": call.new_id("si"),
        "metadata": {},
        "object": "subscription_item",
        "plan": null,
        "price": null,
        "quantity": 1,
        "subscription": subscription,
        "tax_rates": [],
    })
}
