//! The client against a server that fails in every way a server on the other side of the world fails.
#![cfg(feature = "client")]

#[path = "support/scripted_server.rs"]
mod scripted_server;

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use diesel_stripe::Error;
use diesel_stripe::client::{Client, RateLimit};
use miniserde::json::Value;
use stripe_client_core::{
    CustomizableStripeRequest, IdempotencyKey, RequestBuilder, RequestStrategy, StripeMethod, VERSION,
};
use tokio::net::TcpSocket;

use scripted_server::Step::{self, Answer, Cut, Stall};
use scripted_server::{Seen, Server, answer, error, ok};

fn get() -> CustomizableStripeRequest<Value> {
    RequestBuilder::new(StripeMethod::Get, "/payment_intents").query(&BTreeMap::from([("limit", 3)])).customize()
}

fn post() -> CustomizableStripeRequest<Value> {
    RequestBuilder::new(StripeMethod::Post, "/payment_intents")
        .form(&BTreeMap::from([("amount", "100"), ("currency", "usd")]))
        .customize()
}

fn delete() -> CustomizableStripeRequest<Value> {
    RequestBuilder::new(StripeMethod::Delete, "/customers/cus_1").customize()
}

fn with_key(key: &str) -> RequestStrategy {
    RequestStrategy::Idempotent(IdempotencyKey::new(key).unwrap())
}

/// The request is answered at last, after as many attempts, all of one key and one body.
async fn recovers(steps: Vec<Step>) {
    let attempts = steps.len() + 1;
    let server = Server::start(steps).await;
    post().send(&server.client().build().unwrap()).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), attempts);
    for attempt in &seen {
        assert_eq!(attempt.key(), seen[0].key());
        assert_eq!(attempt.body, "amount=100&currency=usd");
        assert_eq!(attempt.line, "POST /v1/payment_intents");
    }
}

/// An address at which connections are refused, as long as the socket lives: it keeps the port from the other tests.
fn closed() -> (String, TcpSocket) {
    let bound = TcpSocket::new_v4().unwrap();
    bound.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    (format!("http://{}", bound.local_addr().unwrap()), bound)
}

/// The first answer is the caller's.
async fn fails(step: Step) -> Error {
    let server = Server::start([step]).await;
    let error = post().send(&server.client().build().unwrap()).await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
    error
}

mod requests {
    use super::*;

    #[tokio::test]
    async fn one_connection_serves_many() {
        let server = Server::start([]).await;
        let stripe = server.client().build().unwrap();
        for _ in 0..3 {
            post().send(&stripe).await.unwrap();
            get().send(&stripe.clone()).await.unwrap();
        }
        let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
        assert_eq!(connections, [0; 6]);
    }

    #[tokio::test]
    async fn an_error_answer_does_not_cost_the_connection() {
        let server = Server::start([error("402 Payment Required", "", "card_declined")]).await;
        let stripe = server.client().build().unwrap();
        post().send(&stripe).await.unwrap_err();
        post().send(&stripe).await.unwrap();
        assert_eq!(server.seen()[1].connection, 0);
    }

    #[tokio::test]
    async fn what_is_sent() {
        let server = Server::start([]).await;
        let stripe = server.client().app_info("shop", Some("1.2"), Some("https://shop.example")).build().unwrap();
        get().send(&stripe).await.unwrap();
        post().send(&stripe).await.unwrap();
        delete().send(&stripe).await.unwrap();
        RequestBuilder::new(StripeMethod::Post, "/payment_intents/pi_1/cancel")
            .customize::<Value>()
            .send(&stripe)
            .await
            .unwrap();
        let seen = server.seen();
        let lines: Vec<_> = seen.iter().map(|seen| seen.line.as_str()).collect();
        assert_eq!(
            lines,
            [
                "GET /v1/payment_intents?limit=3",
                "POST /v1/payment_intents",
                "DELETE /v1/customers/cus_1",
                "POST /v1/payment_intents/pi_1/cancel",
            ]
        );
        for request in &seen {
            assert_eq!(request.header("authorization"), Some("Bearer sk_test_hush"));
            assert_eq!(request.header("stripe-version"), Some(VERSION.as_str()));
            assert_eq!(request.header("stripe-account"), None);
            let agent = format!("diesel-stripe/{} shop/1.2 (https://shop.example)", env!("CARGO_PKG_VERSION"));
            assert_eq!(request.header("user-agent"), Some(agent.as_str()));
            assert_eq!(request.header("host"), server.base_url.strip_prefix("http://"));
        }
        let form = Some("application/x-www-form-urlencoded");
        assert_eq!((seen[0].header("content-type"), seen[0].body.as_str()), (None, ""));
        assert_eq!((seen[1].header("content-type"), seen[1].body.as_str()), (form, "amount=100&currency=usd"));
        assert_eq!((seen[2].header("content-type"), seen[2].body.as_str()), (None, ""));
        assert_eq!(seen[3].header("content-length"), Some("0"));
    }

