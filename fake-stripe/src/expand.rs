//! `expand`: whole objects instead of their ids: <https://docs.stripe.com/api/expanding_objects>.

use serde_json::Value;

use super::error::ApiError;
use super::params::Params;
use super::state::{Shelf, text};
use super::{any, nested};

const MAX_DEPTH: usize = 4;

/// Which fields of which object can be expanded, and to what. A target that the fake doesn't have is never more than null.
const EXPANDABLE: &[(&str, &str, &str)] = &[
    // A refund or a dispute too: only what is within a charge can be expanded further.
    ("balance_transaction", "source", "charge"),
    ("charge", "application", "application"),
    ("charge", "application_fee", "application_fee"),
    ("charge", "balance_transaction", "balance_transaction"),
    ("charge", "customer", "customer"),
    ("charge", "failure_balance_transaction", "balance_transaction"),
    ("charge", "on_behalf_of", "account"),
    ("charge", "payment_intent", "payment_intent"),
    ("charge", "refunds", "list"),
    ("charge", "review", "review"),
    ("charge", "source_transfer", "transfer"),
    ("customer", "cash_balance", "cash_balance"),
    ("customer", "default_source", "payment_source"),
    ("customer", "invoice_settings.default_payment_method", "payment_method"),
    ("customer", "sources", "list"),
    ("customer", "subscriptions", "list"),
    ("customer", "tax", "tax"),
    ("customer", "tax_ids", "list"),
    ("customer", "test_clock", "test_helpers.test_clock"),
    ("dispute", "charge", "charge"),
    ("dispute", "payment_intent", "payment_intent"),
    ("discount", "customer", "customer"),
    ("discount", "source.coupon", "coupon"),
    ("invoice", "confirmation_secret", "confirmation_secret"),
    ("invoice", "customer", "customer"),
    ("invoice", "default_payment_method", "payment_method"),
    ("invoice", "discounts", "discount"),
    ("invoice", "latest_revision", "invoice"),
    ("invoice", "lines", "list"),
    ("invoice", "parent.subscription_details.subscription", "subscription"),
    ("invoice", "payments", "list"),
    ("invoice_payment", "invoice", "invoice"),
    ("invoice_payment", "payment.payment_intent", "payment_intent"),
    ("invoiceitem", "customer", "customer"),
    ("invoiceitem", "invoice", "invoice"),
    ("line_item", "discounts", "discount"),
    ("line_item", "pricing.price_details.price", "price"),
    ("payment_intent", "application", "application"),
    ("payment_intent", "customer", "customer"),
    ("payment_intent", "latest_charge", "charge"),
    ("payment_intent", "on_behalf_of", "account"),
    ("payment_intent", "payment_method", "payment_method"),
    ("payment_intent", "review", "review"),
    ("payment_method", "customer", "customer"),
    ("price", "product", "product"),
    ("product", "default_price", "price"),
    ("product", "tax_code", "tax_code"),
    ("refund", "balance_transaction", "balance_transaction"),
    ("refund", "charge", "charge"),
    ("refund", "customer", "customer"),
    ("refund", "failure_balance_transaction", "balance_transaction"),
    ("refund", "payment_intent", "payment_intent"),
    ("refund", "payment_method", "payment_method"),
    ("refund", "source_transfer_reversal", "transfer_reversal"),
    ("refund", "transfer_reversal", "transfer_reversal"),
    ("setup_attempt", "application", "application"),
    ("setup_attempt", "customer", "customer"),
    ("setup_attempt", "on_behalf_of", "account"),
    ("setup_attempt", "payment_method", "payment_method"),
    ("setup_attempt", "setup_intent", "setup_intent"),
    ("setup_intent", "application", "application"),
    ("setup_intent", "customer", "customer"),
    ("setup_intent", "latest_attempt", "setup_attempt"),
    ("setup_intent", "mandate", "mandate"),
    ("setup_intent", "on_behalf_of", "account"),
    ("setup_intent", "payment_method", "payment_method"),
    ("setup_intent", "single_use_mandate", "mandate"),
    ("subscription", "customer", "customer"),
    ("subscription", "default_payment_method", "payment_method"),
    ("subscription", "discounts", "discount"),
    ("subscription", "items", "list"),
    ("subscription", "latest_invoice", "invoice"),
    ("subscription", "pending_setup_intent", "setup_intent"),
    ("subscription", "schedule", "subscription_schedule"),
    ("subscription", "test_clock", "test_helpers.test_clock"),
    ("subscription_item", "discounts", "discount"),
    ("subscription_item", "price", "price"),
];

