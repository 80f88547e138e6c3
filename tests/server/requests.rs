//! What is answered to whom: other visitors, bad input, and what is not there.

use hyper::Method;
use hyper::header::SET_COOKIE;
use serde_json::json;

use crate::database::Database;
use crate::process::{Server, refusal};
use crate::visitor::{INTENTS, Visitor};

async fn another_visitors_intent_is_not_there(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let (visitor, other) = (Visitor::of(&server).await, Visitor::of(&server).await);
    let intent = visitor.create("A").await;
    let theirs = other.create("A").await;
    assert_ne!(intent.id(), theirs.id());
    for id in [intent.id().as_str(), "pi_unknown"] {
        assert_eq!(other.look(id).await.error(), (404, "not_found"));
        assert_eq!(other.choose(id, "B").await.error(), (404, "not_found"));
    }
    // A cookie that was made by another than the server is none.
    let mut forged = visitor.clone();
    forged.cookie = visitor.cookie.replacen("visitor=", "visitor=x", 1);
    let answer = forged.look(&intent.id()).await;
    assert_eq!(answer.error(), (404, "not_found"));
    assert!(answer.header(SET_COOKIE.as_str()).starts_with("visitor="));
    assert_eq!(visitor.look(&intent.id()).await.json["amount"], 500);
    server.stop().await;
}

async fn a_visitor_gets_a_cookie_once(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let answer = Visitor::new(&server).get("/api/finances/stripe/config/").await;
    let cookie = answer.header(SET_COOKIE.as_str());
    for attribute in ["visitor=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let visitor = Visitor::of(&server).await;
    assert_eq!(visitor.get("/api/finances/stripe/config/").await.header(SET_COOKIE.as_str()), "");
    server.stop().await;
}

async fn bad_input_is_told_by_field(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    let intent = visitor.create("A").await.id();
    let paths = [(Method::POST, INTENTS.to_owned()), (Method::PUT, format!("{INTENTS}{intent}/"))];
    for (method, path) in paths {
        for (body, field) in [
            (r#"{"product": "D"}"#, "product"),
            (r#"{"product": ""}"#, "product"),
            (r#"{"product": 1}"#, "product"),
            (r#"{"product": null}"#, "product"),
            (r#"["A"]"#, "product"),
            ("{}", "product"),
            ("{", "body"),
            ("", "body"),
        ] {
            let answer = visitor.ask(method.clone(), &path, Some(body.to_owned())).await;
            assert_eq!(answer.error(), (422, "invalid"), "{method} {body}");
            let messages = answer.json["error"]["fields"][field].as_array();
            assert!(messages.is_some_and(|messages| messages[0].is_string()), "{method} {body}: {}", answer.text);
        }
        // Without a `Content-Type` of JSON: a form of another site's page can't say that.
        assert_eq!(visitor.ask(method, &path, None).await.error(), (422, "invalid"));
    }
    assert_eq!(visitor.look(&intent).await.json["amount"], 500);
    server.stop().await;
}

async fn every_answer_has_a_request_id_and_errors_are_json(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    for path in ["/api/", "/api/unknown/", "/api/finances/stripe/unknown/", "/unknown.js", "/fake-stripe/unknown"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.error(), (404, "not_found"), "{path}");
        assert_ne!(answer.header("x-request-id"), "", "{path}");
    }
    let answer = visitor.ask(Method::DELETE, INTENTS, None).await;
    assert_eq!(answer.error(), (405, "method_not_allowed"));
    assert_ne!(answer.header("x-request-id"), "");

    let healthy = visitor.get("/healthz").await;
    assert_eq!((healthy.status, healthy.json), (200, json!({ "status": "ok" })));
    visitor.create("A").await;
    let metrics = loop {
        let answer = visitor.get("/metrics").await;
        if answer.text.contains("stripe_webhook_received_total") {
            break answer;
        }
    };
    assert_eq!(metrics.status, 200);
    let page = visitor.get("/").await;
    assert!(page.status == 200 && page.text.contains("<html"), "the page, or how to build it: {page:?}");
    let log = server.stop().await;
    assert!(log.contains(metrics.header("x-request-id")), "{log}");
    assert!(!log.contains("_secret_"), "{log}");
}

#[tokio::test]
async fn with_a_key_of_the_real_stripe_what_is_missing_is_said() {
    let secret = |key: &str| ("STRIPE_SECRET_KEY", key.to_owned());
    let log = refusal(&[secret("sk_test_secret")]).await;
    for name in ["STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET", "SESSION_SECRET"] {
        assert!(log.contains(name), "{log}");
    }
    let of = |publishable: &str, session: &str| {
        [
            secret("sk_test_secret"),
            ("STRIPE_PUBLISHABLE_KEY", publishable.to_owned()),
            ("STRIPE_WEBHOOK_SECRET", "whsec_1".to_owned()),
            ("SESSION_SECRET", session.to_owned()),
        ]
    };
    // A secret key would be sent to every browser.
    let log = refusal(&of("sk_test_secret", "0123456789abcdef0123456789abcdef")).await;
    assert!(log.contains("STRIPE_PUBLISHABLE_KEY") && !log.contains("sk_test_secret"), "{log}");
    let log = refusal(&of("pk_test_1", "short")).await;
    assert!(log.contains("SESSION_SECRET"), "{log}");
}

crate::each_database! {
    sqlite:
    another_visitors_intent_is_not_there,
    a_visitor_gets_a_cookie_once,
    bad_input_is_told_by_field,
    every_answer_has_a_request_id_and_errors_are_json,
}
