//! The fields that moved, newest first.

use serde_json::{Map, Value, json};

use super::Move;
use crate::nested;
use crate::state::Shelf;

pub(super) static MOVES: &[Move] = &[
    Move { since: "2025-09-30", kind: "discount", undo: coupon_of_discount },
    Move { since: "2025-03-31", kind: "invoice", undo: parent_and_payments },
    Move { since: "2025-03-31", kind: "line_item", undo: parent_and_pricing },
    Move { since: "2025-03-31", kind: "subscription", undo: period_of_subscription },
    Move { since: "2025-03-31", kind: "subscription_item", undo: no_period },
    Move { since: "2022-11-15", kind: "payment_intent", undo: charges },
    Move { since: "2022-11-15", kind: "charge", undo: refunds },
    Move { since: "2020-08-27", kind: "customer", undo: lists_of_customer },
    Move { since: "2019-10-17", kind: "customer", undo: account_balance },
    Move { since: "2019-10-17", kind: "invoice", undo: billing },
    Move { since: "2019-10-17", kind: "subscription", undo: billing },
    Move { since: "2019-03-14", kind: "invoice", undo: finalized_at },
    Move { since: "2018-07-27", kind: "coupon", undo: percent_off },
    Move { since: "2015-02-18", kind: "customer", undo: default_card },
    Move { since: "2014-12-08", kind: "dispute", undo: evidence_due_by },
];

type Object = Map<String, Value>;

/// What stands at a path within an object; null if nothing does.
fn at(object: &Object, field: &str, pointer: &str) -> Value {
    object.get(field).and_then(|value| value.pointer(pointer)).cloned().unwrap_or_default()
}

fn rename(object: &mut Object, new: &str, old: &str) {
    if let Some(value) = object.remove(new) {
        object.insert(old.to_owned(), value);
    }
}

/// A whole list that the object had without being asked for it.
fn fill(object: &mut Object, field: &str, shelf: &Shelf) {
    if object.get(field).is_none_or(Value::is_null) {
        let mut whole = Value::Object(std::mem::take(object));
        nested::fill_field(&mut whole, field, shelf);
        if let Value::Object(filled) = whole {
            *object = filled;
        }
    }
}

fn coupon_of_discount(discount: &mut Object, shelf: &Shelf) {
    let id = discount.get("id").and_then(Value::as_str);
    // As it was when it was redeemed.
    let coupon = id.and_then(|id| shelf.notes.get(id)).cloned().unwrap_or_else(|| at(discount, "source", "/coupon"));
    discount.insert("coupon".into(), coupon);
    discount.remove("source");
}

fn parent_and_payments(invoice: &mut Object, shelf: &Shelf) {
    fill(invoice, "payments", shelf);
    let intent = at(invoice, "payments", "/data/0/payment/payment_intent");
    let stored = intent.as_str().and_then(|id| shelf.get(id));
    let charge = match at(invoice, "payments", "/data/0/payment/charge") {
        Value::Null => stored.map(|intent| intent["latest_charge"].clone()).unwrap_or_default(),
        charge => charge,
    };
    let taxes = tax_amounts(invoice.get("total_taxes"));
    let tax = taxes.as_array().into_iter().flatten().filter_map(|tax| tax["amount"].as_i64()).reduce(|a, b| a + b);
    let older = [
        ("subscription", at(invoice, "parent", "/subscription_details/subscription")),
        ("subscription_details", json!({ "metadata": at(invoice, "parent", "/subscription_details/metadata") })),
        ("quote", at(invoice, "parent", "/quote_details/quote")),
        ("payment_intent", intent),
        ("charge", charge),
        ("paid", invoice.get("status").is_some_and(|status| status == "paid").into()),
        ("paid_out_of_band", false.into()),
        ("tax", tax.into()),
        ("total_tax_amounts", taxes),
    ];
    replace(invoice, &["parent", "payments", "total_taxes"], older);
}

