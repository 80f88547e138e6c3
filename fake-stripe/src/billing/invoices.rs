//! Invoices: <https://docs.stripe.com/api/invoices>.

mod draft;
mod lines;
mod routes;
mod settle;

use serde_json::{Value, json};

use crate::addresses::set_text;
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::state::{Call, text};
use crate::{currency, lists, metadata, payment_methods};

pub(super) use draft::{Draft, create as create_draft, pending};
pub(super) use lines::{of_invoice_item, of_item, pricing};
pub(crate) use routes::ROUTES;
pub(super) use settle::{advance, collect, default_method, failed, finalize, give_up, no_method, paid};

/// How long Stripe leaves a draft of its own open to changes.
pub(super) const DRAFT_SECONDS: i64 = 3600;

/// An invoice of a customer's pending invoice items.
fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let customer = params.required("customer", TEXT)?;
    call.check_reference("customer", "customer", customer, "customer")?;
    let stored = call.shelf.of_kind("customer", customer).cloned().unwrap_or_default();
    params.choice("collection_method", &["charge_automatically"])?;
    let auto_advance = params.boolean("auto_advance")?.unwrap_or(false);
    let behavior = params.choice("pending_invoice_items_behavior", &["exclude", "include"])?;
    let mut items = if behavior == Some("include") { pending(call, customer, None) } else { Vec::new() };
    let first = items.first().map(|item| text(item, "currency").to_owned());
    let currency = currency::read(&params)?.or(first).or(stored["currency"].as_str().map(str::to_owned));
    let currency = currency.unwrap_or_else(|| "usd".to_owned());
    items.retain(|item| item["currency"] == currency);
    let lines = items.iter().map(|item| of_invoice_item(call, item)).collect();
    let draft = Draft {
        id: call.new_id("in"),
        customer,
        currency: &currency,
        billing_reason: "manual",
        subscription: None,
        period: (call.now, call.now),
        automatically_finalizes_at: auto_advance.then_some(call.now + DRAFT_SECONDS),
        lines,
    };
    let mut fields = json!({ "metadata": {} });
    edit(call, &mut fields, &params, customer)?;
    let created = create_draft(call, draft, fields);
    for mut item in items {
        item["invoice"] = created["id"].clone();
        call.save(&item);
    }
    if auto_advance {
        let id = text(&created, "id").to_owned();
        call.by_itself(call.now + DRAFT_SECONDS, &id, advance);
    }
    Ok(created)
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.living("invoice", "invoice", "invoice")
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut invoice = retrieve(call)?;
    let customer = text(&invoice, "customer").to_owned();
    edit(call, &mut invoice, &params, &customer)?;
    if let Some(auto) = params.boolean("auto_advance")? {
        invoice["auto_advance"] = auto.into();
        if invoice["status"] == "draft" {
            let at = auto.then_some(call.now + DRAFT_SECONDS);
            invoice["automatically_finalizes_at"] = at.into();
            if let Some(at) = at {
                call.by_itself(at, text(&invoice, "id"), advance);
            }
        }
    }
    call.change(&invoice, "invoice.updated");
    Ok(invoice)
}

fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let invoice = retrieve(call)?;
    if invoice["status"] != "draft" || !invoice["parent"].is_null() {
        let message = "You can only delete draft invoices that are not of a subscription. Void this one instead.";
        return Err(ApiError::invalid(message).code("invoice_not_editable").during_work());
    }
    // Its invoice items are pending again.
    let items: Vec<Value> =
        call.shelf.range("invoiceitem", ..).filter(|item| item["invoice"] == invoice["id"]).cloned().collect();
    for mut item in items {
        item["invoice"] = Value::Null;
        call.save(&item);
    }
    Ok(call.delete(&invoice, "invoice.deleted"))
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (customer, subscription) = (params.filled("customer", TEXT)?, params.filled("subscription", TEXT)?);
    let status = params.choice("status", &["draft", "open", "paid", "uncollectible", "void"])?;
    let method = params.choice("collection_method", &["charge_automatically", "send_invoice"])?;
    let due = lists::Times::read(&params, "due_date")?;
    lists::page(call, "invoice", "invoice", |invoice| {
        due.admits(invoice["due_date"].as_i64())
            && customer.is_none_or(|customer| invoice["customer"] == customer)
            && subscription.is_none_or(|id| invoice["parent"]["subscription_details"]["subscription"] == id)
            && status.is_none_or(|status| invoice["status"] == status)
            && method.is_none_or(|method| invoice["collection_method"] == method)
    })
}

