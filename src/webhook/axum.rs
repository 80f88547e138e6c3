//! The route for axum, with the feature `axum`.

use std::time::Duration;

use ::axum::body::Body;
use ::axum::extract::Request;
use ::axum::http::{StatusCode, header};
use ::axum::response::{IntoResponse, Response};
use ::axum::routing::{MethodRouter, any};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;

use super::signature::{HEADER, SignatureError};
use super::{Answer, Receiver, memory};
use crate::json::MAX_BODY;

/// A body that takes longer to come is not waited for.
const BODY_TIME: Duration = Duration::from_secs(20);

/// A body without a length is granted memory in pieces of so many bytes.
const PIECE: usize = 64 << 10;

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
/// It reads the body itself: axum's `DefaultBodyLimit` does not apply. A request without a header that Stripe may have sent just now is
/// refused before its body is read. A body is read up to [`MAX_BODY`] and not further, and only as there is
/// [memory](Receiver::memory) for it.
pub fn route<S: Clone + Send + Sync + 'static>(receiver: Receiver) -> MethodRouter<S> {
    // Whatever the method is, there are only these answers.
    any(move |request: Request| async move { answer(&receiver, request).await.into_response() })
}

async fn answer(receiver: &Receiver, request: Request) -> Answer {
    let (head, body) = request.into_parts();
    let signature = head.headers.get(HEADER);
    let length = head.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if let Err(answer) = receiver.endpoint().check_head(signature, length) {
        return answer;
    }
    let mut coming = receiver.body();
    let length = length.and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    match timeout(BODY_TIME, read(body, length, &mut coming)).await {
        Ok(Ok(body)) => receiver.receive_body(signature, body, coming.finished()).await,
        Ok(Err(answer)) => {
            answer.note();
            answer
        }
        Err(_) => Answer::Unavailable,
    }
}

/// Reads a body piece by piece, none of them before there is memory for it.
async fn read(body: Body, length: usize, coming: &mut memory::Body) -> Result<Bytes, Answer> {
    let given_up = |_| Answer::Unavailable;
    let mut body = Limited::new(body, MAX_BODY);
    coming.grow(length).await.map_err(given_up)?;
    let (mut whole, mut granted) = (BytesMut::with_capacity(length), length);
    while let Some(frame) = coming.unless_given_up(body.frame()).await.map_err(given_up)? {
        let Ok(piece) = frame.map_err(cut_off)?.into_data() else { continue };
        let size = whole.len() + piece.len();
        if size > granted {
            let more = (size - granted).next_multiple_of(PIECE);
            coming.grow(more).await.map_err(given_up)?;
            granted += more;
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

fn cut_off(error: Box<dyn std::error::Error + Send + Sync>) -> Answer {
    match error.is::<LengthLimitError>() {
        true => Answer::TooLarge,
        false => Answer::Rejected(SignatureError::Malformed("came with a body that was cut off")),
    }
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
