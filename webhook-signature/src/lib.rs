//! Signatures of webhook deliveries: <https://docs.stripe.com/webhooks/signature>.
//!
//! Stripe signs the bytes of a body together with the time of the delivery, so verify what was received, before anything has
//! parsed it. [`verify`] is all that a host needs which has an inbox of its own; [`sign`] is for tests.
//!
//! ```
//! use stripe_webhook_signature::{self as signature, TOLERANCE, WebhookSecret};
//!
//! // While a secret is being rotated both are good; so are the secrets of several endpoints.
//! let secrets = [WebhookSecret::new("whsec_old"), WebhookSecret::new("whsec_new")];
//! let body = br#"{"id": "evt_1", "object": "event"}"#;
//!
//! let header = signature::sign(body, &secrets[1], chrono::Utc::now());
//! signature::verify(body, &header, &secrets, TOLERANCE)?;
//! # Ok::<(), signature::SignatureError>(())
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The header that carries the signature.
pub const HEADER: &str = "stripe-signature";

/// How old a delivery may be, as Stripe's own libraries have it: five minutes.
pub const TOLERANCE: Duration = Duration::from_secs(300);

/// Stripe's header has about 150 bytes, and 64 more for each secret that is valid at the same time.
const MAX_HEADER: usize = 4096;

/// The signing secret of a webhook endpoint: `whsec_…`. `Debug` does not show it.
///
/// ```
/// use stripe_webhook_signature::WebhookSecret;
///
/// let secret = WebhookSecret::new("whsec_hush");
/// assert_eq!(format!("{secret:?}"), "WebhookSecret(..)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// The secret as Stripe shows it, with its `whsec_`. What files, shells and settings leave around it is left out: white space
    /// such as a last line break, quotes, a byte order mark.
    ///
    /// An empty secret verifies nothing: anybody could sign with it.
    pub fn new(secret: impl AsRef<str>) -> Self {
        let around =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '`' | '\u{feff}' | '\u{200b}');
        WebhookSecret(secret.as_ref().trim_matches(around).to_owned())
    }

    /// The secret itself. It is all that one needs to forge an event.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it looks as Stripe's do: a setting that does not is probably something else, such as an API key.
    pub fn is_plausible(&self) -> bool {
        self.0.strip_prefix("whsec_").is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
    }

    /// The signature of a body at a time, before its end is computed.
    fn mac(&self, timestamp: &str, payload: &[u8]) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length.
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        mac.update(timestamp.as_bytes());
        mac.update(b".");
        mac.update(payload);
        Some(mac)
    }
}

impl From<&str> for WebhookSecret {
    fn from(secret: &str) -> Self {
        WebhookSecret::new(secret)
    }
}

impl From<String> for WebhookSecret {
    fn from(secret: String) -> Self {
        WebhookSecret::new(secret)
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(..)")
    }
}

/// Why a delivery is not verified. What was received is in none of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no such header, or it is none that Stripe sends.
    #[error("the Stripe-Signature header {0}")]
    Malformed(&'static str),
    /// No signature was made of these bytes with one of the secrets: the secret is another endpoint's, the body was changed or
    /// parsed on the way here, or this is not from Stripe.
    #[error(
        "no signature in the Stripe-Signature header is of this body by a secret of this endpoint: \
         is it the right secret (whsec_…), and the body as it was received?"
    )]
    NoMatch,
    /// The signature is Stripe's, but it was made too long ago: a replay, or the clock here is fast.
    #[error("signed {seconds} s ago, longer than is tolerated")]
    TooOld {
        /// How long ago, by the clock here.
        seconds: i64,
    },
    /// The signature is Stripe's, but it was made in the future: the clock here is slow.
    #[error("signed {seconds} s in the future: is this machine's clock right?")]
    TooNew {
        /// How far ahead, by the clock here.
        seconds: i64,
    },
}

/// Verifies a delivery: that Stripe signed these very bytes with one of the secrets, and not longer ago than is tolerated.
/// Returns when it was signed.
///
/// `payload` is the body as it was received, and `header` the value of `Stripe-Signature`. The comparison takes the same time
/// wherever the signatures differ.
///
/// # Errors
/// [`SignatureError`] tells a wrong secret from an old timestamp and from a malformed header.
pub fn verify(
    payload: &[u8],
    header: &str,
    secrets: &[WebhookSecret],
    tolerance: Duration,
) -> Result<DateTime<Utc>, SignatureError> {
    verify_at(payload, header, secrets, tolerance, Utc::now())
}

