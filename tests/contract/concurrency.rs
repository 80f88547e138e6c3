//! Many writers at once: the newest of each object wins, nobody fails.

use std::env;

use diesel_stripe::StripeData;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Customer, PaymentIntent, Subscription, SubscriptionItem};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, at, data, intent, stub};

const WRITERS: usize = 16;
const OBJECTS: i64 = 50;
const VERSIONS: i64 = 4;

/// Random, but the same again if the environment says so.
pub fn random(test: &str) -> fastrand::Rng {
    let seed = env::var("CONTRACT_SEED").map_or_else(|_| fastrand::u64(..), |seed| seed.parse().expect("a number"));
    eprintln!("{test}: CONTRACT_SEED={seed} repeats this");
    fastrand::Rng::with_seed(seed)
}

/// Writes the snapshots from many connections at once, each in an order and in batches of its own.
async fn write_from_all<D: Database>(db: &D, random: &mut fastrand::Rng, snapshots: &[StripeData<StripeObject>]) {
    let mut writers = Vec::new();
    for _ in 0..WRITERS {
        let mut writer = db.another().await;
        let mut own = snapshots.to_vec();
        random.shuffle(&mut own);
        let size = random.usize(1..=snapshots.len());
        writers.push(tokio::spawn(async move {
            while !own.is_empty() {
                let batch = own.split_off(own.len().saturating_sub(size));
                for outcome in writer.sync_any(&Mirror::default(), batch).await.expect("the batch is written") {
                    outcome.expect("the object is written");
                }
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
}

fn any(json: &Value, second: i64) -> StripeData<StripeObject> {
    data(json, answer(second))
}

async fn the_newest_of_each_object_stays<D: Database>(db: &mut D) {
    let mut random = random("the_newest_of_each_object_stays");
    let snapshots: Vec<_> = (0..OBJECTS)
        .flat_map(|n| (0..VERSIONS).map(move |version| any(&intent(&format!("pi_{n}"), version), 2 * version)))
        .collect();

    write_from_all(db, &mut random, &snapshots).await;

    for n in 0..OBJECTS {
        let row: PaymentIntent = db.row(&format!("pi_{n}")).await;
        assert_eq!((row.amount, row.observed_from), (Some(VERSIONS - 1), at(2 * (VERSIONS - 1))));
        assert!((1..=VERSIONS).contains(&row.revision), "{}", row.revision);
    }
    assert_eq!(db.count("stripe_payment_intents").await, 50);
    assert_eq!(db.queued().await, []);
}

/// A subscription of one of two customers, expanded, with an item that stays and one that is another in each version.
fn subscription(n: i64, version: i64) -> Value {
    let item = |id: String| json!({"id": id, "object": "subscription_item", "quantity": version});
    json!({
        "id": format!("sub_{n}"), "object": "subscription", "livemode": false, "status": format!("version {version}"),
        "customer": {"id": format!("cus_{}", n % 2), "object": "customer", "name": format!("version {version}")},
        "items": {"object": "list", "has_more": false, "data": [
            item(format!("si_{n}")), item(format!("si_{n}_{version}")),
        ]},
    })
}

async fn children_and_expanded_objects_are_of_the_newest_parent<D: Database>(db: &mut D) {
    let mut random = random("children_and_expanded_objects_are_of_the_newest_parent");
    let mut snapshots = Vec::new();
    for version in 0..VERSIONS {
        snapshots.extend((0..OBJECTS).map(|n| any(&subscription(n, version), 2 * version)));
        let name = format!("version {version}");
        snapshots.extend(
            (0..2).map(|n| any(&json!({"id": format!("cus_{n}"), "object": "customer", "name": name}), 2 * version)),
        );
    }

    write_from_all(db, &mut random, &snapshots).await;

    let newest = VERSIONS - 1;
    for n in 0..OBJECTS {
        let row: Subscription = db.row(&format!("sub_{n}")).await;
        assert_eq!(row.status, Some(format!("version {newest}")));
        let kept: SubscriptionItem = db.row(&format!("si_{n}")).await;
        assert_eq!((kept.quantity, kept.deleted), (Some(newest), false));
        for version in 0..VERSIONS {
            for item in db.rows::<SubscriptionItem>(&format!("si_{n}_{version}"), "").await {
                assert_eq!(item.deleted, version != newest, "{} of version {version}", item.id);
            }
        }
        assert_eq!(db.rows::<SubscriptionItem>(&format!("si_{n}_{newest}"), "").await.len(), 1);
    }
    for n in 0..2 {
        assert_eq!(db.row::<Customer>(&format!("cus_{n}")).await.name, Some(format!("version {newest}")));
    }
    assert_eq!(db.queued().await, []);
}

async fn deletions_and_ties_do_not_deadlock<D: Database>(db: &mut D) {
    let mut random = random("deletions_and_ties_do_not_deadlock");
    let mut snapshots = Vec::new();
    for n in 0..OBJECTS {
        let id = format!("pi_{n}");
        snapshots.push(any(&intent(&id, 1), 2));
        // Two that differ in the same second, for every other object; a deletion after them for every third.
        if n % 2 == 0 {
            snapshots.extend([any(&intent(&id, 2), 4), any(&intent(&id, 3), 4)]);
        }
        if n % 3 == 0 {
            snapshots.push(any(&stub("payment_intent", &id), 6));
        }
    }

    write_from_all(db, &mut random, &snapshots).await;

    for n in 0..OBJECTS {
        let row: PaymentIntent = db.row(&format!("pi_{n}")).await;
        assert_eq!(row.deleted, n % 3 == 0);
        // A tombstone keeps the newest values.
        let last = if n % 2 == 0 { 4 } else { 2 };
        assert_eq!(row.observed_from, at(last));
    }
    // Of two that tie one is written, the other queued, unless a deletion after both came first.
    let queued = db.queued().await;
    for n in (0..OBJECTS).filter(|n| n % 2 == 0 && n % 3 != 0) {
        assert!(queued.iter().any(|refresh| refresh.id == format!("pi_{n}")), "pi_{n} is not queued");
    }
    assert!(queued.iter().all(|refresh| refresh.id[3..].parse::<i64>().unwrap() % 2 == 0));
}

contract! {
    the_newest_of_each_object_stays,
    children_and_expanded_objects_are_of_the_newest_parent,
    deletions_and_ties_do_not_deadlock,
}
