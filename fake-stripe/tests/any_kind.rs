//! Any kind of object can be put in, and is then where Stripe has it.

#[path = "support/caller.rs"]
mod caller;

use std::collections::BTreeSet;

use caller::Caller;
use fake_stripe::{FakeStripe, Put};
use serde_json::{Value, json};

async fn stripe() -> (FakeStripe, Caller) {
    let stripe = FakeStripe::builder().seed(1).start().await.unwrap();
    let caller = Caller::new(&stripe.base_url(), stripe.secret_key());
    (stripe, caller)
}

/// The ids on a page, and whether there are more.
async fn ids(caller: &Caller, path: &str) -> (Vec<String>, bool) {
    let (status, list) = caller.get(path).await;
    assert_eq!(status, 200, "{path}: {list}");
    let ids = list["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
    (ids.collect(), list["has_more"] == true)
}

/// Stripe's example of each kind that has an id.
fn examples() -> Vec<Value> {
    let fixtures: Value = serde_json::from_str(include_str!("../../tests/fixtures/fixtures3.json")).unwrap();
    let all = fixtures["resources"].as_object().unwrap().values();
    let whole = |one: &&Value| {
        one["object"].is_string() && one["id"].as_str().is_some_and(|id| !id.is_empty()) && one["deleted"] != true
    };
    all.filter(whole).cloned().collect()
}

/// The paths in the specification of these operations on a kind, which name nothing but the object itself.
fn paths(what: &str, kind: &str) -> Vec<&'static str> {
    let lines = include_str!("../src/any/operations.tsv").lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let of_kind = lines.filter(|line| line[0] == what && line[2].split(',').any(|one| one == kind));
    let ids = usize::from(what != "list");
    let is_other = |path: &str| path.ends_with("/search") || path.contains("/preview/");
    of_kind.map(|line| line[1]).filter(|path| path.matches('{').count() == ids && !is_other(path)).collect()
}

fn of(path: &str, id: &str) -> String {
    format!("{}{id}", path.split_once('{').unwrap().0)
}

#[tokio::test]
async fn every_kind_is_read_and_listed_where_stripe_has_it() {
    let (mut read, mut listed) = (BTreeSet::new(), BTreeSet::new());
    for example in examples() {
        let (kind, id) = (example["object"].as_str().unwrap(), example["id"].as_str().unwrap());
        let (stripe, caller) = stripe().await;
        if let Err(error) = stripe.put(Put::from(example.clone()).untold()) {
            assert!(kind.starts_with("v2.") || paths("get", kind).is_empty(), "{error}");
            continue;
        }
        for parent in ["setup_intent", "subscription"] {
            if let Some(id) = example[parent].as_str() {
                stripe.put(Put::from(json!({ "id": id, "object": parent })).untold()).unwrap();
            }
        }
        for path in paths("get", kind) {
            let (status, object) = caller.get(&of(path, id)).await;
            assert_eq!((status, &object["id"], &object["object"]), (200, &example["id"], &example["object"]), "{path}");
            read.insert(kind.to_owned());
        }
        // An entitlement does not say whose it is, and Stripe lists them by that alone.
        for path in paths("list", kind).into_iter().filter(|path| *path != "/v1/entitlements/active_entitlements") {
            let filter = match path {
                "/v1/setup_attempts" => format!("?setup_intent={}", example["setup_intent"].as_str().unwrap()),
                "/v1/subscriptions" => "?status=all".to_owned(),
                "/v1/subscription_items" => format!("?subscription={}", example["subscription"].as_str().unwrap()),
                _ => String::new(),
            };
            let (listed_ids, has_more) = ids(&caller, &format!("{path}{filter}")).await;
            assert_eq!((listed_ids.as_slice(), has_more), (&[id.to_owned()][..], false), "{path}");
            listed.insert(kind.to_owned());
        }
    }
    assert!(read.len() > 70 && listed.len() > 70, "{} read, {} listed", read.len(), listed.len());
}

