//! A mirror reads the same columns from an older version's objects.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Record, Redact};
use crate::model::StripeObject;
use crate::objects::KINDS;
use crate::sql::Cell;
use crate::testing::{API_VERSION, FakeStripe};
use crate::{Origin, StripeData};

/// What older versions did not tell, with the versions that told it first.
const UNTOLD: &[(&str, &str, &str)] = &[
    ("subscription_item", "current_period_end", "2025-03-31"),
    ("subscription_item", "current_period_start", "2025-03-31"),
    ("invoice", "paid_at", "2019-03-14"),
    ("dispute", "evidence_submission_count", "2014-12-08"),
];

/// What newer versions do not tell, with the versions that ceased to.
const TOLD_NO_MORE: &[(&str, &str, &str)] = &[("invoice", "payment_intent", "2025-03-31")];

fn row(object: &Value) -> Vec<(&'static str, Cell)> {
    let table = KINDS.table(object["object"].as_str().unwrap()).unwrap();
    let data = StripeData::<StripeObject>::from_json(object.to_string(), Origin::read_at(DateTime::<Utc>::UNIX_EPOCH))
        .unwrap();
    let record = Record::of(&KINDS, table, Vec::new(), &data.snapshot, &Redact::default()).unwrap();
    table.all_columns().map(|column| column.name).zip(record.cells).collect()
}

/// Stripe's example of each mirrored object, with the fields filled that have moved.
fn examples() -> Vec<Value> {
    let fixtures: Value = serde_json::from_str(include_str!("../../tests/fixtures/fixtures3.json")).unwrap();
    let all = fixtures["resources"].as_object().unwrap().values();
    let whole = all.filter(|one| {
        one["object"].as_str().and_then(|object| KINDS.table(object)).is_some()
            && one["deleted"] != true
            && one["id"].as_str().is_some_and(|id| !id.is_empty())
    });
    let mut examples: Vec<Value> = whole.cloned().collect();
    for example in &mut examples {
        let more = match example["object"].as_str().unwrap() {
            "invoice" => json!({
                "parent": { "subscription_details": { "subscription": "sub_1", "metadata": {} }, "quote_details": null },
                "payments": { "object": "list", "data": [
                    { "object": "invoice_payment", "payment": { "type": "payment_intent", "payment_intent": "pi_1" } },
                ] },
                "status_transitions": { "finalized_at": 1_700_000_000, "paid_at": 1_700_000_001 },
                "collection_method": "send_invoice",
            }),
            "line_item" => json!({
                "parent": {
                    "subscription_item_details": {
                        "invoice_item": "ii_1", "proration": true, "subscription": "sub_1", "subscription_item": "si_1",
                    },
                },
                "pricing": {
                    "price_details": { "price": "price_1", "product": "prod_1" }, "unit_amount_decimal": "20.5",
                },
            }),
            "subscription" => json!({
                "items": { "object": "list", "data": [{
                    "id": "si_1", "object": "subscription_item", "subscription": example["id"],
                    "current_period_end": 1_700_000_009, "current_period_start": 1_700_000_000,
                }] },
                "collection_method": "charge_automatically",
            }),
            "subscription_item" => {
                json!({ "current_period_end": 1_700_000_009, "current_period_start": 1_700_000_000 })
            }
            "payment_intent" => json!({ "latest_charge": "ch_1" }),
            "customer" => json!({ "balance": -5, "default_source": "card_1" }),
            "coupon" => json!({ "percent_off": 12.5 }),
            "dispute" => json!({ "evidence_details": { "due_by": 1_700_000_000, "submission_count": 2 } }),
            _ => json!({}),
        };
        for (field, value) in more.as_object().unwrap() {
            example[field] = value.clone();
        }
    }
    examples
}

#[test]
fn a_mirror_reads_the_same_from_every_version() {
    let examples = examples();
    let intent = examples.iter().find(|one| one["object"] == "payment_intent").unwrap();
    let others = [json!({ "id": "ch_1", "object": "charge", "payment_intent": intent["id"] })];
    let mut days: Vec<String> = FakeStripe::moved_fields().map(|(since, _)| day_before(since)).collect();
    days.dedup();
    let mut different = 0;
    for example in &examples {
        let kind = example["object"].as_str().unwrap();
        let now = row(&FakeStripe::rendered(&others, example, API_VERSION));
        for day in &days {
            let older = FakeStripe::rendered(&others, example, day);
            different += usize::from(older != *example);
            for ((column, now), (_, then)) in now.iter().zip(row(&older)) {
                let untold =
                    |(of, name, since): &(&str, &str, &str)| of == &kind && name == column && day.as_str() < *since;
                if UNTOLD.iter().any(untold) {
                    assert_eq!(then, Cell::Null, "{kind}.{column} in {day}");
                } else if TOLD_NO_MORE.iter().any(untold) {
                    assert_eq!(*now, Cell::Null, "{kind}.{column}");
                    assert!(then != Cell::Null, "{kind}.{column} in {day}");
                } else {
                    // The columns of the whole object hold what was rendered.
                    assert!(
                        *now == then || *column == "stripe_data" || *column == "fingerprint",
                        "{kind}.{column} in {day}"
                    );
                }
            }
        }
    }
    assert!(different > 50, "{different}");
}

#[test]
fn each_move_undoes_something() {
    for (day, kind) in FakeStripe::moved_fields() {
        let examples = examples();
        let Some(example) = examples.iter().find(|one| one["object"] == kind) else { continue };
        let others = [json!({ "id": "ch_1", "object": "charge", "payment_intent": example["id"] })];
        let (before, since) =
            (FakeStripe::rendered(&others, example, &day_before(day)), FakeStripe::rendered(&others, example, day));
        // The lists that an example has already are filled by objects that the fake has.
        assert!(before != since || ["charge", "customer"].contains(&kind), "{kind} {day}");
    }
    assert!(FakeStripe::moved_fields().is_sorted_by(|(one, _), (next, _)| one >= next));
}

/// Smaller than the day itself, and greater than any version before.
fn day_before(day: &str) -> String {
    let (month, day) = day.rsplit_once('-').unwrap();
    format!("{month}-{:02}", day.parse::<u32>().unwrap() - 1)
}
