//! The calls of refunds, with their parameters in Stripe's specification.

use super::{
    cancel, create, create_of_charge, list, list_of_charge, retrieve, retrieve_of_charge, update, update_of_charge,
};
use crate::routes::{CURSOR, EXPAND, PAGE, Route};

const REFUND: &[&str] = &[
    "amount",
    "currency",
    "customer",
    "expand",
    "instructions_email",
    "metadata",
    "origin",
    "payment_intent",
    "reason",
    "refund_application_fee",
    "reverse_transfer",
];
/// Of a customer's cash balance, or of connected accounts' charges.
const REFUND_UNSUPPORTED: &[&str] = &["currency", "customer", "origin", "refund_application_fee", "reverse_transfer"];
const REFUND_UPDATE: &[&str] = &["expand", "metadata"];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/refunds", "refund", &[PAGE, &["charge", "payment_intent"]], &[], list),
    Route::post("/v1/refunds", "refund", &[REFUND, &["charge"]], REFUND_UNSUPPORTED, create),
    Route::get("/v1/refunds/{}", "refund", &[EXPAND], retrieve),
    Route::post("/v1/refunds/{}", "refund", &[REFUND_UPDATE], &[], update),
    Route::post("/v1/refunds/{}/cancel", "refund", &[EXPAND], &[], cancel),
    Route::list("/v1/charges/{}/refunds", "refund", &[CURSOR], &[], list_of_charge),
    Route::post("/v1/charges/{}/refunds", "refund", &[REFUND], REFUND_UNSUPPORTED, create_of_charge),
    Route::get("/v1/charges/{}/refunds/{}", "refund", &[EXPAND], retrieve_of_charge),
    Route::post("/v1/charges/{}/refunds/{}", "refund", &[REFUND_UPDATE], &[], update_of_charge),
];
