//! Durable calls: one object in Stripe and one row here, whatever fails.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_stripe::Error;
use diesel_stripe::api::{ApiDelete, ApiList, RequestExt};
use diesel_stripe::calls::{METADATA, Recovered};
use diesel_stripe::client::Client;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::stripe_core::customer::{CreateCustomer, DeleteCustomer};
use diesel_stripe::stripe_core::payment_intent::{
    CapturePaymentIntent, CreatePaymentIntent, ListPaymentIntent, RetrievePaymentIntent,
};
use diesel_stripe::stripe_shared::PaymentIntentCaptureMethod;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::{Clock, FakeStripe, Fault};
use futures_util::TryStreamExt;
use futures_util::future::join_all;

use crate::calling::Calling;

const INTENTS: &str = "POST /v1/payment_intents";
const KEY: &str = "order:1";

pub async fn stripe() -> (FakeStripe, Client) {
    let stripe = FakeStripe::start().await.unwrap();
    let client = client(&stripe);
    (stripe, client)
}

/// A client that asks once.
fn client(stripe: &FakeStripe) -> Client {
    let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).no_rate_limit();
    client.max_retries(0).build().unwrap()
}

pub fn of(amount: i64) -> CreatePaymentIntent {
    CreatePaymentIntent::new(amount, Currency::USD)
}

/// Makes everything due, as if its time had come: leases end too.
pub async fn due(db: &mut impl Calling) {
    db.execute("UPDATE stripe_calls SET due_at = stored_at WHERE state = 'pending'").await.unwrap();
}

/// As if all attempts had been so long ago.
async fn age(db: &mut impl Calling, by: TimeDelta) {
    let time = literal(db, Utc::now() - by);
    let set = format!("UPDATE stripe_calls SET stored_at = {time}, due_at = {time}");
    db.execute(&set).await.unwrap();
    let tried = "WHERE first_attempt_at IS NOT NULL";
    let set = format!("UPDATE stripe_calls SET first_attempt_at = {time}, last_attempt_at = {time} {tried}");
    db.execute(&set).await.unwrap();
}

fn literal<D: Calling>(_: &D, time: DateTime<Utc>) -> String {
    let zone = if D::DIALECT == SqlDialect::Mysql { "" } else { "+00:00" };
    format!("'{}{zone}'", time.format("%Y-%m-%d %H:%M:%S%.6f"))
}

/// The intents that Stripe has.
async fn intents(client: &Client) -> Vec<String> {
    let all = ListPaymentIntent::new();
    PaymentIntent::api_list(client, &all).map_ok(|intent| intent.id().to_owned()).try_collect().await.unwrap()
}

async fn state(db: &mut impl Calling, key: &str) -> String {
    db.found(key, "").await.map_or_else(|| "none".to_owned(), |call| call.state)
}

async fn one_object_however_often_it_is_asked_for(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let pair = |n: i32| (format!("key_{n}"), n.to_string());
    let request = of(100).metadata((0..20).map(pair).collect::<HashMap<_, _>>());
    let first: PaymentIntent = db.create(&client, KEY, &request).await.unwrap();
    // A map of metadata has no order: the same parameters may come as other text.
    let again = of(100).metadata((0..20).rev().map(pair).collect::<HashMap<_, _>>());
    let second: PaymentIntent = db.create(&client, KEY, &again).await.unwrap();
    assert_eq!((first.amount, &first), (Some(100), &second));
    assert_eq!(db.row::<PaymentIntent>(&first.id).await, first);

    let posts = stripe.requests_to(INTENTS);
    assert_eq!(posts.len(), 1);
    let call = db.found(KEY, "").await.unwrap();
    assert_eq!((call.state.as_str(), call.object_id.as_deref(), call.attempts), ("done", Some(&*first.id), 1));
    assert_eq!(call.request_id.as_deref(), Some(&*posts[0].request_id));
    assert_eq!((call.body.as_str(), call.lease, call.last_error), ("", None, None), "what is over is not kept");
    // Stripe is told the key, and the object has it too.
    assert_eq!(posts[0].idempotency_key.as_ref(), Some(&call.idempotency_key));
    assert!(call.idempotency_key.starts_with("order:1:"), "{}", call.idempotency_key);
    assert_eq!(first.stripe_data["metadata"][METADATA], call.idempotency_key);
    assert_eq!(first.stripe_data["metadata"]["key_7"], "7");
    assert!(db.unfinished().await.is_empty());
}

