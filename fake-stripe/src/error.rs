//! Errors in Stripe's shape: <https://docs.stripe.com/api/errors>.

use serde_json::{Map, Value, json};

use super::state::text;

/// An error that Stripe answers with.
#[derive(Debug, Clone)]
pub(super) struct ApiError {
    pub status: u16,
    /// What stands under `error`, without `request_log_url`.
    pub error: Map<String, Value>,
    /// Whether the work had begun: only then does an idempotency key keep the answer.
    pub work_had_begun: bool,
}

impl ApiError {
    pub fn new(status: u16, kind: &str, message: impl Into<String>) -> Self {
        let mut error = Map::new();
        error.insert("type".into(), kind.into());
        error.insert("message".into(), message.into().into());
        ApiError { status, error, work_had_begun: false }
    }

    /// 400: what was asked for makes no sense.
    pub fn invalid(message: impl Into<String>) -> Self {
        ApiError::new(400, "invalid_request_error", message)
    }

    /// 400: a parameter has a value that it cannot have.
    pub fn parameter(param: impl Into<String>, message: impl Into<String>) -> Self {
        ApiError::invalid(message).param(param)
    }

    /// 404: the object that the path names is not there. `noun` is Stripe's word for it.
    pub fn no_such(noun: &str, id: &str, param: &str) -> Self {
        ApiError::new(404, "invalid_request_error", format!("No such {noun}: '{id}'"))
            .code("resource_missing")
            .param(param)
            .during_work()
    }

    /// 400: the object that a parameter names is not there.
    pub fn no_such_reference(noun: &str, id: &str, param: &str) -> Self {
        ApiError { status: 400, work_had_begun: false, ..ApiError::no_such(noun, id, param) }
    }

    /// 402: the card was not accepted.
    pub fn card(code: &str, message: impl Into<String>) -> Self {
        ApiError::new(402, "card_error", message).code(code)
    }

    /// The payment intent or setup intent is in a state that doesn't allow this.
    pub fn unexpected_state(message: impl Into<String>, intent: Value) -> Self {
        let kind = text(&intent, "object").to_owned();
        ApiError::invalid(message).code(&format!("{kind}_unexpected_state")).with(&kind, intent).during_work()
    }

    pub fn code(self, code: &str) -> Self {
        self.with("code", code).with("doc_url", doc_url(code))
    }

    pub fn param(self, param: impl Into<String>) -> Self {
        self.with("param", param.into())
    }

    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.error.insert(field.into(), value.into());
        self
    }

    pub fn during_work(mut self) -> Self {
        self.work_had_begun = true;
        self
    }

    pub fn body(mut self, request_log_url: Option<String>) -> Value {
        if let Some(url) = request_log_url {
            self.error.insert("request_log_url".into(), url.into());
        }
        json!({ "error": self.error })
    }
}

pub(super) fn doc_url(code: &str) -> String {
    format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-"))
}
