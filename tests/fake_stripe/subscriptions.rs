//! What requests do with subscriptions and their items.

use diesel_stripe::testing::FakeStripe;
use serde_json::{Value, json};

use crate::caller::{Caller, Reply, START, customer, event_types, events, stripe};

pub const MONTH: i64 = 30 * 86_400;

/// A fake with a customer who pays by a card, and a monthly price.
pub struct Shop {
    pub stripe: FakeStripe,
    pub caller: Caller,
    pub customer: String,
    pub price: String,
    /// The card that the customer pays with, and another one of the customer's that declines.
    pub card: String,
    pub declining: String,
}

pub async fn shop(card: &str) -> Shop {
    let (stripe, caller) = stripe().await;
    let form = format!("payment_method=pm_card_chargeCustomerFail&invoice_settings[default_payment_method]={card}");
    let customer = caller.post("/v1/customers", &form).await.id();
    let price = price(&caller, 1000, "month").await;
    let attached = events(&caller).await.into_iter().filter(|(kind, _)| kind == "payment_method.attached");
    let mut cards = attached.map(|(_, data)| data["object"]["id"].as_str().unwrap().to_owned());
    let (declining, card) = (cards.next().unwrap(), cards.next().unwrap());
    Shop { stripe, caller, customer, price, card, declining }
}

pub async fn price(caller: &Caller, amount: i64, interval: &str) -> String {
    let form = format!("currency=usd&unit_amount={amount}&recurring[interval]={interval}&product_data[name]=Gold");
    caller.post("/v1/prices", &form).await.id()
}

impl Shop {
    pub async fn subscribe(&self, form: &str) -> Reply {
        let form = format!("customer={}&items[0][price]={}&{form}", self.customer, self.price);
        self.caller.post("/v1/subscriptions?expand[]=latest_invoice.payments", &form).await
    }

    pub async fn read(&self, id: &str) -> Value {
        let reply = self.caller.get(&format!("/v1/subscriptions/{id}?expand[]=latest_invoice")).await;
        reply.typed::<stripe_shared::Subscription>();
        reply.json
    }
}

#[tokio::test]
async fn a_subscription_is_paid_and_active() {
    let shop = shop("pm_card_visa").await;
    let reply = shop.subscribe("items[0][quantity]=3&metadata[order]=7").await;
    let created = reply.typed::<stripe_shared::Subscription>();
    assert_eq!(created.status.as_str(), "active");
    let (item, invoice) = (&reply.json["items"]["data"][0], &reply.json["latest_invoice"]);
    assert_eq!((&item["quantity"], &item["price"]["id"]), (&json!(3), &json!(shop.price)));
    assert_eq!((&item["current_period_start"], &item["current_period_end"]), (&json!(START), &json!(START + MONTH)));
    assert_eq!((&invoice["status"], &invoice["amount_paid"]), (&json!("paid"), &json!(3000)));
    assert_eq!(invoice["parent"]["subscription_details"]["metadata"]["order"], "7");
    let line = &invoice["lines"]["data"][0];
    assert_eq!(line["description"], "3 × Gold (at $10.00 / month)");
    assert_eq!(line["parent"]["subscription_item_details"]["subscription_item"], item["id"]);
    let intent = invoice["payments"]["data"][0]["payment"]["payment_intent"].as_str().unwrap();
    assert_eq!(shop.caller.get(&format!("/v1/payment_intents/{intent}")).await.json["amount_received"], 3000);
    assert_eq!(
        event_types(&shop.caller).await[5..],
        [
            "customer.subscription.created",
            "invoice.created",
            "customer.updated",
            "invoice.finalized",
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded",
            "invoice.updated",
            "invoice_payment.paid",
            "invoice.paid",
            "invoice.payment_succeeded",
            "customer.subscription.updated",
        ]
    );
}

