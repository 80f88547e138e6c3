//! What happens by itself, seconds or months after the request that led to it: a charge's fee is known, a refund fails, a
//! subscription renews. It is done as soon as the clock has come to its time.

use std::collections::BTreeMap;

use serde_json::Value;

use super::auth::Scope;
use super::state::{Call, Cause};

/// What is to be done, by its time.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    entries: BTreeMap<(i64, u64), Later>,
    next: u64,
}

/// Something to be done with an object.
#[derive(Debug)]
pub(super) struct Later {
    pub scope: Scope,
    /// The object's id.
    pub id: String,
    /// The request that led to it: the events name it.
    pub cause: Cause,
    /// What the call is handed over; null as a rule.
    pub handed_over: Value,
    /// The call's `id` is the object's.
    pub run: fn(&mut Call<'_>),
}

impl Schedule {
    pub fn add(&mut self, at: i64, later: Later) {
        self.entries.insert((at, self.next), later);
        self.next += 1;
    }

    /// The first entry that is due, and its time.
    pub fn pop_due(&mut self, now: i64) -> Option<(i64, Later)> {
        let first = self.entries.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((at, _), later) = first.remove_entry();
        Some((at, later))
    }

    /// When the next entry is due, in seconds since 1970.
    pub fn next_due(&self) -> Option<i64> {
        self.entries.first_key_value().map(|((at, _), _)| *at)
    }
}
