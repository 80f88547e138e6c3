//! A tour of every route that the fake serves, each asked for what it can do. The caller checks the answers.

use std::collections::BTreeSet;

use diesel_stripe::testing::FakeStripe;

use crate::caller::{Caller, Exchange, stripe};
use crate::faithful::differences::{DIFFERENCES, NEWER_PARAMETERS};
use crate::faithful::spec;

#[path = "tour/accounts.rs"]
mod accounts;
#[path = "tour/billing.rs"]
mod billing;
#[path = "tour/catalog.rs"]
mod catalog;
#[path = "tour/checkout.rs"]
mod checkout;
#[path = "tour/customers.rs"]
mod customers;
#[path = "tour/events.rs"]
mod events;
#[path = "tour/money.rs"]
mod money;
#[path = "tour/payment_intents.rs"]
mod payment_intents;
#[path = "tour/payment_methods.rs"]
mod payment_methods;
#[path = "tour/setup_intents.rs"]
mod setup_intents;
#[path = "tour/webhook_endpoints.rs"]
mod webhook_endpoints;

/// Routes that never do what they are for: cards' refunds don't wait for the customer, and only such can be canceled.
const ALWAYS_REFUSED: &[&str] = &["POST /v1/refunds/{}/cancel"];

/// Goes everywhere.
pub async fn tour(stripe: &FakeStripe, caller: &Caller) {
    customers::tour(caller).await;
    payment_methods::tour(caller).await;
    payment_intents::tour(stripe, caller).await;
    setup_intents::tour(stripe, caller).await;
    money::tour(stripe, caller).await;
    catalog::tour(stripe, caller).await;
    billing::tour(stripe, caller).await;
    checkout::tour(stripe, caller).await;
    accounts::tour(caller).await;
    webhook_endpoints::tour(caller).await;
    events::tour(caller).await;
}

#[tokio::test]
async fn every_answer_of_every_route_is_as_stripes() {
    let (stripe, caller) = stripe().await;
    tour(&stripe, &caller).await;
    let exchanges = caller.exchanges();
    let name = |exchange: &Exchange| &*spec::route(&exchange.method, exchange.path()).unwrap().name;
    let done = exchanges.iter().filter(|exchange| exchange.status == 200).map(name);
    let refused = exchanges.iter().map(name).filter(|name| ALWAYS_REFUSED.contains(name));
    let (mut toured, routes) = (BTreeSet::from_iter(done.chain(refused)), Vec::from_iter(FakeStripe::routes()));
    let routes: BTreeSet<&str> = routes.iter().map(|(route, _)| route.as_str()).collect();
    // What the fake has of any kind of object is no route of its own.
    toured.retain(|route| routes.contains(route));
    assert_eq!(toured, routes, "the routes that were toured, and those that there are");

    // A difference that isn't one any more is off the list.
    let met: BTreeSet<_> = exchanges.iter().flat_map(|exchange| &exchange.differences).copied().collect();
    assert_eq!(met, DIFFERENCES.iter().map(|(at, _)| *at).collect());
}

#[test]
fn every_route_knows_the_parameters_that_stripe_knows() {
    let mut newer = BTreeSet::new();
    for (route, known) in FakeStripe::routes() {
        let operation = spec::operation(&route).unwrap_or_else(|| panic!("{route} is not in the specification"));
        let known = BTreeSet::from_iter(known.into_iter().map(String::from));
        let missing: Vec<_> = operation.parameters.difference(&known).collect();
        assert!(missing.is_empty(), "{route} should know {missing:?}");
        newer.extend(known.difference(&operation.parameters).map(|name| (route.clone(), name.clone())));
    }
    let named = NEWER_PARAMETERS
        .iter()
        .flat_map(|(route, names)| names.iter().map(|name| (route.to_string(), name.to_string())));
    assert_eq!(
        newer,
        named.collect(),
        "the parameters that the specification doesn't have, and those that are said to be newer"
    );
}
