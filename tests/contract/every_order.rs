//! The database is a function of the set of what was delivered: small sets, each in every order.

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::{RowState, StripeModel, StripeObject};
use diesel_stripe::objects::{Coupon, Customer, Invoice, InvoiceLineItem, Price, Subscription, SubscriptionItem};
use diesel_stripe::{Origin, StripeData};
use serde_json::{Value, json};

use crate::database::Database;
use crate::models::Model;
use crate::sent::{answer, answered, event, stub};

/// What one order of deliveries left: a line for each row, and the queue.
#[derive(Debug)]
struct Left {
    account: String,
    rows: Vec<String>,
    queued: Vec<String>,
}

/// Delivers the set in every order, each to an account of its own: one by one, and all at once.
async fn in_every_order(db: &mut impl Database, set: &[(Value, Origin)]) -> Vec<Left> {
    static ACCOUNTS: AtomicUsize = AtomicUsize::new(0);
    let mut left = Vec::new();
    for together in [false, true] {
        for order in orders(set.len()) {
            let account = format!("acct_{}", ACCOUNTS.fetch_add(1, Ordering::Relaxed));
            let deliveries: Vec<_> = order.iter().map(|index| of(&set[*index], &account)).collect();
            let size = if together { deliveries.len() } else { 1 };
            for batch in deliveries.chunks(size) {
                apply(db, batch.to_vec()).await;
            }
            left.push(what_is_left(db, set, &account).await);
        }
    }
    left
}

fn of((json, origin): &(Value, Origin), account: &str) -> StripeData<StripeObject> {
    let data: StripeData<StripeObject> =
        StripeData::from_json(json.to_string(), origin.clone().stripe_account(account)).unwrap();
    data
}

async fn apply(db: &mut impl Database, batch: Vec<StripeData<StripeObject>>) {
    for outcome in db.sync_any(&Mirror::default(), batch).await.unwrap() {
        outcome.unwrap();
    }
}

fn orders(length: usize) -> Vec<Vec<usize>> {
    if length == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(length - 1);
    let insert = |order: &Vec<usize>, at: usize| {
        let mut order = order.clone();
        order.insert(at, length - 1);
        order
    };
    shorter.iter().flat_map(|order| (0..length).map(move |at| insert(order, at))).collect()
}

async fn what_is_left(db: &mut impl Database, set: &[(Value, Origin)], account: &str) -> Left {
    let mut ids = Vec::new();
    for (json, _) in set {
        collect_ids(json, &mut ids);
    }
    ids.sort();
    ids.dedup();
    let mut rows = Vec::new();
    for (object, id) in &ids {
        rows.extend(match &**object {
            "coupon" => shown::<Coupon>(db, id, account).await,
            "customer" => shown::<Customer>(db, id, account).await,
            "invoice" => shown::<Invoice>(db, id, account).await,
            "line_item" => shown::<InvoiceLineItem>(db, id, account).await,
            "price" => shown::<Price>(db, id, account).await,
            "subscription" => shown::<Subscription>(db, id, account).await,
            "subscription_item" => shown::<SubscriptionItem>(db, id, account).await,
            _ => shown::<StripeObject>(db, id, account).await,
        });
    }
    let queued = db.queued().await.into_iter().filter(|refresh| refresh.stripe_account == account);
    let mut queued: Vec<String> = queued.map(|refresh| format!("{} {}", refresh.object, refresh.id)).collect();
    queued.sort();
    Left { account: account.to_owned(), rows, queued }
}

fn collect_ids(json: &Value, ids: &mut Vec<(String, String)>) {
    if let (Some(object), Some(id)) = (json["object"].as_str(), json["id"].as_str()) {
        ids.push((object.to_owned(), id.to_owned()));
    }
    match json {
        Value::Object(fields) => fields.values().for_each(|value| collect_ids(value, ids)),
        Value::Array(elements) => elements.iter().for_each(|value| collect_ids(value, ids)),
        _ => {}
    }
}

async fn shown<M: Model + StripeModel>(db: &mut impl Database, id: &str, account: &str) -> Vec<String> {
    let rows = db.rows::<M>(id, account).await;
    let line = |state: RowState| {
        let RowState { id, observed_from, observed_to, fingerprint, deleted, .. } = state;
        let state = if deleted { "deleted" } else { "live" };
        format!("{} {id} {state} [{observed_from}, {observed_to}) {fingerprint}", M::TABLE.name)
    };
    rows.iter().map(|row| line(row.state())).collect()
}

