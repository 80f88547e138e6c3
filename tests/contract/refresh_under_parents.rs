//! What Stripe serves only under a parent is read there.

use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::{Applied, Tied};
use diesel_stripe::model::StripeObject;
use serde_json::{Value, json};

use crate::database::Database;
use crate::refresh::drained;
use crate::scripted::Scripted;
use crate::sent::{data, event};

/// Two events of one second that differ.
async fn tie(db: &mut impl Database, object: &Value) {
    let mut other = object.clone();
    other["metadata"] = json!({"n": "2"});
    let both = [object, &other].map(|object| data::<StripeObject>(object, event(5, "x.updated")));
    let mut outcomes = Vec::new();
    for one in both {
        outcomes.push(db.sync_any(&Mirror::default(), vec![one]).await.unwrap().remove(0).unwrap());
    }
    assert_eq!(outcomes, [Applied, Tied]);
}

async fn each_is_read_under_its_parent(db: &mut impl Database) {
    for (object, id, parent, path) in [
        ("card", "card_1", json!({"customer": "cus_1"}), "/customers/cus_1/sources/card_1"),
        ("card", "card_2", json!({"account": "acct_1", "customer": null}), "/accounts/acct_1/external_accounts/card_2"),
        (
            "bank_account",
            "ba_1",
            json!({"customer": {"id": "cus_1", "object": "customer"}}),
            "/customers/cus_1/sources/ba_1",
        ),
        ("bank_account", "ba_2", json!({"account": "acct_1"}), "/accounts/acct_1/external_accounts/ba_2"),
        ("person", "person_1", json!({"account": "acct_1"}), "/accounts/acct_1/persons/person_1"),
        ("capability", "card_payments", json!({"account": "acct_1"}), "/accounts/acct_1/capabilities/card_payments"),
        (
            "customer_balance_transaction",
            "cbtxn_1",
            json!({"customer": "cus_1"}),
            "/customers/cus_1/balance_transactions/cbtxn_1",
        ),
        (
            "customer_cash_balance_transaction",
            "ccsbtxn_1",
            json!({"customer": "cus_1"}),
            "/customers/cus_1/cash_balance_transactions/ccsbtxn_1",
        ),
        ("fee_refund", "fr_1", json!({"fee": "fee_1"}), "/application_fees/fee_1/refunds/fr_1"),
        ("transfer_reversal", "trr_1", json!({"transfer": "tr_1"}), "/transfers/tr_1/reversals/trr_1"),
        ("source_transaction", "srctxn_1", json!({"source": "src_1"}), "/sources/src_1/source_transactions/srctxn_1"),
    ] {
        let mut json = json!({"id": id, "object": object});
        json.as_object_mut().unwrap().extend(parent.as_object().unwrap().clone());
        tie(db, &json).await;
        let mut now = json.clone();
        now["metadata"] = json!({"n": "3"});
        let scripted = Scripted::start([(200, now.clone())]).await;
        assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0), "{path}");
        assert_eq!(scripted.requests(), [format!("GET /v1{path}")]);
        assert_eq!(db.stored(object, id).await.0, now);
        assert_eq!(db.queued().await, []);
    }
}

async fn a_missing_parent_is_no_deletion_and_its_own_404_is(db: &mut impl Database) {
    let card = json!({"id": "card_1", "object": "card", "customer": "cus_1"});
    tie(db, &card).await;
    let no_such = |what: &str| {
        let message = format!("No such {what}");
        (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "message": message}}))
    };
    let scripted =
        Scripted::start([no_such("customer: 'cus_1'"), no_such("source: 'card_1'"), no_such("source: 'card_1'")]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(0, 1));
    assert!(db.queued().await[0].last_error.as_deref().unwrap().contains("'cus_1'"));
    for deleted in [false, true] {
        db.time_passes().await;
        db.drain(&scripted.client(), &Mirror::default()).await.unwrap();
        assert_eq!(db.stored("card", "card_1").await.1, deleted);
    }
}

async fn one_that_names_no_parent_says_so(db: &mut impl Database) {
    tie(db, &json!({"id": "card_1", "object": "card", "customer": null})).await;
    let scripted = Scripted::start([]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(0, 1));
    let error = db.queued().await[0].last_error.clone().unwrap();
    assert!(error.contains("card card_1") && error.contains("`customer` or `account`"), "{error}");
}

contract! {
    each_is_read_under_its_parent,
    a_missing_parent_is_no_deletion_and_its_own_404_is,
    one_that_names_no_parent_says_so,
}