    #[tokio::test]
    async fn base_url_and_version_are_the_callers() {
        let server = Server::start([]).await;
        for slash in ["", "/"] {
            let base_url = format!("{}/proxy{slash}", server.base_url);
            let stripe = server.client().base_url(base_url).api_version("2020-08-27").build().unwrap();
            get().send(&stripe).await.unwrap();
        }
        for request in server.seen() {
            assert_eq!(request.line, "GET /proxy/v1/payment_intents?limit=3");
            assert_eq!(request.header("stripe-version"), Some("2020-08-27"));
        }
    }

    #[tokio::test]
    async fn the_account_is_the_clients_unless_the_request_names_one() {
        let server = Server::start([]).await;
        let platform = server.client().build().unwrap();
        let connected = server.client().stripe_account("acct_1").build().unwrap();
        get().send(&platform).await.unwrap();
        get().account_id("acct_2".into()).send(&platform).await.unwrap();
        get().send(&connected).await.unwrap();
        get().account_id("acct_2".into()).send(&connected).await.unwrap();
        get().account_id("".into()).send(&connected).await.unwrap();
        let seen = server.seen();
        let accounts: Vec<_> = seen.iter().map(|seen| seen.header("stripe-account")).collect();
        assert_eq!(accounts, [None, Some("acct_2"), Some("acct_1"), Some("acct_2"), None]);
        assert_eq!(connected.stripe_account(), Some("acct_1"));
    }

