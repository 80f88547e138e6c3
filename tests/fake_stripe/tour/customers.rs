use crate::caller::Caller;

pub async fn tour(caller: &Caller) {
    let plain = caller.post("/v1/customers", "").await.id();
    let full = "email=jenny@example.com&name=Jenny&phone=555&description=x&balance=-500&metadata[order]=7\
        &address[line1]=Rue&address[city]=Paris&address[country]=FR\
        &shipping[name]=Jenny&shipping[phone]=555&shipping[address][line1]=Rue\
        &preferred_locales[]=en&tax_exempt=exempt&invoice_prefix=ABC&next_invoice_sequence=7\
        &payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_mastercard\
        &invoice_settings[footer]=Bye&business_name=Jenny%20Ltd&individual_name=Jenny&expand[]=tax";
    let full = caller.post("/v1/customers", full).await.id();
    let path = format!("/v1/customers/{full}");
    caller.get(&path).await.id();
    caller.get(&format!("{path}?expand[]=invoice_settings.default_payment_method.customer")).await.id();
    caller.post(&path, "name=Joan&metadata[order]=&metadata[colour]=red&address=&shipping=&tax_exempt=").await.id();
    caller.get("/v1/customers?limit=1&expand[]=data.invoice_settings.default_payment_method").await;
    caller.get(&format!("/v1/customers?starting_after={full}&created[gte]=1")).await;
    caller.get(&format!("/v1/customers?ending_before={plain}&created=1700000000&email=jenny@example.com")).await;
    assert_eq!(caller.delete(&format!("/v1/customers/{plain}")).await.status, 200);
    assert_eq!(caller.get(&format!("/v1/customers/{plain}")).await.json["deleted"], true);
}
