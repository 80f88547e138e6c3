//! How a dispute begins and ends.

use serde_json::{Map, Value, json};

use super::EVIDENCE;
use crate::balance_transactions::{self, Fee, Movement};
use crate::cards::{Behaviour, Complaint};
use crate::payment_methods;
use crate::state::{Call, number, text};

/// From the charge to its dispute.
pub(crate) const OPENED_AFTER: i64 = 3;
/// From the evidence to the bank's decision.
const DECIDED_AFTER: i64 = 5;
const DAY: i64 = 86_400;
/// The account must answer by the end of this day.
const DAYS_TO_ANSWER: i64 = 9;

/// The cardholder of a charge complains.
pub(crate) fn open(call: &mut Call<'_>) {
    let Some(mut charge) = call.shelf.get(call.id).cloned() else { return };
    let Behaviour::Disputes(complaint) = payment_methods::behaviour(call, text(&charge, "payment_method")) else {
        return;
    };
    let mut dispute = template(call, &charge, complaint);
    charge["disputed"] = true.into();
    call.change(&dispute, "charge.dispute.created");
    call.change(&charge, "charge.updated");
    if !complaint.inquiry {
        let description = format!("Chargeback withdrawal for {}", text(&charge, "id"));
        let amount = -number(&dispute, "amount");
        move_money(call, &mut dispute, "dispute", amount, description, Some(Fee::of_dispute()));
        call.change(&dispute, "charge.dispute.funds_withdrawn");
    }
}

/// Hands the evidence to the bank.
pub(super) fn submit(call: &mut Call<'_>, dispute: &mut Value) {
    dispute["status"] = if is_inquiry(dispute) { "warning_under_review" } else { "under_review" }.into();
    let count = number(&dispute["evidence_details"], "submission_count");
    dispute["evidence_details"]["submission_count"] = (count + 1).into();
    let decide = match text(&dispute["evidence"], "uncategorized_text") {
        "winning_evidence" => win,
        "losing_evidence" => lose,
        _ => return,
    };
    call.later(DECIDED_AFTER, text(dispute, "id"), decide);
}

fn win(call: &mut Call<'_>) {
    if let Some(dispute) = call.shelf.get(call.id).cloned() {
        close(call, dispute, true);
    }
}

fn lose(call: &mut Call<'_>) {
    if let Some(dispute) = call.shelf.get(call.id).cloned() {
        close(call, dispute, false);
    }
}

/// The end of a dispute. An inquiry just ends; of others the money comes back, or not.
pub(super) fn close(call: &mut Call<'_>, mut dispute: Value, won: bool) -> Value {
    let inquiry = is_inquiry(&dispute);
    dispute["status"] = match (inquiry, won) {
        (true, _) => "warning_closed",
        (false, true) => "won",
        (false, false) => "lost",
    }
    .into();
    dispute["is_charge_refundable"] = (inquiry || won).into();
    call.change(&dispute, "charge.dispute.closed");
    if won && !inquiry {
        let description = format!("Chargeback reversal for {}", text(&dispute, "charge"));
        let amount = number(&dispute, "amount");
        move_money(call, &mut dispute, "dispute_reversal", amount, description, None);
        call.change(&dispute, "charge.dispute.funds_reinstated");
    }
    dispute
}

fn is_inquiry(dispute: &Value) -> bool {
    dispute["payment_method_details"]["card"]["case_type"] == "inquiry"
}

/// The dispute holds its balance transactions as they were when the money moved.
fn move_money(
    call: &mut Call<'_>,
    dispute: &mut Value,
    category: &str,
    amount: i64,
    description: String,
    fee: Option<Fee>,
) {
    let kind = "adjustment";
    let description = description.into();
    let movement = Movement { kind, category, amount, fee, source: dispute, description, available: false };
    let transaction = balance_transactions::record(call, &movement);
    if let Some(transactions) = dispute["balance_transactions"].as_array_mut() {
        transactions.push(transaction);
    }
}

fn template(call: &mut Call<'_>, charge: &Value, complaint: &Complaint) -> Value {
    let mut evidence: Map<String, Value> = EVIDENCE.iter().map(|field| ((*field).to_owned(), Value::Null)).collect();
    evidence.insert("enhanced_evidence".into(), json!({}));
    let card = &charge["payment_method_details"]["card"];
    json!({
        "amount": charge["amount_captured"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": evidence,
        "evidence_details": {
            "due_by": (call.now / DAY + DAYS_TO_ANSWER + 1) * DAY - 1,
            "enhanced_eligibility": {},
            "has_evidence": false,
            "past_due": false,
            "submission_count": 0,
        },
        "id": call.new_id("du"),
        "is_charge_refundable": complaint.inquiry,
        "livemode": call.scope.livemode,
        "metadata": {},
        "object": "dispute",
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": card["brand"],
                "case_type": if complaint.inquiry { "inquiry" } else { "chargeback" },
                "network": card["network"],
                "network_reason_code": complaint.network_reason_code,
            },
            "type": "card",
        },
        "reason": complaint.reason,
        "status": if complaint.inquiry { "warning_needs_response" } else { "needs_response" },
    })
}
