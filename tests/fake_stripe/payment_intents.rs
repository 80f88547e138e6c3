use diesel_stripe::testing::FakeStripe;
use serde_json::json;
use stripe_core::payment_intent::{
    CancelPaymentIntent, CapturePaymentIntent, ConfirmPaymentIntent, CreatePaymentIntent, ListPaymentIntent,
    RetrievePaymentIntent, UpdatePaymentIntent,
};
use stripe_shared::{PaymentIntentCaptureMethod, PaymentIntentStatus};

use crate::caller::{Caller, Reply, START, customer, stripe};

const INTENTS: &str = "/v1/payment_intents";

async fn create(caller: &Caller, more: &str) -> Reply {
    caller.post(INTENTS, &format!("amount=1099&currency=usd&{more}")).await
}

#[tokio::test]
async fn an_intent_is_paid_through_async_stripe() {
    let (_stripe, caller) = stripe().await;
    let id = customer(&caller).await;
    let usd = create(&caller, "").await.typed::<stripe_shared::PaymentIntent>().currency;
    let intent = CreatePaymentIntent::new(1099, usd).customer(id.clone()).send(&caller).await.unwrap();
    assert_eq!(intent.status, PaymentIntentStatus::RequiresPaymentMethod);
    assert_eq!(intent.capture_method, PaymentIntentCaptureMethod::AutomaticAsync);
    assert!(intent.client_secret.unwrap().starts_with(&format!("{}_secret_", intent.id)));

    let intent =
        UpdatePaymentIntent::new(intent.id).amount(2000).payment_method("pm_card_visa").send(&caller).await.unwrap();
    assert_eq!((intent.status, intent.amount), (PaymentIntentStatus::RequiresConfirmation, 2000));
    let intent = ConfirmPaymentIntent::new(intent.id).send(&caller).await.unwrap();
    assert_eq!((intent.status, intent.amount_received), (PaymentIntentStatus::Succeeded, 2000));

    let intent = RetrievePaymentIntent::new(intent.id)
        .expand(["customer", "latest_charge", "payment_method"].map(String::from))
        .send(&caller)
        .await
        .unwrap();
    let charge = intent.latest_charge.unwrap();
    let charge = charge.as_object().unwrap();
    assert!(charge.paid && charge.captured);
    assert_eq!(charge.amount_captured, 2000);
    assert_eq!(intent.payment_method.unwrap().as_object().unwrap().card.as_ref().unwrap().last4, "4242");
    assert_eq!(intent.customer.unwrap().as_object().unwrap().email.as_deref(), Some("jenny@example.com"));
    assert_eq!(ListPaymentIntent::new().customer(id).send(&caller).await.unwrap().data.len(), 1);
}

#[tokio::test]
async fn a_manual_capture_takes_all_or_part() {
    let (_stripe, caller) = stripe().await;
    let usd = create(&caller, "").await.typed::<stripe_shared::PaymentIntent>().currency;
    for (amount, received) in [(None, 1099), (Some(700), 700)] {
        let intent = CreatePaymentIntent::new(1099, usd.clone())
            .capture_method(PaymentIntentCaptureMethod::Manual)
            .payment_method("pm_card_mastercard")
            .confirm(true)
            .send(&caller)
            .await
            .unwrap();
        assert_eq!((intent.status, intent.amount_capturable), (PaymentIntentStatus::RequiresCapture, 1099));
        let too_much = caller.post(&format!("{INTENTS}/{}/capture", intent.id), "amount_to_capture=1100").await;
        assert_eq!(too_much.error(), (400, "invalid_request_error", "amount_too_large"));

        let capture = CapturePaymentIntent::new(intent.id);
        let capture = if let Some(amount) = amount { capture.amount_to_capture(amount) } else { capture };
        let intent = capture.send(&caller).await.unwrap();
        assert_eq!((intent.status, intent.amount_capturable), (PaymentIntentStatus::Succeeded, 0));
        assert_eq!(intent.amount_received, received);
        let charge = caller.get(&format!("/v1/charges/{}", intent.latest_charge.unwrap().id())).await.json;
        assert_eq!(charge["amount_captured"], received);
        assert_eq!((&charge["captured"], &charge["amount_refunded"]), (&json!(true), &json!(1099 - received)));
    }
}

