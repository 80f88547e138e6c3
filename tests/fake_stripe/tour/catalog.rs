//! Products, prices, coupons.

use std::time::Duration;

use diesel_stripe::testing::FakeStripe;

use crate::caller::Caller;

pub async fn tour(stripe: &FakeStripe, caller: &Caller) {
    products(caller).await;
    coupons(stripe, caller).await;
}

async fn products(caller: &Caller) {
    let form = "id=gold&name=Gold&active=true&description=x&images[]=https://example.com/1.png&metadata[a]=1\
        &marketing_features[0][name]=Fast&package_dimensions[height]=1&package_dimensions[length]=2\
        &package_dimensions[weight]=3&package_dimensions[width]=4&shippable=true&statement_descriptor=GOLD\
        &tax_code=txcd_10000000&unit_label=pair&url=https://example.com\
        &default_price_data[currency]=usd&default_price_data[unit_amount]=1500&default_price_data[metadata][a]=1\
        &default_price_data[recurring][interval]=month&default_price_data[recurring][interval_count]=2\
        &default_price_data[tax_behavior]=exclusive&expand[]=default_price";
    let gold = caller.post("/v1/products", form).await.id();
    let path = format!("/v1/products/{gold}");
    let form = format!(
        "currency=eur&product={gold}&unit_amount=999&lookup_key=gold&nickname=x&metadata[a]=1&active=true\
         &tax_behavior=inclusive&billing_scheme=per_unit&recurring[interval]=year&recurring[interval_count]=1\
         &recurring[usage_type]=licensed&expand[]=product.default_price"
    );
    let price = caller.post("/v1/prices", &form).await.id();
    let form = "currency=usd&unit_amount_decimal=0.5&lookup_key=gold&transfer_lookup_key=true\
        &product_data[name]=Calls&product_data[id]=calls&product_data[active]=true&product_data[metadata][a]=1\
        &product_data[statement_descriptor]=CALLS&product_data[unit_label]=call";
    caller.post("/v1/prices", form).await.id();
    caller.get(&format!("/v1/prices/{price}?expand[]=product")).await.id();
    caller.post(&format!("/v1/prices/{price}"), "active=false&nickname=&metadata[a]=&lookup_key=silver").await.id();
    let filters = format!("product={gold}&active=false&currency=eur&type=recurring&recurring[interval]=year");
    caller.get(&format!("/v1/prices?{filters}&lookup_keys[]=silver&limit=1&expand[]=data.product")).await;
    caller.get(&format!("/v1/prices?created[gte]=1&starting_after={price}")).await;
    caller.get("/v1/prices?recurring[meter]=mtr_1&recurring[usage_type]=metered").await;

    caller
        .post(&path, "name=Silver&active=false&description=&metadata[a]=&images=&url=&expand[]=default_price")
        .await
        .id();
    caller.get(&format!("{path}?expand[]=default_price.product")).await.id();
    caller.get("/v1/products?active=false&ids[]=gold&limit=1&expand[]=data.default_price").await;
    caller.get("/v1/products?created[gte]=1&shippable=true&url=https://example.com").await;
    let unpriced = caller.post("/v1/products", "name=Air").await.id();
    assert_eq!(caller.delete(&format!("/v1/products/{unpriced}")).await.status, 200);
}

async fn coupons(stripe: &FakeStripe, caller: &Caller) {
    let redeem_by = stripe.clock().now().timestamp() + 60;
    let form = format!(
        "id=SUMMER&percent_off=25.5&duration=repeating&duration_in_months=3&max_redemptions=7&name=Summer&metadata[a]=1\
         &redeem_by={redeem_by}"
    );
    let id = caller.post("/v1/coupons", &form).await.id();
    caller.post("/v1/coupons", "amount_off=500&currency=eur&duration=once").await.id();
    let path = format!("/v1/coupons/{id}");
    caller.post(&path, "name=Autumn&metadata[a]=").await.id();
    stripe.clock().advance(Duration::from_secs(60));
    caller.get(&path).await.id();
    caller.get("/v1/coupons?limit=1&created[gte]=1").await;
    assert_eq!(caller.delete(&path).await.status, 200);
}
