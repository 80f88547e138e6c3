//! Subscription items, each by itself: <https://docs.stripe.com/api/subscription_items>.

use serde_json::{Value, json};

use super::subscriptions::{self, ItemsChange, UNSUPPORTED_ITEM, read_change};
use crate::error::ApiError;
use crate::lists;
use crate::params::TEXT;
use crate::routes::{CURSOR, EXPAND, Route};
use crate::state::{Call, text};

/// Create and update.
const ITEM: &[&str] = &[
    "billing_thresholds",
    "discounts",
    "expand",
    "metadata",
    "payment_behavior",
    "price",
    "price_data",
    "proration_behavior",
    "proration_date",
    "quantity",
    "tax_rates",
];
const UNSUPPORTED: &[&str] = &[UNSUPPORTED_ITEM[0], UNSUPPORTED_ITEM[1], UNSUPPORTED_ITEM[2], "proration_date"];
const DELETE: &[&str] = &["clear_usage", "payment_behavior", "proration_behavior", "proration_date"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/subscription_items", "subscription_item", &[CURSOR, &["subscription"]], &[], list),
    Route::post("/v1/subscription_items", "subscription_item", &[ITEM, &["subscription"]], UNSUPPORTED, create),
    Route::get("/v1/subscription_items/{}", "subscription_item", &[EXPAND], retrieve),
    Route::post("/v1/subscription_items/{}", "subscription_item", &[ITEM, &["off_session"]], UNSUPPORTED, update),
    Route::delete("/v1/subscription_items/{}", "subscription_item", &[DELETE], delete),
];

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let subscription = call.params.required("subscription", TEXT)?;
    call.check_reference("subscription", "subscription", subscription, "subscription")?;
    lists::oldest_first(call, "subscription_item", "subscription_item", |item| item["subscription"] == subscription)
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.living("subscription_item", "subscription_item", "item")
}

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let id = call.params.required("subscription", TEXT)?;
    call.check_reference("subscription", "subscription", id, "subscription")?;
    change(call, id, None, false)
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let item = retrieve(call)?;
    let subscription = text(&item, "subscription").to_owned();
    change(call, &subscription, Some(item), false)
}

fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let item = retrieve(call)?;
    let subscription = text(&item, "subscription").to_owned();
    change(call, &subscription, Some(item), true)
}

/// Changes one item of a subscription, which tells of it.
fn change(call: &mut Call<'_>, subscription: &str, item: Option<Value>, deleted: bool) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let before = subscriptions::shown(call, subscription);
    if super::is_over(&before) {
        let message = "The items of a canceled subscription cannot be changed.";
        return Err(ApiError::invalid(message).during_work());
    }
    let currency = text(&before, "currency").to_owned();
    let mut change = read_change(call, &params, subscription, item, Some(&currency))?;
    change.deleted = deleted;
    let id = change.item["id"].clone();
    let change = ItemsChange::read(call, &params, subscription, vec![change])?;
    change.apply(call, &before, subscription);
    if deleted {
        return Ok(json!({ "id": id, "object": "subscription_item", "deleted": true }));
    }
    Ok(call.shelf.get(id.as_str().unwrap_or_default()).cloned().unwrap_or_default())
}
