//! One object as Stripe sent it: the bytes, whose it is, and when it was true.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::error::{Error, Result, Subject, malformed, reason};
use crate::json::{Node, boolean, raw_all, time_of};
use crate::model::{Kinds, StripeModel, StripeObject};
use crate::observed::Observed;
use crate::sql::{MAX_ID, is_too_long};

mod event;
mod origin;

pub use crate::json::{JsonText, MAX_BODY};
pub use event::EventBody;
#[cfg(feature = "webhook")]
pub(crate) use event::{last_account, no_blank};
pub use origin::Origin;

/// One object as Stripe sent it, on its way to the model `M`.
///
/// The JSON is kept as it was received; [`typed`](Self::typed) reads it as async-stripe's struct. `Debug` shows what the object
/// is and when it was true, never its content: that may hold a client secret.
pub struct StripeData<M: ?Sized = StripeObject> {
    pub(crate) snapshot: Snapshot,
    model: PhantomData<fn() -> Box<M>>,
}

/// What the mirror needs to know of a snapshot, whatever its model.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) object: String,
    pub(crate) id: String,
    pub(crate) json: JsonText,
    pub(crate) origin: Origin,
    /// The interval as the origin says, and then as it is [narrowed](Self::known_by).
    pub(crate) observed: Observed,
    /// The event that brought it says that the object was created.
    pub(crate) creation: bool,
    /// Whether what is known of its kind is taken into account.
    pub(crate) is_known: bool,
    pub(crate) livemode: Option<bool>,
    pub(crate) deleted: bool,
    /// It says that the object is deleted, and nothing more.
    pub(crate) stub: bool,
    /// It is a copy within another object: expanded, embedded or listed.
    pub(crate) nested: bool,
    pub(crate) replaced: Vec<String>,
    /// Whether it lives in the simulated time of a test clock, and what is within it too.
    pub(crate) simulated: bool,
    /// Whether it shows an invoice that does not exist yet, or a line of one.
    pub(crate) preview: bool,
}

/// An object that is named by its id, or expanded.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Id(String),
    Expanded { id: String },
}

impl Named {
    fn id(self) -> String {
        match self {
            Named::Id(id) | Named::Expanded { id } => id,
        }
    }
}

/// All that a customer is entitled to: it has no id of its own, and is known by the customer's.
pub(crate) const SUMMARY: &str = "entitlements.active_entitlement_summary";

/// The few fields by which an object is known.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, default)]
    object: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    created: Option<&'a RawValue>,
    /// What `created` is called in an invoice until 2019-03-14, and in an invoice item.
    #[serde(borrow, default)]
    date: Option<&'a RawValue>,
    #[serde(borrow, default)]
    livemode: Option<&'a RawValue>,
    #[serde(borrow, default)]
    deleted: Option<&'a RawValue>,
    #[serde(borrow, default)]
    unique_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    invoice: Option<&'a RawValue>,
    #[serde(borrow, default)]
    customer: Option<&'a RawValue>,
    /// `null` is a word too: it has none.
    #[serde(borrow, default, deserialize_with = "said")]
    test_clock: Option<&'a RawValue>,
}

fn said<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

fn read<'a, T: Deserialize<'a>>(field: Option<&'a RawValue>) -> Option<T> {
    field.and_then(|raw| serde_json::from_str(raw.get()).ok())
}

/// Whether JSON that says `deleted: true` says nothing else of the object.
fn is_stub(object: &str, text: &str) -> bool {
    let keys: HashMap<Cow<'_, str>, IgnoredAny> = serde_json::from_str(text).unwrap_or_default();
    keys.keys().all(|key| match key.as_ref() {
        "id" | "object" | "deleted" | "livemode" => true,
        "currency" => matches!(object, "card" | "bank_account"),
        "device_type" | "serial_number" => object == "terminal.reader",
        "name" => object == "application",
        _ => false,
    })
}

impl Snapshot {
    pub(crate) fn read(json: JsonText, origin: Origin) -> Result<Self> {
        Self::read_in(json, origin, false)
    }

