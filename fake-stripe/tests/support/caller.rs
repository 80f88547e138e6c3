//! A plain HTTP client.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// Calls the Stripe at this URL, in a version if that is said.
pub struct Caller {
    http: Client<HttpConnector, Full<Bytes>>,
    url: String,
    key: String,
    pub version: Option<String>,
}

impl Caller {
    pub fn new(url: &str, key: &str) -> Self {
        let http = Client::builder(TokioExecutor::new()).build_http();
        Caller { http, url: url.to_owned(), key: key.to_owned(), version: None }
    }

    /// The status and the JSON of the answer.
    pub async fn call(&self, method: &str, path: &str, form: &str) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("authorization", format!("Bearer {}", self.key))
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(version) = &self.version {
            request = request.header("stripe-version", version);
        }
        let request = request.body(Full::new(Bytes::from(form.to_owned()))).unwrap();
        let answer = self.http.request(request).await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap())
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.call("GET", path, "").await
    }
}