/// The request's `expand`, for an answer that is an object of this kind, or a list of them. A path that leads nowhere is
/// refused before any work.
pub(super) fn paths<'a>(params: &Params<'a>, kind: &str, list: bool) -> Result<Vec<&'a str>, ApiError> {
    let paths = params.texts("expand")?.unwrap_or_default();
    for path in &paths {
        if path.split('.').count() > MAX_DEPTH {
            let message = format!("You cannot expand more than {MAX_DEPTH} levels of a property: {path}");
            return Err(ApiError::parameter("expand", message).code("property_expansion_max_depth"));
        }
        let inner = if list { path.strip_prefix("data.") } else { Some(*path) };
        if !inner.is_some_and(|inner| leads_somewhere(kind, inner)) {
            return Err(ApiError::invalid(format!("This property cannot be expanded ({path}).")));
        }
    }
    Ok(paths)
}

fn leads_somewhere(kind: &str, path: &str) -> bool {
    // What a kind refers to that is not known by heart is seen when there is an object of it.
    if !is_known(kind) {
        return true;
    }
    match step(kind, path) {
        Some((_, _, None)) => true,
        Some((field, "list", Some(rest))) => {
            let list = nested::LISTS.iter().find(|list| list.owner == kind && list.field == field);
            list.zip(rest.strip_prefix("data.")).is_some_and(|(list, rest)| leads_somewhere(list.kind, rest))
        }
        Some((_, target, Some(rest))) => leads_somewhere(target, rest),
        None => false,
    }
}

/// The first field of the path, the kind of object that it holds, and the rest of the path.
fn step<'p>(kind: &str, path: &'p str) -> Option<(&'static str, &'static str, Option<&'p str>)> {
    EXPANDABLE.iter().filter(|(owner, ..)| *owner == kind).find_map(|(_, field, target)| {
        let rest = path.strip_prefix(field)?;
        match rest.strip_prefix('.') {
            Some(rest) => Some((*field, *target, Some(rest))),
            None => rest.is_empty().then_some((*field, *target, None)),
        }
    })
}

/// Expands an answer along paths that [`paths`] has admitted.
pub(super) fn expand(answer: &mut Value, paths: &[&str], shelf: &Shelf) {
    for path in paths {
        match (path.strip_prefix("data."), answer.get_mut("data").and_then(Value::as_array_mut)) {
            (Some(path), Some(data)) => data.iter_mut().for_each(|object| along(object, path, shelf)),
            _ => along(answer, path, shelf),
        }
    }
}

/// Whether it is known what a kind refers to.
fn is_known(kind: &str) -> bool {
    EXPANDABLE.iter().any(|(owner, ..)| *owner == kind)
}

fn along(object: &mut Value, path: &str, shelf: &Shelf) {
    let kind = text(object, "object").to_owned();
    let step = if is_known(&kind) {
        step(&kind, path).map(|(field, target, rest)| (field.to_owned(), target, rest))
    } else {
        referring(object, path, shelf).map(|(field, rest)| (field, "", rest))
    };
    let Some((field, target, rest)) = step else { return };
    let field = field.as_str();
    if object.get(field).is_none() {
        nested::fill_field(object, field, shelf);
    }
    let Some(value) = object.pointer_mut(&format!("/{}", field.replace('.', "/"))) else { return };
    // A list of ids is expanded element by element.
    for value in value.as_array_mut().map_or_else(Vec::new, |ids| ids.iter_mut().collect()) {
        whole(value, target, shelf);
        if let Some(rest) = rest {
            along(value, rest, shelf);
        }
    }
    whole(value, target, shelf);
    let Some(rest) = rest else { return };
    match (rest.strip_prefix("data."), value.get_mut("data").and_then(Value::as_array_mut)) {
        (Some(rest), Some(data)) => data.iter_mut().for_each(|object| along(object, rest, shelf)),
        _ => along(value, rest, shelf),
    }
}

/// The shortest beginning of a path at which an object refers to another, or has a list, and the rest of the path.
fn referring<'p>(object: &Value, path: &'p str, shelf: &Shelf) -> Option<(String, Option<&'p str>)> {
    let ends = path.match_indices('.').map(|(end, _)| end).chain([path.len()]);
    for end in ends {
        let (field, rest) = (&path[..end], path.get(end + 1..));
        let found = object.pointer(&format!("/{}", field.replace('.', "/")));
        let refers = |value: &Value| value.as_str().is_some_and(|id| shelf.get(id).is_some());
        let leads = match found {
            Some(Value::Array(values)) => values.iter().any(refers),
            Some(value) => refers(value) || value["object"] == "list",
            None => any::nested_list(text(object, "object"), text(object, "id"), field).is_some(),
        };
        if leads {
            return Some((field.to_owned(), rest));
        }
    }
    None
}

/// The object instead of its id.
fn whole(value: &mut Value, target: &str, shelf: &Shelf) {
    if let Some(whole) = value.as_str().and_then(|id| shelf.of_kind(target, id).or_else(|| shelf.get(id))) {
        *value = whole.clone();
        nested::fill(value, shelf);
    }
}
