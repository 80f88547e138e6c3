//! When a snapshot was true, and which of two snapshots wins: the ordering rule, pure.
//!
//! Stripe's objects carry no version, and its events arrive late, twice and out of order. What is known of a snapshot is an
//! interval on **Stripe's clock** within which it was certainly true at some instant. [`Observed`] is that interval;
//! [`decide`] is the rule for two snapshots of a living object, and [`merge`] the whole rule, deletions included.
//!
//! A row is a function of the *set* of snapshots that came for it, in whatever order:
//!
//! - Of an id that Stripe chose, a deletion is for ever: its interval ends at [`FOREVER`], so nothing is newer. It wins whenever
//!   it comes, and nothing revives the row.
//! - An id that a user chose (a coupon's) is deleted and created again: there a deletion is a snapshot like any other. Only a
//!   truly newer snapshot of the object itself revives the row; a copy within another object never does, but has it read again.
//! - A tombstone keeps the newest values that are known (of two whole snapshots that tied, those of one of them), so its interval
//!   starts where these were true. A deletion with a whole
//!   body brings values; a stub (`{"id": …, "object": …, "deleted": true}`) has none, and an older snapshot that comes later
//!   fills them in.

use chrono::{DateTime, NaiveDate, NaiveTime, SubsecRound, TimeDelta, Utc};

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

/// The end of the interval of a deletion after which the id is never used again: the last microsecond that all databases hold.
pub const FOREVER: DateTime<Utc> =
    match (NaiveDate::from_ymd_opt(9999, 12, 31), NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999)) {
        (Some(date), Some(time)) => date.and_time(time).and_utc(),
        _ => DateTime::<Utc>::MAX_UTC,
    };

/// Stripe's times have whole seconds: `event.created`, and the `Date` header.
const SECOND: TimeDelta = TimeDelta::seconds(1);

impl Observed {
    /// A snapshot that an event brought: the second in which the event was created.
    pub fn event(created: DateTime<Utc>) -> Self {
        Observed { from: created, to: after(created, SECOND) }
    }

    /// The event of the object's own creation, where Stripe chose the id: nothing is older than the creation. It is the microsecond
    /// before the second, so that all else of the second is newer.
    ///
    /// Not for ids that users choose (coupons, products, plans): such an id is deleted and created again.
    pub fn creation_event(created: DateTime<Utc>) -> Self {
        Observed { from: before(created, TimeDelta::microseconds(1)), to: created }
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

    /// The deletion of an object whose id Stripe chose, seen in this interval: true from its end on, for ever.
    #[must_use]
    pub fn deletion(self) -> Self {
        Observed { from: self.to, to: FOREVER }
    }

    /// The deletion of an object whose id a user chose, with a whole body: these are the last values of that life, so they are newer
    /// than any that may be of the same time. Whether the object was created again in the same second stays open.
    #[must_use]
    pub fn last_values(self) -> Self {
        Observed { from: before(self.to, TimeDelta::microseconds(1)), ..self }
    }

    /// Whether this is of a deletion that nothing revives.
    pub fn is_for_ever(&self) -> bool {
        self.to == FOREVER
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
    /// Only Stripe knows which is newer: the object is queued to be read again, and the row is unchanged until then, but that a
    /// deletion stands.
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

/// What the rule needs to know of a row, or of a snapshot on its way to the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen<'f> {
    /// When it was true. Of a tombstone: from when the values are that it keeps, and by when the object was deleted.
    pub observed: Observed,
    /// The [fingerprint](crate::projection::Fingerprint) of the values; empty for a stub, which has none.
    pub fingerprint: &'f str,
    /// Whether it says that the object is deleted.
    pub deleted: bool,
}

/// What [`merge`] makes of a row and a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// What became of the snapshot.
    pub outcome: Outcome,
    /// Whether the row has the snapshot's values now. A tombstone's may be filled by a snapshot that is [`Outcome::Stale`].
    pub values: bool,
    /// The row's interval now.
    pub observed: Observed,
    /// Whether the row is a tombstone now.
    pub deleted: bool,
}

/// The whole rule: what becomes of a row `stored` where the snapshot `new` comes. The databases execute the same in one statement.
///
/// `nested` says whether the snapshot is a copy within another object (expanded, embedded, listed), which revives no tombstone.
pub fn merge(stored: Seen<'_>, new: Seen<'_>, nested: bool) -> Merged {
    let same = stored.fingerprint == new.fingerprint;
    let untouched = |outcome| Merged { outcome, values: false, observed: stored.observed, deleted: stored.deleted };
    match (stored.deleted, new.deleted) {
        (false, false) => match decide(stored.observed, new.observed, same) {
            Outcome::Applied => Merged { values: !same, ..advanced(stored, new, Outcome::Applied) },
            Outcome::Unchanged => advanced(stored, new, Outcome::Unchanged),
            outcome => untouched(outcome),
        },
        // The id may be in use again since.
        (false, true) if !new.observed.is_for_ever() && new.observed.to <= stored.observed.from => {
            untouched(Outcome::Tied)
        }
        (_, true) => {
            let values = fills(stored, new);
            let from = match (values, stored.fingerprint.is_empty()) {
                (true, _) => new.observed.from,
                (false, false) => stored.observed.from,
                // There are no values yet.
                (false, true) => stored.observed.from.max(new.observed.from),
            };
            let observed = Observed { from, to: stored.observed.to.max(new.observed.to) };
            let outcome = match stored.deleted {
                true => decide(stored.observed, new.observed, true),
                false if new.observed.is_for_ever() || new.observed.from >= stored.observed.to => Outcome::Applied,
                // Only Stripe knows. Until it is asked, the deletion stands: so the values do not depend on which came first.
                false => Outcome::Tied,
            };
            Merged { outcome, values, observed, deleted: true }
        }
        (true, false) => {
            if new.observed.from >= stored.observed.to && !nested {
                return Merged { outcome: Outcome::Applied, values: true, observed: new.observed, deleted: false };
            }
            let is_older = stored.observed.is_for_ever() || new.observed.to <= stored.observed.from;
            let values = fills(stored, new);
            let from = if values { new.observed.from } else { stored.observed.from };
            let to = if values || same { stored.observed.to.max(new.observed.to) } else { stored.observed.to };
            let outcome = if is_older { Outcome::Stale } else { Outcome::Tied };
            Merged { values, observed: Observed { from, to }, ..untouched(outcome) }
        }
    }
}

/// A row that says what the snapshot says.
fn advanced(stored: Seen<'_>, new: Seen<'_>, outcome: Outcome) -> Merged {
    Merged { outcome, values: false, observed: stored.observed.advanced(new.observed), deleted: stored.deleted }
}

/// Whether a snapshot's values are those that a tombstone keeps: the newest, and of two of the same time the same in any order.
fn fills(stored: Seen<'_>, new: Seen<'_>) -> bool {
    !new.fingerprint.is_empty()
        && (stored.fingerprint.is_empty()
            || (new.observed.from, new.fingerprint) > (stored.observed.from, stored.fingerprint))
}
