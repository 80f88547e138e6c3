//! The filters of each list: what fits is listed, and what doesn't is not.

use std::time::Duration;

use crate::caller::{Caller, START, customer, listed, stripe};

const DAY: i64 = 86_400;

/// Each filter lists these, newest first, and nothing else.
async fn list(caller: &Caller, path: &str, filters: &[(&str, &[&String])]) {
    for (filter, expected) in filters {
        let expected: Vec<String> = expected.iter().map(|id| (*id).clone()).collect();
        assert_eq!(listed(caller, &format!("{path}?{filter}")).await, expected, "{path}?{filter}");
    }
}

async fn post(caller: &Caller, path: &str, form: &str) -> String {
    caller.post(path, form).await.id()
}

#[tokio::test]
async fn of_products_and_prices() {
    let (_stripe, caller) = stripe().await;
    let a = post(&caller, "/v1/products", "id=a&name=A&shippable=true&url=https://example.com/a").await;
    let b = post(&caller, "/v1/products", "id=b&name=B&active=false&shippable=false").await;
    list(
        &caller,
        "/v1/products",
        &[
            ("active=true", &[&a]),
            ("active=false", &[&b]),
            ("shippable=true", &[&a]),
            ("shippable=false", &[&b]),
            ("ids[]=b", &[&b]),
            ("ids[]=a&ids[]=b", &[&b, &a]),
            ("url=https://example.com/a", &[&a]),
            ("url=https://example.com/b", &[]),
        ],
    )
    .await;
    let once = post(&caller, "/v1/prices", "currency=usd&unit_amount=5&product=a&lookup_key=k").await;
    let month = "currency=eur&unit_amount=5&product=b&active=false&recurring[interval]=month&lookup_key=l";
    let month = post(&caller, "/v1/prices", month).await;
    list(
        &caller,
        "/v1/prices",
        &[
            ("active=true", &[&once]),
            ("active=false", &[&month]),
            ("currency=USD", &[&once]),
            ("product=b", &[&month]),
            ("type=one_time", &[&once]),
            ("type=recurring", &[&month]),
            ("lookup_keys[]=k", &[&once]),
            ("lookup_keys[]=k&lookup_keys[]=l", &[&month, &once]),
            ("recurring[interval]=month", &[&month]),
            ("recurring[interval]=year", &[]),
            ("recurring[usage_type]=licensed", &[&month]),
            ("recurring[usage_type]=metered", &[]),
            ("recurring[meter]=mtr_1", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn of_payments() {
    let (stripe, caller) = stripe().await;
    let buyer = customer(&caller).await;
    let form = "currency=usd&payment_method=pm_card_visa&confirm=true&amount";
    let theirs = post(&caller, "/v1/payment_intents", &format!("{form}=500&customer={buyer}&transfer_group=g")).await;
    let other = post(&caller, "/v1/payment_intents", &format!("{form}=600")).await;
    stripe.clock().advance(Duration::from_secs(60));
    list(&caller, "/v1/payment_intents", &[(&format!("customer={buyer}"), &[&theirs])]).await;
    let charges = listed(&caller, "/v1/charges").await;
    let [others, charge] = &charges[..] else { panic!("{charges:?}") };
    list(
        &caller,
        "/v1/charges",
        &[
            (&format!("customer={buyer}"), &[charge]),
            (&format!("payment_intent={other}"), &[others]),
            ("transfer_group=g", &[charge]),
            ("transfer_group=h", &[]),
        ],
    )
    .await;
    let refund = post(&caller, "/v1/refunds", &format!("charge={charge}&amount=100")).await;
    let of_others = post(&caller, "/v1/refunds", &format!("payment_intent={other}")).await;
    list(
        &caller,
        "/v1/refunds",
        &[(&format!("charge={charge}"), &[&refund]), (&format!("payment_intent={other}"), &[&of_others])],
    )
    .await;
    let transactions = listed(&caller, &format!("/v1/balance_transactions?source={charge}")).await;
    let of_refunds = listed(&caller, "/v1/balance_transactions?type=refund").await;
    assert_eq!((transactions.len(), of_refunds.len()), (1, 2));
    assert!(!of_refunds.contains(&transactions[0]));
    assert_eq!(listed(&caller, "/v1/balance_transactions?currency=usd").await.len(), 4);
    list(&caller, "/v1/balance_transactions", &[("currency=eur", &[])]).await;

    let methods = "/v1/payment_methods";
    let attach =
        async |card: &str| post(&caller, &format!("{methods}/{card}/attach"), &format!("customer={buyer}")).await;
    let (visa, mastercard) = (attach("pm_card_visa").await, attach("pm_card_mastercard").await);
    post(&caller, &format!("{methods}/{visa}"), "allow_redisplay=always").await;
    list(
        &caller,
        methods,
        &[
            (&format!("customer={buyer}"), &[&mastercard, &visa]),
            (&format!("customer={buyer}&type=card"), &[&mastercard, &visa]),
            (&format!("customer={buyer}&type=sepa_debit"), &[]),
            (&format!("customer={buyer}&allow_redisplay=always"), &[&visa]),
        ],
    )
    .await;
    let saved = post(&caller, "/v1/setup_intents", &format!("customer={buyer}&payment_method={visa}")).await;
    let bare = post(&caller, "/v1/setup_intents", "").await;
    list(
        &caller,
        "/v1/setup_intents",
        &[
            ("", &[&bare, &saved]),
            (&format!("customer={buyer}"), &[&saved]),
            (&format!("payment_method={visa}"), &[&saved]),
            (&format!("payment_method={mastercard}"), &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn of_subscriptions_and_invoices() {
    let (stripe, caller) = stripe().await;
    let card = "invoice_settings[default_payment_method]=pm_card_visa";
    let (first, second) = (post(&caller, "/v1/customers", card).await, post(&caller, "/v1/customers", card).await);
    let price = "currency=usd&unit_amount=500&product_data[name]=Plan&recurring[interval]";
    let (month, year) = (
        post(&caller, "/v1/prices", &format!("{price}=month")).await,
        post(&caller, "/v1/prices", &format!("{price}=year")).await,
    );
    let monthly = post(&caller, "/v1/subscriptions", &format!("customer={first}&items[0][price]={month}")).await;
    stripe.clock().advance(Duration::from_secs(60));
    let yearly = post(&caller, "/v1/subscriptions", &format!("customer={second}&items[0][price]={year}")).await;
    let over = post(&caller, "/v1/subscriptions", &format!("customer={second}&items[0][price]={year}")).await;
    caller.delete(&format!("/v1/subscriptions/{over}")).await.id();
    list(
        &caller,
        "/v1/subscriptions",
        &[
            ("", &[&yearly, &monthly]),
            ("status=all", &[&over, &yearly, &monthly]),
            ("status=active", &[&yearly, &monthly]),
            ("status=canceled", &[&over]),
            ("status=ended", &[&over]),
            ("status=past_due", &[]),
            (&format!("customer={first}"), &[&monthly]),
            (&format!("price={year}"), &[&yearly]),
            ("collection_method=charge_automatically", &[&yearly, &monthly]),
            ("collection_method=send_invoice", &[]),
            (&format!("current_period_start={START}"), &[&monthly]),
            (&format!("current_period_start[gt]={START}"), &[&yearly]),
            (&format!("current_period_end[lt]={}", START + 40 * DAY), &[&monthly]),
            (&format!("current_period_end[gte]={}", START + 40 * DAY), &[&yearly]),
            ("automatic_tax[enabled]=false", &[&yearly, &monthly]),
            ("automatic_tax[enabled]=true", &[]),
        ],
    )
    .await;
    assert_eq!(caller.get("/v1/subscriptions?automatic_tax[enabled]=perhaps").await.status, 400);
    assert_eq!(caller.get("/v1/subscriptions?current_period_end[around]=1").await.status, 400);

    let draft = post(&caller, "/v1/invoices", &format!("customer={first}")).await;
    let paid = listed(&caller, &format!("/v1/invoices?subscription={monthly}")).await.remove(0);
    list(
        &caller,
        "/v1/invoices",
        &[
            (&format!("customer={first}"), &[&draft, &paid]),
            (&format!("customer={first}&status=draft"), &[&draft]),
            (&format!("customer={first}&status=paid"), &[&paid]),
            (&format!("customer={first}&collection_method=charge_automatically"), &[&draft, &paid]),
            (&format!("customer={first}&collection_method=send_invoice"), &[]),
            // What is charged automatically is not due at a time.
            ("due_date[gte]=0", &[]),
        ],
    )
    .await;
    let payment = listed(&caller, &format!("/v1/invoice_payments?invoice={paid}")).await.remove(0);
    let read = caller.get(&format!("/v1/invoice_payments/{payment}")).await;
    let intent = read.json["payment"]["payment_intent"].as_str().unwrap();
    list(
        &caller,
        "/v1/invoice_payments",
        &[
            (&format!("payment[type]=payment_intent&payment[payment_intent]={intent}"), &[&payment]),
            ("payment[type]=payment_intent&payment[payment_intent]=pi_none", &[]),
            ("payment[type]=payment_record", &[]),
            ("status=open", &[]),
            ("status=canceled", &[]),
        ],
    )
    .await;
    assert_eq!(caller.get("/v1/invoice_payments?payment[payment_intent]=pi_1").await.param(), "payment[type]");
    let form = format!("customer={first}&amount=5&currency=usd");
    let item = post(&caller, "/v1/invoiceitems", &form).await;
    let form = format!("customer={first}&pending_invoice_items_behavior=include");
    let draft = post(&caller, "/v1/invoices", &form).await;
    let pending = post(&caller, "/v1/invoiceitems", &format!("customer={second}&amount=5&currency=usd")).await;
    list(
        &caller,
        "/v1/invoiceitems",
        &[
            (&format!("invoice={draft}"), &[&item]),
            ("pending=true", &[&pending]),
            (&format!("customer={first}&pending=false"), &[&item]),
        ],
    )
    .await;
}

#[tokio::test]
async fn of_events_and_disputes() {
    let (stripe, caller) = stripe().await;
    customer(&caller).await;
    let form = "amount=500&currency=usd&payment_method=pm_card_createDispute&confirm=true";
    let intent = post(&caller, "/v1/payment_intents", form).await;
    stripe.clock().advance(Duration::from_secs(60));
    let dispute = listed(&caller, "/v1/disputes").await.remove(0);
    let charge = listed(&caller, "/v1/charges").await.remove(0);
    let undisputed = form.replace("createDispute", "visa");
    let other = post(&caller, "/v1/payment_intents", &undisputed).await;
    list(
        &caller,
        "/v1/disputes",
        &[
            (&format!("charge={charge}"), &[&dispute]),
            (&format!("payment_intent={intent}"), &[&dispute]),
            (&format!("payment_intent={other}"), &[]),
        ],
    )
    .await;
    let types = async |filter: &str| -> Vec<String> {
        let events = caller.get(&format!("/v1/events?limit=100&{filter}")).await.json;
        events["data"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(types("type=customer.created").await, ["customer.created"]);
    let some = types("type=charge.*").await;
    assert!(some.len() >= 3 && some.iter().all(|kind| kind.starts_with("charge.")), "{some:?}");
    let two = types("types[]=customer.created&types[]=charge.dispute.created").await;
    assert_eq!(two, ["charge.dispute.created", "customer.created"]);
}
