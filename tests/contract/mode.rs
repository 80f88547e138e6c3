//! A mirror holds live objects or test objects, never both.

use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::Applied;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Coupon, Customer, PaymentIntent, Subscription, SubscriptionItem};
use diesel_stripe::{Error, StripeData};
use serde_json::json;

use crate::database::Database;
use crate::scripted::Scripted;
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

/// An event's object.
fn told(id: &str, livemode: bool) -> StripeData<PaymentIntent> {
    let mut json = intent(id, 100);
    json["livemode"] = json!(livemode);
    data(&json, event(5, "payment_intent.updated"))
}

async fn an_event_does_not_choose_the_mode(db: &mut impl Database) {
    let refused = db.sync(told("pi_test", false)).await.map(|synced| synced.outcome);
    assert!(
        matches!(&refused, Err(Error::NoMode { doing }) if doing.contains("payment_intent pi_test")),
        "{refused:?}"
    );
    let batch = db.sync_any(&Mirror::default(), vec![told("pi_test", false), told("pi_live", true)]).await;
    assert!(matches!(batch, Err(Error::NoMode { .. })), "{batch:?}");
    let many = db.sync_many(vec![told("pi_test", false)]).await;
    assert!(matches!(many, Err(Error::NoMode { .. })), "{many:?}");
    assert_eq!((db.count("stripe_payment_intents").await, db.livemode().await.unwrap()), (0, None));

    // The host goes on as if nothing had come, and its mode is its own to choose.
    db.sync_with(&Mirror::live(), told("pi_live", true)).await.unwrap();
    assert_eq!(db.livemode().await.unwrap(), Some(true));
    assert!(is_refused(&db.sync(told("pi_test", false)).await, "pi_test", false));
    db.sync(told("pi_live_too", true)).await.unwrap();
    assert_eq!(db.count("stripe_payment_intents").await, 2);
}

async fn of_a_batch_an_answer_chooses_whatever_comes_before_it(db: &mut impl Database) {
    let outcomes = db.sync_any(&Mirror::default(), vec![told("pi_1", false), of("pi_2", Some(true))]).await.unwrap();
    assert!(is_refused(&outcomes[0], "pi_1", false) && outcomes[1].is_ok(), "{outcomes:?}");
    assert_eq!(db.livemode().await.unwrap(), Some(true));
}

async fn in_a_hosts_transaction_an_event_without_a_mode_leaves_it_usable(db: &mut impl Database) {
    db.begin().await;
    assert!(matches!(db.sync(told("pi_1", false)).await, Err(Error::NoMode { .. })));
    db.sync(of("pi_2", Some(false))).await.unwrap();
    db.sync(told("pi_1", false)).await.unwrap();
    db.commit().await;
    assert_eq!(db.count("stripe_payment_intents").await, 2);
}

async fn a_mirror_of_the_wrong_mode_is_an_error_wherever_it_is_used(db: &mut impl Database) {
    assert!(matches!(db.ensure_mode(&Mirror::default()).await, Err(Error::NoMode { .. })));
    assert!(db.ensure_mode(&Mirror::live()).await.unwrap());
    assert!(db.ensure_mode(&Mirror::live()).await.unwrap());
    assert!(db.ensure_mode(&Mirror::default()).await.unwrap());

    let wrong = db.ensure_mode(&Mirror::test()).await.unwrap_err();
    assert!(matches!(wrong, Error::WrongMirrorMode { livemode: false }), "{wrong}");
    let text = wrong.to_string();
    assert!(text.contains("livemode = false") && text.contains("livemode = true"), "{text}");
    // Neither what fits the mirror, nor what fits the database.
    for sent in [of("pi_1", Some(false)), of("pi_1", Some(true)), told("pi_1", false), told("pi_1", true)] {
        let refused = db.sync_with(&Mirror::test(), sent.clone()).await.map(|synced| synced.outcome);
        let is_wrong = |error: &Error| matches!(error, Error::WrongMirrorMode { .. } | Error::WrongMode { .. });
        assert!(refused.as_ref().is_err_and(is_wrong), "{refused:?}");
        let batch = db.sync_any(&Mirror::test(), vec![sent]).await.and_then(|mut outcomes| outcomes.remove(0));
        assert!(batch.as_ref().is_err_and(is_wrong), "{batch:?}");
    }
    let stripe = Scripted::start([]).await;
    let drained = db.drain(&stripe.client(), &Mirror::test()).await;
    assert!(matches!(drained, Err(Error::WrongMirrorMode { livemode: false })), "{drained:?}");
    assert!(stripe.requests().is_empty());
    assert_eq!((db.count("stripe_payment_intents").await, db.livemode().await.unwrap()), (0, Some(true)));
}

async fn a_refresh_of_the_wrong_mode_replaces_no_row(db: &mut impl Database) {
    db.sync(of("pi_1", Some(true))).await.unwrap();
    // A tie.
    for amount in [1, 2] {
        let mut json = intent("pi_1", amount);
        json["livemode"] = json!(true);
        db.sync(data::<PaymentIntent>(&json, event(9, "payment_intent.updated"))).await.unwrap();
    }
    let before = db.row::<PaymentIntent>("pi_1").await;
    assert_eq!(db.queued().await.len(), 1);
    // The client's key is a test key.
    let stripe = Scripted::start([(200, intent("pi_1", 7))]).await;
    let _ = db.drain(&stripe.client(), &Mirror::default()).await;
    assert_eq!(db.row::<PaymentIntent>("pi_1").await, before);
    assert_eq!(db.queued().await.len(), 1, "it is still to be read");
}

