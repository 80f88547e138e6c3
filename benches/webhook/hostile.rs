//! Connections of others than Stripe: each announces a large body with a header that looks like Stripe's, sends it drop by drop, and
//! begins anew when it is closed.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::Utc;
use diesel_stripe::webhook::signature::{HEADER, WebhookSecret, sign};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::events::PATH;

/// How many there are. Each takes a file descriptor here and one in the host: `ulimit -n 8192` before.
pub const CONNECTIONS: usize = 2_000;

/// Opens them, and keeps at it until they are dropped.
pub async fn attack(address: SocketAddr) -> JoinSet<()> {
    let mut connections = JoinSet::new();
    for n in 0..CONNECTIONS {
        let first = TcpStream::connect(address).await.expect("the endpoint: is `ulimit -n` high enough?");
        connections.spawn(async move {
            let mut stream = Some(first);
            loop {
                let next = match stream.take() {
                    Some(stream) => Ok(stream),
                    None => TcpStream::connect(address).await,
                };
                if let Ok(stream) = next {
                    let _ = drop_by_drop(stream, n).await;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
    }
    connections
}

async fn drop_by_drop(mut stream: TcpStream, n: usize) -> std::io::Result<()> {
    let signature = sign(b"", &WebhookSecret::new("whsec_of_nobody"), Utc::now());
    let length = if n.is_multiple_of(2) { "Content-Length: 4194304" } else { "Transfer-Encoding: chunked" };
    let head = format!("POST {PATH} HTTP/1.1\r\nHost: localhost\r\n{HEADER}: {signature}\r\n{length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let (mut answer, mut sender) = stream.split();
    let piece = "x".repeat(16 << 10);
    let sending = async {
        loop {
            if !n.is_multiple_of(2) {
                sender.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
            }
            sender.write_all(piece.as_bytes()).await?;
            if !n.is_multiple_of(2) {
                sender.write_all(b"\r\n").await?;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::select! {
        sent = sending => sent,
        answered = answer.read_u8() => answered.map(|_| ()),
    }
}
