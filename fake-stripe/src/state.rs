//! What the fake knows: objects by account and id, and their order of creation.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, btree_set};

use serde_json::{Value, json};

use super::auth::Scope;
use super::cards::Card;
use super::error::ApiError;
use super::faults::Plan;
use super::idempotency::Keys;
use super::limit::Limit;
use super::nested::{self, NestedList};
use super::outbox::Outbox;
use super::params::Params;
use super::request::RecordedRequest;
use super::routes::Route;
use super::schedule::{Later, Schedule};
use super::{billing, events, form};
use events::Listing;

/// Everything, under one lock: a request's work is one step.
#[derive(Debug)]
pub(super) struct State {
    pub random: fastrand::Rng,
    pub keys: Keys,
    pub requests: Vec<RecordedRequest>,
    pub shelves: HashMap<Scope, Shelf>,
    pub schedule: Schedule,
    pub outbox: Outbox,
    pub listing: Listing,
    pub faults: Plan,
    pub limit: Limit,
    /// The version that events are rendered in.
    pub api_version: String,
}

/// The request that led to something, as events tell it; unknown for what happened without one.
#[derive(Debug, Clone, Default)]
pub(super) struct Cause {
    pub request_id: Option<String>,
    pub idempotency_key: Option<String>,
}

const NO_PARAMS: &form::Branch = &Vec::new();

impl State {
    /// What a request, or something else that happens, may touch of an account.
    pub fn call<'a>(&'a mut self, scope: &'a Scope, cause: &'a Cause, id: &'a str, now: i64) -> Call<'a> {
        Call {
            shelf: self.shelves.entry(scope.clone()).or_default(),
            random: &mut self.random,
            schedule: &mut self.schedule,
            outbox: &mut self.outbox,
            listing: &mut self.listing,
            faults: &mut self.faults,
            api_version: &self.api_version,
            scope,
            cause,
            params: Params::new(NO_PARAMS),
            route: Route::NONE,
            path: "",
            id,
            second_id: "",
            handed_over: Value::Null,
            now,
        }
    }

    /// Does what has become due by now.
    pub fn catch_up(&mut self, now: i64) {
        while let Some((at, Later { scope, id, cause, handed_over, run })) = self.schedule.pop_due(now) {
            run(&mut Call { handed_over, ..self.call(&scope, &cause, &id, at) });
        }
    }
}

/// The objects of one account in one mode.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    objects: HashMap<String, Stored>,
    /// Ids by kind of object, oldest first.
    order: HashMap<String, BTreeMap<u64, String>>,
    /// Places of objects in the lists of others, by the list's kind and its owner's id.
    within: HashMap<(&'static str, String), BTreeSet<u64>>,
    next: u64,
    /// How the card of a payment method behaves: no field of the object says so.
    pub cards: HashMap<String, Card>,
    /// What else no field of an object says, by its id: the invoice of a payment intent, the coupon of a discount as it was
    /// when it was redeemed.
    pub notes: HashMap<String, Value>,
    /// The lists under which objects were put that do not say whose they are, by the objects' ids.
    pub parents: HashMap<String, String>,
    /// The payment methods that customers have authenticated for payment intents that are to be confirmed once more.
    pub authenticated: HashMap<String, String>,
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

    /// The object of a kind with this id.
    pub fn of_kind(&self, kind: &str, id: &str) -> Option<&Value> {
        self.get(&key(kind, id)).filter(|object| text(object, "object") == kind)
    }

    /// Stores an object under its id, new or changed; returns it as it was before.
    ///
    /// A deleted one (`"deleted": true`) can still be read, but is on no list. One that is created again is the newest.
    pub fn put(&mut self, object: Value) -> Option<Value> {
        let kind = text(&object, "object").to_owned();
        let id = key(&kind, text(&object, "id")).into_owned();
        let deleted = object["deleted"] == true;
        let before = self.objects.remove(&id);
        let stays = before.as_ref().filter(|before| deleted || before.object["deleted"] != true);
        let place = stays.map_or(self.next, |stored| stored.place);
        self.next = self.next.max(place + 1);
        for list in nested::LISTS.iter().filter(|list| list.kind == kind) {
            // A deleted object no longer says whose it was.
            let owner = text(before.as_ref().map_or(&object, |before| &before.object), list.by);
            let places = self.within.entry((list.kind, owner.to_owned())).or_default();
            if deleted {
                places.remove(&place)
            } else {
                places.insert(place)
            };
        }
        let order = self.order.entry(kind).or_default();
        if deleted {
            order.remove(&place);
        } else {
            order.insert(place, id.clone());
        }
        self.objects.insert(id, Stored { place, object });
        before.map(|stored| stored.object)
    }

    /// Changes an object in its place.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut Value> {
        self.objects.get_mut(id).map(|stored| &mut stored.object)
    }

    /// The objects in a list of another, oldest first.
    pub fn within(&self, list: &NestedList, owner: &str) -> Within<'_> {
        let places = self.within.get(&(list.kind, owner.to_owned()));
        Within { shelf: self, order: self.order.get(list.kind), places: places.map(BTreeSet::iter).unwrap_or_default() }
    }

    /// Where an object of this kind stands in the order of creation.
    pub fn place(&self, kind: &str, id: &str) -> Option<u64> {
        let stored = self.objects.get(&*key(kind, id));
        stored.filter(|stored| text(&stored.object, "object") == kind).map(|stored| stored.place)
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

    /// The objects of several kinds created between two places, oldest first.
    pub fn range_of<'s>(
        &'s self,
        kinds: &[&str],
        places: impl std::ops::RangeBounds<u64>,
    ) -> Box<dyn DoubleEndedIterator<Item = &'s Value> + 's> {
        if let [kind] = kinds {
            let order = self.order.get(*kind).map(|order| order.range(places));
            return Box::new(order.into_iter().flatten().filter_map(|(_, id)| self.get(id)));
        }
        let orders = kinds.iter().filter_map(|kind| self.order.get(*kind));
        let all: BTreeMap<u64, &String> =
            orders.flatten().filter(|(place, _)| places.contains(place)).map(|(place, id)| (*place, id)).collect();
        Box::new(all.into_values().filter_map(|id| self.get(id)))
    }

    /// Whether there is an object with this id, or something was put under it.
    pub fn is_known(&self, id: &str) -> bool {
        self.objects.contains_key(id) || self.parents.values().any(|list| list.split('/').any(|word| word == id))
    }
}

