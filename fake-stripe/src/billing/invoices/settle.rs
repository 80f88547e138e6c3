//! How an invoice becomes final, and what becomes of it then.

use serde_json::Value;

use crate::billing::{invoice_payments, subscriptions};
use crate::error::ApiError;
use crate::payment_intents::{self, Bill};
use crate::state::{Call, number, text};
use crate::{currency, events};

/// Makes a draft final. What is nothing to pay is paid; else there is a payment intent to be paid.
pub(in crate::billing) fn finalize(call: &mut Call<'_>, id: &str) {
    let Some(mut invoice) = invoice(call, id).filter(|invoice| invoice["status"] == "draft") else { return };
    let mut customer = call.shelf.of_kind("customer", text(&invoice, "customer")).cloned().unwrap_or_default();
    // What is too little to be charged goes to the customer's balance, as credit does.
    let owed = number(&invoice, "total") + number(&customer, "balance");
    let due = if owed < currency::minimum(text(&invoice, "currency")) { 0 } else { owed };
    let sequence = number(&customer, "next_invoice_sequence").max(1);
    invoice["amount_due"] = due.into();
    invoice["amount_remaining"] = due.into();
    invoice["starting_balance"] = number(&customer, "balance").into();
    invoice["ending_balance"] = (owed - due).into();
    invoice["automatically_finalizes_at"] = Value::Null;
    invoice["effective_at"] = call.now.into();
    invoice["number"] = format!("{}-{sequence:04}", text(&customer, "invoice_prefix")).into();
    invoice["status"] = "open".into();
    invoice["status_transitions"]["finalized_at"] = call.now.into();
    let url = format!("https://invoice.stripe.com/i/{}/test_{id}", call.scope.account);
    invoice["invoice_pdf"] = format!("{url}/pdf").into();
    invoice["hosted_invoice_url"] = url.into();
    if customer["object"] == "customer" && customer["deleted"] != true {
        customer["balance"] = (owed - due).into();
        customer["currency"] = invoice["currency"].clone();
        customer["next_invoice_sequence"] = (sequence + 1).into();
        call.change(&customer, "customer.updated");
    }
    call.change(&invoice, "invoice.finalized");
    if due == 0 {
        paid(call, id, None);
        return;
    }
    let method = default_method(call, &invoice);
    let description = match text(&invoice, "billing_reason") {
        "subscription_create" => "Subscription creation".to_owned(),
        "subscription_update" | "subscription_cycle" => "Subscription update".to_owned(),
        _ => format!("Payment for Invoice {}", text(&invoice, "number")),
    };
    let bill = Bill {
        amount: due,
        currency: text(&invoice, "currency"),
        customer: text(&invoice, "customer"),
        description: &description,
        keep_method: !invoice["parent"].is_null(),
        method: method.as_deref(),
    };
    invoice_payments::create(call, id, &bill);
}

/// What Stripe would charge an invoice to: its own payment method, its subscription's, or its customer's.
pub(in crate::billing) fn default_method(call: &Call<'_>, invoice: &Value) -> Option<String> {
    let subscription = text(&invoice["parent"]["subscription_details"], "subscription");
    let subscription = call.shelf.of_kind("subscription", subscription).cloned().unwrap_or_default();
    let customer = call.shelf.of_kind("customer", text(invoice, "customer")).cloned().unwrap_or_default();
    let candidates = [
        &invoice["default_payment_method"],
        &subscription["default_payment_method"],
        &customer["invoice_settings"]["default_payment_method"],
    ];
    candidates.iter().find_map(|method| method.as_str()).map(str::to_owned)
}

/// Tries to collect an open invoice: what happens, happens to the payment intent first.
pub(in crate::billing) fn collect(
    call: &mut Call<'_>,
    id: &str,
    method: Option<&str>,
    off_session: bool,
) -> Result<(), ApiError> {
    let Some(invoice) = invoice(call, id).filter(|invoice| invoice["status"] == "open") else { return Ok(()) };
    let Some(method) = method.map(str::to_owned).or_else(|| default_method(call, &invoice)) else {
        failed(call, id, false);
        return Err(no_method());
    };
    let intent = invoice_payments::intent(call.shelf, id).map(|intent| text(intent, "id").to_owned());
    payment_intents::pay_bill(call, &intent.unwrap_or_default(), &method, off_session).map(drop)
}

