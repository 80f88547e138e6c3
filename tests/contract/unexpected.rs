//! What is merely unexpected is stored.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::{Applied, Unchanged};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Coupon, Customer, Invoice, PaymentIntent, Subscription};
use diesel_stripe::{Error, Origin, StripeData};
use serde_json::{Map, Value, json};

use crate::database::Database;
use crate::sent::{answer, at, data, intent};

/// A payment intent with one field that is different.
async fn with(db: &mut impl Database, id: &str, field: &str, value: Value) -> PaymentIntent {
    let mut json = intent(id, 100);
    json[field] = value;
    let synced = db.sync(data::<PaymentIntent>(&json, answer(5))).await.unwrap();
    assert_eq!(synced.outcome, Applied);
    let row: PaymentIntent = db.row(id).await;
    assert_eq!(row, synced.row);
    assert_eq!(row.stripe_data, json);
    row
}

async fn an_unknown_enum_value_is_text(db: &mut impl Database) {
    let row = with(db, "pi_1", "status", json!("requires_patience")).await;
    assert_eq!(row.status.as_deref(), Some("requires_patience"));
    let row = with(db, "pi_2", "currency", json!("xyz")).await;
    assert_eq!(row.currency.as_deref(), Some("xyz"));
}

async fn amounts_are_integers_of_64_bits(db: &mut impl Database) {
    for (n, amount) in [0, -1, 1 << 31, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MIN].into_iter().enumerate() {
        let row = with(db, &format!("pi_{n}"), "amount", json!(amount)).await;
        assert_eq!(row.amount, Some(amount));
    }
}

async fn yen_have_no_cents(db: &mut impl Database) {
    let mut json = intent("pi_1", 500);
    json["currency"] = json!("jpy");
    let row = db.sync(data::<PaymentIntent>(&json, answer(5))).await.unwrap().row;
    assert_eq!((row.amount, row.currency.as_deref()), (Some(500), Some("jpy")), "as Stripe sent it");
}

async fn nulls_and_absent_fields_are_null(db: &mut impl Database) {
    let row = with(db, "pi_1", "amount", Value::Null).await;
    assert_eq!(row.amount, None);
    let row = with(db, "pi_2", "livemode", Value::Null).await;
    assert_eq!(row.livemode, None);
    let bare = json!({"id": "pi_3", "object": "payment_intent"});
    let row = db.sync(data::<PaymentIntent>(&bare, answer(5))).await.unwrap().row;
    assert_eq!((row.amount, row.customer, row.created, row.metadata), (None, None, None, None));
    let nulls = json!({"id": "sub_1", "object": "subscription", "items": null, "customer": null, "metadata": null});
    db.sync(data::<Subscription>(&nulls, answer(5))).await.unwrap();
    let empty = json!({"id": "pi_4", "object": "payment_intent", "customer": "", "status": "", "metadata": {}});
    let row = db.sync(data::<PaymentIntent>(&empty, answer(5))).await.unwrap().row;
    assert_eq!((row.customer.as_deref(), row.metadata), (Some(""), Some(json!({}))));
}

async fn fields_of_other_api_versions_are_found_and_kept(db: &mut impl Database) {
    let old = json!({"id": "in_1", "object": "invoice", "subscription": "sub_1", "a_field_of_2031": {"deep": [1]}});
    let new = json!({
        "id": "in_2", "object": "invoice",
        "parent": {"type": "subscription_details", "subscription_details": {"subscription": "sub_1"}},
    });
    for (json, version) in [(old, "2019-02-19"), (new, "2026-09-30.endive")] {
        let row = db.sync(data::<Invoice>(&json, answer(5).api_version(version))).await.unwrap().row;
        assert_eq!(row.subscription.as_deref(), Some("sub_1"));
        assert_eq!((row.api_version.as_deref(), row.stripe_data), (Some(version), json));
    }
    let item = json!({"id": "si_1", "object": "subscription_item", "current_period_end": 1_700_000_000});
    for (id, json) in [
        ("sub_1", json!({"object": "subscription", "current_period_end": 1_700_000_000})),
        ("sub_2", json!({"object": "subscription", "items": {"object": "list", "data": [item]}})),
    ] {
        let mut json = json;
        json["id"] = json!(id);
        let row = db.sync(data::<Subscription>(&json, answer(5))).await.unwrap().row;
        assert_eq!(row.current_period_end, Some(at(0)), "{id}");
    }
}

