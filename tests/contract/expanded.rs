//! Expanded references are snapshots too, and a column holds the id either way.

use diesel_stripe::mirror::Outcome::{Applied, Unchanged};
use diesel_stripe::mirror::{Hydrate, Mirror};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Card, Charge, Coupon, Customer, PaymentIntent, Price, Subscription, SubscriptionItem};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, at, data, event, intent, stub};

fn with_customer(customer: Value) -> Value {
    let mut json = intent("pi_1", 100);
    json["customer"] = customer;
    json
}

fn ann() -> Value {
    json!({"id": "cus_1", "object": "customer", "name": "Ann", "livemode": false})
}

async fn an_expanded_object_is_a_row(db: &mut impl Database) {
    let row = db.sync(data::<PaymentIntent>(&with_customer(ann()), answer(5))).await.unwrap().row;

    assert_eq!(row.customer.as_deref(), Some("cus_1"), "the id, not the object as text");
    let customer: Customer = db.row("cus_1").await;
    assert_eq!((customer.name.as_deref(), customer.observed_from), (Some("Ann"), at(5)));
    assert_eq!(customer.stripe_data, ann());
}

/// Disputes always have theirs, and old versions had arrays in place of lists.
async fn what_is_in_a_bare_array_is_a_row(db: &mut impl Database) {
    let dispute = json!({
        "id": "dp_1", "object": "dispute", "charge": "ch_1", "balance_transactions": [
            {"id": "txn_1", "object": "balance_transaction", "amount": -100, "source": "dp_1"},
            {"id": "txn_2", "object": "balance_transaction", "amount": 100, "source": "dp_1"},
        ],
    });
    let charge = json!({
        "id": "ch_1", "object": "charge", "refunds": [
            {"id": "re_1", "object": "refund", "amount": 40},
            {"id": "re_2", "object": "refund", "amount": 60, "charge": "ch_1"},
        ],
    });
    let sent = [dispute, charge].map(|json| data::<StripeObject>(&json, answer(5))).to_vec();
    for outcome in db.sync_any(&Mirror::default(), sent).await.unwrap() {
        assert_eq!(outcome.unwrap(), Applied);
    }
    let amounts = "SELECT CAST(SUM(amount) AS CHAR(9)) AS value FROM";
    for (rows, sum) in [
        ("stripe_balance_transactions WHERE source = 'dp_1' AND id IN ('txn_1', 'txn_2')", "0"),
        ("stripe_refunds WHERE charge = 'ch_1'", "100"),
    ] {
        let found = db.values(&format!("{amounts} {rows}")).await;
        assert_eq!(found[0].as_deref().map(str::trim), Some(sum), "{rows}");
    }
    // An array does not say whether it is all of it.
    let queued = db.queued().await;
    assert_eq!((queued.len(), &*queued[0].id, &*queued[0].reason), (1, "ch_1", "list"), "{queued:?}");
}

async fn objects_are_expanded_to_any_depth(db: &mut impl Database) {
    let mut json = intent("pi_1", 100);
    json["latest_charge"] = json!({
        "id": "ch_1", "object": "charge", "customer": ann(), "payment_intent": "pi_1",
        "balance_transaction": {"id": "txn_1", "object": "balance_transaction", "amount": 100, "source": "ch_1"},
    });

    let outcomes = db.sync_any(&Mirror::default(), vec![data::<PaymentIntent>(&json, answer(5))]).await.unwrap();

    assert!(matches!(outcomes[..], [Ok(Applied)]));
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.latest_charge.as_deref(), Some("ch_1"));
    assert_eq!(db.row::<Charge>("ch_1").await.balance_transaction.as_deref(), Some("txn_1"));
    assert_eq!(db.row::<Customer>("cus_1").await.name.as_deref(), Some("Ann"));
}

async fn an_expanded_object_obeys_the_ordering_rule(db: &mut impl Database) {
    let anna = json!({"id": "cus_1", "object": "customer", "name": "Anna", "livemode": false});
    db.sync(data::<Customer>(&anna, event(9, "customer.updated"))).await.unwrap();

    db.sync(data::<PaymentIntent>(&with_customer(ann()), answer(5))).await.unwrap();

    assert_eq!(db.row::<Customer>("cus_1").await.name.as_deref(), Some("Anna"));
}

