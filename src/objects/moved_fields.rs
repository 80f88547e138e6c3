//! One column for a field, wherever the API version has it; and every example of Stripe's fits its table.

use chrono::Utc;
use serde_json::{Value, json};

use super::{KINDS, StripeObject};
use crate::model::StripeModel;
use crate::projection::{Record, Redact};
use crate::sql::Cell;
use crate::{Origin, Result, StripeData};

fn row(object: &Value) -> Result<Vec<(&'static str, Cell)>> {
    let table = KINDS.table(object["object"].as_str().unwrap_or_default()).unwrap_or(StripeObject::TABLE);
    let data = StripeData::<StripeObject>::from_json(object.to_string(), Origin::read_at(Utc::now()))?;
    let record = Record::of(&KINDS, table, Vec::new(), &data.snapshot, &Redact::default())?;
    Ok(table.all_columns().map(|column| column.name).zip(record.cells).collect())
}

/// Reads a column from an object of the given fields.
fn read(object: &str, fields: &Value, column: &str) -> Value {
    let mut fields = fields.clone();
    fields["object"] = object.into();
    fields["id"] = "id_1".into();
    let cell = row(&fields).unwrap().into_iter().find(|(name, _)| *name == column).expect("a column of this name").1;
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::BigInt(integer) => integer.into(),
        Cell::Double(number) => number.into(),
        Cell::Bool(value) => value.into(),
        Cell::UtcTimestamp(time) => time.timestamp().into(),
        Cell::Json(_) => unreachable!("no object has such a column"),
    }
}

#[test]
fn a_column_finds_its_field_in_every_api_version() {
    let subscription =
        json!({"subscription_details": {"subscription": "sub_1", "metadata": {}}, "quote_details": null});
    let item = json!({"invoice_item": null, "proration": true, "subscription": "sub_1", "subscription_item": "si_1"});
    let invoice_item = json!({"invoice_item": "ii_1", "proration": true, "subscription": "sub_1"});
    let of_item = json!({"parent": {"subscription_item_details": item, "invoice_item_details": null}});
    let of_invoice_item = json!({"parent": {"subscription_item_details": null, "invoice_item_details": invoice_item}});
    let price = json!({"id": "price_1", "object": "price", "product": "prod_1", "unit_amount_decimal": "2000"});
    let pricing =
        json!({"pricing": {"price_details": {"price": "price_1", "product": "prod_1"}, "unit_amount_decimal": "2000"}});
    let item_period = json!({"items": {"object": "list", "data": [{"current_period_end": 1_700_000_000}]}});
    let payment = json!({"type": "payment_intent", "payment_intent": "pi_1"});
    let payments = json!({"payments": {"object": "list", "data": [{"object": "invoice_payment", "payment": payment}]}});
    let charges = json!({"charges": {"object": "list", "data": [{"id": "ch_1", "object": "charge"}]}});

    let cases = [
        (
            "invoice",
            "subscription",
            json!("sub_1"),
            vec![json!({"parent": subscription}), json!({"subscription": "sub_1"})],
        ),
        ("invoice", "payment_intent", json!("pi_1"), vec![json!({"payment_intent": "pi_1"})]),
        // It comes only where it is expanded: a column read from it would turn NULL again.
        ("invoice", "payment_intent", Value::Null, vec![payments]),
        (
            "invoice",
            "finalized_at",
            json!(1_700_000_000),
            vec![
                json!({"status_transitions": {"finalized_at": 1_700_000_000}}),
                json!({"finalized_at": 1_700_000_000}),
            ],
        ),
        (
            "line_item",
            "subscription",
            json!("sub_1"),
            vec![of_item.clone(), of_invoice_item.clone(), json!({"subscription": {"id": "sub_1"}})],
        ),
        ("line_item", "subscription_item", json!("si_1"), vec![of_item.clone(), json!({"subscription_item": "si_1"})]),
        ("line_item", "invoice_item", json!("ii_1"), vec![of_invoice_item.clone(), json!({"invoice_item": "ii_1"})]),
        ("line_item", "proration", json!(true), vec![of_item, of_invoice_item, json!({"proration": true})]),
        (
            "line_item",
            "price",
            json!("price_1"),
            vec![pricing.clone(), json!({"price": price}), json!({"plan": price})],
        ),
        (
            "line_item",
            "product",
            json!("prod_1"),
            vec![pricing.clone(), json!({"price": price}), json!({"plan": price})],
        ),
        ("line_item", "unit_amount_decimal", json!("2000"), vec![pricing, json!({"price": price})]),
        (
            "subscription",
            "current_period_end",
            json!(1_700_000_000),
            vec![item_period, json!({"current_period_end": 1_700_000_000})],
        ),
        (
            "subscription",
            "collection_method",
            json!("send_invoice"),
            vec![json!({"collection_method": "send_invoice"}), json!({"billing": "send_invoice"})],
        ),
        ("subscription_item", "price", json!("price_1"), vec![json!({"price": price}), json!({"plan": price})]),
        ("subscription_item", "product", json!("prod_1"), vec![json!({"price": price}), json!({"plan": price})]),
        ("payment_intent", "latest_charge", json!("ch_1"), vec![json!({"latest_charge": "ch_1"}), charges]),
        (
            "charge",
            "payment_method",
            json!("card_1"),
            vec![json!({"payment_method": "card_1"}), json!({"source": {"id": "card_1"}})],
        ),
        ("customer", "balance", json!(-100), vec![json!({"balance": -100}), json!({"account_balance": -100})]),
        (
            "coupon",
            "percent_off",
            json!(25.5),
            vec![json!({"percent_off": 25.5}), json!({"percent_off": 25, "percent_off_precise": 25.5})],
        ),
    ];
    for (object, column, expected, versions) in &cases {
        for fields in versions {
            assert_eq!(read(object, fields, column), *expected, "{object}.{column} of {fields}");
        }
    }
}

#[test]
fn every_example_of_stripes_fits_its_table() {
    let fixtures: Value = serde_json::from_str(include_str!("../../tests/fixtures/fixtures3.json")).unwrap();
    let (mut seen, mut rows) = (0, 0);
    for (name, example) in fixtures["resources"].as_object().unwrap() {
        if example["object"].is_string() && example["id"].as_str().is_some_and(|id| !id.is_empty()) {
            let row = row(example).unwrap_or_else(|error| panic!("{name}: {error}"));
            rows += 1;
            let object = example["object"].as_str().unwrap();
            seen += usize::from(KINDS.table(object).is_some());
            // Every column that the example has a value for has it.
            for column in KINDS.table(object).into_iter().flat_map(|table| table.columns) {
                let has_value =
                    column.paths.iter().any(|path| example.pointer(path).is_some_and(|value| !value.is_null()));
                let cell = row.iter().find(|(name, _)| *name == column.name).map(|(_, cell)| cell);
                assert_eq!(cell != Some(&Cell::Null), has_value, "{name}: {}", column.name);
            }
        }
    }
    assert!(seen >= KINDS.tables().count(), "an example of each table, not {seen}");
    assert!(rows > 150, "an example of each kind, not {rows}");
}
