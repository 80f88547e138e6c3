//! Columns that an older declaration wrote are filled from the stored JSON.

use diesel_stripe::migrations::create_table;
use diesel_stripe::mirror::Outcome::{Applied, Unchanged};
use diesel_stripe::mirror::{Mirror, Reprojected};
use diesel_stripe::model::StripeModel;
use diesel_stripe::objects::{InvoiceLineItem, PaymentIntent};
use serde_json::{Value, json};

use crate::database::Database;
use crate::models::ShopPayment;
use crate::sent::{answer, at, data, intent, stub};

async fn mirror<D: Database>(db: &mut D) -> Mirror {
    db.execute(&create_table(ShopPayment::TABLE, D::DIALECT)).await.unwrap();
    Mirror::default().with::<ShopPayment>()
}

async fn sync(db: &mut impl Database, mirror: &Mirror, id: &str) {
    let mut json = intent(id, 100);
    json["metadata"] = json!({"order_number": format!("A-{id}")});
    json["canceled_at"] = json!("2017-05-04T07:50:02Z");
    db.sync_with(mirror, data::<ShopPayment>(&json, answer(5))).await.unwrap();
}

/// As the model was before its second declaration, without a column for the order's number.
const OUTDATED: &str = "UPDATE shop_payments SET order_number = NULL, projection = 1";

async fn what_an_older_declaration_wrote_is_written_anew<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    // More than are read at once.
    for n in 0..450 {
        sync(db, &mirror, &format!("pi_{n}")).await;
    }
    db.execute(OUTDATED).await.unwrap();
    db.execute("UPDATE shop_payments SET deleted = TRUE WHERE id = 'pi_7'").await.unwrap();
    db.execute("UPDATE shop_payments SET projection = 2 WHERE id = 'pi_8'").await.unwrap();
    let before: ShopPayment = db.row("pi_7").await;
    let status = db.status(&mirror).await.unwrap();
    assert!(status.to_string().ends_with("to be reprojected: shop_payments\n"), "{status}");
    assert_eq!(db.reproject_due(&mirror).await.unwrap(), [ShopPayment::TABLE]);

    let done = db.reproject(&mirror, ShopPayment::TABLE).await.unwrap();

    assert_eq!(done, Reprojected { rewritten: 449, ..Reprojected::default() });
    let row: ShopPayment = db.row("pi_7").await;
    let expected = ShopPayment { order_number: Some("A-pi_7".to_owned()), projection: 2, ..before };
    assert_eq!(row, expected, "nothing else has changed");
    assert_eq!(db.row::<ShopPayment>("pi_449").await.order_number.as_deref(), Some("A-pi_449"));
    assert_eq!(db.row::<ShopPayment>("pi_8").await.order_number, None, "its columns are of this declaration");
    assert!(db.reproject_due(&mirror).await.unwrap().is_empty(), "once is enough");
    assert_eq!(db.reproject(&mirror, ShopPayment::TABLE).await.unwrap(), Reprojected::default());
}

async fn a_newer_row_is_left_to_its_writer<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    sync(db, &mirror, "pi_1").await;
    db.execute(OUTDATED).await.unwrap();
    // A newer snapshot arrives, and then what was read before it is to be written.
    db.sync_with(&mirror, data::<ShopPayment>(&intent("pi_1", 200), answer(9))).await.unwrap();
    assert_eq!(db.reproject(&mirror, ShopPayment::TABLE).await.unwrap(), Reprojected::default());
    let row: ShopPayment = db.row("pi_1").await;
    assert_eq!((row.amount, row.order_number, row.projection), (Some(200), None, 2));
}

async fn it_runs_in_the_hosts_transaction<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    sync(db, &mirror, "pi_1").await;
    db.execute(OUTDATED).await.unwrap();
    db.begin().await;
    assert_eq!(db.reproject(&mirror, ShopPayment::TABLE).await.unwrap().rewritten, 1);
    db.rollback().await;
    assert_eq!(db.row::<ShopPayment>("pi_1").await.order_number, None);
    assert_eq!(db.reproject(&mirror, ShopPayment::TABLE).await.unwrap().rewritten, 1, "it can be done again");
}

async fn what_cannot_be_read_keeps_its_columns<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    sync(db, &mirror, "pi_1").await;
    sync(db, &mirror, "pi_2").await;
    db.execute(OUTDATED).await.unwrap();
    db.execute("UPDATE shop_payments SET stripe_data = '{}' WHERE id = 'pi_1'").await.unwrap();
    let done = db.reproject(&mirror, ShopPayment::TABLE).await.unwrap();
    assert_eq!(done, Reprojected { rewritten: 1, unreadable: 1, ..Reprojected::default() });
    let row: ShopPayment = db.row("pi_1").await;
    assert_eq!((row.amount, row.projection), (Some(100), 1));
}

