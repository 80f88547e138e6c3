//! A list that has more is completed through the API.

use diesel_stripe::error::Subject;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Subscription, SubscriptionItem};
use serde_json::{Value, json};

use crate::database::Database;
use crate::refresh::drained;
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

/// The ids of the live items.
async fn live(db: &mut impl Database) -> Vec<String> {
    let sql = "SELECT id AS value FROM stripe_subscription_items WHERE NOT deleted ORDER BY id";
    db.values(sql).await.into_iter().flatten().collect()
}

async fn what_does_not_say_it_is_complete_deletes_nothing(db: &mut impl Database) {
    let more = json!({"object": "list", "data": [item(1)], "total_count": 3});
    let silent = json!({"object": "list", "data": [item(1)]});
    let contradicts = json!({"object": "list", "data": [item(1)], "total_count": 3, "has_more": false});
    for (n, (mut items, url)) in
        [(more, true), (silent.clone(), true), (silent, false), (contradicts, true)].into_iter().enumerate()
    {
        if url {
            items["url"] = json!("/v1/subscription_items?subscription=sub_1");
        }
        let n = n as i64 * 10;
        db.sync(data::<Subscription>(&subscription(list(&[1, 2, 9], false)), answer(n))).await.unwrap();
        db.sync(data::<Subscription>(&subscription(items.clone()), answer(n + 3))).await.unwrap();
        assert_eq!(live(db).await, ["si_1", "si_2", "si_9"], "{items}");
        assert_eq!(db.queued().await.len(), 1, "it is read from Stripe: {items}");
        db.execute("DELETE FROM stripe_refreshes").await.unwrap();
    }
    // A count of all that is there says so.
    let counted = json!({"object": "list", "data": [item(1)], "total_count": 1});
    db.sync(data::<Subscription>(&subscription(counted), answer(100))).await.unwrap();
    assert_eq!(live(db).await, ["si_1"]);
    assert_eq!(db.queued().await, []);
}

async fn a_page_that_cannot_be_right_is_an_error(db: &mut impl Database) {
    let silent = json!({"object": "list", "data": [item(2)]});
    let counts_more = json!({"object": "list", "data": [], "has_more": false, "total_count": 7});
    for (name, pages) in [
        ("it is empty, though there is more", vec![list(&[], true)]),
        ("it shows what was shown before", vec![list(&[1], true)]),
        ("it shows the last page again", vec![list(&[2, 3], true), list(&[2, 3], true)]),
        ("it leads back to an earlier one", vec![list(&[2], true), list(&[3, 2], true)]),
        ("it does not say whether it is the last", vec![silent]),
        ("it counts more than was shown", vec![counts_more]),
        ("it is no list", vec![json!({"object": "subscription"})]),
    ] {
        db.sync(data::<Subscription>(&subscription(list(&[1, 9], false)), answer(5))).await.unwrap();
        db.refresh_again(&Subject::new("subscription", "sub_1", "")).await.unwrap();
        let mut answers = vec![(200, subscription(list(&[1], true)))];
        answers.extend(pages.into_iter().map(|page| (200, page)));
        let asked = answers.len();
        let stripe = Scripted::start(answers).await;

        assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), drained(0, 1), "{name}");

        assert_eq!(stripe.requests().len(), asked, "{name}: and no more is asked");
        assert!(!db.row::<SubscriptionItem>("si_9").await.deleted, "{name}");
        let queued = db.queued().await;
        assert!(queued.len() == 1 && queued[0].last_error.is_some(), "{name}: {queued:?}");
        for table in ["stripe_refreshes", "stripe_subscriptions", "stripe_subscription_items"] {
            db.execute(&format!("DELETE FROM {table}")).await.unwrap();
        }
    }
}

async fn what_repeats_on_overlapping_pages_is_written_once(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(list(&[1], true)), answer(7))).await.unwrap();
    let mut again = list(&[2, 3], false);
    again["data"][0]["quantity"] = json!(22);
    let stripe =
        Scripted::start([(200, subscription(list(&[1], true))), (200, list(&[1, 2], true)), (200, again)]).await;

    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), drained(1, 0));

    assert_eq!(stripe.requests().len(), 3, "it is read once");
    let rows = [1, 2, 3].map(|n| format!("si_{n}"));
    assert_eq!(live(db).await, rows);
    let row: SubscriptionItem = db.row("si_2").await;
    assert_eq!((row.quantity, row.revision), (Some(22), 1), "as the last page has it");
}

