//! A caller of FakeStripe on behalf of one account, who sees the raw answers.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel_stripe::testing::FakeStripe;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// So many faults do not come in a row.
const ATTEMPTS: usize = 50;

pub struct Caller {
    http: Client<HttpConnector, Full<Bytes>>,
    url: String,
    key: String,
    account: String,
    version: String,
}

pub struct Answer {
    pub status: u16,
    pub date: DateTime<Utc>,
    pub replayed: bool,
    pub json: Value,
}

impl Answer {
    /// The object, if the call has succeeded.
    pub fn object(&self) -> Option<&Value> {
        Some(&self.json).filter(|_| self.status == 200)
    }
}

impl Caller {
    /// `version` is the one that it asks in.
    pub fn new(stripe: &FakeStripe, account: &str, version: &str) -> Self {
        Caller {
            http: Client::builder(TokioExecutor::new()).build_http(),
            url: stripe.base_url(),
            key: stripe.secret_key().to_owned(),
            account: account.to_owned(),
            version: version.to_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_in(path, &self.version).await
    }

    /// Asks in another version.
    pub async fn get_in(&self, path: &str, version: &str) -> Answer {
        self.send(Method::GET, path, "", version, "").await
    }

    pub async fn post(&self, path: &str, form: &str, key: &str) -> Answer {
        self.send(Method::POST, path, form, &self.version, key).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, "", &self.version, "").await
    }

    /// Asks until there is an answer to the question: connections are cut, and Stripe has its bad moments.
    async fn send(&self, method: Method, path: &str, form: &str, version: &str, key: &str) -> Answer {
        for _ in 0..ATTEMPTS {
            let answer = self.attempt(method.clone(), path, form, version, key).await;
            if let Some(answer) = answer.filter(|answer| !matches!(answer.status, 409 | 429)) {
                return answer;
            }
        }
        panic!("{ATTEMPTS} times no answer to {method} {path}");
    }

    async fn attempt(&self, method: Method, path: &str, form: &str, version: &str, key: &str) -> Option<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("authorization", format!("Bearer {}", self.key))
            .header("stripe-account", &self.account)
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in [("stripe-version", version), ("idempotency-key", key)] {
            if !value.is_empty() {
                request = request.header(name, value);
            }
        }
        let request = request.body(Full::from(form.to_owned())).expect("a request");
        let (head, body) = self.http.request(request).await.ok()?.into_parts();
        let body = body.collect().await.expect("a whole answer").to_bytes();
        let header = |name| head.headers.get(name).and_then(|value: &hyper::http::HeaderValue| value.to_str().ok());
        let date = header("date").and_then(|date| DateTime::parse_from_rfc2822(date).ok()).expect("a date");
        Some(Answer {
            status: head.status.as_u16(),
            date: date.to_utc(),
            replayed: header("idempotent-replayed").is_some(),
            json: serde_json::from_slice(&body).expect("JSON"),
        })
    }
}
