//! The lines of invoices: <https://docs.stripe.com/api/invoice-line-item>.

use serde_json::{Value, json};

use crate::billing::prices;
use crate::currency;
use crate::state::{Call, number, text};

/// The line that bills an item of a subscription for a period; it is not stored.
pub(in crate::billing) fn of_item(
    call: &mut Call<'_>,
    subscription: &Value,
    item: &Value,
    period: (i64, i64),
    free: bool,
) -> Value {
    let price = call.shelf.of_kind("price", text(item, "price")).cloned().unwrap_or_default();
    let quantity = number(item, "quantity");
    let amount = if free { 0 } else { prices::amount(&price, quantity) };
    let product = call.shelf.of_kind("product", text(&price, "product"));
    let name = product.map(|product| text(product, "name").to_owned()).unwrap_or_default();
    let description = if free {
        format!("Trial period for {name}")
    } else {
        format!("{quantity} × {name} (at {} / {})", unit(&price), interval(&price))
    };
    let mut line = line(call, amount, &price, quantity, period, &description);
    line["metadata"] = subscription["metadata"].clone();
    line["subscription"] = subscription["id"].clone();
    line["parent"] = of_subscription(subscription, item, &Value::Null, false);
    line
}

/// The line of an invoice item; it is not stored.
pub(in crate::billing) fn of_invoice_item(call: &mut Call<'_>, item: &Value) -> Value {
    let pricing = &item["pricing"]["price_details"];
    let price = call.shelf.of_kind("price", text(pricing, "price")).cloned().unwrap_or_default();
    let period = (number(&item["period"], "start"), number(&item["period"], "end"));
    let (amount, quantity) = (number(item, "amount"), number(item, "quantity"));
    let mut line = line(call, amount, &price, quantity, period, text(item, "description"));
    line["currency"] = item["currency"].clone();
    line["pricing"] = item["pricing"].clone();
    line["metadata"] = item["metadata"].clone();
    line["discountable"] = item["discountable"].clone();
    let subscription = &item["parent"]["subscription_details"]["subscription"];
    let subscription_item = &item["parent"]["subscription_details"]["subscription_item"];
    line["subscription"] = subscription.clone();
    line["parent"] = if subscription_item.is_null() {
        json!({
            "invoice_item_details": {
                "invoice_item": item["id"], "proration": item["proration"],
                "proration_details": { "credited_items": null }, "subscription": subscription,
            },
            "subscription_item_details": null,
            "type": "invoice_item_details",
        })
    } else {
        let of = json!({ "id": subscription });
        of_subscription(&of, &json!({ "id": subscription_item }), &item["id"], true)
    };
    line
}

fn of_subscription(subscription: &Value, item: &Value, invoice_item: &Value, proration: bool) -> Value {
    json!({
        "invoice_item_details": null,
        "subscription_item_details": {
            "invoice_item": invoice_item, "proration": proration, "proration_details": { "credited_items": null },
            "subscription": subscription["id"], "subscription_item": item["id"],
        },
        "type": "subscription_item_details",
    })
}

fn line(
    call: &mut Call<'_>,
    amount: i64,
    price: &Value,
    quantity: i64,
    (start, end): (i64, i64),
    description: &str,
) -> Value {
    json!({
        "amount": amount,
        "currency": price["currency"],
        "description": description,
        "discount_amounts": [],
        "discountable": true,
        "discounts": [],
        "id": call.new_id("il"),
        "invoice": null,
        "livemode": call.scope.livemode,
        "metadata": {},
        "object": "line_item",
        "parent": null,
        "period": { "end": end, "start": start },
        "pretax_credit_amounts": [],
        "pricing": pricing(price),
        "quantity": quantity,
        "quantity_decimal": quantity.to_string(),
        "subscription": null,
        "subtotal": amount,
        "taxes": [],
    })
}

/// How a price says what it costs.
pub(in crate::billing) fn pricing(price: &Value) -> Value {
    json!({
        "price_details": { "price": price["id"], "product": price["product"] },
        "type": "price_details",
        "unit_amount_decimal": price["unit_amount_decimal"],
    })
}

fn unit(price: &Value) -> String {
    currency::shown(prices::amount(price, 1), text(price, "currency"))
}

fn interval(price: &Value) -> String {
    match prices::interval(price) {
        (interval, 1) => interval.to_owned(),
        (interval, count) => format!("every {count} {interval}s"),
    }
}
