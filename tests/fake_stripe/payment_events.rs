//! The events of payment intents, in Stripe's order, and the rarer ways of authentication.

use serde_json::{Value, json};

use crate::caller::{Caller, customer, event, stripe, told};

const INTENTS: &str = "/v1/payment_intents";

/// An intent that is confirmed as it is created, whatever comes of it.
async fn pay(caller: &Caller, form: &str) -> Value {
    let paid = caller.post(INTENTS, &format!("amount=1099&currency=usd&confirm=true&{form}")).await.json;
    if paid["error"].is_null() { paid } else { paid["error"]["payment_intent"].clone() }
}

/// The types of the events of an intent and its latest charge.
async fn told_of(caller: &Caller, intent: &Value) -> Vec<String> {
    let intent = caller.get(&format!("{INTENTS}/{}", intent["id"].as_str().unwrap())).await.json;
    let ids = [&intent["id"], &intent["latest_charge"]].map(|id| id.as_str().unwrap_or_default());
    told(caller, &ids).await
}

#[tokio::test]
async fn a_declined_payment_is_told_of_by_its_charge_first() {
    let (_stripe, caller) = stripe().await;
    let declined = pay(&caller, "payment_method=pm_card_visa_chargeDeclinedInsufficientFunds").await;
    let expected = ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"];
    assert_eq!(told_of(&caller, &declined).await, expected);
    let created = event(&caller, "payment_intent.created").await;
    assert_eq!(created["data"]["object"]["status"], "requires_confirmation");
    assert_eq!(event(&caller, "payment_intent.payment_failed").await["data"]["object"], declined);
    assert_eq!(event(&caller, "charge.failed").await["request"], created["request"]);
}

#[tokio::test]
async fn a_canceled_hold_is_told_of_by_its_charge_first() {
    let (_stripe, caller) = stripe().await;
    let held = pay(&caller, "payment_method=pm_card_visa&capture_method=manual").await;
    caller.post(&format!("{INTENTS}/{}/cancel", held["id"].as_str().unwrap()), "").await;
    let expected = [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.refunded",
        "payment_intent.canceled",
    ];
    assert_eq!(told_of(&caller, &held).await, expected);
}

#[tokio::test]
async fn an_authenticated_payment_is_told_of_step_by_step() {
    let (stripe, caller) = stripe().await;
    let waiting = pay(&caller, "payment_method=pm_card_authenticationRequired").await;
    stripe.fail_authentication(waiting["id"].as_str().unwrap()).unwrap();
    let failed = ["payment_intent.created", "payment_intent.requires_action", "payment_intent.payment_failed"];
    assert_eq!(told_of(&caller, &waiting).await, failed);

    let waiting = pay(&caller, "payment_method=pm_card_authenticationRequired").await;
    stripe.pass_authentication(waiting["id"].as_str().unwrap()).unwrap();
    let passed =
        ["payment_intent.created", "payment_intent.requires_action", "charge.succeeded", "payment_intent.succeeded"];
    assert_eq!(told_of(&caller, &waiting).await, passed);
    // The customer did it, not a request.
    assert_eq!(event(&caller, "charge.succeeded").await["request"], json!({ "id": null, "idempotency_key": null }));
}

#[tokio::test]
async fn an_authenticated_payment_can_still_be_declined() {
    let (stripe, caller) = stripe().await;
    let form = "payment_method=pm_card_authenticationRequiredChargeDeclinedInsufficientFunds";
    let waiting = pay(&caller, form).await;
    assert_eq!(waiting["status"], "requires_action");
    let declined = stripe.pass_authentication(waiting["id"].as_str().unwrap()).unwrap();
    assert_eq!(declined["status"], "requires_payment_method");
    assert_eq!(declined["last_payment_error"]["decline_code"], "insufficient_funds");
    assert_eq!(told_of(&caller, &waiting).await[2..], ["charge.failed", "payment_intent.payment_failed"]);
}

#[tokio::test]
async fn a_payment_that_is_confirmed_by_hand_is_confirmed_again_after_authentication() {
    let (stripe, caller) = stripe().await;
    let form = "payment_method=pm_card_authenticationRequired&confirmation_method=manual";
    let waiting = pay(&caller, form).await;
    let id = waiting["id"].as_str().unwrap();
    let authenticated = stripe.pass_authentication(id).unwrap();
    assert_eq!(
        (&authenticated["status"], &authenticated["next_action"]),
        (&json!("requires_confirmation"), &json!(null))
    );
    let confirmed = caller.post(&format!("{INTENTS}/{id}/confirm"), "").await.json;
    assert_eq!(confirmed["status"], "succeeded");

    // Another card needs another authentication.
    let waiting = pay(&caller, form).await;
    let id = waiting["id"].as_str().unwrap();
    stripe.pass_authentication(id).unwrap();
    let form = "payment_method=pm_card_threeDSecure2Required";
    let confirmed = caller.post(&format!("{INTENTS}/{id}/confirm"), form).await.json;
    assert_eq!(confirmed["status"], "requires_action");
}

#[tokio::test]
async fn a_card_that_is_set_up_elsewhere_pays_without_the_customer() {
    let (_stripe, caller) = stripe().await;
    let form =
        format!("customer={}&payment_method=pm_card_authenticationRequiredSetupForOffSession", customer(&caller).await);
    assert_eq!(pay(&caller, &form).await["status"], "requires_action");
    assert_eq!(pay(&caller, &format!("{form}&off_session=true")).await["status"], "succeeded");
}
