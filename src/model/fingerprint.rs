//! Whether two snapshots say the same: a hash of the canonical JSON.

use std::borrow::Cow;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::json::Node;

/// A 128-bit hash of an object's canonical JSON, as 32 hexadecimal digits.
///
/// The canonical JSON is compact, with the keys of every object sorted by their UTF-8 bytes, with expanded references written
/// as ids, and without redacted paths. Strings are escaped as JSON requires and no more (`\u00XX` in lower case for control
/// characters without a short escape), integers are written in decimal, other numbers in the shortest form that reads back as
/// the same `f64`. The hash is the first 16 bytes of SHA-256 (FIPS 180-4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// `as_ids`: the objects within `node` that are written as their ids.
    pub(super) fn of(node: &Node<'_>, as_ids: &[&Node<'_>], size_hint: usize) -> Self {
        let mut canonical = Vec::with_capacity(size_hint);
        write(node, as_ids, &mut canonical);
        let digest = Sha256::digest(&canonical);
        let digits = digest[..16].iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Fingerprint(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }

    /// The 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

fn write(node: &Node<'_>, as_ids: &[&Node<'_>], out: &mut Vec<u8>) {
    match node {
        Node::Object(entries) => {
            if as_ids.iter().any(|reference| std::ptr::eq(*reference, node))
                && let Some(Node::Text(id)) = node.get("id")
            {
                return write_text(id, out);
            }
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            out.push(b'{');
            for (n, (key, value)) in entries.into_iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write_text(key, out);
                out.push(b':');
                write(value, as_ids, out);
            }
            out.push(b'}');
        }
        Node::Array(elements) => {
            out.push(b'[');
            for (n, element) in elements.iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write(element, as_ids, out);
            }
            out.push(b']');
        }
        Node::Text(text) => write_text(text, out),
        scalar => write_scalar(scalar, out),
    }
}

#[expect(clippy::ptr_arg, reason = "whether it is borrowed says whether it has escapes")]
fn write_text(text: &Cow<'_, str>, out: &mut Vec<u8>) {
    match text {
        // A node borrows what stands in the JSON without an escape: it needs none here either.
        Cow::Borrowed(text) => {
            out.push(b'"');
            out.extend_from_slice(text.as_bytes());
            out.push(b'"');
        }
        Cow::Owned(text) => write_scalar(text, out),
    }
}

fn write_scalar(scalar: &impl Serialize, out: &mut Vec<u8>) {
    // Writing a string or a number into memory does not fail.
    let _ = serde_json::to_writer(out, scalar);
}
