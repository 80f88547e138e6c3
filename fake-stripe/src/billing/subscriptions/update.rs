//! Changes of subscriptions.

use serde_json::Value;

use super::items::{self, Change, apply_one};
use super::prorations::{self, Proration};
use super::{INCOMPLETE, TRIALING, bill, cancel, changed, create, default_method, edit_payment_settings, interval};
use super::{period, renewal, set_period, shown, stored};
use crate::addresses::set_text;
use crate::billing::{discounts, invoices, prices};
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::state::{Call, text};
use crate::{events, metadata, payment_intents};

pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut subscription = super::named(call)?;
    let id = text(&subscription, "id").to_owned();
    let before = shown(call, &id);
    metadata::merge(&mut subscription, &params)?;
    cancel::edit_details(&mut subscription, &params)?;
    if cancel::has_ended(&subscription) {
        if params.iter().any(|(name, _)| !["cancellation_details", "expand", "metadata"].contains(&name)) {
            let message = "A canceled subscription can only update its cancellation_details and metadata.";
            return Err(ApiError::invalid(message).during_work());
        }
        changed(call, &before, &subscription);
        return Ok(shown(call, &id));
    }

    params.choice("collection_method", &["charge_automatically"])?;
    let (customer, currency) = (text(&subscription, "customer").to_owned(), text(&subscription, "currency").to_owned());
    let changes = items::read(call, &params, &id, Some(&currency))?;
    let change = ItemsChange::read(call, &params, &id, changes)?;
    let existing = subscription["discounts"].clone();
    let wanted = discounts::read(call, &params, &currency, &existing)?;
    let trial = Trial::read(call, &params, &subscription)?;
    set_text(&mut subscription, &params, "description", 500)?;
    edit_payment_settings(&mut subscription, &params)?;
    create::edit_trial_settings(&mut subscription, &params)?;
    if params.unsets("default_payment_method") {
        subscription["default_payment_method"] = Value::Null;
    } else if let Some(method) = default_method(call, &params, &customer)? {
        subscription["default_payment_method"] = method.into();
    }
    match params.boolean("cancel_at_period_end")? {
        Some(true) if subscription["cancel_at_period_end"] != true => {
            cancel::at_period_end(&mut subscription, call.now, period(call, &id).1);
        }
        Some(false) if subscription["cancel_at_period_end"] == true => cancel::resume(&mut subscription),
        _ => {}
    }

    if let Some(wanted) = wanted {
        subscription["discounts"] = discounts::apply(call, wanted, &customer, &id);
    }
    let mut ends_now = false;
    match trial {
        Some(Trial::EndsNow) => {
            subscription["trial_end"] = call.now.into();
            subscription["billing_cycle_anchor"] = call.now.into();
            ends_now = true;
        }
        Some(Trial::EndsAt(end)) => {
            subscription["trial_end"] = end.into();
            subscription["billing_cycle_anchor"] = end.into();
            if subscription["cancel_at_period_end"] == true {
                subscription["cancel_at"] = end.into();
            }
            set_period(call, &id, (period(call, &id).0, end));
            renewal::schedule_trial_warning(call, &id, end);
        }
        None => {}
    }
    call.save(&subscription);
    change.apply(call, &before, &id);
    if ends_now && let Some(subscription) = stored(call, &id) {
        let invoice = renewal::next_period(call, subscription, call.now, call.now);
        invoices::finalize(call, &invoice);
        // Without its payment the subscription is past due, which is no error.
        let _ = invoices::collect(call, &invoice, None, true);
    }
    Ok(shown(call, &id))
}

/// What a request does to the items, with what that costs; everything is checked.
pub(in crate::billing) struct ItemsChange {
    changes: Vec<Change>,
    proration: Proration,
    parts: Vec<prorations::Part>,
    off_session: bool,
}

