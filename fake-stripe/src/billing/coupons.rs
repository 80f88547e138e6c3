//! Coupons: <https://docs.stripe.com/api/coupons>.

use serde_json::{Value, json};

use super::products;
use crate::addresses::set_text;
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::routes::{EXPAND, PAGE, Route};
use crate::state::{Call, letters, text};
use crate::{currency, lists, metadata};

const COUPON: &[&str] = &["currency_options", "expand", "metadata", "name"];
const COUPON_CREATE: &[&str] = &[
    "amount_off",
    "applies_to",
    "currency",
    "duration",
    "duration_in_months",
    "id",
    "max_redemptions",
    "percent_off",
    "redeem_by",
];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/coupons", "coupon", &[PAGE], &[], list),
    Route::post("/v1/coupons", "coupon", &[COUPON, COUPON_CREATE], &["applies_to", "currency_options"], create),
    Route::get("/v1/coupons/{}", "coupon", &[EXPAND], retrieve),
    Route::post("/v1/coupons/{}", "coupon", &[COUPON], &["currency_options"], update),
    Route::delete("/v1/coupons/{}", "coupon", &[], delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (percent, amount) = (percent(&params)?, params.at_least("amount_off", 1)?);
    let currency = currency::read(&params)?;
    match (percent, amount) {
        (Some(_), Some(_)) => {
            return Err(ApiError::invalid("You may only specify one of these parameters: amount_off, percent_off."));
        }
        (None, None) => {
            return Err(ApiError::invalid("You must specify one of these parameters: amount_off, percent_off."));
        }
        (None, Some(_)) if currency.is_none() => {
            return Err(ApiError::parameter("currency", "You must pass currency when passing amount_off"));
        }
        _ => {}
    }
    let duration = params.choice("duration", &["forever", "once", "repeating"])?.unwrap_or("once");
    let months = params.at_least("duration_in_months", 1)?;
    if months.is_some() != (duration == "repeating") {
        let message = "You must pass duration_in_months if, and only if, duration is repeating.";
        return Err(ApiError::parameter("duration_in_months", message));
    }
    let redeem_by = params.integer("redeem_by")?;
    if redeem_by.is_some_and(|time| time <= call.now) {
        return Err(ApiError::parameter("redeem_by", "The redeem_by must be in the future."));
    }
    let id = match params.has("id") {
        true => products::chosen_id(call, &params, "coupon", "Coupon", "")?,
        false => letters(call.random, 8),
    };
    let mut coupon = json!({
        "amount_off": amount,
        "created": call.now,
        // Stripe keeps no currency where there is no amount.
        "currency": currency.filter(|_| amount.is_some()),
        "duration": duration,
        "duration_in_months": months,
        "id": id,
        "livemode": call.scope.livemode,
        "max_redemptions": params.at_least("max_redemptions", 1)?,
        "metadata": {},
        "name": null,
        "object": "coupon",
        "percent_off": percent,
        "redeem_by": redeem_by,
        "times_redeemed": 0,
        "valid": true,
    });
    edit(&mut coupon, &params)?;
    call.create(&coupon);
    if let Some(time) = redeem_by {
        call.by_itself(time, text(&coupon, "id"), expire);
    }
    Ok(coupon)
}

/// A coupon that the call names can no longer be redeemed, unless it is another of the same id by now.
fn expire(call: &mut Call<'_>) {
    let Ok(mut coupon) = retrieve(call) else { return };
    if coupon["valid"] == true && coupon["redeem_by"].as_i64().is_some_and(|time| time <= call.now) {
        coupon["valid"] = false.into();
        call.change(&coupon, "coupon.updated");
    }
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.living("coupon", "coupon", "coupon")
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut coupon = retrieve(call)?;
    edit(&mut coupon, &params)?;
    call.change(&coupon, "coupon.updated");
    Ok(coupon)
}

fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let coupon = retrieve(call)?;
    Ok(call.delete(&coupon, "coupon.deleted"))
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    lists::page(call, "coupon", "coupon", |_| true)
}

fn edit(coupon: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    set_text(coupon, params, "name", 40)?;
    metadata::merge(coupon, params)
}

fn percent(params: &Params<'_>) -> Result<Option<f64>, ApiError> {
    let Some(text) = params.filled("percent_off", TEXT)? else { return Ok(None) };
    let refused = |message: String| ApiError::parameter("percent_off", message);
    let percent: f64 = text.parse().map_err(|_| refused(format!("Invalid decimal: {text}")))?;
    if !(percent > 0.0 && percent <= 100.0) {
        return Err(refused("Invalid percent_off: must be greater than 0 and at most 100".to_owned()));
    }
    Ok(Some(percent))
}
