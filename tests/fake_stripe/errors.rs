use std::time::Duration;

use diesel_stripe::testing::FakeStripe;
use hyper::Method;
use tokio::time::timeout;

use crate::caller::{Caller, customer, stripe};

const INVALID: &str = "invalid_request_error";

#[tokio::test]
async fn parameters_that_make_no_sense_are_refused() {
    let (_stripe, caller) = stripe().await;
    refusals(&caller).await;
    assert!(caller.get("/v1/payment_intents").await.json["data"].as_array().unwrap().is_empty());
}

/// Whatever can be wrong with the creation of an intent.
pub async fn refusals(caller: &Caller) {
    for (form, code, param, message) in [
        ("currency=usd", "parameter_missing", "amount", "Missing required param: amount."),
        ("amount=100", "parameter_missing", "currency", "Missing required param: currency."),
        ("amount=ten&currency=usd", "parameter_invalid_integer", "amount", "Invalid integer: ten"),
        ("amount=1.5&currency=usd", "parameter_invalid_integer", "amount", "Invalid integer: 1.5"),
        ("amount=&currency=usd", "parameter_invalid_empty", "amount", "You passed an empty string for 'amount'."),
        (
            "amount=0&currency=usd",
            "parameter_invalid_integer",
            "amount",
            "This value must be greater than or equal to 1.",
        ),
        ("amount=49&currency=usd", "amount_too_small", "amount", "Amount must be at least $0.50 usd"),
        ("amount=29&currency=gbp", "amount_too_small", "amount", "Amount must be at least £0.30 gbp"),
        ("amount=49&currency=JPY", "amount_too_small", "amount", "Amount must be at least ¥50 jpy"),
        ("amount=100000000&currency=usd", "amount_too_large", "amount", "Amount must be no more than $999999.99 usd"),
        ("amount=100&currency=xxx", "", "currency", "Invalid currency: xxx."),
        ("amount=100&currency=usd&colour=red", "parameter_unknown", "colour", "Received unknown parameter: colour"),
        ("amount=100&currency=usd&a=1&b=2", "parameter_unknown", "a", "Received unknown parameters: a, b"),
        (
            "amount=100&currency=usd&shipping[name]=x&shipping[address][line1]=x&shipping[colour]=red",
            "parameter_unknown",
            "shipping[colour]",
            "Received unknown",
        ),
        ("amount=100&currency=usd&customer=cus_none", "resource_missing", "customer", "No such customer: 'cus_none'"),
        (
            "amount=100&currency=usd&payment_method=pm_none",
            "resource_missing",
            "payment_method",
            "No such PaymentMethod: 'pm_none'",
        ),
        ("amount=100&currency=usd&receipt_email=no", "email_invalid", "receipt_email", "Invalid email address: no"),
        ("amount=100&currency=usd&confirm=yes", "", "confirm", "Invalid boolean: yes"),
        (
            "amount=100&currency=usd&capture_method=later",
            "",
            "capture_method",
            "Invalid capture_method: must be one of automatic, automatic_async, or manual",
        ),
        ("amount=100&currency=usd&metadata=x", "", "metadata", "Invalid object"),
        ("amount=100&currency=usd&expand[]=status", "", "", "This property cannot be expanded (status)."),
        (
            "amount=100&currency=usd&confirmation_token=ctoken_1",
            "",
            "confirmation_token",
            "FakeStripe does not support",
        ),
    ] {
        let reply = caller.post("/v1/payment_intents", form).await;
        assert_eq!(reply.error(), (400, INVALID, code), "{form}: {}", reply.text);
        assert_eq!(reply.param(), param, "{form}");
        assert!(reply.message().starts_with(message), "{form}: {}", reply.message());
    }
}

