//! Where a snapshot came from: the account that owns it, and what is known of its time.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Clock, Created, JsonText};
use crate::observed::{Observed, SKEW};

/// Where a snapshot came from. It says who owns the object, and from when the snapshot is.
///
/// ```
/// use diesel_stripe::Origin;
/// use chrono::{DateTime, TimeDelta, Utc};
///
/// // An API answer: the `Date` header, and how long the call took.
/// let origin = Origin::answer(Utc::now(), TimeDelta::milliseconds(240)).stripe_account("acct_1");
/// // An event's `data.object`: the event's `created` and `type`.
/// let origin = Origin::event(Utc::now(), "payment_intent.succeeded");
/// ```
#[derive(Debug, Clone)]
pub struct Origin {
    pub(crate) stripe_account: String,
    pub(crate) api_version: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) source: Source,
}

#[derive(Debug, Clone)]
pub(crate) enum Source {
    Answer(Observed),
    Event { created: DateTime<Utc>, kind: Option<String>, previous_attributes: Option<JsonText> },
}

impl Origin {
    fn of(source: Source) -> Self {
        Origin { stripe_account: String::new(), api_version: None, request_id: None, source }
    }

    /// An API answer with Stripe's `Date` header, and the time from the call's start to the answer.
    pub fn answer(date: DateTime<Utc>, elapsed: TimeDelta) -> Self {
        Self::of(Source::Answer(Observed::answer(date, elapsed)))
    }

    /// An API answer without headers: the local times of the call's start and end. Stripe's clock may be
    /// [`SKEW`](crate::observed::SKEW) away.
    pub fn local(start: DateTime<Utc>, end: DateTime<Utc>) -> Self {
        Self::of(Source::Answer(Observed::local(start, end)))
    }

    /// JSON of which no more is known than when it was read, by the local clock.
    pub fn read_at(time: DateTime<Utc>) -> Self {
        Self::local(time, time)
    }

    /// An answer that Stripe replayed for an idempotency key (`Idempotent-Replayed: true`): it may be as old as the object.
    pub fn replayed(date: DateTime<Utc>) -> Self {
        Self::of(Source::Answer(Observed::replayed(date)))
    }

    /// The `data.object` of an event with this `created` and `type`.
    ///
    /// The type matters: the event of an object's own creation is older than all others, and that of its deletion makes a
    /// tombstone.
    pub fn event(created: DateTime<Utc>, kind: impl Into<String>) -> Self {
        Self::of(Source::Event { created, kind: Some(kind.into()), previous_attributes: None })
    }

    /// The connected account that owns the object.
    #[must_use]
    pub fn stripe_account(mut self, account: impl Into<String>) -> Self {
        self.stripe_account = account.into();
        self
    }

    /// The API version that the JSON was rendered in.
    #[must_use]
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Stripe's id of the request that answered.
    #[must_use]
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// What an object of this kind was before, as the event says; only used where there is no client to break a tie with.
    pub(crate) fn previous_attributes(&self) -> Option<&JsonText> {
        match &self.source {
            Source::Event { previous_attributes, .. } => previous_attributes.as_ref(),
            Source::Answer(_) => None,
        }
    }

    /// Whether it is an answer to a call, which was made with the host's own key.
    pub(crate) fn is_answer(&self) -> bool {
        matches!(self.source, Source::Answer(_))
    }

    /// The interval of an object from here.
    pub(crate) fn observed(&self, object_created: Created) -> Observed {
        match &self.source {
            Source::Answer(observed) => after_creation(*observed, object_created),
            Source::Event { created, .. } => Observed::event(*created),
        }
    }

    /// Whether it is the event of such an object's own creation.
    pub(crate) fn is_of_creation(&self, object: &str) -> bool {
        self.event_type().is_some_and(|kind| is_own(kind, object, "created"))
    }

    /// Whether it is the event of such an object's deletion.
    pub(crate) fn is_of_deletion(&self, object: &str) -> bool {
        // Not every such type names the kind of object: `customer.source.deleted` is about a `card`. A `source` is only taken off its
        // customer then.
        self.event_type()
            .is_some_and(|kind| kind.ends_with(".deleted") && kind != CANCELED_SUBSCRIPTION && object != SOURCE)
    }

    fn event_type(&self) -> Option<&str> {
        match &self.source {
            Source::Event { kind, .. } => kind.as_deref(),
            Source::Answer(_) => None,
        }
    }

    /// What is within an object was true with it, but was not created or deleted with it.
    pub(crate) fn of_nested(&self) -> Self {
        let source = match &self.source {
            Source::Event { created, .. } => Source::Event { created: *created, kind: None, previous_attributes: None },
            answer => answer.clone(),
        };
        Origin { source, ..self.clone() }
    }
}

/// An object is not older than its own creation, as far as `created` is of Stripe's clock. In a test clock's simulated time it
/// says nothing of when an answer was true, and as a bound it would make real changes stale.
///
/// Of an object that may or may not have a test clock, the bound is taken only into the interval of an answer with a `Date`
/// header. That is sound: a test clock's time stands still unless it is told to advance, so it lies within the second or so that
/// such an answer took only if it was set to that very second, and then the bound is wrong by less than the call took.
/// A replayed answer and one without headers may be of any time in a wide interval; a test clock's time would cut off years.
fn after_creation(observed: Observed, Created { at, clock }: Created) -> Observed {
    let is_tight = observed.to - observed.from < SKEW;
    match clock {
        Clock::Stripes => observed.not_before(at),
        Clock::Unknown if is_tight => observed.not_before(at),
        Clock::Unknown | Clock::Simulated => observed,
    }
}

/// What a customer pays with, made and kept apart from the customer.
const SOURCE: &str = "source";

/// The one `….deleted` event after which the object still exists, with `status: canceled`.
const CANCELED_SUBSCRIPTION: &str = "customer.subscription.deleted";

/// Whether the type is `<object>.<verb>` or `….<object>.<verb>`: `customer.subscription.created` of a `subscription`.
fn is_own(kind: &str, object: &str, verb: &str) -> bool {
    let of_object = kind.strip_suffix(verb).and_then(|rest| rest.strip_suffix('.'));
    of_object.is_some_and(|rest| rest == object || rest.strip_suffix(object).is_some_and(|rest| rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn an_objects_own_events() {
        assert!(is_own("customer.created", "customer", "created"));
        assert!(is_own("customer.subscription.created", "subscription", "created"));
        assert!(is_own("checkout.session.created", "checkout.session", "created"));
        assert!(!is_own("customer.source.created", "card", "created"));
        assert!(!is_own("customer.updated", "customer", "created"));
        assert!(!is_own("subscription_schedule.created", "schedule", "created"));
    }
}
