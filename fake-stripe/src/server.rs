//! HTTP on a loopback port.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::cors;
use super::faults::Kind;
use super::handle::{Handler, Received, Work};
use super::hold::Gates;
use super::request::{Answer, Request};

/// More than any request of a client's: a longer one gets no answer.
const MAX_BODY: usize = 1024 * 1024;

/// A listening server. Dropping it ends the listener and all connections.
#[derive(Debug)]
pub(super) struct Server {
    pub address: SocketAddr,
    listening: AbortHandle,
    gates: Gates,
}

impl Server {
    pub async fn start(port: u16, handler: Arc<Handler>, gates: Gates) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let listening = tokio::spawn(listen(listener, handler, gates.clone())).abort_handle();
        Ok(Server { address, listening, gates })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening.abort();
        self.gates.open();
    }
}

/// The connections live in this future, and end with it.
async fn listen(listener: TcpListener, handler: Arc<Handler>, gates: Gates) {
    let mut connections = JoinSet::new();
    loop {
        // An error is of one connection that failed before it was accepted; the listener's own would come with its end.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        connections.spawn(serve(stream, handler.clone(), gates.clone()));
    }
}

async fn serve(stream: TcpStream, handler: Arc<Handler>, gates: Gates) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(request, handler.clone(), gates.clone()));
    // What ends a connection is the client's business.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    request: hyper::Request<Incoming>,
    handler: Arc<Handler>,
    gates: Gates,
) -> Result<Response<Full<Bytes>>, Box<dyn std::error::Error + Send + Sync>> {
    let (head, body) = request.into_parts();
    let request = Request {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: Limited::new(body, MAX_BODY).collect().await?.to_bytes(),
    };
    if let Some(answer) = cors::preflight(&request) {
        return Ok(response(answer));
    }
    let mut answer = match handler.receive(&request) {
        Received::Answered(answer) => answer,
        Received::Work(work) if work.fault.is_none() && gates.are_open() => handler.work(&work),
        // As at Stripe, the work doesn't end with a connection that is cut: it has a task of its own.
        Received::Work(work) => {
            let answer = tokio::spawn(carry_out(handler, gates, work)).await?;
            answer.ok_or("the connection is cut")?
        }
    };
    answer.headers.append(&mut cors::headers(&request));
    Ok(response(answer))
}

/// The work of a request that waits for something, or that something goes wrong with.
async fn carry_out(handler: Arc<Handler>, gates: Gates, work: Box<Work>) -> Option<Answer> {
    let (before, after) = match &work.fault {
        Some(fault) if fault.after => (None, Some(fault)),
        fault => (fault.as_ref(), None),
    };
    gates.before.pass().await;
    match before.map(|fault| (fault, fault.kind)) {
        Some((_, Kind::Slow(by))) => tokio::time::sleep(by).await,
        Some((fault, _)) => return handler.fail(&work, fault),
        None => {}
    }
    let answer = handler.work(&work);
    gates.after.pass().await;
    match after.map(|fault| (fault, fault.kind)) {
        Some((_, Kind::Slow(by))) => tokio::time::sleep(by).await,
        Some((fault, _)) => return handler.fail(&work, fault),
        None => {}
    }
    Some(answer)
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
