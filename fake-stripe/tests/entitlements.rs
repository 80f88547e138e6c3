//! What a customer's subscriptions give, and the portal in which they change them.

#[path = "support/caller.rs"]
mod caller;

use caller::Caller;
use fake_stripe::FakeStripe;
use serde_json::{Value, json};

async fn made(caller: &Caller, path: &str, form: &str) -> Value {
    let (status, object) = caller.call("POST", path, form).await;
    assert_eq!(status, 200, "{path}: {object}");
    object
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// The lookup keys in the summaries that were told of, one list for each.
fn summaries(stripe: &FakeStripe) -> Vec<Vec<String>> {
    let events = stripe.events();
    let told = events.iter().filter(|event| event["type"] == "entitlements.active_entitlement_summary.updated");
    let keys = |event: &Value| {
        let list = event["data"]["object"]["entitlements"]["data"].as_array().unwrap();
        let mut keys: Vec<String> = list.iter().map(|one| one["lookup_key"].as_str().unwrap().to_owned()).collect();
        keys.sort();
        keys
    };
    told.map(keys).collect()
}

#[tokio::test]
async fn a_subscription_gives_its_products_features() {
    let stripe = FakeStripe::builder().seed(1).start().await.unwrap();
    let caller = Caller::new(&stripe.base_url(), stripe.secret_key());
    let product = made(&caller, "/v1/products", "name=Gold").await;
    for key in ["export", "sso"] {
        let feature = made(&caller, "/v1/entitlements/features", &format!("name={key}&lookup_key={key}")).await;
        let path = format!("/v1/products/{}/features", id(&product));
        let of_product = made(&caller, &path, &format!("entitlement_feature={}", id(&feature))).await;
        assert_eq!(of_product["entitlement_feature"]["lookup_key"], key);
    }
    let (status, refused) = caller.call("POST", "/v1/entitlements/features", "name=x&lookup_key=sso").await;
    assert_eq!((status, &refused["error"]["param"]), (400, &json!("lookup_key")));
    let form = format!("currency=usd&unit_amount=500&recurring[interval]=month&product={}", id(&product));
    let price = made(&caller, "/v1/prices", &form).await;
    let form = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
    let customer = made(&caller, "/v1/customers", form).await;
    let list = format!("/v1/entitlements/active_entitlements?customer={}", id(&customer));
    assert_eq!(caller.get(&list).await.1["data"], json!([]));

    let form = format!("customer={}&items[0][price]={}", id(&customer), id(&price));
    let subscription = made(&caller, "/v1/subscriptions", &form).await;
    assert_eq!(summaries(&stripe), [["export", "sso"]]);
    let (_, had) = caller.get(&list).await;
    let one = &had["data"][0];
    assert_eq!((had["data"].as_array().unwrap().len(), &one["object"]), (2, &json!("entitlements.active_entitlement")));
    assert_eq!(caller.get(&format!("/v1/entitlements/active_entitlements/{}", id(one))).await.0, 200);
    assert_eq!(caller.get("/v1/entitlements/active_entitlements").await.0, 400, "whose?");

    caller.call("DELETE", &format!("/v1/subscriptions/{}", id(&subscription)), "").await;
    assert_eq!(summaries(&stripe), [vec!["export", "sso"], vec![]]);
    assert_eq!(caller.get(&list).await.1["data"], json!([]));
}

#[tokio::test]
async fn a_portal_session_is_for_a_customer() {
    let stripe = FakeStripe::builder().seed(1).start().await.unwrap();
    let caller = Caller::new(&stripe.base_url(), stripe.secret_key());
    let customer = made(&caller, "/v1/customers", "").await;
    let form = format!("customer={}&return_url=https://example.com/account", id(&customer));
    let session = made(&caller, "/v1/billing_portal/sessions", &form).await;
    assert!(session["url"].as_str().unwrap().starts_with("https://billing.stripe.com/"));
    assert_eq!(stripe.events().last().unwrap()["type"], "billing_portal.session.created");
    let configuration = format!("/v1/billing_portal/configurations/{}", session["configuration"].as_str().unwrap());
    assert_eq!(caller.get(&configuration).await.1["is_default"], true);
    let again = made(&caller, "/v1/billing_portal/sessions", &form).await;
    assert_eq!(again["configuration"], session["configuration"]);
    let (status, refused) = caller.call("POST", "/v1/billing_portal/sessions", "customer=cus_none").await;
    assert_eq!((status, &refused["error"]["param"]), (400, &json!("customer")));
}
