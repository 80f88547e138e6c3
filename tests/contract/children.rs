//! Lists within an object: their elements are rows of their own.

use diesel_stripe::StripeData;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::{Applied, Stale, Unchanged};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Charge, Invoice, InvoiceLineItem, Refund, Subscription, SubscriptionItem};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, answered, at, data, event, stub};

fn item(id: &str, quantity: i64) -> Value {
    json!({
        "id": id, "object": "subscription_item", "quantity": quantity, "subscription": "sub_1",
        "price": {"id": "price_1", "object": "price", "product": "prod_1", "unit_amount": 500},
    })
}

fn subscription(items: &[Value], has_more: bool) -> Value {
    json!({
        "id": "sub_1", "object": "subscription", "status": "active",
        "items": {
            "object": "list", "data": items, "has_more": has_more, "url": "/v1/subscription_items?subscription=sub_1",
        },
    })
}

fn of(items: &[Value], second: i64) -> StripeData<Subscription> {
    data(&subscription(items, false), answer(second))
}

async fn live_items(db: &mut impl Database) -> Vec<String> {
    let ids = "SELECT id AS value FROM stripe_subscription_items WHERE deleted IS NOT TRUE ORDER BY id";
    db.values(ids).await.into_iter().flatten().collect()
}

async fn elements_are_rows(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 2), item("si_2", 3)], 5)).await.unwrap();

    let row: SubscriptionItem = db.row("si_2").await;
    assert_eq!((row.quantity, row.subscription.as_deref()), (Some(3), Some("sub_1")));
    assert_eq!((row.price.as_deref(), row.product.as_deref()), (Some("price_1"), Some("prod_1")));
    assert_eq!((row.observed_from, row.observed_to), (at(5), at(6)), "true when the parent was");
    assert_eq!(row.stripe_data, item("si_2", 3));
}

async fn a_removed_item_does_not_entitle(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 1), item("si_2", 1)], 5)).await.unwrap();

    db.sync(of(&[item("si_1", 1)], 7)).await.unwrap();

    assert_eq!(live_items(db).await, ["si_1"]);
    let removed: SubscriptionItem = db.row("si_2").await;
    assert_eq!((removed.deleted, removed.observed_from, removed.quantity), (true, at(5), Some(1)), "its last values");
    assert_eq!(removed.observed_to, at(6), "from when they are");
    assert_eq!(removed.revision, 2);
    db.sync(of(&[], 9)).await.unwrap();
    assert!(live_items(db).await.is_empty(), "the list may be empty");
}

async fn a_list_that_has_more_deletes_nothing_and_is_queued(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 1), item("si_2", 1)], 5)).await.unwrap();

    db.sync(data::<Subscription>(&subscription(&[item("si_1", 9)], true), answer(7))).await.unwrap();

    assert_eq!(live_items(db).await, ["si_1", "si_2"]);
    assert_eq!(db.row::<SubscriptionItem>("si_1").await.quantity, Some(9));
    let queued = db.queued().await;
    assert_eq!(queued.len(), 1);
    assert_eq!((&*queued[0].object, &*queued[0].id, &*queued[0].reason), ("subscription", "sub_1", "list"));
}

async fn a_late_older_parent_touches_no_child(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 2), item("si_2", 2)], 7)).await.unwrap();
    let before = (db.row::<SubscriptionItem>("si_1").await, db.row::<SubscriptionItem>("si_2").await);

    assert_eq!(db.sync(of(&[item("si_1", 1), item("si_3", 1)], 5)).await.unwrap().outcome, Stale);

    let after = (db.row::<SubscriptionItem>("si_1").await, db.row::<SubscriptionItem>("si_2").await);
    assert_eq!(after, before);
    assert_eq!(live_items(db).await, ["si_1", "si_2"]);
}

async fn a_newer_child_outlives_its_parents_older_list(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 1)], 5)).await.unwrap();
    db.sync(data::<SubscriptionItem>(&item("si_1", 3), answer(9))).await.unwrap();
    db.sync(data::<SubscriptionItem>(&item("si_2", 3), answer(9))).await.unwrap();

    assert_eq!(db.sync(of(&[item("si_1", 2)], 7)).await.unwrap().outcome, Applied);

    assert_eq!(db.row::<SubscriptionItem>("si_1").await.quantity, Some(3));
    assert_eq!(live_items(db).await, ["si_1", "si_2"], "not in the list, but newer than it");
    assert_eq!(db.queued().await, []);
}

async fn a_child_as_old_as_the_list_that_lacks_it_is_queued(db: &mut impl Database) {
    db.sync(of(&[], 5)).await.unwrap();
    db.sync(data::<SubscriptionItem>(&item("si_1", 3), answer(7))).await.unwrap();

    db.sync(of(&[], 7)).await.unwrap();

    assert_eq!(live_items(db).await, ["si_1"], "only Stripe knows");
    let queued: Vec<String> = db.queued().await.into_iter().map(|refresh| refresh.id).collect();
    assert_eq!(queued, ["si_1"]);
}

async fn a_removed_item_that_is_listed_again_is_read_again(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 1)], 5)).await.unwrap();
    db.sync(of(&[], 7)).await.unwrap();
    assert_eq!(db.queued().await, []);

    db.sync(of(&[item("si_1", 1)], 9)).await.unwrap();

    assert!(live_items(db).await.is_empty(), "what is listed revives no tombstone");
    let queued: Vec<String> = db.queued().await.into_iter().map(|refresh| refresh.id).collect();
    assert_eq!(queued, ["si_1"], "only Stripe knows");
}