async fn an_odd_scalar_is_what_it_losslessly_is_or_null(db: &mut impl Database) {
    let at_micros = |micros| Some(chrono::DateTime::from_timestamp_micros(micros).unwrap());
    let row = with(db, "pi_1", "amount", json!("100")).await;
    assert_eq!(row.amount, Some(100));
    for (n, odd) in [json!(1.5), json!(true), json!([100]), json!({"value": 1}), json!(u64::MAX), json!(1e30)]
        .into_iter()
        .enumerate()
    {
        let row = with(db, &format!("pi_amount_{n}"), "amount", odd).await;
        assert_eq!((row.amount, row.currency.as_deref()), (None, Some("usd")), "the other columns are as ever");
    }
    assert_eq!(with(db, "pi_2", "status", json!(7)).await.status.as_deref(), Some("7"));
    assert_eq!(
        with(db, "pi_3", "canceled_at", json!(1_493_884_202.83)).await.canceled_at,
        at_micros(1_493_884_202_830_000)
    );
    let iso = json!("2017-05-04T07:50:02.830Z");
    assert_eq!(with(db, "pi_4", "canceled_at", iso).await.canceled_at, at_micros(1_493_884_202_830_000));
    assert_eq!(with(db, "pi_5", "canceled_at", json!(i64::MIN)).await.canceled_at, None);
    assert_eq!(with(db, "pi_6", "created", json!("2026-01-01")).await.created, None);
    assert_eq!(with(db, "pi_7", "customer", json!("c".repeat(256))).await.customer, None);
    let long = json!({"id": "c".repeat(256), "object": "customer"});
    assert_eq!(with(db, "pi_8", "customer", long).await.customer, None, "and it is no row");
    assert_eq!(db.count("stripe_customers").await, 0);
    let coupon = json!({"id": "gold", "object": "coupon", "percent_off": "0.5"});
    assert_eq!(db.sync(data::<Coupon>(&coupon, answer(5))).await.unwrap().row.percent_off, Some(0.5));
}

async fn a_mode_in_a_string_is_a_mode(db: &mut impl Database) {
    assert_eq!(with(db, "pi_1", "livemode", json!("false")).await.livemode, Some(false));
    let mut live = intent("pi_2", 100);
    live["livemode"] = json!("true");
    let refused = db.sync(data::<PaymentIntent>(&live, answer(5))).await;
    assert!(matches!(refused, Err(Error::WrongMode { livemode: true, .. })), "{refused:?}");
    assert_eq!(with(db, "pi_3", "livemode", json!("perhaps")).await.livemode, None);
}

async fn an_object_of_the_second_api_has_its_time(db: &mut impl Database) {
    let json = json!({
        "id": "acct_1", "object": "v2.core.account", "created": "2023-11-14T22:13:25.000Z", "livemode": false,
        "test_clock": null,
    });
    let data = data::<StripeObject>(&json, Origin::answer(at(5), chrono::TimeDelta::milliseconds(500)));
    assert_eq!(data.observed().from, at(5), "nothing is older than its creation");
    let row = db.sync(data).await.unwrap().row;
    assert_eq!((row.created, row.livemode), (Some(at(5)), Some(false)));
}

async fn an_id_may_have_255_characters(db: &mut impl Database) {
    for letter in ["i", "é", "😀"] {
        let id = letter.repeat(255);
        with(db, &id, "customer", json!(id)).await;
        let json = json!({"id": id, "object": "o".repeat(255)});
        db.sync(data::<StripeObject>(&json, answer(5).stripe_account("a".repeat(255)))).await.unwrap();
        assert_eq!(db.rows::<StripeObject>(&id, &"a".repeat(255)).await.len(), 1);
    }
}

async fn nul_characters_are_replaced_and_named(db: &mut impl Database) {
    let text = r#"{"id": "cus_1", "object": "customer", "name": "A\u0000nn\u0000", "metadata": {"a\u0000": "\ud800"}}"#;
    let data = StripeData::<Customer>::from_json(text, answer(5)).unwrap();
    assert_eq!(data.replaced(), ["/name", "/metadata/a\u{fffd}", "/metadata/a\u{fffd}"]);
    let row = db.sync(data).await.unwrap().row;
    assert_eq!(row.name.as_deref(), Some("A\u{fffd}nn\u{fffd}"));
    assert_eq!(row.metadata, Some(json!({"a\u{fffd}": "\u{fffd}"})));
    assert_eq!(row, db.row("cus_1").await);
    let again = StripeData::<Customer>::from_json(text, answer(5)).unwrap();
    assert_eq!(db.sync(again).await.unwrap().outcome, Unchanged);
}

async fn all_of_unicode_is_kept(db: &mut impl Database) {
    let name = "Zoë 東京 😀 \u{10ffff} \u{7f} \u{1}\t\n\"\\ '); DROP TABLE stripe_customers; -- \u{202e}";
    let json = json!({"id": "cus_1", "object": "customer", "name": name, "metadata": {name: name}});
    db.sync(data::<Customer>(&json, answer(5))).await.unwrap();
    let row: Customer = db.row("cus_1").await;
    assert_eq!(row.name.as_deref(), Some(name));
    assert_eq!((row.metadata, row.stripe_data), (Some(json!({name: name})), json));
}