impl ItemsChange {
    pub fn read(call: &Call<'_>, params: &Params<'_>, id: &str, changes: Vec<Change>) -> Result<Self, ApiError> {
        let proration = Proration::read(params)?;
        let off_session = params.boolean("off_session")?.unwrap_or(false);
        let known = ["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"];
        let behavior = params.choice("payment_behavior", &known)?;
        if behavior == Some("pending_if_incomplete") {
            let message = "FakeStripe does not support `pending_if_incomplete`.";
            return Err(ApiError::parameter("payment_behavior", message));
        }
        if changes.is_empty() {
            return Ok(ItemsChange { changes, proration, parts: Vec::new(), off_session });
        }
        let subscription = stored(call, id).unwrap_or_default();
        if subscription["status"] == INCOMPLETE {
            let message = "The items of an incomplete subscription cannot be changed: pay its first invoice first.";
            return Err(ApiError::invalid(message).during_work());
        }
        items::check_all(call, id, &changes)?;
        let (unit, count) = interval(call, id);
        let other = |change: &&Change| {
            let price = call.shelf.of_kind("price", text(&change.item, "price"));
            price.is_some_and(|price| prices::interval(price) != (unit.as_str(), count))
        };
        if changes.iter().filter(|change| !change.deleted).any(|change| other(&change)) {
            let message = "FakeStripe does not change the interval of a subscription.";
            return Err(ApiError::parameter("items", message));
        }
        let parts = match proration {
            Proration::None => Vec::new(),
            _ => prorations::parts(call, id, &changes)?,
        };
        if proration == Proration::Invoice && behavior == Some("error_if_incomplete") && prorations::sum(&parts) > 0 {
            let invoice = call.shelf.of_kind("invoice", text(&subscription, "latest_invoice")).cloned();
            let method =
                invoices::default_method(call, &invoice.unwrap_or_default()).ok_or_else(invoices::no_method)?;
            if let Some(refused) = payment_intents::why_unpaid(call, &method, off_session) {
                return Err(refused);
            }
        }
        Ok(ItemsChange { changes, proration, parts, off_session })
    }

    /// Stores the changes, tells of them, and bills them if they are to be billed now. `before` is the subscription as it was
    /// shown before any change.
    pub fn apply(self, call: &mut Call<'_>, before: &Value, id: &str) {
        let period = period(call, id);
        for change in &self.changes {
            apply_one(call, change, period);
        }
        let invoice_now = self.proration == Proration::Invoice && !self.parts.is_empty();
        prorations::create(call, id, self.parts);
        let invoice = call.new_id("in");
        if invoice_now && let Some(mut subscription) = stored(call, id) {
            subscription["latest_invoice"] = invoice.as_str().into();
            call.save(&subscription);
        }
        if self.changes.is_empty() {
            super::tell(call, before, id);
        } else {
            // The item may be one that is not shown.
            let now = shown(call, id);
            events::emit(call, super::UPDATED, &now, Some(before));
        }
        if invoice_now && let Some(subscription) = stored(call, id) {
            bill(call, &subscription, invoice.clone(), "subscription_update", None, call.now);
            invoices::finalize(call, &invoice);
            let _ = invoices::collect(call, &invoice, None, self.off_session);
        }
    }
}

/// What a request does to a trial.
enum Trial {
    EndsNow,
    EndsAt(i64),
}

impl Trial {
    fn read(call: &Call<'_>, params: &Params<'_>, subscription: &Value) -> Result<Option<Self>, ApiError> {
        let now = params.text("trial_end", TEXT)? == Some("now");
        let trialing = subscription["status"] == TRIALING;
        if !params.has("trial_end") || (now && !trialing) {
            return Ok(None);
        }
        if !trialing {
            let message = "FakeStripe only moves the end of a trial that is under way.";
            return Err(ApiError::parameter("trial_end", message));
        }
        if now {
            return Ok(Some(Trial::EndsNow));
        }
        match params.integer("trial_end")? {
            Some(end) if end > call.now => Ok(Some(Trial::EndsAt(end))),
            _ => {
                let message = "Invalid timestamp: must be an integer Unix timestamp in the future.";
                Err(ApiError::parameter("trial_end", message))
            }
        }
    }
}
