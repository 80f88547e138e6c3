//! Subscriptions: <https://docs.stripe.com/billing/subscriptions/overview>.
//!
//! | file | what |
//! |---|---|
//! | `create`, `update`, `cancel` | what requests do |
//! | `items` | what a request says of the items |
//! | `renewal` | what the clock does: periods and trials end |
//! | `prorations` | what a change within a period costs |

mod cancel;
mod create;
mod items;
mod prorations;
mod renewal;
mod routes;
mod update;

use serde_json::{Value, json};

use super::{invoices, prices};
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::state::{Call, number, text};
use crate::{events, lists, nested};

pub(super) use cancel::cancel_all;
pub(super) use items::{UNSUPPORTED_ITEM, read_change};
pub(crate) use routes::ROUTES;
pub(super) use update::ItemsChange;

const ACTIVE: &str = "active";
const CANCELED: &str = "canceled";
const INCOMPLETE: &str = "incomplete";
const INCOMPLETE_EXPIRED: &str = "incomplete_expired";
const PAST_DUE: &str = "past_due";
const TRIALING: &str = "trialing";

const UPDATED: &str = "customer.subscription.updated";

/// How long the first invoice can be paid.
const INCOMPLETE_SECONDS: i64 = 23 * 3600;

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    named(call)
}

fn named(call: &Call<'_>) -> Result<Value, ApiError> {
    call.named("subscription", "subscription", "id")
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (customer, price) = (params.filled("customer", TEXT)?, params.filled("price", TEXT)?);
    let method = params.choice("collection_method", &["charge_automatically", "send_invoice"])?;
    let statuses = [
        "active",
        "all",
        "canceled",
        "ended",
        "incomplete",
        "incomplete_expired",
        "past_due",
        "paused",
        "trialing",
        "unpaid",
    ];
    let status = params.choice("status", &statuses)?;
    let starts = lists::Times::read(&params, "current_period_start")?;
    let ends = lists::Times::read(&params, "current_period_end")?;
    let taxed = match params.nested("automatic_tax")? {
        Some(tax) => {
            tax.only(&["enabled"])?;
            Some(tax.boolean("enabled")?.ok_or_else(|| tax.missing("enabled"))?)
        }
        None => None,
    };
    // A period's times are those of its items: the earliest counts.
    let earliest = |id: &str, field: &str| items_of(call, id).iter().filter_map(|item| item[field].as_i64()).min();
    lists::page(call, "subscription", "subscription", |subscription| {
        let is = text(subscription, "status");
        let admitted = match status {
            None => is != CANCELED,
            Some("all") => true,
            Some("ended") => is == CANCELED || is == INCOMPLETE_EXPIRED,
            Some(status) => is == status,
        };
        let id = text(subscription, "id");
        admitted
            && starts.admits(earliest(id, "current_period_start"))
            && ends.admits(earliest(id, "current_period_end"))
            && taxed.is_none_or(|taxed| subscription["automatic_tax"]["enabled"] == taxed)
            && customer.is_none_or(|customer| subscription["customer"] == customer)
            && method.is_none_or(|method| subscription["collection_method"] == method)
            && price.is_none_or(|price| items_of(call, id).iter().any(|item| item["price"] == price))
    })
}

/// The list that a customer holds: those that have not ended.
fn list_of_customer(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = call.living("customer", "customer", "customer")?;
    lists::page(call, "subscription", "subscription", |subscription| {
        subscription["customer"] == customer["id"] && !super::is_over(subscription)
    })
}

/// The items of a subscription as they are stored, oldest first.
pub(super) fn items_of(call: &Call<'_>, id: &str) -> Vec<Value> {
    nested::whole("subscription", "items", id, call.shelf)
}

/// A subscription as it is stored, without its items.
fn stored(call: &Call<'_>, id: &str) -> Option<Value> {
    call.shelf.of_kind("subscription", id).cloned()
}

/// A subscription as it is shown, with its items.
pub(super) fn shown(call: &Call<'_>, id: &str) -> Value {
    let mut subscription = stored(call, id).unwrap_or_default();
    nested::fill(&mut subscription, call.shelf);
    subscription
}

/// Stores a subscription, and tells of what has changed in it and in its items since it was shown as `before`.
fn changed(call: &mut Call<'_>, before: &Value, subscription: &Value) {
    call.save(subscription);
    tell(call, before, text(subscription, "id"));
}

/// Tells of what has changed in a subscription, or in its items, since it was shown as `before`.
pub(super) fn tell(call: &mut Call<'_>, before: &Value, id: &str) {
    let now = shown(call, id);
    if now != *before {
        events::emit(call, UPDATED, &now, Some(before));
    }
}

