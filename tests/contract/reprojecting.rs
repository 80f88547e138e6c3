//! Columns that an older declaration wrote are filled from the stored JSON.

use diesel_stripe::migrations::create_table;
use diesel_stripe::mirror::{Mirror, Outcome::Unchanged, Reprojected};
use diesel_stripe::model::StripeModel;
use diesel_stripe::objects::{InvoiceLineItem, PaymentIntent};
use serde_json::json;

use crate::database::Database;
use crate::models::ShopPayment;
use crate::sent::{answer, data, intent};

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

contract! {
    what_an_older_declaration_wrote_is_written_anew,
    a_newer_row_is_left_to_its_writer,
    it_runs_in_the_hosts_transaction,
    what_cannot_be_read_keeps_its_columns,
    a_child_keeps_its_parent,
    what_a_host_declares_volatile_is_no_difference,
}
