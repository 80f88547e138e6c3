//! Products, prices and coupons.

use std::time::Duration;

use serde_json::json;
use stripe_product::coupon::{CreateCoupon, DeleteCoupon, ListCoupon, RetrieveCoupon, UpdateCoupon};
use stripe_product::price::{CreatePrice, ListPrice, UpdatePrice};
use stripe_product::product::{CreateProduct, DeleteProduct, ListProduct, RetrieveProduct, UpdateProduct};
use stripe_types::Currency;

use crate::caller::{START, event_types, events, stripe};

#[tokio::test]
async fn a_product_lives_through_async_stripe() {
    let (stripe, caller) = stripe().await;
    let created = CreateProduct::new("Shoes").id("shoes").unit_label("pair").send(&caller).await.unwrap();
    assert_eq!((created.id.as_str(), created.active, created.created), ("shoes", true, START));
    stripe.clock().advance(Duration::from_secs(5));
    let updated = UpdateProduct::new("shoes").name("Boots").active(false).send(&caller).await.unwrap();
    assert_eq!((updated.name.as_str(), updated.updated), ("Boots", START + 5));
    assert_eq!(RetrieveProduct::new("shoes").send(&caller).await.unwrap().name, "Boots");
    assert!(ListProduct::new().active(true).send(&caller).await.unwrap().data.is_empty());
    let listed = ListProduct::new().ids(["shoes".to_owned(), "socks".to_owned()]).send(&caller).await.unwrap();
    assert_eq!(listed.data.len(), 1);
    DeleteProduct::new("shoes").send(&caller).await.unwrap();
    assert_eq!(caller.get("/v1/products/shoes").await.error(), (404, "invalid_request_error", "resource_missing"));
    let events = events(&caller).await;
    let kinds: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["product.created", "product.updated", "product.deleted"]);
    let before = json!({ "name": "Shoes", "active": true, "updated": START });
    assert_eq!(events[1].1["previous_attributes"], before);
}

#[tokio::test]
async fn a_product_comes_with_its_default_price() {
    let (_stripe, caller) = stripe().await;
    let form = "name=Gold&default_price_data[currency]=usd&default_price_data[unit_amount]=1500\
                &default_price_data[recurring][interval]=month";
    let product = caller.post("/v1/products?expand[]=default_price", form).await;
    let price = &product.json["default_price"];
    assert_eq!((&price["unit_amount"], &price["product"]), (&json!(1500), &product.json["id"]));
    assert_eq!(price["recurring"]["interval"], "month");
    product.typed::<stripe_shared::Product>();
    let refused = caller.delete(&format!("/v1/products/{}", product.id())).await;
    assert!(refused.message().contains("user-created prices"), "{}", refused.text);
    assert_eq!(event_types(&caller).await, ["product.created", "price.created", "product.updated"]);
}

#[tokio::test]
async fn chosen_ids_are_taken_until_they_are_deleted() {
    let (_stripe, caller) = stripe().await;
    for (path, form) in [("/v1/products", "id=GOLD&name=Gold"), ("/v1/coupons", "id=GOLD&percent_off=25.5")] {
        let created = caller.post(path, form).await;
        assert_eq!(created.json["id"], "GOLD");
        let refused = caller.post(path, form).await;
        assert_eq!(refused.error(), (400, "invalid_request_error", "resource_already_exists"), "{}", refused.text);
        let path_of_it = format!("{path}/GOLD");
        assert_eq!(caller.delete(&path_of_it).await.json["deleted"], true);
        assert_eq!(caller.get(&path_of_it).await.status, 404);
        assert_eq!(caller.delete(&path_of_it).await.status, 404);
        assert_eq!(caller.post(path, form).await.json["created"], created.json["created"]);
        assert_eq!(caller.get(path).await.json["data"].as_array().unwrap().len(), 1);
    }
    // The same id of both kinds.
    assert_eq!(caller.get("/v1/products/GOLD").await.json["name"], "Gold");
    assert_eq!(caller.get("/v1/coupons/GOLD").await.json["percent_off"], 25.5);
    let expected = ["product.created", "product.deleted", "product.created", "coupon.created", "coupon.deleted"];
    assert_eq!(event_types(&caller).await[..5], expected);
}

