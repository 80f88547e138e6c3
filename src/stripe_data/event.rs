//! An event's body: the object it carries, and when that was true.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::origin::Source;
use super::{JsonText, Origin, Snapshot, StripeData, malformed, reason};
use crate::error::{Result, Subject};
use crate::model::time;
use crate::objects::StripeObject;

/// The body of an event: a webhook's, or one of `/v1/events`.
#[derive(Clone, Debug)]
pub struct EventBody {
    json: JsonText,
    id: String,
    kind: String,
    origin: Origin,
}

#[derive(Deserialize)]
struct Event<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    #[serde(default)]
    account: Option<String>,
    #[serde(default)]
    api_version: Option<String>,
    #[serde(borrow, default)]
    data: Option<Data<'a>>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow, default)]
    object: Option<&'a RawValue>,
    #[serde(borrow, default)]
    previous_attributes: Option<&'a RawValue>,
}

impl EventBody {
    /// Reads an event. Its objects belong to `event.account`, or else to `stripe_account`: the account whose endpoint or event
    /// list it came from, empty for the platform's own.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed) if it is not an event, [`Error::TooLarge`](crate::Error::TooLarge) over
    /// [`MAX_BODY`](super::MAX_BODY).
    pub fn read(json: impl Into<Bytes>, stripe_account: &str) -> Result<Self> {
        let json = JsonText::new(json.into())?;
        let event: Event<'_> = serde_json::from_str(json.as_str()).map_err(|error| {
            let subject =
                Subject { object: Some("event".into()), stripe_account: stripe_account.into(), ..Subject::default() };
            malformed(subject, format!("not an event: {}", reason(&error)))
        })?;
        let subject = || Subject::new("event", &event.id, stripe_account);
        let created = time(event.created).ok_or_else(|| malformed(subject(), "`created` is not a time"))?;
        let previous = event.data.as_ref().and_then(|data| data.previous_attributes);
        let origin = Origin {
            stripe_account: event.account.unwrap_or_else(|| stripe_account.to_owned()),
            api_version: event.api_version,
            request_id: None,
            source: Source::Event {
                created,
                kind: Some(event.kind.clone()),
                previous_attributes: previous.map(|raw| json.slice(raw.get())),
            },
        };
        Ok(EventBody { id: event.id, kind: event.kind, origin, json })
    }

    /// The event's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The event's `type`: `payment_intent.succeeded`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The connected account that the event is of; empty for the platform's own.
    pub fn stripe_account(&self) -> &str {
        &self.origin.stripe_account
    }

    /// The object that the event carries; `None` if it has no id (`invoice.upcoming`) or carries none at all.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed) if it is there but is not an object of Stripe's.
    pub fn object(&self) -> Result<Option<StripeData<StripeObject>>> {
        let event: Event<'_> = match serde_json::from_str(self.json.as_str()) {
            Ok(event) => event,
            Err(error) => return Err(malformed(Subject::new("event", &self.id, ""), reason(&error))),
        };
        let Some(raw) = event.data.and_then(|data| data.object) else { return Ok(None) };
        #[derive(Deserialize)]
        struct Id {
            id: Option<serde::de::IgnoredAny>,
        }
        match serde_json::from_str::<Id>(raw.get()) {
            Ok(Id { id: Some(_) }) => {
                Snapshot::read(self.json.slice(raw.get()), self.origin.clone()).map(|snapshot| Some(snapshot.typed()))
            }
            _ => Ok(None),
        }
    }
}
