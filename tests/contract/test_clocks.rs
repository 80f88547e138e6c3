//! A test clock's time is simulated: an object's `created` in it says nothing of when an answer was true.

use chrono::TimeDelta;
use diesel_stripe::Origin;
use diesel_stripe::mirror::Outcome::{Applied, Stale, Tied};
use diesel_stripe::objects::{PaymentIntent, Subscription};
use diesel_stripe::observed::SKEW;
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answered, at, data, event, interval};

fn subscription(status: &str, test_clock: Value) -> Value {
    json!({
        "id": "sub_1", "object": "subscription", "status": status, "livemode": false, "test_clock": test_clock,
        "created": at(50).timestamp(),
        "items": {"object": "list", "has_more": false, "data": [
            {"id": "si_1", "object": "subscription_item", "created": at(50).timestamp()},
        ]},
    })
}

async fn it_does_not_make_a_real_change_stale(db: &mut impl Database) {
    // Answers of which little is known: one without headers, one that was replayed for a key, one to a slow call.
    let origins = [Origin::local(at(10), at(60)), Origin::replayed(at(60)), answered((10, 60))];
    for (n, origin) in origins.into_iter().enumerate() {
        let account = format!("acct_{n}");
        let clock = json!("clock_1");
        let first = subscription("active", clock.clone());
        let synced = db.sync(data::<Subscription>(&first, origin.stripe_account(&account))).await.unwrap();
        assert!(synced.row.observed_from < at(20), "{n}: {:?}", synced.row.observed_from);
        let items = db.rows::<diesel_stripe::objects::SubscriptionItem>("si_1", &account).await;
        assert!(items[0].observed_from < at(20), "{n}: what is within it is on the same clock");
        // Really, it was created at 12 and changed at 30; by its clock, it was created at 50.
        let changed = event(30, "customer.subscription.updated").stripe_account(&account);
        let outcome = db.sync(data::<Subscription>(&subscription("past_due", clock), changed)).await.unwrap().outcome;
        assert_eq!(outcome, Tied, "{n}: only Stripe knows");
    }
}

async fn by_stripes_own_clock_nothing_is_older_than_its_creation(db: &mut impl Database) {
    let synced = db.sync(data::<Subscription>(&subscription("active", json!(null)), Origin::replayed(at(60)))).await;
    assert_eq!(synced.unwrap().row.observed_from, at(50));
    let before = event(40, "customer.subscription.updated");
    let outcome = db.sync(data::<Subscription>(&subscription("x", json!(null)), before)).await.unwrap().outcome;
    assert_eq!(outcome, Stale);
}

async fn of_an_object_that_may_have_a_clock_only_a_short_interval_is_bounded(db: &mut impl Database) {
    let intent = |id: &str, livemode: bool| {
        let created = at(50).timestamp();
        json!({"id": id, "object": "payment_intent", "livemode": livemode, "created": created})
    };
    // A call of half a second: the bound cuts off less than that.
    let short = Origin::answer(at(50), TimeDelta::milliseconds(500));
    let tight = data::<PaymentIntent>(&intent("pi_1", false), short);
    assert_eq!(tight.observed(), interval(50, 51));
    assert_eq!(db.sync(tight).await.unwrap().outcome, Applied);
    let wide = data::<PaymentIntent>(&intent("pi_2", false), Origin::local(at(49), at(50)));
    assert_eq!(wide.observed().from, at(49) - SKEW);
    assert_eq!(
        data::<PaymentIntent>(&intent("pi_3", false), Origin::replayed(at(50))).observed().from,
        chrono::DateTime::UNIX_EPOCH
    );
    // There are no test clocks in live mode.
    assert_eq!(data::<PaymentIntent>(&intent("pi_4", true), Origin::replayed(at(50))).observed(), interval(50, 51));
}

contract! {
    it_does_not_make_a_real_change_stale,
    by_stripes_own_clock_nothing_is_older_than_its_creation,
    of_an_object_that_may_have_a_clock_only_a_short_interval_is_bounded,
}
