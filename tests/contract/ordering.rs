//! Which snapshot wins: the rule as a table of cases, pure and through the database.

use diesel_stripe::mirror::{Mirror, Outcome};
use diesel_stripe::model::{StripeModel, StripeObject};
use diesel_stripe::objects::{Coupon, Customer, PaymentIntent};
use diesel_stripe::observed::{FOREVER, Observed, Seen, decide, merge};
use diesel_stripe::{Origin, StripeData};
use serde_json::{Value, json};

use crate::concurrency::random;
use crate::database::Database;
use crate::sent::{answer, answered, at, data, event, intent, interval, stub};

use Outcome::{Applied, Stale, Tied, Unchanged};

/// An interval in seconds.
type Seconds = (i64, i64);

/// The stored row's interval, the new snapshot's, and what becomes of the new one if its content differs and if it is equal.
const RULE: &[(Seconds, Seconds, Outcome, Outcome)] = &[
    // Later.
    ((10, 20), (30, 40), Applied, Applied),
    ((10, 20), (20, 30), Applied, Applied),
    ((10, 20), (20, 21), Applied, Applied),
    // Earlier.
    ((10, 20), (0, 5), Stale, Stale),
    ((10, 20), (0, 10), Stale, Stale),
    // At the same time, or perhaps.
    ((10, 20), (10, 20), Tied, Unchanged),
    ((10, 20), (19, 30), Tied, Unchanged),
    ((10, 20), (0, 11), Tied, Unchanged),
    ((10, 20), (12, 15), Tied, Unchanged),
    ((10, 20), (5, 25), Tied, Unchanged),
    ((10, 20), (10, 15), Tied, Unchanged),
    ((10, 20), (15, 20), Tied, Unchanged),
    // The new one is an instant: the event of a creation.
    ((10, 20), (5, 5), Stale, Stale),
    ((10, 20), (10, 10), Stale, Unchanged),
    ((10, 20), (15, 15), Tied, Unchanged),
    ((10, 20), (20, 20), Applied, Applied),
    // The stored one is an instant.
    ((10, 10), (9, 9), Stale, Stale),
    ((10, 10), (9, 10), Stale, Stale),
    ((10, 10), (9, 11), Tied, Unchanged),
    ((10, 10), (10, 10), Applied, Unchanged),
    ((10, 10), (10, 11), Applied, Applied),
    ((10, 10), (11, 11), Applied, Applied),
];

#[test]
fn the_rule() {
    for (stored, new, different, equal) in RULE {
        let of = |(from, to): &Seconds| interval(*from, *to);
        assert_eq!(decide(of(stored), of(new), false), *different, "{new:?} after {stored:?}");
        assert_eq!(decide(of(stored), of(new), true), *equal, "{new:?} after {stored:?}, equal");
    }
}

/// A stored amount, a new one, and what becomes of it.
fn combinations() -> impl Iterator<Item = (String, Seconds, i64, Seconds, i64, Outcome)> {
    RULE.iter().enumerate().flat_map(|(n, (old, new, different, equal))| {
        [(2, *different), (1, *equal)]
            .map(|(amount, outcome)| (format!("pi_{n}_{amount}"), *old, 1, *new, amount, outcome))
    })
}

async fn the_rule_one_by_one(db: &mut impl Database) {
    for (id, old, stored, new, amount, expected) in combinations() {
        let case = format!("{id}: {amount} of {new:?} after {stored} of {old:?}");
        prepare(db, &id, old, stored).await;
        let before: PaymentIntent = db.row(&id).await;

        let synced = db.sync::<PaymentIntent>(data(&intent(&id, amount), answered(new))).await.unwrap();

        assert_eq!(synced.outcome, expected, "{case}");
        let after: PaymentIntent = db.row(&id).await;
        assert_eq!(synced.row, after, "{case}: the row as it stands is returned");
        expect(db, &case, &before, &after, amount, new, expected).await;
    }
}

async fn the_rule_in_a_batch(db: &mut impl Database) {
    let mut befores = Vec::new();
    for (id, old, stored, ..) in combinations() {
        prepare(db, &id, old, stored).await;
        befores.push(db.row::<PaymentIntent>(&id).await);
    }
    let batch = combinations().map(|(id, .., new, amount, _)| data(&intent(&id, amount), answered(new))).collect();

    let outcomes = db.sync_many::<PaymentIntent>(batch).await.unwrap();

    for (((id, old, stored, new, amount, expected), before), outcome) in combinations().zip(befores).zip(outcomes) {
        let case = format!("{id}: {amount} of {new:?} after {stored} of {old:?}");
        assert_eq!(outcome.unwrap(), expected, "{case}");
        let after: PaymentIntent = db.row(&id).await;
        expect(db, &case, &before, &after, amount, new, expected).await;
    }
}

