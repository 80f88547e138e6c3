//! The secret key: what it says, and where it must not appear.

use hyper::header::HeaderValue;

use crate::{Error, Result};

/// The mode that a key's beginning tells: `sk_live_…`, `rk_test_…`, `sk_org_live_…`.
pub(super) fn livemode(secret_key: &str) -> Option<bool> {
    let mut words = secret_key.split('_').skip(1);
    match words.next().and_then(|word| if word == "org" { words.next() } else { Some(word) }) {
        Some("live") => Some(true),
        Some("test") => Some(false),
        _ => None,
    }
}

/// The `Authorization` header, which hyper's `Debug` then leaves out.
pub(super) fn authorization(secret_key: &str) -> Result<HeaderValue> {
    let refuse = |reason: &str| Error::Configuration(format!("the secret key {reason}"));
    if secret_key.is_empty() {
        return Err(refuse("is empty"));
    }
    if secret_key.starts_with("pk_") {
        return Err(refuse("is a publishable key (pk_…): a secret key (sk_…) or a restricted one (rk_…) is needed"));
    }
    if !secret_key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(refuse("holds white space or other characters that no key has"));
    }
    let mut header =
        HeaderValue::try_from(format!("Bearer {secret_key}")).map_err(|_| refuse("does not fit in a header"))?;
    header.set_sensitive(true);
    Ok(header)
}

/// A text that came from outside, without the key.
///
/// Stripe shortens keys in its messages; a proxy or a fake Stripe may not.
pub(super) fn without(secret_key: &str, text: String) -> String {
    if text.contains(secret_key) { text.replace(secret_key, "(the secret key)") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes() {
        for (key, expected) in [
            ("sk_live_1", Some(true)),
            ("rk_live_1", Some(true)),
            ("sk_test_1", Some(false)),
            ("rk_test_live_1", Some(false)),
            ("sk_org_live_1", Some(true)),
            ("sk_org_test_1", Some(false)),
            ("sk_org", None),
            ("sk_1", None),
            ("", None),
        ] {
            assert_eq!(livemode(key), expected, "{key}");
        }
    }

    #[test]
    fn a_refused_key_is_not_repeated() {
        for key in ["", "sk_test_hush hush", "sk_test_hush\n", "sk_test_hush\r\nX: y", "sk_test_hüsh", "pk_live_hush"]
        {
            let error = authorization(key).unwrap_err();
            assert!(matches!(error, Error::Configuration(_)));
            assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
        }
    }

    #[test]
    fn headers_and_texts_do_not_show_the_key() {
        assert!(!format!("{:?}", authorization("sk_test_hush").unwrap()).contains("hush"));
        assert_eq!(without("sk_test_hush", "Invalid: sk_test_hush!".into()), "Invalid: (the secret key)!");
        assert_eq!(without("sk_test_hush", "Invalid.".into()), "Invalid.");
    }
}
