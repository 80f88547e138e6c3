//! What requests do with invoices.

use serde_json::{Value, json};
use stripe_billing::invoice::{FinalizeInvoiceInvoice, ListInvoice, PayInvoice, RetrieveInvoice, VoidInvoiceInvoice};
use stripe_billing::invoice_line_item::ListInvoiceInvoiceLineItem;

use crate::caller::{customer, event_types};
use crate::subscriptions::{Shop, price, shop};

const INVOICES: &str = "/v1/invoices";

impl Shop {
    /// A draft with one line of this amount.
    async fn draft(&self, amount: i64) -> Value {
        let form = format!("customer={}&amount={amount}&currency=usd&description=Shoes", self.customer);
        assert_eq!(self.caller.post("/v1/invoiceitems", &form).await.status, 200);
        let form = format!("customer={}&pending_invoice_items_behavior=include", self.customer);
        let draft = self.caller.post(INVOICES, &form).await;
        draft.typed::<stripe_shared::Invoice>();
        draft.json
    }
}

#[tokio::test]
async fn an_invoice_lives_through_async_stripe() {
    let shop = shop("pm_card_visa").await;
    let draft = shop.draft(700).await;
    let id = draft["id"].as_str().unwrap();
    assert_eq!((&draft["status"], &draft["total"], &draft["number"]), (&json!("draft"), &json!(700), &json!(null)));
    let open = FinalizeInvoiceInvoice::new(id).send(&shop.caller).await.unwrap();
    assert_eq!((open.status.unwrap().as_str(), open.amount_due), ("open", 700));
    assert!(open.number.unwrap().ends_with("-0001"));
    let paid = PayInvoice::new(id).send(&shop.caller).await.unwrap();
    assert_eq!((paid.status.unwrap().as_str(), paid.amount_paid), ("paid", 700));
    assert_eq!(RetrieveInvoice::new(id).send(&shop.caller).await.unwrap().attempt_count, 1);
    let lines = ListInvoiceInvoiceLineItem::new(id).send(&shop.caller).await.unwrap();
    assert_eq!(lines.data[0].description.as_deref(), Some("Shoes"));
    let again = shop.caller.post(&format!("{INVOICES}/{id}/pay"), "").await;
    assert_eq!(again.message(), "Invoice is already paid");
    assert_eq!(shop.caller.post(&format!("{INVOICES}/{id}/void"), "").await.status, 400);
    let listed = ListInvoice::new().customer(shop.customer.as_str()).send(&shop.caller).await.unwrap();
    assert_eq!(listed.data.len(), 1);
}

