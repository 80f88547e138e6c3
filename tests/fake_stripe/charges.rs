use std::time::Duration;

use serde_json::json;

use crate::caller::{Caller, START, customer, event, listed, stripe, told};

async fn pay(caller: &Caller, more: &str) -> serde_json::Value {
    let form = format!("amount=1099&currency=usd&confirm=true&payment_method=pm_card_visa&{more}");
    let paid = caller.post("/v1/payment_intents?expand[]=latest_charge", &form).await;
    assert_eq!(paid.status, 200, "{}", paid.text);
    paid.json
}

fn id(object: &serde_json::Value) -> &str {
    object["id"].as_str().unwrap()
}

#[tokio::test]
async fn the_fee_of_a_charge_is_known_seconds_later_and_told_of_with_the_first_request() {
    let (stripe, caller) = stripe().await;
    let paid = pay(&caller, "description=Shoes").await;
    let charge = paid["latest_charge"]["id"].as_str().unwrap();
    assert_eq!(paid["latest_charge"]["balance_transaction"], json!(null));
    stripe.clock().advance(Duration::from_secs(10));
    let path = format!("/v1/charges/{charge}?expand[]=balance_transaction.source");
    let settled = caller.get(&path).await;
    settled.typed::<stripe_shared::Charge>();
    let transaction = &settled.json["balance_transaction"];
    assert_eq!(
        (&transaction["amount"], &transaction["fee"], &transaction["net"]),
        (&json!(1099), &json!(62), &json!(1037))
    );
    assert_eq!((&transaction["type"], &transaction["status"]), (&json!("charge"), &json!("pending")));
    assert_eq!(transaction["source"]["id"], charge);

    let intent = id(&paid);
    let expected = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated"];
    assert_eq!(told(&caller, &[charge, intent]).await, expected);
    let (succeeded, updated) = (event(&caller, "charge.succeeded").await, event(&caller, "charge.updated").await);
    assert_eq!(updated["request"], succeeded["request"]);
    assert_eq!(updated["data"]["previous_attributes"], json!({ "balance_transaction": null }));
    assert_eq!((&succeeded["created"], &updated["created"]), (&json!(START), &json!(START + 2)));
}

#[tokio::test]
async fn a_synchronous_capture_knows_its_fee_at_once() {
    let (_stripe, caller) = stripe().await;
    let paid = pay(&caller, "capture_method=automatic").await;
    assert!(paid["latest_charge"]["balance_transaction"].is_string());
    let held = pay(&caller, "capture_method=manual").await;
    assert!(held["latest_charge"]["balance_transaction"].is_null());
    let path = format!("/v1/payment_intents/{}/capture?expand[]=latest_charge.balance_transaction", id(&held));
    let captured = caller.post(&path, "amount_to_capture=1000").await.json;
    assert_eq!(captured["latest_charge"]["balance_transaction"]["net"], 1000 - 59);
    let told = told(&caller, &[id(&held), id(&held["latest_charge"])]).await;
    let expected = [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_charge_can_be_captured_by_its_own_call() {
    let (_stripe, caller) = stripe().await;
    let held = pay(&caller, "capture_method=manual").await;
    let path = format!("/v1/charges/{}/capture", id(&held["latest_charge"]));
    assert_eq!(caller.post(&path, "amount=1100").await.error(), (400, "invalid_request_error", "amount_too_large"));
    let captured = caller.post(&path, "amount=1000&statement_descriptor_suffix=SHOES").await;
    captured.typed::<stripe_shared::Charge>();
    assert_eq!((&captured.json["captured"], &captured.json["amount_captured"]), (&json!(true), &json!(1000)));
    assert_eq!(captured.json["statement_descriptor_suffix"], "SHOES");
    let intent = caller.get(&format!("/v1/payment_intents/{}", id(&held))).await.json;
    assert_eq!((&intent["status"], &intent["amount_received"]), (&json!("succeeded"), &json!(1000)));
    assert_eq!(caller.post(&path, "").await.error(), (400, "invalid_request_error", "charge_already_captured"));
}

#[tokio::test]
async fn charges_are_listed_and_described() {
    let (_stripe, caller) = stripe().await;
    let jenny = customer(&caller).await;
    let first = pay(&caller, &format!("customer={jenny}")).await;
    let second = pay(&caller, "").await;
    let (first_charge, second_charge) = (id(&first["latest_charge"]), id(&second["latest_charge"]));
    assert_eq!(listed(&caller, "/v1/charges").await, [second_charge, first_charge]);
    assert_eq!(listed(&caller, &format!("/v1/charges?customer={jenny}")).await, [first_charge]);
    assert_eq!(listed(&caller, &format!("/v1/charges?payment_intent={}", id(&second))).await, [second_charge]);
    assert_eq!(listed(&caller, &format!("/v1/charges?created[gt]={START}")).await, [""; 0]);
    assert_eq!(caller.get("/v1/charges?customer=cus_none").await.param(), "customer");

    let path = format!("/v1/charges/{first_charge}");
    let form = "description=Shoes&metadata[order]=7&fraud_details[user_report]=safe&receipt_email=jenny@example.com";
    let updated = caller.post(&path, form).await;
    assert_eq!(updated.json["fraud_details"], json!({ "user_report": "safe" }));
    assert_eq!(updated.json["description"], "Shoes");
    let told = event(&caller, "charge.updated").await;
    assert_eq!(told["data"]["previous_attributes"]["metadata"], json!({ "order": null }));
    assert_eq!(caller.post(&path, "fraud_details[user_report]=").await.json["fraud_details"], json!({}));
    assert_eq!(caller.post(&path, "amount=1").await.error(), (400, "invalid_request_error", "parameter_unknown"));
}

#[tokio::test]
async fn the_balance_becomes_available_after_days_or_at_once() {
    let (stripe, caller) = stripe().await;
    pay(&caller, "capture_method=automatic").await;
    let form = "amount=1099&currency=usd&confirm=true&capture_method=automatic&payment_method=pm_card_bypassPending";
    caller.post("/v1/payment_intents", form).await;
    let statuses = async || {
        let list = caller.get("/v1/balance_transactions").await.json;
        list["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|txn| txn["status"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(statuses().await, ["available", "pending"]);
    stripe.clock().advance(Duration::from_secs(2 * 86_400));
    assert_eq!(statuses().await, ["available", "available"]);
}
