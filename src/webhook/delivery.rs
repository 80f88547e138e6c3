//! A verified body on its way into the inbox: what it says of itself, as far as it can be read.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::inbox::{InboxEvent, State};
use super::whose::{Named, Whose};
use crate::error::reason;
use crate::json::{JsonText, time};
use crate::lease::Lease;
use crate::projection::Redact;
use crate::sql::is_too_long;
use crate::stripe_data::{SUMMARY, last_account, no_blank};

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
    /// Not yet whose it is: that is what the endpoint says.
    named: Named,
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
    data: Data<'a>,
    /// What a thin event is about: <https://docs.stripe.com/event-destinations#thin-events>.
    #[serde(borrow, default)]
    related_object: About<'a>,
}

/// Fields of an object, read on the way through the body. Of what is not an object there are none.
trait Fields<'de>: Default {
    /// Reads the value of the next field.
    fn field<A: MapAccess<'de>>(&mut self, name: Field, map: &mut A) -> Result<(), A::Error>;
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Field {
    Id,
    #[serde(alias = "type")]
    Object,
    IdempotencyKey,
    Customer,
    #[serde(other)]
    Other,
}

/// An event's `data`.
#[derive(Default)]
struct Data<'a> {
    object: About<'a>,
}

impl<'de> Fields<'de> for Data<'de> {
    fn field<A: MapAccess<'de>>(&mut self, name: Field, map: &mut A) -> Result<(), A::Error> {
        match name {
            Field::Object => self.object = map.next_value()?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

/// What an event is about, or the request that caused it.
#[derive(Default)]
struct About<'a> {
    id: Option<&'a RawValue>,
    object: Option<&'a RawValue>,
    idempotency_key: Option<&'a RawValue>,
    customer: Option<&'a RawValue>,
}

impl<'de> Fields<'de> for About<'de> {
    fn field<A: MapAccess<'de>>(&mut self, name: Field, map: &mut A) -> Result<(), A::Error> {
        let field = match name {
            Field::Id => &mut self.id,
            Field::Object => &mut self.object,
            Field::IdempotencyKey => &mut self.idempotency_key,
            Field::Customer => &mut self.customer,
            Field::Other => return map.next_value::<IgnoredAny>().map(|_| ()),
        };
        *field = map.next_value()?;
        Ok(())
    }
}

macro_rules! read_fields {
    ($($Type:ident),+) => {
        $(impl<'de: 'a, 'a> Deserialize<'de> for $Type<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(FieldsOf::<$Type<'de>>(PhantomData))
            }
        })+
    };
}
read_fields!(Data, About);

struct FieldsOf<T>(PhantomData<T>);

impl<'de, T: Fields<'de>> Visitor<'de> for FieldsOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut fields = T::default();
        while let Some(name) = map.next_key()? {
            fields.field(name, &mut map)?;
        }
        Ok(fields)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<T, E> {
        Ok(T::default())
    }
}

fn read<'a, T: Deserialize<'a>>(field: Option<&'a RawValue>) -> Option<T> {
    field.and_then(|raw| serde_json::from_str(raw.get()).ok())
}

impl Delivery {
    /// Reads a body that **was verified**, and of which it is known otherwise that it may be of any account:
    /// [`Endpoint::verify`](super::Endpoint::verify) asks whom its secret speaks for. `stripe_account` is the account whose endpoint
    /// it came to, empty for the platform's own; an event that names an account is that one's. An empty `account` is none.
    ///
    /// Secrets are left out of it.
    pub fn read(body: impl Into<Bytes>, stripe_account: &str) -> Self {
        Self::read_with(body, stripe_account, &Redact::default())
    }

    /// [`read`](Self::read) that leaves this out of the body, which is all that is kept of it.
    ///
    /// A body with nothing in it to leave out stays as it is, byte for byte. So does one that is no JSON: nobody knows what is in
    /// it. Of one that is JSON and too large, or nested too deep, to be redacted the event is kept, and not the body.
    pub fn read_with(body: impl Into<Bytes>, stripe_account: &str, redact: &Redact) -> Self {
        let delivery = Self::unowned(body.into());
        let owner = delivery.named.owner().unwrap_or(stripe_account).to_owned();
        Delivery { stripe_account: owner, ..delivery }.redacted(redact)
    }

    /// Reads a body that was signed with the secrets of these. What it names, if none of them speaks for that.
    pub(super) fn signed(body: Bytes, by: &[&Whose]) -> Result<Self, Named> {
        let delivery = Self::unowned(body);
        if delivery.unreadable.is_some() {
            let account = by.first().map_or("", |whose| whose.of_unreadable()).to_owned();
            return Ok(Delivery { stripe_account: account, ..delivery });
        }
        // Connected accounts last: an event that names the platform is the platform's, where that is known.
        let (connected, certain): (Vec<&Whose>, Vec<&Whose>) =
            by.iter().partition(|whose| ***whose == Whose::Connected);
        let owner = certain.into_iter().chain(connected).find_map(|whose| whose.owner(&delivery.named));
        match owner.map(str::to_owned) {
            Some(account) => Ok(Delivery { stripe_account: account, ..delivery }),
            None => Err(delivery.named),
        }
    }

