//! One attempt at a call: the request goes out, and an answer comes back whole, or an error.

use std::time::Instant;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::StatusCode;
use hyper::body::{Body, Incoming};

use super::answer_headers::AnswerHeaders;
use super::call::Call;
use super::pool::Pool;
use crate::{Error, Result};

/// An answer, of whatever status.
pub(super) struct Reply {
    pub status: StatusCode,
    pub headers: AnswerHeaders,
    /// When the headers were here: `Date` was written before.
    pub arrived: Instant,
    pub body: Bytes,
}

/// Sends the call once.
///
/// The call's timeout is for all of it: the connection, the headers and the body.
pub(super) async fn attempt(pool: &dyn Pool, call: &Call, limit: usize) -> Result<Reply> {
    match tokio::time::timeout(call.timeout, send(pool, call, limit)).await {
        Ok(reply) => reply,
        Err(_) => Err(Error::Timeout { call: call.name.clone(), seconds: call.timeout.as_secs_f64() }),
    }
}

async fn send(pool: &dyn Pool, call: &Call, limit: usize) -> Result<Reply> {
    let answer = pool.send(call.request.clone()).await.map_err(|error| no_answer(call, error))?;
    let arrived = Instant::now();
    let status = answer.status();
    let headers = AnswerHeaders::read(answer.headers());
    let body = match read(answer.into_body(), call, limit).await {
        Ok(body) => body,
        Err(error) if status.is_success() => return Err(error),
        // The status says what happened; a part of the explanation explains nothing.
        Err(_) => Bytes::new(),
    };
    Ok(Reply { status, headers, arrived, body })
}

async fn read(mut body: Incoming, call: &Call, limit: usize) -> Result<Bytes> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(Error::TooLarge { size: announced, limit });
    }
    let mut whole = BytesMut::with_capacity(announced.min(64 * 1024));
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|error| no_answer(call, error))?.into_data() else { continue };
        let size = whole.len().saturating_add(data.len());
        if size > limit {
            return Err(Error::TooLarge { size, limit });
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

fn no_answer(call: &Call, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Connection { call: call.name.clone(), source: Box::new(source) }
}
