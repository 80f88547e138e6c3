//! New subscriptions.

use serde_json::{Value, json};

use super::items::{self, Change, apply_one};
use super::prorations::Proration;
use super::{ACTIVE, INCOMPLETE, INCOMPLETE_SECONDS, TRIALING, bill, default_method, edit_payment_settings, interval};
use super::{renewal, set_period, shown};
use crate::addresses::set_text;
use crate::billing::{discounts, invoices, periods};
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::payment_intents;
use crate::state::{Call, text};
use crate::{currency, events, metadata};

const DAY: i64 = 86_400;

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let id = call.new_id("sub");
    let customer_id = params.required("customer", TEXT)?;
    call.check_reference("customer", "customer", customer_id, "customer")?;
    let customer = call.shelf.of_kind("customer", customer_id).cloned().unwrap_or_default();
    params.choice("collection_method", &["charge_automatically"])?;
    let wanted_currency = currency::read(&params)?;
    let changes = items::read(call, &params, &id, wanted_currency.as_deref())?;
    if changes.is_empty() {
        return Err(params.missing("items"));
    }
    items::check_all(call, &id, &changes)?;
    let first = call.shelf.of_kind("price", text(&changes[0].item, "price")).cloned().unwrap_or_default();
    let currency = text(&first, "currency").to_owned();
    if customer["currency"].as_str().is_some_and(|of_customer| of_customer != currency) {
        let message = format!(
            "You cannot combine currencies on a single customer. This customer has a currency of {}.",
            text(&customer, "currency")
        );
        return Err(ApiError::invalid(message));
    }
    let coupons = discounts::read(call, &params, &currency, &Value::Null)?.unwrap_or_default();
    let behavior = behavior(&params)?;
    // The first period begins now: there is nothing to prorate.
    Proration::read(&params)?;
    let trial_end = trial_end(call, &params)?;
    let method = default_method(call, &params, customer_id)?;
    let of_customer = customer["invoice_settings"]["default_payment_method"].as_str().map(str::to_owned);
    let pays_with = method.clone().or(of_customer);

    let mut subscription = template(call, &id, customer_id, &currency, trial_end);
    subscription["default_payment_method"] = method.into();
    set_text(&mut subscription, &params, "description", 500)?;
    edit_payment_settings(&mut subscription, &params)?;
    edit_trial_settings(&mut subscription, &params)?;
    metadata::merge(&mut subscription, &params)?;

    let off_session = params.boolean("off_session")?.unwrap_or(false);
    let costs = trial_end.is_none() && changes.iter().any(|change| items::amount(call, &change.item) > 0);
    if costs && behavior != "default_incomplete" {
        let method = pays_with.as_deref().ok_or_else(invoices::no_method)?;
        if behavior == "error_if_incomplete"
            && let Some(refused) = payment_intents::why_unpaid(call, method, off_session)
        {
            return Err(refused);
        }
    }
    if costs {
        subscription["status"] = INCOMPLETE.into();
    }
    start(call, subscription, &changes, coupons, params.boolean("cancel_at_period_end")?.unwrap_or(false));
    if behavior != "default_incomplete" {
        let invoice = text(&shown(call, &id), "latest_invoice").to_owned();
        // Without its payment it is incomplete, which is no error.
        let _ = invoices::collect(call, &invoice, None, off_session);
    }
    Ok(shown(call, &id))
}

/// Stores everything, and makes the first invoice final.
fn start(
    call: &mut Call<'_>,
    mut subscription: Value,
    changes: &[Change],
    coupons: Vec<discounts::Wanted>,
    cancel_at_period_end: bool,
) {
    let id = text(&subscription, "id").to_owned();
    let invoice = call.new_id("in");
    subscription["latest_invoice"] = invoice.as_str().into();
    subscription["discounts"] = discounts::apply(call, coupons, text(&subscription, "customer"), &id);
    call.save(&subscription);
    for change in changes {
        apply_one(call, change, (call.now, call.now));
    }
    let (unit, count) = interval(call, &id);
    let end = match subscription["trial_end"].as_i64() {
        Some(end) => end,
        None => periods::end(call.now, call.now, (&unit, count)),
    };
    set_period(call, &id, (call.now, end));
    if cancel_at_period_end {
        super::cancel::at_period_end(&mut subscription, call.now, end);
        call.save(&subscription);
    }
    let created = shown(call, &id);
    events::emit(call, "customer.subscription.created", &created, None);
    if subscription["status"] == INCOMPLETE {
        call.by_itself(call.now + INCOMPLETE_SECONDS, &id, renewal::first_payment_overdue);
    }
    if subscription["status"] == TRIALING {
        renewal::schedule_trial_warning(call, &id, end);
    }
    bill(call, &subscription, invoice.clone(), "subscription_create", Some((call.now, end)), call.now);
    invoices::finalize(call, &invoice);
    after_invoice(call, &id);
}

