use serde_json::json;

use crate::caller::{Caller, customer, event, listed, stripe, told};

const METHODS: &str = "/v1/payment_methods";
const NUMBER: &str = "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123";

async fn attached(caller: &Caller, customer: &str) -> String {
    caller.post(&format!("{METHODS}/pm_card_visa/attach"), &format!("customer={customer}")).await.id()
}

#[tokio::test]
async fn a_card_is_created_by_number_or_token_and_others_are_refused() {
    let (_stripe, caller) = stripe().await;
    let form = format!("{NUMBER}&billing_details[name]=Jenny&billing_details[address][city]=Paris&metadata[a]=1");
    let method = caller.post(METHODS, &form).await;
    method.typed::<stripe_shared::PaymentMethod>();
    assert_eq!((&method.json["card"]["last4"], &method.json["customer"]), (&json!("4242"), &json!(null)));
    assert_eq!(method.json["card"]["checks"]["cvc_check"], "pass");
    assert_eq!(
        (&method.json["billing_details"]["name"], &method.json["metadata"]["a"]),
        (&json!("Jenny"), &json!("1"))
    );
    let method = caller.post(METHODS, "type=card&card[token]=tok_mastercard").await;
    assert_eq!(method.json["card"]["brand"], "mastercard");
    assert_eq!(caller.get(&format!("{METHODS}/{}", method.id())).await.json, method.json);

    for (form, param) in [
        ("card[token]=tok_visa", "type"),
        ("type=card", "card"),
        ("type=card&card[token]=tok_none", "card[token]"),
        ("type=sepa_debit&sepa_debit[iban]=DE89370400440532013000", "type"),
        ("type=card&card[token]=tok_visa&colour=red", "colour"),
    ] {
        let refused = caller.post(METHODS, form).await;
        assert_eq!((refused.status, refused.param()), (400, param), "{}", refused.text);
    }
    assert_eq!(told(&caller, &[&method.id()]).await, [""; 0]);
}

#[tokio::test]
async fn a_card_becomes_a_customers_and_is_detached() {
    let (_stripe, caller) = stripe().await;
    let (jenny, other) = (customer(&caller).await, customer(&caller).await);
    let method = caller.post(METHODS, NUMBER).await.id();
    let path = format!("{METHODS}/{method}");
    assert!(caller.post(&path, "metadata[a]=1").await.message().contains("must save this PaymentMethod"));
    let attach = format!("{path}/attach");
    assert_eq!(caller.post(&attach, "").await.param(), "customer");
    assert_eq!(caller.post(&attach, &format!("customer={jenny}")).await.json["customer"], json!(jenny));
    assert_eq!(caller.post(&attach, &format!("customer={jenny}")).await.status, 200);
    assert_eq!(caller.post(&attach, &format!("customer={other}")).await.status, 400);

    let form = "metadata[a]=1&card[exp_month]=6&card[exp_year]=31&billing_details[email]=jenny@example.com";
    let updated = caller.post(&path, form).await.json;
    assert_eq!((&updated["card"]["exp_month"], &updated["card"]["exp_year"]), (&json!(6), &json!(2031)));
    assert_eq!(updated["billing_details"]["email"], "jenny@example.com");
    assert_eq!(caller.post(&path, "card[exp_year]=2001").await.error(), (402, "card_error", "invalid_expiry_year"));

    let default = format!("invoice_settings[default_payment_method]={method}");
    caller.post(&format!("/v1/customers/{jenny}"), &default).await;
    let detach = format!("{path}/detach");
    assert_eq!(caller.post(&detach, "").await.json["customer"], json!(null));
    assert_eq!(caller.post(&detach, "").await.status, 400);
    let again = caller.post(&attach, &format!("customer={jenny}")).await;
    assert!(again.message().contains("may not be used again"), "{}", again.text);
    let owner = caller.get(&format!("/v1/customers/{jenny}")).await.json;
    assert_eq!(owner["invoice_settings"]["default_payment_method"], json!(null));

    let expected = ["payment_method.attached", "payment_method.updated", "payment_method.detached"];
    assert_eq!(told(&caller, &[&method]).await, expected);
    let detached = event(&caller, "payment_method.detached").await;
    assert_eq!(detached["data"]["previous_attributes"], json!({ "customer": jenny }));
}

#[tokio::test]
async fn a_customers_cards_are_listed() {
    let (_stripe, caller) = stripe().await;
    let (jenny, other) = (customer(&caller).await, customer(&caller).await);
    let (first, second) = (attached(&caller, &jenny).await, attached(&caller, &jenny).await);
    let elsewhere = attached(&caller, &other).await;
    let both = [second.clone(), first.clone()];
    for list in [
        format!("{METHODS}?customer={jenny}"),
        format!("{METHODS}?customer={jenny}&type=card"),
        format!("/v1/customers/{jenny}/payment_methods"),
    ] {
        assert_eq!(listed(&caller, &list).await, both, "{list}");
    }
    assert_eq!(listed(&caller, &format!("{METHODS}?customer={jenny}&type=sepa_debit")).await, [""; 0]);
    assert_eq!(
        listed(&caller, &format!("/v1/customers/{jenny}/payment_methods?limit=1&starting_after={second}")).await,
        std::slice::from_ref(&first)
    );
    assert_eq!(caller.get(&format!("/v1/customers/{jenny}/payment_methods/{first}")).await.id(), first);
    assert_eq!(caller.get(&format!("/v1/customers/{jenny}/payment_methods/{elsewhere}")).await.status, 404);
    assert_eq!(caller.get("/v1/customers/cus_none/payment_methods").await.status, 404);
    assert_eq!(caller.get(&format!("{METHODS}?customer=cus_none")).await.param(), "customer");
}

#[tokio::test]
async fn a_declined_card_cannot_become_a_customers_but_one_that_declines_payments_can() {
    let (_stripe, caller) = stripe().await;
    let jenny = customer(&caller).await;
    let form = format!("customer={jenny}");
    let refused = caller.post(&format!("{METHODS}/pm_card_visa_chargeDeclinedInsufficientFunds/attach"), &form).await;
    assert_eq!(refused.error(), (402, "card_error", "card_declined"));
    assert_eq!(refused.json["error"]["decline_code"], "insufficient_funds");
    assert_eq!(caller.post("/v1/customers", "payment_method=pm_card_chargeDeclined").await.status, 402);

    let method = caller.post(&format!("{METHODS}/pm_card_chargeCustomerFail/attach"), &form).await.id();
    let form = format!("amount=1099&currency=usd&customer={jenny}&payment_method={method}&confirm=true");
    assert_eq!(caller.post("/v1/payment_intents", &form).await.error(), (402, "card_error", "card_declined"));
}