async fn a_key_with_other_parameters_is_refused_before_any_request(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let intent: PaymentIntent = db.create(&client, KEY, &of(100)).await.unwrap();
    stripe.clear_requests();
    let reused = |error: &Error| matches!(error, Error::KeyReused { key, .. } if key == KEY);
    let error = db.create::<PaymentIntent>(&client, KEY, &of(200)).await.unwrap_err();
    assert!(reused(&error), "{error}");
    let error = db.create::<Customer>(&client, KEY, &CreateCustomer::new()).await.unwrap_err();
    assert!(reused(&error), "{error}");
    let capture = CapturePaymentIntent::new(intent.id.as_str());
    let error = db.call::<PaymentIntent, _>(&client, KEY, &capture).await.unwrap_err();
    assert!(reused(&error), "{error}");
    assert_eq!(stripe.requests(), []);
}

async fn what_cannot_be_stored_is_refused_before_any_request(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    for key in ["", "order 1", "bestellung:é", &"k".repeat(201)] {
        let error = db.create::<PaymentIntent>(&client, key, &of(100)).await.unwrap_err();
        assert!(matches!(error, Error::InvalidCall { .. }), "{key}: {error}");
    }
    let own_key = of(100);
    let error = db.create::<PaymentIntent>(&client, KEY, own_key.idempotency_key("mine")).await.unwrap_err();
    assert!(matches!(error, Error::InvalidCall { .. }), "{error}");
    let retrieve = RetrievePaymentIntent::new("pi_1");
    let error = db.call::<PaymentIntent, _>(&client, KEY, &retrieve).await.unwrap_err();
    assert!(matches!(error, Error::InvalidCall { .. }), "{error}");

    use diesel_stripe::objects::PaymentMethod;
    use diesel_stripe::stripe_payment::payment_method as of_method;
    let card = of_method::CreatePaymentMethodCardDetailsParams::new(4, 2031, "4242424242424242");
    let card = of_method::CreatePaymentMethod::new()
        .type_(of_method::CreatePaymentMethodType::Card)
        .card(of_method::CreatePaymentMethodCard::CardDetailsParams(card));
    let error = db.create::<PaymentMethod>(&client, KEY, &card).await.unwrap_err();
    assert!(error.to_string().contains("card[number]") && !error.to_string().contains("4242"), "{error}");
    assert_eq!((stripe.requests(), db.count("stripe_calls").await), (Vec::new(), 0));
}

async fn calls_at_once_make_one_request<D: Calling>(db: &mut D) {
    let (stripe, client) = stripe().await;
    let mut others = Vec::new();
    for _ in 0..16 {
        others.push(db.another().await);
    }
    let (hold, request) = (stripe.hold(), of(100));
    let (client, request) = (&client, &request);
    let calls = others.iter_mut().map(|db| db.create::<PaymentIntent>(client, KEY, request));
    let held = async {
        hold.requests(1).await;
        drop(hold);
    };
    let (rows, ()) = futures_util::future::join(join_all(calls), held).await;
    let rows: Vec<_> = rows.into_iter().map(Result::unwrap).collect();
    assert!(rows.iter().all(|row| *row == rows[0]), "{rows:#?}");
    assert_eq!(stripe.requests_to(INTENTS).len(), 1);
}

async fn it_is_stored_with_the_hosts_own_rows(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    db.execute("CREATE TABLE orders (number BIGINT PRIMARY KEY)").await.unwrap();
    for commits in [false, true] {
        db.begin().await;
        db.execute("INSERT INTO orders VALUES (1)").await.unwrap();
        let stored = db.store_create::<PaymentIntent>(KEY, &of(100)).await.unwrap();
        let error = db.create::<PaymentIntent>(&client, "order:2", &of(100)).await.unwrap_err();
        assert!(matches!(error, Error::OpenTransaction { .. }), "{error}");
        let error = db.make(&client, &stored).await.unwrap_err();
        assert!(matches!(error, Error::OpenTransaction { .. }), "{error}");
        assert_eq!(stripe.requests(), [], "Stripe is not waited for in a transaction");
        if commits {
            db.commit().await
        } else {
            db.rollback().await
        }
        match db.make(&client, &stored).await {
            Ok(intent) => assert_eq!((commits, intent.amount), (true, Some(100))),
            Err(error) => assert!(!commits && matches!(error, Error::NoCall { .. }), "{error}"),
        }
        assert_eq!((db.count("orders").await, stripe.requests().len()), (usize::from(commits), usize::from(commits)));
    }
}

