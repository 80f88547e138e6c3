//! The relations that no single column has, by plain Diesel.
#![cfg(all(feature = "billing", feature = "sqlite"))]

use chrono::Utc;
use diesel::prelude::*;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::*;
use diesel_stripe::{Origin, StripeData, blocking};
use serde_json::{Value, json};

fn mirrored(objects: &[Value], account: &str, conn: &mut SqliteConnection) {
    let read = |object: &Value| {
        let origin = Origin::read_at(Utc::now()).stripe_account(account);
        StripeData::<StripeObject>::from_json(object.to_string(), origin).unwrap()
    };
    for outcome in blocking::sync_many(&Mirror::test(), conn, objects.iter().map(read)).unwrap() {
        outcome.unwrap();
    }
}

fn payment(id: &str, invoice: &str, status: &str, by: Value) -> Value {
    json!({"id": id, "object": "invoice_payment", "invoice": invoice, "status": status, "payment": by})
}

fn database() -> SqliteConnection {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    blocking::migrations::run(&mut conn).unwrap();
    let objects = [
        json!({"id": "in_1", "object": "invoice", "total": 100}),
        json!({"id": "in_2", "object": "invoice", "total": 200}),
        payment("inpay_1", "in_1", "paid", json!({"type": "payment_intent", "payment_intent": "pi_1"})),
        payment("inpay_2", "in_1", "open", json!({"type": "payment_intent", "payment_intent": "pi_2"})),
        payment("inpay_3", "in_2", "paid", json!({"type": "charge", "charge": "ch_3"})),
        json!({"id": "pi_1", "object": "payment_intent"}),
        json!({"id": "pi_9", "object": "payment_intent"}),
        // As versions before 2025-03-31 have it.
        json!({"id": "pi_old", "object": "payment_intent", "invoice": "in_2"}),
        json!({"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}),
        json!({"id": "ch_3", "object": "charge", "payment_intent": null}),
    ];
    mirrored(&objects, "", &mut conn);
    // Another account's objects have the same ids.
    mirrored(&[payment("inpay_9", "in_1", "paid", json!({"payment_intent": "pi_9"}))], "acct_1", &mut conn);
    conn
}

#[test]
fn an_invoice_has_its_payments() {
    let conn = &mut database();
    let invoice: Invoice =
        stripe_invoices::table.filter(stripe_invoices::id.eq("in_1")).select(Invoice::as_select()).first(conn).unwrap();
    let all = invoice.payments().order(stripe_invoice_payments::id).select(InvoicePayment::as_select());
    let ids: Vec<String> = all.load(conn).unwrap().into_iter().map(|payment| payment.id).collect();
    assert_eq!(ids, ["inpay_1", "inpay_2"]);
    let paid = invoice.payments().filter(stripe_invoice_payments::status.eq("paid")).count();
    assert_eq!(paid.get_result::<i64>(conn).unwrap(), 1);
}

#[test]
fn a_payment_has_its_invoice() {
    let conn = &mut database();
    let intent = |conn: &mut SqliteConnection, id: &str| -> PaymentIntent {
        let of_id = stripe_payment_intents::table.filter(stripe_payment_intents::id.eq(id.to_owned()));
        of_id.select(PaymentIntent::as_select()).first(conn).unwrap()
    };
    let charge = |conn: &mut SqliteConnection, id: &str| -> Charge {
        let of_id = stripe_charges::table.filter(stripe_charges::id.eq(id.to_owned()));
        of_id.select(Charge::as_select()).first(conn).unwrap()
    };
    for (id, invoices) in [("pi_1", &["in_1"][..]), ("pi_9", &[]), ("pi_old", &["in_2"])] {
        let found: Vec<String> = intent(conn, id).invoices().select(stripe_invoices::id).load(conn).unwrap();
        assert_eq!(found, invoices, "{id}");
    }
    for (id, invoice) in [("ch_1", "in_1"), ("ch_3", "in_2")] {
        let found: Vec<Invoice> = charge(conn, id).invoices().select(Invoice::as_select()).load(conn).unwrap();
        assert_eq!(found.iter().map(|found| &*found.id).collect::<Vec<_>>(), [invoice], "{id}");
    }
}