/// Every order leaves the same, and nothing to be read.
fn the_same(left: &[Left]) -> &Left {
    assert_eq!(left[0].queued, [""; 0]);
    assert!(left.iter().all(|other| other.rows == left[0].rows && other.queued == left[0].queued), "{left:#?}");
    &left[0]
}

fn is(left: &Left, row: &str) -> bool {
    left.rows.iter().any(|line| line.contains(row))
}

fn invoice(status: &str, lines: &[&str]) -> Value {
    let lines: Vec<Value> =
        lines.iter().map(|id| json!({"id": id, "object": "line_item", "amount": 5, "invoice": "in_1"})).collect();
    json!({
        "id": "in_1", "object": "invoice", "status": status,
        "lines": {"object": "list", "data": lines, "has_more": false, "url": "/v1/invoices/in_1/lines"},
    })
}

async fn what_an_object_owns_goes_with_it(db: &mut impl Database) {
    let set = [
        (invoice("draft", &["il_1"]), event(1, "invoice.created")),
        (invoice("draft", &["il_1", "il_2"]), event(2, "invoice.updated")),
        (invoice("draft", &["il_2"]), event(4, "invoice.deleted")),
    ];
    let left = in_every_order(db, &set).await;
    let left = the_same(&left);
    for row in ["stripe_invoices in_1 deleted", "items il_1 deleted", "items il_2 deleted"] {
        assert!(is(left, row), "{row}: {left:#?}");
    }

    let set = [(invoice("draft", &["il_1"]), answer(1)), (stub("invoice", "in_1"), answer(4))];
    let left = in_every_order(db, &set).await;
    assert!(is(the_same(&left), "items il_1 deleted"), "with a stub, too");
}

async fn a_tombstone_has_the_newest_values(db: &mut impl Database) {
    let customer = |email: &str| json!({"id": "cus_1", "object": "customer", "email": email});
    let set = [
        (customer("a"), event(1, "customer.created")),
        (customer("c"), event(2, "customer.updated")),
        (customer("b"), event(5, "customer.deleted")),
        (stub("customer", "cus_1"), answer(5)),
    ];
    let left = in_every_order(db, &set).await;
    let row: Customer = db.rows("cus_1", &the_same(&left).account).await.remove(0);
    assert_eq!((row.deleted, row.email.as_deref()), (true, Some("b")), "a whole body is written with the deletion");

    let set = [
        (stub("customer", "cus_2"), answer(9)),
        (json!({"id": "cus_2", "object": "customer", "email": "old"}), answer(3)),
        (json!({"id": "cus_2", "object": "customer", "email": "new"}), answer(5)),
    ];
    let left = in_every_order(db, &set).await;
    let row: Customer = db.rows("cus_2", &the_same(&left).account).await.remove(0);
    assert_eq!((row.deleted, row.email.as_deref()), (true, Some("new")), "a stub has none of its own");
}

fn subscription(items: &[Value]) -> Value {
    json!({
        "id": "sub_1", "object": "subscription", "status": "active",
        "items": {
            "object": "list", "data": items, "has_more": false, "url": "/v1/subscription_items?subscription=sub_1",
        },
    })
}

fn item(id: &str, price: Value) -> Value {
    json!({"id": id, "object": "subscription_item", "subscription": "sub_1", "price": price})
}

fn price(id: &str, amount: i64) -> Value {
    json!({"id": id, "object": "price", "unit_amount": amount})
}

async fn what_is_expanded_is_applied_whatever_became_of_the_parent(db: &mut impl Database) {
    let set = [
        (subscription(&[item("si_1", price("price_a1b2c3d4e5f6g7", 5))]), answer(1)),
        (subscription(&[item("si_1", price("price_z1b2c3d4e5f6g7", 7))]), answer(10)),
    ];
    let left = in_every_order(db, &set).await;
    let left = the_same(&left);
    assert!(is(left, "prices price_a1b2c3d4e5f6g7 live") && is(left, "prices price_z1b2c3d4e5f6g7 live"), "{left:#?}");
}

async fn an_item_that_was_removed_is_a_tombstone(db: &mut impl Database) {
    let set = [
        (subscription(&[item("si_1", json!("price_1")), item("si_2", json!("price_1"))]), answer(1)),
        (subscription(&[item("si_1", json!("price_2")), item("si_2", json!("price_1"))]), answer(3)),
        (subscription(&[item("si_1", json!("price_2"))]), answer(5)),
    ];
    let left = in_every_order(db, &set).await;
    assert!(is(the_same(&left), "items si_2 deleted"));
}

