//! Charges, and what happens to their money: refunds, disputes, balance transactions.

use std::time::Duration;

use diesel_stripe::testing::FakeStripe;

use crate::caller::{Caller, customer};

/// The ids of a charge with this card, and of its payment intent.
async fn pay(caller: &Caller, card: &str, more: &str) -> (String, String) {
    let form = format!("amount=1099&currency=usd&confirm=true&payment_method={card}&{more}");
    let paid = caller.post("/v1/payment_intents", &form).await;
    (paid.json["latest_charge"].as_str().unwrap().to_owned(), paid.id())
}

pub async fn tour(stripe: &FakeStripe, caller: &Caller) {
    charges(stripe, caller).await;
    refunds(stripe, caller).await;
    disputes(stripe, caller).await;
    balance(stripe, caller).await;
}

async fn charges(stripe: &FakeStripe, caller: &Caller) {
    let jenny = customer(caller).await;
    let (id, intent) = pay(caller, "pm_card_visa", &format!("customer={jenny}")).await;
    stripe.clock().advance(Duration::from_secs(10));
    let path = format!("/v1/charges/{id}");
    let whole = "expand[]=balance_transaction.source&expand[]=refunds&expand[]=payment_intent.payment_method";
    caller.get(&format!("{path}?{whole}")).await.id();
    let form = "description=Shoes&metadata[order]=7&fraud_details[user_report]=safe&receipt_email=jenny@example.com\
        &shipping[name]=Jenny&shipping[address][line1]=Rue&transfer_group=x";
    caller.post(&path, form).await.id();
    let (held, _) = pay(caller, "pm_card_visa", "capture_method=manual").await;
    let form =
        "amount=1000&statement_descriptor_suffix=SHOES&receipt_email=jenny@example.com&expand[]=balance_transaction";
    caller.post(&format!("/v1/charges/{held}/capture"), form).await.id();
    caller.get(&format!("/v1/charges?customer={jenny}&limit=1&expand[]=data.balance_transaction")).await;
    caller.get(&format!("/v1/charges?payment_intent={intent}&created[gte]=1&transfer_group=x")).await;
}

async fn refunds(stripe: &FakeStripe, caller: &Caller) {
    let (charge, intent) = pay(caller, "pm_card_visa", "capture_method=automatic").await;
    let whole = "expand[]=charge.refunds&expand[]=payment_intent&expand[]=balance_transaction";
    let form =
        format!("charge={charge}&amount=300&reason=duplicate&metadata[a]=1&instructions_email=j@example.com&{whole}");
    let id = caller.post("/v1/refunds", &form).await.id();
    let path = format!("/v1/refunds/{id}");
    caller.get(&format!("{path}?{whole}")).await.id();
    caller.post(&path, "metadata[a]=&metadata[b]=2").await.id();
    caller.post(&format!("{path}/cancel"), "expand[]=charge").await;
    let list = format!("/v1/charges/{charge}/refunds");
    let id = caller.post(&list, "amount=300&reason=requested_by_customer&metadata[a]=1").await.id();
    caller.get(&format!("{list}/{id}?expand[]=charge")).await.id();
    caller.post(&format!("{list}/{id}"), "metadata[a]=&expand[]=charge").await.id();
    caller.post("/v1/refunds", &format!("payment_intent={intent}")).await.id();
    caller.get(&format!("{list}?limit=1&expand[]=data.charge")).await;
    caller.get(&format!("/v1/refunds?payment_intent={intent}&limit=1&expand[]=data.balance_transaction")).await;
    caller.get(&format!("/v1/refunds?charge={charge}&created[gte]=1&starting_after={id}")).await;

    for card in ["pm_card_pendingRefund", "pm_card_refundFail"] {
        let (charge, _) = pay(caller, card, "").await;
        let id = caller.post("/v1/refunds", &format!("charge={charge}")).await.id();
        stripe.clock().advance(Duration::from_secs(10));
        caller.get(&format!("/v1/refunds/{id}?expand[]=failure_balance_transaction")).await.id();
        caller.get(&format!("/v1/charges/{charge}?expand[]=refunds")).await.id();
    }
}

async fn disputes(stripe: &FakeStripe, caller: &Caller) {
    let evidence = ["winning_evidence", "losing_evidence"];
    for card in ["pm_card_createDispute", "pm_card_createDisputeProductNotReceived", "pm_card_createDisputeInquiry"] {
        for word in evidence {
            let (charge, intent) = pay(caller, card, "").await;
            stripe.clock().advance(Duration::from_secs(10));
            let list = caller.get(&format!("/v1/disputes?charge={charge}&limit=1&expand[]=data.charge")).await;
            let path = format!("/v1/disputes/{}", list.json["data"][0]["id"].as_str().unwrap());
            caller.get(&format!("{path}?expand[]=charge&expand[]=payment_intent")).await.id();
            let staged = "evidence[customer_name]=Jenny&submit=false&metadata[a]=1&expand[]=charge";
            caller.post(&path, staged).await.id();
            caller.post(&path, &format!("evidence[uncategorized_text]={word}&submit=true")).await.id();
            stripe.clock().advance(Duration::from_secs(10));
            caller.get(&path).await.id();
            caller.get(&format!("/v1/disputes?payment_intent={intent}&created[gte]=1")).await;
        }
    }
    let (charge, _) = pay(caller, "pm_card_createDispute", "").await;
    stripe.clock().advance(Duration::from_secs(10));
    let list = caller.get(&format!("/v1/disputes?charge={charge}")).await;
    let path = format!("/v1/disputes/{}/close", list.json["data"][0]["id"].as_str().unwrap());
    caller.post(&path, "expand[]=charge.refunds").await.id();
}

async fn balance(stripe: &FakeStripe, caller: &Caller) {
    let (charge, _) = pay(caller, "pm_card_bypassPending", "capture_method=automatic").await;
    let path = "/v1/balance_transactions";
    let list = caller.get(&format!("{path}?source={charge}&currency=usd&type=charge&expand[]=data.source")).await;
    let id = list.json["data"][0]["id"].as_str().unwrap();
    caller.get(&format!("{path}/{id}?expand[]=source.customer")).await.id();
    // All that the tour has left.
    stripe.clock().advance(Duration::from_secs(2 * 86_400));
    let list = caller.get(&format!("{path}?limit=100&created[gte]=1&expand[]=data.source")).await;
    for transaction in list.json["data"].as_array().unwrap() {
        caller.get(&format!("{path}/{}", transaction["id"].as_str().unwrap())).await.id();
    }
}