async fn an_expanded_deleted_object_is_a_tombstone(db: &mut impl Database) {
    db.sync(data::<Customer>(&ann(), answer(1))).await.unwrap();
    let row = db.sync(data::<PaymentIntent>(&with_customer(stub("customer", "cus_1")), answer(5))).await.unwrap().row;
    assert_eq!(row.customer.as_deref(), Some("cus_1"));
    let customer: Customer = db.row("cus_1").await;
    assert_eq!((customer.deleted, customer.name.as_deref()), (true, Some("Ann")));
}

async fn an_expanded_object_without_a_table_is_kept(db: &mut impl Database) {
    let mut json = intent("pi_1", 100);
    json["payment_method"] = json!({"id": "giz_1", "object": "gizmo", "amount": 7});
    db.sync(data::<PaymentIntent>(&json, answer(5))).await.unwrap();
    assert_eq!(db.row::<StripeObject>("giz_1").await.object, "gizmo");
}

/// A kind without a table, or whose area's feature is off, is like any other.
async fn a_kind_without_a_table_expands_too(db: &mut impl Database) {
    let session = |customer: Value, coupon: Value| {
        json!({
            "id": "cs_1", "object": "checkout.session", "customer": customer, "discounts": [{"coupon": coupon}],
            "amount_total": 7,
        })
    };
    let gold = json!({"id": "gold", "object": "coupon", "percent_off": 5});
    let expanded = data::<StripeObject>(&session(ann(), gold), answer(5));

    assert_eq!(db.sync(expanded).await.unwrap().outcome, Applied);

    assert_eq!(db.row::<Customer>("cus_1").await.name.as_deref(), Some("Ann"));
    assert_eq!(db.row::<Coupon>("gold").await.percent_off, Some(5.0));
    let plain = data::<StripeObject>(&session(json!("cus_1"), json!("gold")), answer(5));
    assert_eq!(db.sync(plain).await.unwrap().outcome, Unchanged);
    assert_eq!(db.queued().await, []);
}

async fn an_embedded_price_is_a_row_and_its_id_is_content(db: &mut impl Database) {
    let item = |nickname: &str| {
        let price = json!({
            "id": "price_1", "object": "price", "nickname": nickname, "product": {"id": "prod_1", "object": "product"},
        });
        json!({"id": "si_1", "object": "subscription_item", "subscription": "sub_1", "price": price})
    };
    let subscription = |nickname: &str| {
        let items = json!({"object": "list", "data": [item(nickname)], "has_more": false});
        json!({"id": "sub_1", "object": "subscription", "items": items})
    };
    db.sync(data::<Subscription>(&subscription("a"), answer(5))).await.unwrap();
    assert_eq!(db.row::<Price>("price_1").await.product.as_deref(), Some("prod_1"));
    assert_eq!(db.count("stripe_products").await, 1);

    let renamed = db.sync(data::<Subscription>(&subscription("b"), answer(5))).await.unwrap();
    assert_eq!(renamed.outcome, Unchanged, "the subscription says what it said");
    let renamed = db.sync(data::<SubscriptionItem>(&item("b"), answer(5))).await.unwrap();
    assert_eq!(renamed.outcome, Unchanged, "and so does its item");
}

async fn history_is_not_news(db: &mut impl Database) {
    let card = |month: u32| json!({"id": "card_1", "object": "card", "exp_month": month});
    let mirror = Mirror::default();
    db.sync_any(&mirror, vec![data::<StripeObject>(&card(12), answer(1))]).await.unwrap();
    let charge = json!({"id": "ch_1", "object": "charge", "source": card(1)});
    let row = db.sync(data::<Charge>(&charge, answer(5))).await.unwrap().row;
    assert_eq!(row.payment_method.as_deref(), Some("card_1"));
    let mut failed = intent("pi_1", 100);
    failed["last_payment_error"] =
        json!({"source": card(1), "payment_method": {"id": "pm_1", "object": "payment_method"}});
    db.sync(data::<PaymentIntent>(&failed, answer(5))).await.unwrap();

    let row: Card = db.row("card_1").await;
    assert_eq!((row.stripe_data["exp_month"].as_i64(), row.observed_from), (Some(12), at(1)));
    assert_eq!(db.count("stripe_payment_methods").await, 0);
}

