//! A visitor's browser: what the page does, without the page.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE};
use hyper::{Method, Request};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::process::Server;

pub const INTENTS: &str = "/api/finances/stripe/payment-intent/";

#[derive(Clone)]
pub struct Visitor {
    http: Client<HttpConnector, Full<Bytes>>,
    url: String,
    pub cookie: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// Null, if it is none.
    pub json: Value,
}

impl Answer {
    /// The status, and the code of the error.
    pub fn error(&self) -> (u16, &str) {
        (self.status, self.json["error"]["code"].as_str().unwrap_or_default())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The intent's id.
    pub fn id(&self) -> String {
        self.json["id"].as_str().unwrap_or_else(|| panic!("{self:?}")).to_owned()
    }
}

impl Visitor {
    /// One who has looked at the products, and has a cookie since.
    pub async fn of(server: &Server) -> Self {
        let mut visitor = Visitor::new(server);
        let answer = visitor.get("/api/finances/stripe/products/").await;
        visitor.cookie = answer.header(SET_COOKIE.as_str()).split(';').next().unwrap().to_owned();
        visitor
    }

    /// One who was never here.
    pub fn new(server: &Server) -> Self {
        let http = Client::builder(TokioExecutor::new()).build_http();
        Visitor { http, url: server.url.clone(), cookie: String::new() }
    }

    /// The same at another server.
    pub fn at(&self, server: &Server) -> Self {
        Visitor { url: server.url.clone(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, Some(body.to_string())).await
    }

    /// `POST` of a product.
    pub async fn create(&self, product: &str) -> Answer {
        self.post(INTENTS, json!({ "product": product })).await
    }

    /// `PUT` of a product.
    pub async fn choose(&self, intent: &str, product: &str) -> Answer {
        self.ask(Method::PUT, &format!("{INTENTS}{intent}/"), Some(json!({ "product": product }).to_string())).await
    }

    pub async fn look(&self, intent: &str) -> Answer {
        self.get(&format!("{INTENTS}{intent}/")).await
    }

    /// Looks until it is so.
    pub async fn look_until(&self, intent: &str, so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let answer = self.look(intent).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            if so(&answer.json) {
                return answer.json;
            }
        }
    }

    pub async fn ask(&self, method: Method, path: &str, body: Option<String>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if !self.cookie.is_empty() {
            request = request.header(COOKIE, &self.cookie);
        }
        self.send(request.body(Full::from(body.unwrap_or_default())).unwrap()).await
    }

    /// Confirms an intent at Stripe, as the page's Stripe.js does.
    pub async fn pay(&self, intent: &Answer, card: &str) -> Answer {
        let config = self.get("/api/finances/stripe/config/").await.json;
        self.pay_at(config["api_base"].as_str().unwrap(), intent, card).await
    }

    pub async fn pay_at(&self, stripe: &str, intent: &Answer, card: &str) -> Answer {
        let (id, secret) = (intent.id(), intent.json["client_secret"].as_str().unwrap());
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{stripe}/v1/payment_intents/{id}/confirm"))
            .header(AUTHORIZATION, "Bearer pk_test_of_the_page")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let form = format!("client_secret={secret}&payment_method={card}");
        self.send(request.body(Full::from(form)).unwrap()).await
    }

    /// Delivers an event, as Stripe does.
    pub async fn deliver(&self, signature: &str, body: &str) -> Answer {
        let request = Request::post(format!("{}/stripe/webhook", self.url)).header("stripe-signature", signature);
        self.send(request.body(Full::from(body.to_owned())).unwrap()).await
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Answer {
        let (head, body) = self.http.request(request).await.unwrap().into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        let json = serde_json::from_str(&text).unwrap_or_default();
        Answer { status: head.status.as_u16(), headers: head.headers, text, json }
    }
}