    /// `simulated`: in the time of a test clock, as is known otherwise.
    fn read_in(json: JsonText, origin: Origin, simulated: bool) -> Result<Self> {
        let mut subject = Subject { stripe_account: origin.stripe_account.clone(), ..Subject::default() };
        let text = json.as_str();
        let head: Head<'_> = match serde_json::from_str(text) {
            Ok(head) if text.trim_start().starts_with('{') => head,
            Ok(_) => return Err(malformed(subject, "not a JSON object")),
            Err(error) => return Err(malformed(subject, format!("not a JSON object: {}", reason(&error)))),
        };
        subject.object = read(head.object);
        subject.id = read(head.id);
        if subject.object.as_deref() == Some("line_item") {
            // Before API version 2019-12-03, a line's `id` is that of what it bills; this one is its `id` in newer versions.
            let unique: Option<String> = read(head.unique_id);
            subject.id = unique.filter(|unique| !unique.is_empty()).or(subject.id);
        }
        if subject.object.as_deref() == Some(SUMMARY) {
            subject.id = read(head.customer);
        }
        let (object, id) = match (&subject.object, &subject.id) {
            (None, _) => return Err(malformed(subject, "no `object`")),
            (_, None) => return Err(malformed(subject, "no `id`")),
            (Some(object), Some(id)) => (object.clone(), id.clone()),
        };
        if id.is_empty() || object.is_empty() || is_too_long(&id) || is_too_long(&object) {
            return Err(malformed(subject, format!("an `id` or `object` that is empty or over {MAX_ID} characters")));
        }
        if !json.replaced().is_empty() {
            let places = json.replaced().join(", ");
            tracing::warn!(object, id, places, "characters that cannot be stored became U+FFFD");
        }
        // As columns are read: what does not fit is not known.
        let is_true = |field| read(field).and_then(|value: Node<'_>| boolean(&value).ok());
        let livemode = is_true(head.livemode);
        let on_clock = head.test_clock.map(|clock| clock.get() != "null");
        let simulated = simulated || on_clock == Some(true);
        let clock = match (simulated, on_clock, livemode) {
            (true, ..) => Clock::Simulated,
            (false, Some(_), _) | (false, None, Some(true)) => Clock::Stripes,
            (false, None, _) => Clock::Unknown,
        };
        let at = read(head.created).or_else(|| read(head.date)).and_then(|created: Node<'_>| time_of(&created).ok());
        let says_deleted = is_true(head.deleted).unwrap_or(false);
        let stub = says_deleted && is_stub(&object, text);
        let of_preview = || read(head.invoice).is_some_and(|id: Cow<'_, str>| is_preview("invoice", &id));
        Ok(Snapshot {
            preview: is_preview(&object, &id) || (object == "line_item" && of_preview()),
            observed: origin.observed(Created { at, clock }),
            creation: origin.is_of_creation(&object),
            is_known: false,
            simulated,
            deleted: says_deleted || origin.is_of_deletion(&object),
            stub,
            nested: false,
            livemode,
            replaced: json.replaced().to_vec(),
            object,
            id,
            json,
            origin,
        })
    }

    pub(crate) fn subject(&self) -> Subject {
        Subject::new(&self.object, &self.id, &self.origin.stripe_account)
    }

    pub(crate) fn typed<M: ?Sized>(self) -> StripeData<M> {
        StripeData { snapshot: self, model: PhantomData }
    }

    /// An object that does not exist (any more), as of the same time.
    #[cfg(feature = "api")]
    pub(crate) fn stub(&self, object: &str, id: &str) -> Result<Snapshot> {
        let json = serde_json::json!({ "id": id, "object": object, "deleted": true }).to_string();
        Snapshot::read(json.into(), self.origin.of_nested())
    }

    /// With what is known of the object's kind: whose it is, and that nothing is older than its creation and nothing newer than its
    /// deletion, unless users choose the ids of such objects.
    pub(crate) fn known_by(mut self, kinds: &Kinds) -> Self {
        if std::mem::replace(&mut self.is_known, true) {
            return self;
        }
        if let Some(owner) = kinds.get(&self.object).and_then(|kind| kind.owner) {
            let named = raw_all(self.json.as_str(), &[owner]).pop();
            let named = named.and_then(|raw| serde_json::from_str::<Named>(raw.get()).ok()).map(Named::id);
            self.origin.stripe_account = named.unwrap_or(self.origin.stripe_account);
        }
        let is_chosen = kinds.is_chosen(&self.object, &self.id);
        if self.creation && !is_chosen && kinds.get(&self.object).is_some_and(|kind| !kind.older_than_creation) {
            self.observed = Observed::creation_event(self.observed.from);
        }
        if self.deleted && !is_chosen {
            self.observed = self.observed.deletion();
        } else if self.deleted && !self.stub {
            self.observed = self.observed.last_values();
        }
        self
    }

    /// An object within this one, as of the same time.
    pub(crate) fn nested(&self, raw: &RawValue) -> Result<Snapshot> {
        let nested = Snapshot::read_in(self.json.slice(raw.get()), self.origin.of_nested(), self.simulated)?;
        Ok(Snapshot { nested: true, ..nested })
    }

    /// Refuses what does not exist yet.
    pub(crate) fn refuse_preview(&self) -> Result<()> {
        if self.preview { Err(Error::Preview { subject: self.subject() }) } else { Ok(()) }
    }
}

/// Whether it is an invoice that Stripe would make. No invoice ever has such an id, and Stripe serves none by it.
pub(crate) fn is_preview(object: &str, id: &str) -> bool {
    object == "invoice" && id.starts_with("upcoming_in")
}

impl<M: StripeModel> StripeData<M> {
    /// Reads one object from JSON, as an API answer or an event's `data.object` has it.
    ///
    /// What PostgreSQL's `jsonb` cannot hold (`\u0000`, half a surrogate pair) becomes U+FFFD, on every database alike;
    /// [`replaced`](Self::replaced) says where.
    ///
    /// # Errors
    /// [`Error::Malformed`] if it is not a JSON object with an `object` and an `id`, [`Error::WrongObject`] if it is another
    /// kind than the model, [`Error::TooLarge`] over [`MAX_BODY`].
    ///
    /// ```
    /// use diesel_stripe::{objects::PaymentIntent, Origin, StripeData};
    ///
    /// let json = br#"{"id": "pi_1", "object": "payment_intent", "amount": 100, "created": 1700000000}"#;
    /// let intent = StripeData::<PaymentIntent>::from_json(json.as_slice(), Origin::read_at(chrono::Utc::now()))?;
    /// assert_eq!(intent.id(), "pi_1");
    /// # Ok::<(), diesel_stripe::Error>(())
    /// ```
    pub fn from_json(json: impl Into<Vec<u8>>, origin: Origin) -> Result<Self> {
        Self::from_bytes(Bytes::from(json.into()), origin)
    }

    /// [`from_json`](Self::from_json) of bytes that need not be copied.
    ///
    /// # Errors
    /// Those of [`from_json`](Self::from_json).
    pub fn from_bytes(json: Bytes, origin: Origin) -> Result<Self> {
        Snapshot::read(JsonText::new(json)?, origin)?.expect_model()
    }
}

impl Snapshot {
    pub(crate) fn expect_model<M: StripeModel>(self) -> Result<StripeData<M>> {
        match M::TABLE.object {
            Some(expected) if expected != self.object => Err(Error::WrongObject { subject: self.subject(), expected }),
            _ => Ok(self.typed()),
        }
    }
}

impl<M: ?Sized> StripeData<M> {
    /// The object's id.
    pub fn id(&self) -> &str {
        &self.snapshot.id
    }

    /// The kind of object: `payment_intent`.
    pub fn object(&self) -> &str {
        &self.snapshot.object
    }

    /// The connected account that owns it; empty for the platform's own.
    pub fn stripe_account(&self) -> &str {
        &self.snapshot.origin.stripe_account
    }

    /// What it is and whose: what errors and [`refresh::one`](crate::refresh) know it by.
    pub fn subject(&self) -> Subject {
        self.snapshot.subject()
    }

    /// The JSON as it was received.
    pub fn json(&self) -> &str {
        self.snapshot.json.as_str()
    }

    /// The secret with which the customer's browser completes this: of a payment intent, setup intent, checkout session, …; of an
    /// invoice, that of its `confirmation_secret`. Only answers of the API have one, and the mirror [does not keep
    /// it](crate::projection::Redact): ask Stripe once more where it is needed again.
    ///
    /// Whoever has it can confirm the payment and read the payer's data: give it to the payer over TLS, and neither store nor log it
    /// nor put it into a URL.
    ///
    /// ```no_run
    /// # #[cfg(all(feature = "core", feature = "client"))]
    /// # async fn example(stripe: &diesel_stripe::client::Client, intent: &str) -> diesel_stripe::Result<()> {
    /// use diesel_stripe::{objects::PaymentIntent, prelude::*};
    /// use diesel_stripe::stripe_core::payment_intent::RetrievePaymentIntent;
    ///
    /// let answer = PaymentIntent::api_retrieve(stripe, &RetrievePaymentIntent::new(intent)).await?;
    /// let secret = answer.client_secret();
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_secret(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Secrets<'a> {
            #[serde(borrow, default)]
            client_secret: Option<&'a RawValue>,
            #[serde(borrow, default)]
            confirmation_secret: Option<&'a RawValue>,
        }
        let secrets = |json| serde_json::from_str::<Secrets<'_>>(json).ok();
        let Secrets { client_secret, confirmation_secret } = secrets(self.json())?;
        read(client_secret).or_else(|| read(secrets(confirmation_secret?.get())?.client_secret))
    }

    /// The interval on Stripe's clock in which this was true, as its origin says. What is known of the kind of object narrows it: see
    /// [`Mirror::observed`](crate::mirror::Mirror::observed).
    pub fn observed(&self) -> Observed {
        self.snapshot.observed
    }

    /// Whether this says that the object was deleted.
    pub fn is_deleted(&self) -> bool {
        self.snapshot.deleted
    }

    /// Live or test, if the object says so.
    pub fn livemode(&self) -> Option<bool> {
        self.snapshot.livemode
    }

    /// The API version that the JSON was rendered in, if known.
    pub fn api_version(&self) -> Option<&str> {
        self.snapshot.origin.api_version.as_deref()
    }

    /// Stripe's id of the request that answered with this, if known.
    pub fn request_id(&self) -> Option<&str> {
        self.snapshot.origin.request_id.as_deref()
    }

    /// The strings, as JSON pointers, in which characters that no database holds (`\u0000`, half a surrogate pair) were replaced
    /// by U+FFFD. When the object is applied, the log names them too.
    pub fn replaced(&self) -> &[String] {
        &self.snapshot.replaced
    }

    /// The same object on its way to another model: the host's own, say.
    ///
    /// # Errors
    /// [`Error::WrongObject`] if it is another kind than that model.
    pub fn into_model<N: StripeModel>(self) -> Result<StripeData<N>> {
        self.snapshot.expect_model()
    }
}

impl<M: ?Sized> Clone for StripeData<M> {
    fn clone(&self) -> Self {
        self.snapshot.clone().typed()
    }
}

impl<M: ?Sized> fmt::Debug for StripeData<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Snapshot { object, id, json, origin, observed, deleted, .. } = &self.snapshot;
        f.debug_struct("StripeData")
            .field("object", object)
            .field("id", id)
            .field("stripe_account", &origin.stripe_account)
            .field("observed", observed)
            .field("deleted", deleted)
            .field("request_id", &origin.request_id)
            .field("bytes", &json.as_str().len())
            .finish()
    }
}

