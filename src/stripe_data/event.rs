//! An event's body: the object it carries, and when that was true.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::origin::Source;
use super::{Origin, Snapshot, StripeData};
use crate::error::{Result, Subject, malformed, reason};
use crate::json::{JsonText, time};
use crate::model::StripeObject;

/// The body of an event: a webhook's, or one of `/v1/events`.
#[derive(Clone, Debug)]
pub struct EventBody {
    id: String,
    kind: String,
    object: Option<JsonText>,
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
    #[serde(borrow, default)]
    context: Option<&'a RawValue>,
    #[serde(default)]
    api_version: Option<String>,
    #[serde(borrow, default)]
    data: Option<Data<'a>>,
}

#[derive(Deserialize, Default)]
struct Data<'a> {
    #[serde(borrow, default)]
    object: Option<&'a RawValue>,
    #[serde(borrow, default)]
    previous_attributes: Option<&'a RawValue>,
}

impl EventBody {
    /// Reads an event. Its objects belong to `event.account`, or else to the last account of `event.context`, or else to
    /// `stripe_account`: the account whose endpoint or event list it came from, empty for the platform's own. An empty `account` is
    /// none.
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
        let Data { object, previous_attributes } = event.data.unwrap_or_default();
        let part = |raw: &RawValue| json.slice(raw.get());
        let context = || last_account(&serde_json::from_str::<String>(event.context?.get()).ok()?);
        let owner = event.account.and_then(no_blank).or_else(context).unwrap_or_else(|| stripe_account.to_owned());
        let origin = Origin {
            stripe_account: owner,
            api_version: event.api_version,
            request_id: None,
            source: Source::Event {
                created,
                kind: Some(event.kind.clone()),
                previous_attributes: previous_attributes.map(part),
            },
        };
        Ok(EventBody { id: event.id, kind: event.kind, object: object.map(part), origin })
    }

    /// The same event, of which it is known otherwise whose it is.
    #[cfg(feature = "webhook")]
    pub(crate) fn owned_by(mut self, stripe_account: &str) -> Self {
        stripe_account.clone_into(&mut self.origin.stripe_account);
        self
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

    /// The object that the event carries; `None` if it carries none that exists: without an id, or with that of a preview
    /// (`invoice.upcoming`), or none at all.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed) if it is there but is not an object of Stripe's.
    pub fn object(&self) -> Result<Option<StripeData<StripeObject>>> {
        let Some(object) = &self.object else { return Ok(None) };
        match Snapshot::read(object.clone(), self.origin.clone()) {
            Ok(snapshot) if snapshot.preview => Ok(None),
            Ok(snapshot) => Ok(Some(snapshot.typed())),
            Err(_) if !has_id(object) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// An account, unless it is blank.
pub(crate) fn no_blank(account: String) -> Option<String> {
    (!account.trim().is_empty()).then_some(account)
}

/// The last account of a `context`: `acct_1`, `acct_platform/acct_1`, `org_1/acct_1`.
pub(crate) fn last_account(context: &str) -> Option<String> {
    context.rsplit('/').map(str::trim).find(|part| part.starts_with("acct_")).map(str::to_owned)
}

fn has_id(object: &JsonText) -> bool {
    #[derive(Deserialize)]
    struct Id {
        id: Option<serde::de::IgnoredAny>,
    }
    matches!(serde_json::from_str(object.as_str()), Ok(Id { id: Some(_) }))
}