/// The current period, which is the same for all items.
pub(super) fn period(call: &Call<'_>, id: &str) -> (i64, i64) {
    let items = items_of(call, id);
    let first = items.first().unwrap_or(&Value::Null);
    (number(first, "current_period_start"), number(first, "current_period_end"))
}

fn set_period(call: &mut Call<'_>, id: &str, (start, end): (i64, i64)) {
    for mut item in items_of(call, id) {
        item["current_period_start"] = start.into();
        item["current_period_end"] = end.into();
        call.save(&item);
    }
    call.by_itself(end, id, renewal::period_ended);
}

/// How often the subscription is billed.
fn interval(call: &Call<'_>, id: &str) -> (String, i64) {
    let items = items_of(call, id);
    let price = items.first().and_then(|item| call.shelf.of_kind("price", text(item, "price")));
    let (interval, count) = price.map_or(("month", 1), prices::interval);
    (interval.to_owned(), count)
}

/// The last invoice of a subscription has been paid or given up: nothing is owed any more.
pub(super) fn invoice_settled(call: &mut Call<'_>, invoice: &Value, paid_with: Option<&str>) {
    let id = text(&invoice["parent"]["subscription_details"], "subscription").to_owned();
    let Some(mut subscription) = stored(call, &id) else { return };
    let latest = subscription["latest_invoice"] == invoice["id"];
    let before = shown(call, &id);
    let status = match text(&subscription, "status") {
        INCOMPLETE if latest && invoice["status"] == "void" => INCOMPLETE_EXPIRED,
        INCOMPLETE if latest && invoice["status"] != "paid" => return,
        INCOMPLETE | PAST_DUE if latest => ACTIVE,
        status => status,
    }
    .to_owned();
    if status == INCOMPLETE_EXPIRED {
        subscription["ended_at"] = call.now.into();
    }
    subscription["status"] = status.into();
    let saves = subscription["payment_settings"]["save_default_payment_method"] == "on_subscription";
    if let Some(method) = paid_with.filter(|_| saves) {
        subscription["default_payment_method"] = method.into();
    }
    changed(call, &before, &subscription);
}

/// An invoice of a subscription could not be collected.
pub(super) fn invoice_failed(call: &mut Call<'_>, invoice: &Value) {
    let id = text(&invoice["parent"]["subscription_details"], "subscription").to_owned();
    let Some(mut subscription) = stored(call, &id) else { return };
    let active = subscription["status"] == ACTIVE || subscription["status"] == TRIALING;
    if active && subscription["latest_invoice"] == invoice["id"] {
        let before = shown(call, &id);
        subscription["status"] = PAST_DUE.into();
        changed(call, &before, &subscription);
    }
}

/// Bills what was to be billed with the next invoice, and a period; the lines of a trial are free.
fn bill(
    call: &mut Call<'_>,
    subscription: &Value,
    invoice: String,
    reason: &str,
    period: Option<(i64, i64)>,
    automatic: i64,
) -> Value {
    let id = text(subscription, "id");
    let pending = invoices::pending(call, text(subscription, "customer"), Some(id));
    let mut lines: Vec<Value> = pending.iter().map(|item| invoices::of_invoice_item(call, item)).collect();
    for (item, period) in items_of(call, id).iter().zip(period.into_iter().cycle()) {
        let free = subscription["status"] == TRIALING;
        lines.push(invoices::of_item(call, subscription, item, period, free));
    }
    let draft = invoices::Draft {
        id: invoice,
        customer: text(subscription, "customer"),
        currency: text(subscription, "currency"),
        billing_reason: reason,
        subscription: Some(subscription),
        period: (call.now, call.now),
        automatically_finalizes_at: Some(automatic),
        lines,
    };
    let invoice = invoices::create_draft(call, draft, json!({}));
    for mut item in pending {
        item["invoice"] = invoice["id"].clone();
        call.save(&item);
    }
    invoice
}

/// The payment method that the request wants for the subscription.
fn default_method(call: &mut Call<'_>, params: &Params<'_>, customer: &str) -> Result<Option<String>, ApiError> {
    match params.filled("default_payment_method", TEXT)? {
        Some(id) => invoices::method_of(call, id, customer, "default_payment_method").map(Some),
        None => Ok(None),
    }
}

/// Applies `payment_settings`, of which the fake knows whether the payment method is kept.
fn edit_payment_settings(subscription: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    let Some(settings) = params.nested("payment_settings")? else { return Ok(()) };
    settings.only(&["payment_method_options", "payment_method_types", "save_default_payment_method"])?;
    if let Some(save) = settings.choice("save_default_payment_method", &["off", "on_subscription"])? {
        subscription["payment_settings"]["save_default_payment_method"] = save.into();
    }
    Ok(())
}
