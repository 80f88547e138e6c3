//! A secret speaks for what its endpoint is, and for no other account.

use chrono::Utc;
use diesel_stripe::Error;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::signature::{WebhookSecret, sign};
use diesel_stripe::webhook::{Answer, Endpoint};
use serde_json::{Value, json};

use crate::database::Database;
use crate::webhook::*;

fn endpoint(secret: &str) -> Endpoint {
    Endpoint::new([secret]).unwrap()
}

/// Delivers an event that names these accounts, signed with this secret.
async fn deliver(db: &mut impl Database, endpoint: &Endpoint, secret: &str, id: &str, named: &Value) -> Answer {
    let mut event = paid(id, 1, &id.replace("evt", "pi"), 5);
    event.as_object_mut().unwrap().extend(named.as_object().unwrap().clone());
    deliver_body(db, endpoint, secret, &event).await
}

async fn deliver_body(db: &mut impl Database, endpoint: &Endpoint, secret: &str, body: &Value) -> Answer {
    let body = body.to_string();
    let header = sign(body.as_bytes(), &WebhookSecret::new(secret), Utc::now());
    db.receive(endpoint, Some(header), body).await
}

/// `account evt_1, evt_2 of acct_1`
async fn owners(db: &mut impl Database) -> Vec<String> {
    db.inbox().await.iter().map(|event| format!("{} {}", event.id, event.stripe_account)).collect()
}

fn wrong(account: &str) -> Answer {
    Answer::WrongAccount { account: account.to_owned() }
}

async fn a_tenants_secret_speaks_for_that_tenant_only<D: Database>(db: &mut D) {
    with_effects(db).await;
    let tenant = endpoint("whsec_tenant").stripe_account("acct_1");
    for (id, named) in [
        ("evt_1", json!({})),
        ("evt_2", json!({"account": null})),
        ("evt_3", json!({"account": ""})),
        ("evt_4", json!({"account": " ", "context": ""})),
        ("evt_5", json!({"account": "acct_1"})),
        ("evt_6", json!({"context": "acct_1"})),
        ("evt_7", json!({"account": "acct_1", "context": "org_1/acct_1"})),
    ] {
        assert_eq!(deliver(db, &tenant, "whsec_tenant", id, &named).await, Answer::Stored, "{named}");
    }
    for (named, account) in [
        (json!({"account": "acct_2"}), "acct_2"),
        (json!({"account": "ACCT_1"}), "ACCT_1"),
        (json!({"account": "acct_1 "}), "acct_1 "),
        (json!({"context": "acct_2"}), "acct_2"),
        (json!({"context": "acct_1/acct_2"}), "acct_2"),
        (json!({"account": "", "context": "org_1/acct_2"}), "acct_2"),
        (json!({"account": "acct_1", "context": "acct_2"}), "acct_1"),
        (json!({"account": "acct_2", "context": "acct_1"}), "acct_2"),
    ] {
        let answer = deliver(db, &tenant, "whsec_tenant", "evt_9", &named).await;
        assert_eq!((&answer, answer.status()), (&wrong(account), 400), "{named}");
        assert!(answer.to_string().contains(account), "{answer}");
    }
    assert_eq!(owners(db).await, (1..=7).map(|n| format!("evt_{n} acct_1")).collect::<Vec<_>>());

    // And so are the objects, whatever the body says.
    db.process(&D::processor(&Script::succeeding(), None)).await.unwrap();
    assert_eq!(db.count("stripe_payment_intents").await, 7);
    for n in 1..=7 {
        assert_eq!(db.rows::<PaymentIntent>(&format!("pi_{n}"), "acct_1").await.len(), 1, "pi_{n}");
    }
}

async fn a_platforms_endpoint_receives_its_own_events(db: &mut impl Database) {
    let own = endpoint("whsec_own");
    for (id, named) in [("evt_1", json!({})), ("evt_2", json!({"account": "", "context": null}))] {
        assert_eq!(deliver(db, &own, "whsec_own", id, &named).await, Answer::Stored, "{named}");
    }
    for named in [json!({"account": "acct_1"}), json!({"context": "acct_p/acct_1"})] {
        assert_eq!(deliver(db, &own, "whsec_own", "evt_9", &named).await, wrong("acct_1"), "{named}");
    }
    // One that knows its id.
    let own = own.platform("acct_p");
    assert_eq!(deliver(db, &own, "whsec_own", "evt_3", &json!({"context": "org_1/acct_p"})).await, Answer::Stored);
    assert_eq!(deliver(db, &own, "whsec_own", "evt_9", &json!({"account": "acct_1"})).await, wrong("acct_1"));
    // No account is the platform.
    let own = endpoint("whsec_own").stripe_account("");
    assert_eq!(deliver(db, &own, "whsec_own", "evt_9", &json!({"account": "acct_1"})).await, wrong("acct_1"));
    assert_eq!(owners(db).await, ["evt_1 ", "evt_2 ", "evt_3 "]);
}

