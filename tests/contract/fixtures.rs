//! All of Stripe's own examples pass through the mirror.

use diesel_stripe::StripeData;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::Applied;
use diesel_stripe::model::StripeObject;
use serde_json::Value;

use crate::database::Database;
use crate::every_kind::owner;
use crate::sent::{answer, data};

/// Each example that is an object with an id, once; all of test mode, as a mirror holds one mode.
pub fn examples() -> Vec<Value> {
    let fixtures: Value = serde_json::from_str(include_str!("../fixtures/fixtures3.json")).unwrap();
    let mut examples: Vec<Value> = Vec::new();
    for example in fixtures["resources"].as_object().unwrap().values() {
        let is_object = example["object"].is_string() && example["id"].as_str().is_some_and(|id| !id.is_empty());
        let same = |other: &Value| other["object"] == example["object"] && other["id"] == example["id"];
        if is_object && !examples.iter().any(same) {
            let mut example = example.clone();
            if let Some(livemode) = example.get_mut("livemode") {
                *livemode = Value::Bool(false);
            }
            examples.push(example);
        }
    }
    assert!(examples.len() > 100, "{}", examples.len());
    examples
}

fn table_of(object: &str) -> &'static str {
    diesel_stripe::objects::KINDS.table(object).map_or("stripe_objects", |table| table.name)
}

async fn every_example_is_stored_as_it_is<D: Database>(db: &mut D) {
    let examples = examples();
    let batch = examples.iter().map(|example| data::<StripeObject>(example, answer(5))).collect();

    let outcomes = db.sync_any(&Mirror::default(), batch).await.unwrap();

    for (example, outcome) in examples.iter().zip(outcomes) {
        let (object, id) = (example["object"].as_str().unwrap(), example["id"].as_str().unwrap());
        assert!(matches!(outcome, Ok(Applied)), "{object} {id}: {outcome:?}");
        let table = table_of(object);
        let text = if D::DIALECT == SqlDialect::Mysql { "CHAR" } else { "TEXT" };
        let kind = if table == "stripe_objects" { format!("AND object = '{object}'") } else { String::new() };
        let sql = format!("SELECT CAST(stripe_data AS {text}) AS value FROM {table} WHERE id = '{id}' {kind}");
        let stored = db.values(&sql).await;
        assert_eq!(stored.len(), 1, "{object} {id}");
        let stored: Value = serde_json::from_str(stored[0].as_deref().unwrap()).unwrap();
        assert_eq!(stored, crate::stored::stored(example), "{object} {id}");
    }
}

async fn one_by_one_they_are_the_same(db: &mut impl Database) {
    let examples = examples();
    // A few are within examples of other kinds too, sometimes with other content.
    let (mut alone, mut within_others) = (Vec::new(), 0);
    for example in &examples {
        let synced = db.sync(data::<StripeObject>(example, answer(5))).await.unwrap();
        assert_eq!(Some(&*synced.row.object), example["object"].as_str());
        match synced.outcome {
            Applied => alone.push(example),
            _ => within_others += 1,
        }
    }
    assert!(within_others < 10, "of {}: {within_others}", examples.len());
    for example in &examples {
        let rows: Vec<StripeObject> = db.rows(example["id"].as_str().unwrap(), owner(example)).await;
        let of_this_kind = rows.iter().filter(|row| example["object"] == row.object).count();
        assert_eq!(of_this_kind, 1, "{example}");
    }
    let again = alone.iter().map(|example| data(example, answer(5))).collect::<Vec<StripeData<StripeObject>>>();
    for outcome in db.sync_many(again).await.unwrap() {
        assert_eq!(outcome.unwrap(), diesel_stripe::Outcome::Unchanged);
    }
}

contract! {
    every_example_is_stored_as_it_is,
    one_by_one_they_are_the_same,
}
