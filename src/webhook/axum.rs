//! The route for axum, with the feature `axum`.

use std::time::Duration;

use ::axum::body::{Body, to_bytes};
use ::axum::extract::Request;
use ::axum::http::{StatusCode, header};
use ::axum::response::{IntoResponse, Response};
use ::axum::routing::{MethodRouter, any};

use super::signature::{HEADER, SignatureError};
use super::{Answer, Receiver};
use crate::stripe_data::MAX_BODY;

/// A body that takes longer to come is not waited for.
const BODY_TIME: Duration = Duration::from_secs(20);

/// The route of a webhook endpoint.
///
/// ```
/// use diesel_stripe::webhook::{self, Receiver};
///
/// fn app(receiver: Receiver) -> axum::Router {
///     axum::Router::new().route("/stripe/webhook", webhook::axum::route(receiver))
/// }
/// ```
///
/// It reads the body itself: axum's `DefaultBodyLimit` does not apply. A body is read up to
/// [`MAX_BODY`] and not further.
pub fn route<S: Clone + Send + Sync + 'static>(receiver: Receiver) -> MethodRouter<S> {
    // Whatever the method is, there are only these answers.
    any(move |request: Request| async move { answer(&receiver, request).await.into_response() })
}

async fn answer(receiver: &Receiver, request: Request) -> Answer {
    let (head, body) = request.into_parts();
    let length = head.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > MAX_BODY as u64) {
        super::metrics::rejected();
        return Answer::TooLarge;
    }
    match tokio::time::timeout(BODY_TIME, read(body)).await {
        Ok(Ok(body)) => receiver.receive(head.headers.get(HEADER), body).await,
        Ok(Err(answer)) => {
            super::metrics::rejected();
            answer
        }
        Err(_) => Answer::Unavailable,
    }
}

async fn read(body: Body) -> Result<bytes::Bytes, Answer> {
    to_bytes(body, MAX_BODY).await.map_err(|error| match std::error::Error::source(&error) {
        Some(source) if source.is::<http_body_util::LengthLimitError>() => Answer::TooLarge,
        _ => Answer::Rejected(SignatureError::Malformed("came with a body that was cut off")),
    })
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let mut response = (status, self.to_string()).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