#[tokio::test]
async fn whatever_billing_has_can_be_read() {
    let shop = shop("pm_card_visa").await;
    let coupon = shop.caller.post("/v1/coupons", "percent_off=10").await;
    let subscribed = shop.subscribe(&format!("discounts[0][coupon]={}", coupon.id())).await;
    let id = subscribed.id();
    let invoice = subscribed.json["latest_invoice"]["id"].as_str().unwrap();
    let item = subscribed.json["items"]["data"][0]["id"].as_str().unwrap();
    let form = format!("items[0][id]={item}&items[0][quantity]=2");
    assert_eq!(shop.caller.post(&format!("/v1/subscriptions/{id}"), &form).await.status, 200);
    let product = shop.caller.get("/v1/products").await.json["data"][0]["id"].as_str().unwrap().to_owned();
    for (kind, path) in [
        ("subscription", format!("/v1/subscriptions/{id}")),
        ("subscription_item", format!("/v1/subscription_items/{item}")),
        ("invoice", format!("/v1/invoices/{invoice}")),
        ("price", format!("/v1/prices/{}", shop.price)),
        ("product", format!("/v1/products/{product}")),
        ("coupon", format!("/v1/coupons/{}", coupon.id())),
    ] {
        assert_eq!(shop.caller.get(&path).await.json["object"], kind);
    }
    for (kind, path) in [
        ("line_item", format!("/v1/invoices/{invoice}/lines")),
        ("invoiceitem", "/v1/invoiceitems".to_owned()),
        ("invoice_payment", format!("/v1/invoice_payments?invoice={invoice}")),
    ] {
        assert_eq!(shop.caller.get(&path).await.json["data"][0]["object"], kind);
    }
}

#[tokio::test]
async fn an_unpaid_subscription_is_as_its_payment_behavior_says() {
    let shop = shop("pm_card_chargeCustomerFail").await;
    for (behavior, status, attempts) in
        [("", "incomplete", 1), ("payment_behavior=default_incomplete", "incomplete", 0)]
    {
        let reply = shop.subscribe(behavior).await;
        assert_eq!(reply.json["status"], status, "{}", reply.text);
        let invoice = &reply.json["latest_invoice"];
        assert_eq!((&invoice["status"], &invoice["attempt_count"]), (&json!("open"), &json!(attempts)));
    }
    let before = event_types(&shop.caller).await.len();
    let refused = shop.subscribe("payment_behavior=error_if_incomplete").await;
    assert_eq!(refused.error(), (402, "card_error", "card_declined"));
    assert_eq!(event_types(&shop.caller).await.len(), before);

    let poor = customer(&shop.caller).await;
    let form = format!("customer={poor}&items[0][price]={}", shop.price);
    assert_eq!(
        shop.caller.post("/v1/subscriptions", &form).await.error(),
        (400, "invalid_request_error", "resource_missing")
    );
    assert_eq!(
        shop.caller.post("/v1/subscriptions", &format!("{form}&trial_period_days=3")).await.json["status"],
        "trialing"
    );
}

#[tokio::test]
async fn the_customer_pays_an_incomplete_subscription() {
    let (_stripe, caller) = stripe().await;
    let (customer, price) = (customer(&caller).await, price(&caller, 1000, "month").await);
    let form = format!(
        "customer={customer}&items[0][price]={price}&payment_behavior=default_incomplete\
         &payment_settings[save_default_payment_method]=on_subscription&expand[]=latest_invoice.confirmation_secret"
    );
    let created = caller.post("/v1/subscriptions", &form).await;
    let secret = created.json["latest_invoice"]["confirmation_secret"]["client_secret"].as_str().unwrap();
    let intent = secret.split_once("_secret").unwrap().0;
    let confirm = format!("/v1/payment_intents/{intent}/confirm");
    let declined = caller.post(&confirm, "payment_method=pm_card_chargeDeclined").await;
    assert_eq!(declined.status, 402);
    let path = format!("/v1/subscriptions/{}", created.id());
    assert_eq!(caller.get(&path).await.json["status"], "incomplete");
    assert_eq!(caller.post(&confirm, "payment_method=pm_card_visa").await.json["status"], "succeeded");
    let paid = caller.get(&path).await;
    assert_eq!(paid.json["status"], "active");
    let method = paid.json["default_payment_method"].as_str().unwrap();
    assert_eq!(caller.get(&format!("/v1/payment_methods/{method}")).await.json["customer"], json!(customer));
}

