//! A host's own model over Stripe's objects.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::{Applied, Stale, Tied};
use diesel_stripe::model::StripeModel;
use diesel_stripe::objects::{PaymentIntent, Subscription, SubscriptionItem};
use diesel_stripe::{StripeData, migrations::create_table};
use serde_json::{Value, json};

use crate::database::Database;
use crate::models::{Entitlement, ShopPayment};
use crate::sent::{answer, data, event, intent};

async fn create<D: Database, M: StripeModel>(db: &mut D) {
    let sql = create_table(M::TABLE, D::DIALECT);
    db.execute(&sql).await.unwrap();
    db.execute(&sql).await.unwrap_or_else(|error| panic!("once more: {error}"));
}

fn order() -> Value {
    let mut json = intent("pi_1", 100);
    json["metadata"] = json!({"order_number": "A-7"});
    json["setup_future_usage"] = json!("off_session");
    json
}

async fn it_is_synced_like_any_other<D: Database>(db: &mut D) {
    create::<D, ShopPayment>(db).await;

    let synced = db.sync(data::<ShopPayment>(&order(), answer(5))).await.unwrap();

    assert_eq!(synced.outcome, Applied);
    let row: ShopPayment = db.row("pi_1").await;
    assert_eq!(row, synced.row);
    assert_eq!((row.amount, row.customer.as_deref()), (Some(100), Some("cus_1")));
    assert_eq!((row.order_number.as_deref(), row.usage_.as_deref()), (Some("A-7"), Some("off_session")));
    assert_eq!(db.sync(data::<ShopPayment>(&order(), answer(3))).await.unwrap().outcome, Stale);
    assert_eq!(db.count("stripe_payment_intents").await, 0, "the model's table, and no other");
    let outcomes = db.sync_many(vec![data::<ShopPayment>(&intent("pi_1", 7), answer(5))]).await.unwrap();
    assert!(matches!(outcomes[..], [Ok(Tied)]));
}

async fn a_mirror_with_it_writes_both_tables<D: Database>(db: &mut D) {
    create::<D, ShopPayment>(db).await;
    let mirror = Mirror::default().with::<ShopPayment>();
    db.sync(data::<PaymentIntent>(&order(), answer(5))).await.unwrap();

    let newer = data::<PaymentIntent>(&intent("pi_1", 200), event(5, "payment_intent.succeeded"));
    let outcomes = db.sync_any(&mirror, vec![newer]).await.unwrap();

    assert!(matches!(outcomes[..], [Ok(Tied)]), "in one of them: {outcomes:?}");
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(100));
    assert_eq!(db.row::<ShopPayment>("pi_1").await.amount, Some(200));
    let newest: StripeData<PaymentIntent> = data(&intent("pi_1", 300), event(7, "payment_intent.succeeded"));
    db.sync_any(&mirror, vec![newest]).await.unwrap();
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(300));
    assert_eq!(db.row::<ShopPayment>("pi_1").await.amount, Some(300));
}

async fn it_may_leave_out_the_parent_of_a_child<D: Database>(db: &mut D) {
    create::<D, Entitlement>(db).await;
    let mirror = Mirror::default().with::<Entitlement>();
    let item = json!({"id": "si_1", "object": "subscription_item", "subscription": "sub_1", "quantity": 3});
    let with = |items: &[Value], second| {
        let items = json!({"object": "list", "data": items, "has_more": false});
        data::<Subscription>(&json!({"id": "sub_1", "object": "subscription", "items": items}), answer(second))
    };

    db.sync_with(&mirror, with(&[item], 5)).await.unwrap();

    assert_eq!(db.row::<Entitlement>("si_1").await.quantity, Some(3));
    db.sync_with(&mirror, with(&[], 7)).await.unwrap();
    assert!(db.row::<SubscriptionItem>("si_1").await.deleted);
    assert!(db.row::<Entitlement>("si_1").await.deleted, "a removed item does not entitle");
}

contract! {
    it_is_synced_like_any_other,
    a_mirror_with_it_writes_both_tables,
    it_may_leave_out_the_parent_of_a_child,
}