/// What [`sync_from_stripe_data`](crate::SyncFromStripe::sync_from_stripe_data) takes: a `StripeData`, or raw JSON with its
/// origin.
pub trait IntoStripeData<M> {
    /// The object on its way to `M`.
    ///
    /// # Errors
    /// Those of [`StripeData::from_json`].
    fn into_stripe_data(self) -> Result<StripeData<M>>;
}

impl<M: StripeModel> IntoStripeData<M> for StripeData<M> {
    fn into_stripe_data(self) -> Result<StripeData<M>> {
        Ok(self)
    }
}

impl<M: StripeModel> IntoStripeData<M> for &StripeData<M> {
    fn into_stripe_data(self) -> Result<StripeData<M>> {
        Ok(self.clone())
    }
}

impl<M: StripeModel> IntoStripeData<M> for (&[u8], &Origin) {
    fn into_stripe_data(self) -> Result<StripeData<M>> {
        StripeData::from_json(self.0, self.1.clone())
    }
}

impl<M: StripeModel> IntoStripeData<M> for (&serde_json::Value, &Origin) {
    fn into_stripe_data(self) -> Result<StripeData<M>> {
        StripeData::from_json(self.0.to_string(), self.1.clone())
    }
}

/// The creation time that an object states, for the rule that nothing is older than its creation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Created {
    pub(crate) at: Option<DateTime<Utc>>,
    pub(crate) clock: Clock,
}

/// By which clock an object's times are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// Stripe's own: the object is live, where there are no test clocks, or says that it has none.
    Stripes,
    /// A test clock: its time is simulated.
    Simulated,
    /// An object in test mode of a kind that does not name its test clock: its customer may have one.
    Unknown,
}
