//! What becomes of a refund: its money is withdrawn, or comes back.

use serde_json::Value;

use super::change;
use crate::balance_transactions::{self, Movement};
use crate::cards::Behaviour;
use crate::state::{Call, number, text};

/// Until a pending refund succeeds.
const SUCCEEDS_AFTER: i64 = 4;
/// Until a refund fails that had succeeded.
const FAILS_AFTER: i64 = 4;

/// What the card that is refunded does some seconds later.
pub(super) fn expect(call: &mut Call<'_>, refund: &Value, card: Behaviour) {
    match card {
        Behaviour::RefundsLater => call.later(SUCCEEDS_AFTER, text(refund, "id"), succeed),
        Behaviour::RefundsFail => call.later(FAILS_AFTER, text(refund, "id"), fail),
        _ => {}
    }
}

/// Takes the money from the balance.
pub(super) fn withdraw(call: &mut Call<'_>, refund: &mut Value, charge: &Value) {
    let description = match text(charge, "description") {
        "" => "REFUND FOR CHARGE".to_owned(),
        description => format!("REFUND FOR CHARGE ({description})"),
    };
    let movement = Movement {
        kind: "refund",
        category: "refund",
        amount: -number(refund, "amount"),
        fee: None,
        source: refund,
        description: description.into(),
        available: false,
    };
    let transaction = balance_transactions::record(call, &movement);
    refund["balance_transaction"] = transaction["id"].clone();
}

fn succeed(call: &mut Call<'_>) {
    let Some(mut refund) = call.shelf.get(call.id).cloned() else { return };
    let charge = call.shelf.get(text(&refund, "charge")).cloned().unwrap_or_default();
    withdraw(call, &mut refund, &charge);
    refund["status"] = "succeeded".into();
    change(call, &refund, &[]);
}

/// The money is the account's again, and the charge is not refunded.
fn fail(call: &mut Call<'_>) {
    let Some(mut refund) = call.shelf.get(call.id).cloned() else { return };
    let amount = number(&refund, "amount");
    let movement = Movement {
        kind: "refund_failure",
        category: "refund_failure",
        amount,
        fee: None,
        source: &refund,
        description: "REFUND FAILURE".into(),
        available: false,
    };
    let transaction = balance_transactions::record(call, &movement);
    refund["failure_balance_transaction"] = transaction["id"].clone();
    refund["failure_reason"] = "unknown".into();
    refund["status"] = "failed".into();
    change(call, &refund, &["refund.failed"]);
    if let Some(mut charge) = call.shelf.get(text(&refund, "charge")).cloned() {
        charge["amount_refunded"] = (number(&charge, "amount_refunded") - amount).into();
        charge["refunded"] = false.into();
        call.change(&charge, "charge.updated");
    }
}
