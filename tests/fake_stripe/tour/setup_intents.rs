use diesel_stripe::testing::FakeStripe;

use crate::caller::{Caller, customer};

const INTENTS: &str = "/v1/setup_intents";

pub async fn tour(stripe: &FakeStripe, caller: &Caller) {
    let jenny = customer(caller).await;
    let form = format!(
        "customer={jenny}&description=x&metadata[a]=1&usage=off_session&payment_method_types[]=card&expand[]=customer"
    );
    let id = caller.post(INTENTS, &form).await.id();
    let path = format!("{INTENTS}/{id}");
    caller.post(&path, "description=&metadata[b]=2&payment_method=pm_card_visa").await.id();
    let whole = "expand[]=payment_method.customer&expand[]=latest_attempt.payment_method";
    let set_up = caller.post(&format!("{path}/confirm"), &format!("return_url=https://example.com&{whole}")).await;
    let secret = set_up.json["client_secret"].as_str().unwrap();
    caller.get(&format!("{path}?client_secret={secret}&{whole}")).await.id();

    // With a customer who authenticates, one who doesn't, one whose card is declined, and one who leaves.
    let confirmed = "confirm=true&payment_method";
    for return_url in ["", "&return_url=https://example.com"] {
        let form = format!("{confirmed}=pm_card_authenticationRequired{return_url}");
        let id = caller.post(INTENTS, &form).await.id();
        stripe.pass_authentication(&id);
        caller.get(&format!("{INTENTS}/{id}?expand[]=latest_attempt")).await.id();
        let id = caller.post(INTENTS, &form).await.id();
        stripe.fail_authentication(&id);
        caller.get(&format!("{INTENTS}/{id}?expand[]=latest_attempt")).await.id();
        caller.get(&format!("/v1/setup_attempts?setup_intent={id}&limit=1&expand[]=data.setup_intent")).await;
    }
    let declined = caller.post(INTENTS, &format!("{confirmed}=pm_card_chargeDeclined")).await;
    let id = declined.json["error"]["setup_intent"]["id"].as_str().unwrap();
    caller.get(&format!("{INTENTS}/{id}?expand[]=latest_attempt")).await.id();
    caller.post(&format!("{INTENTS}/{id}/cancel"), "cancellation_reason=abandoned").await.id();

    caller.get(&format!("{INTENTS}?customer={jenny}&limit=1&expand[]=data.payment_method")).await;
}
