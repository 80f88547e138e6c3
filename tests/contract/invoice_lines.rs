//! The lines of an invoice are known by what is unique: before API version 2019-12-03 that is not their `id`.

use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Invoice, InvoiceLineItem};
use serde_json::{Value, json};

use crate::database::Database;
use crate::refresh::drained;
use crate::scripted::Scripted;
use crate::sent::{answer, data, event};

fn line(id: &str, unique: Option<&str>, amount: i64) -> Value {
    let mut line = json!({"id": id, "object": "line_item", "amount": amount, "type": "subscription"});
    if let Some(unique) = unique {
        line["unique_id"] = json!(unique);
    }
    line
}

fn invoice(id: &str, lines: &[Value], has_more: bool) -> Value {
    let url = format!("/v1/invoices/{id}/lines");
    json!({
        "id": id, "object": "invoice",
        "lines": {"object": "list", "data": lines, "has_more": has_more, "url": url},
    })
}

/// The live lines of an invoice: their ids and amounts.
async fn lines<D: Database>(db: &mut D, invoice: &str) -> Vec<(String, String)> {
    let value = match D::DIALECT {
        SqlDialect::Mysql => "CONCAT(id, '=', amount)",
        _ => "id || '=' || CAST(amount AS TEXT)",
    };
    let sql = format!(
        "SELECT {value} AS value FROM stripe_invoice_line_items \
         WHERE invoice = '{invoice}' AND NOT deleted ORDER BY 1"
    );
    let values = db.values(&sql).await.into_iter().flatten();
    values.map(|value| value.split_once('=').map(|(id, amount)| (id.to_owned(), amount.to_owned())).unwrap()).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(id, amount)| ((*id).to_owned(), (*amount).to_owned())).collect()
}

async fn two_lines_with_one_id_are_two_rows(db: &mut impl Database) {
    let both = [line("sli_1", Some("il_1"), 5), line("sli_1", Some("il_2"), 7)];
    db.sync(data::<Invoice>(&invoice("in_1", &both, false), answer(5))).await.unwrap();
    assert_eq!(lines(db, "in_1").await, pairs(&[("il_1", "5"), ("il_2", "7")]));

    // A newer version has the unique id as the id: the same rows.
    let newer = [line("il_2", None, 7), line("il_1", None, 6)];
    db.sync(data::<Invoice>(&invoice("in_1", &newer, false), answer(7))).await.unwrap();
    assert_eq!(lines(db, "in_1").await, pairs(&[("il_1", "6"), ("il_2", "7")]));
    assert_eq!(db.queued().await, []);

    let one = [line("sli_1", Some("il_2"), 7)];
    db.sync(data::<Invoice>(&invoice("in_1", &one, false), answer(9))).await.unwrap();
    assert_eq!(lines(db, "in_1").await, pairs(&[("il_2", "7")]), "what a complete list does not name is gone");
}

async fn a_queued_invoice_with_such_lines_is_read_once(db: &mut impl Database) {
    let first = [line("sli_1", Some("il_1"), 5)];
    db.sync(data::<Invoice>(&invoice("in_1", &first, true), event(5, "invoice.updated"))).await.unwrap();
    let page = invoice("in_1", &[line("sli_1", Some("il_2"), 7), line("sub_1", Some("il_3"), 9)], false);
    let scripted = Scripted::start([(200, invoice("in_1", &first, true)), (200, page["lines"].clone())]).await;

    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));

    assert_eq!(
        scripted.requests(),
        ["GET /v1/invoices/in_1", "GET /v1/invoices/in_1/lines?limit=100&starting_after=sli_1"]
    );
    assert_eq!(lines(db, "in_1").await, pairs(&[("il_1", "5"), ("il_2", "7"), ("il_3", "9")]));
    assert_eq!(db.queued().await, []);
}

async fn where_nothing_is_unique_the_content_tells_lines_apart(db: &mut impl Database) {
    let (monthly, proration) = (line("sub_1", None, 5), line("sub_1", None, -2));
    for (id, order) in [("in_1", [&monthly, &proration]), ("in_2", [&proration, &monthly])] {
        let order: Vec<Value> = order.into_iter().cloned().collect();
        db.sync(data::<Invoice>(&invoice(id, &order, false), event(5, "invoice.updated"))).await.unwrap();
    }
    for id in ["in_1", "in_2"] {
        let lines = lines(db, id).await;
        let mut amounts: Vec<&str> = lines.iter().map(|(_, amount)| amount.as_str()).collect();
        amounts.sort_unstable();
        assert_eq!(amounts, ["-2", "5"], "{id}");
        assert!(lines.iter().all(|(key, _)| key.starts_with(&format!("{id}/sub_1/"))), "{lines:?}");
    }
    let before = lines(db, "in_1").await;
    let scripted = Scripted::start([(200, invoice("in_1", &[proration.clone(), monthly.clone()], false))]).await;
    db.refresh_again(&diesel_stripe::error::Subject::new("invoice", "in_1", "")).await.unwrap();
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    assert_eq!(lines(db, "in_1").await, before, "read again, in another order, they are the same rows");
}

async fn a_line_that_comes_alone_has_the_same_key(db: &mut impl Database) {
    let mut alone = line("sli_1", Some("il_1"), 5);
    alone["invoice"] = json!("in_1");
    db.sync(data::<InvoiceLineItem>(&alone, answer(5))).await.unwrap();
    db.sync(data::<Invoice>(&invoice("in_1", &[line("il_1", None, 6)], false), answer(7))).await.unwrap();
    assert_eq!(lines(db, "in_1").await, pairs(&[("il_1", "6")]));
}

contract! {
    two_lines_with_one_id_are_two_rows,
    a_queued_invoice_with_such_lines_is_read_once,
    where_nothing_is_unique_the_content_tells_lines_apart,
    a_line_that_comes_alone_has_the_same_key,
}
