//! What a change within a period costs: <https://docs.stripe.com/billing/subscriptions/prorations>.

use chrono::DateTime;
use serde_json::Value;

use super::items::{self, Change};
use super::{TRIALING, items_of, period, stored};
use crate::billing::invoice_items::{self, Pending};
use crate::error::ApiError;
use crate::params::Params;
use crate::state::{Call, number, text};

/// `proration_behavior`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::billing) enum Proration {
    /// The change costs nothing until the next period.
    None,
    /// The next invoice has it.
    Create,
    /// It is invoiced now.
    Invoice,
}

impl Proration {
    pub fn read(params: &Params<'_>) -> Result<Self, ApiError> {
        Ok(match params.choice("proration_behavior", &["always_invoice", "create_prorations", "none"])? {
            Some("none") => Proration::None,
            Some("always_invoice") => Proration::Invoice,
            _ => Proration::Create,
        })
    }
}

/// The rest of the period for an item, given back or to be paid.
pub(super) struct Part {
    amount: i64,
    item: Value,
    remaining: bool,
}

/// What changes cost, while the items are as they were.
pub(super) fn parts(call: &Call<'_>, id: &str, changes: &[Change]) -> Result<Vec<Part>, ApiError> {
    let subscription = stored(call, id).unwrap_or_default();
    if subscription["status"] == TRIALING {
        return Ok(Vec::new());
    }
    let mut parts = Vec::new();
    for change in changes {
        let before = items_of(call, id).into_iter().find(|item| item["id"] == change.item["id"]);
        let same = |before: &Value| {
            !change.deleted && before["price"] == change.item["price"] && before["quantity"] == change.item["quantity"]
        };
        if before.as_ref().is_some_and(same) {
            continue;
        }
        if let Some(before) = before {
            parts.push(Part { amount: -left(call, id, items::amount(call, &before)), item: before, remaining: false });
        }
        if !change.deleted {
            let amount = left(call, id, items::amount(call, &change.item));
            parts.push(Part { amount, item: change.item.clone(), remaining: true });
        }
    }
    parts.retain(|part| part.amount != 0);
    let discounted = subscription["discounts"].as_array().is_some_and(|discounts| !discounts.is_empty());
    if discounted && !parts.is_empty() {
        let message = "FakeStripe does not prorate a subscription that has a discount: use `proration_behavior=none`.";
        return Err(ApiError::parameter("proration_behavior", message));
    }
    Ok(parts)
}

/// What is left of an amount for the rest of the period.
fn left(call: &Call<'_>, id: &str, amount: i64) -> i64 {
    let (start, end) = period(call, id);
    let (whole, rest) = (i128::from((end - start).max(1)), i128::from((end - call.now).max(0)));
    i64::try_from((i128::from(amount) * rest * 2 + whole) / (whole * 2)).unwrap_or_default()
}

pub(super) fn sum(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.amount).sum()
}

/// Makes the invoice items of these.
pub(super) fn create(call: &mut Call<'_>, id: &str, parts: Vec<Part>) {
    let subscription = stored(call, id).unwrap_or_default();
    let (_, end) = period(call, id);
    let day =
        DateTime::from_timestamp(call.now, 0).map(|time| time.format("%-d %b %Y").to_string()).unwrap_or_default();
    for part in parts {
        let price = call.shelf.of_kind("price", text(&part.item, "price")).cloned().unwrap_or_default();
        let product = call.shelf.of_kind("product", text(&price, "product"));
        let name = product.map(|product| text(product, "name").to_owned()).unwrap_or_default();
        let quantity = number(&part.item, "quantity");
        let what = if part.remaining { "Remaining time on" } else { "Unused time on" };
        let many = if quantity == 1 { String::new() } else { format!("{quantity} × ") };
        let pending = Pending {
            amount: part.amount,
            currency: text(&subscription, "currency"),
            customer: text(&subscription, "customer"),
            description: &format!("{what} {many}{name} after {day}"),
            period: (call.now, end),
            price: Some(&price),
            quantity,
            proration_of: Some((id, text(&part.item, "id"))),
        };
        let item = invoice_items::pending(call, &pending);
        call.create(&item);
    }
}