/// [`verify`] by another clock than the machine's.
///
/// # Errors
/// Those of [`verify`].
pub fn verify_at(
    payload: &[u8],
    header: &str,
    secrets: &[WebhookSecret],
    tolerance: Duration,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, SignatureError> {
    let Header { timestamp, signed_at, signatures } = Header::read(header)?;
    let mut matches = false;
    for secret in secrets.iter().filter(|secret| !secret.0.is_empty()) {
        // The body is hashed once for each secret, however many signatures there are.
        let Some(mac) = secret.mac(timestamp, payload) else { continue };
        matches |= signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok());
    }
    if !matches {
        return Err(SignatureError::NoMatch);
    }
    is_tolerated(signed_at, tolerance, now)?;
    Ok(signed_at)
}

/// What can be said of a `Stripe-Signature` header without the body: that Stripe may have sent it, now. Before a body is read.
///
/// # Errors
/// [`SignatureError::Malformed`], [`SignatureError::TooOld`], [`SignatureError::TooNew`].
pub fn check_header(header: &str, tolerance: Duration, now: DateTime<Utc>) -> Result<(), SignatureError> {
    is_tolerated(Header::read(header)?.signed_at, tolerance, now)
}

fn is_tolerated(signed_at: DateTime<Utc>, tolerance: Duration, now: DateTime<Utc>) -> Result<(), SignatureError> {
    let tolerance = TimeDelta::from_std(tolerance).unwrap_or(TimeDelta::MAX);
    let age = now.signed_duration_since(signed_at);
    if age > tolerance {
        return Err(SignatureError::TooOld { seconds: age.num_seconds() });
    }
    if -age > tolerance {
        return Err(SignatureError::TooNew { seconds: -age.num_seconds() });
    }
    Ok(())
}

/// The `Stripe-Signature` header that Stripe would send with this body at this time.
pub fn sign(payload: &[u8], secret: &WebhookSecret, at: DateTime<Utc>) -> String {
    let timestamp = at.timestamp().to_string();
    let signature = secret.mac(&timestamp, payload).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    let mut header = format!("t={timestamp},v1=");
    for byte in signature {
        header.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)));
    }
    header
}

struct Header<'h> {
    /// As it was sent: the signature is of this text.
    timestamp: &'h str,
    signed_at: DateTime<Utc>,
    /// Of the scheme `v1`. There is no other but `v0`, which Stripe's test mode sends and which proves nothing.
    signatures: Vec<[u8; 32]>,
}

impl<'h> Header<'h> {
    fn read(header: &'h str) -> Result<Self, SignatureError> {
        use SignatureError::Malformed;
        if header.len() > MAX_HEADER {
            return Err(Malformed("is too long"));
        }
        let (mut timestamp, mut signatures) = (None, Vec::new());
        for part in header.split(',') {
            match part.trim().split_once('=') {
                Some(("t", _)) if timestamp.is_some() => return Err(Malformed("has two timestamps")),
                Some(("t", value)) => timestamp = Some(value),
                Some(("v1", value)) => signatures.extend(digest(value)),
                _ => {}
            }
        }
        let timestamp = timestamp.ok_or(Malformed("has no timestamp (t=…)"))?;
        let seconds = timestamp.parse().map_err(|_| Malformed("has a timestamp that is not a number"))?;
        let signed_at = DateTime::from_timestamp(seconds, 0).ok_or(Malformed("has a timestamp that is no time"))?;
        if signatures.is_empty() {
            return Err(Malformed("has no signature (v1=…)"));
        }
        Ok(Header { timestamp, signed_at, signatures })
    }
}

/// A SHA-256 in hexadecimal digits.
fn digest(hex: &str) -> Option<[u8; 32]> {
    let hex: &[u8; 64] = hex.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
        for digit in digits {
            *byte = (*byte << 4) | u8::try_from(char::from(*digit).to_digit(16)?).ok()?;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