#[tokio::test]
async fn every_deletable_kind_is_deleted() {
    let mut deleted = 0;
    for example in examples() {
        let (kind, id) = (example["object"].as_str().unwrap(), example["id"].as_str().unwrap());
        // Stripe keeps these, or deletes them in a state that the example is not in.
        if ["account", "invoice", "subscription", "subscription_item", "webhook_endpoint"].contains(&kind) {
            continue;
        }
        for path in paths("delete", kind) {
            let (stripe, caller) = stripe().await;
            stripe.put(Put::from(example.clone()).untold()).unwrap();
            let (status, answer) = caller.call("DELETE", &of(path, id), "").await;
            assert_eq!(
                (status, &answer["id"], &answer["deleted"]),
                (200, &example["id"], &json!(true)),
                "{path}: {answer}"
            );
            for list in paths("list", kind) {
                assert_eq!(ids(&caller, list).await.0, [""; 0], "{list}");
            }
            deleted += 1;
        }
    }
    assert!(deleted > 10, "{deleted}");
}

#[tokio::test]
async fn what_is_put_in_is_told_of() {
    let (stripe, caller) = stripe().await;
    let code = json!({ "id": "promo_1", "object": "promotion_code", "active": true, "code": "SPRING", "metadata": {} });
    stripe.put(code.clone()).unwrap();
    stripe
        .put(json!({ "id": "promo_1", "object": "promotion_code", "active": false, "code": "SPRING", "metadata": {} }))
        .unwrap();
    let (_, changed) = caller.call("POST", "/v1/promotion_codes/promo_1", "active=true&metadata[a]=b").await;
    assert_eq!((&changed["active"], &changed["metadata"]["a"]), (&json!(true), &json!("b")));
    stripe.put(json!({ "id": "txi_1", "object": "tax_id", "customer": "cus_1", "value": "DE1" })).unwrap();
    assert_eq!(stripe.remove("txi_1", None).unwrap()["value"], "DE1");
    assert_eq!(stripe.remove("txi_1", None), None);
    stripe.put(json!({ "id": "card_1", "object": "card", "account": "acct_1" })).unwrap();
    stripe.put(json!({ "id": "card_2", "object": "card", "customer": "cus_1" })).unwrap();
    stripe.put(Put::from(json!({ "id": "txr_1", "object": "tax_rate" })).untold()).unwrap();
    let events: Vec<_> = stripe.events().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        events,
        [
            "promotion_code.created",
            "promotion_code.updated",
            "promotion_code.updated",
            "customer.tax_id.created",
            "customer.tax_id.deleted",
            "account.external_account.created",
            "customer.source.created",
        ]
    );
    let updated = &stripe.events()[1];
    assert_eq!(updated["data"]["previous_attributes"], json!({ "active": true }));
    for wrong in [json!({ "object": "tax_rate" }), json!({ "id": "x_1", "object": "quoted" }), json!(7)] {
        assert!(stripe.put(wrong).is_err());
    }
}

