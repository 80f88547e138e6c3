//! When a snapshot was true, and which of two snapshots wins: the ordering rule, pure.
//!
//! Stripe's objects carry no version, and its events arrive late, twice and out of order. What is known of a snapshot is an
//! interval on **Stripe's clock** within which it was certainly true at some instant. [`Observed`] is that interval;
//! [`decide`] is the whole rule.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The interval `[from, to)` on Stripe's clock in which a snapshot was true at some instant. Microseconds, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Observed {
    /// The snapshot is not older than this.
    pub from: DateTime<Utc>,
    /// The snapshot is older than this.
    pub to: DateTime<Utc>,
}

/// How far the local clock may be from Stripe's where an answer came without a `Date` header.
pub const SKEW: TimeDelta = TimeDelta::seconds(60);

/// Stripe's times have whole seconds: `event.created`, and the `Date` header.
const SECOND: TimeDelta = TimeDelta::seconds(1);

impl Observed {
    /// A snapshot that an event brought: the second in which the event was created.
    pub fn event(created: DateTime<Utc>) -> Self {
        Observed { from: created, to: after(created, SECOND) }
    }

    /// The event of the object's own creation, where Stripe chose the id: nothing is older than the creation.
    ///
    /// Not for ids that users choose (coupons, products, plans): such an id is deleted and created again.
    pub fn creation_event(created: DateTime<Utc>) -> Self {
        Observed { from: created, to: created }
    }

    /// An API answer with a `Date` header: from the header less the time that the call took, to the end of that second.
    pub fn answer(date: DateTime<Utc>, elapsed: TimeDelta) -> Self {
        Observed { from: before(date, elapsed), to: after(date, SECOND) }
    }

    /// An API answer of which only the local times are known: widened by [`SKEW`] on both sides.
    pub fn local(start: DateTime<Utc>, end: DateTime<Utc>) -> Self {
        Observed { from: before(start, SKEW), to: after(end, SKEW + TimeDelta::microseconds(1)) }
    }

    /// The answer that Stripe replayed for an idempotency key it had seen: as old as the object itself, perhaps.
    pub fn replayed(date: DateTime<Utc>) -> Self {
        Observed { from: DateTime::UNIX_EPOCH, to: after(date, SECOND) }
    }

    /// An object is not older than its own creation.
    #[must_use]
    pub fn not_before(self, created: Option<DateTime<Utc>>) -> Self {
        match created {
            Some(created) if created > self.from && created < self.to => Observed { from: created, ..self },
            _ => self,
        }
    }

    /// The interval of a row whose content both snapshots confirm.
    #[must_use]
    pub fn advanced(self, other: Observed) -> Self {
        Observed { from: self.from.max(other.from), to: self.to.max(other.to) }
    }
}

/// Databases keep microseconds; an interval's start must not move later when it is stored.
fn before(time: DateTime<Utc>, delta: TimeDelta) -> DateTime<Utc> {
    time.checked_sub_signed(delta).unwrap_or(DateTime::UNIX_EPOCH).trunc_subsecs(6)
}

fn after(time: DateTime<Utc>, delta: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(delta).unwrap_or(time).trunc_subsecs(6)
}

/// What became of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was newer than the row, or there was no row: it is the row now.
    Applied,
    /// It says what the row says; the row's interval may have advanced.
    Unchanged,
    /// It was older than the row: nothing changed.
    Stale,
    /// Only Stripe knows which is newer: the row is unchanged, and the object is queued to be read again.
    Tied,
}

/// The ordering rule: what becomes of a snapshot `new` where a row with the interval `stored` exists.
///
/// `equal` says whether their content is the same: the same fingerprint, or both deleted.
///
/// ```
/// # use diesel_stripe::observed::{decide, Observed, Outcome};
/// # use chrono::DateTime;
/// let second = |n: i64| DateTime::from_timestamp(1_700_000_000 + n, 0).unwrap();
/// let (row, later) = (Observed::event(second(0)), Observed::event(second(1)));
/// assert_eq!(decide(row, later, false), Outcome::Applied);
/// assert_eq!(decide(later, row, false), Outcome::Stale);
/// assert_eq!(decide(row, row, true), Outcome::Unchanged);
/// assert_eq!(decide(row, row, false), Outcome::Tied);
/// ```
pub fn decide(stored: Observed, new: Observed, equal: bool) -> Outcome {
    let says_nothing_new = equal && new.from <= stored.from && new.to <= stored.to;
    if new.from >= stored.to && !says_nothing_new {
        Outcome::Applied
    } else if equal && (new.to > stored.from || new.from >= stored.from) {
        Outcome::Unchanged
    } else if new.to <= stored.from {
        Outcome::Stale
    } else {
        Outcome::Tied
    }
}
