//! Disputes: cardholders who want their money back from their bank: <https://docs.stripe.com/disputes/how-disputes-work>.
//!
//! Test cards open them (<https://docs.stripe.com/testing#disputes>), and words in the evidence decide them.

mod lifecycle;

use serde_json::Value;

use super::addresses::set_text;
use super::error::ApiError;
use super::params::TEXT;
use super::routes::{EXPAND, PAGE, Route};
use super::state::{Call, text};
use super::{lists, metadata};

pub(super) use lifecycle::{OPENED_AFTER, open};

pub(super) static ROUTES: &[Route] = &[
    Route::list("/v1/disputes", "dispute", &[PAGE, &["charge", "payment_intent"]], &[], list),
    Route::get("/v1/disputes/{}", "dispute", &[EXPAND], retrieve),
    Route::post("/v1/disputes/{}", "dispute", &[EXPAND, &["evidence", "metadata", "submit"]], &[], update),
    Route::post("/v1/disputes/{}/close", "dispute", &[EXPAND], &[], close),
];

/// The texts and files that a dispute's evidence consists of.
const EVIDENCE: [&str; 27] = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];
const EVIDENCE_LENGTH: usize = 20_000;

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("dispute", "dispute", "id")
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let charge = call.params.filled("charge", TEXT)?;
    let intent = call.params.filled("payment_intent", TEXT)?;
    for (id, kind) in [(charge, "charge"), (intent, "payment_intent")] {
        if let Some(id) = id
            && call.shelf.place(kind, id).is_none()
        {
            return Err(ApiError::no_such_reference(kind, id, kind));
        }
    }
    lists::page(call, "dispute", "dispute", |dispute| {
        charge.is_none_or(|charge| dispute["charge"] == charge)
            && intent.is_none_or(|intent| dispute["payment_intent"] == intent)
    })
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let submit = params.boolean("submit")?;
    let mut dispute = retrieve(call)?;
    metadata::merge(&mut dispute, &params)?;
    if let Some(evidence) = params.nested("evidence")? {
        let known: Vec<&str> = EVIDENCE.iter().copied().chain(["enhanced_evidence"]).collect();
        evidence.only(&known)?;
        if evidence.has("enhanced_evidence") {
            let message = "FakeStripe does not support enhanced evidence.";
            return Err(ApiError::parameter("evidence[enhanced_evidence]", message));
        }
        check_open(&dispute)?;
        for field in EVIDENCE {
            set_text(&mut dispute["evidence"], &evidence, field, EVIDENCE_LENGTH)?;
        }
        let given = EVIDENCE.iter().any(|field| !dispute["evidence"][field].is_null());
        dispute["evidence_details"]["has_evidence"] = given.into();
    }
    // Evidence goes to the bank unless it is to be kept; what was kept goes when that is asked for.
    if submit.unwrap_or(params.has("evidence")) {
        check_open(&dispute)?;
        lifecycle::submit(call, &mut dispute);
    }
    call.change(&dispute, "charge.dispute.updated");
    Ok(dispute)
}

fn close(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let dispute = retrieve(call)?;
    check_open(&dispute)?;
    Ok(lifecycle::close(call, dispute, false))
}

fn check_open(dispute: &Value) -> Result<(), ApiError> {
    if ["needs_response", "warning_needs_response"].contains(&text(dispute, "status")) {
        return Ok(());
    }
    let message = format!(
        "This dispute cannot be answered any more: it has a status of {}. Only a dispute with the status needs_response or \
         warning_needs_response can be.",
        text(dispute, "status")
    );
    Err(ApiError::invalid(message).during_work())
}

/// Whether the bank has taken the charge's money back.
pub(super) fn withdrawn(call: &Call<'_>, charge: &Value) -> bool {
    charge["disputed"] == true
        && call
            .shelf
            .range("dispute", ..)
            .any(|dispute| dispute["charge"] == charge["id"] && dispute["is_charge_refundable"] == false)
}
