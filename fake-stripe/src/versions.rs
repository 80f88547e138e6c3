//! Objects as older versions of the API have them: <https://docs.stripe.com/changelog>.
//!
//! Everything is stored as in [`API_VERSION`](super::API_VERSION), and rendered when it is answered or told of. What is rendered
//! are the fields that moved, as far as a mirror reads them; parameters are those of the current version always.

mod moves;

use serde_json::{Map, Value};

use super::nested;
use super::state::Shelf;
use moves::MOVES;

/// A field that has moved.
struct Move {
    /// The first version in which it is where it is now.
    since: &'static str,
    /// The kind of object that it is, or was, a field of.
    kind: &'static str,
    /// Puts it back.
    undo: fn(&mut Map<String, Value>, &Shelf),
}

/// `2026-09-30.endive`, or the older `2024-06-20`.
pub(super) fn is_version(version: &str) -> bool {
    let (_, name) = version.split_once('.').unwrap_or((version, "-"));
    let shape = day(version).bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(*b"0000-00-00")
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// Whether objects look as they are stored.
pub(super) fn is_current(version: &str) -> bool {
    MOVES.first().is_none_or(|newest| day(version) >= newest.since)
}

/// The fields that moved: the first version in which each is where it is now, and the kind of object.
pub(super) fn moved() -> impl Iterator<Item = (&'static str, &'static str)> {
    MOVES.iter().map(|moved| (moved.since, moved.kind))
}

/// An object as it is stored, with its lists, in this version.
pub(super) fn rendered(object: &Value, version: &str, shelf: &Shelf) -> Value {
    let mut object = object.clone();
    nested::fill(&mut object, shelf);
    render(&mut object, version, shelf);
    object
}

/// Renders an answer or an object, with all objects in it.
pub(super) fn render(value: &mut Value, version: &str, shelf: &Shelf) {
    if !is_current(version) {
        walk(value, day(version), shelf);
    }
}

/// An event's own fields, in the version that it names. They stay so, whatever the version of who reads it.
pub(super) fn render_event(event: &mut Value) {
    let old = event["api_version"].as_str().is_some_and(|version| day(version) < "2017-05-25");
    if old {
        event["request"] = event["request"]["id"].take();
    }
}

fn walk(value: &mut Value, day: &str, shelf: &Shelf) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| walk(value, day, shelf)),
        Value::Object(object) => {
            let kind = object.get("object").and_then(Value::as_str).unwrap_or_default().to_owned();
            if kind == "event" || object.get("deleted").is_some_and(|deleted| deleted == true) {
                return;
            }
            // What holds others reads them before they are rendered themselves.
            for moved in MOVES.iter().filter(|moved| moved.kind == kind && day < moved.since) {
                (moved.undo)(object, shelf);
            }
            // Whatever a user writes there, it is no object of Stripe's.
            let inner = object.iter_mut().filter(|(field, _)| *field != "metadata");
            inner.for_each(|(_, value)| walk(value, day, shelf));
        }
        _ => {}
    }
}

fn day(version: &str) -> &str {
    version.split_once('.').map_or(version, |(day, _)| day)
}
