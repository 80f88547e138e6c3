use crate::caller::Caller;

pub async fn tour(caller: &Caller) {
    let form = "type=express&country=DE&email=shop@example.com&business_type=company&default_currency=eur\
        &capabilities[card_payments][requested]=true&capabilities[transfers][requested]=true&metadata[shop]=7\
        &business_profile[name]=Shop&business_profile[mcc]=5734&business_profile[url]=https://example.com";
    let id = caller.post("/v1/accounts", form).await.id();
    let form = "controller[fees][payer]=application&controller[losses][payments]=application\
        &controller[requirement_collection]=application&controller[stripe_dashboard][type]=none";
    let controlled = caller.post("/v1/accounts", form).await.id();
    let path = format!("/v1/accounts/{id}");
    let form = "tos_acceptance[date]=1700000000&tos_acceptance[ip]=127.0.0.1&tos_acceptance[user_agent]=x&metadata[shop]=\
        &business_profile[support_address][city]=Paris&capabilities[transfers][requested]=false&email=";
    caller.post(&path, form).await.id();
    caller.get(&path).await.id();
    caller.get("/v1/account").await.id();
    let itself = caller.with("stripe-account", &id);
    itself.get("/v1/account").await.id();
    itself.get("/v1/events").await;
    caller.get("/v1/accounts?limit=1&created[gte]=1").await;
    caller.get(&format!("/v1/accounts?starting_after={controlled}")).await;
    assert_eq!(caller.delete(&path).await.status, 200);
}