#[tokio::test]
async fn items_are_added_changed_and_deleted_without_proration() {
    let shop = shop("pm_card_visa").await;
    let created = shop.subscribe("").await;
    let path = format!("/v1/subscriptions/{}", created.id());
    let item = created.json["items"]["data"][0]["id"].as_str().unwrap();
    let other = price(&shop.caller, 500, "month").await;
    let form = format!(
        "items[0][id]={item}&items[0][quantity]=2&items[1][price]={other}&proration_behavior=none&metadata[a]=b"
    );
    let updated = shop.caller.post(&path, &form).await;
    updated.typed::<stripe_shared::Subscription>();
    let items = updated.json["items"]["data"].as_array().unwrap();
    assert_eq!(items.iter().map(|item| item["quantity"].as_i64().unwrap()).collect::<Vec<_>>(), [2, 1]);
    let (kind, data) = events(&shop.caller).await.pop().unwrap();
    assert_eq!(kind, "customer.subscription.updated");
    assert_eq!(data["object"], updated.json);
    let before = &data["previous_attributes"];
    assert_eq!(
        (&before["items"]["data"], &before["metadata"]),
        (&created.json["items"]["data"], &json!({ "a": null }))
    );

    let form = format!("items[0][id]={item}&items[0][deleted]=true&proration_behavior=none");
    let updated = shop.caller.post(&path, &form).await;
    assert_eq!(updated.json["items"]["data"].as_array().unwrap().len(), 1);
    assert_eq!(shop.caller.get(&format!("/v1/subscription_items/{item}")).await.status, 404);
    assert!(shop.caller.get("/v1/invoiceitems").await.json["data"].as_array().unwrap().is_empty());

    let last = updated.json["items"]["data"][0]["id"].as_str().unwrap();
    let yearly = price(&shop.caller, 500, "year").await;
    let one_time = shop.caller.post("/v1/prices", "currency=usd&unit_amount=1&product_data[name]=x").await.id();
    for form in [
        format!("items[0][id]={last}&items[0][deleted]=true"),
        format!("items[0][price]={other}"),
        format!("items[0][price]={yearly}"),
        format!("items[0][price]={one_time}"),
        format!("items[0][id]={last}&items[0][price]={yearly}"),
        "items[0][id]=si_none".to_owned(),
    ] {
        let refused = shop.caller.post(&path, &format!("{form}&proration_behavior=none")).await;
        assert_eq!(refused.status, 400, "{form}: {}", refused.text);
    }
    assert_eq!(shop.caller.get(&path).await.json, updated.json);
}

