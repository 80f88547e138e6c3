//! Secrets: what is not stored if the host likes, and never shown.

use diesel_stripe::Error;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::Unchanged;
use diesel_stripe::model::Redact;
use diesel_stripe::objects::{Charge, PaymentIntent, StripeObject};
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
    assert_eq!(synced.row.client_secret(), Some(SECRET), "the row has it");

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

    let mut shown = format!("{synced:?} {data:?} {in_event:?}");
    for error in [malformed, wrong, truncated, failed] {
        shown += &format!("{error} {error:?}");
    }
    assert!(!shown.contains("hush"), "{shown}");
}

async fn a_redacted_path_is_not_stored(db: &mut impl Database) {
    let mirror = Mirror::default().redact(Redact::default().client_secrets().path("payment_intent", "/metadata/order"));

    let row = db.sync_with(&mirror, data::<PaymentIntent>(&with_secret(), answer(5))).await.unwrap().row;

    assert_eq!(row.client_secret(), None);
    assert_eq!(row.metadata, Some(json!({})));
    let mut without = intent("pi_1", 100);
    without["metadata"] = json!({});
    assert_eq!(row.stripe_data, without, "and nothing else is missing");
    assert_eq!(row, db.row("pi_1").await);
}

async fn an_object_within_another_is_redacted_too(db: &mut impl Database) {
    let mirror = Mirror::default().redact(Redact::default().client_secrets().personal_data());
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
    let mirror = Mirror::default().redact(Redact::default().client_secrets());
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

contract! {
    a_client_secret_is_in_no_debug_and_no_error,
    a_redacted_path_is_not_stored,
    an_object_within_another_is_redacted_too,
    what_is_redacted_is_no_difference,
    signing_secrets_are_never_stored,
}
