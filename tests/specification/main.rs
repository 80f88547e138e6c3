//! The declarations against Stripe's specification: each kind, path, list, deletion, scalar, reference and type of event is covered, or is
//! named here with the reason why not. A newer specification (`tests/fixtures/derive_kinds.py` of it) names what is missing.
#![cfg(feature = "all")]

mod left_in_json;

use std::collections::{BTreeMap, BTreeSet};

use diesel_stripe::model::{Column, Kind};
use diesel_stripe::objects::KINDS;
use diesel_stripe::sql::ColumnType;
use serde::Deserialize;
use serde_json::Value;

use left_in_json::LEFT_IN_JSON;

/// What the specification says: `tests/fixtures/kinds.json`.
#[derive(Deserialize)]
struct Specification {
    events: BTreeSet<String>,
    kinds: BTreeMap<String, Said>,
}

/// What it says of a kind.
#[derive(Deserialize)]
struct Said {
    scalars: BTreeSet<String>,
    references: BTreeSet<String>,
    get: BTreeSet<String>,
    list: BTreeMap<String, SaidOfList>,
    delete: BTreeSet<String>,
}

#[derive(Deserialize)]
struct SaidOfList {
    required: Vec<String>,
    created: bool,
}

fn specification() -> Specification {
    serde_json::from_str(include_str!("../fixtures/kinds.json")).unwrap()
}

fn none(problems: Vec<String>) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn declared(object: &str) -> &'static Kind {
    KINDS.get(object).unwrap_or_else(|| panic!("{object} is declared"))
}

/// Kinds that the specification does not give an id, or that only Stripe's newer ones have.
const NOT_SPECIFIED: [&str; 15] = [
    "account_link",
    "apps.install",
    "balance",
    "balance_settings",
    "billing.alert_triggered",
    "cash_balance",
    "entitlements.active_entitlement_summary",
    "financial_connections.authorization",
    "login_link",
    "reserve.hold",
    "reserve.plan",
    "reserve.release",
    "tax.settings",
    "v2.core.account",
    "v2.core.account_person",
];

/// Kinds with an id that no list, path or event shows alone: they lie in `stripe_objects`, should one ever come.
const WITHOUT_A_TABLE: [&str; 8] = [
    "connect_collection_transfer",
    "ephemeral_key",
    "financial_connections.account_ownership",
    "radar.payment_evaluation",
    "reserve_transaction",
    "sigma.sigma_api_query",
    "tax.association",
    "tax_deducted_at_source",
];

#[test]
fn every_kind_is_declared() {
    let specified: BTreeSet<String> = specification().kinds.into_keys().collect();
    let declared: BTreeSet<String> = KINDS.iter().map(|kind| kind.object.to_owned()).collect();
    let more: Vec<_> = declared.difference(&specified).collect();
    assert_eq!(more, NOT_SPECIFIED);
    assert_eq!(specified.difference(&declared).collect::<Vec<_>>(), Vec::<&String>::new(), "to be declared");
}

#[test]
fn every_kind_that_comes_alone_has_a_table() {
    // Events are in the inbox.
    let others = [&WITHOUT_A_TABLE[..], &NOT_SPECIFIED, &["event"]].concat();
    let without: BTreeSet<&str> = KINDS.iter().filter(|kind| kind.table.is_none()).map(|kind| kind.object).collect();
    assert_eq!(without, others.into_iter().collect());
    assert_eq!(KINDS.tables().count(), 121);
}

/// What every table has, and what a row is by being in its table.
const COMMON: [&str; 7] = ["id", "object", "livemode", "created", "metadata", "api_version", "deleted"];

fn has_column(kind: &Kind, field: &str) -> bool {
    // A webhook endpoint's is the version of its events.
    let is_common = COMMON.contains(&field) && !(kind.object == "webhook_endpoint" && field == "api_version");
    is_common || kind.columns.iter().any(|column| column.paths.contains(&format!("/{field}").as_str()))
}

/// By kind: what the specification says can be a scalar or a reference, and what is one in Stripe's examples.
fn scalars() -> BTreeMap<String, BTreeSet<String>> {
    let mut scalars: BTreeMap<_, _> =
        specification().kinds.into_iter().map(|(object, said)| (object, said.scalars)).collect();
    let fixtures: Value = serde_json::from_str(include_str!("../fixtures/fixtures3.json")).unwrap();
    for example in fixtures["resources"].as_object().unwrap().values() {
        let (Some(object), Some(fields)) = (example["object"].as_str(), example.as_object()) else { continue };
        if let Some(known) = scalars.get_mut(object) {
            let is_scalar = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
            known.extend(fields.iter().filter(|(_, value)| is_scalar(value)).map(|(field, _)| field.clone()));
        }
    }
    scalars
}

