//! A plain caller of the fake, and the same as async-stripe's `StripeClient`.

use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel_stripe::testing::{API_VERSION, Clock, FakeStripe};
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::{Client, Error as Failure, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use stripe_client_core::{CustomizedStripeRequest, StripeClient, StripeClientErr, StripeMethod};

use crate::faithful;
use crate::stripe_mock::Probes;

/// Calls the fake, and checks that every answer is [as Stripe's](faithful).
#[derive(Clone)]
pub struct Caller {
    http: Client<HttpConnector, Full<Bytes>>,
    url: String,
    headers: Vec<(String, String)>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
    probes: Option<Arc<Probes>>,
}

/// A request, and what was answered.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub method: Method,
    /// With the query.
    pub target: String,
    pub form: String,
    pub status: u16,
    pub json: Value,
    /// Those that the answer has, of the listed ones.
    pub differences: BTreeSet<&'static str>,
}

impl Exchange {
    /// A request that isn't answered yet.
    fn new(method: &Method, target: &str, form: &str) -> Self {
        let (target, form) = (target.to_owned(), form.to_owned());
        Exchange { method: method.clone(), target, form, status: 0, json: Value::Null, differences: BTreeSet::new() }
    }

    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Names and values of all parameters, those of the query first.
    pub fn params(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs = [query, &self.form].into_iter().flat_map(|pairs| form_urlencoded::parse(pairs.as_bytes()));
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }

    /// The names of the fields that `expand` names, at any depth.
    pub fn expanded(&self) -> BTreeSet<String> {
        let params = self.params().into_iter().filter(|(name, _)| name.starts_with("expand["));
        params.flat_map(|(_, path)| path.split('.').map(String::from).collect::<Vec<_>>()).collect()
    }
}

impl Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} ({})", self.method, self.target, self.form, self.status)
    }
}

pub struct Reply {
    pub status: u16,
    pub headers: hyper::HeaderMap,
    pub text: String,
    pub json: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Type and code of the error.
    pub fn error(&self) -> (u16, &str, &str) {
        let error = |field| self.json["error"][field].as_str().unwrap_or_default();
        (self.status, error("type"), error("code"))
    }

    pub fn param(&self) -> &str {
        self.json["error"]["param"].as_str().unwrap_or_default()
    }

    pub fn message(&self) -> &str {
        self.json["error"]["message"].as_str().unwrap_or_default()
    }

    pub fn id(&self) -> String {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json["id"].as_str().unwrap().to_owned()
    }

    /// The object in async-stripe's type for it.
    pub fn typed<T: miniserde::Deserialize>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.text);
        miniserde::json::from_str(&self.text).unwrap_or_else(|_| panic!("does not parse: {}", self.text))
    }
}

impl Caller {
    pub fn new(stripe: &FakeStripe) -> Self {
        Caller {
            http: Client::builder(TokioExecutor::new()).build_http(),
            url: stripe.base_url(),
            headers: vec![("authorization".into(), format!("Bearer {}", stripe.secret_key()))],
            exchanges: Arc::default(),
            probes: None,
        }
    }

