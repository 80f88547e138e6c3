use std::time::Duration;

use diesel_stripe::testing::{Clock, FakeStripe, Fault, Faults};
use hyper::Method;
use serde_json::json;

use crate::caller::{Caller, START, customer, stripe, time};
use crate::receiver::Receiver;

const CUSTOMERS: &str = "/v1/customers";

async fn count(caller: &Caller) -> usize {
    caller.get(CUSTOMERS).await.json["data"].as_array().unwrap().len()
}

/// Fault, status, type, code, whether to retry.
fn refusals() -> Vec<(Fault, u16, &'static str, &'static str, &'static str)> {
    const INVALID: &str = "invalid_request_error";
    vec![
        (Fault::bad_request(), 400, INVALID, "", "false"),
        (Fault::key_in_use(), 409, "idempotency_error", "idempotency_key_in_use", "true"),
        (Fault::conflict(), 409, INVALID, "lock_timeout", "true"),
        (Fault::lock_timeout(), 429, INVALID, "lock_timeout", "true"),
        (Fault::rate_limit(), 429, INVALID, "rate_limit", "true"),
        (Fault::server_error(), 500, "api_error", "", "true"),
    ]
}

#[tokio::test]
async fn a_request_refused_before_its_work_leaves_nothing() {
    for (fault, status, kind, code, retry) in refusals() {
        let (stripe, caller) = stripe().await;
        stripe.inject(fault);
        let caller = caller.key("k");
        let refused = caller.post(CUSTOMERS, "").await;
        assert_eq!(refused.error(), (status, kind, code));
        assert_eq!(refused.header("stripe-should-retry"), retry, "{status} {code}");
        assert_eq!(refused.header("retry-after"), if code == "rate_limit" { "1" } else { "" });
        assert_eq!(count(&caller).await, 0);
        let again = caller.post(CUSTOMERS, "").await;
        assert_eq!((again.status, again.header("idempotent-replayed")), (200, ""), "{status} {code}");
    }
}

#[tokio::test]
async fn a_request_refused_after_its_work_has_done_it() {
    for (fault, status, kind, code, _) in refusals() {
        let (stripe, caller) = stripe().await;
        stripe.inject(fault.after_work());
        let caller = caller.key("k");
        assert_eq!(caller.post(CUSTOMERS, "").await.error(), (status, kind, code));
        assert_eq!(count(&caller).await, 1);
        // Of these Stripe saves only what is no matter of concurrency or rate.
        let again = caller.post(CUSTOMERS, "").await;
        let saved = if [400, 500].contains(&status) { status } else { 200 };
        assert_eq!((again.status, again.header("idempotent-replayed")), (saved, "true"));
        assert_eq!(count(&caller).await, 1);
    }
}

#[tokio::test]
async fn a_connection_is_cut_before_or_after_the_work() {
    for (fault, done) in [(Fault::cut(), 0), (Fault::cut().after_work(), 1)] {
        let (stripe, caller) = stripe().await;
        let caller = caller.key("k");
        stripe.inject(fault);
        assert!(caller.send(Method::POST, CUSTOMERS, "").await.is_err());
        assert_eq!(count(&caller).await, done);
        let again = caller.post(CUSTOMERS, "").await;
        assert_eq!((again.status, again.header("idempotent-replayed") == "true"), (200, done == 1));
        assert_eq!(count(&caller).await, 1);
    }
}

#[tokio::test]
async fn a_fault_hits_what_it_is_meant_for_as_often_as_it_says() {
    let (stripe, caller) = stripe().await;
    stripe.inject(Fault::lock_timeout().on("POST /v1/payment_intents*").times(2));
    stripe.inject(Fault::server_error().on("/v1/customers"));
    assert_eq!(caller.get("/v1/payment_intents").await.status, 200);
    assert_eq!(caller.get(CUSTOMERS).await.status, 500);
    assert_eq!(caller.get(CUSTOMERS).await.status, 200);
    for expected in [429, 429, 200] {
        assert_eq!(caller.post("/v1/payment_intents", "amount=100&currency=usd").await.status, expected);
    }
    stripe.inject(Fault::server_error());
    stripe.clear_faults();
    assert_eq!(caller.get(CUSTOMERS).await.status, 200);
}

#[tokio::test]
async fn a_fault_of_secret_keys_leaves_browsers_alone() {
    let (stripe, caller) = stripe().await;
    let intent = caller.post("/v1/payment_intents", "amount=100&currency=usd").await;
    let path =
        format!("/v1/payment_intents/{}?client_secret={}", intent.id(), intent.json["client_secret"].as_str().unwrap());
    let browser = caller.with("authorization", &format!("Bearer {}", stripe.publishable_key()));
    stripe.inject(Fault::server_error().of_secret_keys().times(2));
    assert_eq!(browser.raw(&Method::GET, &path, "").await.unwrap().status, 200);
    for status in [500, 500, 200] {
        assert_eq!(caller.get(&path).await.status, status);
        assert_eq!(browser.raw(&Method::GET, &path, "").await.unwrap().status, 200);
    }
}