fn list_lines(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let invoice = retrieve(call)?;
    lists::oldest_first(call, "line_item", "line_item", |line| line["invoice"] == invoice["id"])
}

fn finalize_invoice(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let auto = call.params.boolean("auto_advance")?;
    let invoice = retrieve(call)?;
    if invoice["status"] != "draft" {
        return Err(not_in(&invoice, "finalized"));
    }
    let id = text(&invoice, "id").to_owned();
    finalize(call, &id);
    if auto.unwrap_or(invoice["auto_advance"] == true) {
        // A refusal is told by events: the invoice is final nevertheless.
        let _ = collect(call, &id, None, true);
    }
    retrieve(call)
}

fn pay(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let invoice = retrieve(call)?;
    let id = text(&invoice, "id").to_owned();
    let off_session = params.boolean("off_session")?.unwrap_or(true);
    let out_of_band = params.boolean("paid_out_of_band")?.unwrap_or(false);
    if invoice["status"] == "paid" {
        return Err(ApiError::invalid("Invoice is already paid").during_work());
    }
    if invoice["status"] == "void" {
        return Err(not_in(&invoice, "paid"));
    }
    let method = match params.filled("payment_method", TEXT)? {
        Some(method) => Some(method_of(call, method, text(&invoice, "customer"), "payment_method")?),
        None => None,
    };
    finalize(call, &id);
    if out_of_band {
        settle::paid_out_of_band(call, &id);
    } else {
        collect(call, &id, method.as_deref(), off_session)?;
    }
    retrieve(call)
}

fn void(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let invoice = retrieve(call)?;
    if invoice["status"] != "open" && invoice["status"] != "uncollectible" {
        return Err(not_in(&invoice, "voided"));
    }
    give_up(call, text(&invoice, "id"), "void");
    retrieve(call)
}

fn mark_uncollectible(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let invoice = retrieve(call)?;
    if invoice["status"] != "open" {
        return Err(not_in(&invoice, "marked uncollectible"));
    }
    give_up(call, text(&invoice, "id"), "uncollectible");
    retrieve(call)
}

fn not_in(invoice: &Value, done: &str) -> ApiError {
    let message = format!("This invoice can't be {done}: its status is {}.", text(invoice, "status"));
    ApiError::invalid(message).code("invoice_not_editable").during_work()
}

/// A payment method of a customer's, by its id.
pub(super) fn method_of(call: &mut Call<'_>, id: &str, customer: &str, param: &str) -> Result<String, ApiError> {
    call.check_reference("payment_method", "PaymentMethod", id, param)?;
    if call.shelf.get(id).is_some_and(|method| method["customer"] != customer) {
        let message = format!(
            "The customer does not have a payment method with the ID {id}. The payment method must be attached to the \
             customer."
        );
        return Err(ApiError::parameter(param, message).code("resource_missing"));
    }
    payment_methods::check_usable(call, id, customer)?;
    Ok(id.to_owned())
}

fn edit(call: &mut Call<'_>, invoice: &mut Value, params: &Params<'_>, customer: &str) -> Result<(), ApiError> {
    set_text(invoice, params, "description", TEXT)?;
    set_text(invoice, params, "footer", TEXT)?;
    set_text(invoice, params, "statement_descriptor", 22)?;
    if params.unsets("default_payment_method") {
        invoice["default_payment_method"] = Value::Null;
    } else if let Some(id) = params.filled("default_payment_method", TEXT)? {
        invoice["default_payment_method"] = method_of(call, id, customer, "default_payment_method")?.into();
    }
    metadata::merge(invoice, params)
}
