//! What a customer is entitled to: told of as a whole, by a summary that has no id.

use chrono::Utc;
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeObject;
use diesel_stripe::refresh::Refreshed;
use diesel_stripe::testing::{FakeStripe, Put};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{data, event};
use crate::webhook::{Script, body, delivery, stored, with_effects};

const UPDATED: &str = "entitlements.active_entitlement_summary.updated";

fn entitlement(id: &str) -> Value {
    json!({"id": id, "object": "entitlements.active_entitlement", "feature": format!("feat_{id}"), "lookup_key": id, "livemode": false})
}

fn summary(ids: &[&str], has_more: bool) -> Value {
    let list: Vec<Value> = ids.iter().map(|id| entitlement(id)).collect();
    json!({
        "object": "entitlements.active_entitlement_summary", "customer": "cus_1", "livemode": false,
        "entitlements": {"object": "list", "data": list, "has_more": has_more, "url": "/v1/customer/cus_1/entitlements"},
    })
}

/// The lookup keys that the customer has, by plain SQL.
async fn entitled(db: &mut impl Database) -> Vec<String> {
    let rows = "SELECT lookup_key AS value FROM stripe_entitlements_active_entitlements \
                WHERE customer = 'cus_1' AND NOT deleted ORDER BY id";
    db.values(rows).await.into_iter().flatten().collect()
}

async fn told(db: &mut impl Database, second: i64, summary: &Value) {
    let sent = vec![data::<StripeObject>(summary, event(second, UPDATED))];
    db.sync_any(&Mirror::default(), sent).await.unwrap().remove(0).unwrap();
}

async fn a_summary_replaces_what_a_customer_is_entitled_to(db: &mut impl Database) {
    told(db, 5, &summary(&["ent_a", "ent_b"], false)).await;
    assert_eq!(entitled(db).await, ["ent_a", "ent_b"]);
    told(db, 9, &summary(&["ent_b", "ent_c"], false)).await;
    assert_eq!(entitled(db).await, ["ent_b", "ent_c"]);
    // One that comes late changes nothing.
    told(db, 7, &summary(&["ent_a"], false)).await;
    assert_eq!(entitled(db).await, ["ent_b", "ent_c"]);
    told(db, 12, &summary(&[], false)).await;
    assert_eq!(entitled(db).await, [""; 0]);
    assert_eq!(db.queued().await, []);
}

async fn a_summary_that_is_cut_short_is_completed_by_stripes_list(db: &mut impl Database) {
    let stripe = FakeStripe::start().await.unwrap();
    for n in 0..130 {
        let mut entitlement = entitlement(&format!("ent_{n:03}"));
        entitlement["customer"] = "cus_1".into();
        stripe.put(Put::from(entitlement).untold()).unwrap();
    }
    let now = Utc::now().timestamp();
    let sent = vec![data::<StripeObject>(&summary(&["ent_gone"], false), event(now - 60, UPDATED))];
    db.sync_any(&Mirror::default(), sent).await.unwrap().remove(0).unwrap();
    let sent = vec![data::<StripeObject>(&summary(&["ent_000"], true), event(now - 30, UPDATED))];
    db.sync_any(&Mirror::default(), sent).await.unwrap().remove(0).unwrap();
    let queued = db.queued().await;
    assert_eq!((queued.len(), &*queued[0].id, &*queued[0].reason), (1, "cus_1", "list"), "{queued:?}");
    let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).build().unwrap();
    let refreshed = db.refresh_one(&client, &Mirror::default(), &queued[0].subject()).await.unwrap();
    assert_eq!(refreshed, Refreshed::Done);
    let keys = entitled(db).await;
    assert_eq!((keys.len(), &*keys[0], &*keys[129]), (130, "ent_000", "ent_129"));
    assert_eq!(db.queued().await, []);
}

/// Through the inbox, and in the wrong order.
async fn a_summary_is_known_by_its_customer_in_the_inbox_too<D: Database>(db: &mut D) {
    with_effects(db).await;
    let processor = D::processor(&Script::succeeding(), None);
    for (id, second, ids) in [("evt_2", 9, &["ent_b"][..]), ("evt_1", 5, &["ent_a", "ent_b"])] {
        let told = body(id, second, UPDATED, summary(ids, false));
        db.store(&[delivery(&told)]).await.unwrap();
        let event = stored(db, id).await;
        assert_eq!(event.object_kind.as_deref(), Some("entitlements.active_entitlement_summary"));
        assert_eq!(event.object_id.as_deref(), Some("cus_1"));
        let processed = db.process(&processor).await.unwrap();
        assert_eq!(processed.done, 1, "{processed:?}: {:?}", stored(db, id).await.last_error);
        assert_eq!(entitled(db).await, ["ent_b"], "after {id}");
    }
    // Nothing else that has a customer is known by it.
    let usage = json!({"object": "something.new", "customer": "cus_1"});
    db.store(&[delivery(&body("evt_3", 10, "something.new", usage))]).await.unwrap();
    assert_eq!(stored(db, "evt_3").await.object_id, None);
}

contract! {
    a_summary_is_known_by_its_customer_in_the_inbox_too,
    a_summary_replaces_what_a_customer_is_entitled_to,
    a_summary_that_is_cut_short_is_completed_by_stripes_list,
}
