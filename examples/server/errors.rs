//! What a request can come to instead of an answer, and how that is said: in one shape of JSON.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use diesel_stripe::webhook::BoxError;
use serde_json::json;

pub type Result<T> = std::result::Result<T, Error>;

/// What it displays is for the person who pays; whoever runs the server finds the rest in the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("There is nothing here.")]
    NotFound,
    #[error("This cannot be done here.")]
    MethodNotAllowed,
    #[error("This has been paid already.")]
    AlreadyPaid,
    #[error("This payment was canceled.")]
    Canceled,
    #[error("{message}")]
    Invalid { field: &'static str, message: String },
    #[error("The payment service cannot be reached. Nothing was charged. Please try again.")]
    StripeUnavailable(String),
    #[error("The server is busy. Please try again.")]
    Unavailable(BoxError),
    #[error("Something went wrong here.")]
    Database(#[from] diesel::result::Error),
    #[error("Something went wrong here.")]
    Internal(BoxError),
}

impl Error {
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Error::Invalid { field, message: message.into() }
    }

    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Error::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Error::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Error::AlreadyPaid => (StatusCode::CONFLICT, "already_paid"),
            Error::Canceled => (StatusCode::CONFLICT, "canceled"),
            Error::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Error::StripeUnavailable(_) => (StatusCode::BAD_GATEWAY, "stripe_unavailable"),
            Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Error::Database(_) | Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match &self {
            Error::StripeUnavailable(reason) => tracing::warn!(reason, "Stripe is unavailable"),
            Error::Unavailable(error) | Error::Internal(error) => tracing::error!(error, "the request failed"),
            Error::Database(error) => tracing::error!(%error, "the request failed"),
            _ => {}
        }
        let (status, code) = self.status_and_code();
        let mut error = json!({ "code": code, "message": self.to_string() });
        if let Error::Invalid { field, message } = &self {
            error["fields"] = json!({ *field: [message] });
        }
        (status, Json(json!({ "error": error }))).into_response()
    }
}

impl From<diesel_stripe::Error> for Error {
    fn from(error: diesel_stripe::Error) -> Self {
        use diesel_stripe::Error as Of;

        let may_pass = match &error {
            Of::Connection { .. } | Of::Timeout { .. } | Of::Client { .. } => true,
            Of::Stripe { error, .. } => matches!(error.status, 401 | 403 | 409 | 429 | 500..),
            _ => false,
        };
        if may_pass { Error::StripeUnavailable(error.to_string()) } else { Error::Internal(error.into()) }
    }
}

/// Of a body that is not JSON at all. What is wrong in it, who reads it says.
impl From<JsonRejection> for Error {
    fn from(rejection: JsonRejection) -> Self {
        Error::invalid("body", rejection.body_text())
    }
}
