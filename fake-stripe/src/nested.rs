//! Lists within objects, as the refunds of a charge: the first ten, and where the rest is.

use serde_json::{Value, json};

use super::state::{Shelf, text};
use super::{any, billing};

const CUT: usize = 10;

/// A list within an object.
pub(super) struct NestedList {
    /// The kind of object that has it.
    pub owner: &'static str,
    pub field: &'static str,
    /// The kind of object in it.
    pub kind: &'static str,
    /// The field of these that holds the owner's id.
    pub by: &'static str,
    /// Where the whole list is; `{}` stands for the owner's id.
    url: &'static str,
    /// Whether it is there without being asked for by `expand`.
    always: bool,
    /// Newest first, as lists are; or in the order in which they were created.
    newest_first: bool,
}

pub(super) static LISTS: &[NestedList] = &[
    NestedList {
        owner: "charge",
        field: "refunds",
        kind: "refund",
        by: "charge",
        url: "/v1/charges/{}/refunds",
        always: true,
        newest_first: true,
    },
    NestedList {
        owner: "customer",
        field: "subscriptions",
        kind: "subscription",
        by: "customer",
        url: "/v1/customers/{}/subscriptions",
        always: false,
        newest_first: true,
    },
    NestedList {
        owner: "subscription",
        field: "items",
        kind: "subscription_item",
        by: "subscription",
        url: "/v1/subscription_items?subscription={}",
        always: true,
        newest_first: false,
    },
    NestedList {
        owner: "invoice",
        field: "lines",
        kind: "line_item",
        by: "invoice",
        url: "/v1/invoices/{}/lines",
        always: true,
        newest_first: false,
    },
    NestedList {
        owner: "invoice",
        field: "payments",
        kind: "invoice_payment",
        by: "invoice",
        url: "/v1/invoice_payments?invoice={}",
        always: false,
        newest_first: false,
    },
    // In older versions of the API.
    NestedList {
        owner: "payment_intent",
        field: "charges",
        kind: "charge",
        by: "payment_intent",
        url: "/v1/charges?payment_intent={}",
        always: false,
        newest_first: true,
    },
];

/// Puts the lists into an object that always has them.
pub(super) fn fill(object: &mut Value, shelf: &Shelf) {
    if object["deleted"] == true {
        return;
    }
    billing::fill(object, shelf);
    if LISTS.iter().all(|list| list.owner != text(object, "object")) {
        any::fill(object, shelf);
    }
    for list in LISTS.iter().filter(|list| list.always) {
        // One that is there shows it as it was.
        if list.owner == text(object, "object") && object.get(list.field).is_none() {
            object[list.field] = page(list, text(object, "id"), shelf);
        }
    }
}

/// Puts one list into an object that has it when asked.
pub(super) fn fill_field(object: &mut Value, field: &str, shelf: &Shelf) {
    let list = LISTS.iter().find(|list| list.owner == text(object, "object") && list.field == field);
    match list {
        Some(list) => object[list.field] = page(list, text(object, "id"), shelf),
        None => any::fill_field(object, field, shelf),
    }
    billing::fill_field(object, field, shelf);
}

/// All objects in a list of another, oldest first, as they are stored.
pub(super) fn whole(owner: &str, field: &str, id: &str, shelf: &Shelf) -> Vec<Value> {
    let list = LISTS.iter().find(|list| list.owner == owner && list.field == field);
    list.map(|list| shelf.within(list, id).cloned().collect()).unwrap_or_default()
}

fn page(list: &NestedList, owner: &str, shelf: &Shelf) -> Value {
    let all = shelf.within(list, owner).filter(|object| !billing::is_over(object));
    let mut data: Vec<Value> = if list.newest_first {
        all.rev().take(CUT + 1).cloned().collect()
    } else {
        all.take(CUT + 1).cloned().collect()
    };
    let more = data.len() > CUT;
    data.truncate(CUT);
    data.iter_mut().for_each(|object| fill(object, shelf));
    json!({ "object": "list", "data": data, "has_more": more, "url": list.url.replace("{}", owner) })
}