#[tokio::test]
async fn an_intent_can_be_canceled_until_it_has_succeeded() {
    let (_stripe, caller) = stripe().await;
    let held = create(&caller, "capture_method=manual&payment_method=pm_card_visa&confirm=true").await;
    for id in [create(&caller, "").await.id(), create(&caller, "payment_method=pm_card_visa").await.id(), held.id()] {
        let intent = CancelPaymentIntent::new(id.as_str())
            .cancellation_reason(stripe_core::payment_intent::CancelPaymentIntentCancellationReason::Duplicate)
            .send(&caller)
            .await
            .unwrap();
        assert_eq!((intent.status, intent.canceled_at), (PaymentIntentStatus::Canceled, Some(START)));
        assert_eq!(intent.cancellation_reason.unwrap().as_str(), "duplicate");
        assert_eq!(intent.amount_capturable, 0);
        for verb in ["cancel", "confirm", "capture"] {
            let refused = caller.post(&format!("{INTENTS}/{id}/{verb}"), "").await;
            assert_eq!(refused.error(), (400, "invalid_request_error", "payment_intent_unexpected_state"), "{verb}");
            assert_eq!(refused.json["error"]["payment_intent"]["status"], "canceled");
        }
    }
    let charge = caller.get(&format!("/v1/charges/{}", held.json["latest_charge"].as_str().unwrap())).await;
    assert_eq!(charge.json["refunded"], true);
    let paid = create(&caller, "payment_method=pm_card_visa&confirm=true").await.id();
    assert_eq!(caller.post(&format!("{INTENTS}/{paid}/cancel"), "").await.status, 400);
}