async fn prepare(db: &mut impl Database, id: &str, interval: Seconds, amount: i64) {
    let stored = data::<PaymentIntent>(&intent(id, amount), answered(interval));
    assert_eq!(db.sync(stored).await.unwrap().outcome, Applied);
}

async fn expect(
    db: &mut impl Database,
    case: &str,
    before: &PaymentIntent,
    after: &PaymentIntent,
    amount: i64,
    (from, to): Seconds,
    outcome: Outcome,
) {
    let observed = |row: &PaymentIntent| (row.observed_from, row.observed_to);
    match outcome {
        Stale | Tied => assert_eq!(after, before, "{case}: the row is untouched"),
        Unchanged => {
            let advanced = (before.observed_from.max(at(from)), before.observed_to.max(at(to)));
            assert_eq!(observed(after), advanced, "{case}");
            let written = i64::from(advanced != observed(before));
            assert_eq!(after.revision, before.revision + written, "{case}");
            let (observed_from, observed_to) = advanced;
            let same = PaymentIntent { observed_from, observed_to, revision: after.revision, ..before.clone() };
            assert_eq!(*after, same, "{case}: nothing else is written");
        }
        Applied => {
            assert_eq!((after.amount, after.deleted), (Some(amount), false), "{case}");
            assert_eq!(after.stripe_data, intent(&after.id, amount), "{case}");
            assert_eq!(after.customer.as_deref(), Some("cus_1"), "{case}");
            assert_eq!(observed(after), (at(from), at(to)), "{case}");
            assert_eq!(after.revision, before.revision + 1, "{case}");
            assert!(after.synced_at > before.synced_at, "{case}");
        }
    }
    let queued = db.queued().await.iter().filter(|refresh| refresh.id == after.id).count();
    assert_eq!(queued, usize::from(outcome == Tied), "{case}: in the queue");
}

/// A row or a snapshot: when it was true, its values, and whether it is deleted.
type State = (Seconds, &'static str, bool);

const GONE: (i64, i64) = (9, i64::MAX);

/// A row and a snapshot, of which one or both are deleted; what becomes of the snapshot, and the row then. An empty name is a stub's.
const DELETIONS: &[(State, State, Outcome, State)] = &[
    // An id that Stripe chose: a deletion wins whenever it comes.
    (((10, 11), "a", false), (GONE, "", true), Applied, ((10, i64::MAX), "a", true)),
    (((10, 11), "a", false), (GONE, "b", true), Applied, ((10, i64::MAX), "a", true)),
    (((5, 6), "a", false), (GONE, "b", true), Applied, ((9, i64::MAX), "b", true)),
    // Nothing revives it; the newest values fill it, in any order.
    ((GONE, "", true), ((20, 21), "a", false), Stale, ((20, i64::MAX), "a", true)),
    ((GONE, "", true), ((3, 4), "a", false), Stale, ((3, i64::MAX), "a", true)),
    (((3, i64::MAX), "a", true), ((5, 6), "b", false), Stale, ((5, i64::MAX), "b", true)),
    (((5, i64::MAX), "b", true), ((3, 4), "a", false), Stale, ((5, i64::MAX), "b", true)),
    (((5, i64::MAX), "a", true), ((5, 6), "b", false), Stale, ((5, i64::MAX), "b", true)),
    (((5, i64::MAX), "b", true), ((5, 6), "a", false), Stale, ((5, i64::MAX), "b", true)),
    (((5, i64::MAX), "a", true), (GONE, "b", true), Unchanged, ((9, i64::MAX), "b", true)),
    ((GONE, "b", true), (GONE, "", true), Unchanged, (GONE, "b", true)),
    // An id that a user chose: a deletion is a snapshot like any other.
    (((5, 6), "a", false), ((9, 10), "", true), Applied, ((5, 10), "a", true)),
    (((5, 6), "a", false), ((9, 10), "b", true), Applied, ((9, 10), "b", true)),
    (((9, 10), "a", false), ((9, 10), "b", true), Tied, ((9, 10), "b", true)),
    (((9, 10), "b", false), ((9, 10), "a", true), Tied, ((9, 10), "b", true)),
    (((3, 82), "a", false), ((12, 13), "b", true), Tied, ((12, 82), "b", true)),
    (((3, 82), "a", false), ((12, 13), "", true), Tied, ((3, 82), "a", true)),
    (((20, 21), "a", false), ((9, 10), "b", true), Tied, ((20, 21), "a", false)),
    (((9, 10), "a", true), ((10, 11), "b", false), Applied, ((10, 11), "b", false)),
    (((9, 10), "a", true), ((9, 10), "b", false), Tied, ((9, 10), "b", true)),
    (((9, 10), "b", true), ((5, 6), "a", false), Stale, ((9, 10), "b", true)),
    (((9, 10), "a", true), ((7, 12), "a", false), Tied, ((9, 12), "a", true)),
    (((9, 10), "", true), ((5, 6), "a", false), Stale, ((5, 10), "a", true)),
    (((5, 10), "a", true), ((20, 21), "b", true), Applied, ((20, 21), "b", true)),
    (((5, 10), "a", true), ((7, 8), "b", true), Unchanged, ((7, 10), "b", true)),
];

fn seen(((from, to), values, deleted): State) -> Seen<'static> {
    let time = |second: i64| if second == i64::MAX { FOREVER } else { at(second) };
    Seen { observed: Observed { from: time(from), to: time(to) }, fingerprint: values, deleted }
}

