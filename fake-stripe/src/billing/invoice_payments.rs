//! Invoice payments: which payment intent pays which invoice. <https://docs.stripe.com/api/invoice-payment>

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::params::TEXT;
use crate::payment_intents::{self, Bill};
use crate::routes::{EXPAND, PAGE, Route};
use crate::state::{Call, Shelf, text};
use crate::{lists, nested};

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/invoice_payments", "invoice_payment", &[PAGE, &["invoice", "payment", "status"]], &[], list),
    Route::get("/v1/invoice_payments/{}", "invoice_payment", &[EXPAND], retrieve),
];

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("invoice_payment", "invoice_payment", "invoice_payment")
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let invoice = call.params.filled("invoice", TEXT)?;
    let status = call.params.choice("status", &["canceled", "open", "paid"])?;
    let by = match call.params.nested("payment")? {
        Some(by) => {
            by.only(&["payment_intent", "payment_record", "type"])?;
            let kind = by.choice("type", &["payment_intent", "payment_record"])?.ok_or_else(|| by.missing("type"))?;
            Some((kind, by.filled(kind, TEXT)?))
        }
        None => None,
    };
    let is_by = |payment: &Value, (kind, id): (&str, Option<&str>)| {
        payment["type"] == kind && id.is_none_or(|id| payment[kind] == id)
    };
    lists::page(call, "invoice_payment", "invoice_payment", |payment| {
        invoice.is_none_or(|invoice| payment["invoice"] == invoice)
            && by.is_none_or(|by| is_by(&payment["payment"], by))
            && status.is_none_or(|status| payment["status"] == status)
    })
}

/// The payment of an invoice, if it has one.
fn of_invoice(shelf: &Shelf, invoice: &str) -> Option<Value> {
    nested::whole("invoice", "payments", invoice, shelf).pop()
}

/// The payment intent of an invoice, if it has one.
pub(super) fn intent<'s>(shelf: &'s Shelf, invoice: &str) -> Option<&'s Value> {
    let payment = of_invoice(shelf, invoice)?;
    shelf.of_kind("payment_intent", text(&payment["payment"], "payment_intent"))
}

/// Has a payment intent made that is to pay an invoice.
pub(super) fn create(call: &mut Call<'_>, invoice: &str, bill: &Bill<'_>) {
    let intent = payment_intents::bill(call, bill);
    call.shelf.notes.insert(text(&intent, "id").to_owned(), invoice.into());
    let payment = json!({
        "amount_paid": null,
        "amount_requested": bill.amount,
        "created": call.now,
        "currency": bill.currency,
        "id": call.new_id("inpay"),
        "invoice": invoice,
        "is_default": true,
        "livemode": call.scope.livemode,
        "object": "invoice_payment",
        "payment": { "payment_intent": intent["id"], "type": "payment_intent" },
        "status": "open",
        "status_transitions": { "canceled_at": null, "paid_at": null },
    });
    call.save(&payment);
}

/// The payment intent has paid: `invoice_payment.paid`.
pub(super) fn paid(call: &mut Call<'_>, invoice: &str) {
    let Some(mut payment) = of_invoice(call.shelf, invoice) else { return };
    payment["status"] = "paid".into();
    payment["amount_paid"] = payment["amount_requested"].clone();
    payment["status_transitions"]["paid_at"] = call.now.into();
    call.change(&payment, "invoice_payment.paid");
}

/// Nothing is to be paid any more.
pub(super) fn cancel(call: &mut Call<'_>, invoice: &str) {
    let Some(mut payment) = of_invoice(call.shelf, invoice).filter(|payment| payment["status"] == "open") else {
        return;
    };
    payment["status"] = "canceled".into();
    payment["status_transitions"]["canceled_at"] = call.now.into();
    call.save(&payment);
    payment_intents::void_bill(call, text(&payment["payment"], "payment_intent"));
}
