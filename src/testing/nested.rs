//! Lists within objects, as the refunds of a charge: the first ten, and where the rest is.

use serde_json::{Value, json};

use super::state::{Shelf, text};

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
    for list in LISTS.iter().filter(|list| list.always) {
        if list.owner == text(object, "object") {
            object[list.field] = page(list, text(object, "id"), shelf);
        }
    }
}

/// Puts one list into an object that has it when asked.
pub(super) fn fill_field(object: &mut Value, field: &str, shelf: &Shelf) {
    let list = LISTS.iter().find(|list| list.owner == text(object, "object") && list.field == field);
    if let Some(list) = list {
        object[list.field] = page(list, text(object, "id"), shelf);
    }
}

fn page(list: &NestedList, owner: &str, shelf: &Shelf) -> Value {
    let all = shelf.within(list, owner);
    let more = all.len() > CUT;
    let mut data: Vec<Value> =
        if list.newest_first { all.rev().take(CUT).cloned().collect() } else { all.take(CUT).cloned().collect() };
    data.iter_mut().for_each(|object| fill(object, shelf));
    json!({ "object": "list", "data": data, "has_more": more, "url": list.url.replace("{}", owner) })
}
