//! When the money of a charge comes, and when it is given up.

use serde_json::Value;

use crate::balance_transactions::{self, Fee, Movement};
use crate::cards::Behaviour;
use crate::state::{Call, number, text};
use crate::{disputes, payment_methods};

/// Until the fee of a charge is known, with asynchronous capture.
const SETTLED_AFTER: i64 = 2;

/// Captures part or all of an approved charge; the rest goes back to the card.
pub(crate) fn capture(call: &mut Call<'_>, charge: &mut Value, amount: i64) {
    charge["captured"] = true.into();
    charge["amount_captured"] = amount.into();
    charge["amount_refunded"] = (number(charge, "amount") - amount).into();
    settle(call, charge);
    expect_complaint(call, charge);
}

/// Gives back an approved charge that was never captured.
pub(crate) fn release(charge: &mut Value) {
    charge["amount_refunded"] = charge["amount"].clone();
    charge["refunded"] = true.into();
}

/// What follows from a charge that was captured as it was made: at once, or some seconds later.
pub(super) fn captured(call: &mut Call<'_>, charge: &mut Value, asynchronously: bool) {
    if asynchronously {
        call.later(SETTLED_AFTER, text(charge, "id"), settle_later);
    } else {
        settle(call, charge);
    }
    expect_complaint(call, charge);
}

fn settle_later(call: &mut Call<'_>) {
    if let Some(mut charge) = call.shelf.get(call.id).cloned() {
        settle(call, &mut charge);
        call.change(&charge, "charge.updated");
    }
}

fn settle(call: &mut Call<'_>, charge: &mut Value) {
    let amount = number(charge, "amount_captured");
    let movement = Movement {
        kind: "charge",
        category: "charge",
        amount,
        fee: Some(Fee::of_payment(amount)),
        source: charge,
        description: charge["description"].clone(),
        available: payment_methods::behaviour(call, text(charge, "payment_method")) == Behaviour::ApprovesAvailable,
    };
    let transaction = balance_transactions::record(call, &movement);
    charge["balance_transaction"] = transaction["id"].clone();
}

fn expect_complaint(call: &mut Call<'_>, charge: &Value) {
    if let Behaviour::Disputes(_) = payment_methods::behaviour(call, text(charge, "payment_method")) {
        call.later(disputes::OPENED_AFTER, text(charge, "id"), disputes::open);
    }
}
