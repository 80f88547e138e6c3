//! Stripe's own examples of its objects.

use std::collections::BTreeSet;
use std::mem::discriminant;
use std::sync::LazyLock;

use serde_json::Value;

use super::{Problem, kind};

static FIXTURES: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../fixtures/fixtures3.json")).unwrap());

/// What is different in an object and in Stripe's example of one. `expanded`: the fields that the request wanted whole, some
/// of which aren't there otherwise.
pub fn compare(object: &Value, expanded: &BTreeSet<String>) -> Vec<Problem> {
    let kind = kind(object);
    let Some(fixture) = FIXTURES["resources"].get(&kind) else {
        // Lists and search results are the only objects without an example.
        return Vec::new();
    };
    let mut problems = Vec::new();
    fields(fixture, object, "", &mut |at, what| problems.push(Problem { kind: kind.clone(), at: at.into(), what }));
    let more =
        object.as_object().unwrap().keys().filter(|field| fixture.get(field).is_none() && !expanded.contains(*field));
    for field in more {
        problems.push(Problem {
            kind: kind.clone(),
            at: format!("/{field}"),
            what: "is not in Stripe's example".into(),
        });
    }
    problems
}

/// A value that one of them doesn't have (null, or Stripe's `{}` for an unknown object) says nothing of the type. Below the
/// top the examples leave out optional fields.
fn fields(fixture: &Value, ours: &Value, at: &str, report: &mut impl FnMut(&str, String)) {
    match (fixture, ours) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(_), Value::Object(_)) if at.ends_with("/metadata") => {}
        // An object of its own kind has its own example. So has what is expanded, here or there.
        (Value::Object(_) | Value::String(_), Value::Object(ours)) if !at.is_empty() && ours.contains_key("object") => {
        }
        (Value::Object(fixture), Value::String(_)) if fixture.contains_key("object") => {}
        (Value::Object(fixture), Value::Object(ours)) => {
            for (field, value) in fixture {
                let at = format!("{at}/{field}");
                match ours.get(field) {
                    Some(ours) => fields(value, ours, &at, report),
                    None => report(&at, "is missing, and in Stripe's example".into()),
                }
            }
        }
        (Value::Array(fixture), Value::Array(ours)) => {
            if let Some(fixture) = fixture.first() {
                ours.iter().for_each(|ours| fields(fixture, ours, &format!("{at}/*"), report));
            }
        }
        _ if discriminant(fixture) == discriminant(ours) => {}
        _ => report(at, format!("is {ours}, and in Stripe's example {fixture}")),
    }
}
