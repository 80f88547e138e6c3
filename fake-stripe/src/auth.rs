//! Whose data a request is about: its API key, and its `Stripe-Account` header.

use super::error::ApiError;
use super::request::Request;

/// What a request can see: the objects of one account in one mode.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    pub account: String,
    pub livemode: bool,
}

/// What a request's key lets it do.
#[derive(Debug)]
pub(super) struct Access {
    pub scope: Scope,
    /// The key is one that every browser knows.
    pub publishable: bool,
}

/// Any secret, restricted or publishable key is one of the platform's.
pub(super) fn access(request: &Request, platform: &str) -> Result<Access, ApiError> {
    let key = key(request).ok_or_else(no_key)?;
    let is = |mode: &str| ["sk", "rk", "pk"].iter().any(|kind| key.starts_with(&format!("{kind}_{mode}_")));
    let livemode = if is("test") {
        false
    } else if is("live") {
        true
    } else {
        let message = format!("Invalid API Key provided: {}", masked(&key));
        return Err(ApiError::new(401, "invalid_request_error", message));
    };
    let account = match request.header("stripe-account") {
        None => platform.to_owned(),
        Some(account) if account.starts_with("acct_") => account,
        Some(account) => {
            let message = format!(
                "The provided key '{}' does not have access to account '{account}' (or that account does not exist). \
                 Application access may have been revoked.",
                masked(&key)
            );
            return Err(ApiError::new(403, "invalid_request_error", message).code("account_invalid"));
        }
    };
    Ok(Access { scope: Scope { account, livemode }, publishable: is_publishable(&key) })
}

/// Whether a request comes from a browser or an app.
pub(super) fn has_publishable_key(request: &Request) -> bool {
    key(request).is_some_and(|key| is_publishable(&key))
}

fn is_publishable(key: &str) -> bool {
    key.starts_with("pk_")
}

/// `Bearer sk_…`, or the user of basic authentication.
fn key(request: &Request) -> Option<String> {
    let authorization = request.header("authorization")?;
    let (scheme, credentials) = authorization.split_once(' ')?;
    let credentials = credentials.trim();
    let key = if scheme.eq_ignore_ascii_case("bearer") {
        credentials.to_owned()
    } else if scheme.eq_ignore_ascii_case("basic") {
        let decoded = base64(credentials)?;
        decoded.split(':').next().unwrap_or_default().to_owned()
    } else {
        return None;
    };
    Some(key).filter(|key| !key.is_empty())
}

fn base64(text: &str) -> Option<String> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for byte in text.trim_end_matches('=').bytes() {
        let six = ALPHABET.iter().position(|letter| *letter == byte)?;
        bits = (bits << 6 | six as u32) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

/// An error says no more of a key than its end.
fn masked(key: &str) -> String {
    let length = key.chars().count();
    let shown = if length > 8 { 4 } else { 0 };
    let end: String = key.chars().skip(length - shown).collect();
    format!("{}{end}", "*".repeat(length - shown))
}

fn no_key() -> ApiError {
    let message = "You did not provide an API key. You need to provide your API key in the Authorization header, using \
        Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for \
        details, or we can help at https://support.stripe.com/.";
    ApiError::new(401, "invalid_request_error", message)
}

pub(super) fn publishable_key() -> ApiError {
    let message = "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list \
        of your API keys at https://dashboard.stripe.com/account/apikeys.";
    ApiError::new(401, "invalid_request_error", message).code("secret_key_required")
}
