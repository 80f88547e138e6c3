//! What only the crate itself can see: the reported headers. The rest is in `tests/client.rs`.

use chrono::DateTime;
use stripe_client_core::{IdempotencyKey, RequestBuilder, RequestStrategy, StripeMethod};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// Answers one request on each connection, in order, and returns where.
async fn server(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    format!("http://{address}")
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

const HEADERS: &str = concat!(
    "date: Tue, 14 Nov 2023 22:13:20 GMT\r\n",
    "Request-Id: req_1\r\n",
    "Stripe-Version: 2023-10-16\r\n",
    "Idempotent-Replayed: true\r\n",
);

fn client(base_url: String) -> Client {
    Client::builder("sk_test_1")
        .base_url(base_url)
        .stripe_account("acct_1")
        .retry_delay(Duration::ZERO, Duration::ZERO)
        .build()
        .unwrap()
}

async fn call(client: &Client, method: StripeMethod, key: Option<&str>) -> (Result<()>, Option<Answer>) {
    let mut request = RequestBuilder::new(method, "/account").customize::<miniserde::json::Value>();
    if let Some(key) = key {
        request = request.request_strategy(RequestStrategy::Idempotent(IdempotencyKey::new(key).unwrap()));
    }
    Answer::of(false, None, async { request.send(client).await.map(drop) }).await
}

fn expected(replayed: bool, elapsed: Duration) -> Answer {
    Answer {
        date: DateTime::from_timestamp(1_700_000_000, 0),
        elapsed,
        request_id: Some("req_1".into()),
        stripe_version: Some("2023-10-16".into()),
        stripe_account: Some("acct_1".into()),
        replayed,
    }
}

#[tokio::test]
async fn the_headers_of_an_answer_are_reported() {
    let stripe = client(server(vec![answer("200 OK", HEADERS, "{}")]).await);
    let (result, reported) = call(&stripe, StripeMethod::Get, Some("key")).await;
    result.unwrap();
    let reported = reported.unwrap();
    assert!(!reported.elapsed.is_zero());
    assert_eq!(reported, expected(true, reported.elapsed));
}

#[tokio::test]
async fn what_is_replayed_under_a_key_of_this_call_is_not_old() {
    let stripe = client(server(vec![answer("500 Oh", "", ""), answer("200 OK", HEADERS, "{}")]).await);
    let (result, reported) = call(&stripe, StripeMethod::Post, None).await;
    result.unwrap();
    let reported = reported.unwrap();
    assert_eq!(reported, expected(false, reported.elapsed));
}

#[tokio::test]
async fn the_headers_of_an_error_are_reported() {
    let body = r#"{"error": {"code": "resource_missing"}}"#;
    let stripe = client(server(vec![answer("404 Not Found", HEADERS, body)]).await);
    let (result, reported) = call(&stripe, StripeMethod::Post, Some("key")).await;
    assert!(result.unwrap_err().is_missing());
    let reported = reported.unwrap();
    assert_eq!(reported, expected(true, reported.elapsed));
}

#[tokio::test]
async fn an_answer_without_headers_reports_none_of_them() {
    let stripe = client(server(vec![answer("200 OK", "date: not one\r\n", "{}")]).await);
    let (result, reported) = call(&stripe, StripeMethod::Get, None).await;
    result.unwrap();
    let reported = reported.unwrap();
    let nothing = Answer { stripe_account: Some("acct_1".into()), elapsed: reported.elapsed, ..Answer::default() };
    assert_eq!(reported, nothing);
}

#[tokio::test]
async fn a_call_without_answer_reports_nothing() {
    let stripe = client(server(vec![String::new(); 4]).await);
    let (result, reported) = call(&stripe, StripeMethod::Get, None).await;
    assert!(matches!(result, Err(Error::Connection { .. })), "{result:?}");
    assert_eq!(reported, None);
}

#[test]
fn variables_of_the_environment() {
    let with = |key: Option<&str>, base: Option<&str>| {
        Client::from_variables(|name| {
            match name {
                "STRIPE_SECRET_KEY" => key,
                "STRIPE_API_BASE" => base,
                other => panic!("{other}"),
            }
            .map(Into::into)
        })
    };
    let base_url = |client: Result<Client>| client.unwrap().inner.settings.base_url.clone();
    assert_eq!(base_url(with(Some("sk_live_1"), None)), "https://api.stripe.com");
    assert_eq!(base_url(with(Some("sk_live_1"), Some(""))), "https://api.stripe.com");
    assert_eq!(base_url(with(Some("sk_live_1"), Some("http://localhost:1/"))), "http://localhost:1");
    assert!(matches!(with(None, None), Err(Error::Configuration(reason)) if reason.contains("STRIPE_SECRET_KEY")));
    assert!(matches!(with(Some(""), None), Err(Error::Configuration(_))));
}
