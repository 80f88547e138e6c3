//! Shops that are killed by the system (`SIGKILL`) at every step, while Stripe cuts connections before and after the work.

use std::collections::{BTreeMap, BTreeSet};

use diesel_stripe::api::{ApiList, ApiRetrieve};
use diesel_stripe::calls::METADATA;
use diesel_stripe::client::Client;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::stripe_core::payment_intent::{ListPaymentIntent, RetrievePaymentIntent};
use diesel_stripe::testing::{FakeStripe, Fault, Hold};
use futures_util::TryStreamExt;

use crate::calling::Calling;
use crate::process::{At, Told};
use crate::shop::{Work, client, key, request, start};
use crate::stored::stored;

/// On each of three databases: more than a thousand together.
const KILLS: usize = 350;
/// A call takes no more than so many steps.
const STEPS: usize = 26;
const INTENTS: &str = "/v1/payment_intents";

/// Where shops were killed.
#[derive(Debug, Default)]
struct Kills {
    all: usize,
    steps: BTreeSet<String>,
    before_the_work: usize,
    after_the_work: usize,
}

async fn shops_that_are_killed_sell_each_order_once<D: Calling>(db: &mut D) {
    let seed = std::env::var("CALLS_SEED").map_or_else(|_| fastrand::u64(..), |seed| seed.parse().expect("a number"));
    println!("CALLS_SEED={seed} repeats this");
    let mut random = fastrand::Rng::with_seed(seed);
    db.execute("CREATE TABLE orders (number BIGINT PRIMARY KEY)").await.unwrap();
    let stripe = FakeStripe::builder().seed(seed).start().await.unwrap();
    let stripe_client = client(&stripe.base_url());
    let (mut kills, mut number) = (Kills::default(), 0);
    while kills.all < KILLS {
        number += 1;
        let own_order = random.bool();
        for life in 0..random.usize(1..=4) {
            let work = match life > 0 && random.bool() {
                true => Work::Recover,
                false if own_order => Work::Order(number),
                false => Work::Create(number),
            };
            fail(&stripe, &mut random);
            due(db).await;
            kill(db, &stripe, work, &mut random, &mut kills).await;
        }
        // Then all goes well, for who recovers and for who asks again.
        stripe.clear_faults();
        while db.unfinished().await.iter().any(|call| call.state == "pending") {
            due(db).await;
            db.recover(&stripe_client).await.unwrap();
        }
        let intent: PaymentIntent = db.create(&stripe_client, &key(number), &request(number)).await.unwrap();
        let retrieve = RetrievePaymentIntent::new(intent.id.as_str());
        let at_stripe = PaymentIntent::api_retrieve(&stripe_client, &retrieve).await.unwrap();
        let json: serde_json::Value = serde_json::from_str(at_stripe.json()).unwrap();
        assert_eq!(intent.stripe_data, stored(&json), "order {number}");
        assert_eq!(db.row::<PaymentIntent>(&intent.id).await, intent);
    }
    assert_sold_once(db, &stripe, &stripe_client, number).await;
    assert_killed_everywhere(&kills);
}

/// Perhaps the next request goes wrong.
fn fail(stripe: &FakeStripe, random: &mut fastrand::Rng) {
    stripe.clear_faults();
    let fault = match random.u8(..6) {
        0 => Fault::cut(),
        1 => Fault::cut().after_work(),
        2 => Fault::server_error().after_work(),
        3 => Fault::rate_limit(),
        _ => return,
    };
    stripe.inject(fault.on(format!("POST {INTENTS}")));
}

/// As if the leases of those that are gone had ended.
async fn due(db: &mut impl Calling) {
    db.execute("UPDATE stripe_calls SET due_at = stored_at WHERE state = 'pending'").await.unwrap();
}

