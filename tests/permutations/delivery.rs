//! What reaches the mirror: an event's object or an API answer.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeObject;
use diesel_stripe::observed::Observed;
use diesel_stripe::stripe_data::EventBody;
use diesel_stripe::{Origin, StripeData};
use serde_json::{Value, json};

use super::stripe::{Key, START, Stripe, Version, content, kind};

/// How a snapshot came, with times in milliseconds since [`START`].
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    Event {
        second: i64,
        kind: String,
    },
    Answer {
        date: i64,
        elapsed: i64,
    },
    Local {
        start: i64,
        end: i64,
    },
    Replayed {
        date: i64,
    },
    /// An instant of a clock: what no faithful host says. For mutations.
    Instant {
        at: i64,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    pub key: Key,
    /// How many changes there had been when this was true.
    pub step: usize,
    pub json: Value,
    pub source: Source,
    pub version: Version,
}

pub fn time(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(START * 1_000 + milliseconds).expect("a time")
}

/// The `Date` header of an answer.
pub fn date(milliseconds: i64) -> DateTime<Utc> {
    time(milliseconds.div_euclid(1_000) * 1_000)
}

impl Delivery {
    pub fn data(&self) -> StripeData<StripeObject> {
        let Source::Event { second, kind } = &self.source else { return self.answered(&self.json) };
        let event = json!({
            "id": "evt_1", "object": "event", "type": kind, "created": second,
            "api_version": self.version.name(), "livemode": false, "data": { "object": self.json },
        });
        let body = EventBody::read(event.to_string(), "").expect("an event");
        body.object().expect("the event's object").expect("an object with an id")
    }

    /// What an answer of the same time says of an object.
    fn answered(&self, json: &Value) -> StripeData<StripeObject> {
        let origin = match &self.source {
            Source::Event { second, .. } => Origin::answer(time((second - START) * 1_000), TimeDelta::zero()),
            Source::Answer { date: at, elapsed } => Origin::answer(date(*at), TimeDelta::milliseconds(*elapsed)),
            Source::Local { start, end } => Origin::local(time(*start), time(*end)),
            Source::Replayed { date: at } => Origin::replayed(date(*at)),
            Source::Instant { at } => Origin::answer(time(*at) - TimeDelta::seconds(1), TimeDelta::seconds(-1)),
        };
        StripeData::from_json(json.to_string(), origin.api_version(self.version.name())).expect("an object")
    }

    /// When a snapshot was true that is in this place of it.
    pub fn observed(&self, place: Place, json: &Value) -> Observed {
        match place {
            Place::Own => Mirror::default().observed(&self.data()),
            // What is within an event's object is not what the event is about.
            Place::Expanded | Place::Listed => Mirror::default().observed(&self.answered(json)),
        }
    }

    /// Whether it says that its object is deleted.
    pub fn is_deletion(&self) -> bool {
        let by_event = matches!(&self.source, Source::Event { kind, .. }
            if kind.ends_with(".deleted") && kind != "customer.subscription.deleted");
        by_event || is_stub(&self.json)
    }

    /// The whole objects of which it says something, itself first, and whether each is its own, within another, or an element of
    /// its parent's list.
    pub fn snapshots(&self) -> Vec<(Key, Place, &Value)> {
        let mut found = Vec::new();
        walk(&self.json, Place::Own, &mut found);
        found
    }

    pub fn names(&self) -> BTreeSet<Key> {
        self.snapshots().into_iter().map(|(key, _, _)| key).collect()
    }

    /// Whether it shows the list of what an object owns.
    pub fn lists_children_of(&self, parent: &Key) -> bool {
        let Some((field, _, _)) = kind(parent.0).list else { return false };
        self.snapshots().into_iter().any(|(key, _, json)| key == *parent && !json[field].is_null())
    }
}

/// Where a snapshot is within a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Own,
    Expanded,
    Listed,
}

pub fn is_stub(json: &Value) -> bool {
    json["deleted"] == true
}

