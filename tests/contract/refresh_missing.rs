//! Only Stripe's word about this very object is a deletion, and of a live one it must say so twice.

use diesel_stripe::client::Client;
use diesel_stripe::error::Subject;
use diesel_stripe::mirror::{Hydrate, Mirror};
use diesel_stripe::objects::{Charge, Coupon, Customer, Invoice, PaymentIntent};
use diesel_stripe::refresh::{Drained, Refreshed};
use diesel_stripe::{Error, StripeData};
use serde_json::{Value, json};

use crate::database::Database;
use crate::refresh::{drained, tie, tie_customer};
use crate::scripted::{PLATFORM, Scripted};
use crate::sent::{answer, data, event, intent, stub};

const UNCONFIRMED: Drained = Drained { refreshed: 0, failed: 0, unconfirmed: 1, out_of_time: false };

fn error(code: Option<&str>, message: &str) -> Value {
    json!({"error": {"type": "invalid_request_error", "code": code, "message": message, "param": "id"}})
}

fn no_such(id: &str) -> (u16, Value) {
    (404, error(Some("resource_missing"), &format!("No such customer: '{id}'")))
}

async fn whatever_else_stripe_says_deletes_nothing(db: &mut impl Database) {
    for (n, (status, said)) in [
        (404, error(None, "Unrecognized request URL (GET: /v2/customers/cus_1). Please see https://stripe.com/docs.")),
        (404, error(Some("resource_missing"), "No such customer: 'cus_other'")),
        (404, error(Some("resource_missing"), "No such customer: 'cus_10'")),
        (404, json!({"error": {"type": "invalid_request_error", "message": "No such customer: 'cus_1'"}})),
        (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "param": "account"}})),
        (404, json!({"message": "no route"})),
        (
            404,
            error(
                Some("resource_missing"),
                "No such customer: 'cus_1'; a similar object exists in test mode, but a live mode key was used to make \
                 this request.",
            ),
        ),
        (
            404,
            error(
                Some("resource_missing"),
                "No such customer: 'cus_1'; It's possible this customer exists on one of your connected accounts.",
            ),
        ),
        (401, error(None, "Invalid API Key provided: sk_test_***1")),
        (403, error(Some("more_permissions_required"), "The provided key does not have access to cus_1.")),
        (400, error(Some("resource_missing"), "No such customer: 'cus_1'")),
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("cus_{}", if n == 0 { 1 } else { n * 1_000 });
        let said: Value = serde_json::from_str(&said.to_string().replace("'cus_1'", &format!("'{id}'"))).unwrap();
        tie_customer(db, &id).await;
        let scripted = Scripted::start([(status, said.clone()), (status, said.clone())]).await;
        for _ in 0..2 {
            assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(0, 1), "{said}");
            assert!(!db.row::<Customer>(&id).await.deleted, "{said}");
            db.time_passes().await;
        }
        let queued = db.queued().await;
        assert_eq!(queued.len(), 1, "{said}: it stays");
        assert!(queued[0].last_error.is_some(), "{said}: and says why");
        db.execute("DELETE FROM stripe_refreshes").await.unwrap();
    }
}

async fn a_live_object_is_deleted_when_stripe_says_so_twice(db: &mut impl Database) {
    tie_customer(db, "cus_1").await;
    let scripted = Scripted::start([no_such("cus_1"), no_such("cus_1")]).await;

    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), UNCONFIRMED);
    assert!(!db.row::<Customer>("cus_1").await.deleted);
    let queued = db.queued().await;
    assert!(queued[0].missing_at.is_some() && queued[0].last_error.is_some(), "{queued:?}");
    // To ask at once is no confirmation, and Stripe need not be asked twice in a second.
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), Drained::default());

    db.time_passes().await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    let row: Customer = db.row("cus_1").await;
    assert_eq!((row.deleted, row.name.as_deref()), (true, Some("Ann")));
    assert_eq!(db.queued().await, []);
}

async fn a_replica_that_had_not_seen_it_yet_deletes_nothing(db: &mut impl Database) {
    tie_customer(db, "cus_1").await;
    let cleo = json!({"id": "cus_1", "object": "customer", "name": "Cleo"});
    let scripted = Scripted::start([no_such("cus_1"), (200, cleo)]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), UNCONFIRMED);
    db.time_passes().await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    let row: Customer = db.row("cus_1").await;
    assert_eq!((row.deleted, row.name.as_deref()), (false, Some("Cleo")));
}

