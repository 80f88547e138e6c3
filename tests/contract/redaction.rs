//! Secrets: what is not stored, or only if the host likes, and never shown.

use diesel_stripe::Error;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::Unchanged;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Charge, PaymentIntent};
use diesel_stripe::projection::Redact;
use diesel_stripe::webhook::Delivery;
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, data, event, in_event, intent};

const SECRET: &str = "pi_1_secret_hush";

fn with_secret() -> Value {
    let mut json = intent("pi_1", 100);
    json["client_secret"] = json!(SECRET);
    json
}

async fn a_client_secret_is_in_no_debug_and_no_error(db: &mut impl Database) {
    let data = data::<PaymentIntent>(&with_secret(), answer(5));
    let synced = db.sync(data.clone()).await.unwrap();
    assert_eq!(
        (data.client_secret().as_deref(), synced.row.client_secret()),
        (Some(SECRET), None),
        "the answer has it"
    );
    let keeps = Mirror::default().redact(Redact::default().keep_client_secrets());
    let mut kept = with_secret();
    kept["id"] = json!("pi_kept");
    let kept = db.sync_with(&keeps, crate::sent::data::<PaymentIntent>(&kept, answer(5))).await.unwrap();
    assert_eq!(kept.row.client_secret(), Some(SECRET), "for hosts that want it");

    let mut bad = with_secret();
    bad["next_action"] = (0..31).fold(json!(SECRET), |within, _| json!([within]));
    let malformed = db.sync(crate::sent::data::<PaymentIntent>(&bad, answer(7))).await.unwrap_err();
    let wrong = diesel_stripe::StripeData::<Charge>::from_json(with_secret().to_string(), answer(5)).unwrap_err();
    let truncated = with_secret().to_string().replace('}', "");
    let truncated = diesel_stripe::StripeData::<PaymentIntent>::from_json(truncated, answer(5)).unwrap_err();
    let in_event: diesel_stripe::StripeData<PaymentIntent> =
        in_event(5, "payment_intent.created", json!({"object": with_secret()}), json!({}));
    db.execute("DROP TABLE stripe_payment_intents").await.unwrap();
    let failed = db.sync(data.clone()).await.unwrap_err();
    assert!(matches!(failed, Error::Database { .. }));

    let mut shown = format!("{synced:?} {kept:?} {data:?} {in_event:?}");
    for error in [malformed, wrong, truncated, failed] {
        shown += &format!("{error} {error:?}");
    }
    assert!(!shown.contains("hush"), "{shown}");
}

async fn a_redacted_path_is_not_stored(db: &mut impl Database) {
    let mirror = Mirror::default().redact(Redact::default().path("payment_intent", "/metadata/order"));

    let row = db.sync_with(&mirror, data::<PaymentIntent>(&with_secret(), answer(5))).await.unwrap().row;

    assert_eq!(row.client_secret(), None);
    assert_eq!(row.metadata, Some(json!({})));
    let mut without = intent("pi_1", 100);
    without["metadata"] = json!({});
    assert_eq!(row.stripe_data, without, "and nothing else is missing");
    assert_eq!(row, db.row("pi_1").await);
}

async fn an_object_within_another_is_redacted_too(db: &mut impl Database) {
    let mirror = Mirror::default().redact(Redact::default().personal_data());
    let charge = json!({
        "id": "ch_1", "object": "charge", "amount": 5, "billing_details": {"name": "Ann"},
        "payment_intent": with_secret(),
    });
    db.sync_with(&mirror, data::<Charge>(&charge, answer(5))).await.unwrap();
    let texts =
        format!("{} {}", db.row::<Charge>("ch_1").await.stripe_data, db.row::<PaymentIntent>("pi_1").await.stripe_data);
    assert!(!texts.contains("hush") && !texts.contains("Ann"), "{texts}");
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(100));
}

