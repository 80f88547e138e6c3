//! What every answer must be, whatever was asked: Stripe's. The caller checks each one that it gets.
//!
//! - It validates against Stripe's specification, in which nothing is allowed that isn't described ([`spec`]).
//! - Each object has the fields of Stripe's own example of it, with the same types ([`fixtures`]).
//! - async-stripe reads it ([`typed`]).
//!
//! Where Stripe's newer version, or an object that is less usual than the example, differs, [`differences`] says so by name.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::caller::Exchange;

#[path = "faithful/differences.rs"]
pub mod differences;
#[path = "faithful/fixtures.rs"]
mod fixtures;
#[path = "faithful/spec.rs"]
pub mod spec;
#[path = "faithful/typed.rs"]
mod typed;

/// Something in an answer that isn't as Stripe's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The kind of the object that it is in: the innermost one.
    pub kind: String,
    /// Where in that object: `/items/*/price`.
    pub at: String,
    pub what: String,
}

/// Panics with all that isn't as Stripe's; returns the differences that were met.
pub fn check(exchange: &Exchange) -> BTreeSet<&'static str> {
    let answer = &exchange.json;
    let mut problems = if exchange.status == 200 {
        let route = spec::route(&exchange.method, exchange.path());
        let route =
            route.unwrap_or_else(|| panic!("{exchange}: not in spec3_trimmed.json: add its area to trim_spec3.py"));
        spec::check(&route.response, answer)
    } else {
        spec::check("error", answer)
    };
    let expanded = exchange.expanded();
    let mut objects = Vec::new();
    find_objects(answer, &mut objects);
    for object in &objects {
        // Nothing but the object itself describes what an event is about.
        if kind(object) == "event" {
            problems.extend(spec::check_object(&object["data"]["object"]));
            problems.extend(spec::check_names(&object["data"]["object"], &object["data"]["previous_attributes"]));
        }
        problems.extend(fixtures::compare(object, &expanded));
        problems.extend(typed::parse(object));
    }
    let (met, problems): (Vec<_>, Vec<_>) =
        problems.into_iter().partition(|problem| differences::find(problem).is_some());
    let problems: BTreeSet<String> =
        problems.iter().map(|Problem { kind, at, what }| format!("  {kind}{at}: {what}")).collect();
    assert!(
        problems.is_empty(),
        "{exchange}: this is not what Stripe answers:\n{}\n{answer:#}",
        Vec::from_iter(problems).join("\n"),
    );
    met.iter().filter_map(differences::find).collect()
}

/// What kind of object this is; `deleted_customer` for the stub of a customer.
fn kind(object: &Value) -> String {
    let kind = object["object"].as_str().unwrap_or_default();
    if object["deleted"] == true { format!("deleted_{kind}") } else { kind.to_owned() }
}

/// The objects in a value, lists included, itself included; inner ones first.
fn find_objects<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| find_objects(value, found)),
        Value::Object(fields) => {
            // The former holds what users like, the latter parts of objects.
            let fields =
                fields.iter().filter(|(name, _)| !["metadata", "previous_attributes"].contains(&name.as_str()));
            fields.for_each(|(_, value)| find_objects(value, found));
            if value["object"].is_string() {
                found.push(value);
            }
        }
        _ => {}
    }
}

#[test]
fn wrong_answers_are_found_out() {
    let charge: Value = serde_json::from_str(include_str!("../fixtures/fixtures3.json")).unwrap();
    let charge = &charge["resources"]["charge"];
    let wrong = |change: fn(&mut Value)| -> Vec<String> {
        let mut wrong = charge.clone();
        change(&mut wrong);
        let problems = spec::check("charge", &wrong).into_iter().chain(fixtures::compare(&wrong, &BTreeSet::new()));
        let places = problems.filter(|problem| differences::find(problem).is_none()).map(|p| p.kind + &p.at);
        Vec::from_iter(places.collect::<BTreeSet<_>>())
    };
    let none: [&str; 0] = [];
    assert_eq!(wrong(|_| {}), none);
    assert_eq!(wrong(|charge| charge["amount"] = "100".into()), ["charge/amount"]);
    assert_eq!(wrong(|charge| charge["amount"] = Value::Null), ["charge/amount"]);
    assert_eq!(wrong(|charge| charge["amount"] = 1.5.into()), ["charge/amount"]);
    assert_eq!(wrong(|charge| drop(charge.as_object_mut().unwrap().remove("amount"))), ["charge/amount"]);
    // It may be null, but not absent.
    assert_eq!(wrong(|charge| charge["description"] = Value::Null), none);
    assert_eq!(wrong(|charge| drop(charge.as_object_mut().unwrap().remove("description"))), ["charge/description"]);
    assert_eq!(wrong(|charge| charge["status"] = "won".into()), ["charge/status"]);
    assert_eq!(wrong(|charge| charge["colour"] = "red".into()), ["charge/colour"]);
    assert_eq!(wrong(|charge| charge["billing_details"]["colour"] = "red".into()), ["charge/billing_details/colour"]);
    // A reference may be expanded, to the right kind of object.
    assert_eq!(wrong(|charge| charge["customer"] = "cus_1".into()), none);
    let expanded = ["customer/created", "customer/id", "customer/livemode"];
    assert_eq!(wrong(|charge| charge["customer"] = serde_json::json!({ "object": "customer" })), expanded);
    assert_ne!(wrong(|charge| charge["customer"] = serde_json::json!({ "object": "charge" })), none);
}