async fn news_of_an_object_ask_for_another_confirmation(db: &mut impl Database) {
    tie_customer(db, "cus_1").await;
    let scripted = Scripted::start([no_such("cus_1"), no_such("cus_1"), no_such("cus_1")]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), UNCONFIRMED);
    // It may be of its creation.
    tie_customer(db, "cus_1").await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), UNCONFIRMED);
    db.time_passes().await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    assert!(db.row::<Customer>("cus_1").await.deleted);
}

async fn asking_at_once_is_no_confirmation(db: &mut impl Database) {
    tie_customer(db, "cus_1").await;
    let scripted = Scripted::start([no_such("cus_1"), no_such("cus_1")]).await;
    let subject = Subject::new("customer", "cus_1", "");
    for _ in 0..2 {
        let refreshed = db.refresh_one(&scripted.client(), &Mirror::default(), &subject).await.unwrap();
        assert_eq!(refreshed, Refreshed::Postponed);
        assert!(!db.row::<Customer>("cus_1").await.deleted);
    }
    assert_eq!(scripted.requests().len(), 2);
}

async fn a_tombstone_needs_no_confirmation(db: &mut impl Database) {
    db.sync(data::<Customer>(&stub("customer", "cus_1"), answer(5))).await.unwrap();
    db.refresh_again(&Subject::new("customer", "cus_1", "")).await.unwrap();
    let scripted = Scripted::start([no_such("cus_1")]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    assert!(db.row::<Customer>("cus_1").await.deleted);
}

async fn what_a_row_refers_to_is_not_deleted_before_a_replica_has_seen_it(db: &mut impl Database) {
    let charge = json!({"id": "ch_1", "object": "charge", "customer": "cus_1"});
    db.sync_with(&Mirror::default().hydrate(Hydrate::Missing), data::<Charge>(&charge, answer(5))).await.unwrap();
    let scripted = Scripted::start([no_such("cus_1"), no_such("cus_1")]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), UNCONFIRMED);
    assert_eq!(db.count("stripe_customers").await, 0);
    let ann = json!({"id": "cus_1", "object": "customer", "name": "Ann"});
    db.sync(data::<Customer>(&ann, event(5, "customer.created"))).await.unwrap();
    assert!(!db.row::<Customer>("cus_1").await.deleted);

    db.time_passes().await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0), "said twice");
    assert!(db.row::<Customer>("cus_1").await.deleted);
}

async fn a_key_of_another_platform_deletes_nothing(db: &mut impl Database) {
    // The first read tells whose objects these are.
    tie_customer(db, "cus_0").await;
    let first = Scripted::start([(200, json!({"id": "cus_0", "object": "customer", "name": "Cleo"}))]).await;
    assert_eq!(db.drain(&first.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    assert_eq!(db.values("SELECT platform AS value FROM stripe_mirror").await, [Some(PLATFORM.to_owned())]);
    tie_customer(db, "cus_1").await;
    let stranger = Scripted::of("acct_stranger", vec![no_such("cus_1"); 3]).await;

    for _ in 0..2 {
        let refused = db.drain(&stranger.client(), &Mirror::default()).await.unwrap_err();
        assert!(
            matches!(&refused, Error::WrongPlatform { account, platform } if (account.as_str(), platform.as_str()) == ("acct_stranger", PLATFORM)),
            "{refused:?}"
        );
        db.time_passes().await;
    }

    let subject = Subject::new("customer", "cus_1", "");
    let one = db.refresh_one(&stranger.client(), &Mirror::default(), &subject).await;
    assert!(matches!(one, Err(Error::WrongPlatform { .. })), "{one:?}");
    let queued = db.queued().await;
    assert_eq!((queued.len(), queued[0].attempts, queued[0].missing_at), (1, 0, None), "as if nothing had been tried");
    assert!(!db.row::<Customer>("cus_1").await.deleted);
}

async fn a_key_of_another_platform_does_not_read_its_objects_of_the_same_id(db: &mut impl Database) {
    tie_customer(db, "cus_0").await;
    let first = Scripted::start([(200, json!({"id": "cus_0", "object": "customer", "name": "Cleo"}))]).await;
    db.drain(&first.client(), &Mirror::default()).await.unwrap();
    for name in ["A", "B"] {
        let gold = json!({"id": "gold", "object": "coupon", "name": name});
        db.sync(data::<Coupon>(&gold, event(5, "coupon.updated"))).await.unwrap();
    }
    let stranger = Scripted::of("acct_stranger", []).await;
    let refused = db.drain(&stranger.client(), &Mirror::default()).await;
    assert!(matches!(refused, Err(Error::WrongPlatform { .. })), "{refused:?}");
    assert_eq!(stranger.requests(), [""; 0]);
    assert_eq!(db.row::<Coupon>("gold").await.name.as_deref(), Some("A"));
}

async fn what_is_deleted_for_ever_gets_no_children_from_a_replica_that_lags(db: &mut impl Database) {
    let invoice = |amount: i64, lines: Value| {
        json!({
            "id": "in_1", "object": "invoice", "amount_due": amount,
            "lines": {"object": "list", "data": lines, "has_more": false, "url": "/v1/invoices/in_1/lines"},
        })
    };
    for amount in [1, 2] {
        db.sync(data::<Invoice>(&invoice(amount, json!([])), event(5, "invoice.updated"))).await.unwrap();
    }
    db.sync(data::<Invoice>(&stub("invoice", "in_1"), answer(7))).await.unwrap();
    assert_eq!(db.queued().await.len(), 1);
    let line = json!({"id": "il_1", "object": "line_item", "invoice": "in_1", "amount": 1});
    let scripted = Scripted::start([(200, invoice(1, json!([line])))]).await;

    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));

    assert!(db.row::<Invoice>("in_1").await.deleted);
    assert_eq!(db.values("SELECT id AS value FROM stripe_invoice_line_items WHERE NOT deleted").await, []);
}

