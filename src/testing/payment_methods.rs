//! Payment methods: cards, made of a test card's token or number.

use chrono::{DateTime, Datelike};
use serde_json::{Value, json};

use super::addresses::{set_address, set_email, set_text};
use super::cards::{self, Behaviour, Card};
use super::error::ApiError;
use super::metadata;
use super::params::{Params, TEXT};
use super::routes::{EXPAND, Route};
use super::state::{Call, text};

pub(super) static ROUTES: &[Route] = &[Route::get("/v1/payment_methods/{}", "payment_method", &[EXPAND], retrieve)];

pub(super) fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.named("payment_method", "PaymentMethod", "payment_method")
}

/// The payment method that `payment_method` names or `payment_method_data` describes, stored.
///
/// The token of a test card (`pm_card_visa`) is a new payment method each time.
pub(super) fn choose(call: &mut Call<'_>, params: &Params<'_>) -> Result<Option<String>, ApiError> {
    if let Some(id) = params.filled("payment_method", TEXT)? {
        return by_id_or_token(call, id, "payment_method").map(Some);
    }
    let Some(data) = params.nested("payment_method_data")? else { return Ok(None) };
    let (object, behaviour) = from_data(call, &data)?;
    Ok(Some(keep(call, &object, behaviour)))
}

/// The payment method with this id; for a test card's token, a new one.
pub(super) fn by_id_or_token(call: &mut Call<'_>, id: &str, param: &str) -> Result<String, ApiError> {
    if let Some(card) = cards::by_token(id).filter(|_| id.starts_with("pm_") && !call.scope.livemode) {
        let (_, year) = month(call.now);
        let object = object(call, card.number, card.brand, (12, year + 1), None);
        return Ok(keep(call, &object, card.behaviour));
    }
    call.check_reference("payment_method", "PaymentMethod", id, param)?;
    Ok(id.to_owned())
}

/// Makes a payment method a customer's.
pub(super) fn attach(call: &mut Call<'_>, id: &str, customer: &str) {
    if let Some(mut object) = call.shelf.get(id).cloned() {
        object["customer"] = customer.into();
        call.change(&object, "payment_method.attached");
    }
}

/// Refuses a payment method that is another customer's, or that is spent.
pub(super) fn check_usable(call: &Call<'_>, id: &str, customer: &str) -> Result<(), ApiError> {
    let owner = call.shelf.get(id).map(|object| text(object, "customer")).unwrap_or_default();
    let spent = call.shelf.cards.get(id).is_some_and(|card| card.spent);
    let message = if !owner.is_empty() && customer.is_empty() {
        format!(
            "The PaymentMethod {id} belongs to the Customer {owner}. Please include the Customer in the `customer` \
             parameter on the PaymentIntent."
        )
    } else if !owner.is_empty() && owner != customer {
        format!(
            "The customer does not have a payment method with the ID {id}. The payment method must be attached to the \
             customer."
        )
    } else if owner.is_empty() && spent {
        "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a \
         connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use \
         a PaymentMethod multiple times, you must attach it to a Customer first."
            .to_owned()
    } else {
        return Ok(());
    };
    Err(ApiError::parameter("payment_method", message))
}

fn keep(call: &mut Call<'_>, object: &Value, behaviour: Behaviour) -> String {
    let id = text(object, "id").to_owned();
    call.shelf.cards.insert(id.clone(), Card { behaviour, set_up: false, spent: false });
    call.save(object);
    id
}

fn from_data(call: &mut Call<'_>, data: &Params<'_>) -> Result<(Value, Behaviour), ApiError> {
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
            let (_, year) = month(call.now);
            (object(call, test_card.number, test_card.brand, (12, year + 1), None), test_card.behaviour)
        }
        None => from_number(call, &card)?,
    };
    if let Some(details) = data.nested("billing_details")? {
        let billing = &mut object.0["billing_details"];
        set_address(billing, &details, "address")?;
        if billing["address"].is_null() {
            billing["address"] = no_address();
        }
        set_email(billing, &details, "email")?;
        set_text(billing, &details, "name", TEXT)?;
        set_text(billing, &details, "phone", TEXT)?;
    }
    if let Some(choice) = data.choice("allow_redisplay", &["always", "limited", "unspecified"])? {
        object.0["allow_redisplay"] = choice.into();
    }
    metadata::merge(&mut object.0, data)?;
    Ok(object)
}

fn from_number(call: &mut Call<'_>, card: &Params<'_>) -> Result<(Value, Behaviour), ApiError> {
    let number: String = card.required("number", TEXT)?.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let Some((behaviour, brand)) = cards::by_number(&number) else {
        return Err(ApiError::card("incorrect_number", "Your card number is incorrect.").param(card.full("number")));
    };
    let exp_month = card.integer("exp_month")?.ok_or_else(|| card.missing("exp_month"))?;
    let exp_year = card.integer("exp_year")?.ok_or_else(|| card.missing("exp_year"))?;
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
    let cvc = card.filled("cvc", TEXT)?;
    if cvc.is_some_and(|cvc| !(3..=4).contains(&cvc.len()) || !cvc.bytes().all(|byte| byte.is_ascii_digit())) {
        let message = "Your card's security code is invalid.";
        return Err(ApiError::card("invalid_cvc", message).param(card.full("cvc")));
    }
    let wrong = matches!(behaviour, Behaviour::Declines(decline) if decline.code == "incorrect_cvc");
    let check = cvc.map(|_| if wrong { "fail" } else { "pass" });
    Ok((object(call, &number, brand, (exp_month, exp_year), check), behaviour))
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
