//! Any kind of object of Stripe's: what a test has put in is read, listed, changed and deleted, as the specification says where.
//!
//! What the kinds that the fake knows by heart do is in modules of their own, and their routes come first.

mod change;
mod filters;
mod operations;
mod put;

pub use put::{NotAnObject, Put};

use serde_json::{Value, json};

use super::error::ApiError;
use super::routes::Route;
use super::state::{Call, Shelf, text};
use super::{events, lists};

pub(super) use operations::{is_known, nested_list, routes, told_by};

/// As many objects as a list within another shows.
const SHOWN: usize = 10;

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (route, id, parent) = (call.route, object_id(call), parent_id(call));
    let is_here = |object: &&Value| parent.is_none_or(|parent| is_under(call.shelf, object, parent, call.path));
    let found = route.kinds.iter().filter_map(|kind| call.shelf.of_kind(kind, id)).find(is_here);
    found.cloned().ok_or_else(|| ApiError::no_such(&noun(route), id, "id"))
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let (route, shelf, path) = (call.route, &*call.shelf, call.path);
    let parent = Some(call.id).filter(|id| !id.is_empty());
    if let Some(parent) = parent.filter(|parent| !shelf.is_known(parent)) {
        return Err(ApiError::no_such("object", parent, "id"));
    }
    let is_here = |object: &Value| parent.is_none_or(|parent| is_under(shelf, object, parent, path));
    let filters = filters::Filters::read(call, is_here)?;
    lists::of_kinds(call, &route.kinds, &noun(route), true, |object| is_here(object) && filters.admit(object))
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let mut object = retrieve(call)?;
    if object["deleted"] == true {
        return Err(ApiError::no_such(&noun(call.route), text(&object, "id"), "id"));
    }
    change::apply(&mut object, &call.params)?;
    let event = told_by(&object, "updated");
    match event {
        Some(event) => call.change(&object, event),
        None => call.save(&object),
    }
    Ok(object)
}

fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let object = retrieve(call)?;
    if object["deleted"] == true {
        return Err(ApiError::no_such(&noun(call.route), text(&object, "id"), "id"));
    }
    Ok(remove(call, &object))
}

/// Leaves what Stripe still says of a deleted object.
fn remove(call: &mut Call<'_>, object: &Value) -> Value {
    let deleted = json!({ "id": object["id"], "object": object["object"], "deleted": true });
    call.shelf.put(deleted.clone());
    if let Some(event) = told_by(object, "deleted") {
        events::emit(call, event, object, None);
    }
    deleted
}

/// The id in the path that is the object's: the last one.
fn object_id<'a>(call: &Call<'a>) -> &'a str {
    if call.second_id.is_empty() { call.id } else { call.second_id }
}

/// The id in the path that is another object's, of which this one is a part.
fn parent_id<'a>(call: &Call<'a>) -> Option<&'a str> {
    (!call.second_id.is_empty()).then_some(call.id)
}

/// Stripe's word for what a route answers with.
fn noun(route: &Route) -> String {
    route.kinds.join(" or ").replace(['.', '_'], " ")
}

/// Whether an object is another's: it refers to that, or was put under its path.
fn is_under(shelf: &Shelf, object: &Value, parent: &str, path: &str) -> bool {
    let refers = |value: &Value| value == parent || value["id"] == parent;
    match shelf.parents.get(text(object, "id")) {
        Some(list) => path == list || path.strip_prefix(list.as_str()).is_some_and(|rest| rest.starts_with('/')),
        None => object.as_object().is_some_and(|fields| {
            fields.iter().any(|(field, value)| field != "id" && field != "metadata" && refers(value))
        }),
    }
}

/// Brings the lists within an object up to date, as far as there is anything of them.
pub(super) fn fill(object: &mut Value, shelf: &Shelf) {
    let Some(fields) = object.as_object() else { return };
    let is_list = |value: &&Value| value["object"] == "list" && value["url"].is_string();
    let urls: Vec<(String, String)> = fields
        .iter()
        .filter(|(_, value)| is_list(value))
        .map(|(field, list)| (field.clone(), text(list, "url").to_owned()))
        .collect();
    for (field, url) in urls {
        if let Some(list) = nested(&url, shelf).filter(|list| list["data"] != json!([])) {
            object[field] = list;
        }
    }
}

/// Puts a list into an object that was asked for it.
pub(super) fn fill_field(object: &mut Value, field: &str, shelf: &Shelf) {
    let list = nested_list(text(object, "object"), text(object, "id"), field);
    if let Some(list) = list.and_then(|url| nested(&url, shelf)) {
        object[field] = list;
    }
}

/// The first objects of the list at a path, if the specification has such a list of a kind that is not known by heart.
fn nested(url: &str, shelf: &Shelf) -> Option<Value> {
    let (route, [parent, _]) = Route::find(&hyper::Method::GET, url).filter(|(route, _)| route.list)?;
    if route.kinds.is_empty() || parent.is_empty() {
        return None;
    }
    let all = shelf.range_of(&route.kinds, ..).filter(|object| is_under(shelf, object, &parent, url));
    let mut data: Vec<Value> = all.rev().take(SHOWN + 1).cloned().collect();
    let has_more = data.len() > SHOWN;
    data.truncate(SHOWN);
    Some(json!({ "object": "list", "data": data, "has_more": has_more, "url": url }))
}
