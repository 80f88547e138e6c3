//! What only Stripe knows is queued, and read again outside of any transaction.

use chrono::Utc;
use diesel_stripe::Error;
use diesel_stripe::api::{ApiCreate, ApiDelete, RequestExt};
use diesel_stripe::client::Client;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::error::Subject;
use diesel_stripe::mirror::Outcome::{self, Applied, Tied, Unchanged};
use diesel_stripe::mirror::{Mirror, Ties};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Customer, InvoiceLineItem, PaymentIntent};
use diesel_stripe::observed::FOREVER;
use diesel_stripe::refresh::Drained;
use diesel_stripe::stripe_core::customer::{CreateCustomer, DeleteCustomer};
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::{Clock, FakeStripe};
use serde_json::{Value, json};

use crate::database::Database;
use crate::scripted::Scripted;
use crate::sent::{at, data, event, in_event, intent};
use crate::stored::stored;

pub async fn fake() -> (FakeStripe, Client) {
    let stripe = FakeStripe::builder().clock(Clock::at(at(0))).start().await.unwrap();
    let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).no_rate_limit();
    let client = client.max_retries(0).build().unwrap();
    (stripe, client)
}

pub fn drained(refreshed: usize, failed: usize) -> Drained {
    Drained { refreshed, failed, ..Drained::default() }
}

fn mirror() -> Mirror {
    Mirror::default()
}

/// Two events of one second that differ.
pub async fn tie(db: &mut impl Database, id: &str, account: &str) {
    for amount in [1, 2] {
        let origin = event(5, "payment_intent.processing").stripe_account(account);
        db.sync(data::<PaymentIntent>(&intent(id, amount), origin)).await.unwrap();
    }
}

pub async fn tie_customer(db: &mut impl Database, id: &str) {
    for name in ["Ann", "Bea"] {
        let json = json!({"id": id, "object": "customer", "name": name});
        db.sync(data::<Customer>(&json, event(5, "customer.updated"))).await.unwrap();
    }
}

/// The object in Stripe, and what Stripe says of it.
pub async fn created(client: &Client) -> (String, Value) {
    let created = PaymentIntent::api_create(client, &CreatePaymentIntent::new(700, Currency::USD)).await.unwrap();
    (created.id().to_owned(), stored(&serde_json::from_str(created.json()).unwrap()))
}

/// How often an object was read. The first drain of all also asks whose key it has.
pub fn reads(stripe: &FakeStripe) -> usize {
    stripe.requests().iter().filter(|request| request.path != "/v1/account").count()
}

async fn a_tied_object_ends_as_stripe_has_it(db: &mut impl Database) {
    let (stripe, client) = fake().await;
    let (id, json) = created(&client).await;
    stripe.clear_requests();
    tie(db, &id, "").await;
    let before: PaymentIntent = db.row(&id).await;

    assert_eq!(db.drain(&client, &mirror()).await.unwrap(), drained(1, 0));

    let row: PaymentIntent = db.row(&id).await;
    assert_eq!((row.amount, row.stripe_data, row.revision), (Some(700), json, before.revision + 1));
    assert!(row.observed_from >= before.observed_from && row.observed_to >= before.observed_to, "never back in time");
    assert_eq!(db.queued().await, []);
    assert_eq!(reads(&stripe), 1);
    assert_eq!(db.drain(&client, &mirror()).await.unwrap(), Drained::default());
}

async fn each_object_is_queued_once_and_its_generation_counted(db: &mut impl Database) {
    tie(db, "pi_1", "").await;
    let row: PaymentIntent = db.row("pi_1").await;
    for amount in [3, 4] {
        let again = data::<PaymentIntent>(&intent("pi_1", amount), event(5, "payment_intent.succeeded"));
        let synced = db.sync(again).await.unwrap();
        assert_eq!((synced.outcome, synced.row), (Tied, row.clone()));
    }
    let queued = db.queued().await;
    assert_eq!(queued.len(), 1);
    assert_eq!((queued[0].generation, queued[0].attempts, queued[0].last_error.as_deref()), (3, 0, None));
}