#[test]
fn the_rule_for_deletions() {
    for (stored, new, outcome, row) in DELETIONS {
        let merged = merge(seen(*stored), seen(*new), false);
        let case = format!("{new:?} after {stored:?}");
        assert_eq!(merged.outcome, *outcome, "{case}");
        let values = if merged.values { new.1 } else { stored.1 };
        let after = Seen { observed: merged.observed, fingerprint: values, deleted: merged.deleted };
        assert_eq!(after, seen(*row), "{case}");
    }
}

#[test]
fn a_copy_within_another_object_revives_nothing() {
    let (tombstone, later) = (seen(((9, 10), "a", true)), seen(((20, 21), "b", false)));
    assert_eq!(merge(tombstone, later, false).outcome, Applied);
    let merged = merge(tombstone, later, true);
    assert_eq!((merged.outcome, merged.deleted), (Tied, true), "it is read again");
}

/// Random snapshots of one id after each other: the statement does what the rule says. The rule itself has its tables above.
async fn the_statement_is_the_rule(db: &mut impl Database) {
    let mut random = random("the_statement_is_the_rule");
    for n in 0..60 {
        // Of a kind whose ids Stripe chooses, and of one whose ids users choose.
        let (object, id) = if n % 2 == 0 { ("customer", format!("cus_{n}")) } else { ("coupon", format!("c{n}")) };
        let mut row: Option<(Observed, String, bool)> = None;
        for _ in 0..8 {
            let (from, length) = (random.i64(0..12), random.i64(1..4));
            let values = json!({"id": id, "object": object, "name": random.choice(["a", "b", "c"])});
            let (json, origin) = match random.u8(0..5) {
                0 => (stub(object, &id), answered((from, from + length))),
                1 => (values, event(from, &format!("{object}.deleted"))),
                2 => (values, event(from, &format!("{object}.created"))),
                3 => (values, event(from, &format!("{object}.updated"))),
                _ => (values, answered((from, from + length))),
            };
            let data = data::<StripeObject>(&json, origin);
            let (observed, deleted) = (Mirror::default().observed(&data), data.is_deleted());
            let is_stub = json.get("deleted").is_some();
            let (outcome, state) = if object == "customer" {
                let synced = db.sync::<Customer>(data.into_model().unwrap()).await.unwrap();
                (synced.outcome, synced.row.state())
            } else {
                let synced = db.sync::<Coupon>(data.into_model().unwrap()).await.unwrap();
                (synced.outcome, synced.row.state())
            };
            let case = format!("{json} of {observed:?} after {row:?}");
            let print = |values: &str| if is_stub { String::new() } else { values.to_owned() };
            let Some((stored, fingerprint, was_deleted)) = row else {
                assert_eq!(outcome, Applied, "{case}");
                row = Some((state.observed(), state.fingerprint, state.deleted));
                continue;
            };
            // The fingerprint of the new values is known once they were written somewhere.
            let new_print = print(&fingerprint_of(db, &json).await);
            let stored_seen = Seen { observed: stored, fingerprint: &fingerprint, deleted: was_deleted };
            let new_seen = Seen { observed, fingerprint: &new_print, deleted };
            let merged = merge(stored_seen, new_seen, false);
            let expected = if merged.values { new_print.clone() } else { fingerprint.clone() };
            assert_eq!((state.observed(), state.deleted), (merged.observed, merged.deleted), "{case}");
            assert_eq!(state.fingerprint, expected, "{case}");
            // A snapshot that filled a tombstone is looked at once more, with what it filled in.
            if !(was_deleted && merged.values) {
                assert_eq!(outcome, merged.outcome, "{case}");
            }
            row = Some((state.observed(), state.fingerprint, state.deleted));
        }
    }
}

