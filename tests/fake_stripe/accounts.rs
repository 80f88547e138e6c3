use diesel_stripe::testing::{API_VERSION, FakeStripe};

use serde_json::json;

use crate::caller::{Caller, START, customer, stripe};

#[tokio::test]
async fn an_account_sees_its_own_objects() {
    let (stripe, caller) = stripe().await;
    let connected = caller.with("stripe-account", "acct_1");
    let live = caller.with("authorization", "Bearer sk_live_123");
    for owner in [&caller, &connected, &live] {
        let id = customer(owner).await;
        for reader in [&caller, &connected, &live] {
            let expected = if std::ptr::eq(owner, reader) { 200 } else { 404 };
            assert_eq!(reader.get(&format!("/v1/customers/{id}")).await.status, expected);
        }
        assert_eq!(owner.get("/v1/customers").await.json["data"].as_array().unwrap().len(), 1);
    }
    let answer = connected.post("/v1/customers", "").await;
    assert_eq!((answer.header("stripe-account"), &answer.json["livemode"]), ("acct_1", &false.into()));
    assert_eq!(live.post("/v1/customers", "").await.json["livemode"], true);
    assert_eq!(stripe.requests().iter().filter(|r| r.stripe_account.as_deref() == Some("acct_1")).count(), 6);

    let none = caller.with("stripe-account", "nobody").get("/v1/customers").await;
    assert_eq!(none.error(), (403, "invalid_request_error", "account_invalid"));
}

#[tokio::test]
async fn answers_say_when_which_and_in_what_version() {
    let (stripe, caller) = stripe().await;
    assert_eq!(stripe_shared::version::VERSION.to_string(), API_VERSION);
    let answer = caller.get("/v1/customers").await;
    assert_eq!(answer.header("date"), "Tue, 14 Nov 2023 22:13:20 GMT");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("stripe-version"), API_VERSION);
    assert!(answer.header("request-id").starts_with("req_"));
    assert!(answer.text.starts_with("{\n  \""), "{}", answer.text);
    assert_eq!(stripe.requests()[0].request_id, answer.header("request-id"));
    assert_eq!(stripe.requests()[0].received.timestamp(), START);

    let answer = caller.with("stripe-version", "2024-06-20").get("/v1/customers").await;
    assert_eq!(answer.header("stripe-version"), "2024-06-20");
    let older = FakeStripe::builder().api_version("2025-01-27.acacia").start().await.unwrap();
    assert_eq!(Caller::new(&older).get("/v1/customers").await.header("stripe-version"), "2025-01-27.acacia");
}

#[tokio::test]
async fn requests_are_recorded_whatever_was_answered() {
    let (stripe, caller) = stripe().await;
    caller.key("k").post("/v1/customers?expand[]=test_clock", "metadata[order]=a%26b&colour=red").await;
    let [request] = &stripe.requests()[..] else { panic!("one request") };
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/v1/customers"));
    assert_eq!((request.param("expand[]"), request.param("metadata[order]")), (Some("test_clock"), Some("a&b")));
    assert_eq!((request.param("name"), request.idempotency_key.as_deref()), (None, Some("k")));
    caller.get("/v1/customers").await;
    assert_eq!(stripe.requests_to("POST /v1/customers"), stripe.requests()[..1]);
    assert_eq!([stripe.requests_to("/v1/cust*").len(), stripe.requests_to("GET /v1/customers/").len()], [2, 0]);
    stripe.clear_requests();
    assert!(stripe.requests().is_empty());
}

#[tokio::test]
async fn a_seed_repeats_the_ids() {
    let (_one, first) = stripe().await;
    let (_two, second) = stripe().await;
    let id = customer(&first).await;
    assert_eq!(id, customer(&second).await);
    assert_eq!(id.len(), "cus_".len() + 24);
}

#[tokio::test]
async fn a_connected_account_is_made_enabled_and_deleted() {
    let (_stripe, caller) = stripe().await;
    let form = "type=express&country=DE&email=shop@example.com&capabilities[card_payments][requested]=true\
                &capabilities[transfers][requested]=true&metadata[shop]=7";
    let created = caller.post("/v1/accounts", form).await;
    created.typed::<stripe_shared::Account>();
    assert_eq!((&created.json["type"], &created.json["default_currency"]), (&json!("express"), &json!("eur")));
    assert_eq!(
        (&created.json["charges_enabled"], &created.json["capabilities"]["transfers"]),
        (&json!(false), &json!("inactive"))
    );

    // It is there for the platform, and for itself.
    let id = created.id();
    let path = format!("/v1/accounts/{id}");
    let itself = caller.with("stripe-account", &id);
    assert_eq!(caller.get(&path).await.json, created.json);
    assert_eq!(itself.get("/v1/account").await.json, created.json);
    assert_eq!(itself.get(&path).await.json, created.json);
    assert_eq!(caller.get("/v1/accounts").await.json["data"], json!([created.json]));

    let form = format!("tos_acceptance[date]={START}&tos_acceptance[ip]=127.0.0.1&business_profile[name]=Shop");
    let updated = caller.post(&path, &form).await.json;
    assert_eq!((&updated["charges_enabled"], &updated["capabilities"]["transfers"]), (&json!(true), &json!("active")));
    let events = itself.get("/v1/events").await.json;
    let event = &events["data"][0];
    assert_eq!((&event["type"], &event["data"]["object"]), (&json!("account.updated"), &updated));
    assert_eq!(event["data"]["previous_attributes"]["business_profile"], json!({ "name": null }));
    assert!(caller.get("/v1/events").await.json["data"].as_array().unwrap().is_empty());

    assert_eq!(caller.delete(&path).await.json, json!({ "id": id, "object": "account", "deleted": true }));
    for reader in [&caller, &itself] {
        assert_eq!(reader.get(&path).await.error(), (403, "invalid_request_error", "account_invalid"));
    }
    assert!(caller.get("/v1/accounts").await.json["data"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn every_account_can_be_read() {
    let (_stripe, caller) = stripe().await;
    let own = caller.get("/v1/account").await;
    own.typed::<stripe_shared::Account>();
    assert_eq!(caller.get(&format!("/v1/accounts/{}", own.id())).await.json, own.json);
    assert_eq!(caller.with("stripe-account", "acct_1").get("/v1/account").await.json["id"], "acct_1");
    assert_eq!(caller.get("/v1/accounts/acct_2").await.status, 403);
    assert_eq!(caller.post("/v1/accounts", "type=express&controller[fees][payer]=account").await.status, 400);
    let form = "controller[fees][payer]=application&controller[stripe_dashboard][type]=none";
    let controlled = caller.post("/v1/accounts", form).await;
    controlled.typed::<stripe_shared::Account>();
    assert_eq!(controlled.json["controller"]["fees"]["payer"], "application");
}
