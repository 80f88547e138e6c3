//! A verified body on its way into the inbox: what it says of itself, as far as it can be read.

use std::fmt;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::inbox::State;
use crate::model::{Cell, time};
use crate::stripe_data::{JsonText, is_too_long, reason};

/// A delivery whose signature was verified. From [`Endpoint::verify`](super::Endpoint::verify).
///
/// Whatever Stripe signed can be stored. A body that is no JSON, or has no id, goes into the inbox as a dead letter, under a hash
/// of its bytes: Stripe would deliver it again and again otherwise.
#[derive(Clone)]
pub struct Delivery {
    id: String,
    stripe_account: String,
    livemode: Option<bool>,
    created: Option<DateTime<Utc>>,
    kind: Option<String>,
    api_version: Option<String>,
    object_kind: Option<String>,
    object_id: Option<String>,
    request_id: Option<String>,
    idempotency_key: Option<String>,
    body: Bytes,
    unreadable: Option<String>,
}

/// The fields by which an event is known, each read for itself: one of an unexpected type costs no other.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    account: Option<&'a RawValue>,
    #[serde(borrow, default)]
    context: Option<&'a RawValue>,
    #[serde(borrow, default)]
    livemode: Option<&'a RawValue>,
    #[serde(borrow, default)]
    created: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow, default)]
    api_version: Option<&'a RawValue>,
    #[serde(borrow, default)]
    request: Option<&'a RawValue>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    /// What a thin event is about: <https://docs.stripe.com/event-destinations#thin-events>.
    #[serde(borrow, default)]
    related_object: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow, default)]
    object: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct About<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default, alias = "type")]
    object: Option<&'a RawValue>,
    #[serde(borrow, default)]
    idempotency_key: Option<&'a RawValue>,
}

fn read<'a, T: Deserialize<'a>>(field: Option<&'a RawValue>) -> Option<T> {
    field.and_then(|raw| serde_json::from_str(raw.get()).ok())
}

impl Delivery {
    /// Reads a body that **was verified**. `stripe_account` is the account whose endpoint it came to, empty for the platform's
    /// own; an event that names an account is that one's.
    pub fn read(body: impl Into<Bytes>, stripe_account: &str) -> Self {
        let body = body.into();
        Self::event(&body, stripe_account).unwrap_or_else(|unreadable| Delivery {
            id: format!("unreadable_{}", hash(&body)),
            stripe_account: stripe_account.to_owned(),
            livemode: None,
            created: None,
            kind: None,
            api_version: None,
            object_kind: None,
            object_id: None,
            request_id: None,
            idempotency_key: None,
            body,
            unreadable: Some(unreadable),
        })
    }

    fn event(body: &Bytes, stripe_account: &str) -> Result<Self, String> {
        let text = JsonText::new(body.clone()).map_err(|error| error.to_string())?;
        let text = text.as_str();
        let head: Head<'_> = serde_json::from_str(text).map_err(|error| format!("not an event: {}", reason(&error)))?;
        let id: String = read(head.id).ok_or("not an event: no `id`")?;
        // A thin event says by its context whose it is.
        let context = || read::<String>(head.context).filter(|context| context.starts_with("acct_"));
        let account = read(head.account).or_else(context).unwrap_or_else(|| stripe_account.to_owned());
        if id.is_empty() || is_too_long(&id) || is_too_long(&account) {
            return Err("not an event: an `id` or `account` that is empty or too long".into());
        }
        let about = read::<Data<'_>>(head.data).and_then(|data| data.object).or(head.related_object);
        let about: Option<About<'_>> = read(about);
        let request: Option<About<'_>> = read(head.request);
        Ok(Delivery {
            id,
            stripe_account: account,
            livemode: read(head.livemode),
            created: read(head.created).and_then(time).or_else(|| {
                let text: String = read(head.created)?;
                time(DateTime::parse_from_rfc3339(&text).ok()?.timestamp())
            }),
            kind: read(head.kind),
            api_version: read(head.api_version),
            object_kind: about.as_ref().and_then(|about| read(about.object)),
            object_id: about.as_ref().and_then(|about| read(about.id)),
            // Before API version 2017-05-25 the request was its id.
            request_id: request.as_ref().and_then(|request| read(request.id)).or_else(|| read(head.request)),
            idempotency_key: request.as_ref().and_then(|request| read(request.idempotency_key)),
            body: body.clone(),
            unreadable: None,
        })
    }

    /// The event's id; of a body without one, `unreadable_` and a hash of it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The connected account that the event is of; empty for the platform's own.
    pub fn stripe_account(&self) -> &str {
        &self.stripe_account
    }

    /// The event's `type`.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// Why the body cannot be read as an event, if it cannot.
    pub fn unreadable(&self) -> Option<&str> {
        self.unreadable.as_deref()
    }

    pub(crate) fn key(&self) -> [&str; 2] {
        [&self.id, &self.stripe_account]
    }

    pub(crate) fn size(&self) -> usize {
        self.body.len()
    }

    /// In the order of the inbox's columns.
    pub(crate) fn cells(&self) -> Vec<Cell> {
        let text = |text: &Option<String>| text.as_deref().map_or(Cell::Null, Cell::text);
        let body = match std::str::from_utf8(&self.body) {
            Ok(body) if !body.contains('\0') => body.to_owned(),
            // It is no JSON, and PostgreSQL holds neither.
            _ => String::from_utf8_lossy(&self.body).replace('\0', "\u{fffd}"),
        };
        let state = if self.unreadable.is_some() { State::Dead } else { State::Pending };
        vec![
            Cell::text(&self.id),
            Cell::text(&self.stripe_account),
            self.livemode.map_or(Cell::Null, Cell::Bool),
            self.created.map_or(Cell::Null, Cell::UtcTimestamp),
            text(&self.kind),
            text(&self.api_version),
            text(&self.object_kind),
            text(&self.object_id),
            text(&self.request_id),
            text(&self.idempotency_key),
            Cell::Text(body),
            Cell::text(state.as_str()),
            Cell::BigInt(0),
            text(&self.unreadable),
        ]
    }
}

/// A body's content is in no log.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("id", &self.id)
            .field("stripe_account", &self.stripe_account)
            .field("type", &self.kind)
            .field("bytes", &self.body.len())
            .field("unreadable", &self.unreadable)
            .finish()
    }
}

/// The first half of the SHA-256, in hexadecimal digits.
fn hash(body: &[u8]) -> String {
    Sha256::digest(body).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
