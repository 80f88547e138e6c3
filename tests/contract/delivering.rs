//! What delivers to a receiver, as Stripe would, and to a server of such.
#![cfg(feature = "axum")]

use chrono::Utc;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::webhook::signature::{WebhookSecret, sign};
use diesel_stripe::webhook::{self, Answer, Connect, Endpoint, Receiver};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::database::Database;

/// New connections to the database of a test.
pub fn connections<D>(db: &D) -> impl Connect<Connection = D::Connection> + Clone
where
    D: Database<Connection: MirrorConnection>,
{
    let url = db.url().to_owned();
    move || {
        let url = url.clone();
        async move { D::connect(&url).await.map(Database::into_connection) }
    }
}

/// A receiver with connections to the database of a test.
pub fn receiver<D: Database<Connection: MirrorConnection>>(db: &D) -> Receiver {
    Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connections(db))
}

/// The signature of a body with the secret of [`receiver`]s.
pub fn signed(body: &str) -> String {
    sign(body.as_bytes(), &WebhookSecret::new("whsec_1"), Utc::now())
}

/// Delivers as Stripe would, without HTTP.
pub async fn deliver(receiver: &Receiver, body: &Value) -> Answer {
    let body = body.to_string();
    receiver.receive(Some(signed(&body)), body).await
}

/// A server with these receivers at `/1`, `/2`, …
pub async fn serve(receivers: impl IntoIterator<Item = Receiver>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    serve_at(listener, receivers);
    address
}

/// The same where a listener is already.
pub fn serve_at(listener: TcpListener, receivers: impl IntoIterator<Item = Receiver>) {
    let mut app = axum::Router::new();
    for (receiver, n) in receivers.into_iter().zip(1..) {
        app = app.route(&format!("/{n}"), webhook::axum::route(receiver));
    }
    tokio::spawn(async move { axum::serve(listener, app).await });
}

/// Sends a request as it is, and reads the answer's head in lower case.
pub async fn request(address: &str, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("{head}\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    // The server may have answered, and closed, before it read the whole.
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).to_lowercase();
    answer.split("\r\n\r\n").next().unwrap().to_owned()
}

/// Delivers over HTTP; the answer's head.
pub async fn post(address: &str, path: &str, signature: &str, body: &str) -> String {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nstripe-signature: {signature}\r\ncontent-length: {length}");
    request(address, &head, body.as_bytes()).await
}

/// The status in an answer's head.
pub fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or(answer)
}
