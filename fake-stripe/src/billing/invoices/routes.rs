//! The calls of invoices, with their parameters in Stripe's specification.

use super::{create, delete, finalize_invoice, list, list_lines, mark_uncollectible, pay, retrieve, update, void};
use crate::routes::{CURSOR, EXPAND, PAGE, Route};

/// Create and update.
const INVOICE: &[&str] = &[
    "account_tax_ids",
    "application_fee_amount",
    "auto_advance",
    "automatic_tax",
    "automatically_finalizes_at",
    "collection_method",
    "custom_fields",
    "days_until_due",
    "default_payment_method",
    "default_source",
    "default_tax_rates",
    "description",
    "discounts",
    "due_date",
    "effective_at",
    "expand",
    "footer",
    "issuer",
    "metadata",
    "number",
    "on_behalf_of",
    "payment_settings",
    "rendering",
    "shipping_cost",
    "shipping_details",
    "statement_descriptor",
    "transfer_data",
];
const INVOICE_CREATE: &[&str] =
    &["currency", "customer", "customer_account", "from_invoice", "pending_invoice_items_behavior", "subscription"];
const UNSUPPORTED: &[&str] = &[
    "application_fee_amount",
    "automatic_tax",
    "automatically_finalizes_at",
    "customer_account",
    "days_until_due",
    "default_source",
    "default_tax_rates",
    "discounts",
    "due_date",
    "effective_at",
    "from_invoice",
    "number",
    "on_behalf_of",
    "shipping_cost",
    "subscription",
    "transfer_data",
];
const LIST: &[&str] = &["collection_method", "customer", "customer_account", "due_date", "status", "subscription"];
const PAY: &[&str] = &["expand", "forgive", "mandate", "off_session", "paid_out_of_band", "payment_method", "source"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/invoices", "invoice", &[PAGE, LIST], &["customer_account"], list),
    Route::post("/v1/invoices", "invoice", &[INVOICE, INVOICE_CREATE], UNSUPPORTED, create),
    Route::get("/v1/invoices/{}", "invoice", &[EXPAND], retrieve),
    Route::post("/v1/invoices/{}", "invoice", &[INVOICE], UNSUPPORTED, update),
    Route::delete("/v1/invoices/{}", "invoice", &[], delete),
    Route::list("/v1/invoices/{}/lines", "line_item", &[CURSOR], &[], list_lines),
    Route::post("/v1/invoices/{}/finalize", "invoice", &[EXPAND, &["auto_advance"]], &[], finalize_invoice),
    Route::post("/v1/invoices/{}/pay", "invoice", &[PAY], &["forgive", "mandate", "source"], pay),
    Route::post("/v1/invoices/{}/void", "invoice", &[EXPAND], &[], void),
    Route::post("/v1/invoices/{}/mark_uncollectible", "invoice", &[EXPAND], &[], mark_uncollectible),
];
