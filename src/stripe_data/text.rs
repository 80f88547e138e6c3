//! JSON text that every database can hold.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use super::{MAX_BODY, malformed};
use crate::error::{Error, Result, Subject};

/// JSON text as received: UTF-8, shared without copying, and without the escapes that PostgreSQL's `jsonb` rejects.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonText {
    bytes: Bytes,
    replaced: usize,
}

impl JsonText {
    /// Checks the size and the encoding; the JSON itself is read later.
    ///
    /// # Errors
    /// [`Error::TooLarge`] over [`MAX_BODY`], [`Error::Malformed`] if it is not UTF-8.
    pub fn new(bytes: Bytes) -> Result<Self> {
        if bytes.len() > MAX_BODY {
            return Err(Error::TooLarge { size: bytes.len(), limit: MAX_BODY });
        }
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(_) => return Err(malformed(Subject::default(), "not UTF-8")),
        };
        Ok(match without_unstorable_escapes(text) {
            (Cow::Borrowed(_), _) => JsonText { bytes, replaced: 0 },
            (Cow::Owned(text), replaced) => JsonText { bytes: text.into(), replaced },
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        // The bytes were checked on the way in, and only ever cut at the borders of JSON values.
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }

    pub(crate) fn replaced(&self) -> usize {
        self.replaced
    }

    /// A part of this text, without copying it.
    pub(crate) fn slice(&self, part: &str) -> JsonText {
        JsonText { bytes: self.bytes.slice_ref(part.as_bytes()), replaced: 0 }
    }
}

impl From<String> for JsonText {
    fn from(text: String) -> Self {
        JsonText { bytes: text.into(), replaced: 0 }
    }
}

impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonText({} bytes)", self.bytes.len())
    }
}

/// Replaces `\u0000` and unpaired surrogate escapes by `\ufffd`, and counts them.
fn without_unstorable_escapes(text: &str) -> (Cow<'_, str>, usize) {
    // Stripe sends other characters as they are, so there is seldom any escape.
    if !text.contains('\\') || !["\\u0000", "\\ud", "\\uD"].iter().any(|escape| text.contains(escape)) {
        return (Cow::Borrowed(text), 0);
    }
    let (mut clean, mut replaced, mut rest) = (String::with_capacity(text.len()), 0, text);
    while let Some(start) = rest.find('\\') {
        let (before, escape) = rest.split_at(start);
        clean.push_str(before);
        let length = match (unit(escape), unit(escape.get(6..).unwrap_or_default())) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0 | 0xd800..=0xdfff), _) => {
                clean.push_str("\\ufffd");
                replaced += 1;
                rest = &escape[6..];
                continue;
            }
            (Some(_), _) => 6,
            // An escape of one character: `\\`, `\"`, `\n`; a multi-byte one would not be JSON.
            (None, _) => escape.char_indices().nth(2).map_or(escape.len(), |(end, _)| end),
        };
        clean.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    clean.push_str(rest);
    if replaced == 0 { (Cow::Borrowed(text), 0) } else { (Cow::Owned(clean), replaced) }
}

/// The UTF-16 unit of an escape `\uXXXX` at the start of the text.
fn unit(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::without_unstorable_escapes;

    #[test]
    fn only_what_no_database_holds_is_replaced() {
        for (text, clean, replaced) in [
            (r#""plain""#, r#""plain""#, 0),
            (r#""a\u0000b""#, r#""a\ufffdb""#, 1),
            (r#""an escaped backslash \\u0000 is text""#, r#""an escaped backslash \\u0000 is text""#, 0),
            (r#""\\\u0000""#, r#""\\\ufffd""#, 1),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#, 0),
            (r#""\ud83d""#, r#""\ufffd""#, 1),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#, 2),
            (r#""\uD83Dx\u0000""#, r#""\ufffdx\ufffd""#, 2),
            (r#""\ud"#, r#""\ud"#, 0),
            ("\"\\\u{1F600}\\u0000\"", "\"\\\u{1F600}\\ufffd\"", 1),
        ] {
            assert_eq!(without_unstorable_escapes(text), (clean.into(), replaced), "{text}");
        }
    }
}
