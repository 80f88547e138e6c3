//! Reading an object from Stripe, and the rest of its lists. No transaction is open.

use std::collections::HashSet;

use serde_json::Value;

use super::Refresh;
use crate::api::{ApiClient, fetch, get, segment, try_fetch};
use crate::database::Executor;
use crate::error::{Error, Result, malformed, reason};
use crate::json::JsonText;
use crate::mirror::{Mirror, Reading, key_of, stored_json};
use crate::projection::{Extent, RawList, element};
use crate::stripe_data::{Origin, Snapshot};

/// What Stripe says of an object.
pub(super) enum Read {
    /// It is so; and why a list within it could not be read to its end.
    Object(Reading, Option<Error>),
    /// There is none (any more).
    Missing(Reading, Error),
}

/// Asks Stripe, with a key of this mode.
pub(super) async fn read(
    stripe: &impl ApiClient,
    mirror: &Mirror,
    livemode: Option<bool>,
    refresh: &Refresh,
    path: String,
) -> Result<Read> {
    let (path, query) = path.split_once('?').map_or((&*path, None), |(path, query)| (path, Some(query)));
    let mut call = get(path).on_account(mirror.asked_for(&refresh.object, &refresh.stripe_account)).in_mode(livemode);
    if let Some(query) = query {
        *call.query() = Some(format!("{query}&limit=100"));
    }
    let (body, origin) = match try_fetch(stripe, call).await {
        (Ok(body), origin) => (body, origin),
        (Err(error), origin) if error.says_missing(&refresh.object, &refresh.id) => {
            return Ok(Read::Missing(tombstone(mirror, refresh, origin)?, error));
        }
        (Err(error), _) => return Err(error),
    };
    let json = match query {
        Some(query) => around(mirror, refresh, &body, &format!("/v1{path}?{query}"))?.into(),
        None => JsonText::new(body)?,
    };
    let snapshot = Snapshot::read(json, origin.stripe_account(&refresh.stripe_account))?;
    if snapshot.id != refresh.id || snapshot.object != refresh.object {
        return Err(malformed(refresh.subject(), format!("Stripe answered with {}", snapshot.subject())));
    }
    let mut reading = Reading::of(mirror, snapshot);
    let mut failed = None;
    for list in reading.unfinished() {
        let Rest { children, unread, end } =
            rest(stripe, mirror, livemode, refresh, list.url.as_deref(), &list.ids).await;
        list.extend(children, unread, end.is_ok());
        failed = failed.or(end.err());
    }
    Ok(Read::Object(reading, failed))
}

/// The object of which Stripe has only the list.
fn around(mirror: &Mirror, refresh: &Refresh, list: &[u8], url: &str) -> Result<String> {
    let wrong = |what: &dyn std::fmt::Display| {
        malformed(refresh.subject(), format!("not the list that it consists of: {what}"))
    };
    let of = mirror.kinds.get(&refresh.object).and_then(|kind| kind.lists.first());
    let of = of.ok_or_else(|| wrong(&"its kind has no list"))?;
    let mut list: Value = serde_json::from_slice(list).map_err(|error| wrong(&reason(&error)))?;
    // What a list of Stripe's says of its place leaves the filter out.
    list["url"] = url.into();
    let field = of.path.trim_start_matches('/');
    Ok(serde_json::json!({ "object": refresh.object, of.parent: refresh.id, field: list }).to_string())
}

/// The path below `/v1` at which Stripe serves an object: by its id, or under the parent that its row names.
pub(super) async fn path_of<E: Executor>(mirror: &Mirror, exec: &mut E, refresh: &Refresh) -> Result<String> {
    if let Some(path) = mirror.served_alone(&refresh.object) {
        return Ok(format!("{path}/{}", segment(&refresh.id)));
    }
    let served: Vec<_> = mirror.served(&refresh.object).collect();
    if let Some(list) = served.iter().find(|path| path.contains('?')) {
        return Ok(list.replace("{id}", &segment(&refresh.id)));
    }
    if served.is_empty() {
        return Err(malformed(refresh.subject(), "Stripe serves no such object by its id, so it cannot be read again"));
    }
    for table in mirror.tables_of(&refresh.object) {
        let key = key_of(table, &refresh.object, &refresh.id, &refresh.stripe_account);
        let stored = stored_json(exec, table, &key).await?;
        let path = stored.and_then(|stored| served.iter().find_map(|path| under_parent(path, &stored)));
        if let Some(path) = path {
            return Ok(format!("{path}/{}", segment(&refresh.id)));
        }
    }
    let names: Vec<_> = served.iter().filter_map(|path| Some(format!("`{}`", field_of(path)?.1))).collect();
    let reason = "Stripe serves it only under its parent, and its row names none by";
    Err(malformed(refresh.subject(), format!("{reason} {}", names.join(" or "))))
}

