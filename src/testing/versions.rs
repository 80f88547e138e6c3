//! Objects as older versions of the API have them.

use serde_json::Value;

use super::nested;
use super::state::Shelf;

/// `2026-09-30.endive`, or the older `2024-06-20`.
pub(super) fn is_version(version: &str) -> bool {
    let (day, name) = version.split_once('.').unwrap_or((version, "-"));
    let shape = day.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(*b"0000-00-00")
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// Whether objects look as they are stored.
pub(super) fn is_current(_version: &str) -> bool {
    true
}

/// A whole object, with its lists, in this version.
pub(super) fn rendered(object: &Value, _version: &str, shelf: &Shelf) -> Value {
    let mut object = object.clone();
    nested::fill(&mut object, shelf);
    object
}

/// An event's own fields, in the version that it names. Its object has that version already.
pub(super) fn render_event(_event: &mut Value) {}
