//! Objects of connected accounts are theirs.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::{Applied, Tied};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Coupon, Customer, PaymentIntent};
use serde_json::json;

use crate::database::Database;
use crate::sent::{answer, data, event, in_event, intent};

async fn an_event_of_an_account_is_not_the_platforms(db: &mut impl Database) {
    let paid = json!({"object": intent("pi_1", 100)});
    let data = in_event::<PaymentIntent>(5, "payment_intent.succeeded", paid, json!({"account": "acct_1"}));

    let row = db.sync(data).await.unwrap().row;

    assert_eq!(row.stripe_account, "acct_1");
    assert_eq!(row.api_version.as_deref(), Some("2026-09-30.endive"));
    assert!(db.rows::<PaymentIntent>("pi_1", "").await.is_empty());
    assert_eq!(db.rows::<PaymentIntent>("pi_1", "acct_1").await, [row]);
}

async fn chosen_ids_of_two_accounts_do_not_collide(db: &mut impl Database) {
    let gold = |name: &str, account: &str| {
        data::<Coupon>(&json!({"id": "gold", "object": "coupon", "name": name}), answer(5).stripe_account(account))
    };
    let batch = vec![gold("ours", ""), gold("theirs", "acct_1"), gold("others", "acct_2")];
    let outcomes = db.sync_many(batch).await.unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Applied))));
    for (account, name) in [("", "ours"), ("acct_1", "theirs"), ("acct_2", "others")] {
        let rows = db.rows::<Coupon>("gold", account).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].name.as_deref(), Some(name));
    }
    let gone = json!({"id": "gold", "object": "coupon", "deleted": true});
    db.sync(data::<Coupon>(&gone, answer(7).stripe_account("acct_1"))).await.unwrap();
    assert!(!db.row::<Coupon>("gold").await.deleted);
    assert!(db.rows::<Coupon>("gold", "acct_1").await[0].deleted);
}

async fn what_is_within_an_object_is_of_its_account(db: &mut impl Database) {
    let mut json = intent("pi_1", 100);
    json["customer"] = json!({"id": "cus_1", "object": "customer", "name": "Ann"});
    db.sync(data::<PaymentIntent>(&json, answer(5).stripe_account("acct_1"))).await.unwrap();
    assert!(db.rows::<Customer>("cus_1", "").await.is_empty());
    assert_eq!(db.rows::<Customer>("cus_1", "acct_1").await.len(), 1);
}

async fn a_tie_is_queued_for_its_account(db: &mut impl Database) {
    for amount in [1, 2] {
        let origin = event(5, "payment_intent.succeeded").stripe_account("acct_1");
        db.sync(data::<PaymentIntent>(&intent("pi_1", amount), origin)).await.unwrap();
    }
    let platforms = data::<PaymentIntent>(&intent("pi_1", 3), event(5, "payment_intent.succeeded"));
    assert_eq!(db.sync(platforms).await.unwrap().outcome, Applied);
    let queued = db.queued().await;
    assert_eq!(queued.len(), 1);
    assert_eq!(queued[0].stripe_account, "acct_1");
}

async fn two_kinds_without_tables_may_share_an_id(db: &mut impl Database) {
    let of = |object: &str, name: &str| {
        data::<StripeObject>(&json!({"id": "gold", "object": object, "name": name}), answer(5))
    };
    let batch = vec![of("gadget", "a gadget"), of("widget", "a widget")];
    let outcomes = db.sync_any(&Mirror::default(), batch).await.unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Applied))));
    let rows = db.rows::<StripeObject>("gold", "").await;
    let mut said: Vec<_> = rows.iter().map(|row| (&*row.object, row.stripe_data["name"].as_str().unwrap())).collect();
    said.sort_unstable();
    assert_eq!(said, [("gadget", "a gadget"), ("widget", "a widget")]);
    assert_eq!(db.sync(of("gadget", "another")).await.unwrap().outcome, Tied);
}

async fn ids_differ_by_case(db: &mut impl Database) {
    for (id, amount) in [("pi_a", 1), ("pi_A", 2)] {
        db.sync(data::<PaymentIntent>(&intent(id, amount), answer(5))).await.unwrap();
    }
    assert_eq!(db.row::<PaymentIntent>("pi_a").await.amount, Some(1));
    assert_eq!(db.row::<PaymentIntent>("pi_A").await.amount, Some(2));
}

contract! {
    an_event_of_an_account_is_not_the_platforms,
    chosen_ids_of_two_accounts_do_not_collide,
    what_is_within_an_object_is_of_its_account,
    a_tie_is_queued_for_its_account,
    two_kinds_without_tables_may_share_an_id,
    ids_differ_by_case,
}