async fn what_is_redacted_is_no_difference(db: &mut impl Database) {
    let mirror = Mirror::default().redact(Redact::default());
    db.sync_with(&mirror, data::<PaymentIntent>(&with_secret(), answer(5))).await.unwrap();
    // An event's object has no client secret.
    let without = data::<PaymentIntent>(&intent("pi_1", 100), event(5, "payment_intent.processing"));
    assert_eq!(db.sync_with(&mirror, without).await.unwrap().outcome, Unchanged);
}

async fn signing_secrets_are_never_stored(db: &mut impl Database) {
    let endpoint =
        json!({"id": "we_1", "object": "webhook_endpoint", "secret": "whsec_hush", "url": "https://shop.test"});
    db.sync(data::<StripeObject>(&endpoint, answer(5))).await.unwrap();
    let row: StripeObject = db.row("we_1").await;
    assert_eq!(row.stripe_data, json!({"id": "we_1", "object": "webhook_endpoint", "url": "https://shop.test"}));
    // Nor where the key comes twice.
    let text = r#"{"id": "we_2", "object": "webhook_endpoint", "secret": "whsec_hush", "secret": "whsec_hush"}"#;
    let twice = diesel_stripe::StripeData::<StripeObject>::from_json(text, answer(5)).unwrap();
    assert_eq!(db.sync(twice).await.unwrap().row.stripe_data, json!({"id": "we_2", "object": "webhook_endpoint"}));
}

async fn a_body_is_stored_without_what_is_redacted(db: &mut impl Database) {
    let redact = Redact::default().path("payment_intent", "/metadata/order~1number").field("color");
    let text = |id: &str, more: &str| {
        format!(
            r#" {{"id":"{id}","object":"event","type":"payment_intent.created","created":1700000005,"livemode":false,
            "data":{{"object":{{"id":"pi_1","object":"payment_intent"{more}}},"previous_attributes":{{{}}}}}}}"#,
            more.trim_start_matches(',')
        )
    };
    let bodies = [
        text("evt_1", ""),
        text("evt_2", r#","metadata":{"order/number":"hush","kept":1}"#),
        text("evt_3", r#","color":"hush","amount":1.50"#),
        text("evt_4", r#","client\u005fsecret":"hush""#),
        "{\"client_secret\": \"hush\", \"color\": 1}".to_owned(),
        "client_secret: no JSON".to_owned(),
    ];
    let read = |text: &String| Delivery::read_with(text.clone(), "", &redact);
    db.store(&bodies.each_ref().map(read)).await.unwrap();

    let stored = db.inbox().await;
    assert_eq!(stored[0].body, bodies[0], "byte for byte");
    let json = |n: usize| serde_json::from_str::<Value>(&stored[n].body).unwrap();
    for place in ["object", "previous_attributes"] {
        assert_eq!(json(1)["data"][place]["metadata"], json!({"kept": 1}));
        assert_eq!(json(2)["data"][place]["amount"], 1.5);
    }
    let all: String = stored.iter().map(|event| event.body.as_str()).collect();
    assert!(!all.contains("hush"), "{all}");
    assert!(stored.iter().any(|event| event.body == bodies[5]), "nobody knows what it says");
    assert_eq!(stored.iter().filter(|event| event.state == "dead").count(), 2);
}

async fn what_is_nested_too_deep_to_be_redacted_is_not_kept(db: &mut impl Database) {
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let text =
        format!(r#"{{"id": "evt_1", "type": "x", "data": {{"object": {{"client_secret": "hush", "deep": {deep}}}}}}}"#);
    db.store(&[Delivery::read(text, "")]).await.unwrap();
    let event = db.inbox().await.remove(0);
    assert_eq!((event.id.as_str(), event.state.as_str(), event.body.as_str()), ("evt_1", "dead", ""));
    assert!(event.last_error.unwrap().contains("cannot be redacted"));
}

contract! {
    a_body_is_stored_without_what_is_redacted,
    what_is_nested_too_deep_to_be_redacted_is_not_kept,
    a_client_secret_is_in_no_debug_and_no_error,
    a_redacted_path_is_not_stored,
    an_object_within_another_is_redacted_too,
    what_is_redacted_is_no_difference,
    signing_secrets_are_never_stored,
}
