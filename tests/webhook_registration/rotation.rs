//! A new secret, and a new API version: two endpoints for a while, and no event lost or doubled.

use diesel_stripe::Error;
use diesel_stripe::webhook::registration::Told;
use futures_util::future::join_all;

use crate::host::{Host, told};

const OLDER_VERSION: &str = "2026-08-26.dahlia";

#[tokio::test]
async fn a_secret_is_rotated_and_no_event_is_lost_or_done_twice() {
    let mut host = Host::start().await;
    let registration = host.registration();
    let first = registration.ensure(&host.client).await.unwrap();
    let old = told(&first).unwrap();
    host.deploy([&old]);
    let mut customers = vec![host.customer().await];

    let rotated = registration.rotate(&host.client).await.unwrap();
    let new = told(&rotated).unwrap();
    assert_eq!(rotated.older, [&*first.id]);
    assert_ne!(new, old);
    let [current, before] = &host.endpoints().await[..] else { panic!("two endpoints") };
    assert_eq!((&current.url, &current.enabled_events), (&before.url, &before.enabled_events));
    // Not yet deployed: the first endpoint's deliveries are accepted, the second's are not.
    customers.push(host.customer().await);
    let mut answers = host.answers();
    answers.sort_by_key(|(_, status)| *status);
    assert_eq!(answers, [(first.id.clone(), 200), (rotated.id.clone(), 400)]);

    host.deploy([&old, &new]);
    customers.push(host.customer().await);
    let answers = host.answers();
    assert!(answers.len() == 2 && answers.iter().all(|(_, status)| *status == 200), "{answers:?}");
    // A start in the meantime finds the new one, and makes no third.
    let started = registration.ensure(&host.client).await.unwrap();
    assert_eq!((started.id, started.secret, started.older), (rotated.id.clone(), Told::Before, vec![first.id.clone()]));

    assert_eq!(registration.retire(&host.client, &rotated.id).await.unwrap(), [first.id]);
    host.deploy([&new]);
    customers.push(host.customer().await);
    assert_eq!(host.answers(), [(rotated.id.clone(), 200)]);
    // What the second endpoint's deliveries were not accepted for comes again, and changes nothing.
    host.stripe.clock().advance(std::time::Duration::from_secs(3600));
    host.stripe.settled().await;
    host.process().await;
    let mut greeted = host.greeted().await;
    greeted.sort();
    customers.sort();
    assert_eq!(greeted, customers);
    assert_eq!(host.ids().await, [&*rotated.id]);
    assert!(registration.retire(&host.client, &rotated.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn rotations_that_are_asked_for_at_once_are_one() {
    let host = Host::start().await;
    let registration = host.registration();
    let first = registration.ensure(&host.client).await.unwrap();
    // All of them see the first before any makes the second.
    let hold = host.stripe.hold_answers();
    let rotations = tokio::spawn({
        let (registration, client) = (registration.clone(), host.client.clone());
        async move { join_all((0..4).map(|_| registration.rotate(&client))).await }
    });
    hold.requests(4).await;
    drop(hold);
    let rotated: Vec<_> = rotations.await.unwrap().into_iter().map(Result::unwrap).collect();
    let ids = host.ids().await;
    assert_eq!(ids.len(), 2);
    for again in &rotated {
        assert_eq!((&again.id, &again.older), (&ids[0], &vec![first.id.clone()]));
        assert!(told(again).is_some() && again.secret == rotated[0].secret);
    }
}

#[tokio::test]
async fn a_new_api_version_is_a_second_endpoint_until_the_first_is_retired() {
    let mut host = Host::start().await;
    let old = host.registration().api_version(OLDER_VERSION);
    let before = old.ensure(&host.client).await.unwrap();
    let upgraded = host.registration().ensure(&host.client).await.unwrap();
    assert_eq!(upgraded.older, [&*before.id]);
    // What still runs with the old version keeps its own, and so does the new.
    for (registration, id) in [(&old, &before.id), (&host.registration(), &upgraded.id)] {
        let again = registration.ensure(&host.client).await.unwrap();
        assert_eq!((&again.id, again.secret), (id, Told::Before));
    }
    assert_eq!(host.endpoints().await[1].api_version.as_deref(), Some(OLDER_VERSION));

    host.deploy([&told(&before).unwrap(), &told(&upgraded).unwrap()]);
    let customer = host.customer().await;
    assert_eq!(host.answers().len(), 2);
    host.process().await;
    assert_eq!(host.greeted().await, [customer]);
    host.registration().retire(&host.client, &upgraded.id).await.unwrap();
    assert_eq!(host.ids().await, [upgraded.id]);
}

#[tokio::test]
async fn only_what_is_older_is_retired() {
    let host = Host::start().await;
    let registration = host.registration();
    let first = registration.ensure(&host.client).await.unwrap();
    let second = registration.rotate(&host.client).await.unwrap();
    let third = registration.rotate(&host.client).await.unwrap();
    assert_eq!(third.older, [second.id.clone(), first.id.clone()]);
    assert_eq!(registration.retire(&host.client, &second.id).await.unwrap(), [&*first.id]);
    assert_eq!(host.ids().await, [third.id, second.id]);
    // Nobody meant that: it is gone.
    let error = registration.retire(&host.client, &first.id).await.unwrap_err();
    assert!(matches!(error, Error::Registration(_)), "{error}");
    assert_eq!(host.ids().await.len(), 2);
}
