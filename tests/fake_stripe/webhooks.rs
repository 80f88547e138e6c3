use std::time::Duration;

use diesel_stripe::testing::{Clock, FakeStripe};
use diesel_stripe::webhook::signature::{HEADER, TOLERANCE, WebhookSecret, verify_at};
use serde_json::json;

use crate::caller::{Caller, START, customer, stripe, time};
use crate::receiver::Receiver;

const ENDPOINTS: &str = "/v1/webhook_endpoints";

#[tokio::test]
async fn an_endpoint_lives_and_tells_its_secret_once() {
    let (_stripe, caller) = stripe().await;
    let form = "url=https://example.com/hook&enabled_events[]=charge.failed&enabled_events[]=customer.tax_id.created\
                &metadata[a]=b&description=d&api_version=2024-06-20";
    let created = caller.post(ENDPOINTS, form).await;
    assert!(created.json["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(created.json["enabled_events"], json!(["charge.failed", "customer.tax_id.created"]));
    assert_eq!((&created.json["api_version"], &created.json["status"]), (&json!("2024-06-20"), &json!("enabled")));

    let path = format!("{ENDPOINTS}/{}", created.id());
    let read = caller.get(&path).await.json;
    assert_eq!((read.get("secret"), &read["metadata"]), (None, &json!({ "a": "b" })));
    let updated = caller.post(&path, "disabled=true&enabled_events[]=*").await.json;
    assert_eq!((&updated["status"], &updated["enabled_events"]), (&json!("disabled"), &json!(["*"])));
    assert_eq!(caller.get(ENDPOINTS).await.json["data"], json!([updated]));
    assert_eq!(caller.delete(&path).await.json["deleted"], true);
    assert_eq!(caller.get(&path).await.status, 404);
    assert_eq!(caller.get(ENDPOINTS).await.json["data"], json!([]));

    for (form, param) in [
        ("enabled_events[]=*", "url"),
        ("url=https://example.com", "enabled_events"),
        ("url=example.com&enabled_events[]=*", "url"),
        ("url=https://example.com&enabled_events[]=charge", "enabled_events"),
        ("url=https://example.com&enabled_events[]=*&api_version=latest", "api_version"),
    ] {
        assert_eq!(caller.post(ENDPOINTS, form).await.param(), param, "{form}");
    }
}

#[tokio::test]
async fn events_are_delivered_signed_on_the_clock_of_the_test() {
    let (stripe, caller) = stripe().await;
    let receiver = Receiver::start().await;
    let (endpoint, secret) = receiver.register(&caller, &["customer.created", "customer.deleted"], "").await;
    let id = customer(&caller).await;
    caller.post(&format!("/v1/customers/{id}"), "name=Jenny").await;
    caller.delete(&format!("/v1/customers/{id}")).await;
    stripe.settled().await;

    assert_eq!(receiver.types(), ["customer.created", "customer.deleted"]);
    for got in receiver.got() {
        let header = got.headers[HEADER].to_str().unwrap();
        let secrets = [WebhookSecret::new(&secret)];
        let signed = verify_at(got.body.as_bytes(), header, &secrets, TOLERANCE, time(START)).unwrap();
        assert_eq!(signed, time(START));
        assert!(got.headers["user-agent"].to_str().unwrap().starts_with("Stripe/1.0"));
        assert!(got.event.get("account").is_none());
    }
    let deliveries = stripe.deliveries();
    assert_eq!(deliveries.len(), 2);
    assert_eq!((&deliveries[0].endpoint, &deliveries[0].url), (&endpoint, &receiver.url));
    assert_eq!((deliveries[0].attempt, deliveries[0].status, deliveries[0].sent), (1, Some(200), time(START)));
    assert_eq!(deliveries[0].body, receiver.got()[0].body);
    let listed = caller.get("/v1/events").await.json;
    let pending: Vec<_> = listed["data"].as_array().unwrap().iter().map(|event| &event["pending_webhooks"]).collect();
    assert_eq!(pending, [0, 0, 0]);
}

#[tokio::test]
async fn a_failed_delivery_is_repeated_until_it_is_accepted() {
    let (stripe, caller) = stripe().await;
    let receiver = Receiver::start().await;
    receiver.register(&caller, &["*"], "").await;
    receiver.answer([500, 302]);
    customer(&caller).await;
    let event = stripe.events()[0]["id"].as_str().unwrap().to_owned();
    for (wait, attempts, pending) in [(0, 1, 1), (299, 1, 1), (1, 2, 1), (1_799, 2, 1), (1, 3, 0), (1_000_000, 3, 0)] {
        stripe.clock().advance(Duration::from_secs(wait));
        stripe.settled().await;
        assert_eq!(receiver.got().len(), attempts, "after {wait} more seconds");
        assert_eq!(caller.get(&format!("/v1/events/{event}")).await.json["pending_webhooks"], pending);
    }
    let attempts: Vec<_> = stripe.deliveries().iter().map(|d| (d.attempt, d.status, d.sent.timestamp())).collect();
    assert_eq!(attempts, [(1, Some(500), START), (2, Some(302), START + 300), (3, Some(200), START + 2_100)]);
    // Each has a signature of its own time.
    assert_ne!(stripe.deliveries()[0].signature, stripe.deliveries()[1].signature);
}

#[tokio::test]
async fn an_endpoint_that_is_never_there_is_given_up_after_about_three_days() {
    let (stripe, caller) = stripe().await;
    // A port that no other test can get.
    caller.post(ENDPOINTS, "url=http://127.0.0.1:1/&enabled_events[]=*").await.id();
    customer(&caller).await;
    for _ in 0..24 * 5 {
        stripe.clock().advance(Duration::from_secs(3600));
        stripe.settled().await;
    }
    let deliveries = stripe.deliveries();
    assert!(deliveries.iter().all(|delivery| delivery.status.is_none()));
    assert_eq!(deliveries.len(), 10);
    let hours = (deliveries[9].sent - time(START)).num_hours();
    assert!((60..72).contains(&hours), "{hours}");
    assert_eq!(caller.get("/v1/events?delivery_success=false").await.json["data"].as_array().unwrap().len(), 1);
    assert_eq!(caller.get("/v1/events?delivery_success=true").await.json["data"], json!([]));
}

#[tokio::test]
async fn each_endpoint_gets_the_events_that_are_its_own() {
    let (stripe, caller) = stripe().await;
    let connected = caller.with("stripe-account", "acct_1");
    let receivers =
        [Receiver::start().await, Receiver::start().await, Receiver::start().await, Receiver::start().await];
    let [platform, connect, own, disabled] = &receivers;
    platform.register(&caller, &["*"], "").await;
    connect.register(&caller, &["customer.created"], "&connect=true").await;
    own.register(&connected, &["customer.created"], "").await;
    let (id, _) = disabled.register(&caller, &["*"], "").await;
    caller.post(&format!("{ENDPOINTS}/{id}"), "disabled=true").await;

    let its_own = customer(&caller).await;
    let of_the_account = customer(&connected).await;
    let live = caller.with("authorization", "Bearer sk_live_1");
    customer(&live).await;
    stripe.settled().await;
    for (receiver, id, account) in
        [(platform, &its_own, None), (connect, &of_the_account, Some("acct_1")), (own, &of_the_account, None)]
    {
        let [got] = &receiver.got()[..] else { panic!("{:?}", receiver.types()) };
        assert_eq!((&got.event["data"]["object"]["id"], got.event["account"].as_str()), (&json!(id), account));
    }
    assert!(disabled.got().is_empty());
    assert_eq!(stripe.events_of("acct_1")[0]["pending_webhooks"], 0);
    assert_eq!(stripe.events_of("acct_1")[0]["account"], "acct_1");
    assert!(stripe.deliveries().iter().any(|delivery| delivery.account.as_deref() == Some("acct_1")));
}

#[tokio::test]
async fn a_running_clock_delivers_by_itself() {
    let stripe = FakeStripe::start().await.unwrap();
    let (caller, receiver) = (Caller::new(&stripe), Receiver::start().await);
    receiver.register(&caller, &["*"], "").await;
    customer(&caller).await;
    stripe.settled().await;
    assert_eq!(receiver.types(), ["customer.created"]);
}

#[tokio::test]
async fn deliveries_do_not_wait_for_requests_that_are_held() {
    let (stripe, caller) = stripe().await;
    let receiver = Receiver::start().await;
    receiver.register(&caller, &["*"], "").await;
    let hold = stripe.hold();
    let first = tokio::spawn({
        let caller = caller.clone();
        async move { customer(&caller).await }
    });
    hold.requests(1).await;
    stripe.settled().await;
    assert!(receiver.got().is_empty());
    drop(hold);
    first.await.unwrap();
    stripe.settled().await;
    assert_eq!(receiver.got().len(), 1);
}

#[tokio::test]
async fn an_event_made_by_hand_is_signed_as_stripe_does() {
    let clock = Clock::at(time(START));
    let stripe = FakeStripe::builder().clock(clock).start().await.unwrap();
    let event = stripe.event("customer.created", json!({ "id": "cus_1", "object": "customer" }));
    assert_eq!((&event["type"], &event["created"]), (&json!("customer.created"), &json!(START)));
    let signed = stripe.signed(&event, "whsec_1");
    let secrets = ["whsec_1".into()];
    verify_at(signed.body.as_bytes(), &signed.signature, &secrets, TOLERANCE, time(START + 60)).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&signed.body).unwrap(), event);
    assert!(stripe.events().is_empty());
}