async fn what_got_no_answer_is_made_once_by_the_next(db: &mut impl Calling) {
    for fault in [Fault::cut(), Fault::cut().after_work()] {
        for recovered in [false, true] {
            let (stripe, client) = stripe().await;
            let key = format!("order:{}", fastrand::u64(..));
            stripe.inject(fault.clone().on(INTENTS));
            let error = db.create::<PaymentIntent>(&client, &key, &of(100)).await.unwrap_err();
            assert!(matches!(error, Error::Connection { .. }), "{error}");
            let call = db.found(&key, "").await.unwrap();
            assert_eq!((call.state.as_str(), call.attempts), ("pending", 1));
            assert!(call.last_error.unwrap().contains("no answer"));
            if recovered {
                assert_eq!(db.recover(&client).await.unwrap(), Recovered::default(), "it is not due yet");
                due(db).await;
                assert_eq!(db.recover(&client).await.unwrap(), Recovered { done: 1, ..Recovered::default() });
            }
            let intent: PaymentIntent = db.create(&client, &key, &of(100)).await.unwrap();
            assert_eq!(intents(&client).await, std::slice::from_ref(&intent.id));
            assert_eq!(db.row::<PaymentIntent>(&intent.id).await, intent);
            let keys: Vec<_> = stripe.requests_to(INTENTS).into_iter().map(|post| post.idempotency_key).collect();
            assert_eq!(keys.len(), 2);
            assert_eq!(keys[0], keys[1]);
        }
    }
}

async fn what_failed_after_the_work_is_adopted(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    // Stripe answers the same for as long as it remembers the key.
    stripe.inject(Fault::server_error().after_work().on(INTENTS));
    let error = db.create::<PaymentIntent>(&client, KEY, &of(100)).await.unwrap_err();
    assert_eq!(error.stripe().map(|error| error.status), Some(500));
    assert_eq!(state(db, KEY).await, "pending");
    due(db).await;
    assert_eq!(db.recover(&client).await.unwrap(), Recovered { adopted: 1, ..Recovered::default() });
    let intent: PaymentIntent = db.create(&client, KEY, &of(100)).await.unwrap();
    assert_eq!(intents(&client).await, [intent.id]);

    // Before the work: there is nothing to adopt, and nothing is made under another key.
    stripe.inject(Fault::server_error().times(2).on(INTENTS));
    db.create::<PaymentIntent>(&client, "order:2", &of(100)).await.unwrap_err();
    due(db).await;
    assert_eq!(db.recover(&client).await.unwrap(), Recovered { pending: 1, ..Recovered::default() });
    assert_eq!((state(db, "order:2").await.as_str(), intents(&client).await.len()), ("pending", 1));
}

async fn busy_answers_leave_it_pending(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let faults = [Fault::rate_limit(), Fault::lock_timeout(), Fault::conflict(), Fault::key_in_use()];
    for fault in faults {
        stripe.inject(fault.on(INTENTS));
        let error = db.create::<PaymentIntent>(&client, KEY, &of(100)).await.unwrap_err();
        assert!(error.stripe().is_some(), "{error}");
        assert_eq!(state(db, KEY).await, "pending", "{error}");
    }
    db.create::<PaymentIntent>(&client, KEY, &of(100)).await.unwrap();
    assert_eq!(intents(&client).await.len(), 1);
}

async fn what_stripe_refuses_may_be_made_again_with_other_parameters(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let error = db.create::<PaymentIntent>(&client, KEY, &of(100).customer("cus_none")).await.unwrap_err();
    assert_eq!(error.stripe().and_then(|error| error.param.as_deref()), Some("customer"));
    let [call] = &db.unfinished().await[..] else { panic!("one call is not done") };
    assert_eq!(call.state, "failed");
    assert!(call.last_error.as_ref().unwrap().contains("cus_none"), "{call:?}");

    // Under a new idempotency key, or Stripe would refuse it again.
    let intent: PaymentIntent = db.create(&client, KEY, &of(100)).await.unwrap();
    let posts = stripe.requests_to(INTENTS);
    assert_ne!(posts[0].idempotency_key, posts[1].idempotency_key);
    assert_eq!((state(db, KEY).await.as_str(), intents(&client).await), ("done", vec![intent.id]));
}

async fn a_declined_card_leaves_its_intent_behind(db: &mut impl Calling) {
    let (_stripe, client) = stripe().await;
    let request = of(100).payment_method("pm_card_chargeDeclined").confirm(true);
    let error = db.create::<PaymentIntent>(&client, KEY, &request).await.unwrap_err();
    assert_eq!(error.stripe().and_then(|error| error.code.as_deref()), Some("card_declined"));
    let intent: PaymentIntent = db.create(&client, KEY, &request).await.unwrap();
    assert_eq!(intent.status.as_deref(), Some("requires_payment_method"));
    assert_eq!(intent.last_payment_error_code.as_deref(), Some("card_declined"));
    assert_eq!(intents(&client).await, [intent.id], "another card is tried on the same intent");
}

