//! HTTP on the loopback: the endpoint, and those who deliver to it over connections that are kept.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use diesel_stripe::webhook::{self, Endpoint, Receiver};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::database;
use crate::events::{PATH, SECRET};

/// How many deliveries are in flight.
pub const IN_FLIGHT: usize = 64;

/// Serves the endpoint as long as the process lives.
pub async fn serve() -> (SocketAddr, Receiver) {
    let receiver = Receiver::new(Endpoint::new([SECRET]).expect("a secret"), database::another);
    let app = axum::Router::new().route(PATH, webhook::axum::route(receiver.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, receiver)
}

/// Those who deliver.
pub struct Senders(Vec<Connection>);

impl Senders {
    pub async fn connect(address: SocketAddr) -> Self {
        Senders::of(address, IN_FLIGHT).await
    }

    /// As many as this are in flight at most.
    pub async fn of(address: SocketAddr, in_flight: usize) -> Self {
        let mut connections = Vec::with_capacity(in_flight);
        for _ in 0..in_flight {
            let stream = TcpStream::connect(address).await.expect("the endpoint");
            stream.set_nodelay(true).expect("an option of the socket");
            connections.push(Connection { stream, answer: Vec::new() });
        }
        Senders(connections)
    }

    /// Sends all of them, each connection the next one as soon as it is answered.
    pub async fn send(&mut self, requests: &Arc<Vec<Bytes>>) {
        self.send_at(requests, Duration::ZERO).await;
    }

    /// Sends one after each interval, whether the others are answered or not as long as a connection is free. How long each took,
    /// to its answer: since it was due, if no connection was free then, or since it was sent: that a timer is late is not the endpoint's.
    pub async fn send_at(&mut self, requests: &Arc<Vec<Bytes>>, interval: Duration) -> Vec<Duration> {
        let next = Arc::new(AtomicUsize::new(0));
        let start = Instant::now();
        let senders = self.0.drain(..).map(|mut connection| {
            let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
            tokio::spawn(async move {
                let mut times = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(request) = requests.get(n) else { return (connection, times) };
                    let due = start + interval * u32::try_from(n).expect("not so many");
                    let mut since = due;
                    if due > Instant::now() {
                        tokio::time::sleep_until(due.into()).await;
                        since = Instant::now();
                    }
                    connection.post(request).await;
                    times.push(since.elapsed());
                }
            })
        });
        let senders: Vec<_> = senders.collect();
        let mut all = Vec::with_capacity(requests.len());
        for sender in senders {
            let (connection, times) = sender.await.expect("a sender");
            self.0.push(connection);
            all.extend(times);
        }
        all
    }
}

struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Connection {
    async fn post(&mut self, request: &[u8]) {
        self.stream.write_all(request).await.expect("to send");
        self.answer.clear();
        while !is_whole(&self.answer) {
            assert!(self.stream.read_buf(&mut self.answer).await.expect("an answer") > 0, "closed");
        }
        assert!(self.answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&self.answer));
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|end| end == b"\r\n\r\n") else { return false };
    let head = std::str::from_utf8(&answer[..end]).expect("text");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    answer.len() >= end + 4 + length.parse::<usize>().expect("a number")
}