async fn the_mode_is_changed_where_nothing_is_of_the_other(db: &mut impl Database) {
    assert!(matches!(db.change_mode(&Mirror::default()).await, Err(Error::NoMode { .. })));
    // Where there is none, it is stored.
    db.change_mode(&Mirror::test()).await.unwrap();
    assert_eq!(db.livemode().await.unwrap(), Some(false));
    // A row without a mode is of the other mode all the same.
    db.sync(of("pi_1", None)).await.unwrap();
    db.sync(data::<Customer>(&json!({"id": "cus_1", "object": "customer", "livemode": false}), answer(5)))
        .await
        .unwrap();
    db.sync(data::<StripeObject>(&json!({"id": "gold", "object": "plan"}), answer(5))).await.unwrap();
    db.change_mode(&Mirror::test()).await.unwrap();

    let refused = db.change_mode(&Mirror::live()).await;
    let Err(Error::ModeInUse { livemode: true, mut tables }) = refused else { panic!("{refused:?}") };
    tables.sort();
    assert_eq!(tables, ["stripe_customers", "stripe_objects", "stripe_payment_intents"]);
    assert_eq!(db.livemode().await.unwrap(), Some(false));

    for table in tables {
        db.execute(&format!("DELETE FROM {table}")).await.unwrap();
    }
    db.change_mode(&Mirror::live()).await.unwrap();
    assert_eq!(db.livemode().await.unwrap(), Some(true));
    db.sync(of("pi_live", Some(true))).await.unwrap();
    assert!(is_refused(&db.sync(of("pi_test", Some(false))).await, "pi_test", false));
}

async fn what_has_no_mode_is_not_written_by_a_mirror_of_the_other(db: &mut impl Database) {
    db.ensure_mode(&Mirror::test()).await.unwrap();
    let (gold, gone) = (
        json!({"id": "gold", "object": "coupon", "name": "A"}),
        json!({"id": "gold", "object": "coupon", "deleted": true}),
    );
    db.sync(data::<Coupon>(&gold, answer(5))).await.unwrap();
    let live = Mirror::live();
    let wrong = |error: &Error| matches!(error, Error::WrongMirrorMode { livemode: true });
    for json in [&gone, &json!({"id": "silver", "object": "coupon"})] {
        let one = db.sync_with::<Coupon>(&live, data(json, answer(9))).await.map(|_| ());
        assert!(one.as_ref().is_err_and(wrong), "{one:?}");
        let many = db.sync_any(&live, vec![data::<Coupon>(json, answer(9))]).await.map(|_| ());
        assert!(many.as_ref().is_err_and(wrong), "{many:?}");
    }
    let item = json!({"id": "si_1", "object": "subscription_item", "subscription": "sub_1"});
    let one = db.sync_with::<SubscriptionItem>(&live, data(&item, answer(9))).await.map(|_| ());
    assert!(one.as_ref().is_err_and(wrong), "{one:?}");
    assert!(!db.row::<Coupon>("gold").await.deleted);
    assert_eq!(db.count("stripe_coupons").await + db.count("stripe_subscription_items").await, 1);
    // The right one writes them.
    db.sync_with::<Coupon>(&Mirror::test(), data(&gone, answer(9))).await.unwrap();
    assert!(db.row::<Coupon>("gold").await.deleted);
}

async fn what_is_queued_keeps_the_mode(db: &mut impl Database) {
    db.ensure_mode(&Mirror::test()).await.unwrap();
    let subscription = json!({
        "id": "sub_1", "object": "subscription", "livemode": false,
        "items": {"object": "list", "data": [], "has_more": true},
    });
    db.sync_any(&Mirror::default(), vec![data::<Subscription>(&subscription, answer(5))]).await.unwrap();
    db.execute("DELETE FROM stripe_subscriptions").await.unwrap();
    let refused = db.change_mode(&Mirror::live()).await;
    assert!(matches!(&refused, Err(Error::ModeInUse { tables, .. }) if tables == &["stripe_refreshes"]), "{refused:?}");
}

async fn the_first_object_with_a_mode_fills_a_tombstone_too(db: &mut impl Database) {
    let gone = json!({"id": "cus_1", "object": "customer", "deleted": true});
    db.sync(data::<Customer>(&gone, answer(9))).await.unwrap();
    let before = json!({"id": "cus_1", "object": "customer", "email": "ann@example.com", "livemode": false});

    let row = db.sync(data::<Customer>(&before, answer(5))).await.unwrap().row;

    assert_eq!((row.deleted, row.email.as_deref()), (true, Some("ann@example.com")));
}

contract! { without_mode:
    the_first_object_with_a_mode_fills_a_tombstone_too,
    a_test_object_is_refused_by_a_live_mirror,
    a_live_object_is_refused_by_a_test_mirror,
    of_a_batch_only_the_wrong_ones_are_refused,
    an_object_without_a_mode_fits_either,
    a_refused_object_does_not_choose_the_mode,
    an_expanded_object_of_the_wrong_mode_stays_in_its_parent,
    a_transaction_that_began_before_the_mode_was_chosen_obeys_it,
    an_event_does_not_choose_the_mode,
    of_a_batch_an_answer_chooses_whatever_comes_before_it,
    in_a_hosts_transaction_an_event_without_a_mode_leaves_it_usable,
    a_mirror_of_the_wrong_mode_is_an_error_wherever_it_is_used,
    a_refresh_of_the_wrong_mode_replaces_no_row,
    the_mode_is_changed_where_nothing_is_of_the_other,
    what_has_no_mode_is_not_written_by_a_mirror_of_the_other,
    what_is_queued_keeps_the_mode,
}
