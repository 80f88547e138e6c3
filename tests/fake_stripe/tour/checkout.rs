use diesel_stripe::testing::FakeStripe;

use crate::caller::Caller;

const SESSIONS: &str = "/v1/checkout/sessions";

pub async fn tour(stripe: &FakeStripe, caller: &Caller) {
    sessions(stripe, caller).await;
    entitlements(caller).await;
    let customer = caller.post("/v1/customers", "").await.id();
    let form = format!("customer={customer}&return_url=https://example.com/account");
    caller.post("/v1/billing_portal/sessions", &form).await.id();
}

async fn entitlements(caller: &Caller) {
    let product = caller.post("/v1/products", "name=Gold").await.id();
    let feature = caller.post("/v1/entitlements/features", "name=Export&lookup_key=export&metadata[a]=1").await.id();
    let form = format!("entitlement_feature={feature}");
    caller.post(&format!("/v1/products/{product}/features"), &form).await.id();
    let form = format!("currency=usd&unit_amount=500&recurring[interval]=month&product={product}");
    let price = caller.post("/v1/prices", &form).await.id();
    let customer = caller.post("/v1/customers", "payment_method=pm_card_visa").await.id();
    let form = format!("customer={customer}&items[0][price]={price}&trial_period_days=7");
    caller.post("/v1/subscriptions", &form).await.id();
    caller.get(&format!("/v1/entitlements/active_entitlements?customer={customer}&limit=3")).await;
}

async fn sessions(stripe: &FakeStripe, caller: &Caller) {
    let shirt = "line_items[0][quantity]=2&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=1500\
                 &line_items[0][price_data][product_data][name]=Shirt";
    let urls = "success_url=https://example.com/thanks&cancel_url=https://example.com/cart";
    let form =
        format!("mode=payment&{urls}&{shirt}&client_reference_id=cart_1&customer_email=ada@example.com&metadata[a]=b");
    let session = caller.post(SESSIONS, &form).await;
    let id = session.id();
    assert_eq!(stripe.complete_checkout(&id, "pm_card_chargeDeclined").unwrap()["status"], "open");
    assert_eq!(stripe.complete_checkout(&id, "pm_card_visa").unwrap()["status"], "complete");
    caller.get(&format!("{SESSIONS}/{id}?expand[]=line_items&expand[]=payment_intent")).await;
    caller.get(&format!("{SESSIONS}/{id}/line_items")).await;
    caller.get(SESSIONS).await;
    let setup = caller.post(SESSIONS, &format!("mode=setup&currency=usd&{urls}")).await;
    let id = setup.id();
    caller.post(&format!("{SESSIONS}/{id}/expire"), "").await;
}