#[tokio::test]
async fn errors_have_stripes_shape_and_parse_in_async_stripe() {
    let (_stripe, caller) = stripe().await;
    let reply = caller.get("/v1/customers/cus_none").await;
    assert_eq!(reply.error(), (404, INVALID, "resource_missing"));
    assert_eq!((reply.param(), reply.message()), ("id", "No such customer: 'cus_none'"));
    let error = &reply.json["error"];
    assert_eq!(error["doc_url"], "https://stripe.com/docs/error-codes/resource-missing");
    let log = error["request_log_url"].as_str().unwrap();
    assert!(log.contains(reply.header("request-id")), "{log}");

    let declined = "amount=100&currency=usd&payment_method=pm_card_chargeDeclined&confirm=true";
    for reply in [reply, caller.post("/v1/payment_intents", declined).await] {
        let typed: stripe_shared::ApiErrors = miniserde::json::from_str(&reply.json["error"].to_string()).unwrap();
        assert_eq!(typed.message.as_deref(), Some(reply.message()));
    }
}

#[tokio::test]
async fn what_is_not_in_the_api_is_not_found() {
    let (_stripe, caller) = stripe().await;
    for (method, path) in [
        (Method::GET, "/v1/nothing"),
        (Method::PUT, "/v1/customers"),
        (Method::DELETE, "/v1/charges/ch_1"),
        (Method::GET, "/"),
        (Method::GET, "/v1/customers/"),
        (Method::GET, "/v1/customers/a/b"),
    ] {
        let reply = caller.send(method.clone(), path, "").await.unwrap();
        assert_eq!(reply.error(), (404, INVALID, ""));
        let message = format!("Unrecognized request URL ({method}: {path}). ");
        assert!(reply.message().starts_with(&message), "{}", reply.message());
    }
    let reply = caller.get("/v1/payment_intents/pi_none").await;
    assert_eq!((reply.error(), reply.param()), ((404, INVALID, "resource_missing"), "intent"));
}

#[tokio::test]
async fn a_request_needs_a_secret_key() {
    let (_stripe, caller) = stripe().await;
    for (authorization, status) in [
        ("", 401),
        ("Bearer", 401),
        ("Bearer nonsense", 401),
        ("Bearer pk_test_123", 401),
        ("Basic !!!", 401),
        ("Bearer rk_test_any", 200),
        // sk_test_abc: and no password.
        ("Basic c2tfdGVzdF9hYmM6", 200),
    ] {
        let reply = caller.with("authorization", authorization).get("/v1/customers").await;
        assert_eq!(reply.status, status, "{authorization}");
        if status == 401 {
            assert_eq!(reply.error().1, INVALID);
            assert_eq!(reply.header("www-authenticate"), r#"Basic realm="Stripe""#);
        }
    }
    let reply = caller.with("authorization", "Bearer sk_prod_4eC39HqLyjWDarjtT1").get("/v1/customers").await;
    assert_eq!(reply.message(), "Invalid API Key provided: **********************jtT1");
}

#[tokio::test]
async fn only_forms_are_understood() {
    let (_stripe, caller) = stripe().await;
    let json = caller.with("content-type", "application/json").post("/v1/customers", "{}").await;
    assert_eq!(json.error(), (400, INVALID, ""));
    assert!(json.message().contains("application/x-www-form-urlencoded"), "{}", json.text);
    let reply = caller.post("/v1/customers", "name=%ff").await;
    assert_eq!(reply.error(), (400, INVALID, ""));
    let reply = caller.with("stripe-version", "yesterday").get("/v1/customers").await;
    assert_eq!(reply.message(), "Invalid Stripe API version: yesterday");
}

#[tokio::test]
async fn dropping_it_stops_it() {
    let stripe = FakeStripe::start().await.unwrap();
    let caller = Caller::new(&stripe);
    let customer = format!("/v1/customers/{}", customer(&caller).await);
    assert_eq!(caller.get(&customer).await.status, 200);
    drop(stripe);
    // As soon as the runtime has dropped its tasks. Another test's server may have its port then, but not its customer.
    let stops = async {
        while caller.send(Method::GET, &customer, "").await.is_ok_and(|reply| reply.status == 200) {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(60), stops).await.expect("it still answers");
}
