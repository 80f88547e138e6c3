//! How subscriptions end.

use serde_json::Value;

use super::{CANCELED, INCOMPLETE, INCOMPLETE_EXPIRED, shown, stored};
use crate::billing::invoices;
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::state::{Call, text};
use crate::{events, nested};

pub(super) const REQUESTED: &str = "cancellation_requested";

/// Ends it now.
pub(super) fn cancel(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    for name in ["invoice_now", "prorate"] {
        if params.boolean(name)?.unwrap_or(false) {
            let message = format!("FakeStripe does not support `{name}`: it ends a subscription without billing.");
            return Err(ApiError::parameter(name, message));
        }
    }
    let mut subscription = super::named(call)?;
    if has_ended(&subscription) {
        return Err(ApiError::no_such("subscription", call.id, "id"));
    }
    edit_details(&mut subscription, &params)?;
    call.save(&subscription);
    let id = text(&subscription, "id").to_owned();
    end(call, &id, Some(REQUESTED));
    Ok(shown(call, &id))
}

/// Whether nothing more can happen to it.
pub(super) fn has_ended(subscription: &Value) -> bool {
    subscription["status"] == CANCELED || subscription["status"] == INCOMPLETE_EXPIRED
}

/// Ends it: `customer.subscription.deleted`. The time of its cancellation stays, if it was asked for before.
pub(super) fn end(call: &mut Call<'_>, id: &str, reason: Option<&str>) {
    let Some(mut subscription) = stored(call, id).filter(|subscription| !has_ended(subscription)) else { return };
    let incomplete = subscription["status"] == INCOMPLETE;
    subscription["status"] = CANCELED.into();
    subscription["ended_at"] = call.now.into();
    if subscription["canceled_at"].is_null() || reason.is_some() {
        subscription["canceled_at"] = call.now.into();
    }
    if let Some(reason) = reason {
        subscription["cancellation_details"]["reason"] = reason.into();
    }
    call.save(&subscription);
    let ended = shown(call, id);
    events::emit(call, "customer.subscription.deleted", &ended, None);
    let latest = text(&subscription, "latest_invoice").to_owned();
    let Some(mut invoice) = call.shelf.of_kind("invoice", &latest).cloned() else { return };
    if incomplete && invoice["status"] == "open" {
        invoices::give_up(call, &latest, "void");
    } else if invoice["auto_advance"] == true {
        // Nothing more is collected by itself.
        invoice["auto_advance"] = false.into();
        invoice["automatically_finalizes_at"] = Value::Null;
        call.change(&invoice, "invoice.updated");
    }
}

/// A deleted customer's subscriptions end with it.
pub(in crate::billing) fn cancel_all(call: &mut Call<'_>, customer: &str) {
    for subscription in nested::whole("customer", "subscriptions", customer, call.shelf) {
        end(call, text(&subscription, "id"), Some(REQUESTED));
    }
}

/// It is to end with its period.
pub(super) fn at_period_end(subscription: &mut Value, now: i64, end: i64) {
    subscription["cancel_at_period_end"] = true.into();
    subscription["cancel_at"] = end.into();
    subscription["canceled_at"] = now.into();
    subscription["cancellation_details"]["reason"] = REQUESTED.into();
}

/// It is to go on after its period.
pub(super) fn resume(subscription: &mut Value) {
    subscription["cancel_at_period_end"] = false.into();
    subscription["cancel_at"] = Value::Null;
    subscription["canceled_at"] = Value::Null;
    subscription["cancellation_details"]["reason"] = Value::Null;
}

/// What the customer has said.
pub(super) fn edit_details(subscription: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    let Some(given) = params.nested("cancellation_details")? else { return Ok(()) };
    given.only(&["comment", "feedback", "feedback_option"])?;
    let details = &mut subscription["cancellation_details"];
    crate::addresses::set_text(details, &given, "comment", TEXT)?;
    let known = [
        "customer_service",
        "low_quality",
        "missing_features",
        "other",
        "switched_service",
        "too_complex",
        "too_expensive",
        "unused",
    ];
    if given.unsets("feedback") {
        details["feedback"] = Value::Null;
    } else if let Some(feedback) = given.choice("feedback", &known)? {
        details["feedback"] = feedback.into();
    }
    Ok(())
}