async fn volatile_values_are_no_difference(db: &mut impl Database) {
    let charge = |url: &str| json!({"id": "ch_1", "object": "charge", "amount": 5, "receipt_url": url});
    db.sync(data::<Charge>(&charge("https://pay.stripe.com/1"), event(5, "charge.succeeded"))).await.unwrap();
    let again = data::<Charge>(&charge("https://pay.stripe.com/2"), event(5, "charge.updated"));
    assert_eq!(db.sync(again).await.unwrap().outcome, Unchanged);

    let mut price = json!({"id": "price_1", "object": "price", "tiers_mode": "volume"});
    db.sync(data::<Price>(&price, answer(5))).await.unwrap();
    price["tiers"] = json!([{"up_to": 10}]);
    assert_eq!(db.sync(data::<Price>(&price, answer(5))).await.unwrap().outcome, Unchanged);
    assert_eq!(db.queued().await, []);
}

async fn a_list_that_comes_only_where_it_is_expanded_has_rows(db: &mut impl Database) {
    let mut customer = ann();
    db.sync(data::<Customer>(&customer, answer(5))).await.unwrap();
    let subscription = json!({"id": "sub_1", "object": "subscription", "status": "active"});
    customer["subscriptions"] = json!({"object": "list", "data": [subscription], "has_more": false});

    assert_eq!(db.sync(data::<Customer>(&customer, answer(9))).await.unwrap().outcome, Applied);

    assert_eq!(db.row::<Subscription>("sub_1").await.status.as_deref(), Some("active"));
    let without = data::<Customer>(&ann(), answer(9));
    assert_eq!(db.sync(without).await.unwrap().outcome, Unchanged, "the customer says what it said");
}

async fn references_may_dangle(db: &mut impl Database) {
    let mut dangling = intent("pi_1", 100);
    dangling["latest_charge"] = json!("ch_unknown");
    dangling["invoice"] = json!("in_unknown");
    let batch = vec![data::<PaymentIntent>(&dangling, answer(5)), data(&intent("pi_2", 100), answer(5))];
    let outcomes = db.sync_many(batch).await.unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Applied))));
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.latest_charge.as_deref(), Some("ch_unknown"));
    assert_eq!(db.queued().await, [], "nothing is fetched while writing");
}

async fn expanded_or_not_it_is_the_same_content(db: &mut impl Database) {
    db.sync(data::<PaymentIntent>(&with_customer(ann()), answer(5))).await.unwrap();
    let plain = data::<PaymentIntent>(&with_customer(json!("cus_1")), answer(5));
    assert_eq!(db.sync(plain).await.unwrap().outcome, Unchanged);
    assert_eq!(db.queued().await, []);
}

async fn an_expanded_object_that_cannot_be_stored_stays_in_its_parent(db: &mut impl Database) {
    let bad = json!({"id": "cus_1", "object": ""});
    let synced = db.sync(data::<PaymentIntent>(&with_customer(bad), answer(5))).await.unwrap();
    assert_eq!((synced.outcome, synced.row.customer.as_deref()), (Applied, Some("cus_1")));
    assert_eq!(db.count("stripe_customers").await, 0);
}

async fn what_rows_refer_to_is_queued_only_if_the_mirror_is_to_be_completed(db: &mut impl Database) {
    let mut json = with_customer(json!("cus_1"));
    json["latest_charge"] = json!("ch_1");
    db.sync(data::<Charge>(&json!({"id": "ch_1", "object": "charge"}), answer(1))).await.unwrap();

    db.sync(data::<PaymentIntent>(&json, answer(5))).await.unwrap();
    assert_eq!(db.queued().await, [], "references may dangle");

    let completed = Mirror::default().hydrate(Hydrate::Missing);
    json["amount"] = json!(200);
    assert_eq!(db.sync_with(&completed, data::<PaymentIntent>(&json, answer(9))).await.unwrap().outcome, Applied);

    let queued = db.queued().await;
    let queued: Vec<_> = queued.iter().map(|row| (&*row.object, &*row.id, &*row.reason)).collect();
    assert_eq!(queued, [("customer", "cus_1", "missing")], "the charge is there");
}

contract! {
    what_rows_refer_to_is_queued_only_if_the_mirror_is_to_be_completed,
    an_expanded_object_is_a_row,
    what_is_in_a_bare_array_is_a_row,
    objects_are_expanded_to_any_depth,
    an_expanded_object_obeys_the_ordering_rule,
    an_expanded_deleted_object_is_a_tombstone,
    an_expanded_object_without_a_table_is_kept,
    a_kind_without_a_table_expands_too,
    an_embedded_price_is_a_row_and_its_id_is_content,
    history_is_not_news,
    volatile_values_are_no_difference,
    a_list_that_comes_only_where_it_is_expanded_has_rows,
    references_may_dangle,
    expanded_or_not_it_is_the_same_content,
    an_expanded_object_that_cannot_be_stored_stays_in_its_parent,
}