fn walk<'v>(json: &'v Value, place: Place, found: &mut Vec<(Key, Place, &'v Value)>) {
    let Value::Object(fields) = json else { return };
    if fields.get("object").is_some_and(|object| object == "list") {
        for element in json["data"].as_array().into_iter().flatten() {
            walk(element, Place::Listed, found);
        }
        return;
    }
    let mut is_charge = false;
    if let (Some(object), Some(id)) = (json["object"].as_str(), json["id"].as_str()) {
        let of = kind(object);
        is_charge = of.name == "charge";
        found.push(((of.name, id.to_owned()), place, json));
    }
    for (name, field) in fields {
        // How a card was when it was charged is history.
        if !(is_charge && name == "source") {
            walk(field, Place::Expanded, found);
        }
    }
}

/// One line of a set.
impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Event { kind, .. } => write!(f, "{kind}")?,
            Source::Answer { .. } => write!(f, "answer")?,
            Source::Local { .. } => write!(f, "answer without headers")?,
            Source::Replayed { .. } => write!(f, "replayed answer")?,
            Source::Instant { .. } => write!(f, "instant")?,
        }
        let observed = Mirror::default().observed(&self.data());
        let seconds = |at: DateTime<Utc>| (at - time(0)).num_milliseconds() as f64 / 1_000.0;
        write!(f, " [{}, {}) {:?}: ", seconds(observed.from), seconds(observed.to), self.version)?;
        show(&self.json, f)
    }
}

fn show(json: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (object, id) = (json["object"].as_str().unwrap_or_default(), json["id"].as_str().unwrap_or_default());
    write!(f, "{object} {id}")?;
    if is_stub(json) {
        return write!(f, " (stub)");
    }
    write!(f, " {}", content(object, json))?;
    let Value::Object(fields) = json else { return Ok(()) };
    for (name, field) in fields {
        if field["object"] == "list" {
            let claims: Vec<String> = ["has_more", "total_count"]
                .into_iter()
                .filter_map(|claim| Some(format!(" {claim}={}", field.get(claim)?)))
                .collect();
            write!(f, " {name}[")?;
            for (n, element) in field["data"].as_array().into_iter().flatten().enumerate() {
                f.write_str(if n > 0 { ", " } else { "" })?;
                show(element, f)?;
            }
            write!(f, "]{}", claims.concat())?;
        } else if field["id"].is_string() {
            write!(f, " {name}=(")?;
            show(field, f)?;
            write!(f, ")")?;
        }
    }
    Ok(())
}

/// A set of deliveries, and Stripe as it is when all of them have been made.
#[derive(Clone)]
pub struct Set {
    pub seed: u64,
    pub stripe: Stripe,
    pub deliveries: Vec<Delivery>,
    /// The version that the host's client asks in.
    pub version: Version,
}

impl Set {
    /// Whether all that is named was delivered in its last state: only then is there one right end.
    pub fn is_whole(&self) -> bool {
        let named: BTreeSet<Key> = self.deliveries.iter().flat_map(Delivery::names).collect();
        named.iter().all(|key| self.deliveries.iter().any(|delivery| self.settles(delivery, key)))
    }

    /// Whether a delivery tells how an object is in the end.
    pub fn settles(&self, delivery: &Delivery, key: &Key) -> bool {
        let object = self.stripe.get(key).expect("an object");
        if delivery.step < object.changed {
            return false;
        }
        if let Some(parent) = &object.parent
            && (if delivery.key == *parent && delivery.is_deletion() {
                // The lines go with their draft.
                parent.0 == "invoice"
            } else {
                // Of a customer's cards there are events: their list says nothing of those that it does not name.
                parent.0 != "customer" && delivery.lists_children_of(parent)
            })
        {
            return true;
        }
        if object.gone {
            return delivery.key == *key && delivery.is_deletion();
        }
        let of_key = |(named, place, json): &(Key, Place, &Value)| {
            named == key && !is_stub(json) && (*place == Place::Own || !object.was_gone)
        };
        !(delivery.key == *key && delivery.is_deletion()) && delivery.snapshots().iter().any(of_key)
    }
}