    #[tokio::test]
    async fn chunked_answers_are_read() {
        let body = "6\r\n{\"id\":\r\n8\r\n \"pi_1\"}\r\n0\r\n\r\n";
        let server =
            Server::start([Answer(format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{body}"))]).await;
        let stripe = server.client().build().unwrap();
        let Value::Object(object) = get().send(&stripe).await.unwrap() else { panic!() };
        assert!(matches!(&object["id"], Value::String(id) if id == "pi_1"));
        get().send(&stripe).await.unwrap();
        assert_eq!(server.seen()[1].connection, 0);
    }

    #[tokio::test]
    async fn a_request_that_cannot_be_sent_is_not_sent() {
        let server = Server::start([]).await;
        let stripe = server.client().build().unwrap();
        for path in
            ["/customers/", "/customers/../charges", "/customers/cus_1?expand[]=a", "/customers/a b", "/a#b", ""]
        {
            let error =
                RequestBuilder::new(StripeMethod::Get, path).customize::<Value>().send(&stripe).await.unwrap_err();
            assert!(matches!(error, Error::Configuration(_)), "{path}: {error}");
        }
        for key in ["a\nb", "é"] {
            let error = post().request_strategy(with_key(key)).send(&stripe).await.unwrap_err();
            assert!(matches!(error, Error::Configuration(_)), "{error}");
        }
        let error = post().account_id("acct_1\r\nx: y".into()).send(&stripe).await.unwrap_err();
        assert!(matches!(error, Error::Configuration(_)), "{error}");
        assert_eq!(server.seen(), []);
    }

    #[tokio::test]
    async fn an_answer_that_is_not_the_type_says_so() {
        let server = Server::start([answer("200 OK", "", "{}")]).await;
        let error = RequestBuilder::new(StripeMethod::Get, "/account")
            .customize::<u64>()
            .send(&server.client().build().unwrap())
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{error}");
    }

    #[tokio::test]
    async fn redirects_are_not_followed() {
        let other = Server::start([]).await;
        let error = fails(answer("302 Found", &format!("location: {}/v1/account\r\n", other.base_url), "")).await;
        assert_eq!(error.stripe().unwrap().status, 302);
        assert_eq!(other.seen(), []);
    }

    #[tokio::test]
    async fn calls_at_a_limited_rate_all_arrive() {
        let server = Server::start([]).await;
        let stripe = server.client().rate_limit(RateLimit { per_endpoint: 100, overall: 200 }).build().unwrap();
        let calls = (0..40).map(|_| post().send(&stripe));
        futures_util::future::try_join_all(calls).await.unwrap();
        assert_eq!(server.seen().len(), 40);
    }
}

mod keys {
    use super::*;

    #[tokio::test]
    async fn the_callers_key_is_kept_over_all_attempts() {
        let server = Server::start([error("500 Oh", "", "oh"), Cut(String::new())]).await;
        post().request_strategy(with_key("order-17")).send(&server.client().build().unwrap()).await.unwrap();
        let seen = server.seen();
        assert_eq!(seen.iter().map(Seen::key).collect::<Vec<_>>(), ["order-17"; 3]);
    }

    #[tokio::test]
    async fn each_post_without_one_has_a_new_key() {
        let server = Server::start([]).await;
        let stripe = server.client().build().unwrap();
        for strategy in [RequestStrategy::Once, RequestStrategy::Retry(2), RequestStrategy::ExponentialBackoff(2)] {
            post().send(&stripe).await.unwrap();
            post().request_strategy(strategy).send(&stripe).await.unwrap();
        }
        let seen = server.seen();
        let keys: HashSet<_> = seen.iter().map(Seen::key).collect();
        assert_eq!(keys.len(), 6);
        assert!(keys.iter().all(|key| uuid::Uuid::parse_str(key).is_ok()));
    }

    #[tokio::test]
    async fn get_and_delete_have_none() {
        let server = Server::start([]).await;
        let stripe = server.client().build().unwrap();
        get().send(&stripe).await.unwrap();
        delete().request_strategy(with_key("order-17")).send(&stripe).await.unwrap();
        assert!(server.seen().iter().all(|seen| seen.header("idempotency-key").is_none()));
    }
}

mod retries {
    use super::*;

    #[tokio::test]
    async fn server_errors() {
        for status in ["500 Oh", "502 Oh", "503 Oh", "504 Oh"] {
            recovers(vec![error(status, "", "oh"), error(status, "", "oh")]).await;
        }
    }

    #[tokio::test]
    async fn the_key_is_in_use() {
        recovers(vec![error("409 Conflict", "", "idempotency_key_in_use")]).await;
    }

    #[tokio::test]
    async fn the_object_is_locked() {
        recovers(vec![error("429 Too Many Requests", "", "lock_timeout")]).await;
    }

    #[tokio::test]
    async fn too_many_requests() {
        recovers(vec![error("429 Too Many Requests", "retry-after: 0\r\n", "rate_limit")]).await;
    }

    #[tokio::test]
    async fn the_connection_is_cut_before_the_answer() {
        recovers(vec![Cut(String::new()), Cut(String::new())]).await;
    }

    #[tokio::test]
    async fn the_connection_is_cut_within_the_headers() {
        recovers(vec![Cut("HTTP/1.1 200 OK\r\ncontent-le".into())]).await;
    }

    #[tokio::test]
    async fn the_connection_is_cut_within_the_body() {
        recovers(vec![Cut("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".into())]).await;
    }

    #[tokio::test]
    async fn the_connection_is_cut_within_a_chunked_body() {
        recovers(vec![Cut("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n".into())]).await;
    }

    #[tokio::test]
    async fn the_answer_is_not_http() {
        recovers(vec![Cut("SSH-2.0-OpenSSH_9.6\r\n".into())]).await;
    }

    #[tokio::test]
    async fn a_kept_connection_is_cut() {
        let server = Server::start([ok(), Cut(String::new())]).await;
        let stripe = server.client().build().unwrap();
        post().send(&stripe).await.unwrap();
        post().send(&stripe).await.unwrap();
        let seen = server.seen();
        assert_eq!(seen.iter().map(|seen| seen.connection).collect::<Vec<_>>(), [0, 0, 1]);
        assert_ne!(seen[0].key(), seen[1].key());
        assert_eq!(seen[1].key(), seen[2].key());
    }

    /// On a machine that is very busy, the answer to the second attempt may be late, too.
    async fn recovers_in_time(stall: Step) {
        let server = Server::start([stall]).await;
        let stripe = server.client().timeout(Duration::from_millis(300)).max_retries(50).build().unwrap();
        post().send(&stripe).await.unwrap();
        let seen = server.seen();
        assert!(seen.len() > 1);
        assert!(seen.iter().all(|attempt| attempt.key() == seen[0].key()));
    }

    #[tokio::test]
    async fn the_answer_does_not_come() {
        recovers_in_time(Stall(String::new())).await;
    }

    #[tokio::test]
    async fn the_answer_does_not_end() {
        recovers_in_time(Stall("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".into())).await;
    }

    #[tokio::test]
    async fn stripe_says_to_try_again() {
        recovers(vec![error("400 Bad Request", "Stripe-Should-Retry: true\r\n", "oh")]).await;
    }

    #[tokio::test]
    async fn stripe_says_not_to_try_again() {
        for status in ["409 Conflict", "429 Too Many Requests", "500 Oh", "503 Oh"] {
            let error = fails(error(status, "Stripe-Should-Retry: false\r\n", "oh")).await;
            assert!(status.starts_with(&error.stripe().unwrap().status.to_string()));
        }
    }

    #[tokio::test]
    async fn a_long_retry_after_is_the_callers_to_wait_for() {
        let error = fails(error("429 Too Many Requests", "retry-after: 3600\r\n", "rate_limit")).await;
        assert_eq!(error.stripe().unwrap().status, 429);
    }

    #[tokio::test]
    async fn get_and_delete_are_tried_again() {
        let server = Server::start([error("500 Oh", "", "oh"), ok(), Cut(String::new())]).await;
        let stripe = server.client().build().unwrap();
        get().send(&stripe).await.unwrap();
        delete().send(&stripe).await.unwrap();
        assert_eq!(server.seen().len(), 4);
    }

    #[tokio::test]
    async fn the_last_error_is_returned_when_attempts_end() {
        let server = Server::start([
            error("500 Oh", "", "first"),
            Cut(String::new()),
            error("503 Oh", "request-id: req_3\r\n", "last"),
        ])
        .await;
        let error = post().send(&server.client().max_retries(2).build().unwrap()).await.unwrap_err();
        assert_eq!(server.seen().len(), 3);
        let stripe = error.stripe().unwrap();
        assert_eq!((stripe.status, stripe.code.as_deref()), (503, Some("last")));
        assert_eq!(stripe.request_id.as_deref(), Some("req_3"));
    }

    #[tokio::test]
    async fn a_requests_own_strategy_counts_attempts() {
        for (strategy, attempts) in [
            (RequestStrategy::Once, 1),
            (RequestStrategy::Retry(0), 1),
            (RequestStrategy::Retry(2), 2),
            (RequestStrategy::ExponentialBackoff(5), 5),
            (with_key("order-17"), 4),
        ] {
            let server = Server::start((0..9).map(|_| error("500 Oh", "", "oh"))).await;
            let stripe = server.client().max_retries(3).build().unwrap();
            post().request_strategy(strategy.clone()).send(&stripe).await.unwrap_err();
            assert_eq!(server.seen().len(), attempts, "{strategy:?}");
        }
    }
}

mod errors {
    use super::*;

    #[tokio::test]
    async fn a_declined_card_is_told_whole_and_once() {
        let body = r#"{
          "error": {
            "type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds",
            "param": "payment_method", "message": "Your card has insufficient funds.",
            "payment_intent": {"id": "pi_1", "client_secret": "pi_1_secret_hush"}
          }
        }"#;
        let error = fails(answer("402 Payment Required", "Request-Id: req_1\r\n", body)).await;
        let stripe = error.stripe().unwrap();
        assert_eq!(stripe.status, 402);
        assert_eq!(stripe.kind.as_deref(), Some("card_error"));
        assert_eq!(stripe.code.as_deref(), Some("card_declined"));
        assert_eq!(stripe.decline_code.as_deref(), Some("insufficient_funds"));
        assert_eq!(stripe.param.as_deref(), Some("payment_method"));
        assert_eq!(stripe.message.as_deref(), Some("Your card has insufficient funds."));
        assert_eq!(stripe.request_id.as_deref(), Some("req_1"));
        assert_eq!(
            error.to_string(),
            "POST /v1/payment_intents: Stripe answered 402 card_error card_declined insufficient_funds \
             (param payment_method): Your card has insufficient funds. [req_1]"
        );
        assert!(!format!("{error:?}").contains("hush"));
    }

    #[tokio::test]
    async fn other_refusals_are_told_once() {
        for status in ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "424 Failed"] {
            let error = fails(error(status, "", "oh")).await;
            assert_eq!(error.stripe().unwrap().code.as_deref(), Some("oh"));
            assert!(!error.is_missing(), "{status}: only `resource_missing` says so");
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_not_stripes_leaves_its_status() {
        let html = "<html><h1>502 Bad Gateway</h1></html>";
        let server = Server::start([answer("502 Bad Gateway", "request-id: req_1\r\n", html)]).await;
        let error = post().send(&server.client().max_retries(0).build().unwrap()).await.unwrap_err();
        let stripe = error.stripe().unwrap();
        assert_eq!((stripe.status, stripe.request_id.as_deref()), (502, Some("req_1")));
        assert_eq!((&stripe.code, &stripe.message), (&None, &None));
    }

    #[tokio::test]
    async fn an_error_that_is_cut_leaves_its_status() {
        let error = fails(Cut("HTTP/1.1 402 Oh\r\ncontent-length: 99\r\n\r\n{\"error\": {\"code\": \"ca".into())).await;
        let stripe = error.stripe().unwrap();
        assert_eq!((stripe.status, &stripe.code), (402, &None));
    }

    #[tokio::test]
    async fn no_answer_is_a_connection_error() {
        let server = Server::start((0..9).map(|_| Cut(String::new()))).await;
        let error = post().send(&server.client().max_retries(1).build().unwrap()).await.unwrap_err();
        assert!(matches!(&error, Error::Connection { call, .. } if call == "POST /v1/payment_intents"), "{error:?}");
        assert_eq!(server.seen().len(), 2);
    }

    #[tokio::test]
    async fn nobody_listens() {
        let (base_url, _bound) = closed();
        let stripe = Client::builder("sk_test_hush")
            .base_url(base_url)
            .retry_delay(Duration::ZERO, Duration::ZERO)
            .build()
            .unwrap();
        let error = get().send(&stripe).await.unwrap_err();
        assert!(matches!(&error, Error::Connection { call, .. } if call == "GET /v1/payment_intents"), "{error:?}");
    }

    #[tokio::test]
    async fn no_answer_in_time_is_a_timeout() {
        let server = Server::start([Stall(String::new()), Stall(String::new())]).await;
        let stripe = server.client().timeout(Duration::from_millis(50)).max_retries(1).build().unwrap();
        let error = post().send(&stripe).await.unwrap_err();
        assert!(matches!(error, Error::Timeout { seconds: 0.05, .. }), "{error:?}");
    }

    #[tokio::test]
    async fn a_requests_own_timeout_comes_first() {
        let server = Server::start([Stall(String::new())]).await;
        let stripe = server.client().max_retries(0).build().unwrap();
        let error = post().timeout(Duration::from_millis(50)).send(&stripe).await.unwrap_err();
        assert!(matches!(error, Error::Timeout { seconds: 0.05, .. }), "{error:?}");
    }

    #[tokio::test]
    async fn an_answer_over_the_limit_is_refused_once() {
        let body = "x".repeat(101);
        let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n65\r\n{body}\r\n0\r\n\r\n");
        for step in [answer("200 OK", "", &body), Answer(chunked)] {
            let server = Server::start([step]).await;
            let stripe = server.client().max_answer_bytes(100).build().unwrap();
            let error = post().send(&stripe).await.unwrap_err();
            assert!(matches!(error, Error::TooLarge { size: 101, limit: 100 }), "{error:?}");
            assert_eq!(server.seen().len(), 1);
        }
        let server = Server::start([answer("402 Oh", "", &body)]).await;
        let error = post().send(&server.client().max_answer_bytes(100).build().unwrap()).await.unwrap_err();
        assert_eq!(error.stripe().unwrap().status, 402);
    }

    #[tokio::test]
    async fn an_answer_at_the_limit_is_read() {
        let body = format!("\"{}\"", "x".repeat(98));
        let server = Server::start([answer("200 OK", "", &body)]).await;
        post().send(&server.client().max_answer_bytes(100).build().unwrap()).await.unwrap();
    }
}

mod connectors {
    use std::future::Future;
    use std::io;
    use std::net::SocketAddr;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll};

    use hyper::Uri;
    use hyper_util::client::legacy::connect::{Connected, Connection};
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
    use tokio::net::TcpStream;

    use super::*;

    /// As a tunnel would: whatever the URL says, it connects to one address, and counts.
    #[derive(Clone)]
    struct Tunnel {
        to: SocketAddr,
        opened: Arc<AtomicUsize>,
    }

    struct Tunneled(TcpStream);

    impl Connection for Tunneled {
        fn connected(&self) -> Connected {
            Connected::new()
        }
    }

    impl AsyncRead for Tunneled {
        fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_read(cx, buf)
        }
    }

    impl AsyncWrite for Tunneled {
        fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
            Pin::new(&mut self.0).poll_write(cx, buf)
        }

        fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_flush(cx)
        }

        fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.0).poll_shutdown(cx)
        }
    }

    impl tower_service::Service<Uri> for Tunnel {
        type Response = TokioIo<Tunneled>;
        type Error = io::Error;
        type Future = Pin<Box<dyn Future<Output = io::Result<TokioIo<Tunneled>>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, uri: Uri) -> Self::Future {
            assert_eq!(uri.host(), Some("api.stripe.com"));
            self.opened.fetch_add(1, Ordering::SeqCst);
            let to = self.to;
            Box::pin(async move { Ok(TokioIo::new(Tunneled(TcpStream::connect(to).await?))) })
        }
    }

    #[tokio::test]
    async fn a_connector_of_the_hosts_opens_the_connections() {
        let server = Server::start([]).await;
        let to = server.base_url.strip_prefix("http://").unwrap().parse().unwrap();
        let tunnel = Tunnel { to, opened: Arc::default() };
        // At the end of the tunnel there is TLS, as far as the client knows.
        let builder = Client::builder("sk_live_1").connector(tunnel.clone());
        let stripe = builder.clone().build().unwrap();
        for _ in 0..3 {
            post().send(&stripe).await.unwrap();
        }
        assert_eq!((server.seen().len(), tunnel.opened.load(Ordering::SeqCst)), (3, 1), "it is kept");
        assert_eq!(server.seen()[0].header("host"), Some("api.stripe.com"));
        // Another client has connections of its own.
        post().send(&builder.build().unwrap()).await.unwrap();
        assert_eq!(tunnel.opened.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn what_it_cannot_open_is_no_answer() {
        let (base_url, _bound) = closed();
        let to = base_url.strip_prefix("http://").unwrap().parse().unwrap();
        let stripe = Client::builder("sk_live_1").connector(Tunnel { to, opened: Arc::default() }).max_retries(0);
        let error = post().send(&stripe.build().unwrap()).await.unwrap_err();
        assert!(matches!(error, Error::Connection { .. }), "{error}");
    }

    #[test]
    fn a_live_key_is_not_sent_unencrypted() {
        for url in ["http://stripe.example", "http://10.1.2.3:80"] {
            let error = Client::builder("sk_live_hush").base_url(url).build().unwrap_err();
            assert!(matches!(error, Error::Configuration(_)) && error.to_string().contains("https"), "{error}");
        }
        Client::builder("sk_live_1").base_url("http://localhost:12111").build().unwrap();
        Client::builder("sk_test_1").base_url("http://stripe-mock:12111").build().unwrap();
    }
}

mod secrets {
    use super::*;

    #[tokio::test]
    async fn the_key_is_shown_nowhere() {
        let (base_url, _bound) = closed();
        let builder = Client::builder("sk_test_hush").base_url(base_url);
        let stripe = builder.clone().max_retries(0).build().unwrap();
        let unreachable = post().send(&stripe).await.unwrap_err();
        let echoed = fails(answer(
            "401 Unauthorized",
            "",
            r#"{"error": {"message": "Invalid API Key: sk_test_hush", "param": "sk_test_hush"}}"#,
        ))
        .await;
        for shown in [
            format!("{builder:?}"),
            format!("{stripe:?}"),
            format!("{unreachable} {unreachable:?}"),
            format!("{echoed} {echoed:?}"),
        ] {
            assert!(!shown.contains("hush"), "{shown}");
        }
        assert!(echoed.to_string().contains("Invalid API Key: (the secret key)"));
    }

    #[test]
    fn a_key_that_is_none_is_refused_and_not_repeated() {
        for key in ["", " ", "sk_test_hush\n", "sk_test_hush\r\nx: y", "sk_test_h\u{fc}sh hush", "pk_live_hush"] {
            let error = Client::new(key).unwrap_err();
            assert!(matches!(error, Error::Configuration(_)));
            assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
        }
    }

    #[test]
    fn the_mode_is_in_the_key() {
        let livemode = |key: &str| Client::new(key).unwrap().livemode();
        assert_eq!(livemode("sk_live_1"), Some(true));
        assert_eq!(livemode("rk_live_1"), Some(true));
        assert_eq!(livemode("sk_test_1"), Some(false));
        assert_eq!(livemode("rk_test_1"), Some(false));
        assert_eq!(livemode("key"), None);
    }
}

#[test]
fn a_client_can_be_shared() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    shared(&Client::new("sk_live_1").unwrap());
}
