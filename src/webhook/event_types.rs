//! The types of events that Stripe has.

use std::collections::BTreeSet;

use super::Pattern;
use crate::objects::KINDS;

/// These are the `enabled_events` that a webhook endpoint can have by Stripe's OpenAPI specification of 2026-08-26.dahlia and by
/// async-stripe 1.0.0-rc.10, which is newer. A test compares them with both.
fn all() -> impl Iterator<Item = &'static str> {
    let all: BTreeSet<_> = KINDS.iter().flat_map(|kind| kind.events.iter().copied()).collect();
    all.into_iter()
}

/// The types whose object is of this kind.
pub(super) fn of_object(object: &str) -> impl Iterator<Item = String> {
    KINDS.get(object).into_iter().flat_map(|kind| kind.events.iter().map(|name| (*name).to_owned()))
}

impl Pattern {
    /// The types of events that these are, by name: those that Stripe had when this version of the crate was made. A name without
    /// a star is itself, whether Stripe has it or not.
    ///
    /// ```
    /// use diesel_stripe::webhook::Pattern;
    ///
    /// let types: Vec<_> = Pattern::from("coupon.*").types().collect();
    /// assert_eq!(types, ["coupon.created", "coupon.deleted", "coupon.updated"]);
    /// ```
    pub fn types(&self) -> impl Iterator<Item = String> {
        let itself = Some(self.as_str().to_owned()).filter(|name| !name.ends_with('*'));
        let known = itself.is_none().then(|| all().filter(|name| self.matches(name)).map(str::to_owned));
        itself.into_iter().chain(known.into_iter().flatten())
    }
}

/// What a webhook endpoint is to be told of, as Stripe wants it: names, or `*` alone. Thin events go to destinations of another
/// kind.
pub(super) fn enabled(patterns: impl IntoIterator<Item = Pattern>) -> BTreeSet<String> {
    let mut enabled = BTreeSet::new();
    for pattern in patterns {
        if pattern.as_str() == "*" {
            return BTreeSet::from(["*".to_owned()]);
        }
        enabled.extend(pattern.types().filter(|name| !name.starts_with("v1.") && !name.starts_with("v2.")));
    }
    enabled
}
