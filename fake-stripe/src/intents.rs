//! What payment intents and setup intents share: the customer takes part in both.

use serde_json::{Value, json};

use super::error::{ApiError, doc_url};
use super::params::{Params, TEXT};
use super::state::{Call, letters, text};

pub(super) const REQUIRES_PAYMENT_METHOD: &str = "requires_payment_method";
pub(super) const REQUIRES_CONFIRMATION: &str = "requires_confirmation";
pub(super) const REQUIRES_ACTION: &str = "requires_action";
pub(super) const PROCESSING: &str = "processing";
pub(super) const SUCCEEDED: &str = "succeeded";
pub(super) const CANCELED: &str = "canceled";

/// The states before an attempt has succeeded.
pub(super) const OPEN: [&str; 3] = [REQUIRES_PAYMENT_METHOD, REQUIRES_CONFIRMATION, REQUIRES_ACTION];

/// How the customer takes part.
pub(super) struct Terms<'a> {
    pub off_session: bool,
    pub error_on_requires_action: bool,
    use_stripe_sdk: bool,
    return_url: Option<&'a str>,
}

impl<'a> Terms<'a> {
    pub fn read(params: &Params<'a>) -> Result<Self, ApiError> {
        // `one_off` and `recurring` are what `off_session` was before it was a boolean.
        let off_session = match params.filled("off_session", TEXT)? {
            Some("one_off" | "recurring") => true,
            _ => params.boolean("off_session")?.unwrap_or(false),
        };
        let return_url = params.filled("return_url", TEXT)?;
        if return_url.is_some_and(|url| !url.contains("://")) {
            return Err(ApiError::parameter("return_url", "Not a valid URL").code("url_invalid"));
        }
        Ok(Terms {
            off_session,
            error_on_requires_action: params.boolean("error_on_requires_action")?.unwrap_or(false),
            use_stripe_sdk: params.boolean("use_stripe_sdk")?.unwrap_or(false),
            return_url,
        })
    }
}

/// Refuses terms without an attempt that they are for.
pub(super) fn terms_only_with_confirm(params: &Params<'_>, noun: &str) -> Result<(), ApiError> {
    match ["off_session", "error_on_requires_action", "return_url"].iter().find(|name| params.has(name)) {
        None => Ok(()),
        Some(name) => {
            let message = format!(
                "The parameter `{name}` cannot be passed when creating a {noun} unless `confirm` is set to true."
            );
            Err(ApiError::parameter(*name, message))
        }
    }
}

/// Stripe's name for this kind of intent.
pub(super) fn noun(intent: &Value) -> &'static str {
    if intent["object"] == "setup_intent" { "SetupIntent" } else { "PaymentIntent" }
}

/// Refuses a client secret that is not the intent's.
pub(super) fn check_client_secret(intent: &Value, params: &Params<'_>) -> Result<(), ApiError> {
    match params.filled("client_secret", TEXT)? {
        Some(secret) if intent["client_secret"] != secret => {
            let noun = noun(intent);
            let message =
                format!("The client_secret provided does not match the client_secret associated with the {noun}.");
            let code = format!("{}_invalid_parameter", text(intent, "object"));
            Err(ApiError::parameter("client_secret", message).code(&code))
        }
        _ => Ok(()),
    }
}

/// The intent's payment method, whole as errors show it.
pub(super) fn method(call: &Call<'_>, intent: &Value) -> Value {
    call.shelf.get(text(intent, "payment_method")).cloned().unwrap_or_default()
}

/// Back to where another payment method can be tried.
pub(super) fn fail(intent: &mut Value, error: Value) {
    let last_error = if intent["object"] == "setup_intent" { "last_setup_error" } else { "last_payment_error" };
    intent["status"] = REQUIRES_PAYMENT_METHOD.into();
    intent["payment_method"] = Value::Null;
    intent["next_action"] = Value::Null;
    intent[last_error] = error;
}

/// The error of a customer who has failed to authenticate.
pub(super) fn authentication_failure(call: &Call<'_>, intent: &Value) -> Value {
    let code = format!("{}_authentication_failure", text(intent, "object"));
    let message = format!(
        "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to \
         attempt to fulfill this {} again.",
        noun(intent)
    );
    json!({
        "code": code, "doc_url": doc_url(&code), "message": message, "payment_method": method(call, intent),
        "type": "invalid_request_error",
    })
}

/// Where the customer authenticates.
pub(super) fn next_action(call: &mut Call<'_>, intent: &Value, terms: &Terms<'_>) -> Value {
    let source = letters(call.random, 24);
    match terms.return_url.filter(|_| !terms.use_stripe_sdk) {
        Some(return_url) => {
            let (kind, id) = (text(intent, "object"), text(intent, "id"));
            json!({
                "redirect_to_url": {
                    "return_url": return_url,
                    "url": format!("https://hooks.stripe.com/3d_secure_2/hosted?{kind}={id}"),
                },
                "type": "redirect_to_url",
            })
        }
        None => json!({
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {
                "source": format!("src_{source}"),
                "three_d_secure_2_source": format!("payatt_{source}"),
                "type": "stripe_3ds2_fingerprint",
            },
        }),
    }
}