async fn what_stripe_says_of_a_missing_object_is_kept_without_personal_data(db: &mut impl Database) {
    tie_customer(db, "cus_1").await;
    let said = error(Some("resource_missing"), "No such customer: 'cus_1' (ann@shop.test)");
    let scripted = Scripted::start([(404, said)]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), UNCONFIRMED);
    let said = db.queued().await.remove(0).last_error.unwrap();
    assert!(said.contains("[e-mail]") && !said.contains("ann@"), "{said}");
}

async fn a_key_of_the_other_mode_reads_nothing(db: &mut impl Database) {
    db.execute("DELETE FROM stripe_mirror").await.unwrap();
    let mut live = intent("pi_0", 1);
    live["livemode"] = json!(true);
    db.sync(StripeData::<PaymentIntent>::from_json(live.to_string(), answer(1)).unwrap()).await.unwrap();
    tie_customer(db, "cus_1").await;
    let scripted = Scripted::start([]).await;
    let client = scripted.client();
    assert_eq!(client.livemode(), Some(false));

    let refused = db.drain(&client, &Mirror::default()).await.unwrap_err();

    assert!(matches!(refused, Error::WrongKey { livemode: false }), "{refused:?}");
    let text = refused.to_string();
    assert!(text.contains("livemode = false") && !text.contains("hush"), "{text}");
    let one = db.refresh_one(&client, &Mirror::default(), &Subject::new("customer", "cus_1", "")).await;
    assert!(matches!(one, Err(Error::WrongKey { .. })), "{one:?}");
    assert_eq!(scripted.requests(), [""; 0]);
    let queued = db.queued().await;
    assert_eq!(
        (queued.len(), queued[0].attempts, queued[0].lease.clone()),
        (1, 0, None),
        "as if nothing had been tried"
    );
    assert!(!db.row::<Customer>("cus_1").await.deleted);

    let cleo = json!({"id": "cus_1", "object": "customer", "name": "Cleo"});
    let scripted = Scripted::start([(200, cleo)]).await;
    let right = Client::builder("sk_live_hush").base_url(scripted.base_url()).no_rate_limit().max_retries(0);
    assert_eq!(db.drain(&right.build().unwrap(), &Mirror::default()).await.unwrap(), drained(1, 0));
}

async fn an_answer_about_what_was_not_asked_for_deletes_nothing(db: &mut impl Database) {
    tie(db, "pi_1", "").await;
    let scripted = Scripted::start([(200, stub("payment_intent", "pi_2")), (200, stub("customer", "pi_1"))]).await;
    for _ in 0..2 {
        assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(0, 1));
        db.time_passes().await;
    }
    assert!(!db.row::<PaymentIntent>("pi_1").await.deleted);
}

contract! {
    whatever_else_stripe_says_deletes_nothing,
    a_live_object_is_deleted_when_stripe_says_so_twice,
    a_replica_that_had_not_seen_it_yet_deletes_nothing,
    news_of_an_object_ask_for_another_confirmation,
    asking_at_once_is_no_confirmation,
    a_tombstone_needs_no_confirmation,
    what_a_row_refers_to_is_not_deleted_before_a_replica_has_seen_it,
    a_key_of_another_platform_deletes_nothing,
    a_key_of_another_platform_does_not_read_its_objects_of_the_same_id,
    what_is_deleted_for_ever_gets_no_children_from_a_replica_that_lags,
    what_stripe_says_of_a_missing_object_is_kept_without_personal_data,
    a_key_of_the_other_mode_reads_nothing,
    an_answer_about_what_was_not_asked_for_deletes_nothing,
}