#[test]
fn each_scalar_is_a_column_or_is_left_in_the_json_for_a_reason() {
    let mut problems = Vec::new();
    let mut left: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (_, kinds) in LEFT_IN_JSON {
        for (object, field) in
            kinds.iter().flat_map(|(object, fields)| fields.iter().map(move |field| (*object, *field)))
        {
            *left.entry((object, field)).or_default() += 1;
        }
    }
    let scalars = scalars();
    for kind in KINDS.iter().filter(|kind| kind.table.is_some()) {
        for field in &scalars[kind.object] {
            match (has_column(kind, field), left.remove(&(kind.object, field.as_str()))) {
                (false, None) => {
                    problems.push(format!("{}.{field}: neither a column nor in LEFT_IN_JSON", kind.object))
                }
                (true, Some(_)) => problems.push(format!("{}.{field}: in LEFT_IN_JSON, but a column", kind.object)),
                (_, Some(2..)) => problems.push(format!("{}.{field}: in LEFT_IN_JSON more than once", kind.object)),
                (true, None) | (false, Some(_)) => {}
            }
        }
    }
    problems
        .extend(left.keys().map(|(object, field)| format!("{object}.{field}: in LEFT_IN_JSON, but no scalar of it")));
    none(problems);
}

#[test]
fn each_reference_is_declared() {
    let mut problems = Vec::new();
    for (object, said) in specification().kinds {
        let kind = declared(&object);
        let columns = kind.columns.iter().filter(|column| column.column_type == ColumnType::Reference);
        let columns = columns.flat_map(|column| column.paths);
        let known: Vec<&str> = columns.chain(kind.references).chain(kind.of_another_account).copied().collect();
        // What is within a copy of the past is one too.
        let is_past =
            |path: &str| kind.history.iter().any(|past| path == *past || path.starts_with(&format!("{past}/")));
        let is_known = |path: &str| known.iter().any(|known| *known == path || known.replace("/0", "/*") == path);
        let missing = said.references.iter().filter(|path| !is_known(path) && !is_past(path));
        problems.extend(missing.map(|path| format!("{object}: {path} is a reference")));
    }
    none(problems);
}

#[test]
fn a_path_is_said_once() {
    let mut problems = Vec::new();
    for kind in KINDS.iter() {
        let mut paths = [kind.references, kind.of_another_account, kind.history].concat();
        let columns = kind.columns.iter().filter(|column| column.column_type == ColumnType::Reference);
        paths.extend(columns.flat_map(|column| column.paths).filter(|path| kind.references.contains(path)));
        paths.sort_unstable();
        let twice = paths.windows(2).filter(|two| two[0] == two[1]);
        problems.extend(twice.map(|two| format!("{}: {} is said twice", kind.object, two[0])));
    }
    none(problems);
}

#[test]
fn no_column_is_read_from_what_is_volatile() {
    let mut problems = Vec::new();
    for kind in KINDS.iter() {
        for Column { name, paths, .. } in kind.columns {
            let is_within = |path: &&&str| {
                kind.volatile.iter().any(|volatile| format!("{path}/").starts_with(&format!("{volatile}/")))
            };
            problems.extend(paths.iter().find(is_within).map(|path| format!("{}.{name}: {path}", kind.object)));
        }
    }
    none(problems);
}

/// A path with nothing but the places of its parameters: `/customers/{}/sources`.
fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Paths by which Stripe serves the same objects as by another one, or does not by their ids: by kind.
const OTHER_GETS: &[(&str, &str)] = &[
    // What a customer pays with may be an account, of an API that is no more.
    ("account", "/customers/{}/sources/{}"),
    ("balance_transaction", "/balance/history/{}"),
    ("bank_account", "/accounts/{}/bank_accounts/{}"),
    ("bank_account", "/customers/{}/bank_accounts/{}"),
    ("card", "/accounts/{}/bank_accounts/{}"),
    ("card", "/customers/{}/cards/{}"),
    ("financial_connections.account", "/linked_accounts/{}"),
    ("financial_connections.session", "/link_account_sessions/{}"),
    // A product feature does not name its product.
    ("product_feature", "/products/{}/features/{}"),
    ("payment_method", "/customers/{}/payment_methods/{}"),
    ("person", "/accounts/{}/people/{}"),
    ("refund", "/charges/{}/refunds/{}"),
    ("source", "/customers/{}/sources/{}"),
    ("tax_id", "/customers/{}/tax_ids/{}"),
    ("subscription", "/customers/{}/subscriptions/{}"),
];