/// The fingerprint of an object, as a row of the same content under an account of its own has it.
async fn fingerprint_of(db: &mut impl Database, json: &Value) -> String {
    let mut live = json.clone();
    live.as_object_mut().unwrap().remove("deleted");
    let name = json["name"].as_str().unwrap_or_default();
    let origin = event(0, "none").stripe_account(format!("acct_{name}_{}", json["id"].as_str().unwrap()));
    db.sync::<StripeObject>(data(&live, origin)).await.unwrap().row.fingerprint
}

async fn an_older_event_that_comes_late_does_not_overwrite(db: &mut impl Database) {
    let newer = data::<PaymentIntent>(&intent("pi_1", 2), event(5, "payment_intent.succeeded"));
    let older = data::<PaymentIntent>(&intent("pi_1", 1), event(3, "payment_intent.processing"));
    db.sync(newer).await.unwrap();

    let row = db.sync_from_stripe_data(older).await.unwrap();

    assert_eq!((row.amount, row.observed_from), (Some(2), at(5)), "the row as it stands: the newer one");
    assert_eq!(row, db.row("pi_1").await);
}

async fn the_second_event_of_a_second_is_not_lost(db: &mut impl Database) {
    db.sync(data::<PaymentIntent>(&intent("pi_1", 1), event(3, "payment_intent.processing"))).await.unwrap();
    let second = data::<PaymentIntent>(&intent("pi_1", 2), event(3, "payment_intent.succeeded"));

    assert_eq!(db.sync(second).await.unwrap().outcome, Tied);

    let queued = db.queued().await;
    assert_eq!(queued.len(), 1, "Stripe is asked which is newer");
    assert_eq!((&*queued[0].object, &*queued[0].id, &*queued[0].reason), ("payment_intent", "pi_1", "tied"));
}

async fn events_of_the_same_second_as_an_answer_cost_nothing_if_they_agree(db: &mut impl Database) {
    let mut created = intent("pi_1", 1);
    created["created"] = json!(at(3).timestamp());
    // The call began in the second before the creation.
    let answered = data::<PaymentIntent>(&created, answered((2, 4)));
    assert_eq!(db.sync(answered).await.unwrap().row.observed_from, at(3), "not before the object's own creation");
    let mut was = created.clone();
    was["status"] = json!("requires_confirmation");
    let creation = data::<PaymentIntent>(&was, event(3, "payment_intent.created"));
    assert_eq!(db.sync(creation).await.unwrap().outcome, Stale, "nothing is older than the creation");
    let later = data::<PaymentIntent>(&created, event(3, "payment_intent.requires_action"));
    assert_eq!(db.sync(later).await.unwrap().outcome, Unchanged);
    assert_eq!(db.queued().await, []);
}

async fn an_event_during_a_slow_call_is_not_swallowed(db: &mut impl Database) {
    // Read at some time between the seconds 2 and 8; the event of second 5 may be newer than what was read.
    db.sync(data::<PaymentIntent>(&intent("pi_1", 1), answered((2, 9)))).await.unwrap();
    let during = data::<PaymentIntent>(&intent("pi_1", 2), event(5, "payment_intent.succeeded"));
    assert_eq!(db.sync(during).await.unwrap().outcome, Tied);
    let after = data::<PaymentIntent>(&intent("pi_1", 3), event(9, "payment_intent.succeeded"));
    assert_eq!(db.sync(after).await.unwrap().outcome, Applied);
}