/// A Stripe whose clock can be moved, a day ago, and a call that was cut before the work, one after it, and one that was not made.
async fn a_day_ago(db: &mut impl Calling) -> (FakeStripe, Client) {
    let a_day_ago = Utc::now() - TimeDelta::hours(25);
    let stripe = FakeStripe::builder().clock(Clock::at(a_day_ago)).start().await.unwrap();
    let client = client(&stripe);
    for (key, fault) in [("order:made", Fault::cut().after_work()), ("order:lost", Fault::cut())] {
        stripe.inject(fault.on(INTENTS));
        db.create::<PaymentIntent>(&client, key, &of(100)).await.unwrap_err();
    }
    drop(db.store_create::<PaymentIntent>("order:stored", &of(100)).await.unwrap());
    age(db, TimeDelta::hours(25)).await;
    stripe.clock().set(Utc::now());
    (stripe, client)
}

async fn what_stripe_has_forgotten_is_adopted_or_lost_and_never_repeated(db: &mut impl Calling) {
    let (stripe, client) = a_day_ago(db).await;
    let [made] = &intents(&client).await[..] else { panic!("one was made") };
    stripe.clear_requests();
    let recovered = db.recover(&client).await.unwrap();
    assert_eq!(recovered, Recovered { adopted: 1, lost: 1, done: 1, ..Recovered::default() });
    assert_eq!(stripe.requests_to(INTENTS).len(), 1, "what was never made is made");
    let adopted: PaymentIntent = db.create(&client, "order:made", &of(100)).await.unwrap();
    assert_eq!((&adopted.id, adopted.amount), (made, Some(100)));
    assert_eq!(state(db, "order:stored").await, "done");
    assert_eq!(intents(&client).await.len(), 2);

    // What is lost is reported, until somebody knows better.
    let error = db.create::<PaymentIntent>(&client, "order:lost", &of(100)).await.unwrap_err();
    assert!(matches!(error, Error::CallLost { .. }), "{error}");
    assert_eq!(db.unfinished().await.iter().map(|call| call.state.as_str()).collect::<Vec<_>>(), ["lost"]);
    assert_eq!(stripe.requests_to(INTENTS).len(), 1);
    assert!(db.retry("order:lost").await && !db.retry("order:lost").await && !db.retry("order:made").await);
    let intent: PaymentIntent = db.create(&client, "order:lost", &of(100)).await.unwrap();
    let call = db.found("order:lost", "").await.unwrap();
    assert_eq!(intent.stripe_data["metadata"][METADATA], call.idempotency_key);
    assert_eq!(intents(&client).await.len(), 3);
}

async fn a_create_looks_for_what_stripe_has_forgotten_too(db: &mut impl Calling) {
    let (stripe, client) = a_day_ago(db).await;
    stripe.clear_requests();
    let adopted: PaymentIntent = db.create(&client, "order:made", &of(100)).await.unwrap();
    assert_eq!(intents(&client).await, [adopted.id]);
    let error = db.create::<PaymentIntent>(&client, "order:lost", &of(100)).await.unwrap_err();
    assert!(matches!(error, Error::CallLost { .. }), "{error}");
    // Stripe is down as it is looked for: it stays pending.
    let key = "order:unseen";
    stripe.inject(Fault::cut().on(INTENTS));
    db.create::<PaymentIntent>(&client, key, &of(100)).await.unwrap_err();
    age(db, TimeDelta::hours(25)).await;
    stripe.inject(Fault::cut().on("GET /v1/payment_intents"));
    let error = db.create::<PaymentIntent>(&client, key, &of(100)).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }), "{error}");
    assert_eq!(state(db, key).await, "pending");
}

async fn any_other_post_is_made_once(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let request = of(100).payment_method("pm_card_visa").confirm(true);
    let request = request.capture_method(PaymentIntentCaptureMethod::Manual);
    let intent: PaymentIntent = db.create(&client, KEY, &request).await.unwrap();
    let capture = CapturePaymentIntent::new(intent.id.as_str()).amount_to_capture(60);
    stripe.inject(Fault::cut().after_work().on("POST /v1/payment_intents/*"));
    db.call::<PaymentIntent, _>(&client, "capture:1", &capture).await.unwrap_err();
    let captured: PaymentIntent = db.call(&client, "capture:1", &capture).await.unwrap();
    assert_eq!((captured.status.as_deref(), captured.amount_received), (Some("succeeded"), Some(60)));
    assert_eq!(db.row::<PaymentIntent>(&intent.id).await, captured);
    assert!(db.queued().await.is_empty(), "ties are decided at once");

    // It leaves no mark at Stripe that could be looked for.
    stripe.inject(Fault::cut().on("POST /v1/payment_intents/*"));
    db.call::<PaymentIntent, _>(&client, "capture:2", &capture).await.unwrap_err();
    age(db, TimeDelta::hours(25)).await;
    assert_eq!(db.recover(&client).await.unwrap(), Recovered { lost: 1, ..Recovered::default() });
}

