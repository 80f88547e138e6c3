//! Billing: what is sold, to whom, and what for.
//!
//! | file | what |
//! |---|---|
//! | `products`, `prices` (`decimal`), `coupons` | what is sold |
//! | `subscriptions` | who has ordered it: create, update, cancel; `renewal` is what the clock does to them |
//! | `subscription_items` | the items of one, by themselves |
//! | `discounts` | coupons at work |
//! | `invoices` | what is owed: drafts, lines, and how they become paid, void or uncollectible |
//! | `invoice_items` | what waits for the next invoice |
//! | `invoice_payments` | the payment intents that pay invoices |
//! | `periods` | when a billing period ends |

pub(super) mod coupons;
mod decimal;
mod discounts;
pub(super) mod invoice_items;
pub(super) mod invoice_payments;
pub(super) mod invoices;
mod periods;
pub(super) mod prices;
pub(super) mod products;
pub(super) mod subscription_items;
pub(super) mod subscriptions;

use serde_json::{Value, json};

use super::state::{Call, Shelf, text};

/// What a change of another object means for billing.
pub(super) fn follow(call: &mut Call<'_>, event: &str, object: &Value) {
    match event {
        "payment_intent.succeeded" | "payment_intent.payment_failed" | "payment_intent.requires_action" => {
            let invoice = call.shelf.notes.get(text(object, "id")).and_then(Value::as_str).map(str::to_owned);
            let Some(invoice) = invoice else { return };
            match event {
                "payment_intent.succeeded" => invoices::paid(call, &invoice, Some(object)),
                _ => invoices::failed(call, &invoice, event == "payment_intent.requires_action"),
            }
        }
        "customer.deleted" => subscriptions::cancel_all(call, text(object, "id")),
        _ => {}
    }
}

/// Puts into an object what it holds of others without being asked: an item's price.
pub(super) fn fill(object: &mut Value, shelf: &Shelf) {
    if object["object"] == "subscription_item"
        && let Some(price) = shelf.of_kind("price", text(object, "price"))
    {
        object["plan"] = prices::plan(price);
        object["price"] = price.clone();
    }
}

/// Puts into an object what it has when asked by `expand`: the secret that an invoice is paid with.
pub(super) fn fill_field(object: &mut Value, field: &str, shelf: &Shelf) {
    if object["object"] == "invoice" && field == "confirmation_secret" {
        let intent = invoice_payments::intent(shelf, text(object, "id"));
        object[field] = intent.map_or(
            Value::Null,
            |intent| json!({ "client_secret": intent["client_secret"], "type": "payment_intent" }),
        );
    }
}

/// Whether a list within another object no longer shows this one: a customer's subscription that has ended.
pub(super) fn is_over(object: &Value) -> bool {
    object["object"] == "subscription" && (object["status"] == "canceled" || object["status"] == "incomplete_expired")
}