async fn what_stripe_does_not_have_is_a_tombstone(db: &mut impl Database) {
    let (_stripe, client) = fake().await;
    tie_customer(db, "cus_unknown").await;
    let deleted = Customer::api_create(&client, &CreateCustomer::new()).await.unwrap();
    Customer::api_delete(&client, &DeleteCustomer::new(deleted.id().to_owned())).await.unwrap();
    tie_customer(db, deleted.id()).await;

    let first = db.drain(&client, &mirror()).await.unwrap();
    assert_eq!(first, Drained { refreshed: 1, failed: 0, unconfirmed: 1, ..Drained::default() });
    assert!(!db.row::<Customer>("cus_unknown").await.deleted, "not before Stripe said so twice");
    db.time_passes().await;
    assert_eq!(db.drain(&client, &mirror()).await.unwrap(), drained(1, 0));

    for id in ["cus_unknown", deleted.id()] {
        let row: Customer = db.row(id).await;
        assert_eq!((row.deleted, row.name.as_deref()), (true, Some("Ann")), "{id}: with its last values");
        assert_eq!((row.observed_from, row.observed_to), (at(5), FOREVER), "from when its values are, and for ever");
    }
    assert_eq!(db.queued().await, []);
}

async fn an_error_is_kept_and_tried_again_later(db: &mut impl Database) {
    let refused = json!({"error": {"type": "api_error", "message": "Not today."}});
    let scripted = Scripted::start([(400, refused), (200, intent("pi_1", 700))]).await;
    tie(db, "pi_1", "").await;
    let before: PaymentIntent = db.row("pi_1").await;

    assert_eq!(db.drain(&scripted.client(), &mirror()).await.unwrap(), drained(0, 1));

    let queued = db.queued().await;
    assert_eq!(queued.len(), 1);
    assert_eq!(queued[0].attempts, 1);
    assert!(queued[0].due_at > Utc::now(), "later");
    let error = queued[0].last_error.as_deref().unwrap();
    assert!(error.contains("Not today.") && !error.contains("hush"), "{error}");
    assert_eq!(db.row::<PaymentIntent>("pi_1").await, before);
    assert_eq!(db.drain(&scripted.client(), &mirror()).await.unwrap(), Drained::default(), "not yet");

    db.time_passes().await;
    assert_eq!(db.drain(&scripted.client(), &mirror()).await.unwrap(), drained(1, 0));
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(700));
    assert_eq!(scripted.requests().len(), 2);
}

async fn an_answer_about_another_object_is_an_error(db: &mut impl Database) {
    let scripted = Scripted::start([(200, intent("pi_2", 700)), (200, json!([1]))]).await;
    for id in ["pi_1", "pi_3"] {
        tie(db, id, "").await;
    }
    assert_eq!(db.drain(&scripted.client(), &mirror()).await.unwrap(), drained(0, 2));
    assert_eq!(db.count("stripe_payment_intents").await, 2);
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(1));
}

/// An intent whose row is tied is drained; while Stripe holds its answer, an event comes on another connection. Returns the intent's id,
/// and what became of the event.
async fn drained_while(db: &mut impl Database, amount: i64, second: i64) -> (String, Outcome) {
    let (stripe, client) = fake().await;
    let (id, _) = created(&client).await;
    tie(db, &id, "").await;
    stripe.clear_requests();
    let mut other = db.another().await;
    let hold = stripe.hold();

    let meanwhile = async {
        hold.requests(1).await;
        let event = data::<PaymentIntent>(&intent(&id, amount), event(second, "payment_intent.succeeded"));
        let outcome = other.sync(event).await.unwrap().outcome;
        drop(hold);
        outcome
    };
    let (_, outcome) = tokio::join!(async { db.drain(&client, &mirror()).await.unwrap() }, meanwhile);

    assert_eq!(reads(&stripe), 2, "the first answer may be older than the event");
    (id, outcome)
}