/// The parts of a path like `/customers/{customer}/sources`.
fn field_of(path: &str) -> Option<(&str, &str, &str)> {
    let (parents, rest) = path.split_once('{')?;
    let (field, children) = rest.split_once('}')?;
    Some((parents, field, children))
}

/// The path under the parent that an object names, by an id or expanded.
fn under_parent(path: &str, stored: &Value) -> Option<String> {
    let (parents, field, children) = field_of(path)?;
    let parent = stored.get(field)?;
    let parent = parent.as_str().or_else(|| parent.get("id")?.as_str())?;
    Some(format!("{parents}{}{children}", segment(parent)))
}

fn tombstone(mirror: &Mirror, refresh: &Refresh, origin: Origin) -> Result<Reading> {
    let stub = serde_json::json!({ "id": refresh.id, "object": refresh.object, "deleted": true });
    let origin = origin.stripe_account(&refresh.stripe_account);
    Ok(Reading::of(mirror, Snapshot::read(stub.to_string().into(), origin)?))
}

/// What the pages of a list show after those that the parent showed.
struct Rest {
    children: Vec<Snapshot>,
    /// Whether an element could not be read.
    unread: bool,
    /// Why it could not be read to its end.
    end: Result<()>,
}

async fn rest(
    stripe: &impl ApiClient,
    mirror: &Mirror,
    livemode: Option<bool>,
    refresh: &Refresh,
    url: Option<&str>,
    shown: &[String],
) -> Rest {
    let mut rest = Rest { children: Vec::new(), unread: false, end: Ok(()) };
    rest.end = pages(stripe, mirror, livemode, refresh, url, shown, &mut rest).await;
    rest
}

/// Reads page after page, until one says that it is the last. A page that cannot be right is an error: one that is empty, shows
/// nothing new or ends where an earlier one did though there is more, or does not say whether there is.
async fn pages(
    stripe: &impl ApiClient,
    mirror: &Mirror,
    livemode: Option<bool>,
    refresh: &Refresh,
    url: Option<&str>,
    shown: &[String],
    rest: &mut Rest,
) -> Result<()> {
    let wrong = |reason: String| malformed(refresh.subject(), reason);
    let path = url.and_then(|url| url.strip_prefix("/v1")).filter(|path| path.starts_with('/'));
    let path = path.ok_or_else(|| wrong(format!("a list's url is {url:?}")))?;
    let (path, filter) = path.split_once('?').unwrap_or((path, ""));
    let mut known: HashSet<String> = shown.iter().cloned().collect();
    let mut cursor = shown.last().cloned();
    let mut cursors: HashSet<String> = cursor.iter().cloned().collect();
    loop {
        let mut call =
            get(path).on_account(mirror.asked_for(&refresh.object, &refresh.stripe_account)).in_mode(livemode);
        let after = cursor.map(|id| format!("&starting_after={}", segment(&id))).unwrap_or_default();
        *call.query() = Some(format!("{filter}&limit=100{after}").trim_start_matches('&').to_owned());
        let (body, origin) = fetch(stripe, call).await?;
        let json = JsonText::new(body)?;
        let page: RawList<'_> = serde_json::from_str(json.as_str())
            .map_err(|error| wrong(format!("a page of its list {path}: {}", reason(&error))))?;
        let origin = origin.stripe_account(&refresh.stripe_account);
        for raw in &page.data {
            match element(mirror.kinds, json.slice(raw.get()), origin.clone(), &refresh.id) {
                Ok(child) => rest.children.push(child),
                Err(error) => {
                    tracing::warn!(parent = %refresh.subject(), %error, "left out of its parent's list");
                    rest.unread = true;
                }
            }
        }
        let (ids, before) = (page.ids(), known.len());
        known.extend(ids.iter().cloned());
        match page.extent(known.len()) {
            Extent::Whole => return Ok(()),
            Extent::Unsaid => {
                return Err(wrong(format!("a page of its list {path} does not say whether it is the last")));
            }
            Extent::More if page.data.is_empty() => {
                return Err(wrong(format!("a page of its list {path} is empty, though there is more")));
            }
            Extent::More => {}
        }
        let last = ids.last().filter(|last| known.len() > before && cursors.insert((*last).clone()));
        let last = last.ok_or_else(|| wrong(format!("a page of its list {path} shows what was shown before")))?;
        cursor = Some(last.clone());
    }
}
