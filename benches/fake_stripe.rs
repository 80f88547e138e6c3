//! How many requests FakeStripe answers on one core, and how much memory its objects take.
//!
//! It runs on a thread of its own, its callers on another one, over 16 connections. What counts is the server's time on a core
//! (Linux tells it), so that neither the callers nor a busy machine are in it.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::Instant;

use bytes::Bytes;
use diesel_stripe::testing::FakeStripe;
use futures_util::future::join_all;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

const CONNECTIONS: usize = 16;
const OBJECTS: usize = 50_000;
const FORM: &str = "name=Jenny+Rosen&email=jenny%40example.com&metadata%5Border%5D=6735";

fn main() {
    let (started, start) = mpsc::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let stripe = FakeStripe::builder().seed(1).start().await.expect("a port");
            started.send((stripe, Handle::current())).expect("someone who waits");
            let _ = stopped.await;
        });
    });
    let (stripe, handle) = start.recv().expect("a server");
    let address = stripe.base_url().trim_start_matches("http://").parse().expect("an address");
    let authorization = format!("Bearer {}", stripe.secret_key());
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");

    let before = resident();
    let mut ids = Vec::new();
    measure("create a customer", &runtime, &handle, async {
        ids = call(address, &authorization, OBJECTS, |_| (Method::POST, "/v1/customers".into(), FORM)).await;
        ids.len()
    });
    let all = resident();
    measure("retrieve a customer", &runtime, &handle, async {
        let path = |n: usize| format!("/v1/customers/{}", ids[n % ids.len()]);
        call(address, &authorization, OBJECTS, |n| (Method::GET, path(n), "")).await.len()
    });
    let requests = resident() - all;
    measure("list 10 customers", &runtime, &handle, async {
        call(address, &authorization, OBJECTS / 5, |_| (Method::GET, "/v1/customers".into(), "")).await.len()
    });
    let per_object = |bytes: f64| bytes / OBJECTS as f64;
    println!("memory: {:.0} bytes for a customer, its event and its recorded request", per_object(all - before));
    println!("        {:.0} bytes for a recorded request without parameters", per_object(requests));
    drop(stripe);
    let _ = stop.send(());
    server.join().expect("the server's end");
}

fn measure(what: &str, runtime: &tokio::runtime::Runtime, server: &Handle, work: impl Future<Output = usize>) {
    let (busy, since) = (busy(runtime, server), Instant::now());
    let count = runtime.block_on(work) as f64;
    let elapsed = since.elapsed().as_secs_f64();
    let on_core = self::busy(runtime, server) - busy;
    println!(
        "{what}: {:.0} requests/s of the server's core; {:.0} requests/s by the clock",
        count / on_core,
        count / elapsed
    );
}

/// The seconds that the server's thread has been on a core.
fn busy(runtime: &tokio::runtime::Runtime, server: &Handle) -> f64 {
    let read = server.spawn(async { std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux") });
    let stat = runtime.block_on(read).expect("the server");
    stat.split(' ').next().and_then(|time| time.parse::<f64>().ok()).expect("nanoseconds") / 1e9
}

fn resident() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    stat.split(' ').nth(1).and_then(|pages| pages.parse::<f64>().ok()).expect("pages") * 4096.0
}

/// Makes so many requests, over all connections; the ids in their answers.
async fn call(
    address: SocketAddr,
    authorization: &str,
    count: usize,
    request: impl Fn(usize) -> (Method, String, &'static str),
) -> Vec<String> {
    let request = &request;
    let callers = (0..CONNECTIONS).map(|caller| async move {
        let mut connection = connect(address).await;
        let mut ids = Vec::with_capacity(count / CONNECTIONS + 1);
        for n in (caller..count).step_by(CONNECTIONS) {
            let (method, path, form) = request(n);
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header("host", "fake")
                .header("authorization", authorization)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Full::new(Bytes::from_static(form.as_bytes())))
                .expect("a request");
            let answer = connection.send_request(request).await.expect("an answer");
            assert_eq!(answer.status(), 200);
            let body = answer.into_body().collect().await.expect("a body").to_bytes();
            ids.push(id(&body));
        }
        ids
    });
    join_all(callers).await.into_iter().flatten().collect()
}

async fn connect(address: SocketAddr) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket");
    let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP");
    tokio::spawn(connection);
    sender
}

/// The first id in a body, without the time that parsing takes.
fn id(body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    let start = body.find("\"cus_").expect("a customer") + 1;
    body[start..].split('"').next().unwrap_or_default().to_owned()
}
