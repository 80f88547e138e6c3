//! Whether two snapshots say the same: a hash of the canonical JSON.

use std::borrow::Cow;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::json::Node;

/// A 128-bit hash of an object's canonical JSON, as 32 hexadecimal digits.
///
/// The canonical JSON is compact, with the keys of every object sorted by their UTF-8 bytes, and without redacted paths. Strings
/// are escaped as JSON requires and no more (`\u00XX` in lower case for control characters without a short escape), integers are
/// written in decimal, other numbers in the shortest form that reads back as the same `f64`. The hash is the first 16 bytes of
/// SHA-256 (FIPS 180-4).
///
/// It holds what the object itself says, whichever features and tables there are, and whatever was expanded:
///
/// - **References** are ids, expanded or not, and so are objects that Stripe always embeds though they are rows of their own: the
///   `price` of a subscription item, the `coupon` of a discount, tax rates.
/// - **Volatile values** are left out: URLs that Stripe signs anew on each read (`charge.receipt_url`,
///   `invoice.hosted_invoice_url`, `invoice.invoice_pdf`, `credit_note.pdf`, a next action's), and what comes only where it is
///   expanded (`price.tiers`, `customer.sources`, `charge.refunds`, `invoice.payments`, `checkout.session.line_items`). They are not
///   part of the contract of the row that holds them; the objects in such lists are applied to rows of their own all the same.
/// - **Copies of what once was** (`charge.source`, the payment method of `payment_intent.last_payment_error`) are content.
///
/// Two renderings with the same fingerprint say the same, and a row keeps either of them in `stripe_data`: which volatile values
/// are in it, and whether a reference in it is expanded, is not determined. Read a signed URL or `tiers` from Stripe.
///
/// A row that is known only from a stub (`{"id": …, "deleted": true}`) has an empty fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of an object's JSON as [`reduce`](super::within::reduce) leaves it.
    pub(super) fn of(node: &Node<'_>, size_hint: usize) -> Self {
        let mut canonical = Vec::with_capacity(size_hint);
        write(node, &mut canonical);
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

fn write(node: &Node<'_>, out: &mut Vec<u8>) {
    match node {
        Node::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            out.push(b'{');
            for (n, (key, value)) in entries.into_iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write_text(key, out);
                out.push(b':');
                write(value, out);
            }
            out.push(b'}');
        }
        Node::Array(elements) => {
            out.push(b'[');
            for (n, element) in elements.iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write(element, out);
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