fn parent_and_pricing(line: &mut Object, shelf: &Shelf) {
    let item = ["subscription_item_details", "invoice_item_details"]
        .map(|details| at(line, "parent", &format!("/{details}")))
        .into_iter()
        .find(|details| !details.is_null())
        .unwrap_or_default();
    let of_invoice_item = item["subscription_item"].is_null();
    let unit_amount = at(line, "pricing", "/unit_amount_decimal");
    let price = at(line, "pricing", "/price_details/price");
    let known = price.as_str().and_then(|id| shelf.of_kind("price", id)).cloned();
    // Lines had whole prices.
    let price = known.unwrap_or_else(|| match price.is_null() {
        true => Value::Null,
        false => json!({
            "currency": line.get("currency"), "id": price, "object": "price",
            "product": at(line, "pricing", "/price_details/product"), "unit_amount_decimal": unit_amount,
        }),
    });
    let older = [
        ("subscription", item["subscription"].clone()),
        ("subscription_item", item["subscription_item"].clone()),
        ("invoice_item", item["invoice_item"].clone()),
        ("proration", item["proration"].as_bool().unwrap_or_default().into()),
        ("proration_details", item["proration_details"].clone()),
        ("type", if of_invoice_item { "invoiceitem" } else { "subscription" }.into()),
        ("price", price),
        ("plan", Value::Null),
        ("unit_amount_excluding_tax", unit_amount),
        ("tax_amounts", tax_amounts(line.get("taxes"))),
        ("tax_rates", json!([])),
    ];
    replace(line, &["parent", "pricing", "taxes"], older);
}

fn tax_amounts(taxes: Option<&Value>) -> Value {
    let taxes = taxes.and_then(Value::as_array).into_iter().flatten();
    let amounts = taxes.map(|tax| {
        json!({
            "amount": tax["amount"], "inclusive": tax["tax_behavior"] == "inclusive",
            "tax_rate": tax["tax_rate_details"]["tax_rate"], "taxability_reason": tax["taxability_reason"],
            "taxable_amount": tax["taxable_amount"],
        })
    });
    amounts.collect()
}

fn replace<const N: usize>(object: &mut Object, newer: &[&str], older: [(&str, Value); N]) {
    for field in newer {
        object.remove(*field);
    }
    object.extend(older.map(|(field, value)| (field.to_owned(), value)));
}

fn period_of_subscription(subscription: &mut Object, _: &Shelf) {
    for field in ["current_period_end", "current_period_start"] {
        let time = at(subscription, "items", &format!("/data/0/{field}"));
        subscription.insert(field.into(), time);
    }
}

fn no_period(item: &mut Object, _: &Shelf) {
    item.remove("current_period_end");
    item.remove("current_period_start");
}

fn charges(intent: &mut Object, shelf: &Shelf) {
    fill(intent, "charges", shelf);
    intent.remove("latest_charge");
}

fn refunds(charge: &mut Object, shelf: &Shelf) {
    fill(charge, "refunds", shelf);
}

fn lists_of_customer(customer: &mut Object, shelf: &Shelf) {
    for field in ["sources", "subscriptions", "tax_ids"] {
        fill(customer, field, shelf);
    }
}

fn account_balance(customer: &mut Object, _: &Shelf) {
    rename(customer, "balance", "account_balance");
}

fn billing(object: &mut Object, _: &Shelf) {
    rename(object, "collection_method", "billing");
}

fn finalized_at(invoice: &mut Object, _: &Shelf) {
    let time = at(invoice, "status_transitions", "/finalized_at");
    replace(invoice, &["status_transitions"], [("finalized_at", time)]);
}

fn percent_off(coupon: &mut Object, _: &Shelf) {
    let Some(precise) = coupon.get("percent_off").and_then(Value::as_f64) else { return };
    coupon.insert("percent_off_precise".into(), precise.into());
    coupon.insert("percent_off".into(), (precise.round() as i64).into());
}

fn default_card(customer: &mut Object, _: &Shelf) {
    rename(customer, "default_source", "default_card");
}

fn evidence_due_by(dispute: &mut Object, _: &Shelf) {
    let time = at(dispute, "evidence_details", "/due_by");
    replace(dispute, &["evidence_details"], [("evidence_due_by", time)]);
}