/// Discounts for one invoice have had theirs.
pub(super) fn after_invoice(call: &mut Call<'_>, id: &str) {
    let before = shown(call, id);
    let Some(mut subscription) = super::stored(call, id) else { return };
    discounts::end(call, &mut subscription, true);
    super::changed(call, &before, &subscription);
}

fn behavior<'a>(params: &Params<'a>) -> Result<&'a str, ApiError> {
    let known = ["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"];
    match params.choice("payment_behavior", &known)? {
        Some("pending_if_incomplete") => {
            let message = "You cannot use `pending_if_incomplete` when creating a subscription.";
            Err(ApiError::parameter("payment_behavior", message))
        }
        behavior => Ok(behavior.unwrap_or("allow_incomplete")),
    }
}

fn trial_end(call: &Call<'_>, params: &Params<'_>) -> Result<Option<i64>, ApiError> {
    let days = params.at_least("trial_period_days", 0)?;
    if days.is_some() && params.has("trial_end") {
        return Err(ApiError::invalid("You may only specify one of these parameters: trial_end, trial_period_days."));
    }
    if let Some(days) = days {
        return Ok((days > 0).then(|| call.now.saturating_add(days.saturating_mul(DAY))));
    }
    if params.text("trial_end", TEXT)? == Some("now") {
        return Ok(None);
    }
    let Some(end) = params.integer("trial_end")? else { return Ok(None) };
    if end <= call.now {
        let message = "Invalid timestamp: must be an integer Unix timestamp in the future.";
        return Err(ApiError::parameter("trial_end", message));
    }
    Ok(Some(end))
}

/// What happens at a trial's end without a payment method.
pub(super) fn edit_trial_settings(subscription: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    let Some(settings) = params.nested("trial_settings")? else { return Ok(()) };
    settings.only(&["end_behavior"])?;
    let behavior = settings.nested("end_behavior")?.ok_or_else(|| settings.missing("end_behavior"))?;
    behavior.only(&["missing_payment_method"])?;
    let choice = behavior.choice("missing_payment_method", &["cancel", "create_invoice", "pause"])?;
    match choice.ok_or_else(|| behavior.missing("missing_payment_method"))? {
        "pause" => {
            let message = "FakeStripe does not pause subscriptions.";
            Err(ApiError::parameter(behavior.full("missing_payment_method"), message))
        }
        choice => {
            subscription["trial_settings"]["end_behavior"]["missing_payment_method"] = choice.into();
            Ok(())
        }
    }
}

/// What is null until something happens.
const NULL_AT_FIRST: &[&str] = &[
    "application",
    "application_fee_percent",
    "billing_cycle_anchor_config",
    "billing_thresholds",
    "cancel_at",
    "canceled_at",
    "customer_account",
    "days_until_due",
    "default_payment_method",
    "default_source",
    "description",
    "ended_at",
    "latest_invoice",
    "next_pending_invoice_item_invoice",
    "on_behalf_of",
    "pause_collection",
    "pending_invoice_item_interval",
    "pending_setup_intent",
    "pending_update",
    "schedule",
    "test_clock",
    "transfer_data",
];

fn template(call: &Call<'_>, id: &str, customer: &str, currency: &str, trial_end: Option<i64>) -> Value {
    let mut subscription = json!({
        "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
        "billing_cycle_anchor": trial_end.unwrap_or(call.now),
        "billing_mode": { "flexible": { "proration_discounts": "included" }, "type": "flexible" },
        "billing_schedules": [],
        "cancel_at_period_end": false,
        "cancellation_details": { "comment": null, "feedback": null, "feedback_option": null, "reason": null },
        "collection_method": "charge_automatically",
        "created": call.now,
        "currency": currency,
        "customer": customer,
        "default_tax_rates": [],
        "discounts": [],
        "id": id,
        "invoice_settings": {
            "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null,
            "issuer": { "type": "self" },
        },
        "livemode": call.scope.livemode,
        "managed_payments": { "enabled": false },
        "metadata": {},
        "object": "subscription",
        "payment_settings": {
            "payment_method_options": null, "payment_method_types": null, "save_default_payment_method": "off",
        },
        "start_date": call.now,
        "status": if trial_end.is_some() { TRIALING } else { ACTIVE },
        "trial_end": trial_end,
        "trial_settings": { "end_behavior": { "missing_payment_method": "create_invoice" } },
        "trial_start": trial_end.map(|_| call.now),
    });
    for field in NULL_AT_FIRST {
        subscription[*field] = Value::Null;
    }
    subscription
}
