//! stripe-mock, Stripe's own server of examples, accepts the same requests, and refuses the same for the same parameter.
//!
//! It knows which parameters there are and of what type, and no more: that is what can be compared. Even so it takes any name
//! within an object; Stripe doesn't, and nor may the fake.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use hyper::Method;

use crate::caller::{Caller, Exchange, Reply, stripe};
use crate::faithful::spec;
use crate::stripe_mock_server::StripeMock;
use crate::{errors, tour};

/// Why the fake refuses what stripe-mock accepts: the error's code, or how its message begins, and what stripe-mock doesn't
/// know.
const UNKNOWN_TO_STRIPE_MOCK: &[(&str, &str)] = &[
    ("amount_too_large", "no limits"),
    ("amount_too_small", "no limits"),
    ("email_invalid", "a string is a string"),
    ("parameter_invalid_empty", "what can be unset"),
    ("parameter_invalid_integer", "no limits"),
    ("resource_missing", "it keeps no objects"),
    ("FakeStripe does not support", "it does nothing, so that it supports everything"),
    ("Invalid currency", "a string is a string"),
    ("This property cannot be expanded", "an expansion is a string"),
    ("You cannot cancel this refund", "it keeps no states"),
];

/// What stripe-mock refuses and the fake doesn't: operation and parameter, and why.
const ACCEPTED_BY_THE_FAKE: &[(&str, &str, &str)] = &[];

/// Objects with keys of the user's own.
const MAPS: [&str; 2] = ["currency_options", "metadata"];

/// What Stripe takes, and its specification doesn't have.
const CARD_DATA: &str = "payment_method_data[card]";

#[tokio::test]
async fn stripe_mock_accepts_and_refuses_what_the_fake_does() {
    let server = StripeMock::running();
    let (stripe, caller) = stripe().await;
    let mock = caller.at(server.url());
    let probes = Arc::new(Probes { mock: mock.clone(), made: Mutex::default(), accepted: Mutex::default() });
    tour::tour(&stripe, &caller.probing(probes.clone())).await;
    errors::refusals(&caller).await;

    let mut problems: BTreeSet<String> = BTreeSet::new();
    for exchange in caller.exchanges() {
        problems.extend(compare(&exchange, &mock).await.map(|what| format!("{exchange}: {what}")));
    }
    let mut accepted = probes.accepted.lock().unwrap().clone();
    for (operation, parameter, _) in ACCEPTED_BY_THE_FAKE {
        let known =
            accepted.iter().position(|wrong| (&*wrong.operation, &*wrong.parameter) == (*operation, *parameter));
        match known {
            Some(known) => drop(accepted.swap_remove(known)),
            None => drop(problems.insert(format!("{operation} {parameter} is not accepted, and can be off the list"))),
        }
    }
    problems
        .extend(accepted.iter().map(|Wrong { operation, parameter, what }| format!("{operation} {parameter}: {what}")));
    assert!(problems.is_empty(), "{}", Vec::from_iter(problems).join("\n"));
}

/// What is different in stripe-mock's answer to a request.
async fn compare(exchange: &Exchange, mock: &Caller) -> Option<String> {
    let params = exchange.params();
    let reply = ask(mock, &exchange.method, exchange.path(), &params).await;
    let error = &exchange.json["error"];
    let [code, message, param] = ["code", "message", "param"].map(|field| error[field].as_str().unwrap_or_default());
    let refused = reply.status != 200;
    if exchange.status != 400 {
        // Where nothing is wrong with the request but the time or the object, stripe-mock has no objection.
        return refused.then(|| format!("stripe-mock refuses it: {}", reply.message()));
    }
    if !refused {
        let unknown = UNKNOWN_TO_STRIPE_MOCK.iter().any(|(reason, _)| *reason == code || message.starts_with(reason));
        let nested = code == "parameter_unknown" && param.contains('[');
        let unknown = unknown || nested || is_under(param, CARD_DATA);
        return (!unknown).then(|| format!("stripe-mock accepts it, the fake says: {message}"));
    }
    let (param, named) = (segments(param), named(reply.message()));
    let same = match param.first() {
        // It doesn't say which parameter it doesn't know.
        Some(first) if named.is_empty() => {
            let operation = spec::route(&exchange.method, exchange.path()).unwrap();
            !operation.parameters.contains(first) && params.iter().any(|(name, _)| is_under(name, first))
        }
        // Of alternatives it says no more than that none fits.
        _ => param.starts_with(&named),
    };
    (!same).then(|| format!("the fake says: {message}, and stripe-mock: {}", reply.message()))
}

/// The way to the parameter that stripe-mock objects to, as far as it says: `shipping`, `address`.
fn named(message: &str) -> Vec<String> {
    let parts = message.split("object property ").skip(1);
    let names = parts.filter_map(|part| part.trim_start_matches("for ").strip_prefix('\'')?.split('\'').next());
    names.map(String::from).collect()
}

