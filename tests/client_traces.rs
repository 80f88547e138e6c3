//! What the client traces, and what it must not.
//!
//! Alone in its process: tracing remembers for each place in the code whether anybody listens, and tests that run beside this
//! one, and don't, would race with it.
#![cfg(feature = "client")]

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel_stripe::client::Client;
use miniserde::json::Value;
use stripe_client_core::{RequestBuilder, StripeMethod};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down all that is traced, also by the libraries below.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<String>>);

impl Visit for Written {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field} = {value:?}").unwrap();
    }
}

impl Subscriber for Written {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Reads one request on each connection, answers it in order (with nothing: cuts it), and closes the connection.
async fn server(answers: &'static [&'static str]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                request.push(stream.read_u8().await.unwrap());
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    base_url
}

#[tokio::test]
async fn traces_hold_neither_the_key_nor_what_is_sent_nor_what_is_answered() {
    let written = Written::default();
    tracing::subscriber::set_global_default(written.clone()).unwrap();
    let base_url = server(&[
        "",
        "HTTP/1.1 500 Oh\r\nrequest-id: req_1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 402 Oh\r\ncontent-length: 30\r\nconnection: close\r\n\r\n{\"error\": {\"message\": \"quiet\"}}",
        "HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\n\"quiet\"",
    ])
    .await;
    let stripe =
        Client::builder("sk_test_hush").base_url(base_url).retry_delay(Duration::ZERO, Duration::ZERO).build().unwrap();
    let get = RequestBuilder::new(StripeMethod::Get, "/customers").query(&BTreeMap::from([("email", "whisper")]));
    get.customize::<Value>().send(&stripe).await.unwrap_err();
    let get = RequestBuilder::new(StripeMethod::Get, "/customers").query(&BTreeMap::from([("email", "whisper")]));
    get.customize::<Value>().send(&stripe).await.unwrap();

    let written = written.0.lock().unwrap();
    for told in
        ["method = GET", "path = \"/v1/customers\"", "no answer", "attempt = 2", "status = 500", "\"req_1\"", "402"]
    {
        assert!(written.contains(told), "{told} in {written}");
    }
    for kept in ["hush", "whisper", "quiet"] {
        assert!(!written.contains(kept), "{kept} in {written}");
    }
}