#[tokio::test]
async fn prices_are_made_found_and_changed() {
    let (_stripe, caller) = stripe().await;
    let product = caller.post("/v1/products", "name=Gold").await.id();
    let one = CreatePrice::new(Currency::USD).product(product.as_str()).unit_amount(999).lookup_key("standard");
    let one = one.send(&caller).await.unwrap();
    assert_eq!((one.unit_amount, one.unit_amount_decimal.as_deref()), (Some(999), Some("999")));
    let form =
        "currency=eur&unit_amount_decimal=0.5&product_data[name]=Calls&recurring[interval]=year&lookup_key=standard";
    let taken = caller.post("/v1/prices", form).await;
    assert_eq!((taken.status, taken.param()), (400, "lookup_key"));
    let other = caller.post("/v1/prices", &format!("{form}&transfer_lookup_key=true")).await;
    assert_eq!((&other.json["unit_amount"], &other.json["type"]), (&json!(null), &json!("recurring")));
    other.typed::<stripe_shared::Price>();
    assert_eq!(caller.get(&format!("/v1/prices/{}", one.id)).await.json["lookup_key"], json!(null));

    let updated = UpdatePrice::new(one.id.clone()).active(false).nickname("Old").send(&caller).await.unwrap();
    assert_eq!((updated.active, updated.nickname.as_deref()), (false, Some("Old")));
    for (filter, expected) in [
        (format!("product={product}"), vec![one.id.as_str()]),
        ("active=false".into(), vec![one.id.as_str()]),
        ("type=recurring".into(), vec![other.json["id"].as_str().unwrap()]),
        ("lookup_keys[]=standard".into(), vec![other.json["id"].as_str().unwrap()]),
        ("currency=usd".into(), vec![one.id.as_str()]),
        ("recurring[interval]=year".into(), vec![other.json["id"].as_str().unwrap()]),
        ("recurring[interval]=month".into(), vec![]),
    ] {
        let found = caller.get(&format!("/v1/prices?{filter}")).await;
        let ids: Vec<&str> =
            found.json["data"].as_array().unwrap().iter().map(|price| price["id"].as_str().unwrap()).collect();
        assert_eq!(ids, expected, "{filter}");
    }
    assert_eq!(ListPrice::new().send(&caller).await.unwrap().data.len(), 2);
    let expected =
        ["product.created", "price.created", "product.created", "price.updated", "price.created", "price.updated"];
    assert_eq!(event_types(&caller).await, expected);
}

#[tokio::test]
async fn what_makes_no_price_is_refused() {
    let (_stripe, caller) = stripe().await;
    let product = caller.post("/v1/products", "name=Gold").await.id();
    for (form, param) in [
        ("unit_amount=1", "currency"),
        ("currency=usd", "unit_amount"),
        ("currency=usd&unit_amount=-1", "unit_amount"),
        ("currency=usd&unit_amount_decimal=x", "unit_amount_decimal"),
        ("currency=usd&unit_amount=1&recurring[interval]=moon", "recurring[interval]"),
        (
            "currency=usd&unit_amount=1&recurring[interval]=year&recurring[interval_count]=4",
            "recurring[interval_count]",
        ),
        ("currency=usd&unit_amount=1&billing_scheme=tiered", "billing_scheme"),
        ("currency=usd&unit_amount=1&recurring[interval]=day&recurring[usage_type]=metered", "recurring[usage_type]"),
    ] {
        let refused = caller.post("/v1/prices", &format!("product={product}&{form}")).await;
        assert_eq!((refused.status, refused.param()), (400, param), "{}", refused.text);
    }
    assert_eq!(caller.post("/v1/prices", "currency=usd&unit_amount=1").await.param(), "product");
    assert_eq!(caller.post("/v1/prices", "currency=usd&unit_amount=1&product=none").await.param(), "product");
    assert!(caller.get("/v1/prices").await.json["data"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_coupon_lives_through_async_stripe() {
    let (stripe, caller) = stripe().await;
    let created = CreateCoupon::new().id("SUMMER").amount_off(500).currency(Currency::EUR).send(&caller).await.unwrap();
    assert_eq!((created.amount_off, created.valid, created.times_redeemed), (Some(500), true, 0));
    let updated = UpdateCoupon::new("SUMMER").name("Summer").send(&caller).await.unwrap();
    assert_eq!(updated.name.as_deref(), Some("Summer"));
    assert_eq!(RetrieveCoupon::new("SUMMER").send(&caller).await.unwrap().name.as_deref(), Some("Summer"));
    DeleteCoupon::new("SUMMER").send(&caller).await.unwrap();
    let made = CreateCoupon::new().percent_off(10.5).redeem_by(START + 60).send(&caller).await.unwrap();
    assert_eq!(ListCoupon::new().send(&caller).await.unwrap().data[0].id, made.id);
    stripe.clock().advance(Duration::from_secs(60));
    assert!(!RetrieveCoupon::new(made.id).send(&caller).await.unwrap().valid);
    for (form, param) in [
        ("percent_off=101", "percent_off"),
        ("amount_off=5", "currency"),
        ("percent_off=5&duration=repeating", "duration_in_months"),
        ("percent_off=5&redeem_by=1", "redeem_by"),
        ("duration=once", ""),
    ] {
        let refused = caller.post("/v1/coupons", form).await;
        assert_eq!((refused.status, refused.param()), (400, param), "{}", refused.text);
    }
}