/// `items[0][price]` is `items`, `price`.
fn segments(param: &str) -> Vec<String> {
    let segments = param.split(['[', ']']).filter(|segment| !segment.is_empty() && segment.parse::<u32>().is_err());
    segments.map(String::from).collect()
}

fn is_under(name: &str, param: &str) -> bool {
    name.strip_prefix(param).is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
}

/// Asks stripe-mock. It gets other data for those of a card, which it doesn't know.
async fn ask(mock: &Caller, method: &Method, path: &str, params: &[(String, String)]) -> Reply {
    let mut params: Vec<_> = params.iter().filter(|(name, _)| !is_under(name, CARD_DATA)).cloned().collect();
    let types = params.iter_mut().filter(|(name, value)| name == "payment_method_data[type]" && value == "card");
    types.for_each(|(_, value)| *value = "link".to_owned());
    let (target, form) = written(method, path, &params);
    mock.raw(method, &target, &form).await.unwrap()
}

fn written(method: &Method, path: &str, params: &[(String, String)]) -> (String, String) {
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
    if *method == Method::POST { (path.to_owned(), encoded) } else { (format!("{path}?{encoded}"), String::new()) }
}

/// Before each request, the same with something wrong in one place. What stripe-mock refuses then, the fake must refuse, and
/// name the place; so the request itself finds everything as it was.
pub struct Probes {
    mock: Caller,
    /// Those made so far: once is enough for each operation and place.
    made: Mutex<BTreeSet<(String, String)>>,
    accepted: Mutex<Vec<Wrong>>,
}

#[derive(Clone)]
struct Wrong {
    operation: String,
    parameter: String,
    what: String,
}

impl Probes {
    pub async fn probe(&self, caller: &Caller, request: &Exchange) {
        let operation = spec::route(&request.method, request.path()).unwrap().name.clone();
        for (place, params) in mistakes(&request.params()) {
            let new = (operation.clone(), format!("{place} {}", spelled(&params, &place)));
            let refused = place.ends_with("[unheard_of]")
                || ask(&self.mock, &request.method, request.path(), &params).await.status != 200;
            if !refused || !self.made.lock().unwrap().insert(new) {
                continue;
            }
            let (target, form) = written(&request.method, request.path(), &params);
            let reply = caller.checked(request.method.clone(), &target, &form).await.unwrap();
            // What is missing from an object may be said of the object.
            if reply.status != 400 || reply.param().is_empty() || !is_under(&place, reply.param()) {
                let what = format!("{} {}: {} {}", target, form, reply.status, reply.message());
                // Now, since the tour may not get to its end.
                eprintln!("{operation} {place}: {what}");
                let wrong = Wrong { operation: operation.clone(), parameter: place, what };
                self.accepted.lock().unwrap().push(wrong);
            }
        }
    }
}

/// What stands at a place.
fn spelled(params: &[(String, String)], place: &str) -> String {
    let there = params.iter().filter(|(name, _)| is_under(name, place));
    there.map(|(name, value)| if value == "nonsense" { format!("{name}=nonsense") } else { name.clone() }).collect()
}

/// The request with a parameter that nobody knows, without one, or with one of another type, in each place.
fn mistakes(params: &[(String, String)]) -> Vec<(String, Vec<(String, String)>)> {
    let with = |params: &[(String, String)], name: &str, value: &str| [params, &[(name.into(), value.into())]].concat();
    let mut mistakes = vec![("unheard_of".to_owned(), with(params, "unheard_of", "red"))];
    let places: BTreeSet<&str> = params.iter().flat_map(|(name, _)| places(name)).collect();
    for place in places {
        let (there, rest): (Vec<_>, Vec<_>) = params.iter().cloned().partition(|(name, _)| is_under(name, place));
        let is_list = there.iter().all(|(name, _)| is_index(&name[place.len()..]));
        let is_map = segments(place).iter().any(|name| MAPS.contains(&name.as_str()));
        mistakes.push((place.to_owned(), with(&rest, place, "nonsense")));
        if !is_list && !is_map {
            let inner = format!("{place}[unheard_of]");
            let others = if there.iter().any(|(name, _)| name == place) { &rest[..] } else { params };
            mistakes.push((inner.clone(), with(others, &inner, "red")));
        }
        mistakes.push((place.to_owned(), rest));
    }
    mistakes
}

/// Whether what follows a name is an index: `[]`, `[0][price]`.
fn is_index(rest: &str) -> bool {
    let index = rest.strip_prefix('[').and_then(|rest| rest.split(']').next());
    index.is_some_and(|index| index.is_empty() || index.parse::<u32>().is_ok())
}

/// `shipping[address][city]` is in `shipping`, in `shipping[address]`, and itself; an element of a list without a number is
/// not a place.
fn places(name: &str) -> Vec<&str> {
    let ends = name.match_indices('[').map(|(at, _)| at).chain([name.len()]);
    ends.map(|end| &name[..end]).filter(|place| !place.contains("[]")).collect()
}
