//! The calls of subscriptions, with their parameters in Stripe's specification.

use super::cancel::cancel;
use super::create::create;
use super::update::update;
use super::{list, list_of_customer, retrieve};
use crate::routes::{CURSOR, EXPAND, PAGE, Route};

/// Create and update.
const SUBSCRIPTION: &[&str] = &[
    "add_invoice_items",
    "application_fee_percent",
    "automatic_tax",
    "billing_cycle_anchor",
    "billing_schedules",
    "billing_thresholds",
    "cancel_at",
    "cancel_at_period_end",
    "collection_method",
    "days_until_due",
    "default_payment_method",
    "default_source",
    "default_tax_rates",
    "description",
    "discounts",
    "expand",
    "invoice_settings",
    "items",
    "metadata",
    "off_session",
    "on_behalf_of",
    "payment_behavior",
    "payment_settings",
    "pending_invoice_item_interval",
    "proration_behavior",
    "transfer_data",
    "trial_end",
    "trial_from_plan",
    "trial_settings",
];
const SUBSCRIPTION_CREATE: &[&str] = &[
    "backdate_start_date",
    "billing_cycle_anchor_config",
    "billing_mode",
    "currency",
    "customer",
    "customer_account",
    "trial_period_days",
];
const SUBSCRIPTION_UPDATE: &[&str] = &["cancellation_details", "pause_collection", "proration_date"];
const UNSUPPORTED: &[&str] = &[
    "add_invoice_items",
    "application_fee_percent",
    "automatic_tax",
    "backdate_start_date",
    "billing_cycle_anchor",
    "billing_cycle_anchor_config",
    "billing_schedules",
    "billing_thresholds",
    "cancel_at",
    "customer_account",
    "days_until_due",
    "default_source",
    "default_tax_rates",
    "on_behalf_of",
    "pause_collection",
    "pending_invoice_item_interval",
    "proration_date",
    "transfer_data",
    "trial_from_plan",
];
const LIST: &[&str] = &[
    "automatic_tax",
    "collection_method",
    "current_period_end",
    "current_period_start",
    "customer",
    "customer_account",
    "price",
    "status",
    "test_clock",
];
const LIST_UNSUPPORTED: &[&str] = &["customer_account", "test_clock"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/subscriptions", "subscription", &[PAGE, LIST], LIST_UNSUPPORTED, list),
    Route::list("/v1/customers/{}/subscriptions", "subscription", &[CURSOR], &[], list_of_customer),
    Route::post("/v1/subscriptions", "subscription", &[SUBSCRIPTION, SUBSCRIPTION_CREATE], UNSUPPORTED, create),
    Route::get("/v1/subscriptions/{}", "subscription", &[EXPAND], retrieve),
    Route::post("/v1/subscriptions/{}", "subscription", &[SUBSCRIPTION, SUBSCRIPTION_UPDATE], UNSUPPORTED, update),
    Route::delete(
        "/v1/subscriptions/{}",
        "subscription",
        &[EXPAND, &["cancellation_details", "invoice_now", "prorate"]],
        cancel,
    ),
];
