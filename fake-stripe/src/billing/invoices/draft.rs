//! New invoices.

use serde_json::{Value, json};

use crate::billing::discounts;
use crate::state::{Call, number, text};

/// What an invoice is made of.
pub(in crate::billing) struct Draft<'a> {
    /// A new id.
    pub id: String,
    pub customer: &'a str,
    pub currency: &'a str,
    pub billing_reason: &'a str,
    /// The subscription that it bills, as it is stored.
    pub subscription: Option<&'a Value>,
    pub period: (i64, i64),
    /// Whether, and when, Stripe makes it final by itself.
    pub automatically_finalizes_at: Option<i64>,
    pub lines: Vec<Value>,
}

/// Stores a draft with these fields and its lines, the discounts of its subscription taken off.
pub(in crate::billing) fn create(call: &mut Call<'_>, draft: Draft<'_>, fields: Value) -> Value {
    let Draft { id, customer, currency, billing_reason, subscription, period, automatically_finalizes_at, mut lines } =
        draft;
    let no_discounts = json!([]);
    let discounts = subscription.map_or(&no_discounts, |subscription| &subscription["discounts"]);
    let off = discounts::take_off(call, discounts, &mut lines);
    let credits: Value = off
        .iter()
        .map(|off| json!({ "amount": off["amount"], "discount": off["discount"], "type": "discount" }))
        .collect();
    let subtotal: i64 = lines.iter().map(|line| number(line, "amount")).sum();
    let total = subtotal - off.iter().map(|off| number(off, "amount")).sum::<i64>();
    let customer = call.shelf.of_kind("customer", customer).cloned().unwrap_or_default();
    let method = subscription.map(|subscription| subscription["default_payment_method"].clone()).unwrap_or_default();
    let parent = subscription.map(|subscription| {
        json!({
            "quote_details": null,
            "subscription_details": { "metadata": subscription["metadata"], "subscription": subscription["id"] },
            "type": "subscription_details",
        })
    });
    let mut invoice = json!({
        "account_country": "US",
        "account_name": "FakeStripe",
        "amount_due": total.max(0),
        "amount_remaining": total.max(0),
        "attempted": false,
        "auto_advance": automatically_finalizes_at.is_some(),
        "automatic_tax": {
            "disabled_reason": null, "enabled": false, "liability": null, "provider": null, "status": null,
        },
        "automatically_finalizes_at": automatically_finalizes_at.filter(|time| *time > call.now),
        "billing_reason": billing_reason,
        "collection_method": "charge_automatically",
        "created": call.now,
        "currency": currency,
        "customer": customer["id"],
        "default_payment_method": method,
        "discounts": discounts,
        "id": id,
        "issuer": { "type": "self" },
        "livemode": call.scope.livemode,
        "metadata": {},
        "object": "invoice",
        "parent": parent,
        "payment_settings": { "default_mandate": null, "payment_method_options": null, "payment_method_types": null },
        "period_end": period.1,
        "period_start": period.0,
        "starting_balance": customer["balance"].as_i64().unwrap_or_default(),
        "status": "draft",
        "status_transitions": {
            "finalized_at": null, "marked_uncollectible_at": null, "paid_at": null, "voided_at": null,
        },
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": total,
        "total_discount_amounts": off,
        "total_excluding_tax": total,
        "total_pretax_credit_amounts": credits,
        "webhooks_delivered_at": call.now,
    });
    for field in NULL_AT_FIRST {
        invoice[*field] = Value::Null;
    }
    for field in OF_THE_CUSTOMER {
        invoice[format!("customer_{field}")] = customer[field].clone();
    }
    for field in ["customer_tax_ids", "default_tax_rates", "total_taxes"] {
        invoice[field] = json!([]);
    }
    for field in ZERO_AT_FIRST {
        invoice[*field] = 0.into();
    }
    for (field, value) in fields.as_object().into_iter().flatten() {
        invoice[field] = value.clone();
    }
    for mut line in lines {
        line["invoice"] = invoice["id"].clone();
        call.save(&line);
    }
    call.create(&invoice);
    invoice
}

/// The pending invoice items of a customer, which its next invoice takes up; those of one subscription, or of none.
pub(in crate::billing) fn pending(call: &Call<'_>, customer: &str, subscription: Option<&str>) -> Vec<Value> {
    let items = call.shelf.range("invoiceitem", ..).filter(|item| {
        let of = text(&item["parent"]["subscription_details"], "subscription");
        item["customer"] == customer && item["invoice"].is_null() && subscription.unwrap_or_default() == of
    });
    items.cloned().collect()
}

/// What is null until something happens.
const NULL_AT_FIRST: &[&str] = &[
    "account_tax_ids",
    "application",
    "custom_fields",
    "customer_account",
    "default_source",
    "description",
    "due_date",
    "effective_at",
    "ending_balance",
    "footer",
    "from_invoice",
    "hosted_invoice_url",
    "invoice_pdf",
    "last_finalization_error",
    "latest_revision",
    "next_payment_attempt",
    "number",
    "on_behalf_of",
    "receipt_number",
    "rendering",
    "shipping_cost",
    "shipping_details",
    "statement_descriptor",
    "subscription",
    "test_clock",
];

const ZERO_AT_FIRST: &[&str] = &[
    "amount_overpaid",
    "amount_paid",
    "amount_paid_off_stripe",
    "amount_shipping",
    "attempt_count",
    "post_payment_credit_notes_amount",
    "pre_payment_credit_notes_amount",
];

/// What an invoice says of its customer as it was then.
const OF_THE_CUSTOMER: [&str; 6] = ["address", "email", "name", "phone", "shipping", "tax_exempt"];