/// An hour after it was made, a draft becomes final and is collected.
pub(in crate::billing) fn advance(call: &mut Call<'_>) {
    let id = call.id;
    let automatic =
        invoice(call, id).is_some_and(|invoice| invoice["auto_advance"] == true && invoice["status"] == "draft");
    if automatic {
        finalize(call, id);
        // A refusal is told by events: nobody waits for the answer.
        let _ = collect(call, id, None, true);
    }
}

pub(in crate::billing) fn no_method() -> ApiError {
    let message = "This customer has no attached payment source or default payment method. Please consider adding a default \
        payment method. For more information, visit \
        https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.";
    ApiError::invalid(message).code("resource_missing").during_work()
}

/// An invoice is paid: by a payment intent, or by nothing since nothing is due.
pub(in crate::billing) fn paid(call: &mut Call<'_>, id: &str, intent: Option<&Value>) {
    pay_off(call, id, intent, false);
}

/// An open invoice was paid in another way: its payment intent is not needed any more.
pub(in crate::billing) fn paid_out_of_band(call: &mut Call<'_>, id: &str) {
    pay_off(call, id, None, true);
    invoice_payments::cancel(call, id);
}

fn pay_off(call: &mut Call<'_>, id: &str, intent: Option<&Value>, off_stripe: bool) {
    let payable = |invoice: &Value| invoice["status"] == "open" || invoice["status"] == "uncollectible";
    let Some(mut invoice) = invoice(call, id).filter(payable) else { return };
    invoice["status"] = "paid".into();
    invoice["attempted"] = true.into();
    if intent.is_some() {
        invoice["attempt_count"] = (number(&invoice, "attempt_count") + 1).into();
    }
    invoice["auto_advance"] = false.into();
    invoice["amount_paid"] = invoice["amount_due"].clone();
    invoice["amount_remaining"] = 0.into();
    if off_stripe {
        invoice["amount_paid_off_stripe"] = invoice["amount_due"].clone();
    }
    invoice["next_payment_attempt"] = Value::Null;
    invoice["status_transitions"]["paid_at"] = call.now.into();
    call.change(&invoice, "invoice.updated");
    if intent.is_some() {
        invoice_payments::paid(call, id);
    }
    events::emit(call, "invoice.paid", &invoice, None);
    events::emit(call, "invoice.payment_succeeded", &invoice, None);
    set_delinquent(call, text(&invoice, "customer"), false);
    subscriptions::invoice_settled(call, &invoice, intent.map(|intent| text(intent, "payment_method")));
}

/// An attempt to collect an invoice has failed, or waits for the customer.
pub(in crate::billing) fn failed(call: &mut Call<'_>, id: &str, action_required: bool) {
    let Some(mut invoice) = invoice(call, id).filter(|invoice| invoice["status"] == "open") else { return };
    invoice["attempted"] = true.into();
    invoice["attempt_count"] = (number(&invoice, "attempt_count") + 1).into();
    call.change(&invoice, "invoice.updated");
    if action_required {
        events::emit(call, "invoice.payment_action_required", &invoice, None);
    }
    events::emit(call, "invoice.payment_failed", &invoice, None);
    set_delinquent(call, text(&invoice, "customer"), true);
    subscriptions::invoice_failed(call, &invoice);
}

/// Gives an invoice up: `void`, or `uncollectible`.
pub(in crate::billing) fn give_up(call: &mut Call<'_>, id: &str, status: &str) {
    let Some(mut invoice) = invoice(call, id) else { return };
    let (when, event) = match status {
        "void" => ("voided_at", "invoice.voided"),
        _ => ("marked_uncollectible_at", "invoice.marked_uncollectible"),
    };
    invoice["status"] = status.into();
    invoice["auto_advance"] = false.into();
    invoice["next_payment_attempt"] = Value::Null;
    invoice["status_transitions"][when] = call.now.into();
    call.change(&invoice, "invoice.updated");
    events::emit(call, event, &invoice, None);
    if status == "void" {
        invoice_payments::cancel(call, id);
    } else {
        set_delinquent(call, text(&invoice, "customer"), false);
    }
    subscriptions::invoice_settled(call, &invoice, None);
}

fn set_delinquent(call: &mut Call<'_>, id: &str, delinquent: bool) {
    let found = call.shelf.of_kind("customer", id).filter(|customer| customer["deleted"] != true);
    let Some(mut customer) = found.filter(|customer| customer["delinquent"] != delinquent).cloned() else { return };
    customer["delinquent"] = delinquent.into();
    call.change(&customer, "customer.updated");
}

fn invoice(call: &Call<'_>, id: &str) -> Option<Value> {
    call.shelf.of_kind("invoice", id).filter(|invoice| invoice["deleted"] != true).cloned()
}