#[tokio::test]
async fn slow_answers_wait_for_the_test_or_for_a_time() {
    let (stripe, caller) = stripe().await;
    let hold = stripe.hold_answers();
    let waiting = tokio::spawn({
        let caller = caller.clone();
        async move { customer(&caller).await }
    });
    hold.requests(1).await;
    assert_eq!(stripe.events().len(), 1, "the work is done");
    assert!(!waiting.is_finished());
    drop(hold);
    waiting.await.unwrap();

    stripe.inject(Fault::slow(Duration::from_millis(1)));
    stripe.inject(Fault::slow(Duration::from_millis(1)).after_work());
    assert_eq!(caller.get(CUSTOMERS).await.status, 200);
    assert_eq!(caller.get(CUSTOMERS).await.status, 200);
}

#[tokio::test]
async fn deliveries_come_twice_late_in_another_order_or_never() {
    let (stripe, caller) = stripe().await;
    let receiver = Receiver::start().await;
    receiver.register(&caller, &["customer.created"], "").await;
    let create = async |name: &str| caller.post(CUSTOMERS, &format!("name={name}")).await.id();

    stripe.inject(Fault::duplicated());
    create("twice").await;
    stripe.settled().await;
    assert_eq!(receiver.names(), ["twice", "twice"]);
    assert_eq!(stripe.events()[0]["pending_webhooks"], 0);

    stripe.inject(Fault::reordered().on("customer.*"));
    create("second").await;
    create("first").await;
    stripe.settled().await;
    assert_eq!(receiver.names()[2..], ["first", "second"]);

    stripe.inject(Fault::reordered());
    create("alone").await;
    stripe.settled().await;
    assert_eq!(receiver.names()[4..], ["alone"]);

    stripe.inject(Fault::delayed(Duration::from_secs(60)));
    stripe.inject(Fault::dropped());
    create("late").await;
    create("never").await;
    stripe.settled().await;
    assert_eq!(receiver.names().len(), 5);
    stripe.clock().advance(Duration::from_secs(60));
    stripe.settled().await;
    assert_eq!(receiver.names()[5..], ["late"]);
    stripe.clock().advance(Duration::from_secs(7 * 24 * 3600));
    stripe.settled().await;
    assert_eq!(receiver.names().len(), 6);
    assert_eq!(stripe.events().last().unwrap()["pending_webhooks"], 1);
}

#[tokio::test]
async fn an_event_comes_late_to_the_list_and_takes_its_old_place() {
    let (stripe, caller) = stripe().await;
    let events = async || -> Vec<String> {
        let listed = caller.get("/v1/events").await.json;
        let names = listed["data"].as_array().unwrap().iter();
        names.map(|event| event["data"]["object"]["name"].as_str().unwrap().to_owned()).collect()
    };
    stripe.inject(Fault::late_by_lists(1));
    stripe.inject(Fault::late(Duration::from_secs(5)));
    for name in ["a", "b", "c"] {
        caller.post(CUSTOMERS, &format!("name={name}")).await;
    }
    assert_eq!(events().await, ["c"]);
    assert_eq!(events().await, ["c", "a"]);
    stripe.clock().advance(Duration::from_secs(5));
    assert_eq!(events().await, ["c", "b", "a"]);
    assert_eq!(stripe.events().len(), 3);
}

#[tokio::test]
async fn faults_by_chance_repeat_with_their_seed_and_leave_the_ids_alone() {
    let run = async |seed, faults| {
        let stripe =
            FakeStripe::builder().clock(Clock::at(time(START))).seed(seed).faults(faults).start().await.unwrap();
        let caller = Caller::new(&stripe);
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(caller.send(Method::POST, CUSTOMERS, "").await.map(|reply| reply.status).ok());
        }
        statuses
    };
    let some = Faults::of_every_kind(0.5);
    let first = run(1, some.clone()).await;
    assert_eq!(run(1, some.clone()).await, first);
    assert_ne!(run(2, some).await, first);
    let good = first.iter().filter(|status| **status == Some(200)).count();
    assert!((5..35).contains(&good), "{first:?}");
    let rare = Faults::none().with(1.0, Fault::rate_limit().on("GET *"));
    assert_eq!(run(1, rare).await, [Some(200); 40]);
}

#[tokio::test]
async fn an_account_that_asks_too_often_waits_a_second() {
    let clock = Clock::at(time(START));
    let stripe = FakeStripe::builder().clock(clock.clone()).requests_per_second(2).start().await.unwrap();
    let caller = Caller::new(&stripe);
    assert_eq!([caller.get(CUSTOMERS).await.status, caller.get(CUSTOMERS).await.status], [200, 200]);
    let refused = caller.get(CUSTOMERS).await;
    assert_eq!((refused.error(), refused.header("retry-after")), ((429, "invalid_request_error", "rate_limit"), "1"));
    assert_eq!(caller.with("stripe-account", "acct_1").get(CUSTOMERS).await.status, 200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(caller.get(CUSTOMERS).await.json["data"], json!([]));
}
