//! Errors as text: for logs, and for `last_error`.

#[cfg(feature = "api")]
use super::Error;
#[cfg(any(feature = "api", feature = "webhook"))]
use super::masked;

/// An error with its causes, one after the other: `POST /v1/customers: no answer from Stripe: client error (Connect): tcp connect
/// error: Connection refused`.
///
/// The text of an [`Error`] alone says what failed; what the transport said is its source. This is what logs and `last_error` show.
///
/// ```
/// # #[cfg(feature = "core")]
/// # fn example(error: diesel_stripe::Error) {
/// eprintln!("{}", diesel_stripe::error::chain(&error));
/// # }
/// ```
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let words = cause.to_string();
        // Many errors say their cause themselves.
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        source = cause.source();
    }
    text
}

/// As much of an error's text as is stored.
#[cfg(any(feature = "api", feature = "webhook"))]
const LONGEST: usize = 4_000;

/// A text as it is stored in a `last_error`: masked, not too long, and without the one character that PostgreSQL's texts cannot have.
#[cfg(any(feature = "api", feature = "webhook"))]
pub(crate) fn stored(text: &str) -> String {
    masked(text).chars().map(|char| if char == '\0' { '\u{fffd}' } else { char }).take(LONGEST).collect()
}

/// An error as it is stored in a `last_error`, with its causes.
#[cfg(feature = "api")]
pub(crate) fn noted(error: &Error) -> String {
    stored(&chain(error))
}
