//! A payment method's card, from a test card's token or number.

use chrono::{DateTime, Datelike};
use serde_json::{Value, json};

use crate::addresses::{set_address, set_email, set_text};
use crate::cards::{self, Behaviour, TestCard};
use crate::error::ApiError;
use crate::metadata;
use crate::params::{Params, TEXT};
use crate::state::Call;

/// What `allow_redisplay` can be.
pub(super) const REDISPLAY: [&str; 3] = ["always", "limited", "unspecified"];

/// A new payment method with the card of a token.
pub(super) fn from_token(call: &mut Call<'_>, card: &TestCard) -> (Value, Behaviour) {
    let (_, year) = month(call.now);
    (object(call, card.number, card.brand, (12, year + 1), None), card.behaviour)
}

/// The payment method that the parameters describe.
pub(super) fn from_data(call: &mut Call<'_>, data: &Params<'_>) -> Result<(Value, Behaviour), ApiError> {
    let kind = data.required("type", TEXT)?;
    if kind != "card" {
        let message = format!("FakeStripe has only cards: it does not support the payment method type {kind}.");
        return Err(ApiError::parameter(data.full("type"), message));
    }
    let card = data.nested("card")?.ok_or_else(|| data.missing("card"))?;
    card.only(&["cvc", "exp_month", "exp_year", "networks", "number", "token"])?;
    let mut object = match card.filled("token", TEXT)? {
        Some(token) => {
            let missing = || ApiError::no_such_reference("token", token, &card.full("token"));
            let test_card = cards::by_token(token).filter(|_| token.starts_with("tok_")).ok_or_else(missing)?;
            from_token(call, test_card)
        }
        None => from_number(call, &card)?,
    };
    describe(&mut object.0, data)?;
    Ok(object)
}

/// Applies what create and update share.
pub(super) fn describe(object: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    if let Some(details) = params.nested("billing_details")? {
        details.only(&["address", "email", "name", "phone", "tax_id"])?;
        let billing = &mut object["billing_details"];
        set_address(billing, &details, "address")?;
        if billing["address"].is_null() {
            billing["address"] = no_address();
        }
        set_email(billing, &details, "email")?;
        set_text(billing, &details, "name", TEXT)?;
        set_text(billing, &details, "phone", TEXT)?;
        set_text(billing, &details, "tax_id", TEXT)?;
    }
    if let Some(choice) = params.choice("allow_redisplay", &REDISPLAY)? {
        object["allow_redisplay"] = choice.into();
    }
    metadata::merge(object, params)
}

fn from_number(call: &mut Call<'_>, card: &Params<'_>) -> Result<(Value, Behaviour), ApiError> {
    let number: String = card.required("number", TEXT)?.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let Some((behaviour, brand)) = cards::by_number(&number) else {
        return Err(ApiError::card("incorrect_number", "Your card number is incorrect.").param(card.full("number")));
    };
    let exp_month = card.integer("exp_month")?.ok_or_else(|| card.missing("exp_month"))?;
    let exp_year = card.integer("exp_year")?.ok_or_else(|| card.missing("exp_year"))?;
    let expiry = check_expiry(call, card, (exp_month, exp_year))?;
    let cvc = card.filled("cvc", TEXT)?;
    if cvc.is_some_and(|cvc| !(3..=4).contains(&cvc.len()) || !cvc.bytes().all(|byte| byte.is_ascii_digit())) {
        let message = "Your card's security code is invalid.";
        return Err(ApiError::card("invalid_cvc", message).param(card.full("cvc")));
    }
    let wrong = matches!(behaviour, Behaviour::Declines(decline) if decline.code == "incorrect_cvc");
    let check = cvc.map(|_| if wrong { "fail" } else { "pass" });
    Ok((object(call, &number, brand, expiry, check), behaviour))
}

/// The month and the year with four digits, if the card is still good.
pub(super) fn check_expiry(
    call: &Call<'_>,
    card: &Params<'_>,
    (exp_month, exp_year): (i64, i64),
) -> Result<(i64, i64), ApiError> {
    let exp_year = if (0..100).contains(&exp_year) { 2000 + exp_year } else { exp_year };
    let (this_month, this_year) = month(call.now);
    if !(1..=12).contains(&exp_month) || (exp_year == this_year && exp_month < this_month) {
        let message = "Your card's expiration month is invalid.";
        return Err(ApiError::card("invalid_expiry_month", message).param(card.full("exp_month")));
    }
    if !(this_year..=this_year + 50).contains(&exp_year) {
        let message = "Your card's expiration year is invalid.";
        return Err(ApiError::card("invalid_expiry_year", message).param(card.full("exp_year")));
    }
    Ok((exp_month, exp_year))
}

fn object(
    call: &mut Call<'_>,
    number: &str,
    brand: &str,
    (exp_month, exp_year): (i64, i64),
    cvc_check: Option<&str>,
) -> Value {
    // Numbers are ASCII digits here: they come from the table, or have passed Luhn's check.
    let last4 = &number[number.len() - 4..];
    json!({
        "allow_redisplay": "unspecified",
        "billing_details": {
            "address": no_address(), "email": null, "name": null, "phone": null, "tax_id": null,
        },
        "card": {
            "brand": brand,
            "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": cvc_check },
            "country": "US",
            "display_brand": brand,
            "exp_month": exp_month,
            "exp_year": exp_year,
            "fingerprint": fingerprint(number),
            "funding": "credit",
            "generated_from": null,
            "last4": last4,
            "networks": { "available": [brand], "preferred": null },
            "regulated_status": "unregulated",
            "three_d_secure_usage": { "supported": true },
            "wallet": null,
        },
        "created": call.now,
        "customer": null,
        "customer_account": null,
        "id": call.new_id("pm"),
        "livemode": call.scope.livemode,
        "metadata": {},
        "object": "payment_method",
        "type": "card",
    })
}

fn no_address() -> Value {
    json!({ "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null })
}

/// The same for the same number, as Stripe's, and no way back to it.
fn fingerprint(number: &str) -> String {
    use sha2::Digest;
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let hash = sha2::Sha256::digest(number.as_bytes());
    hash.iter().take(16).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

/// Month and year of a time.
fn month(seconds: i64) -> (i64, i64) {
    let time = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    (i64::from(time.month()), i64::from(time.year()))
}
