//! Lists: newest first, a page at a time: <https://docs.stripe.com/api/pagination>.

use std::ops::Bound;

use serde_json::{Value, json};

use super::error::ApiError;
use super::params::{Params, TEXT};
use super::state::Call;

const DEFAULT_LIMIT: i64 = 10;
const MAX_LIMIT: i64 = 100;

/// The page of objects of a kind that the request asks for, among those that `wanted` admits.
pub(super) fn page(
    call: &Call<'_>,
    kind: &str,
    noun: &str,
    wanted: impl Fn(&Value) -> bool,
) -> Result<Value, ApiError> {
    of_kinds(call, &[kind], noun, true, wanted)
}

/// The same of a list in the order of creation, as lists within objects are.
pub(super) fn oldest_first(
    call: &Call<'_>,
    kind: &str,
    noun: &str,
    wanted: impl Fn(&Value) -> bool,
) -> Result<Value, ApiError> {
    of_kinds(call, &[kind], noun, false, wanted)
}

/// The same of objects of several kinds.
pub(super) fn of_kinds(
    call: &Call<'_>,
    kinds: &[&str],
    noun: &str,
    newest_first: bool,
    wanted: impl Fn(&Value) -> bool,
) -> Result<Value, ApiError> {
    let params = &call.params;
    let limit = params.at_least("limit", 1)?.unwrap_or(DEFAULT_LIMIT);
    if limit > MAX_LIMIT {
        return Err(params.out_of_range("limit", format!("This value must be less than or equal to {MAX_LIMIT}.")));
    }
    let limit = usize::try_from(limit).unwrap_or_default();
    let created = Times::read(params, "created")?;
    let (after, before) = (cursor(call, kinds, noun, "starting_after")?, cursor(call, kinds, noun, "ending_before")?);
    if after.is_some() && before.is_some() {
        let message = "Received both starting_after and ending_before parameters. Please pass in only one.";
        return Err(ApiError::invalid(message));
    }

    // One more than the page tells whether there are more.
    let (newer_than, older_than) = if newest_first { (before, after) } else { (after, before) };
    let bound = |place: Option<u64>| place.map_or(Bound::Unbounded, Bound::Excluded);
    let places = (bound(newer_than), bound(older_than));
    let found = call
        .shelf
        .range_of(kinds, places)
        .filter(|object| created.admits(object["created"].as_i64()) && wanted(object));
    let mut data: Vec<Value> = if before.is_some() == newest_first {
        found.take(limit + 1).cloned().collect()
    } else {
        found.rev().take(limit + 1).cloned().collect()
    };
    let has_more = data.len() > limit;
    data.truncate(limit);
    if before.is_some() {
        data.reverse();
    }
    Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": call.path }))
}

fn cursor(call: &Call<'_>, kinds: &[&str], noun: &str, param: &str) -> Result<Option<u64>, ApiError> {
    let Some(id) = call.params.filled(param, TEXT)? else { return Ok(None) };
    let place = kinds.iter().find_map(|kind| call.shelf.place(kind, id));
    place.map(Some).ok_or_else(|| ApiError::no_such_reference(noun, id, param))
}

/// A filter such as `created`: a time, or `gt`, `gte`, `lt`, `lte`.
pub(super) struct Times {
    from: i64,
    to: i64,
    /// Without the filter, what has no time is admitted too.
    given: bool,
}

impl Times {
    pub(super) fn read(params: &Params<'_>, name: &str) -> Result<Self, ApiError> {
        let mut times = Times { from: i64::MIN, to: i64::MAX, given: params.has(name) };
        if !times.given {
            return Ok(times);
        }
        let Ok(Some(range)) = params.nested(name) else {
            let exactly = params.integer(name)?.unwrap_or_default();
            return Ok(Times { from: exactly, to: exactly, ..times });
        };
        range.only(&["gt", "gte", "lt", "lte"])?;
        for (bound, step) in [("gt", 1), ("gte", 0)] {
            if let Some(time) = range.integer(bound)? {
                times.from = times.from.max(time.saturating_add(step));
            }
        }
        for (bound, step) in [("lt", 1), ("lte", 0)] {
            if let Some(time) = range.integer(bound)? {
                times.to = times.to.min(time.saturating_sub(step));
            }
        }
        Ok(times)
    }

    pub(super) fn admits(&self, time: Option<i64>) -> bool {
        time.map_or(!self.given, |time| (self.from..=self.to).contains(&time))
    }
}
