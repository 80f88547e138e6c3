//! What the clock does to subscriptions: trials and periods end, and the first payment becomes overdue.

use serde_json::Value;

use super::{ACTIVE, INCOMPLETE, INCOMPLETE_EXPIRED, TRIALING, bill, cancel, changed, interval, period, set_period};
use super::{shown, stored};
use crate::billing::{discounts, invoices, periods};
use crate::events;
use crate::state::{Call, number, text};

/// Stripe warns three days before a trial ends; at once, if it is shorter.
const WARNING_SECONDS: i64 = 3 * 86_400;

/// The period of the subscription that the call names is over, if it has not been moved meanwhile.
pub(super) fn period_ended(call: &mut Call<'_>) {
    let id = call.id;
    let Some(subscription) = stored(call, id).filter(|subscription| !cancel::has_ended(subscription)) else { return };
    let (_, end) = period(call, id);
    if call.now < end || subscription["status"] == INCOMPLETE {
        return;
    }
    if subscription["cancel_at_period_end"] == true {
        cancel::end(call, id, None);
    } else if subscription["status"] == TRIALING && pays_with_nothing(call, &subscription) {
        cancel::end(call, id, Some("payment_failed"));
    } else {
        next_period(call, subscription, end, call.now + invoices::DRAFT_SECONDS);
    }
}

/// Whether a trial ends without a payment method, and the subscription with it.
fn pays_with_nothing(call: &Call<'_>, subscription: &Value) -> bool {
    let customer = call.shelf.of_kind("customer", text(subscription, "customer")).cloned().unwrap_or_default();
    subscription["trial_settings"]["end_behavior"]["missing_payment_method"] == "cancel"
        && subscription["default_payment_method"].is_null()
        && customer["invoice_settings"]["default_payment_method"].is_null()
}

/// Begins the period that starts at `start`, and makes its invoice, which becomes final by itself at `finalizes_at`. Its id.
pub(super) fn next_period(call: &mut Call<'_>, mut subscription: Value, start: i64, finalizes_at: i64) -> String {
    let id = text(&subscription, "id").to_owned();
    let before = shown(call, &id);
    let (unit, count) = interval(call, &id);
    let end = periods::end(number(&subscription, "billing_cycle_anchor"), start, (&unit, count));
    let invoice = call.new_id("in");
    if subscription["status"] == TRIALING {
        subscription["status"] = ACTIVE.into();
    }
    subscription["latest_invoice"] = invoice.as_str().into();
    discounts::end(call, &mut subscription, false);
    set_period(call, &id, (start, end));
    changed(call, &before, &subscription);
    bill(call, &subscription, invoice.clone(), "subscription_cycle", Some((start, end)), finalizes_at);
    super::create::after_invoice(call, &id);
    if finalizes_at > call.now {
        call.by_itself(finalizes_at, &invoice, invoices::advance);
    }
    invoice
}

/// The subscription that the call names was not paid for in time, if it has not been by now.
pub(super) fn first_payment_overdue(call: &mut Call<'_>) {
    let id = call.id;
    let Some(mut subscription) = stored(call, id).filter(|subscription| subscription["status"] == INCOMPLETE) else {
        return;
    };
    let before = shown(call, id);
    subscription["status"] = INCOMPLETE_EXPIRED.into();
    subscription["ended_at"] = call.now.into();
    changed(call, &before, &subscription);
    invoices::give_up(call, text(&subscription, "latest_invoice"), "void");
}

pub(super) fn schedule_trial_warning(call: &mut Call<'_>, id: &str, trial_end: i64) {
    call.by_itself((trial_end - WARNING_SECONDS).max(call.now), id, trial_will_end);
}

fn trial_will_end(call: &mut Call<'_>) {
    let subscription = shown(call, call.id);
    let left = number(&subscription, "trial_end") - call.now;
    if subscription["status"] == TRIALING && (1..=WARNING_SECONDS).contains(&left) {
        events::emit(call, "customer.subscription.trial_will_end", &subscription, None);
    }
}
