//! What a host learns of an object, and how it tells the mirror of it: as it should, or as others do.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeObject;
use diesel_stripe::stripe_data::EventBody;
use diesel_stripe::{Origin, StripeData};
use serde_json::{Value, json};

/// Where the ordering rule is another one: each must make the proof fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutation {
    /// A snapshot wins if its second is later than the row's: `<`.
    LaterSecondWins,
    /// A snapshot wins if its second is not earlier than the row's: `<=`.
    SameSecondWins,
    /// The snapshot that comes last wins.
    LastWriteWins,
    /// What ties stays as it is.
    NoTies,
    /// The event that a coupon was created is older than all others, as if the id had been Stripe's choice.
    ChosenIdsAreNew,
}

impl Mutation {
    pub const ALL: [Mutation; 5] = [
        Mutation::LaterSecondWins,
        Mutation::SameSecondWins,
        Mutation::LastWriteWins,
        Mutation::NoTies,
        Mutation::ChosenIdsAreNew,
    ];

    /// Whether objects that tie are never read again.
    pub fn forgets_ties(self) -> bool {
        matches!(self, Mutation::LaterSecondWins | Mutation::NoTies)
    }
}

/// An object as Stripe sent it once.
#[derive(Clone)]
pub struct Snapshot {
    /// The event's body, or the object.
    json: Value,
    source: Source,
    account: String,
    version: String,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Event,
    /// The `Date` header, and how long the call took.
    Answer(DateTime<Utc>, TimeDelta),
    /// The answer's headers are unknown: the local times of the call.
    Local(DateTime<Utc>, DateTime<Utc>),
    Replayed(DateTime<Utc>),
}

impl Snapshot {
    fn new(json: &Value, source: Source, account: &str, version: &str) -> Self {
        Snapshot { json: json.clone(), source, account: account.to_owned(), version: version.to_owned() }
    }

    pub fn event(json: &Value, account: &str) -> Self {
        Self::new(json, Source::Event, account, "")
    }

    pub fn replayed(json: &Value, date: DateTime<Utc>, account: &str, version: &str) -> Self {
        Self::new(json, Source::Replayed(date), account, version)
    }

    /// An answer, as one of several clients might report it: with the header and the time that the call took; with a longer
    /// time; or without headers and by a local clock that is some seconds away from Stripe's.
    pub fn answer(json: &Value, date: DateTime<Utc>, account: &str, version: &str, random: &mut fastrand::Rng) -> Self {
        let milliseconds = TimeDelta::milliseconds;
        let source = match random.u8(..4) {
            0 | 1 => Source::Answer(date, milliseconds(random.i64(1..400))),
            2 => Source::Answer(date, milliseconds(random.i64(400..6_000))),
            _ => {
                let (skew, took) = (milliseconds(random.i64(-9_000..9_000)), milliseconds(random.i64(1..6_000)));
                Source::Local(date + skew - took, date + skew + milliseconds(1_000))
            }
        };
        Self::new(json, source, account, version)
    }

    pub fn object(&self) -> &Value {
        match self.source {
            Source::Event => &self.json["data"]["object"],
            _ => &self.json,
        }
    }

    /// The event's body, or the object.
    #[allow(dead_code, reason = "not every proof delivers events")]
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The same with lists that do not say what Stripe's own do: cut short without a word, or empty with more to come. That they
    /// are whole is never said of those that are not.
    pub fn with_lists_that_lie(mut self, random: &mut fastrand::Rng) -> Self {
        let object = match self.source {
            Source::Event => self.json.pointer_mut("/data/object"),
            _ => Some(&mut self.json),
        };
        if let Some(object) = object {
            lie(object, random);
        }
        self
    }

    pub fn id(&self) -> &str {
        self.object()["id"].as_str().unwrap_or_default()
    }

    /// The event's id; empty for an answer.
    pub fn event_id(&self) -> &str {
        self.json["id"].as_str().filter(|_| matches!(self.source, Source::Event)).unwrap_or_default()
    }

    /// The type of the event.
    fn kind(&self) -> &str {
        self.json["type"].as_str().filter(|_| matches!(self.source, Source::Event)).unwrap_or_default()
    }