async fn other_accounts_and_parents_keep_their_children(db: &mut impl Database) {
    let mut foreign = item("si_9", 1);
    foreign["subscription"] = json!("sub_9");
    db.sync(data::<SubscriptionItem>(&foreign, answer(1))).await.unwrap();
    let of_account = data::<SubscriptionItem>(&item("si_8", 1), answer(1).stripe_account("acct_1"));
    db.sync(of_account).await.unwrap();

    db.sync(of(&[item("si_1", 1)], 5)).await.unwrap();

    assert_eq!(live_items(db).await, ["si_1", "si_8", "si_9"]);
}

async fn an_equal_parent_leaves_its_children(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 1)], 5)).await.unwrap();
    db.sync(data::<SubscriptionItem>(&item("si_1", 3), answer(9))).await.unwrap();
    let again = data::<Subscription>(&subscription(&[item("si_1", 1)], false), answered((5, 7)));
    assert_eq!(db.sync(again).await.unwrap().outcome, Unchanged);
    assert_eq!(db.row::<SubscriptionItem>("si_1").await.quantity, Some(3));
}

async fn a_child_that_does_not_name_its_parent_is_given_it(db: &mut impl Database) {
    let charge = json!({
        "id": "ch_1", "object": "charge", "amount": 500,
        "refunds": {"object": "list", "has_more": false, "data": [{"id": "re_1", "object": "refund", "amount": 5}]},
    });
    db.sync(data::<Charge>(&charge, answer(5))).await.unwrap();
    assert_eq!(db.row::<Refund>("re_1").await.charge.as_deref(), Some("ch_1"));

    let without = json!({"id": "ch_1", "object": "charge", "amount": 500});
    db.sync(data::<Charge>(&without, answer(7))).await.unwrap();
    assert!(!db.row::<Refund>("re_1").await.deleted, "no list is no empty list");
}

async fn a_child_that_cannot_be_stored_stays_in_its_parent(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 1), item("si_2", 1)], 5)).await.unwrap();
    let mut bad = item("si_2", 1);
    bad["quantity"] = json!("many");

    let synced = db.sync(of(&[item("si_1", 2), bad.clone(), json!({"odd": true})], 7)).await.unwrap();

    assert_eq!(synced.row.stripe_data.pointer("/items/data/1"), Some(&bad));
    assert_eq!(db.row::<SubscriptionItem>("si_1").await.quantity, Some(2));
    assert_eq!(live_items(db).await, ["si_1", "si_2"], "what was listed is not missing");
}

async fn lines_of_invoices_are_rows_in_a_batch(db: &mut impl Database) {
    let invoice = |n: usize| {
        let lines: Vec<Value> =
            (0..3).map(|line| json!({"id": format!("il_{n}_{line}"), "object": "line_item", "amount": line})).collect();
        let lines = json!({"object": "list", "data": lines, "has_more": false, "url": "/v1/invoices/in/lines"});
        data::<Invoice>(&json!({"id": format!("in_{n}"), "object": "invoice", "lines": lines}), answer(5))
    };
    let outcomes = db.sync_any(&Mirror::default(), (0..200).map(invoice).collect()).await.unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Applied))));
    assert_eq!((db.count("stripe_invoices").await, db.count("stripe_invoice_line_items").await), (200, 600));
    assert_eq!(db.row::<InvoiceLineItem>("il_150_2").await.invoice.as_deref(), Some("in_150"));
}

async fn a_deleted_parent_says_nothing_of_its_children(db: &mut impl Database) {
    db.sync(of(&[item("si_1", 1)], 5)).await.unwrap();
    db.sync(data::<Subscription>(&stub("subscription", "sub_1"), answer(7))).await.unwrap();
    assert!(db.row::<Subscription>("sub_1").await.deleted);
    db.sync(data::<SubscriptionItem>(&item("si_1", 2), event(9, "x"))).await.unwrap();
    assert_eq!(db.row::<SubscriptionItem>("si_1").await.quantity, Some(2));
}

/// A line item stands in three kinds of objects, and does not name any of them.
async fn a_line_item_is_its_own_parents(db: &mut impl Database) {
    let mirror = Mirror::default();
    for (object, column) in
        [("checkout.session", "checkout_session"), ("payment_link", "payment_link"), ("quote", "quote")]
    {
        let with = |items: Vec<Value>, second| {
            let list = json!({"object": "list", "data": items, "has_more": false});
            let json = json!({"id": format!("p_{column}"), "object": object, "line_items": list});
            vec![data::<StripeObject>(&json, answer(second))]
        };
        let line = json!({"id": format!("li_{column}"), "object": "item", "quantity": 3});
        db.sync_any(&mirror, with(vec![line.clone()], 5)).await.unwrap().remove(0).unwrap();

        let of = format!("SELECT {column} AS value FROM stripe_line_items WHERE id = 'li_{column}' AND NOT deleted");
        assert_eq!(db.values(&of).await, [Some(format!("p_{column}"))]);
        db.sync_any(&mirror, with(vec![], 7)).await.unwrap().remove(0).unwrap();
        assert_eq!(db.values(&of).await, [], "{object}");
    }
    assert_eq!(db.queued().await, []);
}

contract! {
    a_line_item_is_its_own_parents,
    elements_are_rows,
    a_removed_item_does_not_entitle,
    a_list_that_has_more_deletes_nothing_and_is_queued,
    a_late_older_parent_touches_no_child,
    a_newer_child_outlives_its_parents_older_list,
    a_child_as_old_as_the_list_that_lacks_it_is_queued,
    a_removed_item_that_is_listed_again_is_read_again,
    other_accounts_and_parents_keep_their_children,
    an_equal_parent_leaves_its_children,
    a_child_that_does_not_name_its_parent_is_given_it,
    a_child_that_cannot_be_stored_stays_in_its_parent,
    lines_of_invoices_are_rows_in_a_batch,
    a_deleted_parent_says_nothing_of_its_children,
}
