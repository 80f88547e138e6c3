//! A mirror holds live objects or test objects, never both.

use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::Applied;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::{Error, StripeData};
use serde_json::json;

use crate::database::Database;
use crate::sent::{answer, data, event, intent};

fn of(id: &str, livemode: Option<bool>) -> StripeData<PaymentIntent> {
    let mut json = intent(id, 100);
    json["livemode"] = json!(livemode);
    data(&json, answer(5))
}

fn is_refused<T>(result: &Result<T, Error>, id: &str, livemode: bool) -> bool {
    matches!(result, Err(Error::WrongMode { subject, livemode: refused })
        if subject.id.as_deref() == Some(id) && *refused == livemode)
}

async fn a_test_object_is_refused_by_a_live_mirror(db: &mut impl Database) {
    db.sync(of("pi_live", Some(true))).await.unwrap();

    let refused = db.sync(of("pi_test", Some(false))).await.map(|synced| synced.outcome);

    assert!(is_refused(&refused, "pi_test", false), "{refused:?}");
    assert_eq!(db.count("stripe_payment_intents").await, 1);
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("payment_intent pi_test") && error.contains("livemode = false"), "{error}");
}

async fn a_live_object_is_refused_by_a_test_mirror(db: &mut impl Database) {
    db.sync(of("pi_1", Some(false))).await.unwrap();
    // The row exists, and the object is newer.
    let mut live = intent("pi_1", 7);
    live["livemode"] = json!(true);
    let refused = db.sync(data::<PaymentIntent>(&live, event(9, "payment_intent.succeeded"))).await;
    assert!(is_refused(&refused, "pi_1", true));
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(100));
}

async fn of_a_batch_only_the_wrong_ones_are_refused(db: &mut impl Database) {
    let ids = ["pi_1", "pi_2", "pi_3", "pi_4"];
    let batch = vec![of(ids[0], None), of(ids[1], Some(true)), of(ids[2], Some(false)), of(ids[3], Some(true))];
    let outcomes = db.sync_any(&Mirror::default(), batch).await.unwrap();
    assert!(matches!(outcomes[..], [Ok(Applied), Ok(Applied), Err(_), Ok(Applied)]), "{outcomes:?}");
    assert!(is_refused(&outcomes[2], "pi_3", false));
    assert_eq!(db.count("stripe_payment_intents").await, 3);
}

async fn an_object_without_a_mode_fits_either(db: &mut impl Database) {
    db.sync(of("pi_1", None)).await.unwrap();
    db.sync(of("pi_2", Some(true))).await.unwrap();
    db.sync(of("pi_3", None)).await.unwrap();
    let refused = db.sync(of("pi_4", Some(false))).await;
    assert!(is_refused(&refused, "pi_4", false));
}

async fn a_refused_object_does_not_choose_the_mode(db: &mut impl Database) {
    let mut bad = intent("pi_1", 0);
    bad["livemode"] = json!(true);
    bad["next_action"] = (0..31).fold(json!(1), |within, _| json!([within]));
    assert!(matches!(db.sync(data::<PaymentIntent>(&bad, answer(5))).await, Err(Error::Malformed { .. })));
    db.sync(of("pi_2", Some(false))).await.unwrap();
}

async fn an_expanded_object_of_the_wrong_mode_stays_in_its_parent(db: &mut impl Database) {
    let mut json = intent("pi_1", 100);
    json["customer"] = json!({"id": "cus_1", "object": "customer", "livemode": true});
    db.sync(data::<PaymentIntent>(&json, answer(5))).await.unwrap();
    assert!(db.rows::<Customer>("cus_1", "").await.is_empty());
}

async fn a_transaction_that_began_before_the_mode_was_chosen_obeys_it<D: Database>(db: &mut D) {
    if D::DIALECT == SqlDialect::Sqlite {
        // There, nobody can write while another transaction has read and may write.
        return;
    }
    let mut other = db.another().await;
    db.begin().await;
    // On MySQL, this is what the transaction sees of the mirror from now on.
    assert_eq!(db.count("stripe_mirror").await, 0);
    other.sync(of("pi_live", Some(true))).await.unwrap();

    let refused = db.sync(of("pi_test", Some(false))).await;

    assert!(is_refused(&refused, "pi_test", false));
    db.commit().await;
    assert_eq!(db.count("stripe_payment_intents").await, 1);
}

contract! {
    a_test_object_is_refused_by_a_live_mirror,
    a_live_object_is_refused_by_a_test_mirror,
    of_a_batch_only_the_wrong_ones_are_refused,
    an_object_without_a_mode_fits_either,
    a_refused_object_does_not_choose_the_mode,
    an_expanded_object_of_the_wrong_mode_stays_in_its_parent,
    a_transaction_that_began_before_the_mode_was_chosen_obeys_it,
}