async fn a_replayed_answer_does_not_overwrite(db: &mut impl Database) {
    db.sync(data::<PaymentIntent>(&intent("pi_1", 2), event(5, "payment_intent.succeeded"))).await.unwrap();
    let replayed = data::<PaymentIntent>(&intent("pi_1", 1), Origin::replayed(at(60)));
    assert_eq!(db.sync(replayed).await.unwrap().outcome, Tied);
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(2));
}

async fn a_chosen_id_is_created_again(db: &mut impl Database) {
    let coupon = |name: &str| json!({"id": "gold", "object": "coupon", "name": name, "created": at(3).timestamp()});
    db.sync(data::<Coupon>(&coupon("first"), event(1, "coupon.created"))).await.unwrap();
    db.sync(data::<Coupon>(&coupon("first"), event(2, "coupon.deleted"))).await.unwrap();
    assert!(db.row::<Coupon>("gold").await.deleted);
    let again = data::<Coupon>(&coupon("second"), event(3, "coupon.created"));
    assert_eq!(again.observed(), interval(3, 4), "an ordinary second: such an id may have been another's in it");
    assert_eq!(db.sync(again).await.unwrap().outcome, Applied);
    let row: Coupon = db.row("gold").await;
    assert_eq!((row.name.as_deref(), row.deleted), (Some("second"), false));
    // What another coupon of that id did in the same second is not decided by its content.
    let other = data::<Coupon>(&coupon("first"), event(3, "coupon.deleted"));
    assert_eq!(db.sync(other).await.unwrap().outcome, Tied);
}

async fn equal_json_in_another_form_is_unchanged(db: &mut impl Database) {
    let json = intent("pi_1", 100);
    let first = db.sync(data::<PaymentIntent>(&json, answer(5))).await.unwrap().row;
    let indented = serde_json::to_string_pretty(&json).unwrap();
    let reversed = {
        let entries: Vec<String> = json.as_object().unwrap().iter().rev().map(|(k, v)| format!("{k:?}: {v}")).collect();
        format!("{{ {} }}\n", entries.join(",\t"))
    };
    let mut expanded = json.clone();
    expanded["customer"] = json!({"id": "cus_1", "object": "customer", "name": "Ann", "livemode": false});
    for text in [indented, reversed, expanded.to_string()] {
        let again = StripeData::<PaymentIntent>::from_json(text.clone(), answer(5)).unwrap();
        let synced = db.sync(again).await.unwrap();
        assert_eq!((synced.outcome, synced.row), (Unchanged, first.clone()), "{text}");
    }
    let later = db.sync(data::<PaymentIntent>(&expanded, answer(9))).await.unwrap();
    assert_eq!(later.outcome, Applied, "the interval advances");
    assert_eq!(later.row.stripe_data, json, "equal JSON is not rewritten");
}

async fn of_one_object_twice_in_a_batch_the_newer_stays(db: &mut impl Database) {
    let of = |second, amount| data::<PaymentIntent>(&intent("pi_1", amount), event(second, "payment_intent.succeeded"));
    let outcomes = db.sync_any(&Mirror::default(), vec![of(7, 3), of(3, 1), of(5, 2)]).await.unwrap();
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes, [Applied, Stale, Stale]);
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(3));

    let outcomes = db.sync_many(vec![of(9, 4), of(9, 5), of(9, 4)]).await.unwrap();
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes, [Applied, Tied, Unchanged]);
    assert_eq!(db.queued().await.len(), 1);
}

async fn an_empty_batch_is_nothing(db: &mut impl Database) {
    assert!(db.sync_many::<PaymentIntent>(Vec::new()).await.unwrap().is_empty());
    assert!(db.sync_any::<PaymentIntent>(&Mirror::default(), Vec::new()).await.unwrap().is_empty());
}

contract! {
    the_rule_one_by_one,
    the_rule_in_a_batch,
    the_statement_is_the_rule,
    an_older_event_that_comes_late_does_not_overwrite,
    the_second_event_of_a_second_is_not_lost,
    events_of_the_same_second_as_an_answer_cost_nothing_if_they_agree,
    an_event_during_a_slow_call_is_not_swallowed,
    a_replayed_answer_does_not_overwrite,
    a_chosen_id_is_created_again,
    equal_json_in_another_form_is_unchanged,
    of_one_object_twice_in_a_batch_the_newer_stays,
    an_empty_batch_is_nothing,
}