    /// As the mirror gets it. `nth` counts what it has got.
    pub fn data(&self, mutation: Option<Mutation>, nth: i64) -> StripeData<StripeObject> {
        let Some(mutation) = mutation else { return self.faithful() };
        let instant = |time| Origin::answer(time - TimeDelta::seconds(1), TimeDelta::seconds(-1));
        let origin = match mutation {
            Mutation::NoTies => return self.faithful(),
            Mutation::ChosenIdsAreNew if self.kind() == "coupon.created" => instant(self.second()),
            Mutation::ChosenIdsAreNew => return self.faithful(),
            Mutation::LaterSecondWins => Origin::answer(self.second(), TimeDelta::zero()),
            Mutation::SameSecondWins => instant(self.second()),
            Mutation::LastWriteWins => {
                instant(DateTime::UNIX_EPOCH + TimeDelta::days(36_500) + TimeDelta::seconds(nth))
            }
        };
        let object = self.object();
        let deleted = self.kind().ends_with(".deleted") && self.kind() != "customer.subscription.deleted";
        let json = if deleted {
            json!({"id": object["id"], "object": object["object"], "deleted": true})
        } else {
            object.clone()
        };
        StripeData::from_json(json.to_string(), origin.stripe_account(&self.account)).expect("an object")
    }

    fn faithful(&self) -> StripeData<StripeObject> {
        let origin = match self.source {
            Source::Event => {
                let body = EventBody::read(self.json.to_string(), &self.account).expect("an event");
                return body.object().expect("an event's object").expect("an object with an id");
            }
            Source::Answer(date, elapsed) => Origin::answer(date, elapsed),
            Source::Local(start, end) => Origin::local(start, end),
            Source::Replayed(date) => Origin::replayed(date),
        };
        let origin = origin.stripe_account(&self.account).api_version(&self.version);
        StripeData::from_json(self.json.to_string(), origin).expect("an object")
    }

    /// The second that others compare.
    fn second(&self) -> DateTime<Utc> {
        match self.source {
            Source::Event => {
                let created = self.json["created"].as_i64().unwrap_or_default();
                DateTime::from_timestamp(created, 0).unwrap_or_default()
            }
            Source::Answer(date, _) | Source::Replayed(date) => date,
            Source::Local(start, _) => DateTime::from_timestamp(start.timestamp(), 0).unwrap_or_default(),
        }
    }
}

fn lie(json: &mut Value, random: &mut fastrand::Rng) {
    let Value::Object(fields) = json else { return };
    if fields.get("object").is_some_and(|kind| kind == "list") {
        let shown = fields.get_mut("data").and_then(Value::as_array_mut);
        let count = shown.as_ref().map_or(0, |data| data.len());
        let left = if random.bool() { 0 } else { random.usize(..=count) };
        if let Some(data) = shown {
            data.truncate(left);
        }
        if random.bool() {
            fields.insert("has_more".into(), true.into());
        } else {
            fields.remove("has_more");
            if left < count || random.bool() {
                fields.insert("total_count".into(), count.into());
            }
        }
        return;
    }
    fields.values_mut().for_each(|field| lie(field, random));
}

/// One line of a diverged object's history.
impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = self.object();
        let observed = Mirror::default().observed(&self.faithful());
        let time = |time: DateTime<Utc>| time.format("%H:%M:%S%.3f").to_string();
        write!(f, "[{}, {}) ", time(observed.from), time(observed.to))?;
        match self.source {
            Source::Event => write!(f, "{} {}", self.json["id"].as_str().unwrap_or_default(), self.kind())?,
            Source::Answer(..) => write!(f, "answer")?,
            Source::Local(..) => write!(f, "answer without headers")?,
            Source::Replayed(_) => write!(f, "replayed answer")?,
        }
        write!(f, " of the {} {}", object["object"].as_str().unwrap_or_default(), self.id())?;
        for field in ["name", "status", "quantity", "amount", "deleted", "description"] {
            if let Some(value) = object.get(field).filter(|value| !value.is_null()) {
                write!(f, " {field}={value}")?;
            }
        }
        Ok(())
    }
}