async fn accounts_have_keys_of_their_own(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let of_platform: PaymentIntent = db.create(&client, KEY, &of(100)).await.unwrap();
    let request = of(200);
    let of_account: PaymentIntent = db.create(&client, KEY, request.on_account("acct_1")).await.unwrap();
    assert_eq!((of_platform.stripe_account.as_str(), of_account.stripe_account.as_str()), ("", "acct_1"));
    let accounts: Vec<_> = stripe.requests_to(INTENTS).into_iter().map(|post| post.stripe_account).collect();
    assert_eq!(accounts, [None, Some("acct_1".to_owned())]);
    assert_eq!(db.found(KEY, "acct_1").await.unwrap().object_id, Some(of_account.id));
}

async fn a_row_that_is_gone_is_read_again(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let intent: PaymentIntent = db.create(&client, KEY, &of(100)).await.unwrap();
    db.execute("DELETE FROM stripe_payment_intents").await.unwrap();
    let again: PaymentIntent = db.create(&client, KEY, &of(100)).await.unwrap();
    assert_eq!((again.id, again.amount, stripe.requests_to(INTENTS).len()), (intent.id, Some(100), 1));
}

async fn a_caller_that_is_gone_leaves_the_call_to_others(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let hold = stripe.hold();
    let mut other = db.another().await;
    {
        // A browser hangs up, and its handler is dropped in the middle.
        let request = of(100);
        let creating = std::pin::pin!(other.create::<PaymentIntent>(&client, KEY, &request));
        let held = std::pin::pin!(hold.requests(1));
        futures_util::future::select(creating, held).await;
    }
    drop(hold);
    due(db).await;
    let intent: PaymentIntent = db.create(&client, KEY, &of(100)).await.unwrap();
    assert_eq!(intents(&client).await, [intent.id]);
}

async fn nothing_of_the_form_is_told(db: &mut impl Calling) {
    let (_stripe, client) = stripe().await;
    let request = CreateCustomer::new().email("jenny@example.com");
    drop(db.store_create::<Customer>(KEY, &request).await.unwrap());
    let call = db.found(KEY, "").await.unwrap();
    assert!(call.body.contains("jenny") && !format!("{call:?}").contains("jenny"));
    let customer: Customer = db.create(&client, KEY, &request).await.unwrap();
    assert_eq!(customer.email.as_deref(), Some("jenny@example.com"));
    assert!(!db.found(KEY, "").await.unwrap().body.contains("jenny"));
}

async fn what_was_deleted_since_stays_done(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let request = CreateCustomer::new();
    let customer: Customer = db.create(&client, KEY, &request).await.unwrap();
    let deleted = Customer::api_delete(&client, &DeleteCustomer::new(customer.id.as_str())).await.unwrap();
    db.sync(deleted).await.unwrap();
    db.drain(&client, &Mirror::default()).await.unwrap();
    let again: Customer = db.create(&client, KEY, &request).await.unwrap();
    assert_eq!((again.id, again.deleted), (customer.id, true));
    assert_eq!(stripe.requests_to("POST /v1/customers").len(), 1);
}

contract! {
    one_object_however_often_it_is_asked_for,
    a_key_with_other_parameters_is_refused_before_any_request,
    what_cannot_be_stored_is_refused_before_any_request,
    calls_at_once_make_one_request,
    it_is_stored_with_the_hosts_own_rows,
    what_got_no_answer_is_made_once_by_the_next,
    what_failed_after_the_work_is_adopted,
    busy_answers_leave_it_pending,
    what_stripe_refuses_may_be_made_again_with_other_parameters,
    a_declined_card_leaves_its_intent_behind,
    what_stripe_has_forgotten_is_adopted_or_lost_and_never_repeated,
    a_create_looks_for_what_stripe_has_forgotten_too,
    any_other_post_is_made_once,
    accounts_have_keys_of_their_own,
    a_row_that_is_gone_is_read_again,
    a_caller_that_is_gone_leaves_the_call_to_others,
    nothing_of_the_form_is_told,
    what_was_deleted_since_stays_done,
}
