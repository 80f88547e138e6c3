//! A Stripe that answers what it is told, request by request.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use diesel_stripe::client::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Whose key its client has.
pub const PLATFORM: &str = "acct_scripted";

pub struct Scripted {
    base_url: String,
    requests: Arc<Mutex<Vec<String>>>,
    asked: watch::Receiver<usize>,
    gate: Arc<tokio::sync::Mutex<()>>,
}

impl Scripted {
    /// Gives these answers, a status and a body each, in their order. Whose key it is, it says beside them.
    pub async fn start(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Scripted::of(PLATFORM, answers).await
    }

    /// The same with a key of another account's.
    pub async fn of(account: &'static str, answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (count, asked) = watch::channel(0);
        let gate = Arc::<tokio::sync::Mutex<()>>::default();
        let passing = Arc::clone(&gate);
        let (seen, mut answers) = (requests.clone(), answers.into_iter().collect::<VecDeque<_>>());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut stream = BufReader::new(stream);
                let mut line = String::new();
                stream.read_line(&mut line).await.unwrap();
                let mut header = String::from("-");
                while !header.trim_end().is_empty() {
                    header.clear();
                    stream.read_line(&mut header).await.unwrap();
                }
                let request = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
                let (status, body) = if request == "GET /v1/account" {
                    (200, json!({"id": account, "object": "account"}))
                } else {
                    seen.lock().unwrap().push(request);
                    count.send_modify(|count| *count += 1);
                    drop(passing.lock().await);
                    answers.pop_front().expect("an answer for each request")
                };
                let body = body.to_string();
                let head =
                    format!("HTTP/1.1 {status} .\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
                stream.write_all((head + &body).as_bytes()).await.unwrap();
            }
        });
        Scripted { base_url, requests, asked, gate }
    }

    /// Does something between the first request and its answer: from here on, none is answered before.
    #[allow(dead_code, reason = "not every binary has such tests")]
    pub fn meanwhile(&self, work: impl Future<Output = ()>) -> impl Future<Output = ()> {
        let held = Arc::clone(&self.gate).try_lock_owned().expect("nothing was asked yet");
        let mut asked = self.asked.clone();
        async move {
            asked.wait_for(|asked| *asked > 0).await.unwrap();
            work.await;
            drop(held);
        }
    }

    /// A client that asks once.
    pub fn client(&self) -> Client {
        Client::builder("sk_test_hush").base_url(&self.base_url).no_rate_limit().max_retries(0).build().unwrap()
    }

    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// `GET /v1/customers/cus_1`
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}
