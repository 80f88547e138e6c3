//! JSON text that every database can hold.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::Node;
use crate::error::{Error, Result, Subject, malformed};

/// The largest body that is read, in bytes: 4 MiB.
pub const MAX_BODY: usize = 4 << 20;

/// JSON text as received: UTF-8, shared without copying, and without the escapes that PostgreSQL's `jsonb` rejects.
///
/// As small as a pointer: of a batch there is a cell for every column of every row, as large as the largest kind of cell.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonText(Arc<Text>);

#[derive(PartialEq, Eq)]
struct Text {
    bytes: Bytes,
    replaced: Vec<String>,
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
        Ok(match without_unstorable_escapes(text, REPLACEMENT) {
            Cow::Borrowed(_) => JsonText::of(bytes, Vec::new()),
            Cow::Owned(clean) => JsonText::of(clean.into(), replaced_in(text)),
        })
    }

    fn of(bytes: Bytes, replaced: Vec<String>) -> Self {
        JsonText(Arc::new(Text { bytes, replaced }))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        // The bytes were checked on the way in, and only ever cut at the borders of JSON values.
        std::str::from_utf8(&self.0.bytes).unwrap_or_default()
    }

    /// Where escapes were replaced, as JSON pointers.
    pub(crate) fn replaced(&self) -> &[String] {
        &self.0.replaced
    }

    /// Its size in bytes.
    pub(crate) fn size(&self) -> usize {
        self.0.bytes.len()
    }

    /// A part of this text, without copying it.
    pub(crate) fn slice(&self, part: &str) -> JsonText {
        JsonText::of(self.0.bytes.slice_ref(part.as_bytes()), Vec::new())
    }
}

impl From<String> for JsonText {
    fn from(text: String) -> Self {
        JsonText::of(text.into(), Vec::new())
    }
}

impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonText({} bytes)", self.size())
    }
}

/// What takes the place of an escape that cannot be stored: U+FFFD, the replacement character.
const REPLACEMENT: &str = "\\ufffd";
/// A noncharacter, which no text for interchange holds, to find the places again.
const MARK: (&str, char) = ("\\ufdd0", '\u{fdd0}');

/// Replaces `\u0000` and unpaired surrogate escapes.
fn without_unstorable_escapes<'a>(text: &'a str, replacement: &str) -> Cow<'a, str> {
    // Stripe sends other characters as they are, so there is seldom any escape.
    if !text.contains('\\') || !["\\u0000", "\\ud", "\\uD"].iter().any(|escape| text.contains(escape)) {
        return Cow::Borrowed(text);
    }
    let (mut clean, mut replaced, mut rest) = (String::with_capacity(text.len()), false, text);
    while let Some(start) = rest.find('\\') {
        let (before, escape) = rest.split_at(start);
        clean.push_str(before);
        let length = match (unit(escape), unit(escape.get(6..).unwrap_or_default())) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0 | 0xd800..=0xdfff), _) => {
                clean.push_str(replacement);
                replaced = true;
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
    if replaced { Cow::Owned(clean) } else { Cow::Borrowed(text) }
}

/// The JSON pointers of the strings in which escapes are replaced.
fn replaced_in(text: &str) -> Vec<String> {
    let marked = without_unstorable_escapes(text, MARK.0);
    let mut found = Vec::new();
    // What is not JSON is refused when it is read.
    if let Ok(node) = serde_json::from_str::<Node<'_>>(&marked) {
        find_marks(&node, &mut String::new(), &mut found);
    }
    found
}

fn find_marks(node: &Node<'_>, path: &mut String, found: &mut Vec<String>) {
    let mut visit = |key: &str, child: &Node<'_>| {
        let length = path.len();
        path.push('/');
        path.push_str(&key.replace(MARK.1, "\u{fffd}"));
        if key.contains(MARK.1) {
            found.push(path.clone());
        }
        find_marks(child, path, found);
        path.truncate(length);
    };
    match node {
        Node::Object(entries) => entries.iter().for_each(|(key, child)| visit(key, child)),
        Node::Array(elements) => elements.iter().enumerate().for_each(|(n, child)| visit(&n.to_string(), child)),
        Node::Text(text) if text.contains(MARK.1) => found.push(path.clone()),
        _ => {}
    }
}

/// The UTF-16 unit of an escape `\uXXXX` at the start of the text.
fn unit(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{REPLACEMENT, replaced_in, without_unstorable_escapes};

    #[test]
    fn only_what_no_database_holds_is_replaced() {
        for (text, clean) in [
            (r#""plain""#, r#""plain""#),
            (r#""a\u0000b""#, r#""a\ufffdb""#),
            (r#""an escaped backslash \\u0000 is text""#, r#""an escaped backslash \\u0000 is text""#),
            (r#""\\\u0000""#, r#""\\\ufffd""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\uD83Dx\u0000""#, r#""\ufffdx\ufffd""#),
            (r#""\ud"#, r#""\ud"#),
            ("\"\\\u{1F600}\\u0000\"", "\"\\\u{1F600}\\ufffd\""),
        ] {
            assert_eq!(without_unstorable_escapes(text, REPLACEMENT), clean, "{text}");
        }
    }

    #[test]
    fn the_places_are_named() {
        let text = r#"{"name": "a\u0000b", "metadata": {"k\u0000": "x", "fine": "\ufffd"}, "list": ["", "\ud800"]}"#;
        assert_eq!(replaced_in(text), ["/name", "/metadata/k\u{fffd}", "/list/1"]);
    }
}
