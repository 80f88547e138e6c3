//! Checkout sessions: made by the code under test, completed by the customer, or left to expire.

#[path = "support/caller.rs"]
mod caller;

use std::time::Duration;

use caller::Caller;
use chrono::DateTime;
use fake_stripe::{Clock, FakeStripe};
use serde_json::{Value, json};

const SESSIONS: &str = "/v1/checkout/sessions";
const SHIRT: &str = "line_items[0][quantity]=2&line_items[0][price_data][currency]=usd\
                     &line_items[0][price_data][unit_amount]=1500&line_items[0][price_data][product_data][name]=Shirt";
const URL: &str = "success_url=https://example.com/thanks";

async fn stripe() -> (FakeStripe, Caller) {
    let clock = Clock::at(DateTime::from_timestamp(1_700_000_000, 0).unwrap());
    let stripe = FakeStripe::builder().clock(clock).seed(1).start().await.unwrap();
    let caller = Caller::new(&stripe.base_url(), stripe.secret_key());
    (stripe, caller)
}

async fn session(caller: &Caller, form: &str) -> String {
    let (status, session) = caller.call("POST", SESSIONS, &format!("{URL}&{form}")).await;
    assert_eq!(status, 200, "{session}");
    assert_eq!(session["status"], "open");
    session["id"].as_str().unwrap().to_owned()
}

