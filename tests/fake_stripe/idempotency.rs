use std::time::Duration;

use crate::caller::{START, customer, stripe};

const CUSTOMERS: &str = "/v1/customers";
const INTENTS: &str = "/v1/payment_intents";
const DECLINED: &str = "amount=100&currency=usd&payment_method=pm_card_chargeDeclined&confirm=true";

#[tokio::test]
async fn the_same_request_gets_the_first_answer() {
    let (stripe, caller) = stripe().await;
    for (path, form) in [(CUSTOMERS, "name=Jenny&email=a@b.c"), (INTENTS, DECLINED)] {
        let caller = caller.key(path);
        let first = caller.post(path, form).await;
        assert_eq!((first.header("idempotency-key"), first.header("idempotent-replayed")), (path, ""));
        stripe.clock().advance(Duration::from_secs(60));
        let second = caller.post(path, form).await;
        assert_eq!((second.status, &second.text), (first.status, &first.text));
        assert_eq!(second.header("idempotent-replayed"), "true");
        assert_eq!(second.header("original-request"), first.header("request-id"));
        assert_ne!(second.header("request-id"), first.header("request-id"));
        assert_ne!(second.header("date"), first.header("date"));
    }
    assert_eq!(caller.get(CUSTOMERS).await.json["data"].as_array().unwrap().len(), 1);
    let keys: Vec<_> = stripe.requests().into_iter().filter_map(|request| request.idempotency_key).collect();
    assert_eq!(keys, [CUSTOMERS, CUSTOMERS, INTENTS, INTENTS]);
}

#[tokio::test]
async fn the_order_of_parameters_says_nothing() {
    let (_stripe, caller) = stripe().await;
    let caller = caller.key("k");
    let first = caller.post(CUSTOMERS, "name=Jenny&phone=1").await.id();
    assert_eq!(caller.post(CUSTOMERS, "phone=1&name=Jenny").await.id(), first);
}

#[tokio::test]
async fn another_request_with_the_same_key_is_refused() {
    let (_stripe, caller) = stripe().await;
    let caller = caller.key("k");
    caller.post(CUSTOMERS, "name=Jenny").await.id();
    for (path, form) in [(CUSTOMERS, "name=Joan"), (CUSTOMERS, ""), (INTENTS, "name=Jenny")] {
        let refused = caller.post(path, form).await;
        assert_eq!(refused.error(), (400, "idempotency_error", ""), "{path} {form}");
    }
    let too_long = caller.key(&"k".repeat(256)).post(CUSTOMERS, "").await;
    assert_eq!(too_long.error().1, "idempotency_error");
}

#[tokio::test]
async fn a_request_that_never_began_leaves_the_key_free() {
    let (_stripe, caller) = stripe().await;
    let caller = caller.key("k");
    for form in ["amount=1&currency=usd", "amount=ten", "colour=red", "customer=cus_none&amount=100&currency=usd"] {
        assert_eq!(caller.post(INTENTS, form).await.status, 400, "{form}");
    }
    assert_eq!(caller.with("authorization", "Bearer x").post(INTENTS, "").await.status, 401);
    let created = caller.post(INTENTS, "amount=100&currency=usd").await;
    assert_eq!((created.status, created.header("idempotent-replayed")), (200, ""));
}

#[tokio::test]
async fn a_key_is_kept_for_a_day() {
    let (stripe, caller) = stripe().await;
    let caller = caller.key("k");
    let first = customer(&caller).await;
    stripe.clock().advance(Duration::from_secs(24 * 3600 - 1));
    assert_eq!(customer(&caller).await, first);
    stripe.clock().advance(Duration::from_secs(1));
    let second = caller.post(CUSTOMERS, "email=jenny@example.com").await;
    assert_ne!(second.id(), first);
    assert_eq!(second.json["created"], START + 24 * 3600);
}

#[tokio::test]
async fn keys_are_an_accounts_own() {
    let (_stripe, caller) = stripe().await;
    let caller = caller.key("k");
    let first = customer(&caller).await;
    assert_ne!(customer(&caller.with("stripe-account", "acct_1")).await, first);
    assert_ne!(customer(&caller.with("authorization", "Bearer sk_live_1")).await, first);
    // Only a POST has one.
    assert_eq!(caller.get(CUSTOMERS).await.status, 200);
}

#[tokio::test]
async fn a_key_is_in_use_while_its_request_is_under_way() {
    let (stripe, caller) = stripe().await;
    let hold = stripe.hold();
    let first = tokio::spawn({
        let caller = caller.key("k");
        async move { caller.post(CUSTOMERS, "name=Jenny").await }
    });
    hold.requests(1).await;
    let second = caller.key("k").post(CUSTOMERS, "name=Jenny").await;
    assert_eq!(second.error(), (409, "idempotency_error", "idempotency_key_in_use"));
    assert_eq!(second.header("stripe-should-retry"), "true");
    drop(hold);
    let first = first.await.unwrap();
    let third = caller.key("k").post(CUSTOMERS, "name=Jenny").await;
    assert_eq!((third.id(), third.header("idempotent-replayed")), (first.id(), "true"));
}

#[tokio::test]
async fn the_work_is_done_for_a_caller_that_hung_up() {
    let (stripe, caller) = stripe().await;
    let hold = stripe.hold();
    let given_up = tokio::spawn({
        let caller = caller.key("k");
        async move { caller.post(CUSTOMERS, "name=Jenny").await }
    });
    hold.requests(1).await;
    given_up.abort();
    assert!(given_up.await.is_err());
    drop(hold);
    // Until the work is done the key is in use.
    let again = loop {
        let again = caller.key("k").post(CUSTOMERS, "name=Jenny").await;
        if again.status != 409 {
            break again;
        }
    };
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, "true"));
}
