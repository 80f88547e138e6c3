//! The charge that an attempt to pay leaves behind.

use serde_json::{Value, json};

use super::settlement;
use crate::cards::Decline;
use crate::state::{Call, text};

/// The charge of an intent that the card's issuer has approved.
pub(crate) fn approved(call: &mut Call<'_>, intent: &Value, authenticated: bool) -> Value {
    let mut charge = charge(call, intent, authenticated);
    let captured = intent["capture_method"] != "manual";
    charge["captured"] = captured.into();
    charge["amount_captured"] = if captured { charge["amount"].clone() } else { 0.into() };
    let receipt = format!("https://pay.stripe.com/receipts/payment/{}", text(&charge, "id"));
    charge["receipt_url"] = receipt.into();
    if captured {
        settlement::captured(call, &mut charge, intent["capture_method"] == "automatic_async");
    }
    charge
}

/// The charge of an intent that the card's issuer has declined.
pub(crate) fn declined(call: &mut Call<'_>, intent: &Value, decline: &Decline) -> Value {
    let mut charge = charge(call, intent, false);
    charge["status"] = "failed".into();
    charge["paid"] = false.into();
    charge["failure_code"] = decline.code.into();
    charge["failure_message"] = decline.message.into();
    charge["outcome"] = json!({
        "advice_code": decline.advice_code,
        "network_advice_code": null,
        "network_decline_code": null,
        "network_status": "declined_by_network",
        "reason": decline.decline_code,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": "The bank did not return any further details with this decline.",
        "type": "issuer_declined",
    });
    charge
}

/// What a charge takes over from its intent.
const FROM_THE_INTENT: [&str; 13] = [
    "amount",
    "application_fee_amount",
    "currency",
    "customer",
    "description",
    "metadata",
    "on_behalf_of",
    "payment_method",
    "receipt_email",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
];

fn charge(call: &mut Call<'_>, intent: &Value, authenticated: bool) -> Value {
    let id = call.new_id("ch");
    let method = call.shelf.get(text(intent, "payment_method"));
    let billing_details = method.map(|method| method["billing_details"].clone()).unwrap_or_default();
    let card = card_details(intent, method, authenticated);
    let mut charge = json!({
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": null,
        "application_fee": null,
        // Stripe fills it in later when a payment is captured asynchronously, as is the default.
        "balance_transaction": null,
        "billing_details": billing_details,
        "calculated_statement_descriptor": "FAKESTRIPE",
        "captured": false,
        "created": call.now,
        "disputed": false,
        "failure_balance_transaction": null,
        "failure_code": null,
        "failure_message": null,
        "fraud_details": {},
        "livemode": call.scope.livemode,
        "object": "charge",
        "outcome": {
            "advice_code": null,
            "network_advice_code": null,
            "network_decline_code": null,
            "network_status": "approved_by_network",
            "reason": null,
            "risk_level": "normal",
            "risk_score": 20,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": true,
        "payment_intent": intent["id"],
        "payment_method_details": { "card": card, "type": "card" },
        "receipt_number": null,
        "receipt_url": null,
        "refunded": false,
        "review": null,
        "source": null,
        "source_transfer": null,
        "status": "succeeded",
        "transfer_data": null,
        "id": id,
    });
    for field in FROM_THE_INTENT {
        charge[field] = intent[field].clone();
    }
    charge
}

fn card_details(intent: &Value, method: Option<&Value>, authenticated: bool) -> Value {
    let card = method.map(|method| method["card"].clone()).unwrap_or_default();
    let three_d_secure = authenticated.then(|| {
        json!({
            "authentication_flow": "challenge", "electronic_commerce_indicator": "05", "exemption_indicator": null,
            "result": "authenticated", "result_reason": null, "transaction_id": null, "version": "2.2.0",
        })
    });
    json!({
        "amount_authorized": intent["amount"],
        "authorization_code": null,
        "brand": card["brand"],
        "checks": card["checks"],
        "country": card["country"],
        "exp_month": card["exp_month"],
        "exp_year": card["exp_year"],
        "extended_authorization": { "status": "disabled" },
        "fingerprint": card["fingerprint"],
        "funding": card["funding"],
        "incremental_authorization": { "status": "unavailable" },
        "installments": null,
        "last4": card["last4"],
        "mandate": null,
        "multicapture": { "status": "unavailable" },
        "network": card["brand"],
        "network_token": { "used": false },
        "network_transaction_id": null,
        "overcapture": { "maximum_amount_capturable": intent["amount"], "status": "unavailable" },
        "regulated_status": "unregulated",
        "three_d_secure": three_d_secure,
        "transaction_link_id": null,
        "wallet": null,
    })
}
