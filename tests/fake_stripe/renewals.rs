//! What the clock does to subscriptions.

use serde_json::{Value, json};

use crate::caller::{START, event_types, time};
use crate::subscriptions::{MONTH, Shop, shop};

const HOUR: i64 = 3600;

async fn invoices(shop: &Shop) -> Vec<Value> {
    shop.caller.get("/v1/invoices?limit=100").await.json["data"].as_array().unwrap().clone()
}

impl Shop {
    async fn at(&self, seconds: i64, id: &str) -> Value {
        self.stripe.clock().set(time(START + seconds));
        self.read(id).await
    }

    /// Makes a card of the customer's its default.
    async fn pay_with(&self, card: &str) {
        let form = format!("invoice_settings[default_payment_method]={card}");
        assert_eq!(self.caller.post(&format!("/v1/customers/{}", self.customer), &form).await.status, 200);
    }
}

#[tokio::test]
async fn a_subscription_is_renewed_period_by_period() {
    let shop = shop("pm_card_visa").await;
    let id = shop.subscribe("").await.id();
    let due = shop.at(MONTH, &id).await;
    assert_eq!(due["items"]["data"][0]["current_period_start"], START + MONTH);
    let invoice = &due["latest_invoice"];
    assert_eq!((&invoice["status"], &invoice["billing_reason"]), (&json!("draft"), &json!("subscription_cycle")));
    assert_eq!(invoice["automatically_finalizes_at"], START + MONTH + HOUR);
    let paid = shop.at(MONTH + HOUR, &id).await;
    assert_eq!((&paid["status"], &paid["latest_invoice"]["status"]), (&json!("active"), &json!("paid")));

    // A year at once: November to November, each invoice at its own time, the days of the anchor.
    shop.at(366 * 86_400 + HOUR, &id).await;
    let invoices = invoices(&shop).await;
    assert_eq!(invoices.len(), 13);
    assert!(invoices.iter().all(|invoice| invoice["status"] == "paid"));
    let anchors: Vec<String> =
        invoices.iter().rev().take(4).map(|i| time(i["created"].as_i64().unwrap()).to_rfc3339()).collect();
    let days: Vec<&str> = anchors.iter().map(|time| &time[..10]).collect();
    assert_eq!(days, ["2023-11-14", "2023-12-14", "2024-01-14", "2024-02-14"]);
    for event in shop.caller.get("/v1/events?type=invoice.created&limit=100").await.json["data"].as_array().unwrap() {
        assert_eq!(event["created"], event["data"]["object"]["created"]);
        let first = event["created"] == START;
        assert_eq!(event["request"]["id"].is_null(), !first);
    }
}

#[tokio::test]
async fn a_failed_payment_is_past_due_until_it_is_paid() {
    let shop = shop("pm_card_visa").await;
    let id = shop.subscribe("").await.id();
    shop.pay_with(&shop.declining).await;
    let failed = shop.at(MONTH + HOUR, &id).await;
    let invoice = &failed["latest_invoice"];
    assert_eq!((&failed["status"], &invoice["status"]), (&json!("past_due"), &json!("open")));
    assert_eq!((&invoice["attempt_count"], &invoice["amount_remaining"]), (&json!(1), &json!(1000)));
    let customer = format!("/v1/customers/{}", shop.customer);
    assert_eq!(shop.caller.get(&customer).await.json["delinquent"], true);
    let types = event_types(&shop.caller).await;
    let tail = &types[types.len() - 6..];
    assert_eq!(
        tail,
        [
            "charge.failed",
            "payment_intent.payment_failed",
            "invoice.updated",
            "invoice.payment_failed",
            "customer.updated",
            "customer.subscription.updated",
        ]
    );

    let pay = format!("/v1/invoices/{}/pay", invoice["id"].as_str().unwrap());
    assert_eq!(shop.caller.post(&pay, "").await.error(), (402, "card_error", "card_declined"));
    shop.pay_with(&shop.card).await;
    let paid = shop.caller.post(&pay, "").await;
    paid.typed::<stripe_shared::Invoice>();
    assert_eq!((&paid.json["status"], &paid.json["attempt_count"]), (&json!("paid"), &json!(3)));
    assert_eq!(shop.read(&id).await["status"], "active");
    assert_eq!(shop.caller.get(&customer).await.json["delinquent"], false);
}

