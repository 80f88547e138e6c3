//! A host's webhook endpoint: it notes what it is sent.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::caller::Caller;

#[derive(Debug, Clone)]
pub struct Got {
    pub headers: HeaderMap,
    pub body: String,
    pub event: Value,
}

#[derive(Debug, Clone, Default)]
pub struct Receiver {
    pub url: String,
    got: Arc<Mutex<Vec<Got>>>,
    statuses: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks", listener.local_addr().unwrap());
        let receiver = Receiver { url, ..Receiver::default() };
        let serving = receiver.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let receiver = serving.clone();
                let service = service_fn(move |request| receiver.clone().receive(request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        receiver
    }

    async fn receive(self, request: Request<Incoming>) -> Result<Response<Empty<Bytes>>, Infallible> {
        let (head, body) = request.into_parts();
        let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        let event = serde_json::from_str(&body).unwrap();
        self.got.lock().unwrap().push(Got { headers: head.headers, body, event });
        let status = self.statuses.lock().unwrap().pop_front().unwrap_or(200);
        Ok(Response::builder().status(status).body(Empty::new()).unwrap())
    }

    /// Answers so from the next delivery on, then 200.
    pub fn answer(&self, statuses: impl IntoIterator<Item = u16>) {
        self.statuses.lock().unwrap().extend(statuses);
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    pub fn types(&self) -> Vec<String> {
        self.got().iter().map(|got| got.event["type"].as_str().unwrap().to_owned()).collect()
    }

    /// Names by the customers' events.
    pub fn names(&self) -> Vec<String> {
        self.got()
            .iter()
            .map(|got| got.event["data"]["object"]["name"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// An endpoint for these types of events; its secret.
    pub async fn register(&self, caller: &Caller, types: &[&str], more: &str) -> (String, String) {
        let types: String = types.iter().map(|kind| format!("&enabled_events[]={kind}")).collect();
        let created = caller.post("/v1/webhook_endpoints", &format!("url={}{types}{more}", self.url)).await;
        (created.id(), created.json["secret"].as_str().unwrap().to_owned())
    }
}