async fn metadata_at_stripes_limits_is_kept(db: &mut impl Database) {
    let entries: Map<String, Value> = (0..50).map(|n| (format!("{n:é>40}"), json!("😀".repeat(500)))).collect();
    let row = with(db, "pi_1", "metadata", Value::Object(entries.clone())).await;
    assert_eq!(row.metadata, Some(Value::Object(entries)));
}

async fn large_objects_are_stored_many_at_once(db: &mut impl Database) {
    // Together they are larger than what MySQL takes in one statement by default, 16 MiB.
    let large = |n: usize| {
        let lines: Vec<Value> = (0..20).map(|line| json!({"text": "x".repeat(100_000), "n": line})).collect();
        let json = json!({"id": format!("cus_{n}"), "object": "customer", "name": "Ann", "lines": lines});
        data::<Customer>(&json, answer(5))
    };
    let outcomes = db.sync_many((0..10).map(large).collect()).await.unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Applied))), "{outcomes:?}");
    assert_eq!(db.count("stripe_customers").await, 10);
}

async fn long_texts_and_deep_json_are_stored(db: &mut impl Database) {
    let row = with(db, "pi_1", "status", json!("s".repeat(100_000))).await;
    assert_eq!(row.status.map(|status| status.len()), Some(100_000));
    // MariaDB holds 31 levels, the object included.
    let deep = (0..30).fold(json!(1), |within, _| json!([within]));
    with(db, "pi_2", "next_action", deep).await;
}

async fn times_are_utc_from_the_first_year_to_the_last(db: &mut impl Database) {
    for (n, seconds) in [0, -1, -62_135_596_800, 253_402_300_799, 2_147_483_648].into_iter().enumerate() {
        let row = with(db, &format!("pi_{n}"), "canceled_at", json!(seconds)).await;
        assert_eq!(row.canceled_at.map(|time| time.timestamp()), Some(seconds));
    }
    // The microseconds of an answer's start are kept, and nothing below them.
    let origin = Origin::answer(at(5), chrono::TimeDelta::nanoseconds(1_999));
    let row =
        db.sync(data::<Customer>(&json!({"id": "cus_1", "object": "customer"}), origin.clone())).await.unwrap().row;
    assert_eq!((at(5) - row.observed_from).num_nanoseconds(), Some(2_000));
    let again = data::<Customer>(&json!({"id": "cus_1", "object": "customer", "name": "Ann"}), origin);
    assert_eq!((row.observed_from, row.observed_to), (again.observed().from, again.observed().to));
}

async fn of_a_key_that_comes_twice_the_databases_agree(db: &mut impl Database) {
    let text = r#"{"id": "cus_1", "object": "customer", "name": "first", "name": "second"}"#;
    let row = db.sync(StripeData::<Customer>::from_json(text, answer(5)).unwrap()).await.unwrap().row;
    assert_eq!(row.name.as_deref(), row.stripe_data["name"].as_str(), "the column and the JSON say the same");
}

async fn a_kind_that_nobody_knows_is_stored_whole(db: &mut impl Database) {
    let json = json!({"id": "new_1", "object": "product.of_2031", "livemode": false, "amount": "1.50", "customer": 7});
    let outcomes = db.sync_any(&Mirror::default(), vec![data::<StripeObject>(&json, answer(5))]).await.unwrap();
    assert!(matches!(outcomes[..], [Ok(Applied)]));
    let row: StripeObject = db.row("new_1").await;
    assert_eq!((&*row.object, row.stripe_data), ("product.of_2031", json));
}

contract! {
    an_unknown_enum_value_is_text,
    amounts_are_integers_of_64_bits,
    yen_have_no_cents,
    nulls_and_absent_fields_are_null,
    fields_of_other_api_versions_are_found_and_kept,
    an_odd_scalar_is_what_it_losslessly_is_or_null,
    a_mode_in_a_string_is_a_mode,
    an_object_of_the_second_api_has_its_time,
    an_id_may_have_255_characters,
    nul_characters_are_replaced_and_named,
    all_of_unicode_is_kept,
    metadata_at_stripes_limits_is_kept,
    large_objects_are_stored_many_at_once,
    long_texts_and_deep_json_are_stored,
    times_are_utc_from_the_first_year_to_the_last,
    of_a_key_that_comes_twice_the_databases_agree,
    a_kind_that_nobody_knows_is_stored_whole,
}
