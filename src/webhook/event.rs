//! An event as handlers see it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::inbox::InboxEvent;
use crate::error::Result;
use crate::model::StripeModel;
use crate::projection::{Record, Redact, row_of};
use crate::stripe_data::{EventBody, Snapshot, StripeData};

/// An event of Stripe's: what it says of itself, typed, and the whole of it, raw.
#[derive(Clone)]
pub struct Event {
    /// Stripe's id.
    pub id: String,
    /// The connected account that the event is of; empty for the platform's own.
    pub stripe_account: String,
    /// What happened: `payment_intent.succeeded`. Empty, if it does not say.
    pub kind: String,
    /// When Stripe created the event. UTC.
    pub created: Option<DateTime<Utc>>,
    /// Live or test mode.
    pub livemode: Option<bool>,
    /// The API version that the body was rendered in.
    pub api_version: Option<String>,
    /// The kind of object that it is about: `payment_intent`.
    pub object_kind: Option<String>,
    /// The id of that object; none for objects without one.
    pub object_id: Option<String>,
    /// The id of the request that caused it; none if Stripe did.
    pub request_id: Option<String>,
    /// The idempotency key of that request.
    pub idempotency_key: Option<String>,
    /// Which attempt this is: 1 for the first.
    pub attempt: i64,
    /// When it was stored. UTC.
    pub received_at: DateTime<Utc>,
    json: Bytes,
    body: Option<EventBody>,
    redact: Arc<Redact>,
    /// For how long it has been known that only Stripe knows whether its object is newer than the mirror's row; `None` if that is
    /// not known, and then the object is to be applied.
    pub(crate) tied_for: Option<Duration>,
}

/// Stripe's words for the kinds of events: `event`, and `v2.core.event` for thin ones.
#[derive(Deserialize)]
struct Kind {
    #[serde(default)]
    object: Option<String>,
}

impl Event {
    /// Reads what the inbox holds of an event that was claimed for so long. A thin event carries no object; what is no event of
    /// Stripe's at all is an error.
    pub(crate) fn read(mut row: InboxEvent, lease: Duration, redact: &Arc<Redact>) -> Result<Self, String> {
        if row.body.is_empty() {
            return Err("its body was emptied, and nothing is left to process".into());
        }
        let attempt = row.attempt();
        let json = Bytes::from(std::mem::take(&mut row.body));
        let body = match EventBody::read(json.clone(), &row.stripe_account) {
            // The inbox knows whose it is: its endpoint said so.
            Ok(body) => Some(body.owned_by(&row.stripe_account)),
            Err(error) => match serde_json::from_slice(&json) {
                Ok(Kind { object: Some(kind) }) if kind.starts_with("v2.") => None,
                _ => return Err(error.to_string()),
            },
        };
        // By the database's clock alone.
        let claimed_at = || row.due_at.checked_sub_signed(TimeDelta::from_std(lease).ok()?);
        let since = |tied_at| claimed_at().unwrap_or(row.due_at).signed_duration_since(tied_at).to_std();
        let tied_for = row.tied_at.map(|tied_at| since(tied_at).unwrap_or_default());
        Ok(Event {
            tied_for,
            redact: Arc::clone(redact),
            id: row.id,
            stripe_account: row.stripe_account,
            kind: row.type_.unwrap_or_default(),
            created: row.created,
            livemode: row.livemode,
            api_version: row.api_version,
            object_kind: row.object_kind,
            object_id: row.object_id,
            request_id: row.request_id,
            idempotency_key: row.idempotency_key,
            attempt,
            received_at: row.received_at,
            json,
            body,
        })
    }

    /// The body as it was received, less redacted fields.
    pub fn json(&self) -> &str {
        std::str::from_utf8(&self.json).unwrap_or_default()
    }

    /// The event's own object: as it was when the event happened, whatever the mirror knows meanwhile. `None` if the event carries
    /// none with an id.
    ///
    /// It is the row that the object would be, read from the event alone: it is in no table, so its `revision` is 0, and the
    /// mirror's [`Redact`](crate::projection::Redact) holds for it too.
    ///
    /// ```
    /// # #[cfg(feature = "core")] {
    /// use diesel_stripe::objects::PaymentIntent;
    /// use diesel_stripe::webhook::{Context, HandlerResult};
    ///
    /// async fn paid<C>(context: Context<'_, C, PaymentIntent>) -> HandlerResult {
    ///     let then = context.event.object::<PaymentIntent>()?.ok_or("an event without its object")?;
    ///     println!("{:?} were paid, and the intent is {:?} now", then.amount_received, context.row.status);
    ///     Ok(())
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::WrongObject`](crate::Error::WrongObject) if it is of another kind than the model,
    /// [`Error::Malformed`](crate::Error::Malformed) if it is no object of Stripe's.
    pub fn object<M: StripeModel>(&self) -> Result<Option<M>> {
        let data = self.stripe_data::<M>()?;
        let row = |data: StripeData<M>| {
            let (kinds, snapshot) = (self.redact.kinds(), data.snapshot);
            let snapshot = snapshot.known_by(kinds);
            row_of(Record::of(kinds, M::TABLE, Vec::new(), &snapshot, &self.redact)?, &snapshot, self.received_at)
        };
        data.map(row).transpose()
    }

    /// The event's own object as Stripe sent it: its JSON, and async-stripe's struct by
    /// `event.stripe_data::<PaymentIntent>()?.map(|data| data.typed())`. `None` if the event carries none with an id.
    ///
    /// # Errors
    /// Those of [`object`](Self::object).
    pub fn stripe_data<M: StripeModel>(&self) -> Result<Option<StripeData<M>>> {
        self.snapshot()?.map(Snapshot::expect_model).transpose()
    }

    /// What the changed fields of the object were before, if the event says so.
    pub fn previous_attributes(&self) -> Option<Value> {
        let mut event: Value = serde_json::from_slice(&self.json).ok()?;
        Some(event.pointer_mut("/data/previous_attributes")?.take())
    }

    /// The account that its object belongs to, which the object may say itself.
    pub(crate) fn owner(&self) -> String {
        let kinds = self.redact.kinds();
        let kind = self.object_kind.as_deref().and_then(|object| kinds.get(object));
        let says_it = kind.is_some_and(|kind| kind.owner.is_some());
        let snapshot = says_it.then(|| self.snapshot().ok().flatten()).flatten();
        snapshot.map_or_else(|| self.stripe_account.clone(), |snapshot| snapshot.known_by(kinds).origin.stripe_account)
    }

    pub(crate) fn snapshot(&self) -> Result<Option<Snapshot>> {
        let object = self.body.as_ref().map(EventBody::object).transpose()?.flatten();
        Ok(object.map(|data| data.snapshot))
    }
}

/// All but the body, which may hold personal data and client secrets.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("id", &self.id)
            .field("stripe_account", &self.stripe_account)
            .field("kind", &self.kind)
            .field("created", &self.created)
            .field("object_kind", &self.object_kind)
            .field("object_id", &self.object_id)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}
