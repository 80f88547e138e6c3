//! In whatever order and however often snapshots come, the row is the same in the end.

use diesel_stripe::StripeData;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::{StripeModel, StripeObject};
use diesel_stripe::objects::{Coupon, Subscription, SubscriptionItem};
use diesel_stripe::refresh::Refresh;
use serde_json::{Value, json};

use crate::concurrency::random;
use crate::database::Database;
use crate::sent::{answered, data, event, stub};

/// One object's life in seconds of their own, so that nothing ties: changed, deleted, and created again.
fn life(random: &mut fastrand::Rng, id: &str) -> Vec<StripeData<StripeObject>> {
    let mut second = 0;
    let mut name = 0;
    (0..random.usize(2..8))
        .map(|_| {
            second += random.i64(1..4);
            if random.u8(..4) == 0 {
                return data(&stub("coupon", id), answered((second, second + 1)));
            }
            name += i64::from(random.bool());
            let json = json!({"id": id, "object": "coupon", "name": format!("name {name}")});
            match random.u8(..3) {
                0 => data(&json, event(second, "coupon.created")),
                1 => data(&json, event(second, "coupon.updated")),
                _ => data(&json, answered((second, second + 1))),
            }
        })
        .collect()
}

/// All of a life, some of it twice, in any order.
fn shuffled<M: Clone>(random: &mut fastrand::Rng, life: &[M]) -> Vec<M> {
    let mut events = life.to_vec();
    events.extend(life.iter().filter(|_| random.bool()).cloned().collect::<Vec<_>>());
    random.shuffle(&mut events);
    events
}

async fn two_orders_of_one_history_end_alike(db: &mut impl Database) {
    let mut random = random("two_orders_of_one_history_end_alike");
    for n in 0..40 {
        let history = life(&mut random, &format!("coupon_{n}"));
        let mut ends = Vec::new();
        for account in ["acct_1", "acct_2"] {
            for snapshot in shuffled(&mut random, &history) {
                let of_account = of_account(&snapshot, account);
                if random.bool() {
                    db.sync::<Coupon>(of_account.into_model().unwrap()).await.unwrap();
                } else {
                    db.sync_any(&Mirror::default(), vec![of_account]).await.unwrap();
                }
            }
            let row = db.rows::<Coupon>(&format!("coupon_{n}"), account).await.remove(0);
            // Of a deleted object the last values remain that were seen, in whatever order.
            let name = row.name.clone().filter(|_| !row.deleted);
            ends.push((row.observed_from, row.observed_to, row.deleted, name));
        }
        let last = history.last().unwrap();
        let observed = Mirror::default().observed(last);
        assert_eq!(ends[0], ends[1], "coupon_{n}: {history:?}");
        assert_eq!((ends[0].1, ends[0].2), (observed.to, last.is_deleted()));
        // A tombstone's interval begins when its values were true.
        assert!(last.is_deleted() || ends[0].0 == observed.from, "coupon_{n}: {history:?}");
    }
}

async fn a_history_in_batches_ends_like_one_by_one(db: &mut impl Database) {
    let mut random = random("a_history_in_batches_ends_like_one_by_one");
    let lives: Vec<_> = (0..40).flat_map(|n| life(&mut random, &format!("coupon_{n}"))).collect();
    for snapshot in shuffled(&mut random, &lives) {
        db.sync::<Coupon>(of_account(&snapshot, "acct_1").into_model().unwrap()).await.unwrap();
    }
    let mut batches = shuffled(&mut random, &lives);
    while !batches.is_empty() {
        let batch = batches.split_off(batches.len().saturating_sub(random.usize(1..60)));
        let batch = batch.iter().map(|snapshot| of_account(snapshot, "acct_2")).collect();
        for outcome in db.sync_any(&Mirror::default(), batch).await.unwrap() {
            outcome.unwrap();
        }
    }
    for n in 0..40 {
        let mut ends = Vec::new();
        for account in ["acct_1", "acct_2"] {
            let row = db.rows::<Coupon>(&format!("coupon_{n}"), account).await.remove(0);
            let name = row.name.clone().filter(|_| !row.deleted);
            let observed = Some(row.state().observed()).filter(|_| !row.deleted);
            ends.push((observed, row.deleted, name));
        }
        assert_eq!(ends[0], ends[1], "coupon_{n}");
    }
}

async fn a_familys_history_ends_alike(db: &mut impl Database) {
    let mut random = random("a_familys_history_ends_alike");
    for n in 0..15 {
        let history: Vec<Vec<bool>> =
            (0..random.usize(2..6)).map(|_| (0..4).map(|_| random.bool()).collect()).collect();
        let family = |account: &str, second: usize| -> StripeData<Subscription> {
            let items = history[second].iter().enumerate().filter(|(_, there)| **there).map(
                |(item, _)| json!({"id": format!("si_{n}_{item}"), "object": "subscription_item", "quantity": second}),
            );
            let items: Vec<Value> = items.collect();
            let items = json!({"object": "list", "data": items, "has_more": false});
            let json = json!({"id": format!("sub_{n}"), "object": "subscription", "n": second, "items": items});
            data(&json, event(second as i64 * 2, "customer.subscription.updated").stripe_account(account))
        };
        let seconds: Vec<usize> = (0..history.len()).collect();
        for account in ["acct_1", "acct_2"] {
            for second in shuffled(&mut random, &seconds) {
                db.sync(family(account, second)).await.unwrap();
            }
            for (item, there) in history.last().unwrap().iter().enumerate() {
                let rows = db.rows::<SubscriptionItem>(&format!("si_{n}_{item}"), account).await;
                let live: Vec<_> = rows.iter().filter(|row| !row.deleted).map(|row| row.quantity).collect();
                let expected: Vec<_> = there.then_some(Some(history.len() as i64 - 1)).into_iter().collect();
                // An item that a list lacked revives no tombstone when a later one shows it: it is read again.
                let id = format!("si_{n}_{item}");
                let is_queued = |refresh: &Refresh| refresh.id == id && refresh.stripe_account == account;
                let queued = db.queued().await.iter().any(is_queued);
                assert!(live == expected || queued, "{item} is {live:?}, not {expected:?}, in {history:?}");
            }
        }
    }
}

/// The same snapshot of another account's object.
fn of_account(snapshot: &StripeData<StripeObject>, account: &str) -> StripeData<StripeObject> {
    let observed = Mirror::default().observed(snapshot);
    let one = chrono::TimeDelta::seconds(1);
    let origin = diesel_stripe::Origin::answer(observed.to - one, observed.to - one - observed.from);
    StripeData::from_json(snapshot.json(), origin.stripe_account(account)).unwrap()
}

contract! {
    two_orders_of_one_history_end_alike,
    a_history_in_batches_ends_like_one_by_one,
    a_familys_history_ends_alike,
}
