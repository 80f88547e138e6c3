use crate::caller::{Caller, customer};

const METHODS: &str = "/v1/payment_methods";

pub async fn tour(caller: &Caller) {
    let jenny = customer(caller).await;
    let number = "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123\
        &billing_details[name]=Jenny&billing_details[email]=jenny@example.com&billing_details[phone]=555\
        &billing_details[address][line1]=Rue&billing_details[address][city]=Paris&allow_redisplay=always&metadata[a]=1";
    let id = caller.post(METHODS, number).await.id();
    let path = format!("{METHODS}/{id}");
    caller.post(&format!("{path}/attach"), &format!("customer={jenny}&expand[]=customer")).await.id();
    let form = "metadata[a]=&card[exp_month]=6&card[exp_year]=2031&billing_details[email]=&allow_redisplay=limited";
    caller.post(&path, form).await.id();
    caller.get(&format!("{path}?expand[]=customer.invoice_settings.default_payment_method")).await.id();
    let token = caller.post(METHODS, "type=card&card[token]=tok_mastercard").await.id();
    caller.get(&format!("{METHODS}/{token}")).await.id();
    caller.post(&format!("{METHODS}/pm_card_amex/attach"), &format!("customer={jenny}")).await.id();

    caller.get(&format!("{METHODS}?customer={jenny}&type=card&limit=1&allow_redisplay=limited")).await;
    let list = format!("/v1/customers/{jenny}/payment_methods");
    caller.get(&format!("{list}?type=card&limit=1&expand[]=data.customer")).await;
    caller.get(&format!("{list}?starting_after={id}")).await;
    caller.get(&format!("{list}/{id}?expand[]=customer")).await.id();
    caller.post(&format!("{path}/detach"), "expand[]=customer").await.id();
}