    pub(super) fn redacted(mut self, redact: &Redact) -> Self {
        if !std::str::from_utf8(&self.body).is_ok_and(|raw| redact.may_be_in(raw)) {
            return self;
        }
        let redacted = match JsonText::new(self.body.clone()) {
            Ok(text) => redact.text(text.as_str()).map_err(|error| reason(&error)),
            Err(error) => Err(error.to_string()),
        };
        match redacted {
            Ok(None) => {}
            Ok(Some(text)) => self.body = text.into(),
            Err(_) if self.is_no_json() => {}
            Err(error) => {
                self.unreadable = Some(format!("its body is not kept, since it cannot be redacted: {error}"));
                self.body = Bytes::new();
            }
        }
        self
    }

    fn is_no_json(&self) -> bool {
        serde_json::from_slice::<IgnoredAny>(&self.body).is_err()
    }

    fn unowned(body: Bytes) -> Self {
        Self::event(&body).unwrap_or_else(|unreadable| Delivery {
            id: format!("unreadable_{}", hash(&body)),
            stripe_account: String::new(),
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
            named: Named::default(),
        })
    }

    fn event(body: &Bytes) -> Result<Self, String> {
        let text = JsonText::new(body.clone()).map_err(|error| error.to_string())?;
        let text = text.as_str();
        let head: Head<'_> = serde_json::from_str(text).map_err(|error| format!("not an event: {}", reason(&error)))?;
        let id: String = read(head.id).ok_or("not an event: no `id`")?;
        // A thin event says by its context whose it is, and so does an organisation's.
        let named = Named {
            account: read(head.account).and_then(no_blank),
            context: read::<String>(head.context).and_then(|context| last_account(&context)),
        };
        if id.is_empty() || is_too_long(&id) || named.owner().is_some_and(is_too_long) {
            return Err("not an event: an `id` or `account` that is empty or too long".into());
        }
        let about = match head.data.object {
            About { id: None, object: None, .. } => head.related_object,
            object => object,
        };
        let object_kind: Option<String> = read(about.object);
        let is_summary = object_kind.as_deref() == Some(SUMMARY);
        let request: About<'_> = read(head.request).unwrap_or_default();
        Ok(Delivery {
            id,
            stripe_account: String::new(),
            livemode: read(head.livemode),
            created: read(head.created).and_then(time).or_else(|| {
                let text: String = read(head.created)?;
                time(DateTime::parse_from_rfc3339(&text).ok()?.timestamp())
            }),
            kind: read(head.kind),
            api_version: read(head.api_version),
            object_id: read(about.id).or_else(|| read(about.customer.filter(|_| is_summary))),
            object_kind,
            // Before API version 2017-05-25 the request was its id.
            request_id: read(request.id).or_else(|| read(head.request)),
            idempotency_key: read(request.idempotency_key),
            body: body.clone(),
            unreadable: None,
            named,
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

    fn text(&self) -> String {
        match std::str::from_utf8(&self.body) {
            Ok(body) if !body.contains('\0') => body.to_owned(),
            // It is no JSON, and PostgreSQL holds neither.
            _ => String::from_utf8_lossy(&self.body).replace('\0', "\u{fffd}"),
        }
    }

    fn state(&self) -> State {
        if self.unreadable.is_some() { State::Dead } else { State::Pending }
    }

    /// The row that it becomes; with a lease, if it is to be processed. Its times are the database's to say.
    pub(crate) fn row(&self, lease: Option<&Lease>) -> InboxEvent {
        let lease = lease.filter(|_| self.unreadable.is_none());
        InboxEvent {
            id: self.id.clone(),
            stripe_account: self.stripe_account.clone(),
            livemode: self.livemode,
            created: self.created,
            type_: self.kind.clone(),
            api_version: self.api_version.clone(),
            object_kind: self.object_kind.clone(),
            object_id: self.object_id.clone(),
            request_id: self.request_id.clone(),
            idempotency_key: self.idempotency_key.clone(),
            body: self.text(),
            state: self.state().as_str().to_owned(),
            attempts: lease.is_some().into(),
            begun: true,
            due_at: DateTime::UNIX_EPOCH,
            lease: lease.map(|lease| lease.token.clone()),
            last_error: self.unreadable.clone(),
            received_at: DateTime::UNIX_EPOCH,
            applied_at: None,
            finished_at: None,
            tied_at: None,
        }
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
