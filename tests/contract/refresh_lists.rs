//! A list that has more is completed through the API.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Subscription, SubscriptionItem};
use diesel_stripe::refresh::Drained;
use serde_json::{Value, json};

use crate::database::Database;
use crate::scripted::Scripted;
use crate::sent::{answer, data};

fn item(n: usize) -> Value {
    json!({"id": format!("si_{n}"), "object": "subscription_item", "subscription": "sub_1", "quantity": n})
}

fn list(items: &[usize], has_more: bool) -> Value {
    let items: Vec<Value> = items.iter().copied().map(item).collect();
    json!({"object": "list", "data": items, "has_more": has_more, "url": "/v1/subscription_items?subscription=sub_1"})
}

fn subscription(items: Value) -> Value {
    json!({"id": "sub_1", "object": "subscription", "status": "active", "items": items})
}

async fn the_rest_is_read_and_the_missing_deleted(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(list(&[1, 2, 9], false)), answer(5))).await.unwrap();
    db.sync(data::<Subscription>(&subscription(list(&[1], true)), answer(7))).await.unwrap();
    assert!(!db.row::<SubscriptionItem>("si_9").await.deleted, "a list that has more deletes nothing");
    let stripe =
        Scripted::start([(200, subscription(list(&[1], true))), (200, list(&[2, 3], true)), (200, list(&[4], false))])
            .await;

    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), Drained { refreshed: 1, failed: 0 });

    assert_eq!(
        stripe.requests(),
        [
            "GET /v1/subscriptions/sub_1",
            "GET /v1/subscription_items?subscription=sub_1&limit=100&starting_after=si_1",
            "GET /v1/subscription_items?subscription=sub_1&limit=100&starting_after=si_3",
        ]
    );
    for n in 1..=4 {
        let row: SubscriptionItem = db.row(&format!("si_{n}")).await;
        assert_eq!((row.quantity, row.deleted), (Some(n), false), "si_{n}");
    }
    assert!(db.row::<SubscriptionItem>("si_9").await.deleted, "a complete list does");
    assert_eq!(db.queued().await, []);
}

async fn a_page_that_fails_changes_nothing(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(list(&[1, 9], false)), answer(5))).await.unwrap();
    db.sync(data::<Subscription>(&subscription(list(&[1], true)), answer(7))).await.unwrap();
    let before = db.row::<Subscription>("sub_1").await;
    let error = json!({"error": {"type": "api_error", "message": "No."}});
    let stripe = Scripted::start([(200, subscription(list(&[1], true))), (400, error)]).await;

    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), Drained { refreshed: 0, failed: 1 });

    assert_eq!(db.row::<Subscription>("sub_1").await, before);
    assert!(!db.row::<SubscriptionItem>("si_9").await.deleted, "half a list deletes nothing");
    assert_eq!(db.queued().await.len(), 1);
}

async fn an_element_that_cannot_be_read_is_kept_as_it_was(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(list(&[1, 2], false)), answer(5))).await.unwrap();
    db.sync(data::<Subscription>(&subscription(list(&[1], true)), answer(7))).await.unwrap();
    // What cannot be read in the first page is not missing from the list.
    let mut first = list(&[1], true);
    first["data"].as_array_mut().unwrap().push(json!({"id": "si_2"}));
    let stripe = Scripted::start([(200, subscription(first)), (200, list(&[3], false))]).await;

    db.drain(&stripe.client(), &Mirror::default()).await.unwrap();

    assert!(!db.row::<SubscriptionItem>("si_2").await.deleted);
}

contract! {
    the_rest_is_read_and_the_missing_deleted,
    a_page_that_fails_changes_nothing,
    an_element_that_cannot_be_read_is_kept_as_it_was,
}
