//! An error as Stripe answers it.

use std::fmt;

use super::masked;

/// An error as Stripe answers it: <https://docs.stripe.com/api/errors>.
///
/// It keeps what a program decides by and a person searches for, and leaves out the rest of the answer: that may hold a
/// client secret.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StripeError {
    /// The HTTP status: 402 for a declined card, 404 for an unknown id, 429 for too many requests.
    pub status: u16,
    /// `type`: `card_error`, `invalid_request_error`, `idempotency_error`, `api_error`.
    pub kind: Option<String>,
    /// `code`: `card_declined`, `resource_missing`, `lock_timeout`, …: <https://docs.stripe.com/error-codes>.
    pub code: Option<String>,
    /// `decline_code`: the card issuer's reason.
    pub decline_code: Option<String>,
    /// `param`: the parameter that the error is about.
    pub param: Option<String>,
    /// `message`: for people. It may repeat what they entered: the text of the error shows no e-mail address, number or secret of it.
    pub message: Option<String>,
    /// The object that was made or changed all the same, its kind and its id: the payment intent whose card was declined.
    pub object: Option<(String, String)>,
    /// The `Request-Id` header: Stripe's support and dashboard find the request by it.
    pub request_id: Option<String>,
}

impl fmt::Display for StripeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stripe answered {}", self.status)?;
        for word in [&self.kind, &self.code, &self.decline_code].into_iter().flatten() {
            write!(f, " {word}")?;
        }
        if let Some(param) = &self.param {
            write!(f, " (param {param})")?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {}", masked(message))?;
        }
        if let Some(request_id) = &self.request_id {
            write!(f, " [{request_id}]")?;
        }
        Ok(())
    }
}

/// With the message as [`Display`](fmt::Display) shows it.
impl fmt::Debug for StripeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StripeError")
            .field("status", &self.status)
            .field("kind", &self.kind)
            .field("code", &self.code)
            .field("decline_code", &self.decline_code)
            .field("param", &self.param)
            .field("message", &self.message.as_deref().map(masked))
            .field("object", &self.object)
            .field("request_id", &self.request_id)
            .finish()
    }
}

/// Whether a text names an id, and not only a longer one that contains it.
#[cfg(feature = "api")]
pub(super) fn is_word_in(id: &str, text: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(id)
        .any(|(at, _)| !is_part(text[..at].chars().next_back()) && !is_part(text[at + id.len()..].chars().next()))
}

impl std::error::Error for StripeError {}

impl StripeError {
    /// Whether the message hints that another key would find the object: "a similar object exists in test mode, but a live mode
    /// key was used", "… exists on one of your connected accounts", "Stripe-Account header was used but …".
    pub(super) fn is_of_wrong_key(&self) -> bool {
        const HINTS: [&str; 4] =
            ["similar object exists", "mode key was used", "connected account", "stripe-account header"];
        let message = self.message.as_deref().unwrap_or_default().to_lowercase();
        HINTS.iter().any(|hint| message.contains(hint))
    }
}