#[tokio::test]
async fn a_subscription_can_end_with_its_period() {
    let shop = shop("pm_card_visa").await;
    let id = shop.subscribe("").await.id();
    let path = format!("/v1/subscriptions/{id}");
    let ending = shop.caller.post(&path, "cancel_at_period_end=true").await.json;
    assert_eq!((&ending["cancel_at"], &ending["canceled_at"]), (&json!(START + MONTH), &json!(START)));
    let resumed = shop.caller.post(&path, "cancel_at_period_end=false").await.json;
    assert_eq!((&resumed["cancel_at"], &resumed["canceled_at"]), (&json!(null), &json!(null)));
    assert_eq!(shop.at(MONTH + HOUR, &id).await["status"], "active");
    shop.caller.post(&path, "cancel_at_period_end=true").await;
    let ended = shop.at(3 * MONTH, &id).await;
    assert_eq!(ended["status"], "canceled");
    assert_eq!(ended["ended_at"], ending["cancel_at"].as_i64().unwrap() + 31 * 86_400);
    assert_eq!(ended["canceled_at"], START + MONTH + HOUR);
    assert_eq!(invoices(&shop).await.len(), 2);
    assert_eq!(event_types(&shop.caller).await.last().unwrap(), "customer.subscription.deleted");
}

#[tokio::test]
async fn a_trial_is_free_and_ends() {
    let shop = shop("pm_card_visa").await;
    let created = shop.subscribe("trial_period_days=10").await;
    let id = created.id();
    assert_eq!((&created.json["status"], &created.json["trial_end"]), (&json!("trialing"), &json!(START + 864_000)));
    assert_eq!(created.json["latest_invoice"]["amount_due"], 0);
    assert_eq!(created.json["latest_invoice"]["status"], "paid");
    shop.at(864_000 - 3 * 86_400, &id).await;
    assert_eq!(event_types(&shop.caller).await.last().unwrap(), "customer.subscription.trial_will_end");
    let ended = shop.at(864_000 + HOUR, &id).await;
    assert_eq!((&ended["status"], &ended["latest_invoice"]["amount_paid"]), (&json!("active"), &json!(1000)));
    assert_eq!(ended["billing_cycle_anchor"], START + 864_000);

    let path = format!("/v1/subscriptions/{}", shop.subscribe("trial_period_days=10").await.id());
    let moved = shop.caller.post(&path, &format!("trial_end={}", START + 20 * 86_400)).await.json;
    assert_eq!(moved["items"]["data"][0]["current_period_end"], START + 20 * 86_400);
    let now = shop.caller.post(&path, "trial_end=now&expand[]=latest_invoice").await.json;
    assert_eq!((&now["status"], &now["latest_invoice"]["status"]), (&json!("active"), &json!("paid")));
}

#[tokio::test]
async fn a_subscription_that_is_never_paid_expires() {
    let shop = shop("pm_card_chargeCustomerFail").await;
    let id = shop.subscribe("").await.id();
    assert_eq!(shop.at(22 * HOUR, &id).await["status"], "incomplete");
    let expired = shop.at(23 * HOUR, &id).await;
    assert_eq!(
        (&expired["status"], &expired["latest_invoice"]["status"]),
        (&json!("incomplete_expired"), &json!("void"))
    );
    assert_eq!(shop.at(3 * MONTH, &id).await["latest_invoice"]["id"], expired["latest_invoice"]["id"]);
}

#[tokio::test]
async fn coupons_are_taken_off_as_long_as_they_last() {
    let shop = shop("pm_card_visa").await;
    for (form, totals) in [
        ("percent_off=25&duration=forever", [750, 750, 750]),
        ("percent_off=50&duration=once", [500, 1000, 1000]),
        ("amount_off=300&currency=usd&duration=repeating&duration_in_months=2", [700, 700, 1000]),
        ("amount_off=5000&currency=usd", [0, 1000, 1000]),
    ] {
        let start = shop.stripe.clock().now();
        let coupon = shop.caller.post("/v1/coupons", form).await.id();
        let subscription = shop.subscribe(&format!("discounts[0][coupon]={coupon}")).await.id();
        assert_eq!(shop.caller.get(&format!("/v1/coupons/{coupon}")).await.json["times_redeemed"], 1);
        shop.caller.delete(&format!("/v1/coupons/{coupon}")).await;
        shop.stripe.clock().set(start + chrono::TimeDelta::days(70));
        let invoices = shop.caller.get(&format!("/v1/invoices?subscription={subscription}")).await;
        let mut found: Vec<i64> = invoices.json["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|invoice| invoice["total"].as_i64().unwrap())
            .collect();
        found.reverse();
        assert_eq!(found, totals, "{form}");
        shop.caller.delete(&format!("/v1/subscriptions/{subscription}")).await;
    }
}