fn types(stripe: &FakeStripe) -> Vec<String> {
    stripe.events().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_payment_is_made_when_the_customer_completes_the_session() {
    let (stripe, caller) = stripe().await;
    let form = format!("mode=payment&{SHIRT}&payment_intent_data[metadata][order]=7&client_reference_id=cart_1");
    let id = session(&caller, &form).await;
    let open = caller.get(&format!("{SESSIONS}/{id}")).await.1;
    assert_eq!((&open["amount_total"], &open["payment_status"]), (&json!(3000), &json!("unpaid")));
    assert!(open["url"].as_str().unwrap().starts_with("https://checkout.stripe.com/"));

    let declined = stripe.complete_checkout(&id, "pm_card_chargeDeclined").unwrap();
    assert_eq!((&declined["status"], &declined["payment_intent"]), (&json!("open"), &Value::Null));
    let complete = stripe.complete_checkout(&id, "pm_card_visa").unwrap();
    assert_eq!((&complete["status"], &complete["payment_status"]), (&json!("complete"), &json!("paid")));
    assert_eq!(stripe.complete_checkout(&id, "pm_card_visa"), None, "it is complete");
    assert_eq!(stripe.complete_checkout("cs_test_none", "pm_card_visa"), None);

    let (_, read) = caller.get(&format!("{SESSIONS}/{id}?expand[]=payment_intent&expand[]=line_items")).await;
    let intent = &read["payment_intent"];
    assert_eq!((&intent["status"], &intent["metadata"]["order"]), (&json!("succeeded"), &json!("7")));
    assert_eq!(read["line_items"]["data"][0]["description"], "Shirt");
    let (_, of_intent) = caller.get(&format!("{SESSIONS}?payment_intent={}", intent["id"].as_str().unwrap())).await;
    assert_eq!(of_intent["data"].as_array().unwrap().len(), 1);
    let told = types(&stripe);
    let place = |of: &str| told.iter().position(|told| told == of).unwrap_or_else(|| panic!("no {of}: {told:?}"));
    assert!(place("payment_intent.succeeded") < place("checkout.session.completed"), "{told:?}");
}

#[tokio::test]
async fn a_subscription_starts() {
    let (stripe, caller) = stripe().await;
    let form = "currency=usd&unit_amount=500&recurring[interval]=month&product_data[name]=Plan";
    let price = caller.call("POST", "/v1/prices", form).await.1["id"].as_str().unwrap().to_owned();
    let form = format!(
        "mode=subscription&line_items[0][price]={price}&line_items[0][quantity]=3&customer_email=ada@example.com"
    );
    let id = session(&caller, &form).await;
    let complete = stripe.complete_checkout(&id, "pm_card_visa").unwrap();
    assert_eq!((&complete["status"], &complete["payment_status"]), (&json!("complete"), &json!("paid")), "{complete}");
    let (_, subscription) =
        caller.get(&format!("/v1/subscriptions/{}", complete["subscription"].as_str().unwrap())).await;
    assert_eq!((&subscription["status"], &subscription["items"]["data"][0]["quantity"]), (&json!("active"), &json!(3)));
    assert_eq!(subscription["customer"], complete["customer"]);
    let (_, customer) = caller.get(&format!("/v1/customers/{}", complete["customer"].as_str().unwrap())).await;
    assert_eq!(
        (&customer["email"], &complete["customer_details"]["email"]),
        (&json!("ada@example.com"), &json!("ada@example.com"))
    );
    assert_eq!(complete["invoice"], subscription["latest_invoice"]);
}

#[tokio::test]
async fn a_card_is_set_up() {
    let (stripe, caller) = stripe().await;
    let id = session(&caller, "mode=setup&currency=usd").await;
    let complete = stripe.complete_checkout(&id, "pm_card_visa").unwrap();
    assert_eq!((&complete["status"], &complete["payment_status"]), (&json!("complete"), &json!("no_payment_required")));
    let (_, intent) = caller.get(&format!("/v1/setup_intents/{}", complete["setup_intent"].as_str().unwrap())).await;
    assert_eq!((&intent["status"], &intent["customer"]), (&json!("succeeded"), &complete["customer"]));
}

#[tokio::test]
async fn a_session_expires() {
    let (stripe, caller) = stripe().await;
    let (first, second) =
        (session(&caller, &format!("mode=payment&{SHIRT}")).await, session(&caller, "mode=setup").await);
    let (status, expired) = caller.call("POST", &format!("{SESSIONS}/{first}/expire"), "").await;
    assert_eq!((status, &expired["status"], &expired["url"]), (200, &json!("expired"), &Value::Null));
    let (status, again) = caller.call("POST", &format!("{SESSIONS}/{first}/expire"), "").await;
    assert!(status == 400 && again["error"]["message"].as_str().unwrap().contains("`expired`"), "{again}");
    stripe.clock().advance(Duration::from_secs(86_400));
    assert_eq!(caller.get(&format!("{SESSIONS}/{second}")).await.1["status"], "expired");
    assert_eq!(types(&stripe).iter().filter(|told| *told == "checkout.session.expired").count(), 2);
    assert_eq!(stripe.complete_checkout(&second, "pm_card_visa"), None);
}

#[tokio::test]
async fn what_stripe_refuses_is_refused() {
    let (_stripe, caller) = stripe().await;
    for (form, param) in [
        (format!("{URL}&{SHIRT}"), "mode"),
        (format!("mode=payment&{SHIRT}"), "success_url"),
        (format!("mode=payment&{URL}"), "line_items"),
        (format!("mode=payment&{URL}&{SHIRT}&expires_at=1700000100"), "expires_at"),
        (format!("mode=payment&{URL}&{SHIRT}&customer=cus_none"), "customer"),
        (format!("mode=payment&{URL}&{SHIRT}&colour=red"), "colour"),
        (format!("mode=payment&{URL}&{SHIRT}&discounts[0][coupon]=x"), "discounts"),
    ] {
        let (status, refused) = caller.call("POST", SESSIONS, &form).await;
        assert_eq!((status, refused["error"]["param"].as_str()), (400, Some(param)), "{refused}");
    }
    let (status, refused) = caller.call("POST", SESSIONS, &format!("mode=subscription&{URL}&{SHIRT}")).await;
    assert!(status == 400 && refused["error"]["message"].as_str().unwrap().contains("recurring"), "{refused}");
}