#[test]
fn each_path_by_which_stripe_serves_an_object_is_declared() {
    let mut problems = Vec::new();
    for (object, said) in specification().kinds {
        let kind = declared(&object);
        let served: BTreeSet<String> = kind.served.iter().map(|path| format!("{}/{{}}", shape(path))).collect();
        for path in said.get.iter().map(|path| shape(path)) {
            let is_other = OTHER_GETS.contains(&(object.as_str(), path.as_str()));
            if served.contains(&path) == is_other {
                problems.push(format!("{object}: GET {path}"));
            }
        }
        let specified: BTreeSet<String> = said.get.iter().map(|path| shape(path)).collect();
        problems.extend(served.difference(&specified).map(|path| format!("{object}: no GET {path}")));
    }
    none(problems);
}

#[test]
fn each_list_is_declared() {
    let mut problems = Vec::new();
    for (object, said) in specification().kinds {
        let kind = declared(&object);
        let mut specified: BTreeMap<String, SaidOfList> =
            said.list.into_iter().map(|(path, said)| (shape(&path), said)).collect();
        for listed in kind.listed {
            let Some(said) = specified.remove(&shape(listed.path)) else {
                problems.push(format!("{object}: no list {}", listed.path));
                continue;
            };
            if said.created != listed.created {
                problems.push(format!("{object}: {} is filtered by `created`: {}", listed.path, said.created));
            }
            let is_less = !said.required.iter().all(|name| listed.required.contains(&name.as_str()));
            if is_less {
                problems.push(format!("{object}: {} asks for {:?}", listed.path, said.required));
            }
        }
        specified.retain(|path, _| !OTHER_LISTS.contains(&(object.as_str(), path.as_str())));
        problems.extend(specified.keys().map(|path| format!("{object}: the list {path}")));
    }
    none(problems);
}

/// Lists that show nothing that a declared one does not, or no objects that exist: by kind.
const OTHER_LISTS: &[(&str, &str)] = &[
    ("balance_transaction", "/balance/history"),
    ("bank_account", "/customers/{}/bank_accounts"),
    ("card", "/customers/{}/cards"),
    ("charge", "/charges/search"),
    // Of a credit note that does not exist yet.
    ("credit_note_line_item", "/credit_notes/preview/lines"),
    ("customer", "/customers/search"),
    ("financial_connections.account", "/linked_accounts"),
    ("financial_connections.account_owner", "/linked_accounts/{}/owners"),
    ("invoice", "/invoices/search"),
    // What a quote would be billed with, were it accepted.
    ("item", "/quotes/{}/computed_upfront_line_items"),
    ("payment_intent", "/payment_intents/search"),
    ("person", "/accounts/{}/people"),
    ("price", "/prices/search"),
    ("product", "/products/search"),
    ("refund", "/charges/{}/refunds"),
    ("subscription", "/customers/{}/subscriptions"),
    ("subscription", "/subscriptions/search"),
];

/// Kinds that can be deleted, and of whose deletion no event tells: an answer, a list, or a 404 does.
const DELETED_WITHOUT_AN_EVENT: &[&str] = &[
    "account",
    "apple_pay_domain",
    "ephemeral_key",
    "product_feature",
    "radar.value_list",
    "radar.value_list_item",
    "subscription_item",
    "terminal.configuration",
    "terminal.location",
    "terminal.reader",
    "webhook_endpoint",
];

#[test]
fn each_deletion_is_told_by_an_event_or_known_not_to_be() {
    let specified = specification().kinds.into_iter().filter(|(_, said)| !said.delete.is_empty());
    let without =
        specified.filter(|(object, _)| !declared(object).events.iter().any(|event| event.ends_with(".deleted")));
    let without: Vec<String> = without.map(|(object, _)| object).collect();
    assert_eq!(without, DELETED_WITHOUT_AN_EVENT);
}

#[test]
fn each_type_of_event_is_declared() {
    let declared: BTreeSet<String> =
        KINDS.iter().flat_map(|kind| kind.events).map(|event| (*event).to_owned()).collect();
    let missing: Vec<_> = specification().events.difference(&declared).cloned().collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn no_prefix_is_of_two_kinds() {
    let mut all: Vec<&str> = KINDS.iter().flat_map(|kind| kind.ids.prefixes).copied().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}
