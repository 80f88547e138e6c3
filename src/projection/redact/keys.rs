//! Whether a text may hold what is left out: one pass over its strings, without parsing it.

use super::{IN_URL, Redact};

impl Redact {
    /// Whether anything in a JSON text may have to be removed. `false` is certain.
    pub(crate) fn may_be_in(&self, json: &str) -> bool {
        let rules = &*self.rules;
        let (mut has_kind, mut has_end) = (false, false);
        let mut rest = json;
        while let Some(begin) = rest.find('"') {
            rest = &rest[begin + 1..];
            let Some((string, after)) = closed(rest) else { return true };
            rest = after;
            if after.trim_ascii_start().starts_with(':') {
                // A key with an escape may be any.
                if string.contains('\\') || rules.fields.contains(string) {
                    return true;
                }
                has_end |= rules.ends.contains(string);
            } else {
                // A value with an escape may be any, too, which may say what an object is: `issuing\u002ecard`.
                let is_escaped = string.contains('\\');
                has_kind |= is_short(string) && (is_escaped || rules.paths.contains_key(string));
                let has_secret = string.contains(IN_URL) || (is_escaped && string.contains(r"\u"));
                if has_secret && !rules.keep_client_secrets {
                    return true;
                }
            }
            if has_kind && has_end {
                return true;
            }
        }
        false
    }
}

/// As kinds of objects are.
fn is_short(string: &str) -> bool {
    string.len() < 256
}

/// A string up to its quotation mark, and what comes after.
fn closed(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        if bytes[at] == b'"' {
            return Some((&text[..at], &text[at + 1..]));
        }
        at += 2;
    }
}