/// What an object is kept under: its id. Those of coupons are chosen, as those of products are, and can be equal to these.
fn key<'i>(kind: &str, id: &'i str) -> Cow<'i, str> {
    if kind == "coupon" { format!("coupon {id}").into() } else { id.into() }
}

/// The objects in a list of another.
pub(super) struct Within<'s> {
    shelf: &'s Shelf,
    order: Option<&'s BTreeMap<u64, String>>,
    places: btree_set::Iter<'s, u64>,
}

impl<'s> Within<'s> {
    fn at(&self, place: u64) -> Option<&'s Value> {
        self.shelf.get(self.order?.get(&place)?)
    }
}

impl<'s> Iterator for Within<'s> {
    type Item = &'s Value;

    fn next(&mut self) -> Option<Self::Item> {
        let place = *self.places.next()?;
        self.at(place)
    }
}

impl DoubleEndedIterator for Within<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let place = *self.places.next_back()?;
        self.at(place)
    }
}

/// One request's work, or something that happens without one: its parameters, and what it may touch.
pub(super) struct Call<'a> {
    pub shelf: &'a mut Shelf,
    pub random: &'a mut fastrand::Rng,
    pub schedule: &'a mut Schedule,
    pub outbox: &'a mut Outbox,
    pub listing: &'a mut Listing,
    pub faults: &'a mut Plan,
    /// The version that events are rendered in.
    pub api_version: &'a str,
    pub scope: &'a Scope,
    pub cause: &'a Cause,
    pub params: Params<'a>,
    /// What was asked for.
    pub route: &'a Route,
    /// The path, as lists say it in `url`.
    pub path: &'a str,
    /// The id in the path.
    pub id: &'a str,
    /// The second one: `/v1/customers/{}/payment_methods/{}`.
    pub second_id: &'a str,
    /// What another account's call has handed over; null as a rule.
    pub handed_over: Value,
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
        let found = self.shelf.of_kind(kind, self.id);
        found.cloned().ok_or_else(|| ApiError::no_such(noun, self.id, param))
    }

    /// The object that the path names, unless it is deleted.
    pub fn living(&self, kind: &str, noun: &str, param: &str) -> Result<Value, ApiError> {
        let object = self.named(kind, noun, param)?;
        if object["deleted"] == true { Err(ApiError::no_such(noun, self.id, param)) } else { Ok(object) }
    }

    /// Refuses an id in a parameter that is of no object of this kind, or of a deleted one.
    pub fn check_reference(&self, kind: &str, noun: &str, id: &str, param: &str) -> Result<(), ApiError> {
        let found = self.shelf.of_kind(kind, id).filter(|object| object["deleted"] != true);
        found.map(drop).ok_or_else(|| ApiError::no_such_reference(noun, id, param))
    }

    /// Stores a new object, and tells of it: `customer.created`.
    pub fn create(&mut self, object: &Value) {
        self.shelf.put(object.clone());
        events::emit(self, &format!("{}.created", text(object, "object")), object, None);
    }

    /// Stores a changed object, and tells of it by this type of event.
    pub fn change(&mut self, object: &Value, event: &str) {
        let before = self.shelf.put(object.clone());
        events::emit(self, event, object, before.as_ref());
        billing::follow(self, event, object);
    }

    /// Stores a deleted object as what Stripe still says of it, and tells of it with its last content.
    pub fn delete(&mut self, object: &Value, event: &str) -> Value {
        let deleted = json!({ "id": object["id"], "object": object["object"], "deleted": true });
        self.shelf.put(deleted.clone());
        events::emit(self, event, object, None);
        billing::follow(self, event, object);
        deleted
    }

    /// Stores an object whose changes Stripe tells nobody of.
    pub fn save(&mut self, object: &Value) {
        self.shelf.put(object.clone());
    }

    /// Does something with an object at a time, in its own right: its events name no request.
    pub fn by_itself(&mut self, at: i64, id: &str, run: fn(&mut Call<'_>)) {
        let (scope, cause) = (self.scope.clone(), Cause::default());
        self.schedule.add(at, Later { scope, id: id.to_owned(), cause, handed_over: Value::Null, run });
    }

    /// Does something in another account with this object, before anything else is done.
    pub fn elsewhere(&mut self, account: &str, object: &Value, run: fn(&mut Call<'_>)) {
        let scope = Scope { account: account.to_owned(), livemode: self.scope.livemode };
        let (id, cause) = (text(object, "id").to_owned(), self.cause.clone());
        self.schedule.add(self.now, Later { scope, id, cause, handed_over: object.clone(), run });
    }

    /// Does something with an object some seconds later. Its events name this request.
    pub fn later(&mut self, seconds: i64, id: &str, run: fn(&mut Call<'_>)) {
        let (scope, cause) = (self.scope.clone(), self.cause.clone());
        let later = Later { scope, id: id.to_owned(), cause, handed_over: Value::Null, run };
        self.schedule.add(self.now.saturating_add(seconds), later);
        self.outbox.wake();
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