/// Starts a shop and kills it: at a step, soon after one, or while Stripe has its request.
async fn kill<D: Calling>(db: &D, stripe: &FakeStripe, work: Work, random: &mut fastrand::Rng, kills: &mut Kills) {
    let step = random.usize(1..=STEPS);
    let (at, hold) = match random.u8(..4) {
        0 | 1 => (At::Stay, None),
        2 => (At::GoOn, None),
        _ if random.bool() => (At::GoOn, Some((stripe.hold(), &mut kills.before_the_work))),
        _ => (At::GoOn, Some((stripe.hold_answers(), &mut kills.after_the_work))),
    };
    // Who is held is not to tell of a step before.
    let step = if hold.is_some() { usize::MAX } else { step };
    let mut shop = start(db, &stripe.base_url(), work, step, at);
    let told = tokio::select! {
        told = shop.wait() => Some(told),
        () = held(hold.as_ref().map(|(hold, _)| hold)) => None,
    };
    shop.kill().await;
    match (told, hold) {
        (Some(Told::Step(step)), _) => drop(kills.steps.insert(step)),
        (None, Some((_, counted))) => *counted += 1,
        // It was faster.
        _ => return,
    }
    kills.all += 1;
}

async fn held(hold: Option<&Hold>) {
    match hold {
        Some(hold) => hold.requests(1).await,
        None => std::future::pending().await,
    }
}

/// Each order has one intent at Stripe, of its own amount, one row, and one call that is done.
async fn assert_sold_once(db: &mut impl Calling, stripe: &FakeStripe, client: &Client, orders: u64) {
    let all = ListPaymentIntent::new().limit(100);
    let intents: Vec<_> = PaymentIntent::api_list(client, &all).try_collect().await.unwrap();
    let mut amounts: Vec<i64> = Vec::new();
    for intent in &intents {
        let json: serde_json::Value = serde_json::from_str(intent.json()).unwrap();
        amounts.push(json["amount"].as_i64().unwrap());
        assert!(json["metadata"][METADATA].is_string());
    }
    amounts.sort_unstable();
    assert_eq!(amounts, (1..=orders).map(|number| 100 + i64::try_from(number).unwrap()).collect::<Vec<_>>());
    let orders = usize::try_from(orders).unwrap();
    assert_eq!((db.count("stripe_payment_intents").await, db.count("stripe_calls").await), (orders, orders));
    assert!(db.unfinished().await.is_empty());
    // However often it was asked for, under one idempotency key.
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for post in stripe.requests_to(&format!("POST {INTENTS}")) {
        let amount = post.param("amount").unwrap().to_owned();
        keys.entry(amount).or_default().extend(post.idempotency_key);
    }
    assert!(keys.values().all(|keys| keys.len() == 1), "{keys:#?}");
}

/// It was those places, all of them.
fn assert_killed_everywhere(kills: &Kills) {
    println!("{} kills, {} before the work, {} after it", kills.all, kills.before_the_work, kills.after_the_work);
    assert!(kills.before_the_work > 0 && kills.after_the_work > 0, "{kills:#?}");
    for place in [
        "before INSERT INTO stripe_calls",
        "after INSERT INTO stripe_calls",
        "before UPDATE stripe_calls SET attempts",
        "after UPDATE stripe_calls SET attempts",
        "before UPDATE stripe_calls SET lease",
        "after UPDATE stripe_calls SET lease",
        "before UPDATE stripe_calls SET state = 'done'",
        "after UPDATE stripe_calls SET state = 'done'",
        "before a commit",
        "after COMMIT",
    ] {
        assert!(kills.steps.iter().any(|step| step.starts_with(place)), "{place} is not among {:#?}", kills.steps);
    }
}

macro_rules! each_database {
    ($($name:ident: $Database:ident),+) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let mut db = crate::fresh::migrated::<crate::$Database>().await;
            shops_that_are_killed_sell_each_order_once(&mut db).await;
            crate::fresh::discard(db).await;
        }
    )+ };
}

each_database! { postgres: Postgres, mysql: Mysql, sqlite: Sqlite }
