use std::time::Duration;

use stripe_core::payment_intent::ListPaymentIntent;

use crate::caller::{Caller, START, customer, stripe};

async fn ids(caller: &Caller, path: &str) -> (Vec<String>, bool) {
    let list = caller.get(path).await;
    assert_eq!(list.status, 200, "{}", list.text);
    let ids = list.json["data"].as_array().unwrap().iter().map(|object| object["id"].as_str().unwrap().to_owned());
    (ids.collect(), list.json["has_more"].as_bool().unwrap())
}

#[tokio::test]
async fn pages_go_from_the_newest_to_the_oldest_and_back() {
    let (_stripe, caller) = stripe().await;
    let mut all = Vec::new();
    for _ in 0..12 {
        all.insert(0, customer(&caller).await);
    }
    assert_eq!(ids(&caller, "/v1/customers").await, (all[..10].to_vec(), true));
    assert_eq!(ids(&caller, "/v1/customers?limit=12").await, (all.clone(), false));
    let page = format!("/v1/customers?limit=5&starting_after={}", all[4]);
    assert_eq!(ids(&caller, &page).await, (all[5..10].to_vec(), true));
    let page = format!("/v1/customers?limit=5&starting_after={}", all[9]);
    assert_eq!(ids(&caller, &page).await, (all[10..].to_vec(), false));
    let page = format!("/v1/customers?limit=5&ending_before={}", all[7]);
    assert_eq!(ids(&caller, &page).await, (all[2..7].to_vec(), true));
    let page = format!("/v1/customers?limit=5&ending_before={}", all[2]);
    assert_eq!(ids(&caller, &page).await, (all[..2].to_vec(), false));

    // A page can begin after an object that is gone by now.
    caller.delete(&format!("/v1/customers/{}", all[4])).await;
    let page = format!("/v1/customers?limit=1&starting_after={}", all[4]);
    assert_eq!(ids(&caller, &page).await, (all[5..6].to_vec(), true));
}

#[tokio::test]
async fn created_and_other_filters() {
    let (stripe, caller) = stripe().await;
    let mut all = Vec::new();
    for n in 0..4 {
        all.push(caller.post("/v1/customers", &format!("email=user{n}@example.com")).await.id());
        stripe.clock().advance(Duration::from_secs(10));
    }
    for (filter, expected) in [
        (format!("created={}", START + 10), vec![1]),
        (format!("created[gt]={}", START + 10), vec![3, 2]),
        (format!("created[gte]={}&created[lt]={}", START + 10, START + 30), vec![2, 1]),
        (format!("created[lte]={START}"), vec![0]),
        ("email=user2@example.com".to_owned(), vec![2]),
        ("email=nobody@example.com".to_owned(), vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|n: usize| all[n].clone()).collect();
        assert_eq!(ids(&caller, &format!("/v1/customers?{filter}")).await, (expected, false), "{filter}");
    }
    let mut intents = Vec::new();
    for n in [0, 1, 0] {
        let form = format!("amount=100&currency=usd&customer={}", all[n]);
        intents.insert(0, caller.post("/v1/payment_intents", &form).await.id());
    }
    let filtered = ids(&caller, &format!("/v1/payment_intents?customer={}", all[0])).await;
    assert_eq!(filtered, (vec![intents[0].clone(), intents[2].clone()], false));
}

#[tokio::test]
async fn pages_that_make_no_sense_are_refused() {
    let (_stripe, caller) = stripe().await;
    let id = customer(&caller).await;
    for query in [
        "limit=0".to_owned(),
        "limit=101".to_owned(),
        "limit=many".to_owned(),
        "starting_after=cus_none".to_owned(),
        "created[around]=1".to_owned(),
        "created=yesterday".to_owned(),
        "page=2".to_owned(),
        format!("starting_after={id}&ending_before={id}"),
    ] {
        assert_eq!(caller.get(&format!("/v1/customers?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn lists_and_objects_expand() {
    let (_stripe, caller) = stripe().await;
    let id = customer(&caller).await;
    let form = format!("amount=100&currency=usd&customer={id}&payment_method=pm_card_visa&confirm=true");
    let intent = caller.post("/v1/payment_intents?expand[]=latest_charge.payment_intent.customer", &form).await;
    assert_eq!(intent.json["latest_charge"]["payment_intent"]["customer"]["id"], id.as_str());
    let path = "/v1/payment_intents?expand[]=data.customer&expand[1]=data.latest_charge";
    let list = caller.get(path).await;
    assert_eq!(list.json["url"], "/v1/payment_intents");
    let first = &list.json["data"][0];
    assert_eq!(
        (&first["customer"]["object"], &first["latest_charge"]["object"]),
        (&"customer".into(), &"charge".into())
    );
    let expand = ["data.customer", "data.latest_charge"].map(String::from);
    let typed = ListPaymentIntent::new().expand(expand).send(&caller).await.unwrap();
    assert!(typed.data[0].customer.as_ref().unwrap().is_object());

    let path = format!("/v1/payment_intents/{}", intent.id());
    let deep = caller.get(&format!("{path}?expand[]=latest_charge.payment_intent.latest_charge.customer")).await;
    assert_eq!(deep.json["latest_charge"]["payment_intent"]["latest_charge"]["customer"]["id"], id.as_str());
    for refused in
        ["latest_charge.payment_intent.latest_charge.customer.x", "status", "data.customer", "customer.email"]
    {
        assert_eq!(caller.get(&format!("{path}?expand[]={refused}")).await.status, 400, "{refused}");
    }
    // Nothing to expand is nothing wrong.
    assert!(caller.get(&format!("{path}?expand[]=on_behalf_of")).await.json["on_behalf_of"].is_null());
}
