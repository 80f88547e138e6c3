//! A server that is a script: what to do with the first request, with the second, … It speaks HTTP by hand, so that it can also
//! speak it badly.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel_stripe::client::{Client, ClientBuilder};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request, once it has read it.
pub enum Step {
    /// Answers, and keeps the connection.
    Answer(String),
    /// Sends this much, and closes the connection.
    Cut(String),
    /// Sends this much, and leaves the connection open.
    Stall(String),
}

use Step::{Answer, Cut, Stall};

/// An answer with a length.
pub fn answer(status: &str, headers: &str, body: &str) -> Step {
    Answer(format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()))
}

pub fn ok() -> Step {
    answer("200 OK", "", r#"{"object": "fine"}"#)
}

pub fn error(status: &str, headers: &str, code: &str) -> Step {
    answer(status, headers, &format!(r#"{{"error": {{"type": "some_error", "code": "{code}", "message": "No."}}}}"#))
}

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The number of the connection it came on.
    pub connection: usize,
    /// `POST /v1/payment_intents`.
    pub line: String,
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    pub fn key(&self) -> &str {
        self.header("idempotency-key").expect("an idempotency key")
    }
}

#[derive(Default)]
struct Script {
    steps: VecDeque<Step>,
    seen: Vec<Seen>,
}

pub struct Server {
    pub base_url: String,
    script: Arc<Mutex<Script>>,
}

impl Server {
    /// Follows the steps, then answers 200.
    pub async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(Script { steps: steps.into_iter().collect(), seen: Vec::new() }));
        let followed = script.clone();
        tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let script = followed.clone();
                tokio::spawn(async move {
                    // The client closes connections when it likes: not the server's failure.
                    let _ = serve(stream, connection, script).await;
                });
            }
        });
        Server { base_url, script }
    }

    /// A client without rate limit, and without delays.
    pub fn client(&self) -> ClientBuilder {
        Client::builder("sk_test_hush")
            .base_url(&self.base_url)
            .no_rate_limit()
            .retry_delay(Duration::ZERO, Duration::ZERO)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.script.lock().unwrap().seen.clone()
    }
}

async fn serve(stream: TcpStream, connection: usize, script: Arc<Mutex<Script>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let mut headers = HashMap::new();
        loop {
            let mut header = String::new();
            stream.read_line(&mut header).await?;
            let Some((name, value)) = header.trim_end().split_once(": ") else { break };
            let twice = headers.insert(name.to_ascii_lowercase(), value.to_owned());
            assert_eq!(twice, None, "the header {name} came twice");
        }
        let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let line = line.trim_end().strip_suffix(" HTTP/1.1").unwrap().to_owned();
        let step = {
            let mut script = script.lock().unwrap();
            script.seen.push(Seen { connection, line, headers, body: String::from_utf8(body).unwrap() });
            script.steps.pop_front().unwrap_or_else(ok)
        };
        match step {
            Answer(bytes) => stream.write_all(bytes.as_bytes()).await?,
            Cut(bytes) => return stream.write_all(bytes.as_bytes()).await,
            Stall(bytes) => {
                stream.write_all(bytes.as_bytes()).await?;
                // Until the client goes away.
                stream.read_u8().await?;
            }
        }
    }
}
