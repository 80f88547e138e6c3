//! Deletion is a tombstone: the row stays, with its last values.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::{Applied, Stale, Tied, Unchanged};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Coupon, Customer, Subscription};
use diesel_stripe::observed::FOREVER;
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, at, data, event, in_event, stub};

async fn a_stub_does_not_wipe_the_row(db: &mut impl Database) {
    let ann = json!({"id": "cus_1", "object": "customer", "name": "Ann", "metadata": {"tier": "gold"}});
    let before = db.sync(data::<Customer>(&ann, answer(1))).await.unwrap().row;

    let synced = db.sync(data::<Customer>(&stub("customer", "cus_1"), answer(5))).await.unwrap();

    assert_eq!(synced.outcome, Applied);
    let row: Customer = db.row("cus_1").await;
    assert_eq!(row, synced.row);
    assert!(row.deleted);
    assert_eq!((row.observed_from, row.observed_to), (at(1), FOREVER), "from when its values are, and for ever");
    assert_eq!(row.name.as_deref(), Some("Ann"));
    assert_eq!((row.metadata, row.stripe_data), (before.metadata, before.stripe_data));
}

async fn a_late_update_does_not_revive(db: &mut impl Database) {
    let ann = json!({"id": "cus_1", "object": "customer", "name": "Ann"});
    db.sync(data::<Customer>(&ann, event(1, "customer.created"))).await.unwrap();
    db.sync(data::<Customer>(&ann, event(5, "customer.deleted"))).await.unwrap();
    let late = json!({"id": "cus_1", "object": "customer", "name": "Anna"});

    assert_eq!(db.sync(data::<Customer>(&late, event(3, "customer.updated"))).await.unwrap().outcome, Stale);
    assert_eq!(db.sync(data::<Customer>(&late, event(5, "customer.updated"))).await.unwrap().outcome, Stale);

    let row: Customer = db.row("cus_1").await;
    assert_eq!((row.deleted, row.name.as_deref()), (true, Some("Ann")));
}

async fn a_deletion_of_what_was_never_seen_is_kept(db: &mut impl Database) {
    let gone = stub("customer", "cus_1");
    assert_eq!(db.sync(data::<Customer>(&gone, answer(5))).await.unwrap().outcome, Applied);
    let late = json!({"id": "cus_1", "object": "customer", "name": "Ann"});

    assert_eq!(db.sync(data::<Customer>(&late, event(3, "customer.updated"))).await.unwrap().outcome, Stale);

    assert!(db.row::<Customer>("cus_1").await.deleted);
}

async fn a_newer_snapshot_revives(db: &mut impl Database) {
    let coupon = |name: &str| json!({"id": "gold", "object": "coupon", "name": name});
    db.sync(data::<Coupon>(&coupon("first"), answer(1))).await.unwrap();
    db.sync(data::<Coupon>(&stub("coupon", "gold"), answer(3))).await.unwrap();

    assert_eq!(db.sync(data::<Coupon>(&coupon("first"), answer(5))).await.unwrap().outcome, Applied);

    let row: Coupon = db.row("gold").await;
    assert_eq!((row.deleted, row.name.as_deref(), row.observed_from), (false, Some("first"), at(5)));
}

async fn what_two_say_is_deleted_is_no_tie(db: &mut impl Database) {
    // The API's stub, and the event of the same second with the whole object.
    let ann = json!({"id": "cus_1", "object": "customer", "name": "Ann"});
    db.sync(data::<Customer>(&ann, answer(1))).await.unwrap();
    db.sync(data::<Customer>(&stub("customer", "cus_1"), answer(5))).await.unwrap();

    assert_eq!(db.sync(data::<Customer>(&ann, event(5, "customer.deleted"))).await.unwrap().outcome, Unchanged);

    assert_eq!(db.queued().await, []);
}

async fn a_canceled_subscription_still_exists(db: &mut impl Database) {
    let canceled = json!({"object": {"id": "sub_1", "object": "subscription", "status": "canceled"}});
    db.sync::<Subscription>(in_event(1, "customer.subscription.deleted", canceled, json!({}))).await.unwrap();
    let row: Subscription = db.row("sub_1").await;
    assert_eq!((row.deleted, row.status.as_deref()), (false, Some("canceled")));
}

async fn a_deletion_is_noticed_whatever_its_event_calls_the_object(db: &mut impl Database) {
    for (id, object, kind) in [
        ("card_1", "card", "customer.source.deleted"),
        ("ba_1", "bank_account", "account.external_account.deleted"),
        ("di_1", "discount", "customer.discount.deleted"),
        ("clock_1", "test_helpers.test_clock", "test_helpers.test_clock.deleted"),
    ] {
        let deleted = json!({"object": {"id": id, "object": object}});
        let deleted = in_event::<StripeObject>(1, kind, deleted, json!({}));
        db.sync_any(&Mirror::default(), vec![deleted]).await.unwrap().remove(0).unwrap();
        assert!(db.stored(object, id).await.1, "{kind}");
    }
}

async fn a_source_exists_before_a_customer_has_it_and_after(db: &mut impl Database) {
    let source = |status: &str, customer: Value| json!({"object": {"id": "src_1", "object": "source", "status": status, "customer": customer}});
    let kept =
        |row: StripeObject| (row.deleted, row.stripe_data["status"].clone(), row.stripe_data["customer"].clone());
    db.sync::<StripeObject>(in_event(1, "source.chargeable", source("chargeable", json!(null)), json!({})))
        .await
        .unwrap();
    let attached = in_event(1, "customer.source.created", source("chargeable", json!("cus_1")), json!({}));
    assert_eq!(db.sync::<StripeObject>(attached).await.unwrap().outcome, Tied, "it was not made with the customer's");
    let detached = in_event(9, "customer.source.deleted", source("consumed", json!(null)), json!({}));
    db.sync::<StripeObject>(detached).await.unwrap();
    assert_eq!(kept(db.row("src_1").await), (false, json!("consumed"), json!(null)));
}

contract! {
    a_stub_does_not_wipe_the_row,
    a_late_update_does_not_revive,
    a_deletion_of_what_was_never_seen_is_kept,
    a_newer_snapshot_revives,
    what_two_say_is_deleted_is_no_tie,
    a_canceled_subscription_still_exists,
    a_deletion_is_noticed_whatever_its_event_calls_the_object,
    a_source_exists_before_a_customer_has_it_and_after,
}
