//! The text of values within JSON, as it was received.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::unescaped;

/// The values at these JSON pointers, which are sorted, and none within another. Every level is read once, however many
/// pointers lead through it; a pointer that leads nowhere yields nothing.
pub(crate) fn raw_all<'a>(text: &'a str, pointers: &[&str]) -> Vec<&'a RawValue> {
    let mut found = Vec::with_capacity(pointers.len());
    collect(text, pointers, &mut found);
    found
}

fn collect<'a>(text: &'a str, pointers: &[&str], found: &mut Vec<&'a RawValue>) {
    let fields = fields(text);
    let mut rest = pointers;
    while let Some(first) = rest.first().and_then(|pointer| pointer.strip_prefix('/')) {
        let key = &first[..first.find('/').unwrap_or(first.len())];
        // Sorted pointers with the same first key are neighbours.
        let through = |pointer: &&str| {
            let beyond = pointer.get(1..).and_then(|pointer| pointer.strip_prefix(key));
            beyond.filter(|beyond| beyond.is_empty() || beyond.starts_with('/')).is_some()
        };
        let (here, others) = rest.split_at(rest.iter().take_while(|pointer| through(pointer)).count());
        rest = others;
        let Some(value) = fields.get(&*unescaped(key)) else { continue };
        let beyond: Vec<&str> = here.iter().map(|pointer| &pointer[1 + key.len()..]).collect();
        match beyond.first() {
            Some(&"") => found.push(value),
            _ => collect(value.get(), &beyond, found),
        }
    }
}

/// Of a key that comes twice the last counts, as in [`Node`](super::Node).
fn fields(text: &str) -> HashMap<Cow<'_, str>, &RawValue> {
    if text.trim_start().starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
        elements.into_iter().enumerate().map(|(n, element)| (n.to_string().into(), element)).collect()
    } else {
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_as_they_were_received() {
        let text =
            r#"{"a": {"b~/c": [1, {"d" : 2.50}]}, "a-b": {"c": true}, "a": {"b~/c": [1, {"d" : 2.50}], "e": "x"}}"#;
        let found = |pointers: &[&str]| raw_all(text, pointers).into_iter().map(RawValue::get).collect::<Vec<_>>();
        assert_eq!(found(&["/a-b/c", "/a/b~0~1c/1", "/a/e"]), ["true", r#"{"d" : 2.50}"#, "\"x\""]);
        assert_eq!(found(&["/a/b~0~1c/1/d", "/a/b~0~1c/7", "/a/nothing", "/x"]), ["2.50"]);
        assert!(found(&[]).is_empty());
    }
}