#[tokio::test]
async fn declining_cards_decline_by_token_and_by_number() {
    let (_stripe, caller) = stripe().await;
    for (token, number, code, decline_code) in [
        ("pm_card_chargeDeclined", "4000000000000002", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "4000000000009995", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedExpiredCard", "4000000000000069", "expired_card", "expired_card"),
        ("pm_card_visa_chargeDeclinedIncorrectCvc", "4000000000000127", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_visa_chargeDeclinedProcessingError", "4000000000000119", "processing_error", "processing_error"),
    ] {
        let by_number = format!(
            "payment_method_data[type]=card&payment_method_data[card][number]={number}\
             &payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=2030\
             &payment_method_data[card][cvc]=123"
        );
        for form in [format!("payment_method={token}"), by_number] {
            let declined = create(&caller, &format!("{form}&confirm=true")).await;
            assert_eq!(declined.error(), (402, "card_error", code), "{}", declined.text);
            let error = &declined.json["error"];
            assert_eq!(error["decline_code"], decline_code);
            assert_eq!(error["payment_method"]["card"]["last4"], number[12..]);
            let embedded = &error["payment_intent"];
            assert_eq!(embedded["status"], "requires_payment_method");
            assert_eq!(embedded["last_payment_error"]["code"], code);
            assert_eq!(embedded["latest_charge"], error["charge"]);

            // The intent is there, and another card pays it.
            let path = format!("{INTENTS}/{}", embedded["id"].as_str().unwrap());
            let read = caller.get(&path).await;
            assert_eq!(&read.json, embedded);
            read.typed::<stripe_shared::PaymentIntent>();
            let charge = caller.get(&format!("/v1/charges/{}", error["charge"].as_str().unwrap())).await;
            assert_eq!((&charge.json["status"], &charge.json["failure_code"]), (&json!("failed"), &json!(code)));
            charge.typed::<stripe_shared::Charge>();
            let paid = caller.post(&format!("{path}/confirm"), "payment_method=pm_card_visa").await;
            assert_eq!((&paid.json["status"], &paid.json["last_payment_error"]), (&json!("succeeded"), &json!(null)));
        }
    }
}

#[tokio::test]
async fn card_numbers_are_checked() {
    let (_stripe, caller) = stripe().await;
    for (number, month, year, cvc, code) in [
        ("4242424242424241", "12", "2030", "123", "incorrect_number"),
        ("4242424242424242", "13", "2030", "123", "invalid_expiry_month"),
        ("4242424242424242", "12", "2020", "123", "invalid_expiry_year"),
        ("4242424242424242", "12", "2030", "12", "invalid_cvc"),
        ("4111111111111111", "12", "2030", "123", "card_declined"),
        ("4242 4242 4242 4242", "12", "30", "123", ""),
    ] {
        let data = "payment_method_data[type]=card&confirm=true&payment_method_data[card]";
        let paid = create(
            &caller,
            &format!(
                "{data}[number]={}&payment_method_data[card][exp_month]={month}\
                 &payment_method_data[card][exp_year]={year}&payment_method_data[card][cvc]={cvc}",
                number.replace(' ', "+")
            ),
        )
        .await;
        assert_eq!(paid.json["error"]["code"].as_str().unwrap_or_default(), code, "{}", paid.text);
        assert_eq!(paid.status, if code.is_empty() { 200 } else { 402 });
    }
}

async fn authenticated(pass: bool) -> (FakeStripe, Caller, serde_json::Value) {
    let (stripe, caller) = stripe().await;
    let customer = customer(&caller).await;
    let form = format!(
        "customer={customer}&setup_future_usage=off_session&payment_method=pm_card_authenticationRequiredOnSetup\
         &confirm=true&return_url=https://example.com/back"
    );
    let waiting = create(&caller, &form).await;
    assert_eq!(waiting.json["status"], "requires_action");
    assert_eq!(waiting.json["next_action"]["redirect_to_url"]["return_url"], "https://example.com/back");
    waiting.typed::<stripe_shared::PaymentIntent>();
    let id = waiting.id();
    let after = if pass { stripe.pass_authentication(&id) } else { stripe.fail_authentication(&id) };
    let read = caller.get(&format!("{INTENTS}/{id}")).await;
    assert_eq!(after.unwrap(), read.json);
    assert_eq!(stripe.pass_authentication(&id), None);
    read.typed::<stripe_shared::PaymentIntent>();
    (stripe, caller, read.json)
}

#[tokio::test]
async fn a_payment_goes_on_when_the_customer_authenticates() {
    let (_stripe, caller, paid) = authenticated(true).await;
    assert_eq!((&paid["status"], &paid["next_action"]), (&json!("succeeded"), &json!(null)));

    // The card is the customer's now, and set up for payments without the customer.
    let method = paid["payment_method"].as_str().unwrap();
    let read = caller.get(&format!("/v1/payment_methods/{method}")).await;
    assert_eq!(read.json["customer"], paid["customer"]);
    let form = format!(
        "customer={}&payment_method={method}&off_session=true&confirm=true",
        paid["customer"].as_str().unwrap()
    );
    assert_eq!(create(&caller, &form).await.json["status"], "succeeded");
}

#[tokio::test]
async fn a_payment_fails_when_the_customer_does_not_authenticate() {
    let (_stripe, _caller, failed) = authenticated(false).await;
    assert_eq!(failed["status"], "requires_payment_method");
    assert_eq!(failed["last_payment_error"]["code"], "payment_intent_authentication_failure");
    assert_eq!(failed["payment_method"], json!(null));
}

#[tokio::test]
async fn authentication_is_an_error_where_nobody_can_authenticate() {
    let (_stripe, caller) = stripe().await;
    for form in ["off_session=true", "error_on_requires_action=true"] {
        let form = format!("payment_method=pm_card_authenticationRequired&confirm=true&{form}");
        let refused = create(&caller, &form).await;
        assert_eq!(refused.error(), (402, "card_error", "authentication_required"));
        assert_eq!(refused.json["error"]["payment_intent"]["status"], "requires_payment_method");
    }
    let waiting = create(&caller, "payment_method=pm_card_authenticationRequired&confirm=true").await;
    assert_eq!(waiting.json["next_action"]["type"], "use_stripe_sdk");
}

#[tokio::test]
async fn a_payment_method_is_a_customers_or_used_once() {
    let (_stripe, caller) = stripe().await;
    let owner = customer(&caller).await;
    let paid = create(&caller, "payment_method=pm_card_visa&confirm=true").await;
    let spent = paid.json["payment_method"].as_str().unwrap().to_owned();
    let again = create(&caller, &format!("payment_method={spent}&confirm=true")).await;
    assert!(again.message().contains("may not be used again"), "{}", again.text);

    let form = format!("customer={owner}&setup_future_usage=on_session&payment_method=pm_card_visa&confirm=true");
    let kept = create(&caller, &form).await.json["payment_method"].as_str().unwrap().to_owned();
    let form = format!("payment_method={kept}&confirm=true");
    assert_eq!(create(&caller, &format!("{form}&customer={owner}")).await.status, 200);
    assert_eq!(create(&caller, &form).await.param(), "payment_method");
    let other = customer(&caller).await;
    assert_eq!(create(&caller, &format!("{form}&customer={other}")).await.param(), "payment_method");
}

#[tokio::test]
async fn what_was_paid_cannot_be_changed_but_described() {
    let (_stripe, caller) = stripe().await;
    let id = create(&caller, "payment_method=pm_card_visa&confirm=true").await.id();
    let path = format!("{INTENTS}/{id}");
    let refused = caller.post(&path, "amount=2000").await;
    assert_eq!(refused.error(), (400, "invalid_request_error", "payment_intent_unexpected_state"));
    let described = caller.post(&path, "description=Shoes&metadata[order]=7").await;
    assert_eq!((&described.json["description"], &described.json["amount"]), (&json!("Shoes"), &json!(1099)));
    let confirmed = caller.post(&format!("{path}/confirm"), "").await;
    assert!(confirmed.message().contains("already succeeded"), "{}", confirmed.text);
}

#[tokio::test]
async fn a_confirmation_needs_a_payment_method() {
    let (_stripe, caller) = stripe().await;
    let id = create(&caller, "").await.id();
    let refused = caller.post(&format!("{INTENTS}/{id}/confirm"), "").await;
    assert_eq!(refused.error(), (400, "invalid_request_error", "payment_intent_unexpected_state"));
    assert_eq!(create(&caller, "confirm=true").await.status, 400);
    // Nothing was created by the request that made no sense.
    assert_eq!(caller.get(INTENTS).await.json["data"].as_array().unwrap().len(), 1);
}
