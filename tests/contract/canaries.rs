//! A secret and a person go through all that there is, and then every column of every table is searched for them.

use chrono::Utc;
use diesel_stripe::calls::Recovered;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::projection::Redact;
use diesel_stripe::refresh::Drained;
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::webhook::signature::{WebhookSecret, sign};
use diesel_stripe::webhook::{Answer, Endpoint};
use serde_json::{Value, json};

use crate::calling::Calling;
use crate::scripted::Scripted;
use crate::sent::{answer, data, event, intent};
use crate::webhook::{Act, Script, body, states, stored, with_effects};

const SECRET: &str = "pi_1_secret_canary";
const E_MAIL: &str = "canary@mail.test";
const NAME: &str = "Canary Bird";
const CARD: &str = "4000009990000008";

/// The columns in which a text is, as `stripe_events.body`.
async fn columns_with<D: Calling>(db: &mut D, text: &str) -> Vec<String> {
    let columns = match D::DIALECT {
        SqlDialect::Sqlite => {
            "SELECT m.name || '.' || c.name AS value FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
        SqlDialect::Postgres => {
            "SELECT table_name || '.' || column_name AS value FROM information_schema.columns \
             WHERE table_schema = current_schema()"
        }
        SqlDialect::Mysql => {
            "SELECT CONCAT(table_name, '.', column_name) AS value FROM information_schema.columns \
             WHERE table_schema = DATABASE()"
        }
    };
    let columns: Vec<String> = db.values(columns).await.into_iter().flatten().collect();
    assert!(columns.len() > 200, "{columns:?}");
    let (quote, kind) = if D::DIALECT == SqlDialect::Mysql { ('`', "CHAR") } else { ('"', "TEXT") };
    let mut found = Vec::new();
    for column in columns {
        let (table, name) = column.split_once('.').unwrap();
        let value = format!("CAST({quote}{name}{quote} AS {kind})");
        let search = format!("SELECT {value} AS value FROM {quote}{table}{quote} WHERE {value} LIKE '%{text}%'");
        if !db.values(&search).await.is_empty() {
            found.push(column);
        }
    }
    found
}

/// Objects of many kinds that say who somebody is, and what nobody is to know.
fn objects() -> Vec<Value> {
    let person = json!({"name": NAME, "email": E_MAIL, "phone": null, "address": {"line1": NAME}});
    let mut intent = intent("pi_1", 100);
    intent["client_secret"] = json!(SECRET);
    intent["shipping"] = person.clone();
    intent["receipt_email"] = json!(E_MAIL);
    intent["next_action"] = json!({"use_stripe_sdk": {"source": SECRET}, "redirect_to_url": {
        "url": format!("https://hooks.stripe.com/redirect?client_secret={SECRET}")}});
    intent["last_payment_error"] = json!({"code": "card_declined", "payment_method": {"id": "pm_1", "object": "payment_method", "billing_details": person}});
    let invoice = json!({
        "id": "in_1", "object": "invoice", "customer_email": E_MAIL, "customer_name": NAME, "customer_address": {"line1": NAME},
        "confirmation_secret": {"client_secret": SECRET}, "payment_intent": intent.clone(),
    });
    let of = |object: &str, mut fields: Value| {
        fields["id"] = json!(format!("{}_1", object.replace('.', "_")));
        fields["object"] = json!(object);
        fields
    };
    vec![
        intent,
        invoice,
        of("charge", json!({"billing_details": person, "receipt_email": E_MAIL})),
        of("customer", json!({"name": NAME, "email": E_MAIL, "address": person["address"]})),
        of("payment_method", json!({"billing_details": person, "link": {"email": E_MAIL}})),
        of("account", json!({"email": E_MAIL, "individual": person, "business_profile": {"support_email": E_MAIL}})),
        of("person", json!({"first_name": NAME, "email": E_MAIL, "address": person["address"]})),
        of("bank_account", json!({"account_holder_name": NAME})),
        of("tax_id", json!({"value": NAME})),
        of("checkout.session", json!({"client_secret": SECRET, "customer_details": person})),
        of("issuing.cardholder", json!({"name": NAME, "billing": person})),
        of("issuing.card", json!({"number": CARD, "cvc": CARD})),
        of("webhook_endpoint", json!({"secret": SECRET})),
        of("apps.secret", json!({"payload": SECRET})),
        of("of.tomorrow", json!({"deep": [{"client_secret": SECRET, "email": E_MAIL}]})),
    ]
}

async fn deliver(db: &mut impl Calling, endpoint: &Endpoint, text: String) {
    let signature = sign(text.as_bytes(), &WebhookSecret::new("whsec_1"), Utc::now());
    assert_eq!(db.receive(endpoint, Some(signature), text).await, Answer::Stored);
}

async fn secrets_and_people_are_in_no_column<D: Calling>(db: &mut D) {
    let redact = Redact::default().personal_data();
    let mirror = Mirror::default().redact(redact.clone());
    let endpoint = Endpoint::new(["whsec_1"]).unwrap().redact(redact);
    with_effects(db).await;

    // Delivered, with what they were before; one is no event, and one is thin.
    for (object, n) in objects().into_iter().zip(0..) {
        let mut event = body(&format!("evt_{n}"), n, "some.event", object.clone());
        event["data"]["previous_attributes"] = object;
        deliver(db, &endpoint, event.to_string()).await;
    }
    deliver(db, &endpoint, json!({"no": "id", "client_secret": SECRET, "email": E_MAIL}).to_string()).await;
    let thin = json!({
        "id": "evt_thin", "object": "v2.core.event", "type": "v2.some.event", "created": "2026-01-01T00:00:00Z",
        "related_object": {"id": "x", "type": "customer"}, "data": {"name": NAME, "secret": SECRET},
    });
    deliver(db, &endpoint, thin.to_string()).await;
    // A handler's own error repeats what it was given.
    let script = Script::new(|seen| {
        if seen.id == "evt_1" { Act::FailWith("canary@mail.test has pi_1_secret_canary") } else { Act::Succeed }
    });
    let processed = db.process(&D::processor(&script, None)).await.unwrap();
    assert!(processed.applied > 10 && processed.failed == 1, "{processed:?} {}", states(db).await);
    assert_eq!(stored(db, "evt_1").await.last_error.as_deref(), Some("[e-mail] has [secret]"));

    // Answered, and then read again where two of a second differ, but Stripe refuses.
    let batch = objects().iter().map(|object| data::<StripeObject>(object, answer(100))).collect();
    assert!(db.sync_any(&mirror, batch).await.unwrap().iter().all(Result::is_ok));
    for amount in [1, 2] {
        let tied = data::<PaymentIntent>(&intent("pi_2", amount), event(200, "payment_intent.processing"));
        db.sync_with(&mirror, tied).await.unwrap();
    }
    let message = format!("Invalid e-mail address: {E_MAIL}, and {SECRET}");
    let refused = || (400, json!({"error": {"type": "invalid_request_error", "message": message}}));
    let scripted = Scripted::start([refused(), refused()]).await;
    let drained = db.drain(&scripted.client(), &mirror).await.unwrap();
    assert_eq!(drained, Drained { failed: 1, ..Drained::default() });
    assert!(
        db.queued().await[0].last_error.as_ref().unwrap().contains("Invalid e-mail address: [e-mail], and [secret]")
    );

    // Called, and refused.
    let request = CreateCustomer::new().email(E_MAIL).name(NAME);
    drop(db.store_create::<Customer>("customer:1", &request).await.unwrap());
    db.execute("UPDATE stripe_calls SET due_at = stored_at").await.unwrap();
    let recovered = db.recover_with(&scripted.client(), &mirror).await.unwrap();
    assert_eq!(recovered, Recovered { failed: 1, ..Recovered::default() });
    let call = db.found("customer:1", "").await.unwrap();
    assert_eq!((call.state.as_str(), call.body.as_str()), ("failed", ""));
    let error = db.try_retry("customer:1").await.unwrap_err();
    assert!(error.to_string().contains("its form is not kept"), "{error}");

    for text in [SECRET, E_MAIL, NAME, CARD, "canary"] {
        assert_eq!(columns_with(db, text).await, Vec::<String>::new(), "{text}");
    }
    // The search finds what is there. A mirror that is told nothing keeps people, and no secrets.
    db.execute("DELETE FROM stripe_payment_intents").await.unwrap();
    let mut told = intent("pi_3", 1);
    told["receipt_email"] = json!(E_MAIL);
    told["client_secret"] = json!(SECRET);
    db.sync(data::<PaymentIntent>(&told, answer(300))).await.unwrap();
    assert!(columns_with(db, E_MAIL).await.contains(&"stripe_payment_intents.stripe_data".to_owned()));
    assert_eq!(columns_with(db, SECRET).await, Vec::<String>::new());
    let keeps = Mirror::default().redact(Redact::default().keep_client_secrets());
    let kept = db.sync_with(&keeps, data::<PaymentIntent>(&told, answer(400))).await.unwrap().row;
    assert_eq!(kept.client_secret(), Some(SECRET));
    assert_eq!(columns_with(db, SECRET).await, ["stripe_payment_intents.stripe_data"]);
}

contract! { secrets_and_people_are_in_no_column }
