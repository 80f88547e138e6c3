use diesel_stripe::testing::FakeStripe;

use crate::caller::{Caller, customer};

const INTENTS: &str = "/v1/payment_intents";

pub async fn tour(stripe: &FakeStripe, caller: &Caller) {
    let customer = customer(caller).await;

    // From the first to the last step, one at a time.
    let form = format!(
        "amount=1099&currency=usd&customer={customer}&description=x&metadata[order]=7&receipt_email=jenny@example.com\
         &setup_future_usage=off_session&shipping[name]=Jenny&shipping[address][line1]=Rue&statement_descriptor_suffix=x\
         &payment_method_types[]=card&capture_method=manual&expand[]=customer"
    );
    let id = caller.post(INTENTS, &form).await.id();
    let path = format!("{INTENTS}/{id}");
    caller.post(&path, "amount=2000&payment_method=pm_card_visa&description=").await.id();
    caller.post(&format!("{path}/confirm"), "return_url=https://example.com&expand[]=latest_charge").await.id();
    caller.post(&format!("{path}/capture"), "amount_to_capture=700&metadata[order]=8").await.id();
    let whole = "expand[]=latest_charge.customer&expand[]=payment_method.customer&expand[]=customer";
    let paid = caller.get(&format!("{path}?{whole}")).await;
    let charge = paid.json["latest_charge"]["id"].as_str().unwrap();
    caller.get(&format!("/v1/charges/{charge}")).await.id();
    caller.get(&format!("/v1/charges/{charge}?expand[]=payment_intent.payment_method&expand[]=refunds")).await.id();
    let method = paid.json["payment_method"]["id"].as_str().unwrap();
    caller.get(&format!("/v1/payment_methods/{method}?expand[]=customer")).await.id();

    // In one step, with a card by its number.
    let card = "payment_method_data[type]=card&payment_method_data[card][number]=4242424242424242\
        &payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=2030\
        &payment_method_data[card][cvc]=123&payment_method_data[billing_details][name]=Jenny\
        &payment_method_data[allow_redisplay]=always";
    let paid = caller.post(INTENTS, &format!("amount=1099&currency=eur&confirm=true&{card}")).await;
    caller.get(&format!("/v1/payment_methods/{}", paid.json["payment_method"].as_str().unwrap())).await.id();
    caller.get(&format!("/v1/charges/{}", paid.json["latest_charge"].as_str().unwrap())).await.id();

    // With a customer who authenticates, one who doesn't, one who has no money, and one who leaves.
    let confirmed = "amount=1099&currency=usd&confirm=true&payment_method";
    for token in ["pm_card_authenticationRequired", "pm_card_authenticationRequiredOnSetup"] {
        for return_url in ["", "&return_url=https://example.com"] {
            let id = caller.post(INTENTS, &format!("{confirmed}={token}{return_url}")).await.id();
            stripe.pass_authentication(&id);
            let read = caller.get(&format!("{INTENTS}/{id}?expand[]=latest_charge")).await;
            read.id();
            let id = caller.post(INTENTS, &format!("{confirmed}={token}{return_url}")).await.id();
            stripe.fail_authentication(&id);
            caller.get(&format!("{INTENTS}/{id}?expand[]=latest_charge")).await.id();
        }
    }
    let declined = caller.post(INTENTS, &format!("{confirmed}=pm_card_chargeDeclined")).await;
    let charge = declined.json["error"]["charge"].as_str().unwrap();
    caller.get(&format!("/v1/charges/{charge}?expand[]=payment_intent")).await.id();
    let id = caller.post(INTENTS, "amount=1099&currency=usd").await.id();
    caller.post(&format!("{INTENTS}/{id}/cancel"), "cancellation_reason=duplicate").await.id();

    caller.get(&format!("{INTENTS}?limit=2&customer={customer}")).await;
    caller.get(&format!("{INTENTS}?created[gt]=1&created[lte]=9999999999&expand[]=data.latest_charge")).await;
}
