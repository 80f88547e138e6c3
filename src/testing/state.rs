//! What the fake knows: objects by account and id, and their order of creation.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::auth::Scope;
use super::cards::Card;
use super::error::ApiError;
use super::idempotency::Keys;
use super::params::Params;
use super::request::RecordedRequest;

/// Everything, under one lock: a request's work is one step.
#[derive(Debug)]
pub(super) struct State {
    pub random: fastrand::Rng,
    pub keys: Keys,
    pub requests: Vec<RecordedRequest>,
    pub shelves: HashMap<Scope, Shelf>,
}

/// The objects of one account in one mode.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    objects: HashMap<String, Stored>,
    /// Ids by kind of object, oldest first.
    order: HashMap<String, BTreeMap<u64, String>>,
    next: u64,
    /// How the card of a payment method behaves: no field of the object says so.
    pub cards: HashMap<String, Card>,
}

#[derive(Debug)]
struct Stored {
    place: u64,
    object: Value,
}

impl Shelf {
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.objects.get(id).map(|stored| &stored.object)
    }

    /// Stores an object under its id, new or changed; returns it as it was before.
    ///
    /// A deleted one (`"deleted": true`) can still be read, but is on no list.
    pub fn put(&mut self, object: Value) -> Option<Value> {
        let (id, kind) = (text(&object, "id").to_owned(), text(&object, "object").to_owned());
        let before = self.objects.remove(&id);
        let place = before.as_ref().map_or(self.next, |stored| stored.place);
        self.next = self.next.max(place + 1);
        let order = self.order.entry(kind).or_default();
        if object["deleted"] == true {
            order.remove(&place);
        } else {
            order.insert(place, id.clone());
        }
        self.objects.insert(id, Stored { place, object });
        before.map(|stored| stored.object)
    }

    /// Where an object of this kind stands in the order of creation.
    pub fn place(&self, kind: &str, id: &str) -> Option<u64> {
        self.objects.get(id).filter(|stored| text(&stored.object, "object") == kind).map(|stored| stored.place)
    }

    /// The objects of a kind created between two places, oldest first.
    pub fn range(
        &self,
        kind: &str,
        places: impl std::ops::RangeBounds<u64>,
    ) -> impl DoubleEndedIterator<Item = &Value> {
        let order = self.order.get(kind).map(|order| order.range(places));
        order.into_iter().flatten().filter_map(|(_, id)| self.get(id))
    }
}

/// One request's work: its parameters, and what it may touch.
pub(super) struct Call<'a> {
    pub shelf: &'a mut Shelf,
    pub random: &'a mut fastrand::Rng,
    pub scope: &'a Scope,
    pub params: Params<'a>,
    /// The path, as lists say it in `url`.
    pub path: &'a str,
    /// The id in the path.
    pub id: &'a str,
    /// Seconds since 1970.
    pub now: i64,
}

impl Call<'_> {
    /// A new id: `cus_` and 24 letters and digits.
    pub fn new_id(&mut self, prefix: &str) -> String {
        format!("{prefix}_{}", letters(self.random, 24))
    }

    /// The object that the path names. `noun` is Stripe's word for its kind, `param` its name for the id.
    pub fn named(&self, kind: &str, noun: &str, param: &str) -> Result<Value, ApiError> {
        let found = self.shelf.get(self.id).filter(|object| text(object, "object") == kind);
        found.cloned().ok_or_else(|| ApiError::no_such(noun, self.id, param))
    }

    /// Refuses an id in a parameter that is of no object of this kind, or of a deleted one.
    pub fn check_reference(&self, kind: &str, noun: &str, id: &str, param: &str) -> Result<(), ApiError> {
        let found = self.shelf.get(id).filter(|object| text(object, "object") == kind && object["deleted"] != true);
        found.map(drop).ok_or_else(|| ApiError::no_such_reference(noun, id, param))
    }

    /// Stores an object. Every change of every object passes here, so this is where one can be told of.
    pub fn save(&mut self, object: &Value) {
        self.shelf.put(object.clone());
    }
}

/// A text field; empty if it is null.
pub(super) fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// An integer field; 0 if it is null.
pub(super) fn number(object: &Value, field: &str) -> i64 {
    object.get(field).and_then(Value::as_i64).unwrap_or_default()
}

pub(super) fn letters(random: &mut fastrand::Rng, count: usize) -> String {
    std::iter::repeat_with(|| random.alphanumeric()).take(count).collect()
}