/// The mirror's own tables too, and a child keeps the parent that its own JSON does not name.
async fn a_child_keeps_its_parent(db: &mut impl Database) {
    let line = json!({"id": "il_1", "object": "line_item", "amount": 7});
    let lines = json!({"object": "list", "data": [line], "has_more": false});
    let invoice = json!({"id": "in_1", "object": "invoice", "lines": lines});
    db.sync_any(&Mirror::default(), vec![data::<diesel_stripe::objects::Invoice>(&invoice, answer(5))]).await.unwrap();
    db.execute("UPDATE stripe_invoice_line_items SET projection = 0, amount = NULL").await.unwrap();

    let done = db.reproject(&Mirror::default(), InvoiceLineItem::TABLE).await.unwrap();

    assert_eq!(done.rewritten, 1);
    let row: InvoiceLineItem = db.row("il_1").await;
    assert_eq!((row.amount, row.invoice.as_deref(), row.projection), (Some(7), Some("in_1"), 1));
}

async fn what_a_host_declares_volatile_is_no_difference<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    let with = |url: &str| {
        let mut json = intent("pi_1", 100);
        json["shop_links"] = json!([{"name": "a", "url": url}]);
        json
    };
    db.sync_with(&mirror, data::<ShopPayment>(&with("https://a.example"), answer(5))).await.unwrap();
    let again = data::<ShopPayment>(&with("https://b.example"), answer(5));
    assert_eq!(db.sync_with(&mirror, again).await.unwrap().outcome, Unchanged);
    let elsewhere = db.sync_any(&mirror, vec![data::<PaymentIntent>(&with("https://c.example"), answer(5))]).await;
    assert!(elsewhere.unwrap()[0].is_ok());
}

/// A row whose columns an older declaration wrote; its JSON.
async fn outdated(db: &mut impl Database, mirror: &Mirror) -> Value {
    sync(db, mirror, "pi_1").await;
    db.execute(OUTDATED).await.unwrap();
    let row: ShopPayment = db.row("pi_1").await;
    assert_eq!((row.order_number, row.projection), (None, 1));
    row.stripe_data
}

async fn equal_json_writes_the_columns_of_an_older_declaration_anew<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    // The same once more, and what was so later.
    for (origin, outcome) in [(answer(5), Unchanged), (answer(9), Applied)] {
        let again = data::<ShopPayment>(&outdated(db, &mirror).await, origin);
        let synced = db.sync_with(&mirror, again).await.unwrap();
        assert_eq!(synced.outcome, outcome);
        assert_eq!((synced.row.order_number.as_deref(), synced.row.projection), (Some("A-pi_1"), 2), "{outcome:?}");
        assert_eq!(db.row::<ShopPayment>("pi_1").await, synced.row);
    }
    assert!(db.reproject_due(&mirror).await.unwrap().is_empty());
}

async fn equal_json_does_so_in_a_batch_with_a_deletion<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    for origin in [answer(5), answer(9)] {
        let json = outdated(db, &mirror).await;
        let gone = data::<ShopPayment>(&stub("payment_intent", "pi_2"), origin.clone());
        let outcomes = db.sync_many(vec![gone, data(&json, origin)]).await.unwrap();
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        let row: ShopPayment = db.row("pi_1").await;
        assert_eq!((row.order_number.as_deref(), row.projection, row.deleted), (Some("A-pi_1"), 2, false));
        assert!(db.row::<ShopPayment>("pi_2").await.deleted);
    }
}

/// As if the program that was deployed before were still running.
async fn equal_json_of_an_older_declaration_leaves_the_columns_of_a_newer_one<D: Database>(db: &mut D) {
    let mirror = mirror(db).await;
    sync(db, &mirror, "pi_1").await;
    db.execute("UPDATE shop_payments SET order_number = 'B-1', projection = 3").await.unwrap();
    let json = db.row::<ShopPayment>("pi_1").await.stripe_data;
    for origin in [answer(5), answer(7)] {
        db.sync_with(&mirror, data::<ShopPayment>(&json, origin)).await.unwrap();
        let row: ShopPayment = db.row("pi_1").await;
        assert_eq!((row.order_number.as_deref(), row.projection), (Some("B-1"), 3));
    }
    let gone = data::<ShopPayment>(&stub("payment_intent", "pi_2"), answer(9));
    let outcomes = db.sync_many(vec![gone, data(&json, answer(9))]).await.unwrap();
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let row: ShopPayment = db.row("pi_1").await;
    assert_eq!((row.order_number.as_deref(), row.projection, row.observed_to), (Some("B-1"), 3, at(10)));
    assert_eq!(db.reproject(&mirror, ShopPayment::TABLE).await.unwrap(), Reprojected::default());
}

contract! {
    what_an_older_declaration_wrote_is_written_anew,
    a_newer_row_is_left_to_its_writer,
    it_runs_in_the_hosts_transaction,
    what_cannot_be_read_keeps_its_columns,
    a_child_keeps_its_parent,
    what_a_host_declares_volatile_is_no_difference,
    equal_json_writes_the_columns_of_an_older_declaration_anew,
    equal_json_does_so_in_a_batch_with_a_deletion,
    equal_json_of_an_older_declaration_leaves_the_columns_of_a_newer_one,
}