async fn connects_endpoint_receives_those_of_connected_accounts(db: &mut impl Database) {
    let connect = endpoint("whsec_connect").connect();
    for (id, named) in [
        ("evt_1", json!({"account": "acct_1"})),
        ("evt_2", json!({"context": "acct_p/acct_2"})),
        ("evt_3", json!({"account": "", "context": "org_1/acct_3"})),
        ("evt_4", json!({"account": "acct_4", "context": "acct_p"})),
    ] {
        assert_eq!(deliver(db, &connect, "whsec_connect", id, &named).await, Answer::Stored, "{named}");
    }
    for named in [json!({}), json!({"account": ""}), json!({"context": "org_1"})] {
        let answer = deliver(db, &connect, "whsec_connect", "evt_9", &named).await;
        assert_eq!((&answer, answer.status()), (&wrong(""), 400), "{named}");
    }
    assert_eq!(owners(db).await, ["evt_1 acct_1", "evt_2 acct_2", "evt_3 acct_3", "evt_4 acct_4"]);
}

async fn thin_events_name_their_account_by_their_context(db: &mut impl Database) {
    let thin = |id: &str, context: Value| {
        json!({
            "id": id, "object": "v2.core.event", "type": "v1.billing.meter.no_meter_found", "livemode": false,
            "created": "2023-11-14T22:13:25.250Z", "context": context,
            "related_object": {"id": "mtr_1", "type": "billing.meter"},
        })
    };
    let tenant = endpoint("whsec_1").stripe_account("acct_1");
    for (id, context) in [("evt_1", json!(null)), ("evt_2", json!("acct_1")), ("evt_3", json!("acct_2/acct_1"))] {
        assert_eq!(deliver_body(db, &tenant, "whsec_1", &thin(id, context)).await, Answer::Stored);
    }
    let other = thin("evt_9", json!("acct_1/acct_2"));
    assert_eq!(deliver_body(db, &tenant, "whsec_1", &other).await, wrong("acct_2"));
    let own = endpoint("whsec_1");
    assert_eq!(deliver_body(db, &own, "whsec_1", &other).await, wrong("acct_2"));
    assert_eq!(deliver_body(db, &own.connect(), "whsec_1", &other).await, Answer::Stored);
    assert_eq!(owners(db).await, ["evt_1 acct_1", "evt_2 acct_1", "evt_3 acct_1", "evt_9 acct_2"]);
}

async fn each_secret_of_one_url_speaks_for_its_own(db: &mut impl Database) {
    let both = endpoint("whsec_own").and(endpoint("whsec_connect").connect());
    let (own, theirs) = (json!({}), json!({"account": "acct_1"}));
    assert_eq!(deliver(db, &both, "whsec_own", "evt_1", &own).await, Answer::Stored);
    assert_eq!(deliver(db, &both, "whsec_connect", "evt_2", &theirs).await, Answer::Stored);
    assert_eq!(deliver(db, &both, "whsec_own", "evt_9", &theirs).await, wrong("acct_1"));
    assert_eq!(deliver(db, &both, "whsec_connect", "evt_9", &own).await, wrong(""));
    assert_eq!(deliver(db, &both, "whsec_other", "evt_9", &own).await.status(), 400);
    // Stripe's command line has one secret for both.
    let cli = endpoint("whsec_cli").platform("acct_p").and(endpoint("whsec_cli").connect());
    assert_eq!(deliver(db, &cli, "whsec_cli", "evt_3", &own).await, Answer::Stored);
    assert_eq!(deliver(db, &cli, "whsec_cli", "evt_4", &theirs).await, Answer::Stored);
    assert_eq!(deliver(db, &cli, "whsec_cli", "evt_5", &json!({"context": "acct_p"})).await, Answer::Stored);
    assert_eq!(owners(db).await, ["evt_1 ", "evt_2 acct_1", "evt_3 ", "evt_4 acct_1", "evt_5 "]);
}

async fn secrets_are_good_as_they_are_pasted(db: &mut impl Database) {
    let secrets = ["\u{feff}whsec_1\n", "\"whsec_2\"", " 'whsec_3'\r\n", "", "  \"\" "];
    let endpoint = Endpoint::new(secrets).unwrap();
    for (secret, id) in [("whsec_1", "evt_1"), ("whsec_2", "evt_2"), ("whsec_3", "evt_3")] {
        assert_eq!(deliver(db, &endpoint, secret, id, &json!({})).await, Answer::Stored, "{secret}");
    }
    assert_eq!(deliver(db, &endpoint, "", "evt_9", &json!({})).await.status(), 400);
    assert_eq!(owners(db).await.len(), 3);
}

#[test]
fn an_endpoint_without_a_secret_is_an_error_at_the_start() {
    let none: [&str; 0] = [];
    for secrets in [&none[..], &[""], &[" \n", "\"\"", "\u{feff}"]] {
        let error = Endpoint::new(secrets.iter().copied()).unwrap_err();
        assert!(matches!(&error, Error::Endpoint(why) if why.contains("no signing secret")), "{error}");
    }
    // Not Stripe's signing secrets: each would answer 400 for ever. None is repeated.
    for hush in ["sk_live_hush", "rk_test_hush", "pk_live_hush", "we_hush", "hush", "whsec_", "whsec_hush, whsec_hush"]
    {
        let error = Endpoint::new(["whsec_1", hush]).unwrap_err();
        assert!(matches!(&error, Error::Endpoint(why) if why.contains("secret 2 of 2")), "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}

contract! {
    a_tenants_secret_speaks_for_that_tenant_only,
    a_platforms_endpoint_receives_its_own_events,
    connects_endpoint_receives_those_of_connected_accounts,
    thin_events_name_their_account_by_their_context,
    each_secret_of_one_url_speaks_for_its_own,
    secrets_are_good_as_they_are_pasted,
}