async fn an_element_that_the_mirror_has_as_anothers_is_no_hindrance(db: &mut impl Database) {
    // The local clock is years ahead of the row's: what was read overlaps with nothing, so take a row of the far future.
    let mut elsewhere = item(1);
    elsewhere["subscription"] = json!("sub_2");
    elsewhere["quantity"] = json!(77);
    let now = chrono::Utc::now();
    db.sync(data::<SubscriptionItem>(&elsewhere, diesel_stripe::Origin::read_at(now))).await.unwrap();
    // As it came alone, it is queued itself.
    db.execute("DELETE FROM stripe_refreshes").await.unwrap();
    db.refresh_again(&Subject::new("subscription", "sub_1", "")).await.unwrap();
    let answers = vec![(200, subscription(list(&[1], false))); 2];
    let stripe = Scripted::start(answers).await;

    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), drained(1, 0));

    let row: SubscriptionItem = db.row("si_1").await;
    assert_eq!((row.subscription.as_deref(), row.quantity), (Some("sub_1"), Some(1)));
    assert_eq!(db.queued().await, []);
}

async fn the_rest_is_read_and_the_missing_deleted(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(list(&[1, 2, 9], false)), answer(5))).await.unwrap();
    db.sync(data::<Subscription>(&subscription(list(&[1], true)), answer(7))).await.unwrap();
    assert!(!db.row::<SubscriptionItem>("si_9").await.deleted, "a list that has more deletes nothing");
    let stripe =
        Scripted::start([(200, subscription(list(&[1], true))), (200, list(&[2, 3], true)), (200, list(&[4], false))])
            .await;

    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), drained(1, 0));

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

async fn a_page_that_fails_costs_neither_the_parent_nor_what_was_read(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(list(&[1, 9], false)), answer(5))).await.unwrap();
    db.sync(data::<Subscription>(&subscription(list(&[1], true)), answer(7))).await.unwrap();
    let error = json!({"error": {"type": "invalid_request_error", "message": "The key may not list items."}});
    let mut now = subscription(list(&[1], true));
    now["status"] = json!("past_due");
    let stripe = Scripted::start([
        (200, now.clone()),
        (200, list(&[2], true)),
        (403, error),
        (200, now),
        (200, list(&[2], true)),
        (200, list(&[3], false)),
    ])
    .await;

    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), drained(0, 1));

    assert_eq!(db.row::<Subscription>("sub_1").await.status.as_deref(), Some("past_due"));
    assert_eq!(db.row::<SubscriptionItem>("si_2").await.quantity, Some(2));
    assert!(!db.row::<SubscriptionItem>("si_9").await.deleted, "half a list deletes nothing");
    let queued = db.queued().await;
    assert!(queued[0].last_error.as_deref().unwrap().contains("may not list items"), "{queued:?}");

    db.time_passes().await;
    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    assert_eq!(live(db).await, ["si_1", "si_2", "si_3"]);
    assert_eq!(db.queued().await, []);
}

async fn an_element_that_cannot_be_read_is_kept_as_it_was(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(list(&[1, 2], false)), answer(5))).await.unwrap();
    db.sync(data::<Subscription>(&subscription(list(&[1], true)), answer(7))).await.unwrap();
    // What cannot be read in the first page is not missing from the list.
    let mut first = list(&[1], true);
    first["data"].as_array_mut().unwrap().push(json!({"id": "si_2"}));
    // Nor in a later one, and it costs none of its siblings.
    let mut second = list(&[3, 4], false);
    second["data"][0] = json!({"id": "si_3"});
    let stripe = Scripted::start([(200, subscription(first)), (200, second)]).await;

    assert_eq!(db.drain(&stripe.client(), &Mirror::default()).await.unwrap(), drained(1, 0));

    assert_eq!(live(db).await, ["si_1", "si_2", "si_4"]);
}

contract! {
    the_rest_is_read_and_the_missing_deleted,
    a_page_that_fails_costs_neither_the_parent_nor_what_was_read,
    what_does_not_say_it_is_complete_deletes_nothing,
    a_page_that_cannot_be_right_is_an_error,
    what_repeats_on_overlapping_pages_is_written_once,
    an_element_that_the_mirror_has_as_anothers_is_no_hindrance,
    an_element_that_cannot_be_read_is_kept_as_it_was,
}
