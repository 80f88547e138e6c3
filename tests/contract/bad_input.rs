//! What cannot be stored is refused with an error that names it, and changes nothing.

use diesel_stripe::error::Subject;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::Applied;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::stripe_data::EventBody;
use diesel_stripe::stripe_data::MAX_BODY;
use diesel_stripe::{Error, StripeData};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, data, event, intent};

fn read(json: impl Into<Vec<u8>>) -> diesel_stripe::Result<StripeData<PaymentIntent>> {
    StripeData::from_json(json, answer(5).stripe_account("acct_1"))
}

#[test]
fn what_is_no_object_of_stripes_is_malformed() {
    let truncated = intent("pi_1", 100).to_string();
    for text in [
        "",
        " ",
        "null",
        "17",
        "[]",
        "\"pi_1\"",
        "not JSON",
        "<html>502 Bad Gateway</html>",
        "{}",
        r#"{"id": "pi_1"}"#,
        r#"{"object": "payment_intent"}"#,
        r#"{"object": "payment_intent", "id": ""}"#,
        r#"{"object": "payment_intent", "id": null}"#,
        r#"{"object": "payment_intent", "id": 7}"#,
        r#"{"object": "", "id": "pi_1"}"#,
        r#"{"object": "payment_intent", "id": "pi_1"} and more"#,
        &format!(r#"{{"object": "payment_intent", "id": "{}"}}"#, "x".repeat(256)),
        &truncated[..truncated.len() - 1],
        &truncated[..truncated.len() / 2],
    ] {
        let Err(Error::Malformed { subject, reason }) = read(text) else { panic!("{text:?} was read") };
        assert_eq!(subject.stripe_account, "acct_1", "{text:?}");
        assert!(!reason.is_empty());
    }
    assert!(matches!(read(b"{\"id\": \"pi_\xff\"}".as_slice()), Err(Error::Malformed { .. })), "not UTF-8");
    let Err(Error::Malformed { subject, .. }) = read(r#"{"object": "payment_intent"}"#) else { panic!() };
    assert_eq!(subject.object.as_deref(), Some("payment_intent"), "as far as it is known");
}

#[test]
fn an_object_of_another_kind_than_the_model_is_refused() {
    let customer = json!({"id": "cus_1", "object": "customer"}).to_string();
    let error = read(customer.clone()).unwrap_err();
    assert!(matches!(&error, Error::WrongObject { subject, expected: "payment_intent" }
        if *subject == Subject::new("customer", "cus_1", "acct_1")));
    assert_eq!(error.to_string(), "customer cus_1 of acct_1 is not a payment_intent");
    let any = StripeData::<StripeObject>::from_json(customer, answer(5)).unwrap();
    assert!(matches!(any.into_model::<PaymentIntent>(), Err(Error::WrongObject { .. })));
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let of_size = |size: usize| {
        let head = r#"{"id": "pi_1", "object": "payment_intent", "description": ""#;
        format!(r#"{head}{}"}}"#, "x".repeat(size - head.len() - 2))
    };
    assert!(read(of_size(MAX_BODY)).is_ok());
    let size = MAX_BODY + 1;
    assert!(matches!(read(of_size(size)), Err(Error::TooLarge { size: s, limit: MAX_BODY }) if s == size));
    assert!(matches!(EventBody::read(of_size(size), ""), Err(Error::TooLarge { .. })));
}

#[test]
fn what_is_no_event_is_malformed() {
    for text in ["", "{}", "[]", r#"{"id": "evt_1", "type": "x"}"#, r#"{"id": "evt_1", "type": "x", "created": "now"}"#]
    {
        assert!(matches!(EventBody::read(text.to_owned(), ""), Err(Error::Malformed { .. })), "{text}");
    }
    // Times that not every database holds, or that no interval can begin at.
    for created in [i64::MAX, 8_210_266_876_799, 253_402_300_800, -62_135_596_801, i64::MIN] {
        let text = json!({"id": "evt_1", "type": "x", "created": created, "data": {"object": intent("pi_1", 1)}});
        let error = EventBody::read(text.to_string(), "").and_then(|body| body.object()).unwrap_err();
        assert!(
            matches!(&error, Error::Malformed { subject, .. } if subject.id.as_deref() == Some("evt_1")),
            "{error}"
        );
    }
}

/// What no database of the three holds.
fn too_deep() -> Value {
    let mut json = intent("pi_bad", 100);
    json["next_action"] = (0..31).fold(json!(1), |within, _| json!([within]));
    json
}

async fn what_is_nested_too_deep_is_refused(db: &mut impl Database) {
    let before = db.sync(data::<PaymentIntent>(&intent("pi_bad", 1), answer(1))).await.unwrap().row;
    let result = db.sync(data::<PaymentIntent>(&too_deep(), answer(5).stripe_account(""))).await;
    let Err(Error::Malformed { subject, reason }) = result else { panic!("stored") };
    assert_eq!(subject, Subject::new("payment_intent", "pi_bad", ""));
    assert!(reason.starts_with("nested deeper"), "{reason}");
    assert_eq!(db.row::<PaymentIntent>("pi_bad").await, before);
    assert_eq!(db.queued().await, []);
}

async fn one_bad_object_does_not_fail_its_page(db: &mut impl Database) {
    let bad = too_deep();
    for n in 0..2 {
        let of = |id: &str| data::<PaymentIntent>(&intent(&format!("{id}_{n}"), 1), event(5, "x"));
        let batch = vec![of("pi_a"), data(&bad, answer(5)), of("pi_b")];
        let outcomes = match n % 2 {
            0 => db.sync_many(batch).await,
            _ => db.sync_any(&Mirror::default(), batch).await,
        };
        let outcomes = outcomes.unwrap_or_else(|error| panic!("{error}"));
        assert!(matches!(outcomes[..], [Ok(Applied), Err(Error::Malformed { .. }), Ok(Applied)]), "{outcomes:?}");
        assert_eq!(db.row::<PaymentIntent>(&format!("pi_b_{n}")).await.amount, Some(1));
    }
    assert!(db.rows::<PaymentIntent>("pi_bad", "").await.is_empty());
}

async fn a_refusal_leaves_the_hosts_transaction_usable(db: &mut impl Database) {
    db.sync(data::<Customer>(&json!({"id": "cus_1", "object": "customer", "livemode": false}), answer(1)))
        .await
        .unwrap();
    db.begin().await;
    assert!(db.sync(data::<PaymentIntent>(&too_deep(), answer(5))).await.is_err());
    let mut live = intent("pi_live", 1);
    live["livemode"] = json!(true);
    assert!(matches!(db.sync(data::<PaymentIntent>(&live, answer(5))).await, Err(Error::WrongMode { .. })));
    db.sync(data::<PaymentIntent>(&intent("pi_1", 1), answer(5))).await.unwrap();
    db.commit().await;
    assert_eq!(db.count("stripe_payment_intents").await, 1);
}

async fn an_error_of_the_database_says_what_was_being_written(db: &mut impl Database) {
    db.execute("DROP TABLE stripe_payment_intents").await.unwrap();
    let error = db.sync(data::<PaymentIntent>(&intent("pi_1", 1), answer(5))).await.unwrap_err();
    assert!(matches!(error, Error::Database { .. }));
    assert!(error.to_string().contains("payment_intent pi_1"), "{error}");
}

contract! {
    what_is_nested_too_deep_is_refused,
    one_bad_object_does_not_fail_its_page,
    a_refusal_leaves_the_hosts_transaction_usable,
    an_error_of_the_database_says_what_was_being_written,
}
