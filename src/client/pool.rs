//! The pool of connections, whoever opens them: the crate's own connector, or the host's.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::{Error, Result};

/// Connections that have been idle for longer are closed: before Stripe's side, or a NAT between, forgets them.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);
/// Idle connections that are kept; how many are open at once is not limited.
const IDLE_CONNECTIONS: usize = 64;

/// Sends requests over connections that it keeps.
pub(super) trait Pool: Send + Sync {
    fn send(&self, request: Request<Full<Bytes>>) -> ResponseFuture;
}

impl<C: Connect + Clone + Send + Sync + 'static> Pool for Client<C, Full<Bytes>> {
    fn send(&self, request: Request<Full<Bytes>>) -> ResponseFuture {
        self.request(request)
    }
}

/// Makes the pool of each client that is built.
pub(super) type NewPool = Arc<dyn Fn() -> Arc<dyn Pool> + Send + Sync>;

/// A pool of connections that this connector opens.
pub(super) fn over<C: Connect + Clone + Send + Sync + 'static>(connector: C) -> Arc<dyn Pool> {
    let pool = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .build::<_, Full<Bytes>>(connector);
    Arc::new(pool)
}

/// A pool of TCP connections, with TLS by rustls and Mozilla's roots.
pub(super) fn own(connect_timeout: Duration) -> Result<Arc<dyn Pool>> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(connect_timeout));
    // Named, not rustls's default: that one panics where another crate of the program has enabled another provider.
    let tls = HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
        .map_err(|error| Error::Configuration(format!("TLS: {error}")))?
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp);
    Ok(over(tls))
}
