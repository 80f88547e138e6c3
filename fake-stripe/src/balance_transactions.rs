//! Balance transactions: what the account's balance gains and loses: <https://docs.stripe.com/api/balance_transactions>.
//!
//! No event tells of them, nor of the day on which their money becomes available.

use serde_json::{Value, json};

use super::error::ApiError;
use super::lists;
use super::params::TEXT;
use super::routes::{EXPAND, PAGE, Route};
use super::state::{Call, number, text};

const DAY: i64 = 86_400;
/// Until the money of a charge is available.
const AVAILABLE_AFTER: i64 = 2 * DAY;

pub(super) static ROUTES: &[Route] = &[
    Route::list(
        "/v1/balance_transactions",
        "balance_transaction",
        &[PAGE, &["currency", "payout", "source", "type"]],
        &["payout"],
        list,
    ),
    Route::get("/v1/balance_transactions/{}", "balance_transaction", &[EXPAND], retrieve),
];

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("balance_transaction", "balance transaction", "id")
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let currency = call.params.filled("currency", TEXT)?.map(str::to_lowercase);
    let source = call.params.filled("source", TEXT)?;
    let kind = call.params.filled("type", TEXT)?;
    lists::page(call, "balance_transaction", "balance transaction", |transaction| {
        currency.as_ref().is_none_or(|currency| transaction["currency"] == currency.as_str())
            && source.is_none_or(|source| transaction["source"] == source)
            && kind.is_none_or(|kind| transaction["type"] == kind)
    })
}

/// Money that comes (or goes, if the amount is negative).
pub(super) struct Movement<'a> {
    pub kind: &'a str,
    pub category: &'a str,
    pub amount: i64,
    pub fee: Option<Fee>,
    /// Where it comes from: a charge, a refund, a dispute.
    pub source: &'a Value,
    pub description: Value,
    /// There is no need to wait for it.
    pub available: bool,
}

/// What Stripe keeps of it.
pub(super) struct Fee {
    pub amount: i64,
    pub description: &'static str,
}

impl Fee {
    /// Of a payment: 2.9 % and 30 (cents, of the charge's currency here).
    pub fn of_payment(amount: i64) -> Self {
        Fee { amount: (amount * 29 + 500) / 1000 + 30, description: "Stripe processing fees" }
    }

    /// Of a dispute with a withdrawal.
    pub fn of_dispute() -> Self {
        Fee { amount: 1500, description: "Dispute fee" }
    }
}

/// Stores it, and returns it.
pub(super) fn record(call: &mut Call<'_>, movement: &Movement<'_>) -> Value {
    let fee = movement.fee.as_ref().map_or(0, |fee| fee.amount);
    let currency = &movement.source["currency"];
    let fees: Vec<Value> = movement
        .fee
        .iter()
        .map(|fee| {
            json!({
                "amount": fee.amount, "application": null, "currency": currency, "description": fee.description,
                "type": "stripe_fee",
            })
        })
        .collect();
    let available_on = if movement.available { call.now } else { (call.now + AVAILABLE_AFTER) / DAY * DAY };
    let transaction = json!({
        "amount": movement.amount,
        "available_on": available_on,
        "balance_type": "payments",
        "created": call.now,
        "currency": currency,
        "description": movement.description,
        "exchange_rate": null,
        "fee": fee,
        "fee_details": fees,
        "id": call.new_id("txn"),
        "net": movement.amount - fee,
        "object": "balance_transaction",
        "reporting_category": movement.category,
        "source": movement.source["id"],
        "status": if movement.available { "available" } else { "pending" },
        "type": movement.kind,
    });
    call.save(&transaction);
    if !movement.available {
        call.later(number(&transaction, "available_on") - call.now, text(&transaction, "id"), become_available);
    }
    transaction
}

fn become_available(call: &mut Call<'_>) {
    if let Some(mut transaction) = call.shelf.get(call.id).cloned() {
        transaction["status"] = "available".into();
        call.save(&transaction);
    }
}
