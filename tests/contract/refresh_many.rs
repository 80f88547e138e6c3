//! An object with thousands of children is read again in a few statements.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::InstrumentationEvent;
use diesel_async::AsyncConnection as _;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::error::Subject;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Invoice, InvoiceLineItem};
use diesel_stripe::refresh;
use serde_json::{Value, json};

use crate::database::Database;
use crate::refresh::drained;
use crate::scripted::Scripted;
use crate::sent::{answer, data};

const LINES: usize = 2_000;
const PAGE: usize = 100;

fn page(lines: &[(usize, i64)], has_more: bool) -> Value {
    let line = |(n, amount): &(usize, i64)| {
        let (id, price) = (format!("il_{n:04}"), format!("price_{}", n % 3));
        json!({
            "id": id, "object": "line_item", "amount": amount, "invoice": "in_1", "type": "subscription",
            "pricing": {"price_details": {"price": price}},
        })
    };
    let lines: Vec<Value> = lines.iter().map(line).collect();
    json!({"object": "list", "data": lines, "has_more": has_more, "url": "/v1/invoices/in_1/lines"})
}

/// What Stripe answers of an invoice with these lines, page by page.
fn answers(lines: &[(usize, i64)]) -> Vec<(u16, Value)> {
    let pages = lines.chunks(PAGE).enumerate();
    let pages = pages.map(|(n, lines_of_page)| page(lines_of_page, (n + 1) * PAGE < lines.len()));
    let first_and_rest = pages.enumerate().map(|(n, page)| match n {
        0 => json!({"id": "in_1", "object": "invoice", "lines": page}),
        _ => page,
    });
    first_and_rest.map(|answer| (200, answer)).collect()
}

async fn an_invoice_with_thousands_of_lines<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let mut conn = db.another().await.into_connection();
    let statements = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&statements);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    });
    let before: Vec<(usize, i64)> = (0..LINES).map(|n| (n, 1)).collect();
    let begins = json!({"id": "in_1", "object": "invoice", "lines": page(&before[..10], true)});
    db.sync(data::<Invoice>(&begins, answer(5))).await.unwrap();
    // All are new; most are changed, some are gone and some come again; they are as they were.
    let changed: Vec<(usize, i64)> = (50..LINES + 50).map(|n| (n, 2)).collect();
    let back: Vec<(usize, i64)> = (0..LINES + 50).map(|n| (n, 3)).collect();
    for (round, lines) in [&before, &changed, &back, &back].into_iter().enumerate() {
        let stripe = Scripted::start(answers(lines)).await;
        db.refresh_again(&Subject::new("invoice", "in_1", "")).await.unwrap();
        statements.store(0, Ordering::Relaxed);
        assert_eq!(refresh::drain(&mut conn, &stripe.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
        let sent = statements.load(Ordering::Relaxed);
        assert!(sent < 80, "{sent} statements in round {round}");

        let (of, live) = (lines[0].1, "stripe_invoice_line_items WHERE NOT deleted");
        assert_eq!(db.count(&format!("{live} AND amount = {of}")).await, lines.len());
        assert_eq!(db.count(live).await, lines.len());
        assert_eq!(db.queued().await, []);
    }
    for (id, revision) in [("il_0000", 5), ("il_0060", 4), ("il_2049", 3)] {
        assert_eq!(db.row::<InvoiceLineItem>(id).await.revision, revision, "{id} is written once in a round");
    }
}

async fn a_line_that_moves_meanwhile_is_read_again<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let lines: Vec<(usize, i64)> = (0..3).map(|n| (n, 1)).collect();
    let whole = json!({"id": "in_1", "object": "invoice", "lines": page(&lines, false)});
    let again: Vec<(usize, i64)> = (0..2).map(|n| (n, 2)).collect();
    // One that is changed, and one that is gone.
    for moved in ["il_0001", "il_0002"] {
        for table in ["stripe_invoice_line_items", "stripe_invoices"] {
            db.execute(&format!("DELETE FROM {table}")).await.unwrap();
        }
        db.sync(data::<Invoice>(&whole, answer(5))).await.unwrap();
        let stripe = Scripted::start([answers(&again), answers(&again)].concat()).await;
        db.refresh_again(&Subject::new("invoice", "in_1", "")).await.unwrap();
        let bump = format!("UPDATE stripe_invoice_line_items SET revision = revision + 1 WHERE id = '{moved}'");
        let mut other = db.another().await;
        let client = stripe.client();
        let moving = stripe.meanwhile(async { other.execute(&bump).await.unwrap() });
        let mirror = Mirror::default();
        let ((), result) = tokio::join!(moving, db.drain(&client, &mirror));
        assert_eq!(result.unwrap(), drained(1, 0));
        assert_eq!(stripe.requests().len(), 2, "{moved}");
        assert_eq!(db.count("stripe_invoice_line_items WHERE amount = 2 AND NOT deleted").await, 2);
        assert_eq!(db.count("stripe_invoice_line_items").await, 3);
    }
}

contract! { async: an_invoice_with_thousands_of_lines, a_line_that_moves_meanwhile_is_read_again }