    /// The same caller with one more header, or another value for it; an empty one takes it away.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.retain(|(header, _)| header != name);
        if !value.is_empty() {
            caller.headers.push((name.into(), value.into()));
        }
        caller
    }

    /// The same caller, that tries mistakes before each request.
    pub fn probing(&self, probes: Arc<Probes>) -> Self {
        Caller { probes: Some(probes), ..self.clone() }
    }

    /// The same caller, of another server.
    pub fn at(&self, url: &str) -> Self {
        Caller { url: url.to_owned(), ..self.clone() }
    }

    /// What this caller, and those made of it, have asked and got so far.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap().clone()
    }

    pub fn key(&self, key: &str) -> Self {
        self.with("idempotency-key", key)
    }

    pub async fn send(&self, method: Method, target: &str, form: &str) -> Result<Reply, Failure> {
        if let Some(probes) = &self.probes {
            probes.probe(self, &Exchange::new(&method, target, form)).await;
        }
        self.checked(method, target, form).await
    }

    /// Without probes.
    pub async fn checked(&self, method: Method, target: &str, form: &str) -> Result<Reply, Failure> {
        let reply = self.raw(&method, target, form).await?;
        // Other versions have other fields.
        if reply.header("stripe-version") == API_VERSION {
            let mut exchange = Exchange::new(&method, target, form);
            (exchange.status, exchange.json) = (reply.status, reply.json.clone());
            exchange.differences = faithful::check(&exchange);
            self.exchanges.lock().unwrap().push(exchange);
        }
        Ok(reply)
    }

    /// Whatever the answer is.
    pub async fn raw(&self, method: &Method, target: &str, form: &str) -> Result<Reply, Failure> {
        let mut request = Request::builder().method(method).uri(format!("{}{target}", self.url));
        if !self.headers.iter().any(|(name, _)| name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = self.http.request(request.body(Full::from(form.to_owned())).unwrap()).await?;
        let (head, body) = answer.into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        let json = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        Ok(Reply { status: head.status.as_u16(), headers: head.headers, text, json })
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, "").await.unwrap()
    }

    pub async fn post(&self, path: &str, form: &str) -> Reply {
        self.send(Method::POST, path, form).await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, "").await.unwrap()
    }
}

#[derive(Debug)]
pub struct Failed(#[expect(dead_code, reason = "for Debug")] String);

impl StripeClientErr for Failed {
    fn deserialize_err(message: impl Display) -> Self {
        Failed(message.to_string())
    }
}

impl StripeClient for Caller {
    type Err = Failed;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, Failed> {
        let (request, _) = request.into_pieces();
        let method = match request.method {
            StripeMethod::Get => Method::GET,
            StripeMethod::Post => Method::POST,
            StripeMethod::Delete => Method::DELETE,
        };
        let path = format!("/v1{}?{}", request.path, request.query.unwrap_or_default());
        let reply = self.send(method, &path, &request.body.unwrap_or_default()).await;
        let reply = reply.map_err(|error| Failed(error.to_string()))?;
        if reply.status == StatusCode::OK { Ok(Bytes::from(reply.text)) } else { Err(Failed(reply.text)) }
    }
}

pub const START: i64 = 1_700_000_000;

pub fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

/// One whose clock stands still, and a caller of it.
pub async fn stripe() -> (FakeStripe, Caller) {
    let stripe = FakeStripe::builder().clock(Clock::at(time(START))).seed(1).start().await.unwrap();
    let caller = Caller::new(&stripe);
    (stripe, caller)
}

/// What every test begins with.
pub async fn customer(caller: &Caller) -> String {
    caller.post("/v1/customers", "email=jenny@example.com").await.id()
}

/// The events so far, oldest first: their types, and their `data`.
pub async fn events(caller: &Caller) -> Vec<(String, Value)> {
    let mut events = caller.get("/v1/events?limit=100").await.json["data"].as_array().unwrap().clone();
    events.reverse();
    events.iter().map(|event| (event["type"].as_str().unwrap().to_owned(), event["data"].clone())).collect()
}

/// The types of the events so far, oldest first.
pub async fn event_types(caller: &Caller) -> Vec<String> {
    events(caller).await.into_iter().map(|(kind, _)| kind).collect()
}

/// The types of the events about objects with these ids, oldest first.
pub async fn told(caller: &Caller, ids: &[&str]) -> Vec<String> {
    let events = caller.get("/v1/events?limit=100").await.json;
    let about = |event: &&Value| ids.iter().any(|id| event["data"]["object"]["id"] == *id);
    let types = events["data"].as_array().unwrap().iter().rev().filter(about);
    types.map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

/// The newest event of this type.
pub async fn event(caller: &Caller, kind: &str) -> Value {
    caller.get(&format!("/v1/events?type={kind}&limit=1")).await.json["data"][0].clone()
}

/// The ids on a list.
pub async fn listed(caller: &Caller, path: &str) -> Vec<String> {
    let list = caller.get(path).await;
    assert_eq!(list.status, 200, "{}", list.text);
    list.json["data"].as_array().unwrap().iter().map(|object| object["id"].as_str().unwrap().to_owned()).collect()
}