#[tokio::test]
async fn lists_have_cursors_and_filters() {
    let (stripe, caller) = stripe().await;
    for n in 1..=5 {
        stripe
            .put(json!({
                "id": format!("promo_{n}"), "object": "promotion_code", "active": n % 2 == 0, "code": format!("C{n}"),
                "promotion": { "type": "coupon", "coupon": if n < 3 { "a" } else { "b" } }, "created": 100 + n,
            }))
            .unwrap();
    }
    let page = async |filter: &str| ids(&caller, &format!("/v1/promotion_codes?{filter}")).await;
    let named = |ns: &[i32]| ns.iter().map(|n| format!("promo_{n}")).collect::<Vec<_>>();
    assert_eq!(page("limit=2").await, (named(&[5, 4]), true));
    assert_eq!(page("limit=2&starting_after=promo_4").await, (named(&[3, 2]), true));
    assert_eq!(page("ending_before=promo_4").await, (named(&[5]), false));
    assert_eq!(page("active=true").await.0, named(&[4, 2]));
    assert_eq!(page("code=C3").await.0, named(&[3]));
    assert_eq!(page("coupon=a").await.0, named(&[2, 1]));
    assert_eq!(page("created[gte]=102&created[lt]=104").await.0, named(&[3, 2]));
    let (status, refused) = caller.get("/v1/promotion_codes?customer_account=acct_1").await;
    assert_eq!((status, &refused["error"]["param"]), (400, &json!("customer_account")), "{refused}");
    let (status, _) = caller.get("/v1/promotion_codes?colour=red").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn parts_are_under_their_parents() {
    let (stripe, caller) = stripe().await;
    stripe
        .put(json!({ "id": "acct_1", "object": "account", "external_accounts": {
        "object": "list", "data": [], "has_more": false, "url": "/v1/accounts/acct_1/external_accounts" } }))
        .unwrap();
    stripe.put(json!({ "id": "card_1", "object": "card", "account": "acct_1" })).unwrap();
    stripe.put(json!({ "id": "ba_1", "object": "bank_account", "account": "acct_1" })).unwrap();
    stripe.put(json!({ "id": "ba_2", "object": "bank_account", "account": "acct_2" })).unwrap();
    assert_eq!(ids(&caller, "/v1/accounts/acct_1/external_accounts").await.0, ["ba_1", "card_1"]);
    assert_eq!(ids(&caller, "/v1/accounts/acct_1/external_accounts?object=card").await.0, ["card_1"]);
    assert_eq!(caller.get("/v1/accounts/acct_1/external_accounts/ba_1").await.0, 200);
    assert_eq!(caller.get("/v1/accounts/acct_1/external_accounts/ba_2").await.0, 404);

    let session = json!({ "id": "cs_1", "object": "checkout.session", "customer": null });
    stripe.put(session).unwrap();
    let items = "/v1/checkout/sessions/cs_1/line_items";
    for n in 1..=3 {
        stripe.put(Put::from(json!({ "id": format!("li_{n}"), "object": "item" })).under(items)).unwrap();
    }
    assert_eq!(ids(&caller, items).await.0, ["li_3", "li_2", "li_1"]);
    let (_, expanded) = caller.get("/v1/checkout/sessions/cs_1?expand[]=line_items").await;
    assert_eq!(expanded["line_items"]["data"].as_array().unwrap().len(), 3, "{expanded}");
    assert_eq!(caller.get("/v1/checkout/sessions/cs_2/line_items").await.0, 404);
}

#[tokio::test]
async fn references_are_expanded_and_old_versions_rendered() {
    let (stripe, mut caller) = stripe().await;
    stripe.put(json!({ "id": "cus_1", "object": "customer", "name": "Ada" })).unwrap();
    stripe.put(json!({ "id": "qt_1", "object": "quote", "customer": "cus_1", "discounts": [] })).unwrap();
    let (_, quote) = caller.get("/v1/quotes/qt_1?expand[]=customer").await;
    assert_eq!(quote["customer"]["name"], "Ada");
    let discount = json!({ "id": "di_1", "object": "discount", "source": { "type": "coupon", "coupon": "co_1" } });
    stripe.put(json!({ "id": "qt_2", "object": "quote", "discounts": [discount] })).unwrap();
    caller.version = Some("2020-08-27".to_owned());
    let (_, old) = caller.get("/v1/quotes/qt_2").await;
    assert!(old["discounts"][0].get("source").is_none(), "{old}");
}

#[tokio::test]
async fn what_it_cannot_do_it_says_by_name() {
    let (_stripe, caller) = stripe().await;
    let (status, answer) = caller.call("POST", "/v1/quotes/qt_1/accept", "").await;
    assert_eq!(status, 501);
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("POST /v1/quotes/qt_1/accept") && message.contains("FakeStripe::put"), "{message}");
    let (status, answer) = caller.get("/v1/nothing").await;
    assert_eq!(status, 404);
    assert!(answer["error"]["message"].as_str().unwrap().starts_with("Unrecognized request URL"));
}