async fn a_child_that_comes_alone_takes_its_parent_into_account(db: &mut impl Database) {
    // The event of the second in which the item was made does not have it; the answer does.
    let set =
        [(subscription(&[]), event(10, "customer.subscription.updated")), (item("si_1", json!("price_1")), answer(10))];
    for left in in_every_order(db, &set).await {
        assert!(left.queued.contains(&"subscription_item si_1".to_owned()), "{left:#?}");
    }
    // A row that names it, or is certainly older.
    let set =
        [(subscription(&[item("si_1", json!("price_1"))]), answer(10)), (item("si_1", json!("price_1")), answer(10))];
    let left = in_every_order(db, &set).await;
    assert!(left.iter().all(|left| is(left, "items si_1 live")), "{left:#?}");
    assert_eq!(left[1].queued, [""; 0], "{left:#?}");
    let set = [(subscription(&[]), answer(5)), (item("si_1", json!("price_1")), answer(10))];
    let left = in_every_order(db, &set).await;
    assert_eq!(left[1].queued, [""; 0], "{left:#?}");
}

async fn what_is_embedded_revives_no_tombstone(db: &mut impl Database) {
    let id = "price_a1b2c3d4e5f6g7";
    let set = [
        (price(id, 5), event(5, "price.deleted")),
        (subscription(&[item("si_1", price(id, 5))]), event(9, "customer.subscription.updated")),
    ];
    let left = in_every_order(db, &set).await;
    assert!(is(the_same(&left), "prices price_a1b2c3d4e5f6g7 deleted"), "a row known from a copy is no match");

    // The id of a plan that a user chose may be in use again: only Stripe knows.
    let set = [
        (price("gold", 5), event(5, "price.deleted")),
        (subscription(&[item("si_1", price("gold", 5))]), event(9, "customer.subscription.updated")),
    ];
    for left in in_every_order(db, &set).await {
        assert!(left.queued.contains(&"price gold".to_owned()), "{left:#?}");
    }
}

async fn a_chosen_id_is_what_its_last_life_was(db: &mut impl Database) {
    let coupon = |name: &str| json!({"id": "gold", "object": "coupon", "name": name});
    let set = [
        (coupon("first"), event(1, "coupon.created")),
        (coupon("first"), event(3, "coupon.deleted")),
        (coupon("second"), event(5, "coupon.created")),
        (coupon("second"), event(7, "coupon.deleted")),
    ];
    let left = in_every_order(db, &set).await;
    // Of a deletion that comes after a newer life, only Stripe knows.
    for left in &left {
        assert!(is(left, "coupons gold deleted") || left.queued == ["coupon gold"], "{left:#?}");
    }
    for left in &left {
        let row: Coupon = db.rows("gold", &left.account).await.remove(0);
        assert_eq!(row.name.as_deref(), Some("second"), "{left:#?}");
    }
}

async fn what_is_within_an_equal_object_is_looked_at(db: &mut impl Database) {
    let hidden = |second| {
        let mut subscription = subscription(&[item("si_1", json!("price_1"))]);
        subscription["items"]["has_more"] = json!(true);
        (subscription, answered((second, second + 4)))
    };
    let set = [hidden(1), hidden(2)];
    let left = in_every_order(db, &set).await;
    assert!(left.iter().all(|left| left.queued == ["subscription sub_1"]), "{left:#?}");
    let account = &left[0].account;
    db.execute("DELETE FROM stripe_refreshes").await.unwrap();

    apply(db, vec![of(&hidden(3), account)]).await;

    let left = what_is_left(db, &set, account).await;
    assert_eq!(left.queued, ["subscription sub_1"], "an equal snapshot says that there is more, too");
}

contract! {
    what_an_object_owns_goes_with_it,
    a_tombstone_has_the_newest_values,
    what_is_expanded_is_applied_whatever_became_of_the_parent,
    an_item_that_was_removed_is_a_tombstone,
    a_child_that_comes_alone_takes_its_parent_into_account,
    what_is_embedded_revives_no_tombstone,
    a_chosen_id_is_what_its_last_life_was,
    what_is_within_an_equal_object_is_looked_at,
}