#[tokio::test]
async fn a_void_invoice_cannot_be_paid() {
    let shop = shop("pm_card_visa").await;
    let id = shop.draft(700).await["id"].as_str().unwrap().to_owned();
    let path = format!("{INVOICES}/{id}");
    assert_eq!(shop.caller.post(&format!("{path}/void"), "").await.status, 400);
    shop.caller.post(&format!("{path}/finalize"), "").await;
    let void = VoidInvoiceInvoice::new(id.as_str()).send(&shop.caller).await.unwrap();
    assert_eq!(void.status.unwrap().as_str(), "void");
    let types = event_types(&shop.caller).await;
    assert_eq!(types[types.len() - 3..], ["invoice.updated", "invoice.voided", "payment_intent.canceled"]);
    assert_eq!(shop.caller.post(&format!("{path}/pay"), "").await.status, 400);
    assert_eq!(shop.caller.delete(&path).await.status, 400);
    assert_eq!(shop.caller.get(&format!("{INVOICES}?status=void")).await.json["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_invoice_is_paid_with_a_card_of_choice_or_outside_of_stripe() {
    let shop = shop("pm_card_chargeCustomerFail").await;
    let id = shop.draft(700).await["id"].as_str().unwrap().to_owned();
    let pay = format!("{INVOICES}/{id}/pay");
    let declined = shop.caller.post(&pay, "").await;
    assert_eq!(declined.error(), (402, "card_error", "card_declined"));
    let other = customer(&shop.caller).await;
    let visa = shop.caller.post("/v1/customers", "payment_method=pm_card_visa").await;
    assert_eq!(visa.status, 200);
    assert_eq!(shop.caller.post(&pay, "payment_method=pm_none").await.param(), "payment_method");
    let paid = shop.caller.post(&pay, "paid_out_of_band=true").await;
    assert_eq!((&paid.json["status"], &paid.json["amount_paid_off_stripe"]), (&json!("paid"), &json!(700)));

    let form = format!("customer={other}&amount=900&currency=usd");
    shop.caller.post("/v1/invoiceitems", &form).await;
    let draft = shop.caller.post(INVOICES, &format!("customer={other}&pending_invoice_items_behavior=include")).await;
    let unpaid = shop.caller.post(&format!("{INVOICES}/{}/pay", draft.id()), "").await;
    assert_eq!(unpaid.error(), (400, "invalid_request_error", "resource_missing"));
}

#[tokio::test]
async fn credit_is_used_and_small_debts_wait() {
    let shop = shop("pm_card_visa").await;
    shop.caller.post(&format!("/v1/customers/{}", shop.customer), "balance=-800").await;
    for (amount, due, balance) in [(500, 0, -300), (700, 400, 0), (20, 0, 20), (100, 120, 0)] {
        let id = shop.draft(amount).await["id"].as_str().unwrap().to_owned();
        let invoice = shop.caller.post(&format!("{INVOICES}/{id}/pay"), "").await.json;
        assert_eq!((&invoice["status"], &invoice["amount_due"]), (&json!("paid"), &json!(due)));
        assert_eq!(invoice["ending_balance"], balance);
        let customer = shop.caller.get(&format!("/v1/customers/{}", shop.customer)).await;
        assert_eq!(customer.json["balance"], balance);
    }
}

#[tokio::test]
async fn lines_are_cut_at_ten_and_listed_in_their_order() {
    let shop = shop("pm_card_visa").await;
    let mut form = format!("customer={}", shop.customer);
    for n in 0..12 {
        form.push_str(&format!("&items[{n}][price]={}", price(&shop.caller, 100 + n, "month").await));
    }
    let created = shop.caller.post("/v1/subscriptions?expand[]=latest_invoice", &form).await;
    let invoice = &created.json["latest_invoice"];
    let amounts = |list: &Value| -> Vec<i64> {
        list["data"].as_array().unwrap().iter().map(|line| line["amount"].as_i64().unwrap()).collect()
    };
    assert_eq!(amounts(&invoice["lines"]), (100..110).collect::<Vec<_>>());
    assert_eq!((&invoice["lines"]["has_more"], &invoice["total"]), (&json!(true), &json!(1266)));
    let url = invoice["lines"]["url"].as_str().unwrap();
    assert_eq!(amounts(&shop.caller.get(&format!("{url}?limit=12")).await.json), (100..112).collect::<Vec<_>>());
    let tenth = invoice["lines"]["data"][9]["id"].as_str().unwrap();
    let rest = shop.caller.get(&format!("{url}?starting_after={tenth}")).await.json;
    assert_eq!((amounts(&rest), &rest["has_more"]), (vec![110, 111], &json!(false)));
    let before = shop.caller.get(&format!("{url}?limit=2&ending_before={tenth}")).await.json;
    assert_eq!((amounts(&before), &before["has_more"]), (vec![107, 108], &json!(true)));
}

#[tokio::test]
async fn a_draft_can_be_deleted() {
    let shop = shop("pm_card_visa").await;
    let path = format!("{INVOICES}/{}", shop.draft(700).await["id"].as_str().unwrap());
    assert_eq!(shop.caller.delete(&path).await.json["deleted"], true);
    assert_eq!(shop.caller.get(&path).await.status, 404);
    // Its items wait for the next one.
    let pending = shop.caller.get("/v1/invoiceitems?pending=true").await.json["data"].as_array().unwrap().len();
    assert_eq!(pending, 1);
}
