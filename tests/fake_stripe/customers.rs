use serde_json::json;
use stripe_core::customer::RetrieveCustomerReturned;
use stripe_core::customer::{CreateCustomer, DeleteCustomer, ListCustomer, RetrieveCustomer, UpdateCustomer};

use crate::caller::{START, customer, stripe, time};

#[tokio::test]
async fn a_customer_lives_through_async_stripe() {
    let (stripe, caller) = stripe().await;
    let created = CreateCustomer::new()
        .email("jenny@example.com")
        .name("Jürgen & Söhne")
        .metadata([("order".to_owned(), "7".to_owned())])
        .send(&caller)
        .await
        .unwrap();
    assert_eq!(created.created, START);
    assert!(!created.livemode);
    assert_eq!(created.name.as_deref(), Some("Jürgen & Söhne"));

    let updated = UpdateCustomer::new(created.id.clone()).balance(-500).send(&caller).await.unwrap();
    assert_eq!((updated.balance, updated.email.as_deref()), (Some(-500), Some("jenny@example.com")));
    let RetrieveCustomerReturned::Customer(read) =
        RetrieveCustomer::new(created.id.clone()).send(&caller).await.unwrap()
    else {
        panic!("deleted")
    };
    assert_eq!((read.id.as_str(), read.balance), (created.id.as_str(), Some(-500)));
    let listed = ListCustomer::new().email("jenny@example.com").send(&caller).await.unwrap();
    assert_eq!(listed.data.iter().map(|customer| &customer.id).collect::<Vec<_>>(), [&created.id]);

    DeleteCustomer::new(created.id.clone()).send(&caller).await.unwrap();
    let read = RetrieveCustomer::new(created.id).send(&caller).await.unwrap();
    assert!(matches!(read, RetrieveCustomerReturned::DeletedCustomer(_)));
    assert!(ListCustomer::new().send(&caller).await.unwrap().data.is_empty());
    assert_eq!(stripe.requests().len(), 7);
}

#[tokio::test]
async fn a_deleted_customer_is_a_stub_that_cannot_be_changed_or_charged() {
    let (_stripe, caller) = stripe().await;
    let id = customer(&caller).await;
    let path = format!("/v1/customers/{id}");
    let stub = json!({ "id": id, "object": "customer", "deleted": true });
    assert_eq!(caller.delete(&path).await.json, stub);
    assert_eq!(caller.get(&path).await.json, stub);
    assert_eq!(caller.post(&path, "name=x").await.error(), (404, "invalid_request_error", "resource_missing"));
    assert_eq!(caller.delete(&path).await.status, 404);
    let intent = caller.post("/v1/payment_intents", &format!("amount=100&currency=usd&customer={id}")).await;
    assert_eq!((intent.status, intent.param()), (400, "customer"));
}

#[tokio::test]
async fn metadata_is_merged_by_key() {
    let (_stripe, caller) = stripe().await;
    let id = caller.post("/v1/customers", "metadata[a]=1&metadata[b]=2").await.id();
    let path = format!("/v1/customers/{id}");
    for (form, expected) in [
        ("metadata[c]=3&metadata[a]=", json!({ "b": "2", "c": "3" })),
        ("name=x", json!({ "b": "2", "c": "3" })),
        ("metadata[b]=4", json!({ "b": "4", "c": "3" })),
        ("metadata=", json!({})),
    ] {
        assert_eq!(caller.post(&path, form).await.json["metadata"], expected, "{form}");
    }
    let many = |count| (0..count).map(|n| format!("metadata[k{n}]=v")).collect::<Vec<_>>().join("&");
    assert_eq!(caller.post(&path, &many(50)).await.status, 200);
    assert_eq!(caller.post(&path, "metadata[another]=1").await.param(), "metadata");
    assert_eq!(caller.post(&path, &format!("metadata[{}]=1", "k".repeat(41))).await.status, 400);
    assert_eq!(caller.post(&path, &format!("metadata[k1]={}", "v".repeat(501))).await.param(), "metadata[k1]");
}

#[tokio::test]
async fn empty_values_unset() {
    let (_stripe, caller) = stripe().await;
    let form = "name=Jenny&phone=1&address[city]=Paris&shipping[name]=J&shipping[address][line1]=Rue&tax_exempt=exempt";
    let created = caller.post("/v1/customers", form).await;
    assert_eq!(created.json["address"]["city"], "Paris");
    assert_eq!(created.json["shipping"]["address"]["line1"], "Rue");
    let path = format!("/v1/customers/{}", created.id());
    let updated = caller.post(&path, "name=&phone=&address=&shipping=&tax_exempt=").await.json;
    for field in ["name", "phone", "address", "shipping"] {
        assert!(updated[field].is_null(), "{field}");
    }
    assert_eq!(updated["tax_exempt"], "none");
}

#[tokio::test]
async fn a_customer_can_be_created_with_a_payment_method() {
    let (stripe, caller) = stripe().await;
    let form = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_mastercard";
    let created = caller.post("/v1/customers?expand[]=invoice_settings.default_payment_method", form).await;
    let method = &created.json["invoice_settings"]["default_payment_method"];
    assert_eq!((&method["card"]["brand"], &method["customer"]), (&json!("mastercard"), &created.json["id"]));

    stripe.clock().set(time(START + 5));
    assert_eq!(caller.post("/v1/customers", "").await.json["created"], START + 5);
}