async fn is_as_stripe_has_it(db: &mut impl Database, id: &str) {
    assert_eq!(db.row::<PaymentIntent>(id).await.amount, Some(700));
    assert_eq!(db.queued().await, []);
}

async fn a_row_that_moves_during_the_read_is_read_again(db: &mut impl Database) {
    let (id, outcome) = drained_while(db, 9, 7).await;
    assert_eq!(outcome, Applied);
    is_as_stripe_has_it(db, &id).await;
}

async fn a_tie_during_the_read_asks_for_another(db: &mut impl Database) {
    let (id, outcome) = drained_while(db, 9, 5).await;
    assert_eq!(outcome, Tied);
    is_as_stripe_has_it(db, &id).await;
}

async fn an_event_that_equals_the_row_during_the_read_asks_for_another(db: &mut impl Database) {
    let (id, outcome) = drained_while(db, 1, 5).await;
    assert_eq!(outcome, Unchanged);
    is_as_stripe_has_it(db, &id).await;
}

async fn no_transaction_waits_for_stripe<D: Database>(db: &mut D) {
    let (stripe, client) = fake().await;
    let (id, _) = created(&client).await;
    tie(db, &id, "").await;
    let mut other = db.another().await;
    let hold = stripe.hold();

    let meanwhile = async {
        hold.requests(1).await;
        match D::DIALECT {
            SqlDialect::Postgres => {
                let open = "SELECT state AS value FROM pg_stat_activity \
                            WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
                assert!(other.values(open).await.is_empty());
            }
            SqlDialect::Mysql => {
                let open = "SELECT trx_state AS value FROM information_schema.innodb_trx \
                            JOIN information_schema.processlist ON id = trx_mysql_thread_id WHERE db = DATABASE()";
                assert!(other.values(open).await.is_empty());
            }
            SqlDialect::Sqlite => {
                other.execute("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; COMMIT").await.unwrap();
            }
        }
        drop(hold);
    };
    tokio::join!(async { db.drain(&client, &mirror()).await.unwrap() }, meanwhile);
}

async fn an_object_is_read_on_behalf_of_its_account(db: &mut impl Database) {
    let (stripe, client) = fake().await;
    let request = CreatePaymentIntent::new(700, Currency::USD);
    let created = PaymentIntent::api_create(&client, request.on_account("acct_1")).await.unwrap();
    tie(db, created.id(), "acct_1").await;
    stripe.clear_requests();

    assert_eq!(db.drain(&client, &mirror()).await.unwrap(), drained(1, 0));

    assert_eq!(stripe.requests()[0].stripe_account.as_deref(), Some("acct_1"));
    assert_eq!(db.rows::<PaymentIntent>(created.id(), "acct_1").await[0].amount, Some(700));
}

async fn two_workers_share_the_queue<D: Database>(db: &mut D) {
    let (stripe, client) = fake().await;
    for _ in 0..20 {
        let (id, _) = created(&client).await;
        tie(db, &id, "").await;
    }
    stripe.clear_requests();
    let mut other = db.another().await;
    let (mirror, theirs) = (mirror(), client.clone());
    let working = tokio::spawn(async move { other.drain(&theirs, &Mirror::default()).await.unwrap() });
    let mine = db.drain(&client, &mirror).await.unwrap();
    let theirs = working.await.unwrap();
    assert_eq!(mine.refreshed + theirs.refreshed, 20);
    assert_eq!((mine.failed, theirs.failed, reads(&stripe)), (0, 0, 20));
    assert_eq!(db.queued().await, []);
}

async fn within_a_transaction_nothing_is_read(db: &mut impl Database) {
    let scripted = Scripted::start([]).await;
    tie(db, "pi_1", "").await;
    db.begin().await;
    let refused = db.drain(&scripted.client(), &mirror()).await;
    assert!(matches!(refused, Err(Error::OpenTransaction { .. })), "{refused:?}");
    let subject = Subject::new("payment_intent", "pi_1", "");
    let refused = db.refresh_one(&scripted.client(), &mirror(), &subject).await;
    assert!(matches!(refused, Err(Error::OpenTransaction { .. })), "{refused:?}");
    db.rollback().await;
    assert_eq!(scripted.requests(), [""; 0]);
}

