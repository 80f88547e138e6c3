//! Discounts: coupons that apply to a subscription. <https://docs.stripe.com/api/discounts>

use chrono::{DateTime, Months};
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::events;
use crate::params::{Params, TEXT};
use crate::state::{Call, number};

/// What `discounts` asks for: the coupons, or the discounts that stay.
pub(super) enum Wanted {
    Coupon(Value),
    Existing(String),
}

/// Reads `discounts`; `None` if the request says nothing of them.
pub(super) fn read(
    call: &Call<'_>,
    params: &Params<'_>,
    currency: &str,
    existing: &Value,
) -> Result<Option<Vec<Wanted>>, ApiError> {
    let Some(given) = params.objects("discounts")? else { return Ok(None) };
    let mut wanted = Vec::new();
    for given in given {
        given.only(&["coupon", "discount", "promotion_code"])?;
        if given.has("promotion_code") {
            let message = "FakeStripe has no promotion codes.";
            return Err(ApiError::parameter(given.full("promotion_code"), message));
        }
        if let Some(id) = given.filled("discount", TEXT)? {
            let is_there = existing.as_array().is_some_and(|ids| ids.iter().any(|existing| existing == id));
            if !is_there {
                return Err(ApiError::no_such_reference("discount", id, &given.full("discount")));
            }
            wanted.push(Wanted::Existing(id.to_owned()));
            continue;
        }
        let id = given.required("coupon", TEXT)?;
        call.check_reference("coupon", "coupon", id, &given.full("coupon"))?;
        let coupon = call.shelf.of_kind("coupon", id).cloned().unwrap_or_default();
        if coupon["valid"] != true {
            let message = format!("Coupon {id} is used up and cannot be applied.");
            return Err(ApiError::parameter(given.full("coupon"), message).code("coupon_expired"));
        }
        if !coupon["amount_off"].is_null() && coupon["currency"] != currency {
            let message = format!("The coupon {id} cannot be applied to a subscription in {currency}.");
            return Err(ApiError::parameter(given.full("coupon"), message));
        }
        wanted.push(Wanted::Coupon(coupon));
    }
    Ok(Some(wanted))
}

/// Redeems the coupons for a subscription; the ids of its discounts.
pub(super) fn apply(call: &mut Call<'_>, wanted: Vec<Wanted>, customer: &str, subscription: &str) -> Value {
    let ids = wanted.into_iter().map(|wanted| match wanted {
        Wanted::Existing(id) => id,
        Wanted::Coupon(coupon) => redeem(call, coupon, customer, subscription),
    });
    ids.collect()
}

fn redeem(call: &mut Call<'_>, mut coupon: Value, customer: &str, subscription: &str) -> String {
    let months = coupon["duration_in_months"].as_u64().and_then(|months| u32::try_from(months).ok());
    let end = months.and_then(|months| DateTime::from_timestamp(call.now, 0)?.checked_add_months(Months::new(months)));
    let id = call.new_id("di");
    let discount = json!({
        "checkout_session": null,
        "customer": customer,
        "customer_account": null,
        "end": end.map(|end| end.timestamp()),
        "id": id,
        "invoice": null,
        "invoice_item": null,
        "object": "discount",
        "promotion_code": null,
        "source": { "coupon": coupon["id"], "type": "coupon" },
        "start": call.now,
        "subscription": subscription,
        "subscription_item": null,
    });
    call.save(&discount);
    call.shelf.notes.insert(id.clone(), coupon.clone());
    events::emit(call, "customer.discount.created", &discount, None);
    let redeemed = number(&coupon, "times_redeemed") + 1;
    coupon["times_redeemed"] = redeemed.into();
    if coupon["max_redemptions"].as_i64().is_some_and(|most| most <= redeemed) {
        coupon["valid"] = false.into();
    }
    call.change(&coupon, "coupon.updated");
    id
}

/// Ends those of a subscription's discounts whose time is over; once it is billed, also those that were for one invoice.
pub(super) fn end(call: &mut Call<'_>, subscription: &mut Value, billed: bool) {
    let ids = subscription["discounts"].as_array().cloned().unwrap_or_default();
    let (stay, end): (Vec<Value>, Vec<Value>) = ids.into_iter().partition(|id| !is_over(call, text_of(id), billed));
    subscription["discounts"] = stay.into();
    for id in end {
        if let Some(discount) = call.shelf.of_kind("discount", text_of(&id)).cloned() {
            events::emit(call, "customer.discount.deleted", &discount, None);
        }
    }
}

fn is_over(call: &Call<'_>, id: &str, billed: bool) -> bool {
    let once = call.shelf.notes.get(id).is_none_or(|coupon| coupon["duration"] == "once");
    let end = call.shelf.of_kind("discount", id).and_then(|discount| discount["end"].as_i64());
    (once && billed) || end.is_some_and(|end| end <= call.now)
}

/// Takes the discounts off the lines of an invoice: off `discount_amounts` of each that can be discounted. The sums, per
/// discount.
pub(super) fn take_off(call: &Call<'_>, ids: &Value, lines: &mut [Value]) -> Vec<Value> {
    let mut left: Vec<i64> = lines.iter().map(|line| number(line, "amount").max(0)).collect();
    let ids = ids.as_array().cloned().unwrap_or_default();
    let mut sums = Vec::new();
    for id in ids {
        // As it was redeemed: it may be deleted by now.
        let Some(coupon) = call.shelf.notes.get(text_of(&id)) else { continue };
        let percent_off = coupon["percent_off"].as_f64().unwrap_or_default();
        let mut amount_left = coupon["amount_off"].as_i64();
        let mut sum = 0;
        for (line, left) in lines.iter_mut().zip(&mut left).filter(|(line, _)| line["discountable"] == true) {
            let off = match amount_left {
                Some(amount) => amount.min(*left),
                None => (*left as f64 * percent_off / 100.0).round() as i64,
            };
            amount_left = amount_left.map(|amount| amount - off);
            *left -= off;
            sum += off;
            if let Some(amounts) = line["discount_amounts"].as_array_mut() {
                amounts.push(json!({ "amount": off, "discount": id }));
            }
            if let Some(credits) = line["pretax_credit_amounts"].as_array_mut() {
                credits.push(json!({ "amount": off, "discount": id, "type": "discount" }));
            }
        }
        sums.push(json!({ "amount": sum, "discount": id }));
    }
    sums
}

fn text_of(id: &Value) -> &str {
    id.as_str().unwrap_or_default()
}
