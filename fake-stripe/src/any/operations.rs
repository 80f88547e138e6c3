//! What the specification says can be asked of any kind, and by which event something is told of it.
//!
//! `operations.tsv` is made by `derive_operations.py`.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde_json::Value;

use super::{delete, list, retrieve, update};
use crate::routes::{Route, Run};

/// The specification, as `operations.tsv` has it.
struct Operations {
    kinds: BTreeSet<&'static str>,
    routes: Vec<Route>,
    /// Operations that the fake has no general way to do: `POST /v1/quotes/{quote}/accept`.
    others: Vec<(&'static str, &'static str)>,
    events: HashMap<&'static str, Vec<&'static str>>,
}

static OPERATIONS: LazyLock<Operations> = LazyLock::new(|| {
    let mut all = Operations { kinds: BTreeSet::new(), routes: Vec::new(), others: Vec::new(), events: HashMap::new() };
    for line in include_str!("operations.tsv").lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let mut route = |path: &'static str, kinds: &'static str, params: &'static str, (method, run): (_, Run)| {
            let list = method == hyper::Method::GET && !path.ends_with('}');
            if path.ends_with("/search") || path.contains("/preview/") {
                all.others.push(("GET", path));
            } else {
                let names = |names: &'static str| names.split(',').filter(|name| !name.is_empty()).collect();
                all.routes.push(Route::any(method, path, list, names(kinds), names(params), run));
            }
        };
        match cells[..] {
            ["kind", kind] => drop(all.kinds.insert(kind)),
            ["get", path, kinds, params] => route(path, kinds, params, (hyper::Method::GET, retrieve)),
            ["list", path, kinds, params] => route(path, kinds, params, (hyper::Method::GET, list)),
            ["update", path, kinds, params] => route(path, kinds, params, (hyper::Method::POST, update)),
            ["delete", path, kinds, params] => route(path, kinds, params, (hyper::Method::DELETE, delete)),
            ["other", method, path] => all.others.push((method, path)),
            ["event", kind, event] => all.events.entry(kind).or_default().push(event),
            _ => {}
        }
    }
    all
});

/// The routes of all kinds.
pub(crate) fn routes() -> &'static [Route] {
    &OPERATIONS.routes
}

/// Whether Stripe has this operation, though the fake has it not.
pub(crate) fn is_known(method: &str, path: &str) -> bool {
    let fits = |pattern: &str| {
        let (mut words, mut given) = (pattern.split('/'), path.split('/'));
        loop {
            match (words.next(), given.next()) {
                (None, None) => return true,
                (Some(word), Some(same)) if word == same || (word.starts_with('{') && !same.is_empty()) => {}
                _ => return false,
            }
        }
    };
    OPERATIONS.others.iter().any(|(of, pattern)| *of == method && fits(pattern))
}

/// Whether there is such a kind.
pub(super) fn is_kind(kind: &str) -> bool {
    OPERATIONS.kinds.contains(kind)
}

/// The event that tells that an object was `created`, `updated` or `deleted`, if there is one.
pub(crate) fn told_by(object: &Value, what: &str) -> Option<&'static str> {
    let events = OPERATIONS.events.get(object["object"].as_str()?)?;
    let mut events = events.iter().copied().filter(|event| event.rsplit('.').next() == Some(what));
    // A card is its customer's, or its account's.
    let first = events.next()?;
    let is_customers = object["customer"].is_string();
    events.find(|event| event.starts_with("customer.") == is_customers).filter(|_| is_customers).or(Some(first))
}

/// The path of the list that a field of an object shows: `/v1/customers/cus_1/tax_ids`.
pub(crate) fn nested_list(kind: &str, id: &str, field: &str) -> Option<String> {
    let is_own = |route: &&Route| !route.list && route.kinds.contains(&kind) && route.path.matches('{').count() == 1;
    let own = OPERATIONS.routes.iter().find(is_own)?.path;
    let list = format!("{own}/{field}");
    let route = OPERATIONS.routes.iter().find(|route| route.list && route.path == list)?;
    let (before, after) = (route.path.split_once('{')?.0, route.path.split_once('}')?.1);
    Some(format!("{before}{id}{after}"))
}