async fn an_object_of_any_kind_is_read_again_too(db: &mut impl Database) {
    let plan = |name: &str| json!({"id": "gold", "object": "plan", "nickname": name});
    let scripted = Scripted::start([(200, plan("third"))]).await;
    for name in ["first", "second"] {
        let snapshot = data::<StripeObject>(&plan(name), event(5, "plan.updated"));
        db.sync_any(&mirror(), vec![snapshot]).await.unwrap().remove(0).unwrap();
    }
    assert_eq!(db.drain(&scripted.client(), &mirror()).await.unwrap(), drained(1, 0));
    assert_eq!(scripted.requests(), ["GET /v1/plans/gold"]);
    assert_eq!(db.stored("plan", "gold").await.0, plan("third"));
}

async fn what_stripe_serves_only_within_another_is_read_with_that(db: &mut impl Database) {
    let line = |amount: i64| json!({"id": "il_1", "object": "line_item", "invoice": "in_1", "amount": amount});
    for amount in [1, 2] {
        db.sync(data::<InvoiceLineItem>(&line(amount), event(5, "x"))).await.unwrap();
    }
    let lines = json!({"object": "list", "data": [line(7)], "has_more": false});
    let scripted = Scripted::start([(200, json!({"id": "in_1", "object": "invoice", "lines": lines}))]).await;
    assert_eq!(db.drain(&scripted.client(), &mirror()).await.unwrap(), drained(1, 0));
    assert_eq!(scripted.requests(), ["GET /v1/invoices/in_1"]);
    assert_eq!(db.row::<InvoiceLineItem>("il_1").await.amount, Some(7));
}

async fn without_a_client_previous_attributes_decide(db: &mut impl Database) {
    let mirror = Mirror::default().ties(Ties::PreviousAttributes);
    let changed = |from: i64, to: i64| {
        let body = json!({"object": intent("pi_1", to), "previous_attributes": {"amount": from, "next_action": null}});
        in_event::<PaymentIntent>(5, "payment_intent.amount_changed", body, json!({}))
    };
    db.sync(data::<PaymentIntent>(&intent("pi_1", 1), event(5, "payment_intent.processing"))).await.unwrap();

    let synced = db.sync_with(&mirror, changed(2, 3)).await.unwrap();
    assert_eq!((synced.outcome, synced.row.amount), (Tied, Some(1)), "it follows something else");
    let synced = db.sync_with(&mirror, changed(1, 2)).await.unwrap();
    assert_eq!((synced.outcome, synced.row.amount), (Applied, Some(2)));
    let synced = db.sync_with(&mirror, changed(2, 3)).await.unwrap();
    assert_eq!((synced.outcome, synced.row.amount), (Applied, Some(3)));
    assert_eq!(synced.row, db.row("pi_1").await);
    assert_eq!(db.queued().await.len(), 1, "for the day there is a client");
}

contract! {
    a_tied_object_ends_as_stripe_has_it,
    each_object_is_queued_once_and_its_generation_counted,
    what_stripe_does_not_have_is_a_tombstone,
    an_error_is_kept_and_tried_again_later,
    an_answer_about_another_object_is_an_error,
    a_row_that_moves_during_the_read_is_read_again,
    a_tie_during_the_read_asks_for_another,
    an_event_that_equals_the_row_during_the_read_asks_for_another,
    no_transaction_waits_for_stripe,
    an_object_is_read_on_behalf_of_its_account,
    two_workers_share_the_queue,
    an_object_of_any_kind_is_read_again_too,
    what_stripe_serves_only_within_another_is_read_with_that,
    without_a_client_previous_attributes_decide,
    within_a_transaction_nothing_is_read,
}