#[tokio::test]
async fn a_change_within_a_period_is_prorated() {
    let shop = shop("pm_card_visa").await;
    let created = shop.subscribe("").await;
    let path = format!("/v1/subscriptions/{}", created.id());
    let item = created.json["items"]["data"][0]["id"].as_str().unwrap();
    shop.stripe.clock().set(crate::caller::time(START + MONTH / 4));
    let form = format!("items[0][id]={item}&items[0][quantity]=3");
    assert_eq!(shop.caller.post(&path, &form).await.status, 200);
    let pending = shop.caller.get("/v1/invoiceitems?pending=true").await;
    let amounts: Vec<_> = pending.json["data"].as_array().unwrap().iter().map(|item| &item["amount"]).collect();
    assert_eq!(amounts, [2250, -750]);

    // And the rest of the change is billed at once, together with what was pending.
    shop.stripe.clock().set(crate::caller::time(START + MONTH / 2));
    let form = format!("items[0][id]={item}&items[0][quantity]=1&proration_behavior=always_invoice");
    let updated = shop.caller.post(&format!("{path}?expand[]=latest_invoice"), &form).await;
    let invoice = &updated.json["latest_invoice"];
    assert_eq!((&invoice["billing_reason"], &invoice["status"]), (&json!("subscription_update"), &json!("paid")));
    assert_eq!(invoice["total"], (2250 - 750) + (500 - 1500));
    assert_eq!(invoice["lines"]["data"][0]["parent"]["subscription_item_details"]["proration"], true);
    assert!(shop.caller.get("/v1/invoiceitems?pending=true").await.json["data"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn items_have_calls_of_their_own() {
    let shop = shop("pm_card_visa").await;
    let subscription = shop.subscribe("").await.id();
    for n in 0..11 {
        let price = price(&shop.caller, 100 + n, "month").await;
        let form = format!("subscription={subscription}&price={price}&quantity=2&proration_behavior=none");
        let item = shop.caller.post("/v1/subscription_items", &form).await;
        item.typed::<stripe_shared::SubscriptionItem>();
    }
    let read = shop.read(&subscription).await;
    let (items, more) = (read["items"]["data"].as_array().unwrap(), &read["items"]["has_more"]);
    assert_eq!((items.len(), more), (10, &json!(true)));
    let list = format!("/v1/subscription_items?subscription={subscription}");
    assert_eq!(&shop.caller.get(&list).await.json["data"], &read["items"]["data"]);
    let last = items[9]["id"].as_str().unwrap();
    let rest = shop.caller.get(&format!("{list}&starting_after={last}")).await;
    let ids: Vec<&str> =
        rest.json["data"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2);

    let path = format!("/v1/subscription_items/{}", ids[0]);
    let updated = shop.caller.post(&path, "quantity=5&proration_behavior=none").await;
    assert_eq!(updated.json["quantity"], 5);
    let deleted = shop.caller.delete(&format!("{path}?proration_behavior=none")).await;
    assert_eq!(deleted.json, json!({ "id": ids[0], "object": "subscription_item", "deleted": true }));
    assert_eq!(event_types(&shop.caller).await.last().unwrap(), "customer.subscription.updated");
}

#[tokio::test]
async fn a_canceled_subscription_has_ended() {
    let shop = shop("pm_card_visa").await;
    let id = shop.subscribe("").await.id();
    let path = format!("/v1/subscriptions/{id}");
    let canceled = shop.caller.delete(&path).await;
    canceled.typed::<stripe_shared::Subscription>();
    let canceled = canceled.json;
    assert_eq!((&canceled["status"], &canceled["ended_at"]), (&json!("canceled"), &json!(START)));
    assert_eq!(canceled["cancellation_details"]["reason"], "cancellation_requested");
    let (kind, data) = events(&shop.caller).await.pop().unwrap();
    assert_eq!((kind.as_str(), &data["object"]), ("customer.subscription.deleted", &canceled));
    assert_eq!(shop.caller.delete(&path).await.status, 404);
    assert_eq!(shop.caller.post(&path, "description=x").await.status, 400);
    assert_eq!(shop.caller.post(&path, "metadata[a]=b").await.json["metadata"]["a"], "b");

    let incomplete = shop.subscribe("payment_behavior=default_incomplete").await;
    let canceled = shop.caller.delete(&format!("/v1/subscriptions/{}?expand[]=latest_invoice", incomplete.id())).await;
    assert_eq!(canceled.json["latest_invoice"]["status"], "void");
}

#[tokio::test]
async fn subscriptions_are_found() {
    let shop = shop("pm_card_visa").await;
    let (kept, ended) = (shop.subscribe("").await.id(), shop.subscribe("").await.id());
    shop.caller.delete(&format!("/v1/subscriptions/{ended}")).await;
    for (filter, expected) in [
        ("", vec![&kept]),
        ("status=all", vec![&ended, &kept]),
        ("status=canceled", vec![&ended]),
        ("status=ended", vec![&ended]),
        ("status=active&price=PRICE&customer=CUSTOMER", vec![&kept]),
        ("price=none", vec![]),
    ] {
        let filter = filter.replace("PRICE", &shop.price).replace("CUSTOMER", &shop.customer);
        let found = shop.caller.get(&format!("/v1/subscriptions?{filter}")).await;
        let ids: Vec<_> = found.json["data"].as_array().unwrap().iter().map(|found| &found["id"]).collect();
        assert_eq!(ids, expected, "{filter}");
    }
    let customer = shop.caller.get(&format!("/v1/customers/{}?expand[]=subscriptions", shop.customer)).await;
    let list = &customer.json["subscriptions"];
    assert_eq!((&list["data"][0]["id"], list["data"].as_array().unwrap().len()), (&json!(kept), 1));
    assert_eq!(shop.caller.get(list["url"].as_str().unwrap()).await.json["data"], list["data"]);

    // A deleted customer's subscriptions end.
    shop.caller.delete(&format!("/v1/customers/{}", shop.customer)).await;
    assert_eq!(shop.read(&kept).await["status"], "canceled");
}
